//! People and their accounts.

use crate::bid::Bid;
use crate::context::{app, caller, loaders, network};
use crate::contract::Contract;
use crate::fault::ApiError;
use crate::notice::Notice;
use crate::paging::Connection;
use crate::profile::WorkerProfile;
use crate::reputation::Reputation;
use crate::review::Review;
use crate::scalars::show_id;
use crate::session::SignedIn;
use crate::wallet::Wallet;
use crate::{error_codes, payload};
use app::{BidsOf, ContractsOf};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use ratings::Counterpart;

/// A language in which the engine speaks to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "identity::Locale")]
pub enum Locale {
    /// Japanese.
    Ja,
    /// English.
    En,
}

/// A role among the operator's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "identity::StaffRole")]
pub enum StaffRole {
    /// Decides disputes.
    Moderator,
    /// Manages staff and accounts.
    Admin,
}

/// Somebody with an account, as everybody may see them.
pub struct Person(app::Stored<identity::Person>);

impl Person {
    /// Looks a person up; null when there is none.
    pub async fn load(ctx: &Context<'_>, id: kernel::PersonId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.person(id).await?.map(Self))
    }
}

/// Somebody with an account, as everybody may see them.
#[Object]
impl Person {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.0.value.id)
    }

    /// Public name.
    async fn display_name(&self) -> &str {
        self.0.value.display_name.as_str()
    }

    /// What they tell clients about themself as a worker; null when they have told nothing.
    async fn profile(&self, ctx: &Context<'_>) -> Option<Result<WorkerProfile, ApiError>> {
        WorkerProfile::load(ctx, self.0.value.id).await.transpose()
    }

    /// Reviews received and published, newest first.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Review>, ApiError>> {
        Some(Review::page_about(ctx, Counterpart::Person(self.0.value.id), (first, after)).await)
    }

    /// How they have done so far, as a worker.
    async fn reputation(&self, ctx: &Context<'_>) -> Option<Result<Reputation, ApiError>> {
        Reputation::load(ctx, Counterpart::Person(self.0.value.id)).await
    }
}

/// One's own account.
pub struct Account(app::Stored<identity::Person>);

impl Account {
    async fn own(ctx: &Context<'_>) -> Result<Option<Self>, ApiError> {
        Ok(app(ctx)?.own_account(caller(ctx)?).await?.map(Self))
    }
}

/// One's own account.
#[Object]
impl Account {
    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.get()
    }

    /// As everybody sees it.
    async fn person(&self) -> Person {
        Person(self.0.clone())
    }

    /// Where codes and notices go.
    async fn email(&self) -> &str {
        self.0.value.email.as_str()
    }

    /// Language of mails and messages.
    async fn locale(&self) -> Locale {
        self.0.value.locale.into()
    }

    /// Zone in which times are shown, by its IANA name.
    async fn time_zone(&self) -> &str {
        self.0.value.time_zone.as_str()
    }

    /// Role among the operator's staff; null for everybody else.
    async fn staff_role(&self) -> Option<StaffRole> {
        self.0.value.staff.map(Into::into)
    }

    /// What one has earned as a worker.
    async fn wallet(&self, ctx: &Context<'_>) -> Option<Result<Wallet, ApiError>> {
        Wallet::own(ctx).transpose()
    }

    /// What one is told, newest first.
    async fn notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor.")] after: Option<String>,
    ) -> Option<Result<Connection<Notice>, ApiError>> {
        Notice::list(ctx, first, after).await.transpose()
    }

    /// How many notices are unread, counted to 1,000.
    async fn unread_notices(&self, ctx: &Context<'_>) -> Result<i64, ApiError> {
        Ok(app(ctx)?.unread_notices(caller(ctx)?).await?)
    }

    /// The client organisations one belongs to.
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Vec<crate::organisation::OwnMembership>, ApiError> {
        let places = caller(ctx)?.signed_in().map(|person| person.memberships.clone()).unwrap_or_default();
        Ok(places.into_iter().map(crate::organisation::OwnMembership).collect())
    }

    /// One's own bids, newest first.
    async fn bids(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Bid>, ApiError>> {
        Bid::list(ctx, BidsOf::Worker(self.0.value.id), (first, after)).await.transpose()
    }

    /// One's own contracts as a worker, newest first.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Contract>, ApiError>> {
        Contract::list(ctx, ContractsOf::Worker(self.0.value.id), (first, after)).await.transpose()
    }
}

error_codes! {
    /// Why no account was prepared.
    pub enum AccountRegisterErrorCode for "AccountRegister" from app::AccountRegisterCode {}
}

error_codes! {
    /// Why no account was made.
    pub enum AccountConfirmErrorCode for "AccountConfirm" from app::AccountConfirmCode {}
}

error_codes! {
    /// Why an account was not changed.
    pub enum AccountUpdateErrorCode for "AccountUpdate" from app::AccountUpdateCode {}
}

