use crate::{GatewayOutcome, fact};
use kernel::{JournalId, Money};
use ledger::{Account, Journal, JournalError, JournalKind, Phase, Posting, TransferCode};
use uuid::Uuid;

/// What a refund and a payout have in common. The money is held while it is on its way from somebody's account out of
/// the gateway's available balance; it is posted when it has arrived, let go when it fails before that, and booked back
/// when it fails after that.
pub(crate) struct Outgoing {
    /// Which of the two.
    pub words: &'static Words,
    /// The typed id, as text.
    pub about: String,
    /// The same id.
    pub subject: Uuid,
    /// Whose money it is.
    pub from: Account,
    /// How much.
    pub amount: Money,
}

/// What the journals and transfers of a refund or a payout are called.
pub(crate) struct Words {
    pub requested: JournalKind,
    pub succeeded: JournalKind,
    pub failed: JournalKind,
    pub returned: JournalKind,
    pub on_its_way: TransferCode,
    pub came_back: TransferCode,
}

/// How far it is. Later stages win over earlier ones, whichever the gateway reports first: what went out may still come
/// back, and what has come back does not go out again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Requested,
    Sent,
    Succeeded,
    Failed,
}

impl Stage {
    /// Where an outcome leads.
    pub(crate) const fn after(outcome: &GatewayOutcome) -> Self {
        match outcome {
            GatewayOutcome::Processing { .. } => Self::Sent,
            GatewayOutcome::Succeeded { .. } => Self::Succeeded,
            GatewayOutcome::Failed { .. } => Self::Failed,
        }
    }
}

impl Outgoing {
    /// Holds the money (B1, P1).
    pub(crate) fn request(&self) -> Result<Journal, JournalError> {
        let hold = Phase::Pending { expires: None };
        self.journal(self.words.requested, |journal| journal.leg(hold, self.out()))
    }

    /// What moves when `outcome` takes it on from `stage`, which is an earlier one.
    pub(crate) fn advance(&self, stage: Stage, outcome: &GatewayOutcome) -> Result<Vec<Journal>, JournalError> {
        let hold = fact(self.words.requested, &self.about);
        let journal = match outcome {
            GatewayOutcome::Processing { .. } => return Ok(Vec::new()),
            GatewayOutcome::Succeeded { fee, .. } => self.succeed(hold, *fee),
            GatewayOutcome::Failed { .. } => match stage {
                Stage::Requested | Stage::Sent => self.journal(self.words.failed, |journal| {
                    journal.leg(Phase::Void { journal: hold, leg: 1 }, self.out())
                }),
                Stage::Succeeded | Stage::Failed => self.journal(self.words.returned, |journal| {
                    let Posting { debit, credit, amount, .. } = self.out();
                    journal.single(Posting { code: self.words.came_back, debit: credit, credit: debit, amount })
                }),
            },
        };
        Ok(vec![journal?])
    }

    /// Posts the hold (B2, P2), and what the gateway took for it.
    pub(crate) fn succeed(&self, hold: JournalId, fee: Money) -> Result<Journal, JournalError> {
        let currency = self.amount.currency();
        self.journal(self.words.succeeded, |journal| {
            let journal = journal.leg(Phase::Post { journal: hold, leg: 1 }, self.out());
            if fee.is_zero() {
                return journal;
            }
            journal.single(Posting {
                code: TransferCode::GatewayFee,
                debit: Account::gateway_fee_expense(currency),
                credit: Account::gateway_available(currency),
                amount: fee,
            })
        })
    }

    fn out(&self) -> Posting {
        let credit = Account::gateway_available(self.amount.currency());
        Posting { code: self.words.on_its_way, debit: self.from, credit, amount: self.amount }
    }

    fn journal(
        &self,
        kind: JournalKind,
        legs: impl FnOnce(ledger::JournalBuilder) -> ledger::JournalBuilder,
    ) -> Result<Journal, JournalError> {
        legs(Journal::builder(fact(kind, &self.about), kind, self.subject)).build()
    }
}
