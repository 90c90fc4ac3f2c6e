//! Checks every pair of a state and an event.

use std::fmt::Debug;

/// An event by name, as a function of the aggregate in some state.
pub(crate) type Event<A, T, R> = (&'static str, Box<dyn Fn(A) -> Result<T, R>>);

/// Applies every event to the aggregate in every state. A pair listed in `legal` must give exactly that result; every
/// other pair must be refused with `refused(aggregate)`.
pub(crate) fn check_every_pair<A, T, R>(
    aggregates: &[(&'static str, A)],
    events: &[Event<A, T, R>],
    legal: &[(&'static str, &'static str, T)],
    refused: impl Fn(&A) -> R,
) where
    A: Clone,
    T: Debug + PartialEq,
    R: Debug + PartialEq,
{
    let mut seen = 0_usize;
    for (state, aggregate) in aggregates {
        for (name, event) in events {
            let outcome = event(aggregate.clone());
            match legal.iter().find(|(from, by, _)| from == state && by == name) {
                Some((_, _, expected)) => {
                    assert_eq!(outcome.as_ref(), Ok(expected), "{state} × {name}");
                    seen = seen.saturating_add(1);
                }
                None => assert_eq!(outcome, Err(refused(aggregate)), "{state} × {name}"),
            }
        }
    }
    assert_eq!(seen, legal.len(), "every legal pair was met");
}
