//! What tests stand on: a private PostgreSQL and Redis, and a fresh database for each test. Never part of a release.

pub mod database;
pub mod environment;
pub mod pgbench;
pub mod postgres;
pub mod redis;

mod daemon;

pub use database::FreshDatabase;
pub use environment::{postgres_url, redis_url, server_binary};
pub use postgres::{Durability, PostgresServer};
pub use redis::RedisServer;
