use crate::milestone::MilestoneInDeal;
use crate::work::Work;
use crate::{AppError, Code};
use identity::Action;
use kernel::DeliveryId;
use market::Delivery;
use storage::Stored;

impl Work<'_> {
    /// The delivery that the argument `deliveryId` names, with its milestone, if the caller may do `action` to it.
    pub(super) async fn delivery<C: Code>(
        &self,
        id: DeliveryId,
        action: Action,
    ) -> Result<(MilestoneInDeal, Stored<Delivery>), AppError<C>> {
        let not_found = || AppError::not_found("deliveryId");
        let (found, delivery) = MilestoneInDeal::of_delivery(self.tx.read(), id).await?.ok_or_else(not_found)?;
        self.require(action, Action::ContractRead, &found.parties(), "deliveryId")?;
        Ok((found, delivery))
    }
}
