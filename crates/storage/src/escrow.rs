use crate::aggregate::{self, Aggregate};
use crate::{DbError, Read, Stored, Tx};
use escrow::Escrow;
use kernel::{MilestoneId, Version};
use sea_orm::Value;
use uuid::Uuid;

impl Aggregate for Escrow {
    const TABLE: &'static str = "escrow";

    fn key(&self) -> Uuid {
        self.milestone.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// The money of several milestones at once.
    pub async fn escrows(&self, ids: &[MilestoneId]) -> Result<Vec<Stored<Escrow>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }
}

impl Tx {
    /// Adds the escrow of a new milestone.
    pub async fn insert_escrow(&self, escrow: &Escrow) -> Result<(), DbError> {
        aggregate::insert_with(&self.inner, escrow, vec![("contract", escrow.contract.uuid().into())]).await
    }

    /// Saves an escrow over the version it was read at. What leaves it saves its contract as well: the fee's tiers count
    /// what all escrows of the contract have released.
    pub async fn save_escrow(&self, escrow: &Stored<Escrow>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, escrow).await
    }

    /// The same at the commit, together with what else is gathered.
    pub fn save_escrow_at_commit(&mut self, escrow: &Stored<Escrow>) {
        self.gather(escrow);
    }
}
