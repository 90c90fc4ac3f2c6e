use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::slice::Keyset;
use crate::{DbError, Read, Slice, Stored, Tx};
use kernel::{ContractId, Instant, OrganisationId, PersonId, ReviewId, Version};
use market::Contract;
use ratings::{Counterpart, Review, ReviewState};
use sea_orm::sea_query::{Alias, Asterisk, Condition, Expr, ExprTrait, LockType, Query};
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use uuid::Uuid;

/// A review with the two it stands between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRecord {
    /// The review.
    #[serde(flatten)]
    pub review: Review,
    /// Who gave it.
    pub from: Counterpart,
    /// Whom it rates.
    pub about: Counterpart,
}

/// Where a published review stands among those about one and the same: the newest first, ties broken by id.
pub type ReviewKey = (Instant, ReviewId);

const PUBLISHED: Keyset<2> = Keyset { table: ReviewRecord::TABLE, columns: ["published_at", "id"], descending: true };

impl Aggregate for ReviewRecord {
    const TABLE: &'static str = "review";

    fn key(&self) -> Uuid {
        self.review.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![("published_at", self.published_at().map(Ts).into())]
    }
}

impl ReviewRecord {
    /// Since when everyone can read it, if they can.
    pub const fn published_at(&self) -> Option<Instant> {
        match self.review.state {
            ReviewState::Sealed { .. } => None,
            ReviewState::Published { at } => Some(at),
        }
    }
}

impl Read<'_> {
    /// The reviews of several contracts, sealed ones too; at most two each.
    pub async fn reviews(&self, contracts: &[ContractId]) -> Result<Vec<Stored<ReviewRecord>>, DbError> {
        if contracts.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = contracts.iter().map(|id| id.uuid()).collect();
        let limit = u64::try_from(ids.len()).unwrap_or(u64::MAX).saturating_mul(2);
        aggregate::find_all(&self.conn, Condition::all().add(aggregate::one_of("contract", &ids)), limit).await
    }

    /// A piece of the published reviews about one, the newest first.
    pub async fn published_reviews(
        &self,
        about: Counterpart,
        slice: Slice<ReviewKey>,
    ) -> Result<Vec<ReviewRecord>, DbError> {
        let mut query = aggregate::select::<ReviewRecord>();
        query
            .and_where(Expr::col(Alias::new("about")).eq(uuid(about)))
            .and_where(Expr::col(Alias::new("published_at")).is_not_null());
        PUBLISHED.cut(&mut query, slice.map(|(at, id)| [Ts(at).into(), id.uuid().into()]));
        let rows = self.conn.query_all(&query).await?;
        rows.iter().map(|row| Ok(aggregate::decode::<ReviewRecord>(row)?.value)).collect()
    }

    /// The newest published reviews about each of several, up to `limit` each.
    pub async fn newest_reviews(
        &self,
        about: &[Counterpart],
        limit: u32,
    ) -> Result<HashMap<Counterpart, Vec<ReviewRecord>>, DbError> {
        if about.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = about.iter().copied().map(uuid).collect();
        let newest_first = Expr::cust("ROW_NUMBER() OVER (PARTITION BY about ORDER BY published_at DESC, id DESC)");
        let mut numbered = aggregate::select::<ReviewRecord>();
        numbered
            .expr_as(newest_first, Alias::new("place"))
            .and_where(aggregate::one_of("about", &ids))
            .and_where(Expr::col(Alias::new("published_at")).is_not_null());
        let mut query = Query::select();
        query
            .columns(["id", "version", "body"].map(Alias::new))
            .from_subquery(numbered, Alias::new("numbered"))
            .and_where(Expr::col(Alias::new("place")).lte(limit));
        let mut reviews: HashMap<Counterpart, Vec<ReviewRecord>> = HashMap::new();
        for row in self.conn.query_all(&query).await? {
            let record = aggregate::decode::<ReviewRecord>(&row)?.value;
            reviews.entry(record.about).or_default().push(record);
        }
        Ok(reviews)
    }

    /// How many contracts of each of several have ended with work accepted; who has none is left out.
    pub async fn completed_contracts(&self, of: &[Counterpart]) -> Result<HashMap<Counterpart, u64>, DbError> {
        let (mut workers, mut clients) = (Vec::new(), Vec::new());
        for party in of {
            match party {
                Counterpart::Person(id) => workers.push(id.uuid()),
                Counterpart::Organisation(id) => clients.push(id.uuid()),
            }
        }
        let mut counts = HashMap::new();
        for (id, count) in self.completed_by("worker", &workers).await? {
            counts.insert(Counterpart::Person(PersonId::new(id)), count);
        }
        for (id, count) in self.completed_by("organisation", &clients).await? {
            counts.insert(Counterpart::Organisation(OrganisationId::new(id)), count);
        }
        Ok(counts)
    }

    async fn completed_by(&self, party: &'static str, ids: &[Uuid]) -> Result<Vec<(Uuid, u64)>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut accepted = Query::select();
        accepted
            .expr(Expr::value(1))
            .from(Alias::new("milestone"))
            .and_where(Expr::col(("milestone", "contract")).equals(("contract", "id")))
            .and_where(Expr::col(("milestone", "state_kind")).eq("accepted"));
        let mut query = Query::select();
        query
            .column(Alias::new(party))
            .expr_as(Expr::col(Asterisk).count(), Alias::new("contracts"))
            .from(Alias::new("contract"))
            .and_where(aggregate::one_of(party, ids))
            .and_where(Expr::col(Alias::new("state_kind")).is_in(["completed", "cancelled"]))
            .and_where(Expr::exists(accepted))
            .group_by_col(Alias::new(party));
        let rows = self.conn.query_all(&query).await?;
        rows.iter()
            .map(|row| {
                let count: i64 = row.try_get("", "contracts")?;
                Ok((row.try_get("", party)?, u64::try_from(count).unwrap_or(0)))
            })
            .collect()
    }
}

impl Tx {
    /// Keeps every other transaction from touching the reviews of a contract until this one ends: of two reviews given
    /// at once, the second must see the first.
    pub async fn lock_reviews(&self, contract: ContractId) -> Result<(), DbError> {
        aggregate::lock::<Contract>(self, contract.uuid(), LockType::Update).await
    }

    /// Adds a review. A second one of its side is [`DbError::Unique`].
    pub async fn insert_review(&self, record: &ReviewRecord) -> Result<(), DbError> {
        let once = vec![("contract", record.review.contract.uuid().into()), ("about", uuid(record.about).into())];
        aggregate::insert_with(&self.inner, record, once).await
    }

    /// Saves a review over the version it was read at.
    pub async fn save_review(&self, record: &Stored<ReviewRecord>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, record).await
    }
}

fn uuid(party: Counterpart) -> Uuid {
    match party {
        Counterpart::Person(id) => id.uuid(),
        Counterpart::Organisation(id) => id.uuid(),
    }
}
