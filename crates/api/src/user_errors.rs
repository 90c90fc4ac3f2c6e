//! `userErrors`: what the caller of a mutation can correct, as data, in the reader's language.

use crate::fault::ApiError;
use app::{AppError, Code, Refusal, Shared};
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaField, MetaType, MetaTypeId, Registry};
use async_graphql::{Context, ContextSelectionSet, Object, OutputType, Positioned, ServerResult, TypeName, Value};
use identity::Locale;
use kernel::InputFault;
use std::borrow::Cow;

const INTERFACE: &str = "UserError";
/// The field of an input that says which version of the object the caller has seen.
const VERSION: &str = "expectedVersion";

/// The code enum of one mutation in GraphQL. Made by [`error_codes!`](crate::error_codes).
pub trait ErrorCodes: OutputType + Copy + 'static {
    /// Its name is this and `ErrorCode`; the errors' type is this and `UserError`.
    const MUTATION: &'static str;

    /// For people.
    fn message(self, locale: Locale) -> &'static str;
}

/// One entry of `userErrors`: `BidAwardUserError` for the codes `BidAwardErrorCode`.
pub struct UserError<C>(Entry<C>);

struct Entry<C> {
    code: C,
    message: &'static str,
    field: Option<Vec<String>>,
}

/// The entries for a use case that was refused. Whatever else it failed with is an error of the whole field.
pub fn user_errors<A, C>(ctx: &Context<'_>, error: AppError<A>) -> Result<Vec<UserError<C>>, ApiError>
where
    A: Code,
    C: ErrorCodes + From<A>,
{
    let locale = ctx.data_opt::<Locale>().copied().unwrap_or(Locale::En);
    match error {
        AppError::Refused(refusals) => {
            let refusals = refusals.into_iter().map(|refusal| with_version(ctx, refusal));
            Ok(refusals.map(|refusal| UserError::of(refusal, locale)).collect())
        }
        AppError::Unauthenticated => Err(ApiError::unauthenticated()),
        AppError::Fault(fault) => Err(fault.into()),
    }
}

/// Somebody was faster, and it was found when this was to be saved: as where it is found at once, the argument that has
/// become wrong is the version, if there is one.
fn with_version<A: Code>(ctx: &Context<'_>, refusal: Refusal<A>) -> Refusal<A> {
    let is_given = || {
        let arguments = ctx.field().arguments().unwrap_or_default();
        arguments.iter().any(|(_, input)| matches!(input, Value::Object(fields) if fields.contains_key(VERSION)))
    };
    if refusal.path.is_empty() && refusal.code == Shared::VersionConflict.into() && is_given() {
        return Refusal::of(VERSION, refusal.code);
    }
    refusal
}

impl<C: ErrorCodes> UserError<C> {
    fn of<A>(refusal: Refusal<A>, locale: Locale) -> Self
    where
        C: From<A>,
    {
        let code = C::from(refusal.code);
        let field =
            (!refusal.path.is_empty()).then(|| std::iter::once("input".to_owned()).chain(refusal.path).collect());
        Self(Entry { code, message: code.message(locale), field })
    }
}

/// Something the caller can correct. Server faults never appear here.
#[Object(name_type)]
impl<C: ErrorCodes> Entry<C> {
    /// For branching.
    async fn code(&self) -> C {
        self.code
    }

    /// Text for people, in the Accept-Language of the request. Not for branching.
    async fn message(&self) -> &str {
        self.message
    }

    /// Path into the arguments, for example ["input", "budget", "amount"]; null when no single field is at fault.
    async fn field(&self) -> Option<&[String]> {
        self.field.as_deref()
    }
}

impl<C: ErrorCodes> TypeName for Entry<C> {
    fn type_name() -> Cow<'static, str> {
        format!("{}UserError", C::MUTATION).into()
    }
}

