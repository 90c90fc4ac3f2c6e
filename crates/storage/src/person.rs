use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use identity::{EmailAddress, Person, StaffRole};
use kernel::{Instant, PersonId, Version};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

impl Aggregate for Person {
    const TABLE: &'static str = "person";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        vec![("email_key", self.email.account_key().into())]
    }
}

impl Read<'_> {
    /// A person.
    pub async fn person(&self, id: PersonId) -> Result<Option<Stored<Person>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several people at once.
    pub async fn people(&self, ids: &[PersonId]) -> Result<Vec<Stored<Person>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }

    /// The person whose address this is.
    pub async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Person>>, DbError> {
        let condition = Condition::all().add(Expr::col(Alias::new("email_key")).eq(email.account_key()));
        aggregate::find_one(&self.conn, condition).await
    }

    /// Does anybody have an account?
    pub async fn has_people(&self) -> Result<bool, DbError> {
        let mut query = Query::select();
        query.column(Alias::new("id")).from(Alias::new("person")).limit(1);
        Ok(self.conn.query_one(&query).await?.is_some())
    }

    /// The argon2id hash of a person's password, in PHC form; `None` when they sign in by code alone.
    pub async fn password_hash(&self, id: PersonId) -> Result<Option<String>, DbError> {
        let mut query = Query::select();
        query
            .column(Alias::new("password_hash"))
            .from(Alias::new("person"))
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()));
        match self.conn.query_one(&query).await? {
            Some(row) => Ok(row.try_get("", "password_hash")?),
            None => Ok(None),
        }
    }

    /// Everybody with a role among the staff.
    pub async fn staff(&self, role: StaffRole) -> Result<Vec<Stored<Person>>, DbError> {
        let condition = Condition::all().add(Expr::col(Alias::new("staff")).eq(role.word()));
        aggregate::find_all(&self.conn, condition, 1_000).await
    }
}

impl Tx {
    /// Adds a person. A second one with the same address is [`DbError::Unique`].
    pub async fn insert_person(&self, person: &Person, at: Instant) -> Result<(), DbError> {
        aggregate::insert_with(&self.inner, person, vec![("created_at", Ts(at).into())]).await
    }

    /// Saves a person over the version it was read at.
    pub async fn save_person(&self, person: &Stored<Person>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, person).await
    }

    /// Sets a person's password.
    pub async fn set_password_hash(&self, id: PersonId, hash: &str) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(Alias::new("person"))
            .value(Alias::new("password_hash"), hash)
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()));
        self.inner.execute(&update).await?;
        Ok(())
    }
}
