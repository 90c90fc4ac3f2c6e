//! The people of the demo, the organisations they work for, and what workers say about themselves.

use identity::{LanguageLevel, LegalForm, Locale, MemberRole, StaffRole};

/// Everybody's password.
pub const PASSWORD: &str = "engawa-demo-password";

/// Somebody in the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// Moderator.
    Yoko,
    /// The other moderator.
    Marcus,
    /// Admin.
    Ken,
    /// Owner of the joinery.
    Toshio,
    /// Member of the joinery.
    Sakura,
    /// Finance of the joinery.
    Megumi,
    /// Owner of the press.
    Emma,
    /// Finance of the press.
    Tom,
    /// Mother at home, six hours a week.
    Misaki,
    /// Cares for his mother.
    Koichi,
    /// Works in English.
    Amara,
    /// Illustrator.
    Aya,
    /// Came yesterday; joins after everything else has happened.
    Yu,
}

/// What is known of somebody.
pub struct Member {
    /// Public name.
    pub name: &'static str,
    /// Address to sign in with.
    pub email: &'static str,
    /// Language of their mails.
    pub locale: Locale,
    /// IANA name.
    pub time_zone: &'static str,
    /// What they are here, in a word for the list.
    pub part: Part,
}

/// What somebody is here.
pub enum Part {
    /// One of the staff.
    Staff(StaffRole),
    /// One of a client's people.
    Client(&'static House, MemberRole),
    /// A worker.
    Worker(Portrait),
}

/// A client organisation.
pub struct House {
    /// Public name.
    pub name: &'static str,
    /// Registered name.
    pub legal_name: &'static str,
    /// Kind.
    pub legal_form: LegalForm,
    /// Postal address.
    pub address: &'static str,
    /// Where it is reached.
    pub contact_email: &'static str,
    /// Owns it.
    pub owner: Who,
    /// Writes its tasks and answers deliveries.
    pub host: Who,
    /// Pays.
    pub payer: Who,
}

/// What a worker says about themself.
pub struct Portrait {
    /// One line.
    pub headline: &'static str,
    /// Markdown.
    pub about: &'static str,
    /// Slugs.
    pub skills: &'static [&'static str],
    /// Codes of ISO 639-1.
    pub languages: &'static [(&'static str, LanguageLevel)],
    /// Free for work.
    pub minutes_a_week: i32,
    /// A piece to show: title and description.
    pub piece: Option<(&'static str, &'static str)>,
}

/// A small joinery.
pub static JOINERY: House = House {
    name: "ひなた木工舎",
    legal_name: "合同会社ひなた木工舎",
    legal_form: LegalForm::Company,
    address: "長野県ひなた町大字木下1234番地",
    contact_email: "office@hinata.example.jp",
    owner: Who::Toshio,
    host: Who::Sakura,
    payer: Who::Megumi,
};

/// A small publisher.
pub static PRESS: House = House {
    name: "Harbour Street Press",
    legal_name: "Harbour Street Press",
    legal_form: LegalForm::Association,
    address: "2-7-3 Harbour Street, Minato, Tokyo",
    contact_email: "office@harbour.example.jp",
    owner: Who::Emma,
    host: Who::Emma,
    payer: Who::Tom,
};

/// Every house.
pub static HOUSES: [&House; 2] = [&JOINERY, &PRESS];

impl Who {
    /// Everybody who is there from the beginning.
    pub const FOUNDERS: [Self; 12] = [
        Self::Ken,
        Self::Yoko,
        Self::Marcus,
        Self::Toshio,
        Self::Sakura,
        Self::Megumi,
        Self::Emma,
        Self::Tom,
        Self::Misaki,
        Self::Koichi,
        Self::Amara,
        Self::Aya,
    ];
    /// Who joins last: where they have an account, the story was told to its end.
    pub const LAST: Self = Self::Yu;

