use super::onward;
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
struct NameToShow {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Own {
    version: i32,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryVariables)]
struct Asked {
    input: AccountUpdateInput,
}

#[derive(cynic::InputObject)]
struct AccountUpdateInput {
    display_name: String,
    expected_version: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct AccountUpdate {
    #[arguments(input: $input)]
    account_update: AccountUpdatePayload,
}

#[derive(cynic::QueryFragment)]
struct AccountUpdatePayload {
    user_errors: Vec<AccountUpdateUserError>,
}

#[derive(cynic::QueryFragment)]
struct AccountUpdateUserError {
    field: Option<Vec<String>>,
    message: String,
}

#[derive(Template)]
#[template(path = "entry/name.html")]
struct NamePage {
    shell: Shell,
    words: &'static Words,
    form: Form,
}

/// `/start/name`: the name to show, a nickname will do.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    match own(&visit).await {
        Ok(own) => answer(&visit, own, Form::of(fields)),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Keeps it, and leads on.
#[handler]
pub async fn save(visit: Visit, mut form: Form) -> Response {
    let own = match own(&visit).await {
        Ok(own) => own,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let input =
        AccountUpdateInput { display_name: form.text("name").unwrap_or_default(), expected_version: own.version };
    let payload = match visit.ask(AccountUpdate::build(Asked { input })).await {
        Ok(found) => found.account_update,
        Err(trouble) => return page_of(&visit, trouble),
    };
    for error in payload.user_errors {
        form.refused(error.field.as_deref(), error.message, &[("displayName", "name")]);
    }
    if form.is_faulty() {
        return answer(&visit, own, form);
    }
    see_other(&onward(form.typed("back"), visit.words, "/today"))
}

async fn own(visit: &Visit) -> Result<Own, Trouble> {
    visit.ask(NameToShow::build(())).await?.viewer.ok_or(Trouble::SignInNeeded)
}

fn answer(visit: &Visit, own: Own, form: Form) -> Response {
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &NamePage { shell: Shell::new(visit, Some(own.viewer), None), words: visit.words, form })
}
