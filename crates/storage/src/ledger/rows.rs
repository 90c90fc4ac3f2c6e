use super::Hashes;
use crate::DbError;
use ledger::{Account, Journal, Phase, Transfer};
use sea_orm::DbErr;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Journals as rows, in one JSON document that both engines take apart. UUIDs and hashes are bare hexadecimal digits.
#[derive(Serialize)]
pub(super) struct Rows {
    accounts: Vec<AccountRow>,
    journals: Vec<JournalRow>,
    transfers: Vec<TransferRow>,
}

#[derive(Serialize)]
struct AccountRow {
    id: String,
    kind: i16,
    owner: Option<String>,
    currency: &'static str,
    side: i16,
    floor: bool,
    deferred: bool,
}

#[derive(Serialize)]
struct JournalRow {
    id: String,
    kind: i16,
    subject: String,
    hash: String,
    reverses: Option<String>,
    legs: usize,
}

#[derive(Serialize)]
struct TransferRow {
    journal: String,
    leg: u8,
    phase: i16,
    code: i16,
    debit: String,
    credit: String,
    currency: &'static str,
    amount: i64,
    pending_journal: Option<String>,
    pending_leg: Option<u8>,
    expires: Option<i64>,
}

impl Rows {
    pub(super) fn of(journals: &[&Journal], hashes: &Hashes) -> Self {
        let transfers = || journals.iter().flat_map(|journal| journal.transfers());
        let accounts: BTreeSet<_> =
            transfers().flat_map(|transfer| [transfer.posting.debit, transfer.posting.credit]).collect();
        Self {
            accounts: accounts.into_iter().map(AccountRow::from).collect(),
            journals: journals.iter().map(|journal| JournalRow::of(journal, hashes)).collect(),
            transfers: journals
                .iter()
                .flat_map(|journal| journal.transfers().iter().map(|transfer| TransferRow::of(journal, transfer)))
                .collect(),
        }
    }

    pub(super) fn to_json(&self) -> Result<String, DbError> {
        serde_json::to_string(self).map_err(|error| DbError::Failed(DbErr::Json(error.to_string())))
    }
}

impl From<Account> for AccountRow {
    fn from(account: Account) -> Self {
        let kind = account.kind();
        Self {
            id: bare(account.id()),
            kind: kind.code(),
            owner: account.owner().map(bare),
            currency: account.currency().code(),
            side: kind.side().sign(),
            floor: kind.floor(),
            deferred: kind.deferred(),
        }
    }
}

impl JournalRow {
    fn of(journal: &Journal, hashes: &Hashes) -> Self {
        Self {
            id: bare(journal.id().uuid()),
            kind: journal.kind().code(),
            subject: bare(journal.subject()),
            hash: hashes.get(&journal.id()).map(hex::encode).unwrap_or_default(),
            reverses: journal.reverses().map(|reversed| bare(reversed.uuid())),
            legs: journal.transfers().len(),
        }
    }
}

impl TransferRow {
    fn of(journal: &Journal, transfer: &Transfer) -> Self {
        let resolved = transfer.phase.resolves();
        Self {
            journal: bare(journal.id().uuid()),
            leg: transfer.leg,
            phase: transfer.phase.code(),
            code: transfer.posting.code.code(),
            debit: bare(transfer.posting.debit.id()),
            credit: bare(transfer.posting.credit.id()),
            currency: transfer.posting.amount.currency().code(),
            amount: transfer.posting.amount.minor(),
            pending_journal: resolved.map(|(journal, _)| bare(journal.uuid())),
            pending_leg: resolved.map(|(_, leg)| leg),
            expires: match transfer.phase {
                Phase::Pending { expires } => expires.map(|expires| expires.micros()),
                Phase::Single | Phase::Post { .. } | Phase::Void { .. } => None,
            },
        }
    }
}

fn bare(id: Uuid) -> String {
    id.simple().to_string()
}
