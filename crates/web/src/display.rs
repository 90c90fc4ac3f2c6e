use poem::http::HeaderMap;
use poem::http::header::COOKIE;

/// Name of the cookie that keeps how pages look. It holds no secret and no person.
pub const DISPLAY_COOKIE: &str = "display";

/// How a visitor likes pages to look, with or without an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// Colours.
    pub theme: Theme,
    /// Size of the text.
    pub text: TextSize,
    /// Pages keep still.
    pub still: bool,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Paper.
    Light,
    /// Night.
    Dark,
}

/// Size of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the device says.
    #[default]
    Normal,
    /// A quarter larger.
    Large,
    /// Half as large again.
    Largest,
}

impl Theme {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word of the cookie, the form and the style sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl TextSize {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Largest];

    /// The word of the cookie, the form and the style sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

impl Display {
    /// As the cookie says; what is not understood is left at its default.
    pub fn of(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let value = cookies.flat_map(|value| value.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == DISPLAY_COOKIE).then_some(value)
        });
        value.map_or_else(Self::default, Self::parse)
    }

    /// From the words of a form or of the cookie, in any order.
    pub fn parse(value: &str) -> Self {
        let has = |word: &str| value.split('.').any(|part| part == word);
        Self {
            theme: Theme::ALL.into_iter().find(|theme| has(theme.word())).unwrap_or_default(),
            text: TextSize::ALL.into_iter().find(|size| has(size.word())).unwrap_or_default(),
            still: has("still"),
        }
    }

    /// The `Set-Cookie` that keeps it for a year.
    pub fn cookie(self) -> String {
        let still = if self.still { ".still" } else { "" };
        format!(
            "{DISPLAY_COOKIE}={}.{}{still}; Max-Age=31536000; Path=/; SameSite=Lax",
            self.theme.word(),
            self.text.word()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::HeaderValue;

    #[test]
    fn what_is_set_is_read_again_and_what_is_nonsense_changes_nothing() {
        for theme in Theme::ALL {
            for text in TextSize::ALL {
                for still in [false, true] {
                    let display = Display { theme, text, still };
                    let (kept, _) =
                        display.cookie().split_once(';').map(|(pair, rest)| (pair.to_owned(), rest.len())).unwrap();
                    let headers =
                        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(&format!("a=b; {kept}")).unwrap())]);
                    assert_eq!(Display::of(&headers), display);
                }
            }
        }
        assert_eq!(Display::parse("purple.huge.<script>"), Display::default());
    }
}
