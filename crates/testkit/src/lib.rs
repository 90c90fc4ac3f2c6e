//! What tests stand on: a private PostgreSQL and Redis, and a fresh database for each test. Never part of a release.

#[cfg(feature = "app")]
pub mod app_under_test;
pub mod database;
#[cfg(feature = "engines")]
pub mod engines;
pub mod environment;
pub mod pgbench;
pub mod postgres;
pub mod redis;

mod daemon;

#[cfg(feature = "app")]
pub use app_under_test::{Actor, FixedClock, MailBox, SeededIds, TestApp, refusals, task_draft, yen};
pub use database::FreshDatabase;
#[cfg(feature = "engines")]
pub use engines::FreshDb;
pub use environment::{postgres_url, redis_url, server_binary};
pub use postgres::{Durability, PostgresServer};
pub use redis::RedisServer;
