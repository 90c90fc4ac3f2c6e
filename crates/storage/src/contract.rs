use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use kernel::{ContractId, Version};
use market::{Contract, FrozenTerms};
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait, Value};
use std::collections::HashMap;
use uuid::Uuid;

impl Aggregate for Contract {
    const TABLE: &'static str = "contract";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// A contract.
    pub async fn contract(&self, id: ContractId) -> Result<Option<Stored<Contract>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several contracts at once.
    pub async fn contracts(&self, ids: &[ContractId]) -> Result<Vec<Stored<Contract>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }

    /// The written terms of several contracts, byte for byte as both sides got them.
    pub async fn contract_terms(&self, ids: &[ContractId]) -> Result<HashMap<ContractId, FrozenTerms>, DbError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = Query::select();
        query
            .columns(["id", "terms", "terms_sha256"].map(Alias::new))
            .from(Alias::new(Contract::TABLE))
            .and_where(aggregate::one_of("id", &ids));
        let mut terms = HashMap::new();
        for row in self.conn.query_all(&query).await? {
            let id: Uuid = row.try_get("", "id")?;
            let frozen = FrozenTerms::restore(row.try_get("", "terms")?, row.try_get("", "terms_sha256")?);
            terms.insert(ContractId::new(id), frozen);
        }
        Ok(terms)
    }
}

impl Tx {
    /// Adds a contract with its written terms, which are never written again. A second one for its task or its bid is
    /// [`DbError::Unique`].
    pub async fn insert_contract(&self, contract: &Contract, terms: &FrozenTerms) -> Result<(), DbError> {
        let parties = contract.parties;
        let once = vec![
            ("task", parties.task.uuid().into()),
            ("bid", parties.bid.uuid().into()),
            ("organisation", parties.client.uuid().into()),
            ("worker", parties.worker.uuid().into()),
            ("terms", terms.text().into()),
            ("made_at", Ts(contract.made_at).into()),
        ];
        aggregate::insert_with(&self.inner, contract, once).await
    }

    /// Saves a contract over the version it was read at.
    pub async fn save_contract(&self, contract: &Stored<Contract>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, contract).await
    }
}
