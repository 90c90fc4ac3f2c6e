//! A contract with everything that decides about its money, read at one moment.

use crate::aggregate::{Aggregate, decode, one_of};
use crate::{DbError, Read, Stored};
use escrow::{Escrow, FeeSchedule, Share};
use kernel::{ContractId, DeliveryId, DisputeId, MilestoneId, Money, MoneyError};
use market::{Contract, Delivery, DeliveryStateKind, Dispute, Milestone};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::HashMap;
use uuid::Uuid;

/// A contract with all its milestones, their escrows and the deliveries that wait in them.
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
    /// The deliveries that wait for an answer, or for a dispute to end; at most one in a milestone.
    pub waiting: Vec<Stored<Delivery>>,
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

    /// The delivery that waits in one of its milestones.
    pub fn waiting_in(&self, id: MilestoneId) -> Option<&Stored<Delivery>> {
        self.waiting.iter().find(|delivery| delivery.value.milestone == id)
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
const WAITING: i32 = 3;
const DISPUTE: i32 = 4;

impl Read<'_> {
    /// A contract with its milestones and their money, in one statement.
    pub async fn deal(&self, id: ContractId) -> Result<Option<DealRows>, DbError> {
        Ok(self.deals(&[id]).await?.pop())
    }

    /// The same for the contract that a milestone is part of.
    pub async fn deal_of_milestone(&self, id: MilestoneId) -> Result<Option<DealRows>, DbError> {
        Ok(self.deals_of_milestones(&[id]).await?.pop())
    }

    /// Several contracts with their milestones and their money, in one statement, in no particular order.
    pub async fn deals(&self, ids: &[ContractId]) -> Result<Vec<DealRows>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        self.deals_where(|column| one_of(column, &ids)).await
    }

    /// The same for the contracts that milestones are part of.
    pub async fn deals_of_milestones(&self, ids: &[MilestoneId]) -> Result<Vec<DealRows>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let contracts = contract_of(one_of("id", &ids));
        self.deals_where(|column| within(column, contracts.clone())).await
    }

    /// A delivery with the contract that it is part of; in one statement, if it waits.
    pub async fn deal_of_delivery(&self, id: DeliveryId) -> Result<Option<(DealRows, Stored<Delivery>)>, DbError> {
        let contract = contract_of(milestone_of::<Delivery>(id.uuid()));
        let Some(deal) = self.deals_where(|column| within(column, contract.clone())).await?.pop() else {
            return Ok(None);
        };
        let waiting = deal.waiting.iter().find(|delivery| delivery.value.id == id).cloned();
        let delivery = match waiting {
            Some(delivery) => Some(delivery),
            // Deliveries are never deleted, and what was answered does not wait again.
            None => self.delivery(id).await?,
        };
        Ok(delivery.map(|delivery| (deal, delivery)))
    }

    /// A dispute with the contract that it is about, in one statement.
    pub async fn deal_of_dispute(&self, id: DisputeId) -> Result<Option<(DealRows, Stored<Dispute>)>, DbError> {
        let contract = contract_of(milestone_of::<Dispute>(id.uuid()));
        let mut query = deals_query(|column| within(column, contract.clone()));
        query.union(UnionType::All, part::<Dispute>(DISPUTE, Expr::col(Alias::new("id")).eq(id.uuid())));
        let rows = self.conn.query_all(&query).await?;
        let (dispute, deal): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| matches!(row.try_get("", "kind"), Ok(DISPUTE)));
        let dispute = dispute.first().map(decode).transpose()?;
        Ok(assemble(&deal)?.pop().zip(dispute))
    }

    async fn deals_where(&self, is_asked: impl Fn(&'static str) -> SimpleExpr) -> Result<Vec<DealRows>, DbError> {
        assemble(&self.conn.query_all(&deals_query(is_asked)).await?)
    }
}

/// The milestone that a row of another table is about.
fn milestone_of<A: Aggregate>(id: Uuid) -> SimpleExpr {
    let mut milestone = Query::select();
    milestone.column(Alias::new("milestone")).from(Alias::new(A::TABLE)).and_where(Expr::col(Alias::new("id")).eq(id));
    within("id", milestone)
}

/// The contracts of those milestones.
fn contract_of(milestones: SimpleExpr) -> SelectStatement {
    let mut contracts = Query::select();
    contracts.column(Alias::new("contract")).from(Alias::new(Milestone::TABLE)).and_where(milestones);
    contracts
}

fn within(column: &'static str, found: SelectStatement) -> SimpleExpr {
    Expr::col(Alias::new(column)).in_subquery(found)
}

/// Contracts with all that [`DealRows`] holds; `is_asked` says of a column with a contract's id whether it is asked for.
fn deals_query(is_asked: impl Fn(&'static str) -> SimpleExpr) -> SelectStatement {
    let mut milestones = Query::select();
    milestones.column(Alias::new("id")).from(Alias::new(Milestone::TABLE)).and_where(is_asked("contract"));
    let waits = Expr::col(Alias::new("state_kind")).eq(DeliveryStateKind::Submitted.to_string());
    let mut query = part::<Contract>(CONTRACT, is_asked("id"));
    query
        .union(UnionType::All, part::<Milestone>(MILESTONE, is_asked("contract")))
        .union(UnionType::All, part::<Escrow>(ESCROW, is_asked("contract")))
        .union(UnionType::All, part::<Delivery>(WAITING, within("milestone", milestones).and(waits)));
    query
}

/// The rows of one table, marked with `kind`.
fn part<A: Aggregate>(kind: i32, condition: SimpleExpr) -> SelectStatement {
    let mut query = crate::aggregate::select::<A>();
    query.expr_as(Expr::value(kind), Alias::new("kind")).and_where(condition);
    query
}

fn assemble(rows: &[QueryResult]) -> Result<Vec<DealRows>, DbError> {
    let (mut contracts, mut milestones, mut escrows) = (Vec::new(), HashMap::new(), HashMap::new());
    let mut waiting: HashMap<MilestoneId, Stored<Delivery>> = HashMap::new();
    for row in rows {
        match row.try_get("", "kind")? {
            CONTRACT => contracts.push(decode::<Contract>(row)?),
            MILESTONE => {
                let milestone = decode::<Milestone>(row)?;
                milestones.entry(milestone.value.contract).or_insert_with(Vec::new).push(milestone);
            }
            WAITING => {
                let delivery = decode::<Delivery>(row)?;
                waiting.insert(delivery.value.milestone, delivery);
            }
            _ => {
                let escrow = decode::<Escrow>(row)?;
                escrows.insert(escrow.value.milestone, escrow);
            }
        }
    }
    let whole = contracts.into_iter().map(|contract| {
        let id = contract.value.id;
        let corrupt = || DbError::Corrupt { table: Contract::TABLE, id: id.uuid().to_string() };
        let fees = serde_json::from_value(contract.value.fees.clone()).map_err(|_| corrupt())?;
        let mut milestones = milestones.remove(&id).unwrap_or_default();
        milestones.sort_by_key(|milestone| milestone.value.number);
        let escrows = milestones.iter().map(|milestone| escrows.remove(&milestone.value.id).ok_or_else(corrupt));
        let escrows = escrows.collect::<Result<_, _>>()?;
        let waiting = milestones.iter().filter_map(|milestone| waiting.remove(&milestone.value.id)).collect();
        Ok(DealRows { contract, fees, milestones, escrows, waiting })
    });
    whole.collect()
}
