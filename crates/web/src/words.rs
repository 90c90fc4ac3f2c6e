//! Every word that a page says, in three languages: Japanese, English, and easy Japanese.
//!
//! `¦` in a message marks where a line may break: headings and buttons break there and nowhere else.

use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{LanguageLoader, unic_langid::LanguageIdentifier};
use identity::Locale;
use rust_embed::RustEmbed;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "i18n"]
struct Catalogue;

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
    /// やさしい日本語: short sentences and everyday words.
    Easy,
}

impl Language {
    /// Every language, in the order in which pages offer them.
    pub const ALL: [Self; 3] = [Self::Ja, Self::En, Self::Easy];

    /// How addresses in it begin.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Ja => "",
            Self::En => "/en",
            Self::Easy => "/easy",
        }
    }

    /// As `lang` and `hreflang` name it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
            Self::Easy => "ja-yasashii",
        }
    }

    /// What its readers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ja => "日本語",
            Self::En => "English",
            Self::Easy => "やさしい日本語",
        }
    }

    /// The language in which the engine speaks to its readers.
    pub const fn locale(self) -> Locale {
        match self {
            Self::Ja | Self::Easy => Locale::Ja,
            Self::En => Locale::En,
        }
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    loader: FluentLanguageLoader,
}

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| Language::ALL.map(Words::load));

impl Words {
    /// Those of `language`.
    pub fn of(language: Language) -> &'static Self {
        let [ja, en, easy] = &*WORDS;
        match language {
            Language::Ja => ja,
            Language::En => en,
            Language::Easy => easy,
        }
    }

    fn load(language: Language) -> Self {
        let japanese: LanguageIdentifier = "ja".parse().expect("ja is a language");
        let wanted: LanguageIdentifier = language.tag().parse().expect("the tags are languages");
        let loader = FluentLanguageLoader::new("engawa-web", japanese);
        loader.load_languages(&Catalogue, &[wanted]).expect("the catalogue is part of the binary and well formed");
        loader.set_use_isolating(false);
        Self { language, loader }
    }

    /// Which.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// For [`say!`].
    pub const fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }

    /// An address of this instance in this language.
    pub fn to(&self, address: &str) -> String {
        match (self.language.prefix(), address) {
            ("", address) => address.to_owned(),
            (prefix, "/") => prefix.to_owned(),
            (prefix, address) => format!("{prefix}{address}"),
        }
    }
}

/// A message of the catalogue as plain text: `say!(words, "work-minutes", minutes = 15)`. Names and arguments are checked
/// when this is compiled.
macro_rules! say {
    ($words:expr, $($message:tt)+) => {
        $crate::words::without_breaks(i18n_embed_fl::fl!($words.loader(), $($message)+))
    };
}

/// The same as HTML, with `<wbr>` where a line may break.
macro_rules! phrases {
    ($words:expr, $($message:tt)+) => {
        $crate::words::with_breaks(&i18n_embed_fl::fl!($words.loader(), $($message)+))
    };
}

const BREAK: char = '¦';

/// A message without its marks.
pub fn without_breaks(message: String) -> String {
    if message.contains(BREAK) { message.replace(BREAK, "") } else { message }
}

/// A message with its marks as `<wbr>`, the rest escaped.
pub fn with_breaks(message: &str) -> askama::filters::Safe<String> {
    let escaped = askama::filters::escape(message, askama::filters::Html).map(|text| text.to_string());
    askama::filters::Safe(escaped.unwrap_or_default().replace(BREAK, "<wbr>"))
}
