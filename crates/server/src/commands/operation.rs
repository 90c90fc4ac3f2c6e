use crate::assemble::{Assembled, Purpose, assemble};
use crate::config::Config;
use anyhow::{Result, bail};
use app::{AppError, Caller, Found, OperationEnd};
use clap::{Args, Subcommand, ValueEnum};
use std::process::ExitCode;
use uuid::Uuid;

/// What was asked of the gateway and left to a person.
#[derive(Subcommand)]
pub enum Operation {
    /// Prints the operations that were left to a person, and why
    List,
    /// Books what you have found at the gateway; it cannot be taken back
    End(End),
}

/// What was found at the gateway.
#[derive(Args)]
pub struct End {
    /// The operation, as the list names it
    id: Uuid,
    /// Whether the money moved
    #[arg(value_enum)]
    found: Moved,
    /// The gateway's name of the charge, refund or payout; not needed where the list shows one
    #[arg(long)]
    object: Option<String>,
    /// What the gateway kept for itself: 396 yen, 3.96 dollars
    #[arg(long, default_value = "0")]
    fee: String,
    /// How that is known; kept in the event log
    #[arg(long)]
    reason: String,
}

/// Whether the money moved.
#[derive(Clone, Copy, ValueEnum)]
enum Moved {
    /// It moved
    Succeeded,
    /// It did not, and will not
    Failed,
}

/// Shows operations, or ends one.
pub async fn run(operation: &Operation, config: &Config) -> Result<ExitCode> {
    let assembled = assemble(config, Purpose::Look).await?;
    match operation {
        Operation::List => list(&assembled).await?,
        Operation::End(end) => book(&assembled, end).await?,
    }
    assembled.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(assembled: &Assembled) -> Result<()> {
    let left = assembled.app.left_operations().await?;
    for found in &left {
        let (operation, request) = (&found.operation, &found.operation.request);
        let object = operation.object().map_or("unknown", |object| object.as_str());
        println!(
            "{} {:?} {} with {}: {:?} since {}, object {object}",
            operation.id, request.verb, request.amount, request.party, found.why, found.since
        );
    }
    println!("{} left to a person", left.len());
    Ok(())
}

async fn book(assembled: &Assembled, end: &End) -> Result<()> {
    let found = match end.found {
        Moved::Succeeded => Found::Succeeded { object: end.object.clone(), fee: end.fee.clone() },
        Moved::Failed => Found::Failed,
    };
    let ask = OperationEnd { operation: end.id, found, reason: end.reason.clone() };
    match assembled.app.operation_end(&Caller::system(), ask).await {
        Ok(()) => println!("{}: booked", end.id),
        Err(AppError::Refused(refusals)) => {
            let why = refusals.iter().map(|refusal| format!("{} {:?}", refusal.path.join("."), refusal.code));
            bail!("{}: not booked: {}", end.id, why.collect::<Vec<_>>().join(", ").trim());
        }
        Err(AppError::Unauthenticated) => bail!("the command line may not end operations"),
        Err(AppError::Fault(fault)) => return Err(fault.into()),
    }
    Ok(())
}
