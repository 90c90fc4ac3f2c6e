use super::{LegalForm, MemberRole, Organisation};
use crate::context::{app, caller};
use crate::fault::ApiError;
use crate::scalars::read_id;
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, ID, InputObject, Object};
use identity::OrganisationDraft;

error_codes! {
    /// Why an organisation was not founded.
    pub enum OrganisationCreateErrorCode for "OrganisationCreate" from app::OrganisationCreateCode {}
}

error_codes! {
    /// Why an organisation was not changed.
    pub enum OrganisationUpdateErrorCode for "OrganisationUpdate" from app::OrganisationUpdateCode {}
}

error_codes! {
    /// Why nobody joined an organisation.
    pub enum OrganisationMemberAddErrorCode for "OrganisationMemberAdd" from app::OrganisationMemberAddCode {
        /// The person belongs to the organisation already.
        AlreadyMember: "すでにメンバーです。", "Is a member already.";
        /// The organisation has as many members as it may.
        OrganisationFull: "これ以上メンバーを加えられません。", "The organisation is full.";
    }
}

error_codes! {
    /// Why nobody left an organisation.
    pub enum OrganisationMemberRemoveErrorCode for "OrganisationMemberRemove" from app::OrganisationMemberRemoveCode {
        /// Without an owner nobody could act for the organisation.
        LastOwner: "最後のオーナーは抜けられません。", "The last owner cannot leave.";
    }
}

/// Particulars of an organisation.
#[derive(InputObject)]
pub struct OrganisationInput {
    /// Public name, 1 to 50 characters.
    name: String,
    /// Registered name, 1 to 200 characters; stands in written terms.
    legal_name: String,
    /// Kind.
    legal_form: LegalForm,
    /// Postal address in one line, 1 to 300 characters; stands in written terms.
    address: String,
    /// Where workers and authorities reach it.
    contact_email: String,
    /// Does it have employees, or two or more officers?
    has_employees: bool,
}

impl From<OrganisationInput> for OrganisationDraft {
    fn from(input: OrganisationInput) -> Self {
        let OrganisationInput { name, legal_name, legal_form, address, contact_email, has_employees } = input;
        Self { name, legal_name, legal_form: legal_form.into(), address, contact_email, has_employees }
    }
}

/// Input of organisationCreate.
#[derive(InputObject)]
pub struct OrganisationCreateInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat answers with the same organisation.
    idempotency_key: String,
    /// Its particulars.
    organisation: OrganisationInput,
}

payload! {
    /// Outcome of organisationCreate.
    pub struct OrganisationCreatePayload or OrganisationCreateErrorCode {
        /// The new organisation; the caller owns it.
        organisation: Organisation,
    }
}

/// Input of organisationUpdate.
#[derive(InputObject)]
pub struct OrganisationUpdateInput {
    /// Which.
    organisation_id: ID,
    /// The version the caller has seen.
    expected_version: i32,
    /// All its particulars.
    organisation: OrganisationInput,
}

payload! {
    /// Outcome of organisationUpdate.
    pub struct OrganisationUpdatePayload or OrganisationUpdateErrorCode {
        /// The organisation after the change.
        organisation: Organisation,
    }
}

/// Input of organisationMemberAdd.
#[derive(InputObject)]
pub struct OrganisationMemberAddInput {
    /// Which.
    organisation_id: ID,
    /// The version the caller has seen.
    expected_version: i32,
    /// The address of the person's account.
    email: String,
    /// What they will do there.
    role: MemberRole,
}

payload! {
    /// Outcome of organisationMemberAdd.
    pub struct OrganisationMemberAddPayload or OrganisationMemberAddErrorCode {
        /// The organisation after the change.
        organisation: Organisation,
    }
}

/// Input of organisationMemberRemove.
#[derive(InputObject)]
pub struct OrganisationMemberRemoveInput {
    /// Which.
    organisation_id: ID,
    /// The version the caller has seen.
    expected_version: i32,
    /// Who leaves: by an owner's wish, or the caller.
    person_id: ID,
}

payload! {
    /// Outcome of organisationMemberRemove.
    pub struct OrganisationMemberRemovePayload or OrganisationMemberRemoveErrorCode {
        /// The organisation after the change.
        organisation: Organisation,
    }
}

/// Writes of organisations.
#[derive(Default)]
pub struct OrganisationMutation;

/// Writes of organisations.
#[Object]
impl OrganisationMutation {
    /// Founds a client organisation; the caller owns it.
    async fn organisation_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: OrganisationCreateInput,
    ) -> Result<OrganisationCreatePayload, ApiError> {
        let OrganisationCreateInput { idempotency_key, organisation } = input;
        let ask = app::OrganisationCreate { idempotency_key, organisation: organisation.into() };
        match app(ctx)?.organisation_create(caller(ctx)?, ask).await {
            Ok(id) => Ok(OrganisationCreatePayload::done(Organisation::load(ctx, id).await?)),
            Err(error) => OrganisationCreatePayload::refused(ctx, error),
        }
    }

    /// Changes the particulars of an organisation.
    async fn organisation_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: OrganisationUpdateInput,
    ) -> Result<OrganisationUpdatePayload, ApiError> {
        let OrganisationUpdateInput { organisation_id, expected_version, organisation } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let organisation_id = read_id(&organisation_id).ok_or_else(|| AppError::not_found("organisationId"))?;
            let draft = organisation.into();
            let ask = app::OrganisationUpdate { organisation: organisation_id, expected_version, draft };
            app.organisation_update(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(OrganisationUpdatePayload::done(Organisation::load(ctx, id).await?)),
            Err(error) => OrganisationUpdatePayload::refused(ctx, error),
        }
    }

    /// Takes a person into an organisation.
    async fn organisation_member_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: OrganisationMemberAddInput,
    ) -> Result<OrganisationMemberAddPayload, ApiError> {
        let OrganisationMemberAddInput { organisation_id, expected_version, email, role } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let organisation = read_id(&organisation_id).ok_or_else(|| AppError::not_found("organisationId"))?;
            let ask = app::OrganisationMemberAdd { organisation, expected_version, email, role: role.into() };
            app.organisation_member_add(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(OrganisationMemberAddPayload::done(Organisation::load(ctx, id).await?)),
            Err(error) => OrganisationMemberAddPayload::refused(ctx, error),
        }
    }

    /// Lets a person go, by an owner's wish or their own.
    async fn organisation_member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: OrganisationMemberRemoveInput,
    ) -> Result<OrganisationMemberRemovePayload, ApiError> {
        let OrganisationMemberRemoveInput { organisation_id, expected_version, person_id } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let organisation = read_id(&organisation_id).ok_or_else(|| AppError::not_found("organisationId"))?;
            let person = read_id(&person_id).ok_or_else(|| AppError::not_found("personId"))?;
            let ask = app::OrganisationMemberRemove { organisation, expected_version, person };
            app.organisation_member_remove(caller, ask).await
        };
        match outcome.await {
            Ok(id) => Ok(OrganisationMemberRemovePayload::done(Organisation::load(ctx, id).await?)),
            Err(error) => OrganisationMemberRemovePayload::refused(ctx, error),
        }
    }
}
