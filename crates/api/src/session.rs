//! Signing in and out.

use crate::account::Person;
use crate::context::{app, caller, network};
use crate::fault::ApiError;
use crate::scalars::DateTime;
use crate::{error_codes, payload};
use async_graphql::{Context, InputObject, Object, OneofObject};

/// A session that has just begun. Its token is shown this once.
pub struct SignedIn(pub app::SignedIn);

/// A session that has just begun. Its token is shown this once.
#[Object]
impl SignedIn {
    /// Send it as `Authorization: Bearer …`.
    async fn token(&self) -> String {
        self.0.token.expose()
    }

    /// When it ends unless it is used before.
    async fn expires_at(&self) -> DateTime {
        self.0.session.expires_at().into()
    }

    /// Who is signed in.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, self.0.session.person).await.transpose()
    }
}

error_codes! {
    /// Why no code was sent.
    pub enum SessionCodeRequestErrorCode for "SessionCodeRequest" from app::SessionCodeRequestCode {}
}

error_codes! {
    /// Why nobody was signed in.
    pub enum SessionCreateErrorCode for "SessionCreate" from app::SessionCreateCode {
        /// The address and the password do not belong together, or there is no such account; the two look alike.
        WrongCredentials: "メールアドレスかパスワードが違います。", "The address or the password is wrong.";
    }
}

error_codes! {
    /// Why a session was not ended.
    pub enum SessionEndErrorCode for "SessionEnd" from app::SessionEndCode {}
}

/// Input of sessionCodeRequest.
#[derive(InputObject)]
pub struct SessionCodeRequestInput {
    /// The address of the account.
    email: String,
}

payload! {
    /// Outcome of sessionCodeRequest. The same whether or not the address has an account.
    pub struct SessionCodeRequestPayload or SessionCodeRequestErrorCode {
        /// If the address has an account, a code is on its way; sessionCreate takes it.
        code_sent: bool,
    }
}

/// What proves that the account is the caller's: one of the two.
#[derive(OneofObject)]
pub enum SessionProof {
    /// The six digits that were mailed.
    Code(String),
    /// The password, where one was set.
    Password(String),
}

/// Input of sessionCreate.
#[derive(InputObject)]
pub struct SessionCreateInput {
    /// The address of the account.
    email: String,
    /// What proves that it is the caller's.
    proof: SessionProof,
}

payload! {
    /// Outcome of sessionCreate.
    pub struct SessionCreatePayload or SessionCreateErrorCode {
        /// The new session.
        session: SignedIn,
    }
}

payload! {
    /// Outcome of sessionEnd.
    pub struct SessionEndPayload or SessionEndErrorCode {
        /// The token opens nothing any more.
        ended: bool,
    }
}

/// Writes of sessions.
#[derive(Default)]
pub struct SessionMutation;

/// Writes of sessions.
#[Object]
impl SessionMutation {
    /// Asks for a code to sign in with.
    async fn session_code_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: SessionCodeRequestInput,
    ) -> Result<SessionCodeRequestPayload, ApiError> {
        let ask = app::SessionCodeRequest { email: input.email, network: network(ctx)? };
        match app(ctx)?.session_code_request(ask).await {
            Ok(()) => Ok(SessionCodeRequestPayload::done(Some(true))),
            Err(error) => SessionCodeRequestPayload::refused(ctx, error),
        }
    }

    /// Signs in by a mailed code or by password.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: SessionCreateInput,
    ) -> Result<SessionCreatePayload, ApiError> {
        let proof = match input.proof {
            SessionProof::Code(code) => app::Proof::Code(code),
            SessionProof::Password(password) => app::Proof::Password(password),
        };
        match app(ctx)?.session_create(app::SessionCreate { email: input.email, proof, network: network(ctx)? }).await {
            Ok(signed_in) => Ok(SessionCreatePayload::done(Some(SignedIn(signed_in)))),
            Err(error) => SessionCreatePayload::refused(ctx, error),
        }
    }

    /// Signs out of the session that asks.
    async fn session_end(&self, ctx: &Context<'_>) -> Result<SessionEndPayload, ApiError> {
        match app(ctx)?.session_end(caller(ctx)?, app::SessionEnd).await {
            Ok(()) => Ok(SessionEndPayload::done(Some(true))),
            Err(error) => SessionEndPayload::refused(ctx, error),
        }
    }
}
