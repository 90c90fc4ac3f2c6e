use app::{App, Fault};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often balances that are kept in bulk are brought up to date.
const FOLD_EVERY: Duration = Duration::from_millis(200);
/// How often what nobody can use any more is forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(3_600);

/// What is done from time to time.
#[derive(Clone, Copy, Debug)]
enum Round {
    Listen,
    Fold,
    Tidy,
}

/// Goes all rounds beside each other. Never ends by itself.
pub(crate) async fn run(app: &App, poll: Duration) {
    tokio::join!(
        every(app, poll, Round::Listen),
        every(app, FOLD_EVERY, Round::Fold),
        every(app, TIDY_EVERY, Round::Tidy)
    );
}

async fn every(app: &App, period: Duration, round: Round) {
    let mut ticks = interval(period.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(fault) = go(app, round).await {
            log::warn!("the round {round:?} was not gone: {fault:?}");
        }
    }
}

async fn go(app: &App, round: Round) -> Result<(), Fault> {
    match round {
        Round::Listen => app.take_gateway_events().await.map(drop),
        Round::Fold => app.fold_balances().await.map(drop),
        Round::Tidy => app.tidy().await,
    }
}
