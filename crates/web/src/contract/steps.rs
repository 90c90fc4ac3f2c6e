use super::deal::{
    AcceptedHow, Contract, ContractCancelledHow, ContractState, Delivery, Milestone, MilestoneEndedHow, MilestoneState,
};
use crate::dispute::{DealSide, DisputeState};
use crate::schema::DateTime;
use crate::show::{self, Clock};
use crate::words::Words;

/// One step of the story: what happened, what goes on, what comes, and what the clock does when nobody acts.
pub(super) struct Step {
    pub stage: Stage,
    pub title: String,
    pub lines: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Done,
    Now,
    Next,
}

impl Stage {
    /// As the style sheet calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
        }
    }
}

/// Tells the story of one contract to a reader.
pub(super) struct Story<'c> {
    pub contract: &'c Contract,
    pub words: &'static Words,
    pub clock: Clock,
}

impl Story<'_> {
    /// All of it, in the order of time.
    pub fn steps(&self) -> Vec<Step> {
        let made = done(say!(self.words, "step-made"), [self.day(self.contract.made_at)]);
        let mut steps = vec![made];
        let mut is_first = true;
        for part in &self.contract.milestones {
            self.part(part, is_first, &mut steps);
            is_first &= part.state.is_over();
        }
        if let Some(proposal) = &self.contract.cancellation {
            let by_reader = proposal.by == self.contract.side();
            let title =
                if by_reader { say!(self.words, "step-ending-asked") } else { say!(self.words, "step-ending-answer") };
            let (to_worker, held) = (show::money(&proposal.to_worker), show::money(&proposal.held));
            let share = say!(self.words, "step-ending-share", part = to_worker, held = held);
            let until = say!(self.words, "step-ending-until", day = self.day(proposal.answer_by));
            steps.push(now(title, [proposal.note.clone(), share, until]));
        }
        self.end(&mut steps);
        steps
    }

    fn day(&self, at: DateTime) -> String {
        self.clock.day(self.words, at)
    }

    fn side(&self) -> DealSide {
        self.contract.side()
    }

    /// The name of a part, where there are several.
    fn named(&self, part: &Milestone, text: String) -> String {
        let is_alone = self.contract.milestones.len() == 1;
        if is_alone { text } else { say!(self.words, "step-of-part", part = part.title.as_str(), step = text) }
    }

    fn part(&self, part: &Milestone, is_first: bool, steps: &mut Vec<Step>) {
        let words = self.words;
        let amount = show::money(&part.gross);
        match part.state {
            MilestoneState::Agreed if self.contract.state.is_over() => return,
            MilestoneState::Agreed => {
                let title = self.named(part, say!(words, "step-to-be-held", amount = amount));
                let step = if is_first {
                    let text = match self.side() {
                        DealSide::Worker => say!(words, "step-do-not-begin"),
                        DealSide::Client => say!(words, "step-pay-in"),
                    };
                    now(title, [text])
                } else {
                    next(title)
                };
                steps.push(step);
                return;
            }
            MilestoneState::InProgress
            | MilestoneState::Delivered
            | MilestoneState::Accepted
            | MilestoneState::Disputed => {
                steps.push(done(self.named(part, say!(words, "step-held", amount = amount)), []));
            }
            MilestoneState::Ended => {}
        }
        let deliveries = part.deliveries.as_ref().map(|found| found.nodes.as_slice()).unwrap_or_default();
        for delivery in deliveries.iter().rev() {
            self.delivery(part, delivery, steps);
        }
        self.standing(part, steps);
    }

    fn delivery(&self, part: &Milestone, delivery: &Delivery, steps: &mut Vec<Step>) {
        let moment = self.clock.moment(self.words, delivery.submitted_at);
        let title = say!(self.words, "step-delivered", number = delivery.number);
        steps.push(done(self.named(part, title), [moment]));
        if let Some(request) = &delivery.revision_request {
            let items = self.contract.terms.iter().flat_map(|terms| &terms.checklist);
            let item = items.filter(|item| item.number == request.item).map(|item| item.text.clone());
            let day = delivery.answered_at.map(|at| self.day(at));
            let lines = day.into_iter().chain(item).chain([request.reason.clone()]);
            steps.push(done(self.named(part, say!(self.words, "step-sent-back")), lines));
        }
    }

    /// Where a part that was paid in stands now, and what the clock does.
    fn standing(&self, part: &Milestone, steps: &mut Vec<Step>) {
        let words = self.words;
        let is_workers = self.side() == DealSide::Worker;
        let due = part.due_at.map(|at| (self.clock.days_left(at), self.day(at)));
        let step = match part.state {
            MilestoneState::Agreed => return,
            MilestoneState::InProgress => {
                let title = if is_workers {
                    say!(words, "step-you-work")
                } else {
                    say!(words, "step-worker-works", name = self.contract.worker_name())
                };
                let agreed = say!(words, "step-agreed-day", day = self.day(self.contract.finish_by));
                let clock = due.map(|(_, day)| say!(words, "step-work-until", day = day));
                now(self.named(part, title), [agreed].into_iter().chain(clock))
            }
            MilestoneState::Delivered => {
                let title = if is_workers {
                    say!(words, "step-client-inspects", name = self.contract.client_name())
                } else {
                    say!(words, "step-you-inspect")
                };
                let clock = due.map(|(days, day)| say!(words, "step-inspect-until", days = days, day = day));
                now(self.named(part, title), clock)
            }
            MilestoneState::Disputed => self.dispute(part),
            MilestoneState::Accepted => {
                let how = match part.accepted_how {
                    Some(AcceptedHow::ByClock) => say!(words, "step-accepted-by-clock"),
                    Some(AcceptedHow::ByClient) | None => say!(words, "step-accepted"),
                };
                done(self.named(part, how), part.ended_at.map(|at| self.day(at)))
            }
            MilestoneState::Ended => {
                let how = match part.ended_how {
                    Some(MilestoneEndedHow::Refunded) => say!(words, "step-ended-refunded"),
                    Some(MilestoneEndedHow::Split) => say!(words, "step-ended-split"),
                    Some(MilestoneEndedHow::Lapsed) => say!(words, "step-ended-lapsed"),
                    Some(MilestoneEndedHow::Cancelled) | None => say!(words, "step-ended-cancelled"),
                };
                done(self.named(part, how), part.ended_at.map(|at| self.day(at)))
            }
        };
        steps.push(step);
    }

    fn dispute(&self, part: &Milestone) -> Step {
        let words = self.words;
        let Some(dispute) = &part.dispute else { return now(self.named(part, say!(words, "step-talking")), []) };
        let due = dispute.due_at.map(|at| self.day(at));
        let (title, clock) = match dispute.state {
            DisputeState::Talking => {
                (say!(words, "step-talking"), due.map(|day| say!(words, "step-talking-until", day = day)))
            }
            DisputeState::AwaitingDecision => {
                (say!(words, "step-deciding"), due.map(|day| say!(words, "step-deciding-until", day = day)))
            }
            DisputeState::Decided => {
                (say!(words, "step-decided"), due.map(|day| say!(words, "step-decided-until", day = day)))
            }
            DisputeState::Appealed => {
                (say!(words, "step-appealed"), due.map(|day| say!(words, "step-deciding-until", day = day)))
            }
            DisputeState::Settled | DisputeState::Final => (say!(words, "step-ended-split"), None),
        };
        let opened = say!(words, "step-since", day = self.day(dispute.opened_at));
        now(self.named(part, title), [opened].into_iter().chain(clock))
    }

    /// How it ends, or ended.
    fn end(&self, steps: &mut Vec<Step>) {
        let words = self.words;
        let day = self.contract.ended_at.map(|at| self.day(at));
        let is_workers = self.side() == DealSide::Worker;
        match self.contract.state {
            ContractState::Active | ContractState::Cancelling if is_workers => {
                steps.push(next(say!(words, "step-will-be-yours", net = self.contract.take_home.net())));
                return;
            }
            ContractState::Active | ContractState::Cancelling => {
                steps.push(next(say!(words, "step-will-end")));
                return;
            }
            ContractState::Completed if is_workers && !self.contract.escrow.released.is_zero() => {
                steps.push(done(say!(words, "step-is-yours"), [say!(words, "step-is-yours-text")]));
            }
            ContractState::Completed => steps.push(done(say!(words, "step-completed"), day)),
            ContractState::Cancelled => {
                let title = match self.contract.cancelled_how {
                    Some(ContractCancelledHow::Lapsed) => say!(words, "step-lapsed"),
                    Some(ContractCancelledHow::BySilence) => say!(words, "step-cancelled-by-silence"),
                    Some(ContractCancelledHow::Agreed) | None => say!(words, "step-cancelled"),
                };
                steps.push(done(title, day));
            }
        }
        if self.contract.is_reviewed() {
            steps.push(done(say!(words, "step-reviewed"), []));
        }
    }
}

/// How far along the thread is inked, in hundredths.
pub(super) fn inked(steps: &[Step]) -> usize {
    let done = steps.iter().filter(|step| step.stage == Stage::Done).count();
    let is_over = done == steps.len();
    if is_over { 100 } else { (done * 100 + 30).checked_div(steps.len()).unwrap_or_default() }
}

fn done(title: String, lines: impl IntoIterator<Item = String>) -> Step {
    Step { stage: Stage::Done, title, lines: lines.into_iter().collect() }
}

fn now(title: String, lines: impl IntoIterator<Item = String>) -> Step {
    Step { stage: Stage::Now, title, lines: lines.into_iter().collect() }
}

fn next(title: String) -> Step {
    Step { stage: Stage::Next, title, lines: Vec::new() }
}
