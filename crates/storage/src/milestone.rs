use crate::aggregate::{self, Aggregate};
use crate::{DbError, Read, Stored, Tx};
use kernel::{MilestoneId, Version};
use market::Milestone;
use sea_orm::Value;
use uuid::Uuid;

impl Aggregate for Milestone {
    const TABLE: &'static str = "milestone";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// Several milestones at once. For one with its contract and money, see [`Read::deal_of_milestone`].
    pub async fn milestones(&self, ids: &[MilestoneId]) -> Result<Vec<Stored<Milestone>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }
}

impl Tx {
    /// Adds a milestone of a new contract.
    pub async fn insert_milestone(&self, milestone: &Milestone) -> Result<(), DbError> {
        let once = vec![("contract", milestone.contract.uuid().into()), ("number", i32::from(milestone.number).into())];
        aggregate::insert_with(&self.inner, milestone, once).await
    }

    /// Saves a milestone over the version it was read at.
    pub async fn save_milestone(&self, milestone: &Stored<Milestone>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, milestone).await
    }

    /// The same at the commit, together with what else is gathered.
    pub fn save_milestone_at_commit(&mut self, milestone: &Stored<Milestone>) {
        self.gather(milestone);
    }
}
