use super::contracts::After;
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::refused;
use crate::schema::{DateTime, PageInfo, schema};
use crate::shell::{Shell, Viewer, page_with};
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct OwnNotices {
    viewer: Option<Own>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account", variables = "Asked")]
struct Own {
    #[arguments(first: 30, after: $after)]
    notices: Option<Notices>,
    #[cynic(spread)]
    viewer: Viewer,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "NoticeConnection")]
struct Notices {
    nodes: Vec<Notice>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct Notice {
    id: cynic::Id,
    about: cynic::Id,
    at: DateTime,
    headline: String,
    text: String,
    read_at: Option<DateTime>,
}

#[derive(cynic::QueryVariables)]
struct Sent {
    input: NoticesMarkReadInput,
}

#[derive(cynic::InputObject)]
struct NoticesMarkReadInput {
    up_to: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Sent")]
struct NoticesMarkRead {
    #[arguments(input: $input)]
    notices_mark_read: NoticesMarkReadPayload,
}

#[derive(cynic::QueryFragment)]
struct NoticesMarkReadPayload {
    user_errors: Vec<NoticesMarkReadUserError>,
}

user_errors!(NoticesMarkReadUserError);

#[derive(Template)]
#[template(path = "worker/notices.html")]
struct NoticesPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    notices: Vec<Notice>,
    next: Option<String>,
}

/// `/notices`: what happened.
#[handler]
pub async fn view(visit: Visit, Query(After { after }): Query<After>) -> Response {
    answer(&visit, after, Form::default()).await
}

/// Says that one has read them.
#[handler]
pub async fn mark_read(visit: Visit, mut form: Form) -> Response {
    let input = NoticesMarkReadInput { up_to: form.code("upTo").into() };
    match visit.ask(NoticesMarkRead::build(Sent { input })).await {
        Ok(found) => refused::note(&mut form, found.notices_mark_read.user_errors, &[]),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if form.is_faulty() {
        return answer(&visit, None, form).await;
    }
    see_other(&visit.words.to("/notices"))
}

async fn answer(visit: &Visit, after: Option<String>, form: Form) -> Response {
    let own = match visit.ask(OwnNotices::build(Asked { after })).await {
        Ok(found) => found.viewer,
        Err(trouble) => return page_of(visit, trouble),
    };
    let Some(Own { notices, viewer }) = own else { return page_of(visit, Trouble::SignInNeeded) };
    let (notices, next) = notices.map_or_else(Default::default, |found| {
        (found.nodes, found.page_info.end_cursor.filter(|_| found.page_info.has_next_page))
    });
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shell = Shell::new(visit, Some(viewer), None);
    page_with(status, &NoticesPage { shell, words: visit.words, form, notices, next })
}

impl NoticesPage {
    /// The newest one, where any is unread: all up to it can be marked.
    fn newest_unread(&self) -> Option<&Notice> {
        self.notices.first().filter(|_| self.notices.iter().any(|notice| notice.read_at.is_none()))
    }
}

impl Notice {
    /// Where one sees more of it; ids begin with the kind of what they name.
    fn address(&self) -> Option<String> {
        let id = self.about.inner();
        match id.split_once('_').map(|(kind, _)| kind) {
            Some("contract") => Some(format!("/contracts/{id}")),
            Some("task") => Some(format!("/work/{id}")),
            Some("bid") => Some("/applications".to_owned()),
            Some("payout") => Some("/earnings".to_owned()),
            Some(_) | None => None,
        }
    }
}
