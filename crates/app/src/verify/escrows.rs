use super::{Check, Checks, Reader, each_page};
use escrow::{Escrow, EscrowState, EscrowStateKind};
use kernel::MilestoneId;
use market::{Milestone, MilestoneState};
use std::collections::HashMap;
use storage::Stored;

/// M3, M4, M10, M11: what each escrow says, against its account and its milestone.
pub(super) async fn check(read: Reader<'_>) -> Checks {
    let mut held = Check::new("M3", "each escrow's account holds what was funded and not released or refunded");
    let mut agreed = Check::new("M4", "each escrow released what was accepted and refunded what was returned");
    let mut funded = Check::new("M10", "each milestone that is worked on has its whole price held");
    let mut frozen = Check::new("M11", "the money of each disputed milestone is frozen, and of no other");
    each_page!(read, escrows_after, |last: &Stored<Escrow>| last.value.milestone, |page| {
        let escrows: Vec<Escrow> = page.iter().map(|stored| stored.value).collect();
        let accounts: Vec<_> = escrows.iter().map(Escrow::account).collect();
        let balances = read.balances(&accounts).await?;
        let ids: Vec<MilestoneId> = escrows.iter().map(|escrow| escrow.milestone).collect();
        let milestones = read.milestones(&ids).await?;
        let milestones: HashMap<_, _> = milestones.iter().map(|stored| (stored.value.id, &stored.value)).collect();
        for (escrow, balance) in escrows.iter().zip(balances) {
            let (id, left) = (escrow.milestone, escrow.tally().left());
            held.look(balance.posted() == left && balance.spendable() == left, || {
                format!("{id}: the account holds {}, the escrow {left}", balance.posted())
            });
            let Some(milestone) = milestones.get(&id) else {
                agreed.look(false, || format!("{id}: an escrow without a milestone"));
                continue;
            };
            agreed.look(amounts_agree(escrow, milestone), || format!("{id}: escrow and milestone tell other amounts"));
            funded.look(funding_agrees(escrow, milestone), || {
                format!("{id}: worked on without its money, or idle with it")
            });
            frozen
                .look(freezing_agrees(escrow, milestone), || format!("{id}: frozen without a dispute, or the reverse"));
        }
    });
    Ok(vec![held, agreed, funded, frozen])
}

fn amounts_agree(escrow: &Escrow, milestone: &Milestone) -> bool {
    let tally = escrow.tally();
    escrow.gross == milestone.gross
        && escrow.price == milestone.price
        && tally.released() == milestone.accepted
        && tally.refunded() == milestone.returned
        && (tally.funded().is_zero() || tally.funded() == escrow.gross)
        && milestone.held().is_ok_and(|held| held == tally.left())
}

fn funding_agrees(escrow: &Escrow, milestone: &Milestone) -> bool {
    match (&milestone.state, escrow.state.kind()) {
        (MilestoneState::Agreed, EscrowStateKind::Unfunded | EscrowStateKind::Funding) => true,
        (
            MilestoneState::InProgress { .. } | MilestoneState::Delivered { .. } | MilestoneState::Disputed { .. },
            EscrowStateKind::Held | EscrowStateKind::Frozen,
        ) => true,
        // One that ended before it was funded may still wait for a payment, to send it back.
        (
            MilestoneState::Ended { .. },
            EscrowStateKind::Unfunded | EscrowStateKind::Funding | EscrowStateKind::Closed,
        ) => true,
        (MilestoneState::Accepted { .. }, EscrowStateKind::Closed) => true,
        (
            MilestoneState::Agreed
            | MilestoneState::InProgress { .. }
            | MilestoneState::Delivered { .. }
            | MilestoneState::Accepted { .. }
            | MilestoneState::Disputed { .. }
            | MilestoneState::Ended { .. },
            _,
        ) => false,
    }
}

fn freezing_agrees(escrow: &Escrow, milestone: &Milestone) -> bool {
    let frozen_for = match escrow.state {
        EscrowState::Frozen { dispute, .. } => Some(dispute),
        EscrowState::Unfunded | EscrowState::Funding { .. } | EscrowState::Held { .. } | EscrowState::Closed { .. } => {
            None
        }
    };
    let disputed_in = match &milestone.state {
        MilestoneState::Disputed { dispute, .. } => Some(*dispute),
        MilestoneState::Agreed
        | MilestoneState::InProgress { .. }
        | MilestoneState::Delivered { .. }
        | MilestoneState::Accepted { .. }
        | MilestoneState::Ended { .. } => None,
    };
    frozen_for == disputed_in
}
