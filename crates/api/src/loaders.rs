//! Look-ups of one request, batched: asked for one by one, read by one statement a level.

use crate::fault::ApiError;
use app::{App, BidToClient, Caller, DealRows, DisputeSeen, Fault, Requested, ReviewRecord, Standing, Stored, TaskRow};
use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::runtime::{TokioSpawner, TokioTimer};
use escrow::{Payment, Payout, Refund};
use identity::{Organisation, Person, WorkerProfile};
use kernel::{BidId, ContractId, MilestoneId, OrganisationId, PaymentId, PayoutId, PersonId, RefundId, TaskId};
use market::{Content, FrozenTerms};
use ratings::Counterpart;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Made anew for each request, so that nothing read for one caller is ever shown to another.
pub struct Loaders {
    people: DataLoader<People>,
    profiles: DataLoader<Profiles>,
    organisations: DataLoader<Organisations>,
    reviews: DataLoader<Reviews>,
    standings: DataLoader<Standings>,
    bids: DataLoader<Bids>,
    deals: DataLoader<Deals>,
    disputes: DataLoader<Disputes>,
    terms: DataLoader<Terms>,
    tasks: DataLoader<Tasks>,
    task_contents: DataLoader<TaskContents>,
    payments: DataLoader<Payments>,
    refunds: DataLoader<Refunds>,
    payouts: DataLoader<Payouts>,
}

impl Loaders {
    /// For one request of `caller`.
    pub fn new(app: &Arc<App>, caller: &Caller) -> Self {
        Self {
            people: loader(People(Arc::clone(app))),
            profiles: loader(Profiles(Arc::clone(app))),
            organisations: loader(Organisations(Arc::clone(app))),
            reviews: loader(Reviews(Arc::clone(app), caller.clone())),
            standings: loader(Standings(Arc::clone(app))),
            bids: loader(Bids(Arc::clone(app), caller.clone())),
            deals: loader(Deals(Arc::clone(app), caller.clone())),
            disputes: loader(Disputes(Arc::clone(app), caller.clone())),
            terms: loader(Terms(Arc::clone(app), caller.clone())),
            tasks: loader(Tasks(Arc::clone(app), caller.clone())),
            task_contents: loader(TaskContents(Arc::clone(app), caller.clone())),
            payments: loader(Payments(Arc::clone(app), caller.clone())),
            refunds: loader(Refunds(Arc::clone(app), caller.clone())),
            payouts: loader(Payouts(Arc::clone(app), caller.clone())),
        }
    }

    /// A person.
    pub async fn person(&self, id: PersonId) -> Result<Option<Stored<Person>>, ApiError> {
        self.people.load_one(id).await.map_err(shared)
    }

    /// A worker's profile.
    pub async fn profile(&self, id: PersonId) -> Result<Option<Stored<WorkerProfile>>, ApiError> {
        self.profiles.load_one(id).await.map_err(shared)
    }

    /// An organisation.
    pub async fn organisation(&self, id: OrganisationId) -> Result<Option<Stored<Organisation>>, ApiError> {
        self.organisations.load_one(id).await.map_err(shared)
    }

    /// The reviews of a contract that the caller may see.
    pub async fn reviews(&self, contract: ContractId) -> Result<Option<Vec<ReviewRecord>>, ApiError> {
        self.reviews.load_one(contract).await.map_err(shared)
    }

    /// How a person or an organisation has done so far.
    pub async fn standing(&self, party: Counterpart) -> Result<Option<Standing>, ApiError> {
        self.standings.load_one(party).await.map_err(shared)
    }

    /// A bid that the caller may see.
    pub async fn bid(&self, id: BidId) -> Result<Option<BidToClient>, ApiError> {
        self.bids.load_one(id).await.map_err(shared)
    }

    /// A contract that the caller may see, with its milestones and money.
    pub async fn deal(&self, id: ContractId) -> Result<Option<Arc<DealRows>>, ApiError> {
        self.deals.load_one(id).await.map_err(shared)
    }

    /// The same by a milestone in it.
    pub async fn deal_of_milestone(&self, id: MilestoneId) -> Result<Option<Arc<DealRows>>, ApiError> {
        self.deals.load_one(id).await.map_err(shared)
    }

    /// The newest dispute about a milestone, if the caller may see it.
    pub async fn dispute(&self, milestone: MilestoneId) -> Result<Option<DisputeSeen>, ApiError> {
        self.disputes.load_one(milestone).await.map_err(shared)
    }

    /// The written terms of a contract that the caller may see.
    pub async fn contract_terms(&self, id: ContractId) -> Result<Option<FrozenTerms>, ApiError> {
        self.terms.load_one(id).await.map_err(shared)
    }

    /// A task in short, if the caller may see it.
    pub async fn task(&self, id: TaskId) -> Result<Option<TaskRow>, ApiError> {
        self.tasks.load_one(id).await.map_err(shared)
    }

    /// All that a task says, if the caller may see it.
    pub async fn task_content(&self, id: TaskId) -> Result<Option<Content>, ApiError> {
        self.task_contents.load_one(id).await.map_err(shared)
    }

    /// A payment that the caller may see.
    pub async fn payment(&self, id: PaymentId) -> Result<Option<Requested<Payment>>, ApiError> {
        self.payments.load_one(id).await.map_err(shared)
    }

    /// The payments of a milestone that the caller may see.
    pub async fn payments_of(&self, id: MilestoneId) -> Result<Option<Vec<Requested<Payment>>>, ApiError> {
        self.payments.load_one(id).await.map_err(shared)
    }

    /// A refund that the caller may see.
    pub async fn refund(&self, id: RefundId) -> Result<Option<Requested<Refund>>, ApiError> {
        self.refunds.load_one(id).await.map_err(shared)
    }

