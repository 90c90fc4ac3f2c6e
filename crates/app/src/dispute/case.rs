use super::DisputeCode;
use crate::milestone::MilestoneInDeal;
use crate::work::Work;
use crate::{AppError, DisputeNews, Letter};
use identity::Action;
use kernel::DisputeId;
use market::{Dispute, Rules};
use storage::{DbError, Stored, Tx};

/// A dispute with the milestone that it freezes and the deal around it.
pub(super) struct Case {
    /// The dispute.
    pub dispute: Stored<Dispute>,
    /// Its milestone.
    pub found: MilestoneInDeal,
}

impl Case {
    /// Reads it, if there is such a dispute.
    pub async fn read(tx: &Tx, id: DisputeId) -> Result<Option<Self>, DbError> {
        let found = MilestoneInDeal::of_dispute(tx.read(), id).await?;
        Ok(found.map(|(found, dispute)| Self { dispute, found }))
    }

    /// The numbers the deal runs by.
    pub fn rules(&self) -> &Rules {
        &self.found.contract().deal.rules
    }

    /// News of it, for a person.
    pub fn letter(&self, news: DisputeNews) -> Letter {
        Letter::Dispute { dispute: self.dispute.value.id, title: self.found.milestone.value.title.clone(), news }
    }
}

impl Work<'_> {
    /// The dispute that the argument `disputeId` names, as the caller has seen it, if they may do `action` to it.
    pub(super) async fn case(
        &self,
        id: DisputeId,
        action: Action,
        expected_version: i32,
    ) -> Result<Case, AppError<DisputeCode>> {
        let case = Case::read(&self.tx, id).await?.ok_or_else(|| AppError::not_found("disputeId"))?;
        let parties = case.found.parties();
        // Finance sees that there is one without its case, an admin its case without the contract.
        let sees_contract = self.caller.may(Action::ContractRead, &parties);
        let seen_by = if sees_contract { Action::ContractRead } else { Action::DisputeCaseRead };
        self.require(action, seen_by, &parties, "disputeId")?;
        self.expect(case.dispute.version, expected_version)?;
        Ok(case)
    }
}
