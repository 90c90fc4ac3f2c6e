//! Random deals, step by step, and what becomes of them when both sides and every moderator fall silent.

use crate::sample::*;
use crate::*;
use kernel::{Instant, Money};
use proptest::prelude::*;
use time::Duration;

/// One deal with everything that belongs to it, as a use case would keep it.
#[derive(Clone)]
struct World {
    now: Instant,
    contract: Contract,
    milestones: Vec<Milestone>,
    deliveries: Vec<Delivery>,
    disputes: Vec<Dispute>,
}

#[derive(Clone, Debug)]
enum Command {
    Fund,
    Deliver,
    Replace,
    Accept,
    AutoAccept,
    AcceptPartly(i64),
    RequestRevision,
    MoreTime(i64),
    GiveBack(i64),
    Lapse,
    Open(Side),
    Argue(Argument),
    Cancel(Cancelling),
}

#[derive(Clone, Debug)]
enum Argument {
    Offer(Side, Option<i64>),
    AcceptOffer(Side),
    Decide(i64),
    Appeal(Side),
    DecideAppeal(i64),
    Advance,
}

#[derive(Clone, Debug)]
enum Cancelling {
    Propose(Side, i64),
    Accept(Side),
    Decline(Side),
    EndSilence,
}

fn commands() -> impl Strategy<Value = Vec<(Command, usize, i64)>> {
    let side = || prop_oneof![Just(Side::Client), Just(Side::Worker)];
    let amount = || 0..6_700_i64;
    let command = prop_oneof![
        4 => Just(Command::Fund),
        4 => Just(Command::Deliver),
        1 => Just(Command::Replace),
        1 => Just(Command::Accept),
        2 => Just(Command::AutoAccept),
        2 => amount().prop_map(Command::AcceptPartly),
        3 => Just(Command::RequestRevision),
        1 => (0..90_i64).prop_map(Command::MoreTime),
        1 => amount().prop_map(Command::GiveBack),
        1 => Just(Command::Lapse),
        2 => side().prop_map(Command::Open),
        1 => (side(), prop::option::of(amount())).prop_map(|(by, part)| Command::Argue(Argument::Offer(by, part))),
        1 => side().prop_map(|by| Command::Argue(Argument::AcceptOffer(by))),
        2 => amount().prop_map(|part| Command::Argue(Argument::Decide(part))),
        2 => side().prop_map(|by| Command::Argue(Argument::Appeal(by))),
        1 => amount().prop_map(|part| Command::Argue(Argument::DecideAppeal(part))),
        3 => Just(Command::Argue(Argument::Advance)),
        2 => (side(), 0..11_000_i64).prop_map(|(by, part)| Command::Cancel(Cancelling::Propose(by, part))),
        1 => side().prop_map(|by| Command::Cancel(Cancelling::Accept(by))),
        1 => side().prop_map(|by| Command::Cancel(Cancelling::Decline(by))),
        1 => Just(Command::Cancel(Cancelling::EndSilence)),
    ];
    prop::collection::vec((command, 0..2_usize, 0..60_i64), 0..40)
}

/// A refusal of any aggregate; a refused command changes nothing because only the answer is kept.
struct Refused;

impl<R: std::error::Error> From<R> for Refused {
    fn from(_: R) -> Self {
        Self
    }
}

impl World {
    fn new() -> Self {
        let (contract, milestones) = (contract(), milestones());
        Self { now: start(), contract, milestones, deliveries: Vec::new(), disputes: Vec::new() }
    }

    fn waiting(&self, index: usize) -> Option<Delivery> {
        let milestone = self.milestones[index].id;
        self.deliveries.iter().rev().find(|delivery| delivery.milestone == milestone).cloned()
    }

    fn dispute(&self, index: usize) -> Result<Dispute, Refused> {
        let milestone = self.milestones[index].id;
        self.disputes.iter().rev().find(|dispute| dispute.milestone == milestone).cloned().ok_or(Refused)
    }

    fn hand_in(&self, index: usize) -> Delivery {
        delivery(next_number(self.deliveries.len()), &self.milestones[index], self.now)
    }

    fn keep(&mut self, index: usize, step: Step) {
        self.milestones[index] = step.milestone;
        if let Some(changed) = step.delivery {
            let kept = self.deliveries.iter_mut().find(|delivery| delivery.id == changed.id).unwrap();
            *kept = changed;
        }
    }

    /// Keeps a dispute and, when it has ended, ends it for its milestone in the same step.
    fn keep_dispute(&mut self, index: usize, dispute: Dispute) -> Result<(), Refused> {
        if dispute.outcome().is_some() {
            let waiting = self.waiting(index);
            let milestone = self.milestones[index].clone();
            let step = milestone.end_dispute(&dispute, waiting, &self.contract.deal, self.now)?;
            self.keep(index, step);
        }
        let kept = self.disputes.iter_mut().find(|kept| kept.id == dispute.id).unwrap();
        *kept = dispute;
        Ok(())
    }