/// As the entry itself, which the derive cannot tell to implement an interface that does not list it.
impl<C: ErrorCodes> OutputType for UserError<C> {
    fn type_name() -> Cow<'static, str> {
        <Entry<C> as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.add_implements(&Self::type_name(), INTERFACE);
        Entry::<C>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}

/// The interface `UserError`. The schema registers it last (`register_output_type`), when every implementation is known.
pub enum UserErrorInterface {}

impl OutputType for UserErrorInterface {
    fn type_name() -> Cow<'static, str> {
        INTERFACE.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
            let describe = |name: &str, ty: &str, description: &str| {
                let field = MetaField { description: Some(description.to_owned()), ..MetaField::new(name, ty) };
                (name.to_owned(), field)
            };
            let implementations = registry.implements.iter().filter(|(_, interfaces)| interfaces.contains(INTERFACE));
            MetaType::Interface {
                name: INTERFACE.to_owned(),
                description: Some("Something the caller can correct. Server faults never appear here.".to_owned()),
                fields: [
                    describe(
                        "message",
                        "String!",
                        "Text for people, in the Accept-Language of the request. Not for branching.",
                    ),
                    describe("field", "[String!]", "Path into the arguments; null when no single field is at fault."),
                ]
                .into_iter()
                .collect(),
                possible_types: implementations.map(|(name, _)| name.clone()).collect(),
                extends: false,
                keys: None,
                visible: None,
                inaccessible: false,
                tags: Vec::new(),
                rust_typename: Some(std::any::type_name::<Self>()),
                directive_invocations: Vec::new(),
                requires_scopes: Vec::new(),
            }
        })
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        match *self {}
    }
}

/// What the codes that every mutation shares tell people.
pub fn shared_message(shared: Shared, locale: Locale) -> &'static str {
    let (ja, en) = match shared {
        Shared::NotFound => ("見つかりません。", "Not found."),
        Shared::NotAllowed => ("この操作を行う権限がありません。", "You may not do this."),
        Shared::ConflictOfInterest => (
            "取引の両側に立つことも、事務局として取引することもできません。",
            "Nobody stands on both sides of a deal, and staff make no deals.",
        ),
        Shared::AccountSuspended => ("アカウントは停止中です。", "Your account is suspended."),
        Shared::InvalidState => ("現在の状態ではこの操作を行えません。", "This cannot be done in the present state."),
        Shared::VersionConflict => (
            "ほかの変更と重なりました。最新の内容を確認してください。",
            "Somebody changed this first. Look at it again.",
        ),
        Shared::IdempotencyKeyReused => {
            ("この冪等キーは別の内容で使用済みです。", "This idempotency key was used with other input.")
        }
        Shared::TooManyRequests => {
            ("回数が多すぎます。しばらくしてからお試しください。", "Too many requests. Try again later.")
        }
        Shared::Input(fault) => return input_message(fault, locale),
    };
    in_language(locale, ja, en)
}

fn input_message(fault: InputFault, locale: Locale) -> &'static str {
    let (ja, en) = match fault {
        InputFault::Blank => ("入力してください。", "Must not be empty."),
        InputFault::TooShort => ("短すぎます。", "Is too short."),
        InputFault::TooLong => ("長すぎます。", "Is too long."),
        InputFault::OutOfRange => ("指定できる範囲を超えています。", "Is out of range."),
        InputFault::Malformed => ("形式が正しくありません。", "Is not of the expected form."),
        InputFault::TooManyDecimals => ("この通貨では使えない小数桁です。", "Has more decimals than the currency."),
        InputFault::CurrencyMismatch => ("通貨が異なります。", "Is of another currency."),
        InputFault::Duplicate => ("重複しています。", "Is given twice."),
    };
    in_language(locale, ja, en)
}

/// The text in the reader's language.
pub const fn in_language(locale: Locale, ja: &'static str, en: &'static str) -> &'static str {
    match locale {
        Locale::Ja => ja,
        Locale::En => en,
    }
}

