use super::{EndedHow, Milestone, MilestoneRefusal, MilestoneState, Paused, Step};
use crate::{Deal, Delivery, Dispute, Settlement, Split};
use kernel::{DisputeId, Instant, Money};

/// The ends that are not acceptance.
impl Milestone {
    /// The worker gives back `amount` of what is left; all of it ends the milestone.
    ///
    /// Not while a delivery waits: after receipt a price may not fall because one side wishes it (Freelance Act art. 5);
    /// then the ways are acceptance, a cancellation or a dispute.
    pub fn give_back(self, amount: Money, now: Instant) -> Result<Step, MilestoneRefusal> {
        match self.state {
            MilestoneState::InProgress { since, lapse_at } => {
                let split = self.part_of_held(amount)?;
                let state = if split.to_client.is_zero() {
                    MilestoneState::Ended { at: now, how: EndedHow::Refunded }
                } else {
                    MilestoneState::InProgress { since, lapse_at }
                };
                self.step(state, None, Split::all_to_client(amount))
            }
            MilestoneState::Agreed
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => Err(self.wrong_state()),
        }
    }

    /// Freezes the milestone for [`Dispute::open`]. Not after silence has accepted, even when the clock is late.
    pub(crate) fn freeze(self, dispute: DisputeId, now: Instant) -> Result<Self, MilestoneRefusal> {
        let paused = match self.state {
            MilestoneState::InProgress { since, lapse_at } => Paused::InProgress { since, lapse_at },
            MilestoneState::Delivered { answer_by, .. } if now >= answer_by => {
                return Err(MilestoneRefusal::TooLate(answer_by));
            }
            MilestoneState::Delivered { delivery, at, answer_by } => Paused::Delivered { delivery, at, answer_by },
            MilestoneState::Agreed
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. } => return Err(self.wrong_state()),
        };
        Ok(Self { state: MilestoneState::Disputed { dispute, since: now, paused }, ..self })
    }

    /// Does what the dispute ended with: divides what is held, or goes on where it was interrupted.
    ///
    /// `waiting` is the delivery under review when the dispute was opened, if there was one.
    pub fn end_dispute(
        self,
        dispute: &Dispute,
        waiting: Option<Delivery>,
        deal: &Deal,
        now: Instant,
    ) -> Result<Step, MilestoneRefusal> {
        let (since, paused) = match &self.state {
            MilestoneState::Disputed { dispute: frozen_by, .. } if *frozen_by != dispute.id => {
                return Err(MilestoneRefusal::DisputeOpen);
            }
            MilestoneState::Disputed { since, paused, .. } => (*since, paused.clone()),
            MilestoneState::Agreed
            | MilestoneState::InProgress { .. }
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Ended { .. } => return Err(self.wrong_state()),
        };
        match dispute.outcome() {
            None => Err(MilestoneRefusal::DisputeOpen),
            Some(Settlement::GoOn) => {
                let state = resumed(paused, since, deal, now);
                let moves = Split::nothing(self.gross.currency());
                // What waits is as it was.
                self.step(state, None, moves)
            }
            Some(Settlement::Divide { split }) => {
                let settled = match paused {
                    Paused::InProgress { .. } => None,
                    Paused::Delivered { delivery, .. } => Some(settle(waiting, delivery, now)?),
                };
                let split =
                    Split::try_new(self.held()?, split.to_worker).map_err(|_| MilestoneRefusal::AmountOutOfRange)?;
                self.step(MilestoneState::Ended { at: now, how: EndedHow::Split }, settled, split)
            }
        }
    }

    /// Ends with its contract: `to_worker` of what is held is released, the rest goes back.
    ///
    /// `waiting` is the delivery under review, if there is one.
    pub fn cancel(self, waiting: Option<Delivery>, to_worker: Money, now: Instant) -> Result<Step, MilestoneRefusal> {
        let settled = match self.state {
            MilestoneState::Agreed | MilestoneState::InProgress { .. } => None,
            MilestoneState::Delivered { delivery, .. } => Some(settle(waiting, delivery, now)?),
            MilestoneState::Accepted { .. } | MilestoneState::Disputed { .. } | MilestoneState::Ended { .. } => {
                return Err(self.wrong_state());
            }
        };
        let split = Split::try_new(self.held()?, to_worker).map_err(|_| MilestoneRefusal::AmountOutOfRange)?;
        self.step(MilestoneState::Ended { at: now, how: EndedHow::Cancelled }, settled, split)
    }
}

/// The delivery `expected`, settled by something else than an answer.
fn settle(waiting: Option<Delivery>, expected: kernel::DeliveryId, now: Instant) -> Result<Delivery, MilestoneRefusal> {
    match waiting {
        Some(delivery) if delivery.id == expected => Ok(delivery.settle(now)?),
        Some(_) | None => Err(MilestoneRefusal::OtherDelivery),
    }
}

/// Where it was interrupted, with the time of the dispute added to its clock. A review still ends early enough to pay
/// within the 60 days of the law, which a dispute does not move.
fn resumed(paused: Paused, since: Instant, deal: &Deal, now: Instant) -> MilestoneState {
    let pause = now.since(since);
    match paused {
        Paused::InProgress { since, lapse_at } => MilestoneState::InProgress { since, lapse_at: lapse_at.plus(pause) },
        Paused::Delivered { delivery, at, answer_by } => {
            let answer_by = answer_by.plus(pause).min(deal.rules.latest_lawful_answer(at));
            MilestoneState::Delivered { delivery, at, answer_by }
        }
    }
}
