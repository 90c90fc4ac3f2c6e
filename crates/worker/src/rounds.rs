use app::{App, Fault};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often balances that are kept in bulk are brought up to date.
const FOLD_EVERY: Duration = Duration::from_millis(200);
/// How often what nobody can use any more is forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(3_600);

/// What is done from time to time, beside each other. Never ends by itself.
pub(crate) async fn run(app: &App, poll: Duration) {
    let listen = every(poll, "the gateway was not listened to", async || app.take_gateway_events().await.map(drop));
    let fold = every(FOLD_EVERY, "balances were not folded", async || app.fold_balances().await.map(drop));
    let tidy = every(TIDY_EVERY, "nothing was tidied", async || app.tidy().await);
    tokio::join!(listen, fold, tidy);
}

async fn every(period: Duration, complaint: &str, round: impl AsyncFn() -> Result<(), Fault>) {
    let mut ticks = interval(period.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(fault) = round().await {
            log::warn!("{complaint}: {fault:?}");
        }
    }
}
