use super::{Dispute, DisputeDraft, DisputeRefusal, DisputeState, Response, Settlement, SettlementOffer};
use crate::rules::days;
use crate::{Milestone, Rules, Side};
use kernel::{DisputeId, Instant, TextRule};

const STATEMENT: TextRule = TextRule::lines(1, 10_000);

/// What the two do.
impl Dispute {
    /// Opens a dispute about a milestone in work or under review, and freezes it.
    pub fn open(
        ids: (DisputeId, Side),
        draft: DisputeDraft,
        milestone: Milestone,
        rules: &Rules,
        now: Instant,
    ) -> Result<(Self, Milestone), DisputeRefusal> {
        let (id, opened_by) = ids;
        let milestone = milestone.freeze(id, now)?;
        let money = |fault| DisputeRefusal::Milestone(crate::MilestoneRefusal::Money(fault));
        let dispute = Self {
            id,
            contract: milestone.contract,
            milestone: milestone.id,
            opened_by,
            opened_at: now,
            reason: draft.reason,
            statement: checked("statement", &draft.statement)?,
            response: None,
            held: milestone.held().map_err(money)?,
            owed: milestone.owed().map_err(money)?,
            offer: None,
            moderator: None,
            state: DisputeState::Talking { until: now.plus(days(rules.talk_days)) },
        };
        Ok((dispute, milestone))
    }

    /// The other side tells how it sees the matter, once, before the decision.
    pub fn respond(self, by: Side, statement: &str, now: Instant) -> Result<Self, DisputeRefusal> {
        self.undecided()?;
        if by == self.opened_by || self.response.is_some() {
            return Err(DisputeRefusal::NotToRespond);
        }
        let response = Some(Response { statement: checked("statement", statement)?, at: now });
        Ok(Self { response, ..self })
    }

    /// Proposes how to end it, in place of any earlier offer. `None` proposes to go on; an amount is the worker's part.
    pub fn offer(self, by: Side, to_worker: Option<kernel::Money>, now: Instant) -> Result<Self, DisputeRefusal> {
        self.undecided()?;
        let settlement = match to_worker {
            Some(part) => Settlement::Divide { split: self.divide(part)? },
            None => Settlement::GoOn,
        };
        Ok(Self { offer: Some(SettlementOffer { by, settlement, at: now }), ..self })
    }

    /// Accepts the other side's offer, which must still be `expected`.
    pub fn accept_offer(self, by: Side, expected: Settlement, now: Instant) -> Result<Self, DisputeRefusal> {
        self.undecided()?;
        match self.offer {
            Some(offer) if offer.by == by.other() && offer.settlement == expected => {
                Ok(Self { state: DisputeState::Settled { settlement: expected, at: now }, ..self })
            }
            Some(offer) if offer.by == by.other() => Err(DisputeRefusal::OfferChanged),
            Some(_) | None => Err(DisputeRefusal::NoOffer),
        }
    }

    fn undecided(&self) -> Result<(), DisputeRefusal> {
        match self.state {
            DisputeState::Talking { .. } | DisputeState::AwaitingDecision { .. } => Ok(()),
            DisputeState::Decided { .. }
            | DisputeState::Appealed { .. }
            | DisputeState::Final { .. }
            | DisputeState::Settled { .. } => Err(self.wrong_state()),
        }
    }
}

pub(super) fn checked(field: &str, text: &str) -> Result<String, DisputeRefusal> {
    STATEMENT.check(field, text).map_err(|fault| DisputeRefusal::Invalid(vec![fault]))
}