    /// A payout that the caller may see.
    pub async fn payout(&self, id: PayoutId) -> Result<Option<Requested<Payout>>, ApiError> {
        self.payouts.load_one(id).await.map_err(shared)
    }
}

/// No delay: the keys of one level are all asked for before the executor yields (inside a spawned task).
fn loader<L: Send + Sync + 'static>(inner: L) -> DataLoader<L> {
    DataLoader::new(inner, TokioSpawner::current(), TokioTimer::default()).delay(Duration::ZERO).max_batch_size(500)
}

fn shared(fault: Arc<Fault>) -> ApiError {
    match &*fault {
        Fault::Unavailable(_) | Fault::Conflict => ApiError::unavailable(fault),
        Fault::Internal(_) => ApiError::internal(fault),
    }
}

struct People(Arc<App>);
struct Profiles(Arc<App>);
struct Organisations(Arc<App>);
struct Reviews(Arc<App>, Caller);
struct Standings(Arc<App>);
struct Bids(Arc<App>, Caller);
struct Deals(Arc<App>, Caller);
struct Disputes(Arc<App>, Caller);
struct Terms(Arc<App>, Caller);
struct Tasks(Arc<App>, Caller);
struct TaskContents(Arc<App>, Caller);

impl Loader<PersonId> for People {
    type Value = Stored<Person>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[PersonId]) -> Result<HashMap<PersonId, Self::Value>, Self::Error> {
        Ok(self.0.people(keys).await?)
    }
}

impl Loader<PersonId> for Profiles {
    type Value = Stored<WorkerProfile>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[PersonId]) -> Result<HashMap<PersonId, Self::Value>, Self::Error> {
        Ok(self.0.worker_profiles(keys).await?)
    }
}

impl Loader<OrganisationId> for Organisations {
    type Value = Stored<Organisation>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[OrganisationId]) -> Result<HashMap<OrganisationId, Self::Value>, Self::Error> {
        Ok(self.0.organisations(keys).await?)
    }
}

impl Loader<ContractId> for Reviews {
    type Value = Vec<ReviewRecord>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[ContractId]) -> Result<HashMap<ContractId, Self::Value>, Self::Error> {
        Ok(self.0.contract_reviews(&self.1, keys).await?)
    }
}

impl Loader<Counterpart> for Standings {
    type Value = Standing;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[Counterpart]) -> Result<HashMap<Counterpart, Self::Value>, Self::Error> {
        Ok(self.0.standings(keys).await?)
    }
}

impl Loader<BidId> for Bids {
    type Value = BidToClient;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[BidId]) -> Result<HashMap<BidId, Self::Value>, Self::Error> {
        Ok(self.0.bids(&self.1, keys).await?)
    }
}

impl Loader<ContractId> for Deals {
    type Value = Arc<DealRows>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[ContractId]) -> Result<HashMap<ContractId, Self::Value>, Self::Error> {
        Ok(self.0.deals(&self.1, keys).await?)
    }
}

impl Loader<MilestoneId> for Deals {
    type Value = Arc<DealRows>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[MilestoneId]) -> Result<HashMap<MilestoneId, Self::Value>, Self::Error> {
        Ok(self.0.deals_of_milestones(&self.1, keys).await?)
    }
}

impl Loader<MilestoneId> for Disputes {
    type Value = DisputeSeen;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[MilestoneId]) -> Result<HashMap<MilestoneId, Self::Value>, Self::Error> {
        Ok(self.0.disputes_of_milestones(&self.1, keys).await?)
    }
}

impl Loader<ContractId> for Terms {
    type Value = FrozenTerms;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[ContractId]) -> Result<HashMap<ContractId, Self::Value>, Self::Error> {
        Ok(self.0.contract_terms(&self.1, keys).await?)
    }
}

impl Loader<TaskId> for Tasks {
    type Value = TaskRow;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[TaskId]) -> Result<HashMap<TaskId, Self::Value>, Self::Error> {
        Ok(self.0.tasks_by_ids(&self.1, keys, false).await?)
    }
}

impl Loader<TaskId> for TaskContents {
    type Value = Content;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[TaskId]) -> Result<HashMap<TaskId, Self::Value>, Self::Error> {
        let rows = self.0.tasks_by_ids(&self.1, keys, true).await?;
        Ok(rows.into_iter().filter_map(|(id, row)| Some((id, row.task?.value.content))).collect())
    }
}

struct Payments(Arc<App>, Caller);
struct Refunds(Arc<App>, Caller);
struct Payouts(Arc<App>, Caller);

impl Loader<PaymentId> for Payments {
    type Value = Requested<Payment>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[PaymentId]) -> Result<HashMap<PaymentId, Self::Value>, Self::Error> {
        Ok(self.0.payments(&self.1, keys).await?)
    }
}

impl Loader<MilestoneId> for Payments {
    type Value = Vec<Requested<Payment>>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[MilestoneId]) -> Result<HashMap<MilestoneId, Self::Value>, Self::Error> {
        Ok(self.0.payments_of_milestones(&self.1, keys).await?)
    }
}

impl Loader<RefundId> for Refunds {
    type Value = Requested<Refund>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[RefundId]) -> Result<HashMap<RefundId, Self::Value>, Self::Error> {
        Ok(self.0.refunds(&self.1, keys).await?)
    }
}

impl Loader<PayoutId> for Payouts {
    type Value = Requested<Payout>;
    type Error = Arc<Fault>;

    async fn load(&self, keys: &[PayoutId]) -> Result<HashMap<PayoutId, Self::Value>, Self::Error> {
        Ok(self.0.payouts(&self.1, keys).await?)
    }
}
