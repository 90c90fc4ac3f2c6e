use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::slice::Keyset;
use crate::{DbError, Read, Slice, Stored, Tx};
use kernel::{DisputeId, Instant, MilestoneId};
use market::{Dispute, DisputeStateKind};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

/// Where a dispute stands in the queue of its state: the oldest first, ties broken by id.
pub type DisputeKey = (Instant, DisputeId);

const QUEUE: Keyset<2> = Keyset { table: Dispute::TABLE, columns: ["opened_at", "id"], descending: false };

impl Aggregate for Dispute {
    const TABLE: &'static str = "dispute";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// A dispute.
    pub async fn dispute(&self, id: DisputeId) -> Result<Option<Stored<Dispute>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// The newest dispute of each of several milestones, whether it has ended or not.
    pub async fn newest_disputes(&self, milestones: &[MilestoneId]) -> Result<Vec<Stored<Dispute>>, DbError> {
        if milestones.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = milestones.iter().map(|id| id.uuid()).collect();
        let mut newer = Query::select();
        newer
            .expr(Expr::value(1))
            .from_as(Alias::new(Dispute::TABLE), Alias::new("newer"))
            .and_where(Expr::col(("newer", "milestone")).equals((Dispute::TABLE, "milestone")))
            .and_where(Expr::col(("newer", "id")).gt(Expr::col((Dispute::TABLE, "id"))));
        let mut query = aggregate::select::<Dispute>();
        query.and_where(aggregate::one_of("milestone", &ids)).and_where(Expr::exists(newer).not());
        self.conn.query_all(&query).await?.iter().map(aggregate::decode).collect()
    }

    /// A piece of the disputes in one state, the oldest first.
    pub async fn dispute_queue(
        &self,
        state: DisputeStateKind,
        slice: Slice<DisputeKey>,
    ) -> Result<Vec<Stored<Dispute>>, DbError> {
        let mut query = aggregate::select::<Dispute>();
        query.and_where(Expr::col(Alias::new("state_kind")).eq(state.to_string()));
        QUEUE.cut(&mut query, slice.map(|(at, id)| [Ts(at).into(), id.uuid().into()]));
        self.conn.query_all(&query).await?.iter().map(aggregate::decode).collect()
    }
}

impl Tx {
    /// Adds a dispute. A second one that is open for its milestone is [`DbError::Unique`].
    pub async fn insert_dispute(&self, dispute: &Dispute) -> Result<(), DbError> {
        let once = vec![
            ("milestone", dispute.milestone.uuid().into()),
            ("contract", dispute.contract.uuid().into()),
            ("opened_at", Ts(dispute.opened_at).into()),
        ];
        aggregate::insert_with(&self.inner, dispute, once).await
    }

    /// Saves a dispute over the version it was read at, at the commit, together with what else is gathered.
    pub fn save_dispute_at_commit(&mut self, dispute: &Stored<Dispute>) {
        self.gather(dispute);
    }
}
