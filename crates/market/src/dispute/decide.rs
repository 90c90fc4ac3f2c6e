use super::talk::checked;
use super::{Appeal, Decider, Decision, DecisionDraft, DecisionReason, Dispute, DisputeRefusal, DisputeState};
use crate::deadlines::{self, after_working_days};
use crate::rules::days;
use crate::{Rules, Side};
use kernel::{InputError, InputFault, Instant, PersonId};

/// What moderators and the clock do.
impl Dispute {
    /// A moderator takes the decision upon them, in place of one who had; of an appeal, another than who decided first.
    pub fn assign(self, moderator: PersonId) -> Result<Self, DisputeRefusal> {
        match self.state {
            DisputeState::AwaitingDecision { .. } => {}
            DisputeState::Appealed { ref appeal, .. } => appeal.may_be_decided_by(moderator)?,
            DisputeState::Talking { .. }
            | DisputeState::Decided { .. }
            | DisputeState::Final { .. }
            | DisputeState::Settled { .. } => return Err(self.wrong_state()),
        }
        Ok(Self { moderator: Some(moderator), ..self })
    }

    /// The moderator who took it decides. Nothing moves until the appeal window is over (M11).
    pub fn decide(
        self,
        moderator: PersonId,
        draft: DecisionDraft,
        rules: &Rules,
        now: Instant,
    ) -> Result<Self, DisputeRefusal> {
        match self.state {
            DisputeState::AwaitingDecision { .. } => {
                let decision = self.decided_by(moderator, draft, now)?;
                Ok(Self { state: decided(decision, rules, now), ..self })
            }
            DisputeState::Talking { .. }
            | DisputeState::Decided { .. }
            | DisputeState::Appealed { .. }
            | DisputeState::Final { .. }
            | DisputeState::Settled { .. } => Err(self.wrong_state()),
        }
    }

    /// Either side asks another moderator to decide; there is one appeal for both together.
    pub fn appeal(self, by: Side, reason: &str, rules: &Rules, now: Instant) -> Result<Self, DisputeRefusal> {
        match self.state {
            DisputeState::Decided { appeal_until, .. } if now >= appeal_until => {
                Err(DisputeRefusal::TooLate(appeal_until))
            }
            DisputeState::Decided { decision, .. } => {
                let reason = checked("reason", reason)?;
                let due = after_working_days(now, rules.decision_working_days, rules.zone);
                let appeal = Appeal { against: decision, by, reason, at: now };
                Ok(Self { state: DisputeState::Appealed { appeal, due }, moderator: None, ..self })
            }
            DisputeState::Talking { .. }
            | DisputeState::AwaitingDecision { .. }
            | DisputeState::Appealed { .. }
            | DisputeState::Final { .. }
            | DisputeState::Settled { .. } => Err(self.wrong_state()),
        }
    }

    /// Another moderator, who took it, decides the appeal, for good.
    pub fn decide_appeal(
        self,
        moderator: PersonId,
        draft: DecisionDraft,
        now: Instant,
    ) -> Result<Self, DisputeRefusal> {
        match &self.state {
            DisputeState::Appealed { appeal, .. } => {
                appeal.may_be_decided_by(moderator)?;
                let decision = self.decided_by(moderator, draft, now)?;
                let appeal = Some(appeal.clone());
                Ok(Self { state: DisputeState::Final { decision, appeal, at: now }, ..self })
            }
            DisputeState::Talking { .. }
            | DisputeState::AwaitingDecision { .. }
            | DisputeState::Decided { .. }
            | DisputeState::Final { .. }
            | DisputeState::Settled { .. } => Err(self.wrong_state()),
        }
    }

    /// The clock leads on where nobody acted: talk to a moderator, a decision nobody made to the rule of silence, a
    /// decision nobody appealed against to its end, an appeal nobody decided to the first decision.
    pub fn advance(self, rules: &Rules, now: Instant) -> Result<Self, DisputeRefusal> {
        match self.next_clock_event(rules) {
            Some(at) if now < at => return Err(DisputeRefusal::NotYet(at)),
            Some(_) | None => {}
        }
        let state = match self.state {
            DisputeState::Talking { .. } => {
                DisputeState::AwaitingDecision { due: after_working_days(now, rules.decision_working_days, rules.zone) }
            }
            DisputeState::AwaitingDecision { .. } => {
                let split = self.divide(self.owed)?;
                let reason = DecisionReason::Undecided;
                decided(Decision { by: Decider::Clock, at: now, split, reason, text: String::new() }, rules, now)
            }
            DisputeState::Decided { decision, .. } => DisputeState::Final { decision, appeal: None, at: now },
            DisputeState::Appealed { appeal, .. } => {
                DisputeState::Final { decision: appeal.against.clone(), appeal: Some(appeal), at: now }
            }
            DisputeState::Final { .. } | DisputeState::Settled { .. } => return Err(self.wrong_state()),
        };
        Ok(Self { state, ..self })
    }

    /// When the clock has to look at it next ([`Dispute::advance`]).
    pub fn next_clock_event(&self, rules: &Rules) -> Option<Instant> {
        match self.state {
            DisputeState::Talking { until } => Some(until),
            DisputeState::AwaitingDecision { due } | DisputeState::Appealed { due, .. } => {
                Some(due.plus(days(rules.undecided_days)))
            }
            DisputeState::Decided { appeal_until, .. } => Some(appeal_until),
            DisputeState::Final { .. } | DisputeState::Settled { .. } => None,
        }
    }

    /// When to remind whoever must act in the stage that began at `since`: the two, then the moderators.
    pub fn reminders(&self, since: Instant) -> Vec<Instant> {
        match self.state {
            DisputeState::Talking { until } => deadlines::reminders(since, until),
            DisputeState::AwaitingDecision { due } | DisputeState::Appealed { due, .. } => {
                deadlines::reminders(since, due)
            }
            DisputeState::Decided { appeal_until, .. } => deadlines::reminders(since, appeal_until),
            DisputeState::Final { .. } | DisputeState::Settled { .. } => Vec::new(),
        }
    }

    fn decided_by(&self, moderator: PersonId, draft: DecisionDraft, now: Instant) -> Result<Decision, DisputeRefusal> {
        if self.moderator != Some(moderator) {
            return Err(DisputeRefusal::NotAssigned);
        }
        if draft.reason == DecisionReason::Undecided {
            return Err(DisputeRefusal::Invalid(vec![InputError::new("reason", InputFault::OutOfRange)]));
        }
        let split = self.divide(draft.to_worker)?;
        let text = checked("text", &draft.text)?;
        Ok(Decision { by: Decider::Moderator { person: moderator }, at: now, split, reason: draft.reason, text })
    }
}

impl Appeal {
    fn may_be_decided_by(&self, moderator: PersonId) -> Result<(), DisputeRefusal> {
        if self.against.by == (Decider::Moderator { person: moderator }) {
            Err(DisputeRefusal::SameModerator)
        } else {
            Ok(())
        }
    }
}

fn decided(decision: Decision, rules: &Rules, now: Instant) -> DisputeState {
    DisputeState::Decided { decision, appeal_until: now.plus(days(rules.appeal_days)) }
}
