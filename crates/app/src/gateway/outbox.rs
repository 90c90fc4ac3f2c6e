use crate::work::Work;
use crate::{Fault, Job};
use payments::{Operation, OperationRequest};
use storage::{DbError, OperationDocument, Read, Stored};
use uuid::Uuid;

impl Work<'_> {
    /// Puts a request to the gateway into the outbox. `id` is that of the payment, refund or payout it is for.
    pub(crate) async fn send(&mut self, id: Uuid, request: OperationRequest) -> Result<(), Fault> {
        let operation = Operation::new(id, request, self.now);
        self.tx.insert_gateway_operation(&document(&operation), self.now).await?;
        self.job(Job::GatewayOperation { operation: id });
        Ok(())
    }

    /// Saves an operation over the version it was read at.
    pub(super) async fn save_operation(&self, operation: &Stored<Operation>) -> Result<(), DbError> {
        self.tx.save_gateway_operation(&operation.with(document(&operation.value))).await?;
        Ok(())
    }
}

/// An operation of the outbox.
pub(super) async fn operation(read: Read<'_>, id: Uuid) -> Result<Option<Stored<Operation>>, Fault> {
    read.gateway_operation(id).await?.as_ref().map(operation_of).transpose()
}

/// The operation that a row of the outbox holds.
pub(crate) fn operation_of(stored: &Stored<OperationDocument>) -> Result<Stored<Operation>, Fault> {
    let operation = serde_json::from_value(stored.value.0.clone()).map_err(Fault::internal)?;
    Ok(stored.with(operation))
}

fn document(operation: &Operation) -> OperationDocument {
    // Fields are ids, amounts and texts: all of them have a JSON form.
    OperationDocument(serde_json::to_value(operation).unwrap_or_default())
}
