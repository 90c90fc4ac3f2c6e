//! Rates are compared in rounds that take turns, because a shared machine is not as fast now as it was a minute ago.

use anyhow::{Context, Result};
use std::future::Future;
use std::sync::{Arc, Mutex};
use testkit::pgbench::Ratio;
use tokio::task::JoinSet;

/// One figure: so many clients, measured in so many rounds.
#[derive(Clone, Copy)]
pub struct Series {
    /// What it is called.
    pub name: &'static str,
    /// How many work at the same time, on either side.
    pub clients: u32,
    /// How many rounds count. Odd, so that one of them is the median.
    pub rounds: usize,
}

impl Series {
    /// Takes turns, after one round of each that does not count, and prints the medians. `ours` and `pgbench` answer a
    /// rate a second.
    pub async fn compare<Ours: Future<Output = Result<f64>>>(
        &self,
        mut ours: impl FnMut() -> Ours,
        pgbench: impl Fn() -> Result<f64>,
    ) -> Result<()> {
        ours().await?;
        pgbench()?;
        let (mut our_rates, mut their_rates) = (Vec::new(), Vec::new());
        for _ in 0..self.rounds {
            our_rates.push(ours().await?);
            their_rates.push(pgbench()?);
        }
        eprintln!("{}: ours {our_rates:.0?}, pgbench {their_rates:.0?}", self.name);
        println!("{}", Ratio { name: self.name, ours: median(our_rates)?, pgbench: median(their_rates)? });
        Ok(())
    }
}

/// The middle of an odd number of values.
pub fn median(mut values: Vec<f64>) -> Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("a median of nothing")
}

/// Does every piece of work, `hands` of them at a time, and answers the results in no particular order.
pub async fn share_out<T, R, Working>(
    hands: u32,
    pieces: Vec<T>,
    work: impl Fn(T) -> Working + Clone + Send + 'static,
) -> Result<Vec<R>>
where
    T: Send + 'static,
    R: Send + 'static,
    Working: Future<Output = Result<R>> + Send,
{
    let pieces = Arc::new(Mutex::new(pieces.into_iter()));
    let mut running = JoinSet::new();
    for _ in 0..hands {
        let (pieces, work) = (Arc::clone(&pieces), work.clone());
        running.spawn(async move {
            let mut results = Vec::new();
            loop {
                let next = pieces.lock().expect("nothing panics while it is held").next();
                let Some(piece) = next else { return Ok(results) };
                results.push(work(piece).await?);
            }
        });
    }
    let finished: Result<Vec<Vec<R>>> = running.join_all().await.into_iter().collect();
    Ok(finished?.into_iter().flatten().collect())
}
