//! The private services that tests and benches need.

use std::time::Instant;

use anyhow::Result;
use testkit::{Durability, PostgresServer, RedisServer, environment};

/// A running PostgreSQL and Redis; both stop when this is dropped.
pub struct Services {
    postgres: PostgresServer,
    redis: RedisServer,
}

impl Services {
    /// Starts both. They end with the calling thread at the latest.
    ///
    /// # Errors
    /// When one of them is not installed or does not start.
    pub fn start(durability: Durability) -> Result<Self> {
        let started = Instant::now();
        let services = Self { postgres: PostgresServer::start(durability)?, redis: RedisServer::start()? };
        let seconds = started.elapsed().as_secs_f64();
        eprintln!("== services: private PostgreSQL and Redis started in {seconds:.1} s");
        Ok(services)
    }

    /// The environment variables that lead tests to the services.
    pub fn variables(&self) -> [(&'static str, String); 2] {
        [(environment::POSTGRES, self.postgres.url("postgres")), (environment::REDIS, self.redis.url())]
    }
}
