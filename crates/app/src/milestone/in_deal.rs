use identity::Parties;
use kernel::{DeliveryId, DisputeId, MilestoneId};
use market::{Contract, Delivery, Dispute, Milestone};
use storage::{DbError, DealRows, Read, Stored};

/// A milestone with the deal around it and the delivery that waits in it: all that a step of it is decided by.
pub(crate) struct MilestoneInDeal {
    /// Its contract with all milestones and their money.
    pub deal: DealRows,
    /// The milestone itself.
    pub milestone: Stored<Milestone>,
    /// The delivery that waits for an answer, or for a dispute to end.
    pub waiting: Option<Stored<Delivery>>,
}

impl MilestoneInDeal {
    /// Reads it, if there is such a milestone.
    pub async fn read(read: Read<'_>, id: MilestoneId) -> Result<Option<Self>, DbError> {
        let deal = read.deal_of_milestone(id).await?;
        deal.map(|deal| Self::within(deal, id)).transpose()
    }

    /// Reads a delivery with its milestone, if there is such a delivery.
    pub async fn of_delivery(read: Read<'_>, id: DeliveryId) -> Result<Option<(Self, Stored<Delivery>)>, DbError> {
        let Some((deal, delivery)) = read.deal_of_delivery(id).await? else { return Ok(None) };
        Ok(Some((Self::within(deal, delivery.value.milestone)?, delivery)))
    }

    /// Reads a dispute with its milestone, if there is such a dispute.
    pub async fn of_dispute(read: Read<'_>, id: DisputeId) -> Result<Option<(Self, Stored<Dispute>)>, DbError> {
        let Some((deal, dispute)) = read.deal_of_dispute(id).await? else { return Ok(None) };
        Ok(Some((Self::within(deal, dispute.value.milestone)?, dispute)))
    }

    fn within(deal: DealRows, id: MilestoneId) -> Result<Self, DbError> {
        let corrupt = || DbError::Corrupt { table: "milestone", id: id.to_string() };
        let milestone = deal.milestone(id).ok_or_else(corrupt)?.clone();
        let waiting = deal.waiting_in(id).cloned();
        if waiting.as_ref().map(|waiting| waiting.value.id) != milestone.value.waiting() {
            return Err(corrupt());
        }
        Ok(Self { deal, milestone, waiting })
    }

    /// The contract.
    pub fn contract(&self) -> &Contract {
        &self.deal.contract.value
    }

    /// Whose it is.
    pub fn parties(&self) -> Parties {
        parties_of(self.contract())
    }
}

/// Whose a contract and everything in it is.
pub(crate) fn parties_of(contract: &Contract) -> Parties {
    Parties { worker: Some(contract.parties.worker), client: Some(contract.parties.client), owner: None }
}