    /// Everybody, in the order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::FOUNDERS.into_iter().chain([Self::LAST])
    }

    /// What is known of them.
    pub const fn member(self) -> Member {
        match self {
            Self::Ken => japanese("大野 健", "ken@example.jp", Part::Staff(StaffRole::Admin)),
            Self::Yoko => japanese("渡辺 陽子", "yoko@example.jp", Part::Staff(StaffRole::Moderator)),
            Self::Marcus => english("Marcus Lee", "marcus@example.jp", Part::Staff(StaffRole::Moderator)),
            Self::Toshio => japanese("原 敏夫", "toshio@example.jp", Part::Client(&JOINERY, MemberRole::Owner)),
            Self::Sakura => japanese("中村 さくら", "sakura@example.jp", Part::Client(&JOINERY, MemberRole::Member)),
            Self::Megumi => japanese("小林 恵", "megumi@example.jp", Part::Client(&JOINERY, MemberRole::Finance)),
            Self::Emma => english("Emma Clarke", "emma@example.jp", Part::Client(&PRESS, MemberRole::Owner)),
            Self::Tom => english("Tom Fraser", "tom@example.jp", Part::Client(&PRESS, MemberRole::Finance)),
            Self::Misaki => japanese("佐藤 美咲", "misaki@example.jp", Part::Worker(MISAKI)),
            Self::Koichi => japanese("田中 浩一", "koichi@example.jp", Part::Worker(KOICHI)),
            Self::Amara => english("Amara Okafor", "amara@example.jp", Part::Worker(AMARA)),
            Self::Aya => japanese("鈴木 彩", "aya@example.jp", Part::Worker(AYA)),
            Self::Yu => japanese("山本 悠", "yu@example.jp", Part::Worker(YU)),
        }
    }
}

impl Part {
    /// In a word, for the list.
    pub fn word(&self) -> String {
        match self {
            Self::Staff(role) => role.word().to_owned(),
            Self::Client(house, role) => format!("{} of {}", role.word(), house.name),
            Self::Worker(_) => "worker".to_owned(),
        }
    }
}

const fn japanese(name: &'static str, email: &'static str, part: Part) -> Member {
    Member { name, email, locale: Locale::Ja, time_zone: "Asia/Tokyo", part }
}

const fn english(name: &'static str, email: &'static str, part: Part) -> Member {
    Member { name, email, locale: Locale::En, time_zone: "Asia/Tokyo", part }
}

const MISAKI: Portrait = Portrait {
    headline: "週6時間、子どもが園にいる間に。入力と文字起こし",
    about: "3歳と6歳の子どもがいます。平日の9時半から11時半が作業の時間です。\n\n\
            - 事務の仕事を8年していました。\n- 急な発熱の日は、その日のうちに連絡します。\n- 短く区切れる仕事が得意です。",
    skills: &["data-entry", "transcription", "spreadsheet"],
    languages: &[("ja", LanguageLevel::Native)],
    minutes_a_week: 360,
    piece: Some(("町内会の名簿づくり", "紙の名簿210世帯分を表計算に移しました。二人で読み合わせをしています。")),
};

const KOICHI: Portrait = Portrait {
    headline: "校正と翻訳（英日）。母の介護のあいまに、週12時間",
    about: "出版社で校正を15年。いまは母の介護をしながら、朝5時から7時と夜に作業しています。\n\n\
            通院の日が急に変わることがあります。そのときは早めに相談します。",
    skills: &["proofreading", "translation-en-ja", "writing", "transcription"],
    languages: &[("ja", LanguageLevel::Native), ("en", LanguageLevel::Fluent)],
    minutes_a_week: 720,
    piece: Some(("郷土史の校正", "320ページ。表記の統一表を作ってお渡ししました。")),
};

const AMARA: Portrait = Portrait {
    headline: "English writing, proofreading and customer mail, 20 hours a week",
    about: "I live in Fukuoka with my family and work from home, mostly while my daughter is at school.\n\n\
            - Ten years in customer support, the last four as a team lead\n- British spelling unless you ask otherwise",
    skills: &["english-writing", "proofreading", "customer-support", "translation-ja-en"],
    languages: &[("en", LanguageLevel::Native), ("ja", LanguageLevel::Conversational)],
    minutes_a_week: 1_200,
    piece: Some(("Help pages of a rail pass shop", "Forty answers rewritten so that one reading is enough.")),
};

const AYA: Portrait = Portrait {
    headline: "イラストレーター。島で暮らしながら週15時間",
    about: "水彩とデジタルで、食べものと暮らしの絵を描いています。船の欠航で紙の原画が遅れることがあるので、納品はデータが中心です。",
    skills: &["illustration", "photo-retouching", "layout"],
    languages: &[("ja", LanguageLevel::Native), ("en", LanguageLevel::Basic)],
    minutes_a_week: 900,
    piece: Some(("島の朝市の絵地図", "A2、水彩。観光案内所で配っています。")),
};

const YU: Portrait = Portrait {
    headline: "12年ぶりの仕事です。少しずつ始めます",
    about: "子育てが一段落し、もう一度働きたいと思っています。文字の入力は毎日しています。",
    skills: &["data-entry"],
    languages: &[("ja", LanguageLevel::Native)],
    minutes_a_week: 480,
    piece: None,
};
