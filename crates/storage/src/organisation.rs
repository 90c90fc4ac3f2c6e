use crate::aggregate::{self, Aggregate};
use crate::column::Ts;
use crate::{DbError, Read, Stored, Tx};
use identity::{MemberRole, Membership, Organisation, Team};
use kernel::{Instant, OrganisationId, PersonId, Version};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

impl Aggregate for Organisation {
    const TABLE: &'static str = "organisation";

    fn key(&self) -> Uuid {
        self.id.uuid()
    }

    fn columns(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}

impl Read<'_> {
    /// An organisation.
    pub async fn organisation(&self, id: OrganisationId) -> Result<Option<Stored<Organisation>>, DbError> {
        aggregate::find(&self.conn, id.uuid()).await
    }

    /// Several organisations at once.
    pub async fn organisations(&self, ids: &[OrganisationId]) -> Result<Vec<Stored<Organisation>>, DbError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        aggregate::find_many(&self.conn, &ids).await
    }

    /// The places a person has in organisations.
    pub async fn memberships(&self, person: PersonId) -> Result<Vec<Membership>, DbError> {
        let mut query = Query::select();
        query
            .columns(["organisation", "role"].map(Alias::new))
            .from(Alias::new("membership"))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()));
        let place = |row: QueryResult| {
            let organisation: Uuid = row.try_get("", "organisation")?;
            let role: String = row.try_get("", "role")?;
            let corrupt = |_| DbError::Corrupt { table: "membership", id: person.to_string() };
            Ok(Membership {
                person,
                organisation: OrganisationId::new(organisation),
                role: role.parse().map_err(corrupt)?,
            })
        };
        self.conn.query_all(&query).await?.into_iter().map(place).collect()
    }

    /// Everybody who belongs to an organisation, in the order they came.
    pub async fn team(&self, organisation: OrganisationId) -> Result<Team, DbError> {
        let mut query = Query::select();
        query
            .columns(["person", "role"].map(Alias::new))
            .from(Alias::new("membership"))
            .and_where(Expr::col(Alias::new("organisation")).eq(organisation.uuid()))
            .order_by(Alias::new("joined_at"), Order::Asc)
            .order_by(Alias::new("person"), Order::Asc);
        let corrupt = || DbError::Corrupt { table: "membership", id: organisation.to_string() };
        let mut members = Vec::new();
        for row in self.conn.query_all(&query).await? {
            let person: Uuid = row.try_get("", "person")?;
            let role: String = row.try_get("", "role")?;
            members.push((PersonId::new(person), role.parse::<MemberRole>().map_err(|_| corrupt())?));
        }
        Team::restore(organisation, members).ok_or_else(corrupt)
    }
}

impl Tx {
    /// Adds an organisation.
    pub async fn insert_organisation(&self, organisation: &Organisation, at: Instant) -> Result<(), DbError> {
        aggregate::insert_with(&self.inner, organisation, vec![("created_at", Ts(at).into())]).await
    }

    /// Saves an organisation over the version it was read at. A change of its team saves it too, so that two changes of
    /// one team never pass each other.
    pub async fn save_organisation(&self, organisation: &Stored<Organisation>) -> Result<Version, DbError> {
        aggregate::save(&self.inner, organisation).await
    }

    /// Keeps every other transaction from saving the organisation or locking it until this one ends. What refers to it may
    /// be added.
    pub async fn lock_organisation(&self, id: OrganisationId) -> Result<(), DbError> {
        aggregate::lock::<Organisation>(self, id.uuid(), LockType::NoKeyUpdate).await
    }

    /// Adds a person to an organisation.
    pub async fn insert_membership(&self, membership: Membership, at: Instant) -> Result<(), DbError> {
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new("membership"))
            .columns(["person", "organisation", "role", "joined_at"].map(Alias::new))
            .values_panic([
                membership.person.uuid().into(),
                membership.organisation.uuid().into(),
                membership.role.word().into(),
                Expr::value(Ts(at)),
            ]);
        self.inner.execute(&insert).await?;
        Ok(())
    }

    /// Takes a person out of an organisation.
    pub async fn delete_membership(&self, organisation: OrganisationId, person: PersonId) -> Result<(), DbError> {
        let mut delete = Query::delete();
        delete
            .from_table(Alias::new("membership"))
            .and_where(Expr::col(Alias::new("organisation")).eq(organisation.uuid()))
            .and_where(Expr::col(Alias::new("person")).eq(person.uuid()));
        self.inner.execute(&delete).await?;
        Ok(())
    }
}
