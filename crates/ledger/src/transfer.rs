use crate::{Account, code::coded};
use kernel::{Instant, JournalId, Money};
use serde::{Deserialize, Serialize};

coded! {
    /// What one transfer means. Reports and the laws of the ledger group by it.
    pub enum TransferCode {
        /// F1: a client's payment arrived at the gateway.
        PaymentReceived = 1 "payment_received",
        /// F1b: the gateway kept its fee.
        GatewayFee = 2 "gateway_fee",
        /// F2: the gateway made the money available.
        PaymentAvailable = 3 "payment_available",
        /// F3: a client's money put into an escrow.
        EscrowFunded = 4 "escrow_funded",
        /// The worker's net part of a release.
        ReleaseNet = 5 "release_net",
        /// Our fee on a release.
        ReleaseFee = 6 "release_fee",
        /// Consumption tax on our fee.
        ReleaseFeeTax = 7 "release_fee_tax",
        /// Held money given back to the client's wallet.
        EscrowRefunded = 8 "escrow_refunded",
        /// S1: earnings that passed the security period.
        EarningsSettled = 9 "earnings_settled",
        /// P1–P3: earnings on their way to the worker's bank.
        Payout = 10 "payout",
        /// P4: a payout that came back after it was paid.
        PayoutReturned = 11 "payout_returned",
        /// B1, B2: a client's money on its way back.
        Refund = 12 "refund",
        /// B3: a refund that came back after it had succeeded.
        RefundReturned = 13 "refund_returned",
    }
}

/// When a transfer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Phase {
    /// At once.
    Single,
    /// Not yet: the amount is held on both accounts until it is posted or voided. It cannot be spent by the debited
    /// account any more, nor by the credited one yet.
    Pending {
        /// Until when it may be posted; after that only voided. None: for as long as it takes.
        expires: Option<Instant>,
    },
    /// Moves all or a part of a held amount; the rest of the hold is let go.
    Post {
        /// The journal of the pending transfer.
        journal: JournalId,
        /// Its leg.
        leg: u8,
    },
    /// Lets a held amount go.
    Void {
        /// The journal of the pending transfer.
        journal: JournalId,
        /// Its leg.
        leg: u8,
    },
}

impl Phase {
    /// The number it is stored as: 1 single, 2 pending, 3 post, 4 void.
    pub const fn code(self) -> i16 {
        match self {
            Phase::Single => 1,
            Phase::Pending { .. } => 2,
            Phase::Post { .. } => 3,
            Phase::Void { .. } => 4,
        }
    }

    /// The pending transfer that this one posts or voids: its journal and leg.
    pub const fn resolves(self) -> Option<(JournalId, u8)> {
        match self {
            Phase::Single | Phase::Pending { .. } => None,
            Phase::Post { journal, leg } | Phase::Void { journal, leg } => Some((journal, leg)),
        }
    }
}

/// From where to where, how much and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Posting {
    /// What it means.
    pub code: TransferCode,
    /// The account debited: what is owed on a liability falls, what is owned on an asset grows.
    pub debit: Account,
    /// The account credited.
    pub credit: Account,
    /// How much; more than nothing.
    pub amount: Money,
}

/// One line of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transfer {
    /// Its place in the journal, from 1.
    pub leg: u8,
    /// When it counts.
    pub phase: Phase,
    /// From where to where. A post or void repeats the accounts of the transfer it resolves.
    #[serde(flatten)]
    pub posting: Posting,
}
