//! What people do, from the front door to the books, on both databases.
#![allow(clippy::unwrap_used, reason = "what a test cannot do without stops it")]

mod bad_input;
mod cancellation;
mod demo;
mod disputes;
mod full_disk;
mod gateway;
mod happy_deal;
mod people;
mod process;
mod races;
mod restart;
mod review_of_work;

/// Writes each journey once and runs it on SQLite and on PostgreSQL.
macro_rules! on_each_database {
    ($(async fn $name:ident($on:ident: On) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn journey($on: On) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                journey(On::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                journey(On::Postgres).await;
            }
        }
    )+};
}
pub(crate) use on_each_database;