error_codes! {
    /// Why a password was not set.
    pub enum PasswordSetErrorCode for "PasswordSet" from app::PasswordSetCode {
        /// The password given as the present one is not.
        WrongPassword: "今のパスワードが違います。", "That is not the present password.";
    }
}

/// Input of accountRegister.
#[derive(InputObject)]
pub struct AccountRegisterInput {
    /// The address; a code is mailed to it.
    email: String,
    /// Public name, 1 to 50 characters.
    display_name: String,
    /// Language of mails and messages.
    #[graphql(default_with = "Locale::Ja")]
    locale: Locale,
    /// Zone in which times are shown, by its IANA name.
    #[graphql(default = "Asia/Tokyo")]
    time_zone: String,
}

payload! {
    /// Outcome of accountRegister. The same whether or not the address has an account already.
    pub struct AccountRegisterPayload or AccountRegisterErrorCode {
        /// A code is on its way; accountConfirm takes it.
        code_sent: bool,
    }
}

/// Input of accountConfirm.
#[derive(InputObject)]
pub struct AccountConfirmInput {
    /// The address that was registered.
    email: String,
    /// The six digits that were mailed.
    code: String,
    /// A password to sign in with beside codes, 12 to 128 characters.
    password: Option<String>,
}

payload! {
    /// Outcome of accountConfirm.
    pub struct AccountConfirmPayload or AccountConfirmErrorCode {
        /// The session that was opened for the new account.
        session: SignedIn,
    }
}

/// Input of accountUpdate. What is left out stays.
#[derive(InputObject)]
pub struct AccountUpdateInput {
    /// The version the caller has seen.
    expected_version: i32,
    /// Public name, 1 to 50 characters.
    display_name: Option<String>,
    /// Language of mails and messages.
    locale: Option<Locale>,
    /// Zone in which times are shown, by its IANA name.
    time_zone: Option<String>,
}

payload! {
    /// Outcome of accountUpdate.
    pub struct AccountUpdatePayload or AccountUpdateErrorCode {
        /// The account after the change.
        account: Account,
    }
}

/// Input of passwordSet.
#[derive(InputObject)]
pub struct PasswordSetInput {
    /// The present password; needed when there is one.
    current: Option<String>,
    /// The new password, 12 to 128 characters.
    new: String,
}

payload! {
    /// Outcome of passwordSet.
    pub struct PasswordSetPayload or PasswordSetErrorCode {
        /// The account.
        account: Account,
    }
}

/// Reads of people.
#[derive(Default)]
pub struct AccountQuery;

/// Reads of people.
#[Object]
impl AccountQuery {
    /// One's own account; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<Account, ApiError>> {
        Account::own(ctx).await.transpose()
    }

    /// A person; null when there is none.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, crate::scalars::read_id(&id)?).await.transpose()
    }
}

/// Writes of accounts.
#[derive(Default)]
pub struct AccountMutation;

/// Writes of accounts.
#[Object]
impl AccountMutation {
    /// Asks for an account: mails a code to the address.
    async fn account_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: AccountRegisterInput,
    ) -> Result<AccountRegisterPayload, ApiError> {
        let AccountRegisterInput { email, display_name, locale, time_zone } = input;
        let ask =
            app::AccountRegister { email, display_name, locale: locale.into(), time_zone, network: network(ctx)? };
        match app(ctx)?.account_register(ask).await {
            Ok(()) => Ok(AccountRegisterPayload::done(Some(true))),
            Err(error) => AccountRegisterPayload::refused(ctx, error),
        }
    }

    /// Brings back the code of a registration: makes the account and opens a session.
    async fn account_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: AccountConfirmInput,
    ) -> Result<AccountConfirmPayload, ApiError> {
        let AccountConfirmInput { email, code, password } = input;
        match app(ctx)?.account_confirm(app::AccountConfirm { email, code, password, network: network(ctx)? }).await {
            Ok(signed_in) => Ok(AccountConfirmPayload::done(Some(SignedIn(signed_in)))),
            Err(error) => AccountConfirmPayload::refused(ctx, error),
        }
    }

    /// Changes one's own account.
    async fn account_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: AccountUpdateInput,
    ) -> Result<AccountUpdatePayload, ApiError> {
        let AccountUpdateInput { expected_version, display_name, locale, time_zone } = input;
        let ask = app::AccountUpdate { expected_version, display_name, locale: locale.map(Into::into), time_zone };
        match app(ctx)?.account_update(caller(ctx)?, ask).await {
            Ok(_) => Ok(AccountUpdatePayload::done(Account::own(ctx).await?)),
            Err(error) => AccountUpdatePayload::refused(ctx, error),
        }
    }

    /// Sets one's own password, and ends one's other sessions.
    async fn password_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: PasswordSetInput,
    ) -> Result<PasswordSetPayload, ApiError> {
        let PasswordSetInput { current, new } = input;
        match app(ctx)?.password_set(caller(ctx)?, app::PasswordSet { current, new }).await {
            Ok(()) => Ok(PasswordSetPayload::done(Account::own(ctx).await?)),
            Err(error) => PasswordSetPayload::refused(ctx, error),
        }
    }
}
