use crate::HttpsUrl;
use crate::unknown_word::words;
use kernel::{InputError, InputFault, PortfolioItemId, TextRule, check_list_len, check_range};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most skills, and most languages, of one profile.
const MAX_LIST: usize = 30;
/// Most pieces in one portfolio.
const MAX_PORTFOLIO: usize = 20;
/// Minutes in a week.
const WEEK_MINUTES: u16 = 10_080;
/// Codes of ISO 639-1.
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms \
    mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm \
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// A skill by its short name: lower-case ASCII letters and digits in words joined by single hyphens, at most 40
/// characters, `web-design`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkillSlug(String);

impl SkillSlug {
    /// Reads a slug.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        match text {
            "" => Err(InputError::new(field, InputFault::Blank)),
            text if text.len() > 40 => Err(InputError::new(field, InputFault::TooLong)),
            text if !text.split('-').all(is_word) => Err(InputError::new(field, InputFault::Malformed)),
            text => Ok(Self(text.to_owned())),
        }
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SkillSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language by its two letters of ISO 639-1, `ja`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageCode(&'static str);

impl LanguageCode {
    /// Reads a code that ISO 639-1 knows.
    pub fn try_new(field: &str, text: &str) -> Result<Self, InputError> {
        ISO_639_1
            .split_ascii_whitespace()
            .find(|code| *code == text)
            .map(Self)
            .ok_or_else(|| InputError::new(field, InputFault::Malformed))
    }

    /// The two letters.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl Serialize for LanguageCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for LanguageCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::try_new("code", &text).map_err(serde::de::Error::custom)
    }
}

/// How well a language is known, in the worker's own judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LanguageLevel {
    /// Reads instructions with a dictionary.
    Basic,
    /// Exchanges messages about the work.
    Conversational,
    /// Writes what a client can use.
    Fluent,
    /// First language.
    Native,
}

words!(LanguageLevel { Basic = "basic", Conversational = "conversational", Fluent = "fluent", Native = "native" });

/// A language and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageSkill {
    /// Which.
    pub code: LanguageCode,
    /// How well.
    pub level: LanguageLevel,
}

/// A piece of work to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioItem {
    /// Id.
    pub id: PortfolioItemId,
    /// One line, 1 to 100 characters.
    pub title: String,
    /// At most 1,000 characters.
    pub description: String,
    /// Where it can be seen.
    pub url: Option<HttpsUrl>,
}

/// A piece of work as typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PortfolioItemDraft {
    /// See [`PortfolioItem::title`].
    pub title: String,
    /// See [`PortfolioItem::description`].
    pub description: String,
    /// See [`PortfolioItem::url`].
    pub url: Option<String>,
}

impl PortfolioItem {
    /// Checks a piece as typed; errors name `title`, `description` or `url`.
    pub fn try_new(id: PortfolioItemId, draft: &PortfolioItemDraft) -> Result<Self, InputError> {
        Ok(Self {
            id,
            title: TextRule::line(1, 100).check("title", &draft.title)?,
            description: TextRule::lines(0, 1_000).check("description", &draft.description)?,
            url: draft.url.as_deref().map(|url| HttpsUrl::try_new("url", url)).transpose()?,
        })
    }
}

/// What a worker tells clients about themself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerProfile {
    /// One line, at most 100 characters.
    pub headline: String,
    /// At most 4,000 characters of markdown.
    pub about: String,
    /// In the order given, each once.
    pub skills: Vec<SkillSlug>,
    /// In the order given, each once.
    pub languages: Vec<LanguageSkill>,
    /// Minutes a week free for work, 0 to 10,080.
    pub minutes_a_week: u16,
    /// In the order added.
    pub portfolio: Vec<PortfolioItem>,
}

/// A profile as typed. It replaces all but the portfolio.
#[derive(Clone, Debug, Default)]
pub struct ProfileDraft {
    /// See [`WorkerProfile::headline`].
    pub headline: String,
    /// See [`WorkerProfile::about`].
    pub about: String,
    /// See [`WorkerProfile::skills`].
    pub skills: Vec<String>,
    /// Code and level; see [`WorkerProfile::languages`].
    pub languages: Vec<(String, LanguageLevel)>,
    /// See [`WorkerProfile::minutes_a_week`]. Wider than needed, so that what is out of range is refused by name.
    pub minutes_a_week: i32,
}

/// Why a portfolio could not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PortfolioRefusal {
    /// It holds 20 pieces already.
    #[error("the portfolio is full")]
    Full,
    /// It holds no such piece.
    #[error("no such piece")]
    NotFound,
}

impl WorkerProfile {
    /// The profile with what was typed, and the portfolio it had. Errors name the field, and the item of a list by its
    /// index.
    pub fn update(self, draft: &ProfileDraft) -> Result<Self, InputError> {
        check_list_len("skills", draft.skills.len(), 0, MAX_LIST)?;
        check_list_len("languages", draft.languages.len(), 0, MAX_LIST)?;
        let minutes = check_range("minutesAWeek", draft.minutes_a_week, 0, i32::from(WEEK_MINUTES))?;
        let mut skills = Vec::with_capacity(draft.skills.len());
        for (index, text) in draft.skills.iter().enumerate() {
            let item = |fault| InputError { path: vec!["skills".to_owned(), index.to_string()], fault };
            let skill = SkillSlug::try_new("", text).map_err(|error| item(error.fault))?;
            if skills.contains(&skill) {
                return Err(item(InputFault::Duplicate));
            }
            skills.push(skill);
        }
        let mut languages: Vec<LanguageSkill> = Vec::with_capacity(draft.languages.len());
        for (index, (text, level)) in draft.languages.iter().enumerate() {
            let code = LanguageCode::try_new("code", text).map_err(|error| error.within_item("languages", index))?;
            if languages.iter().any(|known| known.code == code) {
                return Err(InputError::new("code", InputFault::Duplicate).within_item("languages", index));
            }
            languages.push(LanguageSkill { code, level: *level });
        }
        Ok(Self {
            headline: TextRule::line(0, 100).check("headline", &draft.headline)?,
            about: TextRule::lines(0, 4_000).check("about", &draft.about)?,
            skills,
            languages,
            minutes_a_week: u16::try_from(minutes)
                .map_err(|_| InputError::new("minutesAWeek", InputFault::OutOfRange))?,
            portfolio: self.portfolio,
        })
    }

    /// The profile with one piece more, at the end.
    pub fn add_portfolio_item(mut self, item: PortfolioItem) -> Result<Self, PortfolioRefusal> {
        if self.portfolio.len() >= MAX_PORTFOLIO {
            return Err(PortfolioRefusal::Full);
        }
        self.portfolio.push(item);
        Ok(self)
    }

    /// The profile without that piece.
    pub fn remove_portfolio_item(mut self, id: PortfolioItemId) -> Result<Self, PortfolioRefusal> {
        let place = self.portfolio.iter().position(|item| item.id == id).ok_or(PortfolioRefusal::NotFound)?;
        self.portfolio.remove(place);
        Ok(self)
    }
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