    fn keep_ending(&mut self, ending: Ending) -> Result<(), Refused> {
        for share in &ending.shares {
            let index = self.milestones.iter().position(|milestone| milestone.id == share.milestone).unwrap();
            let waiting = self.waiting(index);
            let step = self.milestones[index].clone().cancel(waiting, share.split.to_worker, self.now)?;
            assert_eq!(step.moves, share.split, "a milestone moves exactly its share");
            self.keep(index, step);
        }
        self.contract = ending.contract;
        Ok(())
    }

    fn run(&mut self, command: &Command, index: usize) -> Result<(), Refused> {
        let now = self.now;
        let deal = self.contract.deal;
        let milestone = self.milestones[index].clone();
        let waiting = || self.waiting(index).ok_or(Refused);
        match command {
            Command::Fund => {
                let gross = milestone.gross;
                self.milestones[index] = milestone.funded(gross, &deal, now)?;
            }
            Command::Deliver => {
                let handed_in = self.hand_in(index);
                self.milestones[index] = milestone.deliver(&handed_in, &deal, now)?;
                self.deliveries.push(handed_in);
            }
            Command::Replace => {
                let handed_in = self.hand_in(index);
                let step = milestone.replace_delivery(waiting()?, &handed_in, &deal, now)?;
                self.keep(index, step);
                self.deliveries.push(handed_in);
            }
            Command::Accept => self.keep(index, milestone.accept(waiting()?, now)?),
            Command::AutoAccept => {
                let due = milestone.next_clock_event();
                let step = milestone.auto_accept(waiting()?, now)?;
                assert!(due.is_some_and(|due| now >= due), "accepted by the clock before its time");
                self.keep(index, step);
            }
            Command::AcceptPartly(part) => {
                self.keep(index, milestone.accept_partly(waiting()?, yen(*part), &deal, now)?);
            }
            Command::RequestRevision => self.keep(index, milestone.request_revision(waiting()?, ask(1), &deal, now)?),
            Command::MoreTime(days) => {
                self.milestones[index] = milestone.allow_more_time(now.plus(Duration::days(*days)), &deal, now)?;
            }
            Command::GiveBack(part) => self.keep(index, milestone.give_back(yen(*part), now)?),
            Command::Lapse => self.keep(index, milestone.lapse(now)?),
            Command::Open(by) => {
                let id = dispute_id(next_number(self.disputes.len()));
                let (dispute, milestone) = Dispute::open((id, *by), dispute_draft(), milestone, &deal.rules, now)?;
                self.milestones[index] = milestone;
                self.disputes.push(dispute);
            }
            Command::Argue(argument) => return self.argue(argument, index),
            Command::Cancel(cancelling) => return self.cancel(cancelling),
        }
        Ok(())
    }

    fn argue(&mut self, argument: &Argument, index: usize) -> Result<(), Refused> {
        let now = self.now;
        let rules = self.contract.deal.rules;
        let dispute = self.dispute(index)?;
        let dispute = match argument {
            Argument::Offer(by, part) => dispute.offer(*by, part.map(yen), now)?,
            Argument::AcceptOffer(by) => {
                let read = dispute.offer.ok_or(Refused)?.settlement;
                dispute.accept_offer(*by, read, now)?
            }
            Argument::Decide(part) => dispute.assign(person(7))?.decide(person(7), decision(*part), &rules, now)?,
            Argument::Appeal(by) => dispute.appeal(*by, "見てほしい。", &rules, now)?,
            Argument::DecideAppeal(part) => {
                dispute.assign(person(8))?.decide_appeal(person(8), decision(*part), now)?
            }
            Argument::Advance => dispute.advance(&rules, now)?,
        };
        self.keep_dispute(index, dispute)
    }

    fn cancel(&mut self, cancelling: &Cancelling) -> Result<(), Refused> {
        let contract = self.contract.clone();
        match cancelling {
            Cancelling::Propose(by, part) => {
                let draft = CancellationDraft { to_worker: yen(*part), note: "引っ越します。".to_owned() };
                self.contract = contract.propose_cancellation(*by, draft, &self.milestones, self.now)?;
            }
            Cancelling::Decline(by) => self.contract = contract.decline_cancellation(*by)?,
            Cancelling::Accept(by) => {
                let ending = contract.accept_cancellation(*by, &self.milestones, self.now)?;
                self.keep_ending(ending)?;
            }
            Cancelling::EndSilence => {
                let ending = contract.answer_by_silence(&self.milestones, self.now)?;
                self.keep_ending(ending)?;
            }
        }
        Ok(())
    }

    /// Runs a command and completes the contract when its last milestone has ended; a refusal changes nothing.
    fn step(&mut self, command: &Command, index: usize) {
        let mut next = self.clone();
        if next.run(command, index).is_ok() {
            if let Ok(completed) = next.contract.clone().complete(&next.milestones, next.now) {
                next.contract = completed;
            }
            *self = next;
        }
        self.check();
    }

