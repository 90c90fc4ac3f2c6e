use identity::Parties;
use kernel::{DeliveryId, MilestoneId};
use market::{Contract, Delivery, Milestone};
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
        let Some(deal) = read.deal_of_milestone(id).await? else { return Ok(None) };
        Self::within(deal, id, None, read).await.map(Some)
    }

    /// Reads a delivery with its milestone, if there is such a delivery.
    pub async fn of_delivery(read: Read<'_>, id: DeliveryId) -> Result<Option<(Self, Stored<Delivery>)>, DbError> {
        let Some((deal, delivery)) = read.deal_of_delivery(id).await? else { return Ok(None) };
        let found = Self::within(deal, delivery.value.milestone, Some(&delivery), read).await?;
        Ok(Some((found, delivery)))
    }

    /// `known` is a delivery that has been read and may be the one that waits.
    async fn within(
        deal: DealRows,
        id: MilestoneId,
        known: Option<&Stored<Delivery>>,
        read: Read<'_>,
    ) -> Result<Self, DbError> {
        let corrupt = || DbError::Corrupt { table: "milestone", id: id.to_string() };
        let milestone = deal.milestone(id).ok_or_else(corrupt)?.clone();
        let waiting = match (milestone.value.waiting(), known) {
            (Some(waiting), Some(known)) if known.value.id == waiting => Some(known.clone()),
            (Some(waiting), _) => Some(read.delivery(waiting).await?.ok_or_else(corrupt)?),
            (None, _) => None,
        };
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
