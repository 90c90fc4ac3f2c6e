//! The press's tasks.

use super::Step::{
    Accept, AgreeToEnd, Award, Bid, Decline, Deliver, Draft, Fund, Payout, ProposeEnd, Publish, Review, Say, Withdraw,
};
use super::{CRAFT, DAILY, GENTLE, PRACTISED, Post, Scene};
use crate::commands::demo::cast::PRESS;
use crate::commands::demo::cast::Who::{Amara, Aya, Koichi};
use market::DeclineReason::FinishDate;
use market::Language::{En, Ja};
use market::Side::{Client, Worker};
use payments::simulated::{BANK_FAILS_LATER, BANK_OK, CARD_CONFIRMS_LATER, CARD_EVENTS_REPEATED, CARD_OK};

pub(super) static SCENES: &[Scene] = &[
    Scene {
        house: &PRESS,
        post: Post {
            title: "Translate a joiner's workshop guide into English (4,800 characters)",
            description: "A short guide for visitors, Japanese to English. Warm and plain, for people who have never \
                          held a plane.\n\nWe send a list of *tool names* with the text.",
            checklist: &["Every section is translated", "Tool names follow the list", "British spelling"],
            parts: &[("The whole guide", 24_000)],
            minutes: 420,
            days: Some(20),
            skills: &["translation-ja-en", "english-writing"],
            language: En,
            work_style: PRACTISED,
        },
        steps: &[
            (6, 1100, Publish),
            (
                6,
                1530,
                Bid(Amara, 24_000, 12, "I can start on Monday and send you two pages first, to agree on the tone."),
            ),
            (7, 930, Award(Amara)),
            (7, 1005, Fund(0, CARD_OK)),
            (
                14,
                1430,
                Deliver(
                    0,
                    &[1, 2, 3],
                    "All sections. I left two notes where the original could be read either way.",
                    Some((
                        "workshop-guide-en.md",
                        "# Welcome to the workshop\n\nThe first thing you will notice is the smell.\n",
                    )),
                ),
            ),
            (16, 1115, Accept(0)),
            (
                16,
                1130,
                Review(Client, 5, true, "Reads as if it had been written in English. The notes were right both times."),
            ),
            (17, 900, Review(Worker, 5, true, "A clear brief and a list of terms. Paid the day after I delivered.")),
            (23, 1000, Payout(BANK_FAILS_LATER)),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "Proofread a 60-page novella",
            description: "A last read before print: spelling, punctuation, one spelling of every name.\n\n\
                          Please mark changes in the file and keep a short list of questions.",
            checklist: &["Changes are marked", "One spelling of each name", "A list of open questions"],
            parts: &[("60 pages", 18_000)],
            minutes: 480,
            days: Some(25),
            skills: &["proofreading"],
            language: En,
            work_style: PRACTISED,
        },
        steps: &[
            (21, 1010, Publish),
            (22, 1245, Bid(Amara, 18_000, 10, "I have proofread for two magazines. Ten pages an hour, twice over.")),
            (23, 1400, Award(Amara)),
            (23, 1420, Fund(0, CARD_EVENTS_REPEATED)),
            (
                31,
                1610,
                Deliver(
                    0,
                    &[1, 2, 3],
                    "Done, with eleven questions at the end of the file.",
                    Some(("novella-proof.txt", "p. 3  Catherine / Katherine: which one?\n")),
                ),
            ),
            // Nobody answers: on day 38 the clock accepts, and this review stays sealed.
            (39, 1005, Review(Worker, 3, false, "Friendly brief, but nobody answered the delivery.")),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "Answer readers' mail in English, two weeks",
            description: "Five to eight mails a day about orders and events. We give you answers to build on and a \
                          shared mailbox.\n\nNobody expects you in the evening or at weekends.",
            checklist: &["Every mail has an answer by the next working day", "Complaints are passed on the same day"],
            parts: &[("First week", 20_000), ("Second week", 20_000)],
            minutes: 1_200,
            days: Some(30),
            skills: &["customer-support", "english-writing"],
            language: En,
            work_style: DAILY,
        },
        steps: &[
            (37, 945, Publish),
            (38, 1120, Bid(Amara, 40_000, 18, "Two hours a day, between nine and three. I led a support team of six.")),
            (39, 1530, Award(Amara)),
            (40, 930, Fund(0, CARD_OK)),
            (
                41,
                1005,
                Say(Worker, Amara, "I have read last month's mail. Shall I answer refunds myself, up to what amount?"),
            ),
            (41, 1120, Say(Client, Amara, "Up to 3,000 yen, please. Anything above comes to me.")),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "料理本の表紙イラスト",
            description: "台所の窓辺の絵を1枚。英語の料理本の日本語版に使います。\n\n題名の文字は入れません。",
            checklist: &["A5、塗り足し3mm", "題名を置く余白が上にある", "レイヤーが分かれている"],
            parts: &[("表紙の絵", 45_000)],
            minutes: 900,
            days: Some(40),
            skills: &["illustration"],
            language: Ja,
            work_style: CRAFT,
        },
        steps: &[
            (8, 1300, Publish),
            (9, 2130, Bid(Aya, 45_000, 30, "水彩で描いてからデータにします。ラフは1週間でお見せします。")),
            (11, 1000, Award(Aya)),
            (11, 1040, Fund(0, CARD_OK)),
            (
                19,
                2050,
                ProposeEnd(
                    Worker,
                    14_850,
                    "手を痛めて、描くのがむずかしくなりました。ラフ3案までの分でお願いできますか。",
                ),
            ),
            (20, 1015, AgreeToEnd(Client)),
            (20, 1030, Review(Client, 4, false, "The sketches were lovely. Get well soon.")),
            (21, 1900, Review(Worker, 5, true, "事情をわかっていただき、ありがとうございました。")),
            (27, 930, Payout(BANK_OK)),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "Translate a one-page flyer into Japanese",
            description: "An invitation to a reading for children, about 250 words. Furigana on every kanji, please.",
            checklist: &["All of the text is translated", "Furigana on every kanji", "Date and place stand apart"],
            parts: &[("The flyer", 7_000)],
            minutes: 120,
            days: Some(21),
            skills: &["translation-en-ja"],
            language: Ja,
            work_style: GENTLE,
        },
        steps: &[
            (42, 1015, Publish),
            (43, 615, Bid(Koichi, 7_000, 8, "子ども向けの本の校正をしていました。声に出して読みやすい文にします。")),
            (44, 1130, Award(Koichi)),
            (44, 2000, Fund(0, CARD_CONFIRMS_LATER)),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "Proofread a cycling guide, 40 pages",
            description: "Routes around Lake Suwa, in English. The author writes well and spells freely.\n\n\
                          Distances and place names have been checked; please leave those as they are.",
            checklist: &["Changes are marked", "British spelling", "No change to numbers or place names"],
            parts: &[("40 pages", 14_000)],
            minutes: 300,
            days: Some(24),
            skills: &["proofreading", "english-writing"],
            language: En,
            work_style: GENTLE,
        },
        steps: &[
            (38, 1500, Publish),
            (39, 540, Bid(Koichi, 13_000, 20, "早朝に毎日2時間ずつ進めます。")),
            (40, 1310, Bid(Amara, 14_000, 15, "I cycle there! Forty pages are two afternoons for me.")),
            (41, 615, Withdraw(Koichi)),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "Ten spot drawings for a children's cookbook",
            description: "Small ink drawings, one to a recipe: an onion, a pan, a burnt pancake.\n\n\
                          Black line only. You may sign them.",
            checklist: &["Ten drawings", "Black line on white", "Vector or 600 dpi"],
            parts: &[("Three to begin with", 12_000), ("The other seven", 28_000)],
            minutes: 780,
            days: Some(60),
            skills: &["illustration"],
            language: En,
            work_style: CRAFT,
        },
        steps: &[
            (34, 1620, Publish),
            (35, 2140, Bid(Aya, 40_000, 55, "手のけががよくなりました。来週から描けます。")),
            (37, 1045, Decline(Aya, FinishDate, Some("We would love to, but the printer waits in week six."))),
        ],
    },
    Scene {
        house: &PRESS,
        post: Post {
            title: "Transcribe interviews, second season",
            description: "Eight conversations with people who moved to the mountains. *Still to be decided: how long.*",
            checklist: &[],
            parts: &[],
            minutes: 1_800,
            days: None,
            skills: &["transcription"],
            language: En,
            work_style: PRACTISED,
        },
        steps: &[(43, 1110, Draft)],
    },
];
