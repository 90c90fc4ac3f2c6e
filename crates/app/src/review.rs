//! Reviews: given by each side of an ended contract, sealed, published together; and what follows from them.

mod pair;
mod publish;
mod read;
mod submit;

pub use read::{REVIEWS_COUNTED, Standing};
pub use submit::{ReviewSubmit, ReviewSubmitCode};

const fn side(side: market::Side) -> ratings::Side {
    match side {
        market::Side::Client => ratings::Side::Client,
        market::Side::Worker => ratings::Side::Worker,
    }
}
