//! Deals that went wrong, and what became of them.

use super::Step::{
    Appeal, Award, Bid, Decide, DecideAppeal, Deliver, Fund, OfferSplit, OpenDispute, Publish, Respond, TakeDispute,
};
use super::{CRAFT, PRACTISED, Post, Scene};
use crate::commands::demo::cast::Who::{Amara, Aya, Koichi, Marcus, Misaki, Yoko};
use crate::commands::demo::cast::{JOINERY, PRESS};
use market::DecisionReason::{DeliveredAsAgreed, PartlyAsAgreed};
use market::DisputeReason::{NoAnswer, NotAsAgreed, UnfairRevision};
use market::Language::{En, Ja};
use market::Side::{Client, Worker};
use payments::simulated::{CARD_BUSY, CARD_CALL_LOST, CARD_EVENT_LATE, CARD_OK};

pub(super) static SCENES: &[Scene] = &[
    // talking
    Scene {
        house: &JOINERY,
        post: Post {
            title: "焼き印の図案を清書する",
            description: "手描きの図案を、焼き印の型に使えるデータにします。\n\n線の太さは0.6mm以上にそろえてください。",
            checklist: &["線の太さが0.6mm以上", "アウトラインになっている", "2つの大きさがある"],
            parts: &[("図案の清書", 15_000)],
            minutes: 300,
            days: Some(20),
            skills: &["illustration", "layout"],
            language: Ja,
            work_style: CRAFT,
        },
        steps: &[
            (28, 1000, Publish),
            (28, 2130, Bid(Aya, 15_000, 12, "同じ大きさの焼き印を2度作ったことがあります。")),
            (30, 930, Award(Aya)),
            (30, 1000, Fund(0, CARD_BUSY)),
            (
                38,
                2040,
                Deliver(0, &[1, 2, 3], "大小2つです。", Some(("yakiin.svg.txt", "焼き印の図案 大30mm・小18mm\n"))),
            ),
            (42, 1120, OpenDispute(Client, 0, NotAsAgreed, "小さいほうの線が0.4mmで、型屋さんに断られました。")),
            (
                43,
                830,
                Respond(
                    Worker,
                    "小さいほうは18mmとのことでしたので、0.6mmでは文字がつぶれます。納品の前にお伝えすべきでした。",
                ),
            ),
            (43, 2110, OfferSplit(Worker, 12_000)),
        ],
    },
    // waits for a moderator's decision
    Scene {
        house: &PRESS,
        post: Post {
            title: "Transcribe a panel discussion (90 minutes, noisy room)",
            description: "Four voices and a coffee machine. Word for word is not needed; every point is.",
            checklist: &["Speakers are named", "A time mark every five minutes", "Unclear words are marked"],
            parts: &[("90 minutes", 21_000)],
            minutes: 600,
            days: Some(30),
            skills: &["transcription"],
            language: En,
            work_style: PRACTISED,
        },
        steps: &[
            (19, 1030, Publish),
            (20, 1200, Bid(Amara, 21_000, 14, "I have transcribed panels before, coffee machines included.")),
            (21, 1630, Award(Amara)),
            (21, 1700, Fund(0, CARD_CALL_LOST)),
            (
                29,
                1450,
                Deliver(
                    0,
                    &[1, 2, 3],
                    "All 90 minutes. About two of them cannot be made out; they are marked.",
                    Some(("panel.txt", "[00:00] MODERATOR: Welcome, and mind the cable.\n")),
                ),
            ),
            (
                33,
                1010,
                OpenDispute(
                    Worker,
                    0,
                    UnfairRevision,
                    "I am asked by mail to write the two unclear minutes \"as they must have been\". The checklist says to mark them.",
                ),
            ),
            (35, 1730, Respond(Client, "We only asked for a best guess. The text cannot be printed with gaps.")),
            (39, 1000, TakeDispute(Yoko)),
        ],
    },
    // decided, and an appeal can still be made
    Scene {
        house: &JOINERY,
        post: Post {
            title: "通販ページの文章校正（40ページ）",
            description: "商品ページの誤字と表記のゆれを直します。表記は一覧に合わせてください。",
            checklist: &["40ページすべてを見ている", "表記が一覧と合っている", "直した箇所の表がある"],
            parts: &[("40ページ", 20_000)],
            minutes: 480,
            days: Some(25),
            skills: &["proofreading"],
            language: Ja,
            work_style: PRACTISED,
        },
        steps: &[
            (17, 1400, Publish),
            (18, 520, Bid(Koichi, 20_000, 14, "表記の一覧があるのは助かります。直した理由も書きます。")),
            (18, 2230, Bid(Misaki, 18_000, 20, "校正ははじめてですが、二度読みします。")),
            (19, 1130, Award(Koichi)),
            (19, 1200, Fund(0, CARD_OK)),
            (
                30,
                700,
                Deliver(
                    0,
                    &[1, 2, 3],
                    "40ページの校正です。価格の表のページは画像のため、目で見た範囲です。",
                    Some(("校正_一覧.csv", "ページ,もと,直し\n3,かつらむき,桂むき\n")),
                ),
            ),
            (
                31,
                1340,
                OpenDispute(Client, 0, NotAsAgreed, "価格の表の8ページに直しがありません。40ページの約束でした。"),
            ),
            (32, 610, Respond(Worker, "8ページは画像で、文字のデータがありません。目で見て、誤字はありませんでした。")),
            (37, 930, TakeDispute(Marcus)),
            (
                40,
                1520,
                Decide(
                    Marcus,
                    17_600,
                    PartlyAsAgreed,
                    "32ページは約束どおりです。8ページは見た記録がなく、確かめられませんでした。8割をお支払い、2割を返金とします。",
                ),
            ),
        ],
    },
    // decided by one moderator, appealed against, decided for good by another
    Scene {
        house: &PRESS,
        post: Post {
            title: "Retouch 24 product photos",
            description: "Spoons on linen. Even out the light, keep the grain of the wood.",
            checklist: &["24 photos", "Same white balance", "No cropping"],
            parts: &[("24 photos", 16_800)],
            minutes: 360,
            days: Some(20),
            skills: &["photo-retouching"],
            language: En,
            work_style: CRAFT,
        },
        steps: &[
            (4, 1130, Publish),
            (4, 2220, Bid(Aya, 16_800, 10, "同じ光にそろえます。2枚を先に見ていただけます。")),
            (5, 1645, Award(Aya)),
            (5, 1700, Fund(0, CARD_EVENT_LATE)),
            (10, 2110, Deliver(0, &[1, 2, 3], "24枚です。", Some(("photos.txt", "spoon-01.tif … spoon-24.tif\n")))),
            (
                15,
                1915,
                OpenDispute(
                    Worker,
                    0,
                    NoAnswer,
                    "納品から返事がなく、メールで「暗い」とだけ届きました。どこを直すのかがわかりません。",
                ),
            ),
            (17, 1130, Respond(Client, "Six of them are darker than the rest on our screens.")),
            (21, 1100, TakeDispute(Yoko)),
            (
                22,
                1000,
                Decide(
                    Yoko,
                    13_860,
                    PartlyAsAgreed,
                    "Eighteen photos match each other; six are darker by eye. Three quarters are paid.",
                ),
            ),
            (23, 2030, Appeal(Worker, "6枚の値も同じ白に合わせてあります。測った数字をお送りします。")),
            (24, 1000, TakeDispute(Marcus)),
            (
                26,
                1410,
                DecideAppeal(
                    Marcus,
                    18_480,
                    DeliveredAsAgreed,
                    "The measured white balance of all 24 is the same. The checklist is met; the whole amount is paid.",
                ),
            ),
        ],
    },
];
