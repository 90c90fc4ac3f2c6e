//! What the two sides of a bid or a contract say to each other, and the files they show.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

extern crate engawa_app as app;

#[path = "messages/files.rs"]
mod files;
#[path = "messages/hall.rs"]
mod hall;
#[path = "messages/words.rs"]
mod words;
