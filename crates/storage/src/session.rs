use crate::column::{Doc, Ts};
use crate::{DbError, Read, Tx};
use identity::{CodePurpose, EmailAddress, MemberRole, PendingCode, Person, Session, SessionRule};
use kernel::{Instant, OrganisationId, PersonId, SessionId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, UpdateStatement};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// A session with the person it belongs to and their rights at this moment: all that a request needs, in one read.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionOwner {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub person: Person,
    /// The organisations they belong to.
    pub memberships: Vec<(OrganisationId, MemberRole)>,
}

#[derive(FromQueryResult)]
struct OwnerRow {
    id: Uuid,
    person: Uuid,
    rule: String,
    created_at: Ts,
    last_seen_at: Ts,
    body: Doc<Person>,
    organisation: Option<Uuid>,
    role: Option<String>,
}

impl Read<'_> {
    /// The session that a token opens, unless it was ended. Whether it is still live is for the caller to ask.
    pub async fn session_by_token(&self, token_hash: &[u8; 32]) -> Result<Option<SessionOwner>, DbError> {
        const SQL: &str = "SELECT s.id, s.person, s.rule, s.created_at, s.last_seen_at, p.body, m.organisation, m.role \
            FROM session s JOIN person p ON p.id = s.person LEFT JOIN membership m ON m.person = s.person \
            WHERE s.token_hash = $1 AND s.ended_at IS NULL";
        let backend = self.conn.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, SQL, [token_hash.to_vec().into()]);
        let rows = OwnerRow::find_by_statement(statement).all(&self.conn).await?;
        let mut memberships = Vec::new();
        let mut owner = None;
        for row in rows {
            let corrupt = || DbError::Corrupt { table: "session", id: row.id.to_string() };
            if let (Some(organisation), Some(role)) = (row.organisation, &row.role) {
                let role = role.parse().map_err(|_| corrupt())?;
                memberships.push((OrganisationId::new(organisation), role));
            }
            let session = Session {
                id: SessionId::new(row.id),
                person: PersonId::new(row.person),
                rule: row.rule.parse::<SessionRule>().map_err(|_| corrupt())?,
                created_at: row.created_at.0,
                last_seen_at: row.last_seen_at.0,
            };
            owner = Some((session, row.body.0));
        }
        Ok(owner.map(|(session, person)| SessionOwner { session, person, memberships }))
    }

    /// The code that was mailed to an address for a purpose.
    pub async fn pending_code(
        &self,
        email: &EmailAddress,
        purpose: CodePurpose,
    ) -> Result<Option<PendingRegistration>, DbError> {
        let mut query = Query::select();
        query
            .columns([Alias::new("code"), Alias::new("registration")])
            .from(Alias::new("sign_in_code"))
            .and_where(Expr::col(Alias::new("email_key")).eq(email.account_key()))
            .and_where(Expr::col(Alias::new("purpose")).eq(purpose.word()));
        let Some(row) = self.conn.query_one(&query).await? else { return Ok(None) };
        let code: Doc<PendingCode> = row.try_get("", "code")?;
        let registration: Option<Doc<serde_json::Value>> = row.try_get("", "registration")?;
        Ok(Some(PendingRegistration { code: code.0, registration: registration.map(|doc| doc.0) }))
    }
}

/// A code on its way, and what a registration will become when it comes back.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingRegistration {
    /// The code.
    pub code: PendingCode,
    /// The particulars of a registration.
    pub registration: Option<serde_json::Value>,
}

impl Tx {
    /// Begins a session.
    pub async fn insert_session(&self, session: &Session, token_hash: &[u8; 32]) -> Result<(), DbError> {
        let mut insert = Query::insert();
        insert
            .into_table(Alias::new("session"))
            .columns(["id", "person", "rule", "token_hash", "created_at", "last_seen_at"].map(Alias::new))
            .values_panic([
                session.id.uuid().into(),
                session.person.uuid().into(),
                session.rule.word().into(),
                token_hash.to_vec().into(),
                Expr::value(Ts(session.created_at)),
                Expr::value(Ts(session.last_seen_at)),
            ]);
        self.inner.execute(&insert).await?;
        Ok(())
    }

    /// Notes that a session was used.
    pub async fn touch_session(&self, session: &Session) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(Alias::new("session"))
            .value(Alias::new("last_seen_at"), Expr::value(Ts(session.last_seen_at)))
            .and_where(Expr::col(Alias::new("id")).eq(session.id.uuid()));
        self.inner.execute(&update).await?;
        Ok(())
    }

    /// Ends a session; its token opens nothing from the next request on.
    pub async fn end_session(&self, id: SessionId, at: Instant) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(Alias::new("session"))
            .value(Alias::new("ended_at"), Expr::value(Ts(at)))
            .and_where(Expr::col(Alias::new("id")).eq(id.uuid()))
            .and_where(Expr::col(Alias::new("ended_at")).is_null());
        self.inner.execute(&update).await?;
        Ok(())
    }

    /// Ends every session of a person.
    pub async fn end_sessions(&self, person: PersonId, at: Instant) -> Result<(), DbError> {
        self.inner.execute(&end_all(person, at)).await?;
        Ok(())
    }

    /// Ends every session of a person but one.
    pub async fn end_other_sessions(&self, person: PersonId, keep: SessionId, at: Instant) -> Result<(), DbError> {
        let mut update = end_all(person, at);
        update.and_where(Expr::col(Alias::new("id")).ne(keep.uuid()));
        self.inner.execute(&update).await?;
        Ok(())
    }

    /// Keeps a code that was mailed, in place of one sent before.
    pub async fn put_code(&self, email: &EmailAddress, pending: &PendingRegistration) -> Result<(), DbError> {
        let mut insert = Query::insert();
        let code = &pending.code;
        insert
            .into_table(Alias::new("sign_in_code"))
            .columns(["email_key", "purpose", "code", "registration", "expires_at"].map(Alias::new))
            .values_panic([
                email.account_key().into(),
                code.purpose.word().into(),
                Expr::value(Doc(code.clone())),
                Expr::value(pending.registration.clone().map(Doc)),
                Expr::value(Ts(code.expires_at)),
            ])
            .on_conflict(
                OnConflict::columns(["email_key", "purpose"].map(Alias::new))
                    .update_columns(["code", "registration", "expires_at"].map(Alias::new))
                    .to_owned(),
            );
        self.inner.execute(&insert).await?;
        Ok(())
    }

    /// Forgets a code that was used up.
    pub async fn remove_code(&self, email: &EmailAddress, purpose: CodePurpose) -> Result<(), DbError> {
        let mut delete = Query::delete();
        delete
            .from_table(Alias::new("sign_in_code"))
            .and_where(Expr::col(Alias::new("email_key")).eq(email.account_key()))
            .and_where(Expr::col(Alias::new("purpose")).eq(purpose.word()));
        self.inner.execute(&delete).await?;
        Ok(())
    }
}

fn end_all(person: PersonId, at: Instant) -> UpdateStatement {
    let mut update = Query::update();
    update
        .table(Alias::new("session"))
        .value(Alias::new("ended_at"), Expr::value(Ts(at)))
        .and_where(Expr::col(Alias::new("person")).eq(person.uuid()))
        .and_where(Expr::col(Alias::new("ended_at")).is_null());
    update
}
