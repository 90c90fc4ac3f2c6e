use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::slice::{Keyset, Slice};
use crate::{DbError, Read, Stored, Tx};
use kernel::{ContractId, OrganisationId, PersonId, Version};
use market::{Contract, FrozenTerms};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, Value};
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

/// The written terms of a contract, byte for byte as both sides got them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractTerms {
    /// Which contract.
    pub contract: ContractId,
    /// Who pays.
    pub client: OrganisationId,
    /// Who works.
    pub worker: PersonId,
    /// The document.
    pub terms: FrozenTerms,
}

impl Read<'_> {
    /// A contract. For its milestones and money too, see [`Read::deal`].
    pub async fn contract(&self, id: ContractId) -> Result<Option<Stored<Contract>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several contracts at once.
    pub async fn contracts(&self, ids: &[ContractId]) -> Result<Vec<Stored<Contract>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }

    /// The written terms of several contracts.
    pub async fn contract_terms(&self, ids: &[ContractId]) -> Result<Vec<ContractTerms>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut query = Query::select();
        query
            .columns(["id", "organisation", "worker", "terms", "terms_sha256"].map(Alias::new))
            .from(Alias::new(Contract::TABLE))
            .and_where(aggregate::one_of("id", &ids));
        let mut found = Vec::new();
        for row in self.conn.query_all(&query).await? {
            found.push(ContractTerms {
                contract: ContractId::new(row.try_get("", "id")?),
                client: OrganisationId::new(row.try_get("", "organisation")?),
                worker: PersonId::new(row.try_get("", "worker")?),
                terms: FrozenTerms::restore(row.try_get("", "terms")?, row.try_get("", "terms_sha256")?),
            });
        }
        Ok(found)
    }

    /// A piece of the list of a worker's contracts, newest first.
    pub async fn contracts_of_worker(
        &self,
        worker: PersonId,
        slice: Slice<ContractId>,
    ) -> Result<Vec<ContractId>, DbError> {
        self.contract_ids("worker", worker.uuid(), slice).await
    }

    /// A piece of the list of a client's contracts, newest first.
    pub async fn contracts_of_client(
        &self,
        client: OrganisationId,
        slice: Slice<ContractId>,
    ) -> Result<Vec<ContractId>, DbError> {
        self.contract_ids("organisation", client.uuid(), slice).await
    }

    async fn contract_ids(
        &self,
        column: &'static str,
        party: Uuid,
        slice: Slice<ContractId>,
    ) -> Result<Vec<ContractId>, DbError> {
        let mut query = Query::select();
        query
            .column(Alias::new("id"))
            .from(Alias::new(Contract::TABLE))
            .and_where(Expr::col(Alias::new(column)).eq(party));
        Keyset { table: Contract::TABLE, columns: ["id"], descending: true }
            .cut(&mut query, slice.map(|id| [id.uuid().into()]));
        let rows = self.conn.query_all(&query).await?;
        rows.iter().map(|row| Ok(ContractId::new(row.try_get("", "id")?))).collect()
    }

    /// Does the worker have a contract with the client that has not ended?
    pub async fn has_running_contract(&self, client: OrganisationId, worker: PersonId) -> Result<bool, DbError> {
        let mut running = contract_of_pair(client, worker);
        running.and_where(Expr::col(Alias::new("state_kind")).is_in(["active", "cancelling"]));
        Ok(self.conn.query_one(&running).await?.is_some())
    }

    /// Have the two finished a contract other than `contract`?
    pub async fn has_finished_contract(
        &self,
        client: OrganisationId,
        worker: PersonId,
        contract: ContractId,
    ) -> Result<bool, DbError> {
        let mut finished = contract_of_pair(client, worker);
        finished
            .and_where(Expr::col(Alias::new("state_kind")).eq("completed"))
            .and_where(Expr::col(Alias::new("id")).ne(contract.uuid()));
        Ok(self.conn.query_one(&finished).await?.is_some())
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

    /// The same at the commit, together with what else is gathered.
    pub fn save_contract_at_commit(&mut self, contract: &Stored<Contract>) {
        self.gather(contract);
    }
}

/// One contract of the worker with the client, if there is any.
fn contract_of_pair(client: OrganisationId, worker: PersonId) -> SelectStatement {
    let mut query = Query::select();
    query
        .column(Alias::new("id"))
        .from(Alias::new(Contract::TABLE))
        .and_where(Expr::col(Alias::new("worker")).eq(worker.uuid()))
        .and_where(Expr::col(Alias::new("organisation")).eq(client.uuid()))
        .limit(1);
    query
}
