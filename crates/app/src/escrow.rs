//! What leaves an escrow, and what follows from it: a release that settles after the security period, a refund that
//! goes back to where it was paid from.

mod let_go;
mod refund;
mod release;
