//! Reviews: given by each side of an ended contract, sealed, published together; and what follows from them.

mod pair;
mod publish;
mod read;
mod submit;

pub use read::{REVIEWS_COUNTED, Standing};
pub use submit::{ReviewSubmit, ReviewSubmitCode};
