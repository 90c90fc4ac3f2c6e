//! Money held for milestones.

use crate::fault::ApiError;
use crate::scalars::Money;
use async_graphql::{Enum, SimpleObject};
use escrow::Tally;
use kernel::Currency;

/// How far the money of a milestone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "escrow::EscrowStateKind")]
pub enum EscrowState {
    /// Nothing was paid in.
    Unfunded,
    /// A payment is on its way.
    Funding,
    /// The money is held.
    Held,
    /// The money is held and in dispute.
    Frozen,
    /// All the money has left.
    Closed,
}

/// Money held by the marketplace, tax included. held = funded - released - refunded at every instant.
#[derive(SimpleObject)]
pub struct Escrow {
    /// Ever paid in.
    funded: Money,
    /// Ever given to the worker, fee included.
    released: Money,
    /// Ever given back to the client.
    refunded: Money,
    /// Still held.
    held: Money,
}

impl Escrow {
    /// The sums of several escrows in one currency.
    pub(crate) fn sum(currency: Currency, tallies: impl IntoIterator<Item = Tally>) -> Result<Self, ApiError> {
        let mut sums = [kernel::Money::zero(currency); 4];
        for tally in tallies {
            let parts = [tally.funded(), tally.released(), tally.refunded(), tally.left()];
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum = sum.checked_add(part).map_err(ApiError::internal)?;
            }
        }
        let [funded, released, refunded, held] = sums.map(Money::from);
        Ok(Self { funded, released, refunded, held })
    }
}
