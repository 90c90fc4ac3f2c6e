//! What people typed: read as they mean it, kept as they wrote it.

use poem::web::Form as Urlencoded;
use poem::{FromRequest, Request, RequestBody};
use time::{Date, Month};
use unicode_normalization::UnicodeNormalization;

/// The fields of a form as they were sent, and what is wrong with them. A page that refuses shows it again, nothing lost.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    faults: Vec<Fault>,
}

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field at fault; none when it is the form as a whole.
    pub field: Option<String>,
    /// What to do about it.
    pub message: String,
}

impl<'a> FromRequest<'a> for Form {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let Urlencoded(fields) = Urlencoded::<Vec<(String, String)>>::from_request(request, body).await?;
        Ok(Self::of(fields))
    }
}

impl Form {
    /// With these values.
    pub fn of<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { fields, faults: Vec::new() }
    }

    /// As it was typed; empty when the field was not sent.
    pub fn typed(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Puts another value in place of what was sent.
    pub fn put(&mut self, name: &str, value: impl Into<String>) {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.into()));
    }

    /// All values of a field that may be sent more than once.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Was this choice made?
    pub fn chose(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|chosen| chosen == value)
    }

    /// A text, trimmed; nothing when it is blank. Line ends as the engine keeps them.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = self.typed(name).replace("\r\n", "\n");
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A code or a number as people type it: full-width characters and blanks are what they stand for.
    pub fn code(&self, name: &str) -> String {
        self.typed(name).nfkc().filter(|letter| !letter.is_whitespace()).collect()
    }

    /// A whole number: `１，２００円` is 1200. Nothing when it is blank.
    ///
    /// # Errors
    /// What was typed is no whole number.
    pub fn whole(&self, name: &str) -> Result<Option<i64>, NotANumber> {
        let digits: String = self.code(name).chars().filter(|letter| !matches!(letter, ',' | '¥' | '\\')).collect();
        let digits =
            ["円", "分", "yen"].into_iter().fold(digits.as_str(), |digits, unit| digits.trim_end_matches(unit));
        if digits.is_empty() { Ok(None) } else { digits.parse().map(Some).map_err(|_| NotANumber) }
    }

    /// An amount of money as people type it, as the engine reads it: `１，２００円` is `1200`, `$12.50` is `12.50`. Nothing
    /// when it is none.
    pub fn amount(&self, name: &str) -> Option<String> {
        let digits: String =
            self.code(name).chars().filter(|letter| !matches!(letter, ',' | '¥' | '\\' | '$' | '円')).collect();
        let is_amount = digits.starts_with(|letter: char| letter.is_ascii_digit())
            && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
        is_amount.then_some(digits)
    }

    /// The version of what the form is about, as its reader saw it.
    pub fn version(&self) -> Option<i32> {
        self.typed("version").parse().ok()
    }

    /// A day: `2026-12-01`, `２０２６/１２/１`. Nothing when it is blank.
    ///
    /// # Errors
    /// What was typed is no day.
    pub fn day(&self, name: &str) -> Result<Option<Date>, NotADay> {
        let typed = self.code(name).replace(['/', '.', '年', '月'], "-");
        let typed = typed.trim_end_matches('日');
        if typed.is_empty() {
            return Ok(None);
        }
        let mut parts = typed.splitn(3, '-');
        let mut next = || parts.next().and_then(|part| part.parse::<u16>().ok()).ok_or(NotADay);
        let (year, month, day) = (next()?, next()?, next()?);
        let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok()).ok_or(NotADay)?;
        let day = u8::try_from(day).map_err(|_| NotADay)?;
        Date::from_calendar_date(year.into(), month, day).map(Some).map_err(|_| NotADay)
    }

    /// Notes what is wrong with one field.
    pub fn fault(&mut self, field: &str, message: impl Into<String>) {
        self.faults.push(Fault { field: Some(field.to_owned()), message: message.into() });
    }

    /// Notes what the engine found, which says it in the reader's language. `names` leads from the last part of an
    /// argument's path to the field of the form, where they differ.
    pub fn refused(&mut self, path: Option<&[String]>, message: String, names: &[(&str, &str)]) {
        let named = path.and_then(|path| path.iter().rev().find(|part| part.parse::<usize>().is_err()));
        let field = named.map(|name| {
            names.iter().find(|(argument, _)| argument == name).map_or(name.as_str(), |(_, field)| field).to_owned()
        });
        self.faults.push(Fault { field, message });
    }

    /// Is anything wrong?
    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Everything that is wrong, in the order in which it was found.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// What is wrong with one field.
    pub fn fault_of(&self, name: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field.as_deref() == Some(name)).map(|fault| fault.message.as_str())
    }
}

/// What was typed where a whole number is asked is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

/// What was typed where a day is asked is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let read = |typed: &str| Form::of([("price", typed)]).whole("price");
        for (typed, meant) in
            [("1200", 1_200), ("１，２００円", 1_200), (" ¥1,200 ", 1_200), ("１５分", 15), ("0", 0), ("-5", -5)]
        {
            assert_eq!(read(typed), Ok(Some(meant)), "{typed:?}");
        }
        assert_eq!([read(""), read("　")], [Ok(None), Ok(None)]);
        for typed in ["千円", "1.5", "12 or 13", "99999999999999999999"] {
            assert_eq!(read(typed), Err(NotANumber), "{typed:?}");
        }
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let read = |typed: &str| Form::of([("amount", typed)]).amount("amount");
        for (typed, meant) in [("１，２００円", "1200"), ("¥1,200", "1200"), ("$12.50", "12.50"), ("0", "0")] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed:?}");
        }
        for typed in ["", "千円", "-5", ".5", "1e9"] {
            assert_eq!(read(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let read = |typed: &str| Form::of([("day", typed)]).day("day");
        for typed in ["2026-12-01", "2026/12/1", "２０２６年１２月１日", " 2026.12.01 "] {
            assert_eq!(read(typed), Ok(Some(time::macros::date!(2026 - 12 - 01))), "{typed:?}");
        }
        assert_eq!(read("　"), Ok(None));
        for typed in ["tomorrow", "2026-13-01", "2026-02-30", "2026-12", "99999-01-01", "2026-12-01-02"] {
            assert_eq!(read(typed), Err(NotADay), "{typed:?}");
        }
    }

    #[test]
    fn a_code_is_read_whatever_its_width() {
        assert_eq!(Form::of([("code", "１２３　４５６")]).code("code"), "123456");
    }

    #[test]
    fn a_refusal_is_shown_at_the_field_it_is_about() {
        let mut form = Form::of([("email", "hana@")]);
        form.refused(Some(&["input".to_owned(), "email".to_owned()]), "これではとどきません。".to_owned(), &[]);
        form.refused(
            Some(&["input".to_owned(), "milestones".to_owned(), "0".to_owned()]),
            "1つ".to_owned(),
            &[("milestones", "price")],
        );
        form.refused(None, "いまはできません。".to_owned(), &[]);
        assert_eq!(form.fault_of("email"), Some("これではとどきません。"));
        assert_eq!(form.fault_of("price"), Some("1つ"));
        assert_eq!(form.faults()[2], Fault { field: None, message: "いまはできません。".to_owned() });
        assert_eq!(form.typed("email"), "hana@");
    }
}
