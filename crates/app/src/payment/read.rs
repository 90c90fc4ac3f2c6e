use crate::{App, Caller, Fault};
use escrow::{Payment, Refund};
use identity::{Action, Parties};
use kernel::{Currency, MilestoneId, Money, OrganisationId, PaymentId, RefundId};
use ledger::Account;
use std::collections::HashMap;
use storage::{Requested, Slice};

/// A client's money outside of any escrow, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientBalance {
    /// What is there and not on its way anywhere.
    pub available: Money,
    /// What is on its way back to where it was paid from.
    pub on_the_way: Money,
}

impl App {
    /// Payments by their ids; those the caller may not see are left out.
    pub async fn payments(
        &self,
        caller: &Caller,
        ids: &[PaymentId],
    ) -> Result<HashMap<PaymentId, Requested<Payment>>, Fault> {
        let payments = self.db.read().payments(ids).await?;
        let seen = payments.into_iter().filter(|payment| may_see(caller, payment.stored.value.client));
        Ok(seen.map(|payment| (payment.stored.value.id, payment)).collect())
    }

    /// Refunds by their ids; those the caller may not see are left out.
    pub async fn refunds(
        &self,
        caller: &Caller,
        ids: &[RefundId],
    ) -> Result<HashMap<RefundId, Requested<Refund>>, Fault> {
        let refunds = self.db.read().refunds(ids).await?;
        let seen = refunds.into_iter().filter(|refund| may_see(caller, refund.stored.value.client));
        Ok(seen.map(|refund| (refund.stored.value.id, refund)).collect())
    }

    /// The attempts to pay milestones in, oldest first; those the caller may not see are left out.
    pub async fn payments_of_milestones(
        &self,
        caller: &Caller,
        milestones: &[MilestoneId],
    ) -> Result<HashMap<MilestoneId, Vec<Requested<Payment>>>, Fault> {
        let payments = self.db.read().payments_of(milestones).await?;
        let mut seen: HashMap<MilestoneId, Vec<_>> = HashMap::new();
        for payment in payments.into_iter().filter(|payment| may_see(caller, payment.stored.value.client)) {
            seen.entry(payment.stored.value.milestone).or_default().push(payment);
        }
        Ok(seen)
    }

    /// May the caller see the money of an organisation?
    pub fn may_see_money(&self, caller: &Caller, organisation: OrganisationId) -> bool {
        may_see(caller, organisation)
    }

    /// A piece of the list of a client's payments, newest first; nothing for callers who may not see it.
    pub async fn client_payments(
        &self,
        caller: &Caller,
        client: OrganisationId,
        slice: Slice<PaymentId>,
    ) -> Result<Vec<Requested<Payment>>, Fault> {
        if !may_see(caller, client) {
            return Ok(Vec::new());
        }
        Ok(self.db.read().payments_of_client(client, slice).await?)
    }

    /// A piece of the list of a client's refunds, newest first; nothing for callers who may not see it.
    pub async fn client_refunds(
        &self,
        caller: &Caller,
        client: OrganisationId,
        slice: Slice<RefundId>,
    ) -> Result<Vec<Requested<Refund>>, Fault> {
        if !may_see(caller, client) {
            return Ok(Vec::new());
        }
        Ok(self.db.read().refunds_of_client(client, slice).await?)
    }

    /// A client's money outside of any escrow, in each currency it has some or could have; nothing for callers who may
    /// not see it.
    pub async fn client_balances(&self, caller: &Caller, client: OrganisationId) -> Result<Vec<ClientBalance>, Fault> {
        if !may_see(caller, client) {
            return Ok(Vec::new());
        }
        let accounts = Currency::ALL.map(|currency| Account::client_wallet(client, currency));
        let balances = self.db.read().balances(&accounts).await?;
        let of = |balance: ledger::Balance| ClientBalance {
            available: balance.spendable(),
            on_the_way: Money::new(balance.debits_held, balance.account.currency()),
        };
        let is_used = |balance: &ClientBalance| {
            self.settings.fees.contains_key(&balance.available.currency())
                || balance.available.is_positive()
                || balance.on_the_way.is_positive()
        };
        Ok(balances.into_iter().map(of).filter(is_used).collect())
    }
}

fn may_see(caller: &Caller, client: OrganisationId) -> bool {
    caller.may(Action::OrganisationMoneyRead, &Parties { client: Some(client), ..Parties::default() })
}
