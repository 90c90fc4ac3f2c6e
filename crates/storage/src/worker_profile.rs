use crate::column::Doc;
use crate::{DbError, Read, Stored, Tx};
use identity::WorkerProfile;
use kernel::{PersonId, Version};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use std::collections::HashMap;
use uuid::Uuid;

const TABLE: &str = "worker_profile";

impl Read<'_> {
    /// What a worker tells clients about themself; `None` until they first say something.
    pub async fn worker_profile(&self, person: PersonId) -> Result<Option<Stored<WorkerProfile>>, DbError> {
        Ok(self.worker_profiles(&[person]).await?.remove(&person))
    }

    /// The profiles of several workers at once.
    pub async fn worker_profiles(
        &self,
        people: &[PersonId],
    ) -> Result<HashMap<PersonId, Stored<WorkerProfile>>, DbError> {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
        let mut query = Query::select();
        query
            .columns(["person", "version", "body"].map(Alias::new))
            .from(Alias::new(TABLE))
            .and_where(crate::aggregate::one_of("person", &ids));
        let mut profiles = HashMap::new();
        for row in self.conn.query_all(&query).await? {
            let person: Uuid = row.try_get("", "person")?;
            let version: i32 = row.try_get("", "version")?;
            let Doc(value) = row.try_get::<Doc<WorkerProfile>>("", "body")?;
            profiles.insert(PersonId::new(person), Stored { value, version: Version::new(version) });
        }
        Ok(profiles)
    }
}

impl Tx {
    /// Keeps a worker's first profile, made by a use case that found none.
    pub async fn insert_worker_profile(&self, person: PersonId, profile: &WorkerProfile) -> Result<(), DbError> {
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new(TABLE))
            .columns(["person", "version", "body"].map(Alias::new))
            .values_panic([person.uuid().into(), Version::FIRST.get().into(), Expr::value(Doc(profile.clone()))])
            .on_conflict(OnConflict::column(Alias::new("person")).do_nothing().to_owned());
        let inserted = self.inner.execute(&insert).await?;
        if inserted.rows_affected() == 1 { Ok(()) } else { Err(DbError::Conflict) }
    }

    /// Saves a worker's profile over the version it was read at.
    pub async fn save_worker_profile(
        &self,
        person: PersonId,
        profile: &Stored<WorkerProfile>,
    ) -> Result<Version, DbError> {
        let next = profile.version.next();
        let mut update = Query::update();
        update
            .table(Alias::new(TABLE))
            .value(Alias::new("version"), next.get())
            .value(Alias::new("body"), Expr::value(Doc(profile.value.clone())))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()))
            .and_where(Expr::col(Alias::new("version")).eq(profile.version.get()));
        let saved = self.inner.execute(&update).await?;
        if saved.rows_affected() == 1 { Ok(next) } else { Err(DbError::Conflict) }
    }
}
