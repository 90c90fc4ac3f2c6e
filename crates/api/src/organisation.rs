//! Client organisations and who belongs to them.

mod mutations;

pub use mutations::OrganisationMutation;

use crate::account::Person;
use crate::bid::Bid;
use crate::context::{app, caller, loaders};
use crate::contract::Contract;
use crate::fault::ApiError;
use crate::paging::{Connection, PageArgs};
use crate::payment::OrganisationMoney;
use crate::reputation::Reputation;
use crate::review::Review;
use crate::scalars::{read_id, show_id};
use crate::task::{Asked, TaskConnection, TaskFilter};
use app::{BidsOf, ContractsOf};
use async_graphql::{Context, Enum, ID, Object};
use identity::Membership;
use ratings::Counterpart;

/// What kind of client stands behind an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "identity::LegalForm")]
pub enum LegalForm {
    /// One person in business.
    SoleProprietor,
    /// A company of any kind.
    Company,
    /// A non-profit corporation.
    NonProfit,
    /// The state, a prefecture, a town.
    PublicBody,
    /// A group without legal personality.
    Association,
}

/// What a person does in a client organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "identity::MemberRole")]
pub enum MemberRole {
    /// Everything, and says who belongs to it.
    Owner,
    /// The work: tasks, bids, deliveries. No money in.
    Member,
    /// The money: funds and sees it. No judgement of bids or work.
    Finance,
}

/// A client organisation.
pub struct Organisation(Known);

/// What was read of it so far.
enum Known {
    /// What everybody sees, with a task of its.
    InShort(app::TaskClient),
    /// All.
    InFull(app::Stored<identity::Organisation>),
}

impl Organisation {
    /// Looks an organisation up; null when there is none.
    pub async fn load(ctx: &Context<'_>, id: kernel::OrganisationId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.organisation(id).await?.map(|found| Self(Known::InFull(found))))
    }

    /// From what a list of its tasks has read already.
    pub fn in_short(client: app::TaskClient) -> Self {
        Self(Known::InShort(client))
    }

    fn key(&self) -> kernel::OrganisationId {
        match &self.0 {
            Known::InShort(client) => client.id,
            Known::InFull(organisation) => organisation.value.id,
        }
    }

    async fn particulars<T>(
        &self,
        ctx: &Context<'_>,
        field: impl FnOnce(&identity::Organisation) -> T,
    ) -> Option<Result<T, ApiError>> {
        let visible = async {
            if !app(ctx)?.may_see_team(caller(ctx)?, self.key()) {
                return Ok(None);
            }
            match &self.0 {
                Known::InShort(client) => {
                    Ok(loaders(ctx)?.organisation(client.id).await?.map(|found| field(&found.value)))
                }
                Known::InFull(organisation) => Ok(Some(field(&organisation.value))),
            }
        };
        visible.await.transpose()
    }
}

/// A client organisation. Its particulars are null for callers who do not belong to it.
#[Object]
impl Organisation {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        show_id(self.key())
    }

    /// Version for optimistic locking; rises with every change of its particulars or its team.
    async fn version(&self) -> i32 {
        match &self.0 {
            Known::InShort(client) => client.version.get(),
            Known::InFull(organisation) => organisation.version.get(),
        }
    }

    /// Public name.
    async fn name(&self) -> &str {
        match &self.0 {
            Known::InShort(client) => &client.name,
            Known::InFull(organisation) => organisation.value.name.as_str(),
        }
    }

    /// Kind.
    async fn legal_form(&self) -> LegalForm {
        match &self.0 {
            Known::InShort(client) => client.legal_form.into(),
            Known::InFull(organisation) => organisation.value.legal_form.into(),
        }
    }

    /// Registered name, as written terms name it.
    async fn legal_name(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        self.particulars(ctx, |organisation| organisation.legal_name.clone()).await
    }

    /// Postal address.
    async fn address(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        self.particulars(ctx, |organisation| organisation.address.clone()).await
    }

    /// Where workers and authorities reach it.
    async fn contact_email(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        self.particulars(ctx, |organisation| organisation.contact_email.as_str().to_owned()).await
    }

    /// Does it have employees, or two or more officers?
    async fn has_employees(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        self.particulars(ctx, |organisation| organisation.has_employees).await
    }

    /// Its tasks in every state, the last one drafted first; drafts for its own people alone.
    #[allow(clippy::too_many_arguments, reason = "one for each argument of the field")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 when neither end is named.")] first: Option<i32>,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Cursor: only what precedes it.")] before: Option<String>,
        #[graphql(desc = "Conditions.")] filter: Option<TaskFilter>,
    ) -> Option<Result<TaskConnection, ApiError>> {
        let page = PageArgs { first, after, last, before };
        let asked = Asked { page, filter: filter.unwrap_or_default() };
        Some(TaskConnection::of_client(ctx, self.key(), asked).await)
    }

    /// Who belongs to it, in the order they came; at most 200, so not paged.
    async fn members(&self, ctx: &Context<'_>) -> Option<Result<Vec<OrganisationMember>, ApiError>> {
        let members = async {
            let team = app(ctx)?.team(caller(ctx)?, self.key()).await?;
            Ok(team.map(|team| team.into_iter().map(OrganisationMember).collect()))
        };
        members.await.transpose()
    }

    /// Its money; null for callers who may not see it.
    async fn money(&self, ctx: &Context<'_>) -> Option<Result<OrganisationMoney, ApiError>> {
        OrganisationMoney::of(ctx, self.key()).transpose()
    }

    /// Reviews received and published, newest first.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Review>, ApiError>> {
        Some(Review::page_about(ctx, Counterpart::Organisation(self.key()), (first, after)).await)
    }

    /// How they have done so far, as a client.
    async fn reputation(&self, ctx: &Context<'_>) -> Option<Result<Reputation, ApiError>> {
        Reputation::load(ctx, Counterpart::Organisation(self.key())).await
    }

    /// Bids on its tasks, newest first; null for callers who do not choose among them.
    async fn bids(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Bid>, ApiError>> {
        Bid::list(ctx, BidsOf::Client(self.key()), (first, after)).await.transpose()
    }

    /// Its contracts as a client, newest first; null for callers who may not see them.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Option<Result<Connection<Contract>, ApiError>> {
        Contract::list(ctx, ContractsOf::Client(self.key()), (first, after)).await.transpose()
    }
}

/// A person's place in an organisation.
pub struct OrganisationMember(Membership);

/// A person's place in an organisation.
#[Object]
impl OrganisationMember {
    /// Who.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        Person::load(ctx, self.0.person).await.transpose()
    }

    /// What they do there.
    async fn role(&self) -> MemberRole {
        self.0.role.into()
    }
}

/// One's own place in an organisation.
pub struct OwnMembership(pub Membership);

/// One's own place in an organisation.
#[Object]
impl OwnMembership {
    /// Where.
    async fn organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, ApiError>> {
        Organisation::load(ctx, self.0.organisation).await.transpose()
    }

    /// What one does there.
    async fn role(&self) -> MemberRole {
        self.0.role.into()
    }
}

/// Reads of organisations.
#[derive(Default)]
pub struct OrganisationQuery;

/// Reads of organisations.
#[Object]
impl OrganisationQuery {
    /// An organisation; null when there is none.
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Organisation, ApiError>> {
        Organisation::load(ctx, read_id(&id)?).await.transpose()
    }
}
