/// An enum whose variants are stored as small numbers and shown as words. Both are part of the ledger's history: a
/// variant may be added, but its number and its word never change and are never used again.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every variant, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number it is stored as.
            pub const fn code(self) -> i16 {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The word it is shown as.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The variant stored as `code`, if there is one.
            pub fn from_code(code: i16) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.text())
            }
        }
    };
}

pub(crate) use coded;

#[cfg(test)]
mod tests {
    use crate::{AccountKind, JournalKind, TransferCode};

    macro_rules! assert_codes_are_unique {
        ($($name:ident),+) => {$(
            for (index, variant) in $name::ALL.iter().enumerate() {
                assert_eq!($name::from_code(variant.code()), Some(*variant));
                assert_eq!(serde_json::to_value(variant).unwrap(), variant.text());
                assert!($name::ALL[..index].iter().all(|earlier| {
                    earlier.code() < variant.code() && earlier.text() != variant.text()
                }));
            }
            assert_eq!($name::from_code(0), None);
        )+};
    }

    #[test]
    fn every_number_and_every_word_names_one_variant() {
        assert_codes_are_unique!(AccountKind, JournalKind, TransferCode);
    }
}
