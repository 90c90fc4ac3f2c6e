use super::span::Span;
use anyhow::{Context, Result};
use app::{DealSettings, LimitSettings, Settings};
use escrow::{FeeRules, FeeSchedule, FeeTier};
use kernel::{BasisPoints, Currency};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use time::UtcOffset;
use time::macros::format_description;

/// The embedded database in the data directory.
pub const EMBEDDED_FILE: &str = "engawa.sqlite";

/// Every setting; what each means stands in the default file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct Config {
    pub listen: SocketAddr,
    pub public_url: String,
    pub data_dir: PathBuf,
    pub secret_file: String,
    pub client_address_header: String,
    pub database: DatabaseConfig,
    pub redis: RedisConfig,
    pub mail: MailConfig,
    pub gateway: GatewayConfig,
    pub worker: WorkerConfig,
    pub api: ApiConfig,
    deal: DealConfig,
    fees: BTreeMap<String, FeeConfig>,
    limits: LimitsConfig,
    pub log: LogConfig,
    /// All settings as text, passwords hidden.
    #[serde(skip)]
    pub shown: String,
}

/// Section `[database]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct DatabaseConfig {
    pub url: String,
    pub max_connections: u32,
    pub may_lose_commits: bool,
}

/// Section `[redis]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct RedisConfig {
    pub url: String,
}

/// Section `[mail]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct MailConfig {
    pub transport: MailTransport,
    pub from: String,
    pub smtp_url: String,
}

/// How mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// Into a folder.
    Folder,
    /// By SMTP.
    Smtp,
}

/// Section `[gateway]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct GatewayConfig {
    pub kind: GatewayKind,
}

/// Who moves the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayKind {
    /// Nobody: it only behaves so.
    Simulated,
}

/// Section `[worker]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct WorkerConfig {
    pub concurrency: usize,
    pub poll: Span,
    pub lease: Span,
}

/// Section `[api]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct ApiConfig {
    pub cost_max: u64,
    pub introspection: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DealConfig {
    call_days: u8,
    free_revisions: u8,
    review_days: u8,
    payment_days: u8,
    payment_lead_days: u8,
    cancellation_days: u8,
    milestone_days: u8,
    overdue_days: u8,
    idle_days: u8,
    talk_days: u8,
    decision_working_days: u8,
    appeal_days: u8,
    undecided_days: u8,
    review_publish_days: u8,
    hold_new_pair_days: u8,
    hold_trusted_pair_days: u8,
    upload_bytes_max: u64,
    zone: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FeeConfig {
    version: u32,
    tiers: Vec<FeeTier>,
    fee_tax_bps: BasisPoints,
    price_tax_bps: BasisPoints,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsConfig {
    codes_per_address: LimitConfig,
    sign_ins_per_address: LimitConfig,
    sign_ins_per_network: LimitConfig,
    cost_per_person: LimitConfig,
    cost_per_network: LimitConfig,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitConfig {
    capacity: u32,
    period: Span,
}

/// Section `[log]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the default file documents every setting")]
pub struct LogConfig {
    pub filter: String,
    pub format: LogFormat,
}

/// For whom the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// People.
    Text,
    /// Machines.
    Json,
}

impl Config {
    /// The rules of the instance, checked.
    ///
    /// # Errors
    /// Fees of an unknown currency, or figures that are no fee schedule.
    pub fn settings(&self) -> Result<Settings> {
        let mut fees = BTreeMap::new();
        for (code, rules) in &self.fees {
            let currency: Currency = code.parse().with_context(|| format!("fees.{code}: unknown currency"))?;
            let rules = FeeRules {
                version: rules.version,
                currency,
                tiers: rules.tiers.clone(),
                fee_tax_bps: rules.fee_tax_bps,
                price_tax_bps: rules.price_tax_bps,
                client_fee_bps: BasisPoints::ZERO,
            };
            fees.insert(currency, FeeSchedule::try_new(rules).with_context(|| format!("fees.{code}"))?);
        }
        let limit = |limit: &LimitConfig| kv::Limit::per(limit.capacity, limit.period.0);
        Ok(Settings {
            public_url: origin(&self.public_url)?,
            deal: self.deal.settings()?,
            fees,
            limits: LimitSettings {
                codes_per_address: limit(&self.limits.codes_per_address),
                sign_ins_per_address: limit(&self.limits.sign_ins_per_address),
                sign_ins_per_network: limit(&self.limits.sign_ins_per_network),
                cost_per_person: limit(&self.limits.cost_per_person),
                cost_per_network: limit(&self.limits.cost_per_network),
            },
            upload_bytes_max: self.deal.upload_bytes_max,
        })
    }

    /// The database's URL: the one given, or the embedded file in the data directory.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite://{}?mode=rwc", self.data_dir.join(EMBEDDED_FILE).display())
        } else {
            self.database.url.clone()
        }
    }
}

/// The public address, which links are made of: scheme, host and port alone.
fn origin(text: &str) -> Result<String> {
    let what = "public_url is an address without a path, such as https://market.example.jp";
    let url: url::Url = text.parse().context(what)?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let is_web = ["http", "https"].contains(&url.scheme()) && url.has_host();
    anyhow::ensure!(is_bare && is_web, what);
    Ok(url.origin().ascii_serialization())
}

impl DealConfig {
    fn settings(&self) -> Result<DealSettings> {
        let zone = UtcOffset::parse(&self.zone, format_description!("[offset_hour sign:mandatory]:[offset_minute]"));
        let rules = market::Rules {
            free_revisions: self.free_revisions,
            review_days: self.review_days,
            payment_days: self.payment_days,
            payment_lead_days: self.payment_lead_days,
            cancellation_days: self.cancellation_days,
            milestone_days: self.milestone_days,
            overdue_days: self.overdue_days,
            idle_days: self.idle_days,
            talk_days: self.talk_days,
            decision_working_days: self.decision_working_days,
            appeal_days: self.appeal_days,
            undecided_days: self.undecided_days,
            zone: zone.context("deal.zone is an offset such as +09:00")?,
        };
        rules.check().context("[deal] cannot be used")?;
        Ok(DealSettings {
            rules,
            call_days: self.call_days,
            review_publish_days: self.review_publish_days,
            hold_new_pair_days: self.hold_new_pair_days,
            hold_trusted_pair_days: self.hold_trusted_pair_days,
        })
    }
}

macro_rules! redacted {
    ($($name:ident { $($shown:ident),* })+) => {$(
        /// Addresses may hold a password: they are not shown.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($shown), &self.$shown))*.finish_non_exhaustive()
            }
        }
    )+};
}

redacted! {
    DatabaseConfig { max_connections, may_lose_commits }
    RedisConfig {}
    MailConfig { transport, from }
}
