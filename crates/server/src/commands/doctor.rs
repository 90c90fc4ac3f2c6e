use crate::assemble::{Purpose, assemble, db_settings, must_exist, smtp_mailer};
use crate::config::{Config, MailTransport};
use anyhow::Result;
use app::{App, Missing};
use std::process::ExitCode;
use storage::Db;

/// Looks at everything the engine stands on and says what is wrong, each with what to do.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let mut healthy = true;
    let mut say = |what: &str, found: Result<String>| match found {
        Ok(detail) => println!("ok    {what}: {detail}"),
        Err(error) => {
            healthy = false;
            println!("WRONG {what}: {error:#}");
        }
    };
    say("configuration", config.settings().map(|settings| format!("public address {}", settings.public_url)));
    say("data directory", data_dir(config));
    say("database", database(config).await);
    say("mail", mail(config).await);
    match assemble(config, Purpose::Look).await {
        Ok(assembled) => {
            say("services", services(&assembled.app).await);
            assembled.db.close().await?;
        }
        Err(error) => say("engine", Err(error)),
    }
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn mail(config: &Config) -> Result<String> {
    match config.mail.transport {
        MailTransport::Folder => Ok(format!("goes nowhere but to {}", config.data_dir.join("mail").display())),
        MailTransport::Smtp => {
            smtp_mailer(&config.mail)?.check().await?;
            Ok("the relay takes us".to_owned())
        }
    }
}

async fn services(app: &App) -> Result<String> {
    let Err(missing) = app.readiness().await else { return Ok("all answer, and the database can write".to_owned()) };
    let wrong = missing.into_iter().map(|missing| match missing {
        Missing::Database => "no answer from the database",
        Missing::DatabaseWrites => "the database cannot write: make room on its disk, or make it writable",
        Missing::Redis => "no answer from redis",
    });
    anyhow::bail!(wrong.collect::<Vec<_>>().join("; "))
}

fn data_dir(config: &Config) -> Result<String> {
    let probe = config.data_dir.join(format!(".doctor-{}", std::process::id()));
    std::fs::create_dir_all(&config.data_dir)?;
    std::fs::write(&probe, "")?;
    std::fs::remove_file(&probe)?;
    Ok(format!("{} can be written", config.data_dir.display()))
}

async fn database(config: &Config) -> Result<String> {
    must_exist(config)?;
    let db = Db::connect(&db_settings(config)).await?;
    let pending = db.pending_migrations().await?;
    let engine = db.engine();
    db.close().await?;
    if pending > 0 {
        anyhow::bail!("{pending} migrations are missing; run `engawa migrate`");
    }
    if config.database.may_lose_commits {
        anyhow::bail!("{engine:?} may lose what it acknowledged: database.may_lose_commits is for tests");
    }
    Ok(format!("{engine:?} is durable and up to date"))
}
