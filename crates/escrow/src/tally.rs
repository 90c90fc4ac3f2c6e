use crate::EscrowError;
use kernel::Money;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What came into an escrow and what has left it, tax included. `funded = released + refunded + left` at every instant,
/// and none of the four is ever negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Sums", into = "Sums")]
pub struct Tally {
    funded: Money,
    released: Money,
    refunded: Money,
}

/// More has left than came in, an amount is negative, or currencies are mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sums of an escrow contradict each other")]
pub struct TallyError;

impl Tally {
    /// `funded` came in and nothing has left.
    pub(crate) const fn of(funded: Money) -> Self {
        let nothing = Money::zero(funded.currency());
        Self { funded, released: nothing, refunded: nothing }
    }

    /// What came in.
    pub const fn funded(self) -> Money {
        self.funded
    }

    /// What went to the worker, fee and tax included.
    pub const fn released(self) -> Money {
        self.released
    }

    /// What went back to the client.
    pub const fn refunded(self) -> Money {
        self.refunded
    }

    /// What is still there.
    pub fn left(self) -> Money {
        let gone = self.released.minor().saturating_add(self.refunded.minor());
        Money::new(self.funded.minor().saturating_sub(gone), self.funded.currency())
    }

    /// `amount` goes to the worker.
    pub(crate) fn release(self, amount: Money) -> Result<Self, EscrowError> {
        self.covers(amount)?;
        Ok(Self { released: self.released.checked_add(amount)?, ..self })
    }

    /// `amount` goes back to the client.
    pub(crate) fn refund(self, amount: Money) -> Result<Self, EscrowError> {
        self.covers(amount)?;
        Ok(Self { refunded: self.refunded.checked_add(amount)?, ..self })
    }

    fn covers(self, amount: Money) -> Result<(), EscrowError> {
        match self.left().checked_cmp(amount)? {
            Ordering::Less => Err(EscrowError::ExceedsHeld),
            Ordering::Equal | Ordering::Greater => Ok(()),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Sums {
    funded: Money,
    released: Money,
    refunded: Money,
}

impl From<Tally> for Sums {
    fn from(tally: Tally) -> Self {
        let Tally { funded, released, refunded } = tally;
        Self { funded, released, refunded }
    }
}

impl TryFrom<Sums> for Tally {
    type Error = TallyError;

    fn try_from(sums: Sums) -> Result<Self, TallyError> {
        let Sums { funded, released, refunded } = sums;
        let left = funded.checked_sub(released).and_then(|left| left.checked_sub(refunded)).map_err(|_| TallyError)?;
        let sound = [funded, released, refunded, left].iter().all(|amount| amount.minor() >= 0);
        if sound { Ok(Self { funded, released, refunded }) } else { Err(TallyError) }
    }
}
