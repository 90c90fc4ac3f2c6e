//! Deliveries: files in and out, work handed in, and every answer to it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

#[path = "deliveries/answers.rs"]
mod answers;
#[path = "deliveries/desk.rs"]
mod desk;
#[path = "deliveries/uploads.rs"]
mod uploads;
