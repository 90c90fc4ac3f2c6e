use crate::account::Person;
use crate::contract::DealSide;
use crate::fault::ApiError;
use crate::scalars::{DateTime, Money};
use async_graphql::{Context, Enum, Object, SimpleObject};
use market::{Decider, Settlement};

/// The ground of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "market::DecisionReason")]
pub enum DecisionReason {
    /// Every item in question was met.
    DeliveredAsAgreed,
    /// Some were.
    PartlyAsAgreed,
    /// None was.
    NotAsAgreed,
    /// Nothing usable was handed in.
    NotDelivered,
    /// What was asked is not in the written terms.
    OutsideTerms,
    /// One side did not answer.
    NoAnswer,
    /// Something else, said in the text.
    Other,
    /// Nobody decided in time; only the clock gives this ground.
    Undecided,
}

/// What was said and decided in a dispute.
pub struct DisputeCase<'d>(pub(super) &'d market::Dispute);

/// What was said and decided in a dispute: for the two sides and for staff.
#[Object]
impl DisputeCase<'_> {
    /// The words of the side that opened it.
    async fn statement(&self) -> &str {
        &self.0.statement
    }

    /// The words of the other side; null until they are given.
    async fn response(&self) -> Option<DisputeResponse<'_>> {
        let response = self.0.response.as_ref()?;
        Some(DisputeResponse { statement: &response.statement, at: response.at.into() })
    }

    /// The latest offer to settle, which the other side may accept; null when there is none.
    async fn offer(&self) -> Option<SettlementOffer> {
        self.0.offer.map(|offer| SettlementOffer {
            by: offer.by.into(),
            settlement: offer.settlement.into(),
            at: offer.at.into(),
        })
    }

    /// What the two agreed on; null unless it is SETTLED.
    async fn settlement(&self) -> Option<DisputeSettlement> {
        match self.0.state {
            market::DisputeState::Settled { settlement, .. } => Some(settlement.into()),
            market::DisputeState::Talking { .. }
            | market::DisputeState::AwaitingDecision { .. }
            | market::DisputeState::Decided { .. }
            | market::DisputeState::Appealed { .. }
            | market::DisputeState::Final { .. } => None,
        }
    }

    /// The decision that counts as things stand; null before there is one.
    async fn decision(&self) -> Option<Decision<'_>> {
        self.0.decision().map(Decision)
    }

    /// The appeal; null when none was made.
    async fn appeal(&self) -> Option<Appeal<'_>> {
        self.0.appeal_made().map(Appeal)
    }
}

/// The words of the side that did not open a dispute.
#[derive(SimpleObject)]
pub struct DisputeResponse<'d> {
    /// How it sees the matter.
    statement: &'d str,
    /// When it said so.
    at: DateTime,
}

/// How the two end a dispute by themselves: the money is divided, or the milestone goes on where it was.
#[derive(SimpleObject)]
pub struct DisputeSettlement {
    /// The worker's part of what is held, before fee and tax on the fee; null when the milestone goes on.
    to_worker: Option<Money>,
    /// The client's part; null when the milestone goes on.
    to_client: Option<Money>,
}

impl From<Settlement> for DisputeSettlement {
    fn from(settlement: Settlement) -> Self {
        match settlement {
            Settlement::Divide { split } => {
                Self { to_worker: Some(split.to_worker.into()), to_client: Some(split.to_client.into()) }
            }
            Settlement::GoOn => Self { to_worker: None, to_client: None },
        }
    }
}

/// A settlement that waits for the other side.
#[derive(SimpleObject)]
pub struct SettlementOffer {
    /// The side that proposes it; the other accepts.
    by: DealSide,
    /// What.
    settlement: DisputeSettlement,
    /// When.
    at: DateTime,
}

/// A reasoned split.
pub struct Decision<'d>(&'d market::Decision);

/// A reasoned split.
#[Object]
impl Decision<'_> {
    /// The worker's part of what is held, before fee and tax on the fee.
    async fn to_worker(&self) -> Money {
        self.0.split.to_worker.into()
    }

    /// The client's part.
    async fn to_client(&self) -> Money {
        self.0.split.to_client.into()
    }

    /// The ground.
    async fn reason(&self) -> DecisionReason {
        self.0.reason.into()
    }

    /// The ground in plain words; empty only when the clock decided.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Who decided; null when nobody did in time and the rule of silence applies.
    async fn moderator(&self, ctx: &Context<'_>) -> Option<Result<Person, ApiError>> {
        match self.0.by {
            Decider::Moderator { person } => Person::load(ctx, person).await.transpose(),
            Decider::Clock => None,
        }
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }
}

/// One side's wish that another moderator decides.
pub struct Appeal<'d>(&'d market::Appeal);

/// One side's wish that another moderator decides. There is one for both sides together.
#[Object]
impl Appeal<'_> {
    /// Who made it.
    async fn by(&self) -> DealSide {
        self.0.by.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// The decision it was made against.
    async fn against(&self) -> Decision<'_> {
        Decision(&self.0.against)
    }
}
