use super::deal::Contract;
use crate::dispute::DealSide;
use crate::show;
use crate::words::Words;

/// Where the money is: with the client, held, or with the worker.
pub(super) struct Purse {
    pub title: askama::filters::Safe<String>,
    pub places: [Place; 3],
}

/// One of the three places.
pub(super) struct Place {
    pub name: String,
    pub amount: Option<String>,
    pub note: Option<String>,
    pub is_here: bool,
}

impl Purse {
    /// The picture of a contract.
    pub fn of(contract: &Contract, words: &Words) -> Self {
        let escrow = &contract.escrow;
        let is_held = !escrow.held.is_zero();
        let is_released = !is_held && !escrow.released.is_zero();
        let title = if is_held {
            phrases!(words, "money-is-held")
        } else if is_released {
            match contract.side() {
                DealSide::Worker => phrases!(words, "money-is-yours"),
                DealSide::Client => phrases!(words, "money-is-theirs", name = contract.worker_name()),
            }
        } else if escrow.refunded.is_zero() {
            phrases!(words, "money-is-to-come")
        } else {
            phrases!(words, "money-went-back")
        };
        let is_with_client = !is_held && !is_released;
        Self {
            title,
            places: [
                Self::client(contract, words, is_with_client),
                Self::held(contract, words, is_held),
                Self::worker(contract, words, is_released),
            ],
        }
    }

    fn client(contract: &Contract, words: &Words, is_here: bool) -> Place {
        let escrow = &contract.escrow;
        let (amount, note) = if !escrow.refunded.is_zero() {
            (Some(show::money(&escrow.refunded)), Some(say!(words, "money-returned")))
        } else if escrow.funded.is_zero() {
            (Some(show::money(&contract.take_home.gross)), Some(say!(words, "money-not-yet")))
        } else if escrow.funded == contract.take_home.gross {
            (None, Some(say!(words, "money-paid-in")))
        } else {
            (None, Some(say!(words, "money-partly-paid-in")))
        };
        Place { name: say!(words, "place-client"), amount, note, is_here }
    }

    fn held(contract: &Contract, words: &Words, is_here: bool) -> Place {
        let held = &contract.escrow.held;
        let amount = (!held.is_zero()).then(|| show::money(held));
        Place { name: say!(words, "place-held"), amount, note: None, is_here }
    }

    fn worker(contract: &Contract, words: &Words, is_here: bool) -> Place {
        let (escrow, all) = (&contract.escrow, &contract.take_home);
        let (amount, note) = if escrow.released == all.gross || escrow.released.is_zero() && !contract.state.is_over() {
            (Some(all.net()), Some(say!(words, "net-pay")))
        } else if escrow.released.is_zero() {
            (None, None)
        } else {
            (Some(show::money(&escrow.released)), Some(say!(words, "money-before-fee")))
        };
        let name = match contract.side() {
            DealSide::Worker => say!(words, "place-you"),
            DealSide::Client => say!(words, "place-worker"),
        };
        Place { name, amount, note, is_here }
    }
}
