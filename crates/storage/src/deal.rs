//! A contract with everything that decides about its money, read at one moment.

use crate::aggregate::{Aggregate, decode};
use crate::{DbError, Read, Stored};
use escrow::{Escrow, FeeSchedule, Share};
use kernel::{ContractId, MilestoneId, Money, MoneyError};
use market::{Contract, Milestone};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ConnectionTrait, QueryResult};

/// A contract with all its milestones and their escrows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealRows {
    /// The contract.
    pub contract: Stored<Contract>,
    /// The fee schedule its written terms froze.
    pub fees: FeeSchedule,
    /// Its milestones in the order of work.
    pub milestones: Vec<Stored<Milestone>>,
    /// Their escrows in the same order.
    pub escrows: Vec<Stored<Escrow>>,
}

impl DealRows {
    /// One of its milestones.
    pub fn milestone(&self, id: MilestoneId) -> Option<&Stored<Milestone>> {
        self.milestones.iter().find(|milestone| milestone.value.id == id)
    }

    /// The money of one of its milestones.
    pub fn escrow(&self, id: MilestoneId) -> Option<&Stored<Escrow>> {
        self.escrows.iter().find(|escrow| escrow.value.milestone == id)
    }

    /// Its milestones without their versions, as the transitions of a contract take them.
    pub fn milestone_values(&self) -> Vec<Milestone> {
        self.milestones.iter().map(|milestone| milestone.value.clone()).collect()
    }

    /// What the whole contract has released so far, tax included: where the fee's tiers stand. It stays true until the
    /// commit only when the contract is saved as well.
    pub fn released(&self) -> Result<Money, MoneyError> {
        let released = self.escrows.iter().map(|escrow| escrow.value.tally().released());
        Money::sum(self.contract.value.currency, released)
    }

    /// How `gross` of held money would be divided if it were released now.
    pub fn share(&self, gross: Money) -> Result<Share, MoneyError> {
        self.fees.share(gross, self.released()?)
    }
}

const CONTRACT: i32 = 0;
const MILESTONE: i32 = 1;
const ESCROW: i32 = 2;

impl Read<'_> {
    /// A contract with its milestones and their money, in one statement.
    pub async fn deal(&self, id: ContractId) -> Result<Option<DealRows>, DbError> {
        self.deal_where(Expr::value(id.uuid())).await
    }

    /// The same for the contract that a milestone is part of.
    pub async fn deal_of_milestone(&self, id: MilestoneId) -> Result<Option<DealRows>, DbError> {
        let mut contract = Query::select();
        contract
            .column(Alias::new("contract"))
            .from(Alias::new(Milestone::TABLE))
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()));
        self.deal_where(Expr::SubQuery(None, Box::new(contract.into()))).await
    }

    async fn deal_where(&self, contract: SimpleExpr) -> Result<Option<DealRows>, DbError> {
        let mut query = part::<Contract>(CONTRACT, "id", &contract);
        query
            .union(UnionType::All, part::<Milestone>(MILESTONE, "contract", &contract))
            .union(UnionType::All, part::<Escrow>(ESCROW, "contract", &contract));
        Rows::read(&self.conn.query_all(&query).await?)?.assemble()
    }
}

/// The rows of one table that belong to `contract`, marked with `kind`.
fn part<A: Aggregate>(kind: i32, column: &'static str, contract: &SimpleExpr) -> SelectStatement {
    let mut query = crate::aggregate::select::<A>();
    query.expr_as(Expr::value(kind), Alias::new("kind")).and_where(Expr::col(Alias::new(column)).eq(contract.clone()));
    query
}

#[derive(Default)]
struct Rows {
    contract: Option<Stored<Contract>>,
    milestones: Vec<Stored<Milestone>>,
    escrows: Vec<Stored<Escrow>>,
}

impl Rows {
    fn read(rows: &[QueryResult]) -> Result<Self, DbError> {
        let mut read = Self::default();
        for row in rows {
            match row.try_get("", "kind")? {
                CONTRACT => read.contract = Some(decode(row)?),
                MILESTONE => read.milestones.push(decode(row)?),
                _ => read.escrows.push(decode(row)?),
            }
        }
        Ok(read)
    }

    fn assemble(self) -> Result<Option<DealRows>, DbError> {
        let Self { contract, mut milestones, mut escrows } = self;
        let Some(contract) = contract else { return Ok(None) };
        let corrupt = || DbError::Corrupt { table: Contract::TABLE, id: contract.value.id.uuid().to_string() };
        let fees = serde_json::from_value(contract.value.fees.clone()).map_err(|_| corrupt())?;
        milestones.sort_by_key(|milestone| milestone.value.number);
        let place = |escrow: &Stored<Escrow>| {
            milestones.iter().position(|milestone| milestone.value.id == escrow.value.milestone)
        };
        escrows.sort_by_key(place);
        if escrows.len() != milestones.len() {
            return Err(corrupt());
        }
        Ok(Some(DealRows { contract, fees, milestones, escrows }))
    }
}
