use crate::milestone::parties_of;
use crate::upload::FileView;
use crate::{App, Caller, Fault};
use identity::{Action, Parties};
use kernel::{ContractId, DeliveryId, MilestoneId, UploadId};
use market::Delivery;
use std::collections::HashMap;
use storage::{NumberedDelivery, Stored};

/// A delivery as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryView {
    /// Its place among those of its milestone, from 1.
    pub number: i32,
    /// The delivery. Its note is part of the work: see [`DeliveryView::note`].
    pub delivery: Stored<Delivery>,
    /// The files, in the order they were named; `None` for who may know that there is a delivery but not see the work.
    pub files: Option<Vec<FileView>>,
}

impl DeliveryView {
    /// The worker's note; `None` for who may not see the work.
    pub fn note(&self) -> Option<&str> {
        self.files.as_ref().map(|_| self.delivery.value.note.as_str())
    }
}

impl App {
    /// A delivery; `None` when there is none the caller may see.
    pub async fn delivery(&self, caller: &Caller, id: DeliveryId) -> Result<Option<DeliveryView>, Fault> {
        let Some(found) = self.db.read().deliveries(&[id]).await?.pop() else { return Ok(None) };
        let contract = found.delivery.value.contract;
        Ok(self.seen_by(caller, contract, vec![found]).await?.and_then(|mut seen| seen.pop()))
    }

    /// The deliveries of a milestone, newest first, at most `limit`, before number `before` if it is given; `None` for
    /// who may not see its contract.
    pub async fn deliveries_of(
        &self,
        caller: &Caller,
        milestone: MilestoneId,
        before: Option<i32>,
        limit: u64,
    ) -> Result<Option<Vec<DeliveryView>>, Fault> {
        let Some(found) = self.db.read().milestones(&[milestone]).await?.pop() else { return Ok(None) };
        let deliveries = self.db.read().deliveries_of(milestone, before, limit).await?;
        self.seen_by(caller, found.value.contract, deliveries).await
    }

    async fn seen_by(
        &self,
        caller: &Caller,
        contract: ContractId,
        deliveries: Vec<NumberedDelivery>,
    ) -> Result<Option<Vec<DeliveryView>>, Fault> {
        let Some(contract) = self.db.read().contract(contract).await? else { return Ok(None) };
        let parties = parties_of(&contract.value);
        if !caller.may(Action::ContractRead, &parties) {
            return Ok(None);
        }
        let mut files = self.files_of(caller, &parties, &deliveries).await?;
        let view = |NumberedDelivery { number, delivery }: NumberedDelivery| {
            let files =
                files.as_mut().map(|files| delivery.value.files.iter().filter_map(|file| files.remove(file)).collect());
            DeliveryView { number, delivery, files }
        };
        Ok(Some(deliveries.into_iter().map(view).collect()))
    }

    async fn files_of(
        &self,
        caller: &Caller,
        parties: &Parties,
        deliveries: &[NumberedDelivery],
    ) -> Result<Option<HashMap<UploadId, FileView>>, Fault> {
        let Some(reader) = caller.id().filter(|_| caller.may(Action::DeliveryFilesRead, parties)) else {
            return Ok(None);
        };
        let ids = deliveries.iter().flat_map(|found| found.delivery.value.files.iter().copied());
        Ok(Some(self.file_views(reader, ids).await?))
    }
}
