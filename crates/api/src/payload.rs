//! What a mutation answers: the objects it made or changed, and what the caller can correct.

/// Defines the payload of one mutation. Its objects are null exactly when `userErrors` is not empty.
///
/// ```text
/// payload! {
///     /// Outcome of bidAward.
///     pub struct BidAwardPayload or BidAwardErrorCode {
///         /// The new contract.
///         contract: Contract,
///     }
/// }
/// ```
#[macro_export]
macro_rules! payload {
    ($(#[$doc:meta])* pub struct $name:ident or $errors:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(::async_graphql::SimpleObject)]
        pub struct $name {
            $($(#[$field_doc])* $field: Option<$type>,)*
            /// Empty on success.
            user_errors: Vec<$crate::user_errors::UserError<$errors>>,
        }

        impl $name {
            /// It was done.
            #[allow(clippy::too_many_arguments, reason = "one for each field of the payload")]
            fn done($($field: Option<$type>),*) -> Self {
                Self { $($field,)* user_errors: Vec::new() }
            }

            /// It was refused, and nothing has changed.
            fn refused<A>(
                ctx: &::async_graphql::Context<'_>,
                error: ::app::AppError<A>,
            ) -> Result<Self, $crate::fault::ApiError>
            where
                A: ::app::Code,
                $errors: From<A>,
            {
                Ok(Self { $($field: None,)* user_errors: $crate::user_errors::user_errors(ctx, error)? })
            }
        }
    };
}
