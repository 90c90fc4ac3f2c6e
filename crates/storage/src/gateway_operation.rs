use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use kernel::{Instant, Version};
use sea_orm::Value;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A row of the outbox to the gateway: a document that the crate of the gateway's words knows how to read. Its field
/// `id` is the row's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationDocument(pub serde_json::Value);

impl OperationDocument {
    /// The id of its row; nil, which no row has, when it is no operation.
    pub fn id(&self) -> Uuid {
        let id = self.0.get("id").and_then(serde_json::Value::as_str);
        id.and_then(|id| id.parse().ok()).unwrap_or_default()
    }
}

impl Aggregate for OperationDocument {
    const TABLE: &'static str = "gateway_operation";

    fn key(&self) -> Uuid {
        self.id()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// An operation.
    pub async fn gateway_operation(&self, id: Uuid) -> Result<Option<Stored<OperationDocument>>, DbError> {
        aggregate::find(&self.conn, id).await
    }

    /// The operations that were left to a person, oldest first; 1,000 at most.
    pub async fn manual_operations(&self) -> Result<Vec<Stored<OperationDocument>>, DbError> {
        let condition = Condition::all().add(Expr::col(Alias::new("state_kind")).eq("manual"));
        aggregate::find_all(&self.conn, condition, 1_000).await
    }
}

impl Tx {
    /// Puts an operation into the outbox.
    pub async fn insert_gateway_operation(&self, operation: &OperationDocument, at: Instant) -> Result<(), DbError> {
        aggregate::insert_with(&self.inner, operation, vec![("created_at", Ts(at).into())]).await
    }

    /// Saves an operation over the version it was read at.
    pub async fn save_gateway_operation(&self, operation: &Stored<OperationDocument>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, operation).await
    }
}
