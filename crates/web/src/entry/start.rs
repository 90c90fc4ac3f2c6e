use super::onward;
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, page_with};
use crate::visit::Visit;
use crate::words::{Language, Words};
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Response, handler};

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct WhoIsIt {
    viewer: Option<crate::shell::Viewer>,
}

#[derive(cynic::QueryVariables)]
struct Asked {
    input: AccountRegisterInput,
}

#[derive(cynic::InputObject)]
struct AccountRegisterInput {
    email: String,
    display_name: String,
    locale: Locale,
}

#[derive(Clone, Copy, cynic::Enum)]
pub(super) enum Locale {
    Ja,
    En,
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Ja | Language::Easy => Self::Ja,
            Language::En => Self::En,
        }
    }
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct AccountRegister {
    #[arguments(input: $input)]
    account_register: AccountRegisterPayload,
}

#[derive(cynic::QueryFragment)]
struct AccountRegisterPayload {
    user_errors: Vec<AccountRegisterUserError>,
}

#[derive(cynic::QueryFragment)]
struct AccountRegisterUserError {
    field: Option<Vec<String>>,
    message: String,
}

#[derive(Template)]
#[template(path = "entry/start.html")]
struct StartPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
}

/// `/start`: one field. Whether there is an account already is found out by the code.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let form = Form::of(fields);
    match visit.ask(WhoIsIt::build(())).await {
        Ok(WhoIsIt { viewer: Some(_) }) => see_other(&onward(form.typed("back"), visit.words, "/today")),
        // A session that has ended is no reason not to start another.
        Ok(WhoIsIt { viewer: None }) | Err(crate::trouble::Trouble::SignInNeeded) => answer(&visit, form),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Mails a code, and asks for it on the next page.
#[handler]
pub async fn send_code(visit: Visit, mut form: Form) -> Response {
    let email = form.code("email");
    if email.is_empty() {
        form.fault("email", say!(visit.words, "start-email-missing"));
        return answer(&visit, form);
    }
    let display_name = say!(visit.words, "name-to-come");
    let input = AccountRegisterInput { email: email.clone(), display_name, locale: visit.words.language().into() };
    let payload = match visit.as_nobody().ask(AccountRegister::build(Asked { input })).await {
        Ok(found) => found.account_register,
        Err(trouble) => return page_of(&visit, trouble),
    };
    for error in payload.user_errors {
        form.refused(error.field.as_deref(), error.message, &[]);
    }
    if form.is_faulty() {
        return answer(&visit, form);
    }
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("email", &email).append_pair("back", form.typed("back"));
    see_other(&visit.words.to(&format!("/start/code?{}", pairs.finish())))
}

fn answer(visit: &Visit, form: Form) -> Response {
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &StartPage { shell: Shell::new(visit, None, None), words: visit.words, form })
}
