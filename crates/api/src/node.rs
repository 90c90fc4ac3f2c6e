//! Anything that can be fetched again by its id.

use crate::account::Person;
use crate::bid::Bid;
use crate::contract::Contract;
use crate::delivery::Delivery;
use crate::dispute::Dispute;
use crate::fault::ApiError;
use crate::message::Message;
use crate::milestone::Milestone;
use crate::organisation::Organisation;
use crate::paging::MAX_PAGE;
use crate::payment::Payment;
use crate::payout::Payout;
use crate::refund::Refund;
use crate::task::Task;
use async_graphql::{Context, ID, Interface, Object};
use futures::future::try_join_all;
use kernel::{
    BidId, ContractId, DeliveryId, DisputeId, MessageId, MilestoneId, OrganisationId, PaymentId, PayoutId, PersonId,
    RefundId, TaskId, parse_any,
};

/// Anything that can be fetched again by its id.
#[derive(Interface)]
#[allow(clippy::large_enum_variant, reason = "lives as long as one answer")]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque and globally unique, for example task_01jd8m3x."))]
pub enum Node {
    /// A person.
    Person(Person),
    /// A client organisation.
    Organisation(Organisation),
    /// A task.
    Task(Task),
    /// A bid.
    Bid(Bid),
    /// A contract.
    Contract(Contract),
    /// A milestone.
    Milestone(Milestone),
    /// A delivery.
    Delivery(Delivery),
    /// A dispute.
    Dispute(Dispute),
    /// A message.
    Message(Message),
    /// A payment.
    Payment(Payment),
    /// A refund.
    Refund(Refund),
    /// A payout.
    Payout(Payout),
}

impl Node {
    async fn load(ctx: &Context<'_>, id: &ID) -> Result<Option<Self>, ApiError> {
        let Ok((kind, id)) = parse_any(id) else { return Ok(None) };
        Ok(match kind {
            PersonId::PREFIX => Person::load(ctx, PersonId::new(id)).await?.map(Self::Person),
            OrganisationId::PREFIX => Organisation::load(ctx, OrganisationId::new(id)).await?.map(Self::Organisation),
            TaskId::PREFIX => Task::load(ctx, TaskId::new(id)).await?.map(Self::Task),
            BidId::PREFIX => Bid::load(ctx, BidId::new(id)).await?.map(Self::Bid),
            ContractId::PREFIX => Contract::load(ctx, ContractId::new(id)).await?.map(Self::Contract),
            MilestoneId::PREFIX => Milestone::load(ctx, MilestoneId::new(id)).await?.map(Self::Milestone),
            DeliveryId::PREFIX => Delivery::load(ctx, DeliveryId::new(id)).await?.map(Self::Delivery),
            DisputeId::PREFIX => Dispute::load(ctx, DisputeId::new(id)).await?.map(Self::Dispute),
            MessageId::PREFIX => Message::load(ctx, MessageId::new(id)).await?.map(Self::Message),
            PaymentId::PREFIX => Payment::load(ctx, PaymentId::new(id)).await?.map(Self::Payment),
            RefundId::PREFIX => Refund::load(ctx, RefundId::new(id)).await?.map(Self::Refund),
            PayoutId::PREFIX => Payout::load(ctx, PayoutId::new(id)).await?.map(Self::Payout),
            _ => None,
        })
    }
}

/// Reads by global id.
#[derive(Default)]
pub struct NodeQuery;

/// Reads by global id.
#[Object]
impl NodeQuery {
    /// Any object by its id; null when absent or not visible to the caller: the two are not told apart.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Option<Result<Node, ApiError>> {
        Node::load(ctx, &id).await.transpose()
    }

    /// Up to 100 objects, in the order asked; null where `node` would be.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids.")] ids: Vec<ID>,
    ) -> Option<Result<Vec<Option<Node>>, ApiError>> {
        if u32::try_from(ids.len()).is_ok_and(|count| count > MAX_PAGE) {
            return Some(Err(ApiError::bad_input("ids", "must be at most 100")));
        }
        Some(try_join_all(ids.iter().map(|id| Node::load(ctx, id))).await)
    }
}
