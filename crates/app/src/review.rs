//! Reviews: given by each side of an ended contract, sealed, published together; and what follows from them.

mod pair;
mod publish;
mod read;
mod submit;

pub use read::{REVIEWS_COUNTED, Standing};
pub use submit::{ReviewSubmit, ReviewSubmitCode};

use identity::Parties;
use market::Contract;

fn parties_of(contract: &Contract) -> Parties {
    Parties { worker: Some(contract.parties.worker), client: Some(contract.parties.client), owner: None }
}
