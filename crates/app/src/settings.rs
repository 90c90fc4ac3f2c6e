use escrow::FeeSchedule;
use kernel::Currency;
use market::TaskRules;
use std::collections::BTreeMap;

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
    /// What is frozen into the written terms of every contract.
    pub rules: market::Rules,
    /// Days a published task takes bids.
    pub call_days: u8,
    /// Days after the end of a contract in which reviews can be given, and sealed ones stay sealed.
    pub review_publish_days: u8,
    /// Days of the security period after a release, for a client and worker without a finished deal.
    pub hold_new_pair_days: u8,
    /// The same, for those who have one.
    pub hold_trusted_pair_days: u8,
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

impl Settings {
    /// What this instance asks of a task with prices in `currency`.
    pub(crate) fn task_rules(&self, currency: Currency) -> TaskRules {
        TaskRules { currency, open_days: self.deal.call_days, milestone_days: self.deal.rules.milestone_days }
    }
}
