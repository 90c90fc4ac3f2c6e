//! Rows, queries and transactions over SQLite and PostgreSQL.
//!
//! The only crate that sees sea-orm. What the rest of the engine gets is [`Db`], which reads, and [`Tx`], the one
//! transaction of a use case, which reads and writes. Rows become domain values on the way out; a row that fits no
//! state is [`DbError::Corrupt`].
//!
//! An aggregate is one JSON document with its version ([`Stored`]); a save over another version than the one that was
//! read is [`DbError::Conflict`]. The ledger is written by posting journals alone, and its rules are the database's own.

mod aggregate;
mod bid;
mod column;
mod connect;
mod contract;
mod deal;
mod delivery;
mod dispute;
mod error;
mod escrow;
mod event;
mod gateway_event;
mod gateway_operation;
mod gathered;
mod housekeeping;
mod idempotency;
mod job;
mod ledger;
mod message;
mod milestone;
mod notice;
mod organisation;
mod payment;
mod payout;
mod person;
mod read;
mod refund;
mod requested;
mod review;
mod search;
mod session;
mod slice;
mod snapshot;
mod sums;
mod task;
mod tx;
mod upload;
mod walk;
mod worker_profile;
mod worker_release;

pub use bid::{BidCounted, BidToClient, BidsBy};
pub use connect::{Db, DbSettings, Engine};
pub use contract::ContractTerms;
pub use deal::DealRows;
pub use delivery::NumberedDelivery;
pub use dispute::DisputeKey;
pub use error::DbError;
pub use event::{EventRecord, NewEvent};
pub use gateway_event::InboxEvent;
pub use gateway_operation::OperationDocument;
pub use idempotency::{Claim, KeyClaim};
pub use job::{ClaimedJob, JobOutcome, NewJob, QueueState};
pub use ledger::{LedgerAudit, LedgerFault, PostedJournal, PostedTransfer, TransferCursor};
pub use notice::{NewNotice, NoticeRecord};
pub use read::Read;
pub use requested::Requested;
pub use review::{ReviewKey, ReviewRecord};
pub use search::SearchQuery;
pub use session::{PendingRegistration, SessionOwner};
pub use slice::Slice;
pub use snapshot::Snapshot;
pub use sums::SumCheck;
pub use task::{
    PriceFilter, SkillUse, TaskCard, TaskClient, TaskFilter, TaskKey, TaskOrder, TaskRow, TaskSort, TaskSummary,
};
pub use tx::{Stored, Tx};
pub use upload::{Upload, UploadPurpose, UploadState, UploadUse};
pub use worker_release::WorkerRelease;
