use crate::column::Ts;
use crate::{DbError, Tx};
use kernel::{Instant, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::{Set, TryInsertResult};
use uuid::Uuid;

/// A caller's promise that a repeat means the same thing: (actor, mutation, key) names one intent.
#[derive(Clone, Debug)]
pub struct KeyClaim {
    /// Who asks.
    pub actor: PersonId,
    /// The mutation, as the schema spells it.
    pub mutation: &'static str,
    /// The caller's key.
    pub key: String,
    /// SHA-256 of the input without the key.
    pub hash: [u8; 32],
    /// The object this intent will make or change; a repeat is answered with it.
    pub result: Uuid,
    /// When it was asked.
    pub at: Instant,
}

/// What the store says to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody did this yet; go on in this transaction.
    Fresh,
    /// It was done; answer with the object it made.
    Done(Uuid),
    /// The key was used for something else.
    Reused,
}

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    actor: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    mutation: String,
    #[sea_orm(primary_key, auto_increment = false)]
    key: String,
    hash: Vec<u8>,
    result: Uuid,
    at: Ts,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Tx {
    /// Claims a key. A repeat that runs beside the first waits here until the first has committed or gone.
    pub async fn claim_key(&self, claim: KeyClaim) -> Result<Claim, DbError> {
        let (actor, hash) = (claim.actor.uuid(), claim.hash);
        let row = ActiveModel {
            actor: Set(actor),
            mutation: Set(claim.mutation.to_owned()),
            key: Set(claim.key.clone()),
            hash: Set(hash.to_vec()),
            result: Set(claim.result),
            at: Set(claim.at.into()),
        };
        let columns = [Column::Actor, Column::Mutation, Column::Key];
        let inserted =
            Entity::insert(row).on_conflict_do_nothing_on(columns).exec_without_returning(&self.inner).await?;
        if matches!(inserted, TryInsertResult::Inserted(1..)) {
            return Ok(Claim::Fresh);
        }
        let key = (actor, claim.mutation.to_owned(), claim.key);
        match Entity::find_by_id(key).one(&self.inner).await? {
            Some(row) if row.hash == hash => Ok(Claim::Done(row.result)),
            Some(_) => Ok(Claim::Reused),
            None => Err(DbError::Conflict),
        }
    }
}
