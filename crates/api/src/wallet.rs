//! What a worker has earned.

use crate::context::{app, caller, cursors};
use crate::fault::ApiError;
use crate::milestone::Milestone;
use crate::paging::{Connection, CursorKey, PageArgs};
use crate::payout::Payout;
use crate::scalars::{DateTime, Money};
use app::{Slice, WorkerRelease};
use async_graphql::{Context, Object, SimpleObject};
use kernel::{PersonId, ReleaseId};
use serde::{Deserialize, Serialize};

/// Earnings in one currency.
#[derive(SimpleObject)]
pub struct WalletBalance {
    /// Within the security period.
    pending: Money,
    /// Can be paid out now.
    available: Money,
    /// On its way to a bank.
    on_the_way: Money,
}

impl From<app::WalletBalance> for WalletBalance {
    fn from(balance: app::WalletBalance) -> Self {
        let app::WalletBalance { pending, available, on_the_way } = balance;
        Self { pending: pending.into(), available: available.into(), on_the_way: on_the_way.into() }
    }
}

/// One's own earnings.
pub struct Wallet(PersonId);

impl Wallet {
    /// The caller's; null for nobody.
    pub fn own(ctx: &Context<'_>) -> Result<Option<Self>, ApiError> {
        Ok(caller(ctx)?.id().map(Self))
    }
}

/// One's own earnings.
#[Object]
impl Wallet {
    /// How much, one entry for each currency.
    async fn balances(&self, ctx: &Context<'_>) -> Result<Vec<WalletBalance>, ApiError> {
        let balances = app(ctx)?.wallet(caller(ctx)?, self.0).await?;
        Ok(balances.into_iter().map(WalletBalance::from).collect())
    }

    /// What was earned by what, newest first.
    async fn releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Result<Connection<Release>, ApiError> {
        let cursors = cursors(ctx)?;
        let page = PageArgs::forward(Some(first), after).read::<ReleasePlace>(cursors)?;
        let slice = Slice::newest(page.rows(), page.after.as_ref().map(|place| place.0));
        let releases = app(ctx)?.worker_releases(caller(ctx)?, self.0, slice).await?;
        let rows = releases.into_iter().map(|release| (ReleasePlace(release.id), Release(release)));
        Connection::new(&page, rows.collect(), cursors)
    }

    /// What was sent to a bank, newest first.
    async fn payouts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 1 to 100.", default = 20)] first: i32,
        #[graphql(desc = "Cursor: only what follows it.")] after: Option<String>,
    ) -> Result<Connection<Payout>, ApiError> {
        Payout::list(ctx, self.0, (first, after)).await
    }
}

#[derive(Serialize, Deserialize)]
struct ReleasePlace(ReleaseId);

impl CursorKey for ReleasePlace {
    const KIND: &'static str = "releases by age";
}

/// Held money that was given to a worker. gross = net + fee + feeTax, exactly.
pub struct Release(WorkerRelease);

/// Held money that was given to a worker. gross = net + fee + feeTax, exactly.
#[Object]
impl Release {
    /// For which milestone.
    async fn milestone(&self, ctx: &Context<'_>) -> Option<Result<Milestone, ApiError>> {
        Milestone::load(ctx, self.0.milestone).await.transpose()
    }

    /// What left the escrow, tax included.
    async fn gross(&self) -> Money {
        self.0.gross.into()
    }

    /// The marketplace's fee, without tax.
    async fn fee(&self) -> Money {
        self.0.fee.into()
    }

    /// Consumption tax on the fee.
    async fn fee_tax(&self) -> Money {
        self.0.fee_tax.into()
    }

    /// What the worker receives.
    async fn net(&self) -> Money {
        self.0.net.into()
    }

    /// When it was released.
    async fn released_at(&self) -> DateTime {
        self.0.released_at.into()
    }

    /// From when on it can be paid out.
    async fn settles_at(&self) -> DateTime {
        self.0.settles_at.into()
    }

    /// Since when it can; null before.
    async fn settled_at(&self) -> Option<DateTime> {
        self.0.settled_at.map(DateTime::from)
    }
}
