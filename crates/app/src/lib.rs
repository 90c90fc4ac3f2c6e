//! The use cases of the engine, one file each: claim the key, load, authorise, decide, save.
//!
//! A use case opens one transaction, calls the pure crates for every decision and commits state, transfers, events,
//! jobs and idempotency key together. Nothing outside the database is called while the transaction is open.
//!
//! A mutation is a method of [`App`] in the file of its name: `deliveryAccept` is `delivery/accept.rs`. What has to happen
//! later or outside is a [`Job`], which the worker runs and which asks its object what is left to do. [`App::verify`]
//! proves the laws of money from the stored rows.

mod account;
mod app;
mod bid;
mod caller;
mod contract;
mod delivery;
mod dispute;
mod error;
mod escrow;
mod event;
mod gateway;
mod job;
mod letter;
mod message;
mod milestone;
mod notice;
mod operations;
mod organisation;
mod payment;
mod payout;
mod ports;
mod profile;
mod queue;
mod review;
mod run_job;
mod send_letter;
mod session;
mod settings;
mod task;
mod tell;
mod upload;
mod verify;
mod wallet;
mod work;

pub use account::*;
pub use app::{App, Parts};
pub use bid::*;
pub use caller::Caller;
pub use contract::*;
pub use delivery::*;
pub use dispute::*;
pub(crate) use error::Failure;
pub use error::{AppError, Code, Fault, Refusal, Shared};
pub use event::Event;
pub use gateway::{Found, LeftOperation, OperationEnd, OperationEndCode};
pub use job::Job;
pub use letter::{DisputeNews, Letter, Reader};
pub use message::*;
pub use milestone::*;
pub use notice::*;
pub use operations::{Missing, QueueState};
pub use organisation::*;
pub use payment::*;
pub use payout::*;
pub use ports::{Clock, IdSource};
pub use profile::*;
pub use review::*;
pub use session::{
    Payer, Proof, SessionCodeRequest, SessionCodeRequestCode, SessionCreate, SessionCreateCode, SessionEnd,
    SessionEndCode, SignedIn, TokenRefused,
};
pub use settings::{DealSettings, LimitSettings, Settings};
pub use storage::{
    BidToClient, DealRows, DisputeKey, PriceFilter, Requested, ReviewKey, ReviewRecord, SearchQuery, SkillUse, Slice,
    Stored, TaskCard, TaskClient, TaskFilter, TaskKey, TaskOrder, TaskRow, TaskSort, TaskSummary, WorkerRelease,
};
pub use task::*;
pub use upload::{Download, DownloadRefused, FileDraft, FileView, UploadRefused, UploadTicket};
pub use verify::{Check, Report};
pub use wallet::*;
