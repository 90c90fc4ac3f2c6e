use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};

/// Held money divided between the two: gross amounts, neither negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// What is released to the worker, before fee and tax.
    pub to_worker: Money,
    /// What goes back to the client.
    pub to_client: Money,
}

/// The worker's part is negative, more than there is, or of another currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the worker's part is not between nothing and what is held")]
pub struct SplitOutOfRange;

impl Split {
    /// `to_worker` of `held`, and the rest to the client, so that the parts always sum to the whole.
    pub fn try_new(held: Money, to_worker: Money) -> Result<Self, SplitOutOfRange> {
        let to_client = held.checked_sub(to_worker).map_err(|_| SplitOutOfRange)?;
        if to_worker.minor() < 0 || to_client.minor() < 0 {
            Err(SplitOutOfRange)
        } else {
            Ok(Self { to_worker, to_client })
        }
    }

    /// Nothing moves.
    pub const fn nothing(currency: Currency) -> Self {
        Self { to_worker: Money::zero(currency), to_client: Money::zero(currency) }
    }

    /// All of it to the worker.
    pub const fn all_to_worker(held: Money) -> Self {
        Self { to_worker: held, to_client: Money::zero(held.currency()) }
    }

    /// All of it to the client.
    pub const fn all_to_client(held: Money) -> Self {
        Self { to_worker: Money::zero(held.currency()), to_client: held }
    }
}