    fn check(&self) {
        for milestone in &self.milestones {
            let gone = milestone.accepted.checked_add(milestone.returned).unwrap();
            let funded = !gone.is_zero() || milestone.held().unwrap().is_positive();
            if funded {
                let all = gone.checked_add(milestone.held().unwrap()).unwrap();
                assert_eq!(all, milestone.gross, "accepted, returned and held are the whole price");
            }
            assert!(milestone.accepted.minor() >= 0 && milestone.returned.minor() >= 0);
            assert!(milestone.revisions <= self.contract.deal.rules.free_revisions);
        }
        if self.has_ended() {
            assert!(self.milestones.iter().all(|milestone| milestone.ended_at().is_some()));
        }
    }

    fn proposal(&self) -> Option<&Proposal> {
        match &self.contract.state {
            ContractState::Cancelling { proposal } => Some(proposal),
            ContractState::Active | ContractState::Completed { .. } | ContractState::Cancelled { .. } => None,
        }
    }

    fn has_ended(&self) -> bool {
        match self.contract.state {
            ContractState::Active | ContractState::Cancelling { .. } => false,
            ContractState::Completed { .. } | ContractState::Cancelled { .. } => true,
        }
    }

    /// The next thing that happens when nobody does anything: when, what and to which milestone.
    fn next_clock_event(&self) -> Option<(Instant, Command, usize)> {
        let rules = self.contract.deal.rules;
        let milestones = self.milestones.iter().enumerate().filter_map(|(index, milestone)| {
            let waits = milestone.state.kind() == MilestoneStateKind::Delivered;
            let command = if waits { Command::AutoAccept } else { Command::Lapse };
            milestone.next_clock_event().map(|at| (at, command, index))
        });
        let disputes = (0..self.milestones.len()).filter_map(|index| {
            let dispute = self.dispute(index).ok()?;
            dispute.next_clock_event(&rules).map(|at| (at, Command::Argue(Argument::Advance), index))
        });
        let silence = self.proposal().map(|proposal| (proposal.answer_by, Command::Cancel(Cancelling::EndSilence), 0));
        milestones.chain(disputes).chain(silence).min_by_key(|(at, _, _)| *at)
    }

    /// Follows the clocks until the contract has ended, and answers when that was.
    fn fall_silent(&mut self) -> Instant {
        while !self.has_ended() {
            if let Some((at, command, index)) = self.next_clock_event() {
                self.now = self.now.max(at);
                let ran = self.run(&command, index);
                assert!(ran.is_ok(), "{command:?} was due and refused");
                if let Ok(completed) = self.contract.clone().complete(&self.milestones, self.now) {
                    self.contract = completed;
                }
            } else {
                let at = self.contract.next_clock_event(&self.milestones).expect("an open contract has a clock");
                self.now = self.now.max(at);
                let ending = self.contract.clone().lapse(&self.milestones, self.now).unwrap();
                assert!(self.keep_ending(ending).is_ok());
            }
            self.check();
        }
        self.now
    }
}

fn after(commands: Vec<(Command, usize, i64)>) -> World {
    let mut world = World::new();
    for (command, index, hours) in commands {
        world.now = world.now.plus(Duration::hours(hours));
        world.step(&command, index);
    }
    world
}

fn next_number(len: usize) -> u128 {
    u128::try_from(len).unwrap().saturating_add(1)
}

/// Has a moderator said who gets the money, and the money has not moved yet?
fn is_decided(world: &World) -> bool {
    world.disputes.iter().any(|dispute| match dispute.state {
        DisputeState::Decided { .. } | DisputeState::Appealed { .. } => true,
        DisputeState::Talking { .. }
        | DisputeState::AwaitingDecision { .. }
        | DisputeState::Final { .. }
        | DisputeState::Settled { .. } => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_deal_is_stuck_when_both_sides_and_every_moderator_are_silent(commands in commands()) {
        let mut world = after(commands);
        let silent_since = world.now;
        let ended = world.fall_silent();
        prop_assert!(ended <= silent_since.plus(Duration::days(120)), "took {}", ended.since(silent_since));
        for milestone in &world.milestones {
            prop_assert_eq!(milestone.held(), Ok(Money::zero(milestone.gross.currency())));
        }
    }

    #[test]
    fn silence_pays_what_was_received_and_returns_what_was_not(commands in commands()) {
        let before = after(commands);
        prop_assume!(!is_decided(&before));
        let proposed_by = before.proposal().map(|proposal| proposal.by);
        let mut world = before.clone();
        world.fall_silent();
        for (before, after) in before.milestones.iter().zip(&world.milestones) {
            let owed = before.owed().unwrap();
            let back = before.held().unwrap().checked_sub(owed).unwrap();
            let paid = after.accepted.checked_sub(before.accepted).unwrap().minor();
            let returned = after.returned.checked_sub(before.returned).unwrap().minor();
            // What a side has offered of its own due may be taken; what it is due is never taken by the other.
            if proposed_by != Some(Side::Worker) {
                prop_assert!(paid >= owed.minor());
            }
            if proposed_by != Some(Side::Client) {
                prop_assert!(returned >= back.minor());
            }
        }
    }
}
