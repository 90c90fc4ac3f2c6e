use escrow::FeeSchedule;
use kernel::Currency;
use std::collections::BTreeMap;
use time::Duration;

/// The rules of one instance. Each is a number in its configuration; the defaults are in the server's default file.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the instance is reached, without a slash at the end: `https://engawa.example`.
    pub public_url: String,
    /// The limits of a deal in time.
    pub deal: DealSettings,
    /// What the platform takes, by currency. A currency without a line cannot be used.
    pub fees: BTreeMap<Currency, FeeSchedule>,
    /// How often one may ask.
    pub limits: LimitSettings,
    /// Largest file a worker may hand in, in bytes.
    pub upload_bytes_max: u64,
}

/// How long each step of a deal may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealSettings {
    /// How long a published task takes bids.
    pub call_open: Duration,
    /// How long a client may take to answer a delivery before it is accepted by the clock.
    pub review_window: Duration,
    /// How often a client may ask for changes to one milestone.
    pub free_revisions: u32,
    /// How long a proposal to end a contract waits before silence means agreement.
    pub cancellation_answer: Duration,
    /// How long the two sides of a dispute talk before a moderator decides.
    pub dispute_talk: Duration,
    /// Within how many working days a moderator decides.
    pub dispute_decision_days: u32,
    /// How long a decision can be appealed.
    pub appeal_window: Duration,
    /// How long after the end of a contract reviews can be given, and sealed ones stay sealed.
    pub review_publish: Duration,
    /// The security period after a release, for a client and worker who have not finished a deal before.
    pub hold_new_pair: Duration,
    /// The same, for those who have.
    pub hold_trusted_pair: Duration,
}

/// Token buckets: so many at once, refilled over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitSettings {
    /// Codes mailed to one address.
    pub codes_per_address: kv::Limit,
    /// Answers to codes and passwords for one address.
    pub sign_ins_per_address: kv::Limit,
    /// Anonymous requests for codes and sessions from one network address.
    pub sign_ins_per_network: kv::Limit,
    /// GraphQL cost points of one person.
    pub cost_per_person: kv::Limit,
    /// GraphQL cost points of one network address without a session.
    pub cost_per_network: kv::Limit,
}
