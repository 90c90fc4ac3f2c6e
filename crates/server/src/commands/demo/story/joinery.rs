//! The joinery's tasks.

use super::Step::{
    Accept, AcceptPartly, AskRevision, Award, Bid, Close, Deliver, Fund, GiveBack, Payout, Publish, Review, Say,
};
use super::{CRAFT, DAILY, GENTLE, ON_A_PHONE, PRACTISED, Post, Scene};
use crate::commands::demo::cast::JOINERY;
use crate::commands::demo::cast::Who::{Aya, Koichi, Misaki};
use market::Language::Ja;
use market::Side::{Client, Worker};
use payments::simulated::{BANK_OK, CARD_ANSWER_LOST, CARD_INSUFFICIENT_FUNDS, CARD_OK};

pub(super) static SCENES: &[Scene] = &[
    Scene {
        house: &JOINERY,
        post: Post {
            title: "領収書42枚の入力（1回め）",
            description: "スマホで撮った領収書の写真を、表に入力するお仕事です。\n\n\
                          - 項目は **日付・店名・金額・消費税率** の4つです\n\
                          - 読めない文字は「？」のままで大丈夫です\n\
                          - 途中で止めても、続きから始められます\n\n\
                          見本を1枚つけます。はじめての方も歓迎です。",
            checklist: &["42枚すべてが1行ずつ入っている", "合計が見本の式と合っている", "読めない箇所に「？」がある"],
            parts: &[("領収書42枚", 6_000)],
            minutes: 180,
            days: Some(21),
            skills: &["data-entry", "spreadsheet"],
            language: Ja,
            work_style: GENTLE,
        },
        steps: &[
            (4, 1015, Publish),
            (4, 2130, Bid(Misaki, 6_000, 10, "平日の午前に進めます。事務で伝票入力を8年していました。")),
            (5, 905, Bid(Koichi, 7_000, 7, "早朝の作業になります。二度見をしてお渡しします。")),
            (5, 1400, Award(Misaki)),
            (5, 1430, Fund(0, CARD_INSUFFICIENT_FUNDS)),
            (5, 1445, Fund(0, CARD_OK)),
            (6, 1010, Say(Worker, Misaki, "子どもが熱を出しました。今日はお休みして、明日の午前に進めます。")),
            (6, 1035, Say(Client, Misaki, "もちろんです。お大事になさってください。急ぎではありません。")),
            (
                8,
                1310,
                Deliver(
                    0,
                    &[1, 2, 3],
                    "42枚の入力が終わりました。3枚だけ「？」が残っています。",
                    Some(("領収書_1.csv", "日付,店名,金額,税率\n7/1,木下金物店,3480,10\n7/2,喫茶こだち,？,8\n")),
                ),
            ),
            (9, 930, Accept(0)),
            (9, 945, Review(Client, 5, true, "見やすい表でした。「？」の理由もメモがあって助かりました。")),
            (9, 2115, Review(Worker, 5, true, "見本がわかりやすく、返事も早かったです。")),
            (15, 2100, Payout(BANK_OK)),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "領収書58枚の入力（2回め）",
            description: "1回めと同じやり方です。写真は1枚ずつ番号がついています。\n\n同じ方にお願いできるとうれしいです。",
            checklist: &["58枚すべてが1行ずつ入っている", "合計が見本の式と合っている"],
            parts: &[("領収書58枚", 8_200)],
            minutes: 240,
            days: Some(20),
            skills: &["data-entry", "spreadsheet"],
            language: Ja,
            work_style: GENTLE,
        },
        steps: &[
            (36, 1000, Publish),
            (
                36,
                1105,
                Bid(Misaki, 8_200, 9, "続けてお声がけありがとうございます。園の行事がある木曜を除いて進めます。"),
            ),
            (37, 940, Award(Misaki)),
            (37, 1010, Fund(0, CARD_ANSWER_LOST)),
            (
                42,
                1125,
                Deliver(
                    0,
                    &[1, 2],
                    "58枚です。12番と13番は同じ領収書のようでした。",
                    Some((
                        "領収書_2.csv",
                        "番号,日付,店名,金額,税率\n12,8/9,木下金物店,1980,10\n13,8/9,木下金物店,1980,10\n",
                    )),
                ),
            ),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "職人の座談会の文字起こし（60分×2回）",
            description: "木工の座談会の録音を文字にします。話すのは3人です。\n\n\
                          言いよどみは取ってください。専門の言葉の一覧をお渡しします。",
            checklist: &["話している人の名前がある", "5分ごとに時刻がある", "言葉の一覧と表記が合っている"],
            parts: &[("1回め（60分）", 12_000), ("2回め（60分）", 12_000)],
            minutes: 720,
            days: Some(40),
            skills: &["transcription"],
            language: Ja,
            work_style: PRACTISED,
        },
        steps: &[
            (20, 1320, Publish),
            (21, 510, Bid(Koichi, 24_000, 28, "校正の経験を生かして、読みやすい形にします。")),
            (22, 1500, Award(Koichi)),
            (22, 1520, Fund(0, CARD_OK)),
            (
                32,
                645,
                Deliver(
                    0,
                    &[1, 2],
                    "前半の40分までできました。母の入院があり、残りは来週にさせてください。",
                    Some(("座談会_1回め_前半.txt", "[00:00] 原：きょうは木の乾かし方から話そうか。\n")),
                ),
            ),
            (33, 1010, AcceptPartly(0, 8_800)),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "お礼のはがきのイラスト3点",
            description: "うさぎと木の道具の絵を、はがきの大きさで3点お願いします。\n\n色は3色まで。印刷に使えるデータでお渡しください。",
            checklist: &["3点とも148×100mm", "3色までで描かれている", "解像度が350dpi以上"],
            parts: &[("イラスト3点", 27_000)],
            minutes: 540,
            days: Some(30),
            skills: &["illustration"],
            language: Ja,
            work_style: CRAFT,
        },
        steps: &[
            (24, 1700, Publish),
            (25, 2200, Bid(Aya, 27_000, 20, "木のおもちゃの絵を長く描いています。ラフを2案お出しします。")),
            (27, 1030, Award(Aya)),
            (27, 1100, Fund(0, CARD_OK)),
            (
                36,
                1840,
                Deliver(
                    0,
                    &[1, 2, 3],
                    "3点お送りします。2点めは色をおさえました。",
                    Some(("hagaki-data.txt", "はがき 3点のデータ置き場と書体の一覧\n")),
                ),
            ),
            (39, 1415, AskRevision(0, 2, "1点めに色が4つ使われているようです。赤か朱のどちらかにまとめてください。")),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "木の皿の商品説明文 20点",
            description: "写真と寸法から、1点120字ほどの説明文を書きます。\n\n通販のページにのせます。言い切りすぎない、やさしい文にしてください。",
            checklist: &["20点そろっている", "1点100〜140字", "寸法と手入れのしかたが入っている"],
            parts: &[("説明文20点", 16_000)],
            minutes: 480,
            days: Some(25),
            skills: &["writing"],
            language: Ja,
            work_style: PRACTISED,
        },
        steps: &[
            (10, 1110, Publish),
            (11, 530, Bid(Koichi, 16_000, 14, "通販の校正を3年していました。1点めを先に見ていただけます。")),
            (12, 1600, Award(Koichi)),
            (12, 1635, Fund(0, CARD_OK)),
            (16, 2010, GiveBack(0)),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "木のスプーンのラベル文 12点",
            description: "木の種類ごとに、ラベルへ入れる40字の文を考えます。\n\nサンプルのスプーンを1本お送りします。",
            checklist: &["12点そろっている", "40字以内", "木の名前が入っている"],
            parts: &[("ラベル文12点", 9_600)],
            minutes: 240,
            days: Some(30),
            skills: &["writing"],
            language: Ja,
            work_style: GENTLE,
        },
        steps: &[
            (40, 1000, Publish),
            (41, 2145, Bid(Misaki, 9_600, 14, "夜に少しずつ進めます。3点できたところで見ていただけますか。")),
            (42, 1000, Say(Client, Misaki, "3点ずつで大丈夫です。くるみと山桜からお願いできますか。")),
            (42, 2200, Say(Worker, Misaki, "はい、その順で進めます。")),
            (42, 615, Bid(Koichi, 9_000, 10, "短い文は得意です。")),
            (43, 1130, Award(Misaki)),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "手書きアンケート120枚の入力",
            description: "展示会のアンケートです。丸のついた番号と、ひとことの欄を入力します。\n\n\
                          - スマホでもできます\n- **1枚およそ2分**、10枚ずつ区切れます\n- 個人の名前は写っていません",
            checklist: &["120枚すべてに番号がある", "ひとことの欄が書かれたとおりに入っている"],
            parts: &[("120枚", 10_000)],
            minutes: 240,
            days: Some(28),
            skills: &["data-entry"],
            language: Ja,
            work_style: ON_A_PHONE,
        },
        steps: &[
            (41, 1030, Publish),
            (42, 2205, Bid(Koichi, 10_500, 18, "母の通院の待ち時間に、スマホで少しずつ進めます。")),
        ],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "お客さまメールの返事（週5通、4週間）",
            description: "納期や手入れのご質問に、ひな形を使って返事を書きます。\n\n\
                          むずかしいものは工房に回してください。続けてくださる方には、取りまとめもお願いしたいです。",
            checklist: &["届いた翌日までに返事がある", "ひな形の言葉づかいと合っている", "回した用件が一覧にある"],
            parts: &[("1週め", 5_000), ("2週め", 5_000), ("3週め", 5_000), ("4週め", 5_000)],
            minutes: 600,
            days: Some(45),
            skills: &["customer-support", "writing"],
            language: Ja,
            work_style: DAILY,
        },
        steps: &[(43, 1640, Publish)],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "工房のしおりの表紙デザイン",
            description: "見学に来た方へお渡しする、二つ折りのしおりの表紙です。",
            checklist: &["A5の二つ折り", "工房の地図が入っている"],
            parts: &[("表紙", 18_000)],
            minutes: 300,
            days: Some(30),
            skills: &["layout", "illustration"],
            language: Ja,
            work_style: CRAFT,
        },
        steps: &[(12, 930, Publish), (13, 2020, Bid(Aya, 18_000, 15, "地図の絵も一緒に描けます。")), (17, 1745, Close)],
    },
    Scene {
        house: &JOINERY,
        post: Post {
            title: "昔の帳簿のくずし字を読む（30ページ）",
            description: "大正時代の帳簿を、今の文字に直します。読めるところだけでかまいません。",
            checklist: &["ページごとに分かれている", "読めない字に□がある"],
            parts: &[("30ページ", 20_000)],
            minutes: 900,
            days: Some(50),
            skills: &["transcription", "old-japanese"],
            language: Ja,
            work_style: PRACTISED,
        },
        steps: &[(5, 1500, Publish)],
    },
];
