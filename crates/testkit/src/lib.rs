//! What tests stand on: a private PostgreSQL and Redis, a fresh database for each test, and the whole engine with a clock
//! that stands still. Never part of a release.

#[cfg(feature = "app")]
pub mod app_under_test;
pub mod database;
#[cfg(feature = "engines")]
pub mod engines;
pub mod environment;
pub mod pgbench;
pub mod postgres;
pub mod redis;
#[cfg(feature = "engines")]
pub mod watch;

mod daemon;

#[cfg(feature = "app")]
pub use app_under_test::{Actor, FixedClock, MailBox, SeededIds, TestApp, file_draft, refusals, task_draft, yen};
pub use database::FreshDatabase;
#[cfg(feature = "engines")]
pub use engines::FreshDb;
pub use environment::{postgres_url, redis_url, server_binary};
pub use postgres::{Durability, PostgresServer};
pub use redis::RedisServer;
#[cfg(feature = "engines")]
pub use watch::{Marks, Watch};
