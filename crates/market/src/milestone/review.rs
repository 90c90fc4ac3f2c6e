use super::{EndedHow, Milestone, MilestoneRefusal, MilestoneState, Step};
use crate::{AcceptedHow, Deal, Delivery, RevisionAsk, Split};
use kernel::{InputError, InputFault, Instant, Money};

/// Handing in, answering, and the clock of both.
impl Milestone {
    /// Refuses work that could not be handed in now: unfunded, ended, disputed, or accepted by silence.
    pub fn takes_work(&self, now: Instant) -> Result<(), MilestoneRefusal> {
        match self.state {
            MilestoneState::InProgress { .. } => Ok(()),
            MilestoneState::Delivered { answer_by, .. } => in_time(answer_by, now),
            MilestoneState::Agreed
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    /// Work is handed in and the review window opens. Late work is taken as long as the milestone has not lapsed.
    pub fn deliver(self, delivery: &Delivery, deal: &Deal, now: Instant) -> Result<Self, MilestoneRefusal> {
        match self.state {
            MilestoneState::InProgress { .. } => self.received(delivery, deal, now),
            MilestoneState::Agreed
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    /// The worker hands in another delivery in place of the one that waits; the review window opens anew.
    pub fn replace_delivery(
        self,
        waiting: Delivery,
        newer: &Delivery,
        deal: &Deal,
        now: Instant,
    ) -> Result<Step, MilestoneRefusal> {
        self.in_review(&waiting, now)?;
        let superseded = waiting.supersede(now)?;
        let moves = Split::nothing(self.gross.currency());
        Ok(Step { milestone: self.received(newer, deal, now)?, delivery: Some(superseded), moves })
    }

    /// Takes what is handed in: [`Milestone::deliver`], or [`Milestone::replace_delivery`] where one waits already.
    pub fn receive(
        self,
        waiting: Option<Delivery>,
        newer: &Delivery,
        deal: &Deal,
        now: Instant,
    ) -> Result<Step, MilestoneRefusal> {
        match waiting {
            Some(waiting) => self.replace_delivery(waiting, newer, deal, now),
            None => {
                let moves = Split::nothing(self.gross.currency());
                Ok(Step { milestone: self.deliver(newer, deal, now)?, delivery: None, moves })
            }
        }
    }

    /// The client takes the work: all that is left is released. Possible after the window too, until the clock has acted.
    pub fn accept(self, waiting: Delivery, now: Instant) -> Result<Step, MilestoneRefusal> {
        self.waits(&waiting)?;
        self.take_all(waiting, AcceptedHow::ByClient, now)
    }

    /// The client said nothing for the whole review window.
    pub fn auto_accept(self, waiting: Delivery, now: Instant) -> Result<Step, MilestoneRefusal> {
        let answer_by = self.waits(&waiting)?;
        if now < answer_by {
            return Err(MilestoneRefusal::NotYet(answer_by));
        }
        self.take_all(waiting, AcceptedHow::ByClock, now)
    }

    /// The client takes a part of the work and pays `amount` of what is left; the milestone goes on with the rest.
    ///
    /// It counts as a round: otherwise paying one yen at a time would be an endless revision.
    pub fn accept_partly(
        self,
        waiting: Delivery,
        amount: Money,
        deal: &Deal,
        now: Instant,
    ) -> Result<Step, MilestoneRefusal> {
        self.in_review(&waiting, now)?;
        let moves = self.part_of_held(amount)?;
        if moves.to_client.is_zero() {
            return Err(MilestoneRefusal::AmountOutOfRange);
        }
        let milestone = self.next_round(deal)?;
        let state = milestone.working(deal, now);
        let moves = Split { to_client: Money::zero(amount.currency()), ..moves };
        milestone.step(state, Some(waiting.accept_partly(amount, now)?), moves)
    }

    /// The client sends the work back against a checklist item, in one of the agreed rounds. The clock stops until the
    /// next delivery.
    pub fn request_revision(
        self,
        waiting: Delivery,
        ask: RevisionAsk,
        deal: &Deal,
        now: Instant,
    ) -> Result<Step, MilestoneRefusal> {
        self.in_review(&waiting, now)?;
        let ask = ask.check(deal).map_err(MilestoneRefusal::Invalid)?;
        let milestone = self.next_round(deal)?;
        let state = milestone.working(deal, now);
        let moves = Split::nothing(milestone.gross.currency());
        milestone.step(state, Some(waiting.request_revision(ask, now)?), moves)
    }

    /// The client gives more time: the milestone lapses later, never earlier.
    pub fn allow_more_time(self, until: Instant, deal: &Deal, now: Instant) -> Result<Self, MilestoneRefusal> {
        match self.state {
            MilestoneState::InProgress { since, lapse_at } => {
                let lapse_at = lapse_at.max(deal.rules.lapse_at(now, until));
                Ok(Self { state: MilestoneState::InProgress { since, lapse_at }, ..self })
            }
            MilestoneState::Agreed
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    /// Its time is over and nothing waits for an answer: what was received earlier is paid, otherwise the money goes back.
    pub fn lapse(self, now: Instant) -> Result<Step, MilestoneRefusal> {
        match self.state {
            MilestoneState::InProgress { lapse_at, .. } if now < lapse_at => Err(MilestoneRefusal::NotYet(lapse_at)),
            MilestoneState::InProgress { .. } => {
                let held = self.held()?;
                if self.received_at.is_some() {
                    let state = MilestoneState::Accepted { at: now, how: AcceptedHow::ByClock };
                    self.step(state, None, Split::all_to_worker(held))
                } else {
                    let state = MilestoneState::Ended { at: now, how: EndedHow::Lapsed };
                    self.step(state, None, Split::all_to_client(held))
                }
            }
            MilestoneState::Agreed
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    fn received(self, delivery: &Delivery, deal: &Deal, now: Instant) -> Result<Self, MilestoneRefusal> {
        if delivery.milestone != self.id {
            return Err(MilestoneRefusal::OtherDelivery);
        }
        delivery.unanswered()?;
        let answer_by = deal.rules.answer_by(now);
        let state = MilestoneState::Delivered { delivery: delivery.id, at: now, answer_by };
        Ok(Self { received_at: self.received_at.or(Some(now)), state, ..self })
    }

    fn take_all(self, waiting: Delivery, how: AcceptedHow, now: Instant) -> Result<Step, MilestoneRefusal> {
        let held = self.held()?;
        let delivery = waiting.accept(how, now)?;
        self.step(MilestoneState::Accepted { at: now, how }, Some(delivery), Split::all_to_worker(held))
    }

    /// When silence accepts `waiting`, if it is what waits here.
    pub(super) fn waits(&self, waiting: &Delivery) -> Result<Instant, MilestoneRefusal> {
        match self.state {
            MilestoneState::Delivered { delivery, .. } if delivery != waiting.id => {
                Err(MilestoneRefusal::OtherDelivery)
            }
            MilestoneState::Delivered { answer_by, .. } => Ok(answer_by),
            MilestoneState::Agreed
            | MilestoneState::InProgress { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    /// Refuses what may only happen before silence has accepted, even when the clock is late.
    fn in_review(&self, waiting: &Delivery, now: Instant) -> Result<(), MilestoneRefusal> {
        in_time(self.waits(waiting)?, now)
    }

    fn next_round(self, deal: &Deal) -> Result<Self, MilestoneRefusal> {
        if self.revisions >= deal.rules.free_revisions {
            return Err(MilestoneRefusal::NoRevisionLeft);
        }
        Ok(Self { revisions: self.revisions.saturating_add(1), ..self })
    }

    /// `amount` as the worker's part of what is held; more than nothing.
    pub(super) fn part_of_held(&self, amount: Money) -> Result<Split, MilestoneRefusal> {
        if amount.currency() != self.gross.currency() {
            return Err(MilestoneRefusal::Invalid(vec![InputError::new("amount", InputFault::CurrencyMismatch)]));
        }
        match Split::try_new(self.held()?, amount) {
            Ok(split) if amount.is_positive() => Ok(split),
            Ok(_) | Err(_) => Err(MilestoneRefusal::AmountOutOfRange),
        }
    }
}

fn in_time(answer_by: Instant, now: Instant) -> Result<(), MilestoneRefusal> {
    if now < answer_by { Ok(()) } else { Err(MilestoneRefusal::TooLate(answer_by)) }
}
