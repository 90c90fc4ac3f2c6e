use crate::assemble::{Purpose, assemble};
use crate::config::Config;
use anyhow::{Result, bail};
use app::{AppError, Caller, StaffAppointCode};
use clap::Subcommand;
use identity::StaffRole;
use std::process::ExitCode;

/// Roles among the staff.
#[derive(Subcommand)]
pub enum Staff {
    /// Gives somebody who has an account a role
    Add {
        /// The address of their account
        email: String,
        /// moderator or admin
        #[arg(value_parser = role)]
        role: StaffRole,
    },
    /// Takes somebody's role away
    Remove {
        /// The address of their account
        email: String,
    },
}

fn role(text: &str) -> Result<StaffRole, String> {
    text.parse().map_err(|_| "moderator or admin".to_owned())
}

/// Gives or takes a role; the person signs in anew.
pub async fn run(staff: &Staff, config: &Config) -> Result<ExitCode> {
    let assembled = assemble(config, Purpose::Look).await?;
    let (email, role) = match staff {
        Staff::Add { email, role } => (email, Some(*role)),
        Staff::Remove { email } => (email, None),
    };
    match assembled.app.staff_appoint(&Caller::system(), email, role).await {
        Ok(_) => println!("{email}: {}", role.map_or("no role", StaffRole::word)),
        Err(AppError::Refused(refusals)) => {
            if refusals.iter().any(|refusal| refusal.code == StaffAppointCode::NotFound) {
                bail!("nobody has registered as {email}; let them register first");
            }
            bail!("{email}: {:?}", refusals.iter().map(|refusal| refusal.code).collect::<Vec<_>>());
        }
        Err(AppError::Unauthenticated) => bail!("the command line may not appoint"),
        Err(AppError::Fault(fault)) => return Err(fault.into()),
    }
    assembled.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