/// Defines the GraphQL enum for the codes of one use case, `app::codes!`: its own codes with what they tell people in
/// Japanese and English, and the shared ones. A code that one side lacks does not compile.
///
/// ```text
/// error_codes! {
///     /// Why a bid could not be awarded.
///     pub enum BidAwardErrorCode for "BidAward" from app::bid::AwardCode {
///         /// The client's balance does not cover the first milestone.
///         InsufficientFunds: "残高が足りません。", "The balance is too low.";
///     }
/// }
/// ```
#[macro_export]
macro_rules! error_codes {
    ($(#[$doc:meta])* pub enum $name:ident for $mutation:literal from $code:ty {
        $($(#[$variant_doc:meta])* $variant:ident: $ja:literal, $en:literal;)*
    }) => {
        $crate::error_codes! { @define
            $(#[$doc])* $name, $mutation, $code, [$($(#[$variant_doc])* $variant: $ja, $en;)*], [
                /// No such object, or none the caller may see; the two are not told apart.
                NotFound = Shared::NotFound,
                /// The caller sees the object but may not do this to it.
                NotAllowed = Shared::NotAllowed,
                /// The caller stands on both sides of the deal.
                ConflictOfInterest = Shared::ConflictOfInterest,
                /// The caller's account is suspended and this would be new business.
                AccountSuspended = Shared::AccountSuspended,
                /// The object is not in a state that allows it.
                InvalidState = Shared::InvalidState,
                /// Somebody changed it first: expectedVersion is stale.
                VersionConflict = Shared::VersionConflict,
                /// The idempotency key was used with other input.
                IdempotencyKeyReused = Shared::IdempotencyKeyReused,
                /// Asked too often; try again later.
                TooManyRequests = Shared::TooManyRequests,
                /// Nothing was given where something is needed.
                Blank = Shared::Input(InputFault::Blank),
                /// Fewer characters or items than allowed.
                TooShort = Shared::Input(InputFault::TooShort),
                /// More characters or items than allowed.
                TooLong = Shared::Input(InputFault::TooLong),
                /// A number, amount or time outside the allowed range.
                OutOfRange = Shared::Input(InputFault::OutOfRange),
                /// Not of the form asked for.
                Malformed = Shared::Input(InputFault::Malformed),
                /// More decimals than the currency has.
                TooManyDecimals = Shared::Input(InputFault::TooManyDecimals),
                /// Not the currency of the object it belongs to.
                CurrencyMismatch = Shared::Input(InputFault::CurrencyMismatch),
                /// The same item twice where each may stand once.
                Duplicate = Shared::Input(InputFault::Duplicate),
            ]
        }
    };
    (@define $(#[$doc:meta])* $name:ident, $mutation:literal, $code:ty,
        [$($(#[$own_doc:meta])* $own:ident: $ja:literal, $en:literal;)*],
        [$($(#[$shared_doc:meta])* $shared:ident = $meaning:expr,)*]
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ::async_graphql::Enum)]
        pub enum $name {
            $($(#[$own_doc])* $own,)*
            $($(#[$shared_doc])* $shared,)*
        }

        impl From<$code> for $name {
            fn from(code: $code) -> Self {
                type Code = $code;
                match code {
                    $(Code::$own => Self::$own,)*
                    $(Code::$shared => Self::$shared,)*
                }
            }
        }

        impl $crate::user_errors::ErrorCodes for $name {
            const MUTATION: &'static str = $mutation;

            fn message(self, locale: ::identity::Locale) -> &'static str {
                #[allow(unused_imports, reason = "named by the shared codes above")]
                use ::{app::Shared, kernel::InputFault};
                match self {
                    $(Self::$own => $crate::user_errors::in_language(locale, $ja, $en),)*
                    $(Self::$shared => $crate::user_errors::shared_message($meaning, locale),)*
                }
            }
        }
    };
}

#[cfg(test)]
#[path = "user_errors_tests.rs"]
mod tests;
