//! Deals that went wrong and what became of them.

use super::Scene;

pub(super) static SCENES: &[Scene] = &[];
