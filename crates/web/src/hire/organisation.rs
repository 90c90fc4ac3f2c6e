use super::new::draft;
use super::ready_made::ReadyMade;
use super::refusals;
use super::style::{Choice, choices};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct HireOrganisation {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Own {
    email: String,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryVariables)]
struct Asked {
    input: OrganisationCreateInput,
}

#[derive(cynic::InputObject)]
struct OrganisationCreateInput {
    idempotency_key: String,
    organisation: OrganisationInput,
}

#[derive(cynic::InputObject)]
struct OrganisationInput {
    name: String,
    legal_name: String,
    legal_form: LegalForm,
    address: String,
    contact_email: String,
    has_employees: bool,
}

choices! {
    LegalForm {
        Company "organisation-company", SoleProprietor "organisation-sole", NonProfit "organisation-non-profit",
        PublicBody "organisation-public", Association "organisation-association"
    }
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct OrganisationCreate {
    #[arguments(input: $input)]
    organisation_create: OrganisationCreatePayload,
}

#[derive(cynic::QueryFragment)]
struct OrganisationCreatePayload {
    organisation: Option<Founded>,
    user_errors: Vec<OrganisationCreateUserError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Founded {
    id: cynic::Id,
}

refusals!(OrganisationCreateUserError);

#[derive(Template)]
#[template(path = "hire/organisation.html")]
struct OrganisationPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
}

/// `/hire/organisation`: for whom is the work? Asked before the first draft, because the written terms name it.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let given = Form::of(fields);
    match own(&visit).await {
        Ok(Own { email, viewer }) => {
            let fields = [("key", visit.new_key()), ("kind", given.typed("kind").to_owned()), ("contactEmail", email)];
            answer(&visit, viewer, Form::of(fields))
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Founds it, and goes on with what it was asked for.
#[handler]
pub async fn found(visit: Visit, mut form: Form) -> Response {
    let viewer = match own(&visit).await {
        Ok(own) => own.viewer,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let organisation = match create(&visit, &mut form).await {
        Ok(Some(organisation)) => organisation,
        Ok(None) => return answer(&visit, viewer, form),
        Err(trouble) => return page_of(&visit, trouble),
    };
    let home = visit.words.to(&format!("/hire/{}", organisation.inner()));
    let Some(kind) = ReadyMade::of(form.typed("kind")) else { return see_other(&home) };
    match draft(&visit, &mut form, organisation, kind).await {
        Ok(address) => see_other(&address.unwrap_or(home)),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// None when it was refused; the form says why.
async fn create(visit: &Visit, form: &mut Form) -> Result<Option<cynic::Id>, Trouble> {
    let legal_form = LegalForm::of(form, "legalForm");
    if legal_form.is_none() {
        form.fault("legalForm", say!(visit.words, "organisation-form-missing"));
    }
    let has_employees = match form.typed("hasEmployees") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            form.fault("hasEmployees", say!(visit.words, "organisation-employees-missing"));
            None
        }
    };
    let (Some(legal_form), Some(has_employees)) = (legal_form, has_employees) else { return Ok(None) };
    let text = |name| form.text(name).unwrap_or_default();
    let organisation = OrganisationInput {
        name: text("name"),
        legal_name: text("legalName"),
        legal_form,
        address: text("address"),
        contact_email: form.code("contactEmail"),
        has_employees,
    };
    let input = OrganisationCreateInput { idempotency_key: form.typed("key").to_owned(), organisation };
    let payload = visit.ask(OrganisationCreate::build(Asked { input })).await?.organisation_create;
    refusals::note(form, payload.user_errors, &[]);
    Ok(payload.organisation.map(|organisation| organisation.id))
}

async fn own(visit: &Visit) -> Result<Own, Trouble> {
    visit.ask(HireOrganisation::build(())).await?.viewer.ok_or(Trouble::SignInNeeded)
}

fn answer(visit: &Visit, viewer: Viewer, form: Form) -> Response {
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &OrganisationPage { shell: Shell::new(visit, Some(viewer), None), words: visit.words, form })
}

impl OrganisationPage {
    fn forms(&self) -> &'static [LegalForm] {
        LegalForm::ALL
    }
}
