use super::ready_made::ReadyMade;
use super::refusals;
use super::task_input::TaskInput;
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
struct HireNew {
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryVariables)]
struct Asked {
    input: TaskDraftInput,
}

#[derive(cynic::InputObject)]
struct TaskDraftInput {
    idempotency_key: String,
    organisation_id: cynic::Id,
    task: TaskInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct TaskDraft {
    #[arguments(input: $input)]
    task_draft: TaskDraftPayload,
}

#[derive(cynic::QueryFragment)]
struct TaskDraftPayload {
    task: Option<Drafted>,
    user_errors: Vec<TaskDraftUserError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Task")]
struct Drafted {
    id: cynic::Id,
}

refusals!(TaskDraftUserError);

#[derive(Template)]
#[template(path = "hire/new.html")]
struct HireNewPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
}

/// `/hire/new`: what is it about? Whoever looks need not be signed in.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let given = Form::of(fields);
    let fields = [
        ("key", visit.new_key()),
        ("kind", given.typed("kind").to_owned()),
        ("organisation", given.typed("organisation").to_owned()),
    ];
    match visit.ask(HireNew::build(())).await {
        Ok(HireNew { viewer }) => answer(&visit, viewer, Form::of(fields)),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Makes the draft; before the first one, asks for whom.
#[handler]
pub async fn begin(visit: Visit, mut form: Form) -> Response {
    let viewer = match visit.ask(HireNew::build(())).await {
        Ok(found) => found.viewer,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(kind) = ReadyMade::of(form.typed("kind")) else {
        form.fault("kind", say!(visit.words, "ready-none"));
        return answer(&visit, viewer, form);
    };
    let Some(viewer) = viewer else {
        // Back to the page with the choice made, not to the form that was sent.
        return visit.at(&format!("/hire/new?kind={}", kind.word())).sign_in_first();
    };
    let Some(organisation) = organisation_of(&viewer, form.typed("organisation")) else {
        return see_other(&visit.words.to(&format!("/hire/organisation?kind={}", kind.word())));
    };
    match draft(&visit, &mut form, organisation, kind).await {
        Ok(Some(address)) => see_other(&address),
        Ok(None) => answer(&visit, Some(viewer), form),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Makes the draft of a kind, under the key that the form carries. The address where it is written on; none when it was
/// refused.
pub async fn draft(
    visit: &Visit,
    form: &mut Form,
    organisation_id: cynic::Id,
    kind: ReadyMade,
) -> Result<Option<String>, Trouble> {
    let task = kind.draft(visit.words);
    let input = TaskDraftInput { idempotency_key: form.typed("key").to_owned(), organisation_id, task };
    let payload = visit.ask(TaskDraft::build(Asked { input })).await?.task_draft;
    refusals::note(form, payload.user_errors, &[]);
    Ok(payload.task.map(|task| visit.words.to(&format!("/hire/drafts/{}/what", task.id.inner()))))
}

/// The one that was chosen, else the first that the visitor belongs to.
fn organisation_of(viewer: &Viewer, chosen: &str) -> Option<cynic::Id> {
    let mut own = viewer.memberships.iter().filter_map(|membership| membership.organisation.as_ref());
    let found = own.clone().find(|organisation| organisation.id.inner() == chosen).or_else(|| own.next());
    found.map(|organisation| organisation.id.clone())
}

fn answer(visit: &Visit, viewer: Option<Viewer>, form: Form) -> Response {
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &HireNewPage { shell: Shell::new(visit, viewer, None), words: visit.words, form })
}

impl HireNewPage {
    fn kinds(&self) -> [ReadyMade; 6] {
        ReadyMade::ALL
    }

    fn is_chosen(&self, kind: &ReadyMade) -> bool {
        self.form.typed("kind") == kind.word()
    }

    /// Those for whom the visitor can ask; where there is but one, nothing is asked.
    fn organisations(&self) -> Vec<&crate::shell::MemberOf> {
        let own = self.shell.viewer.iter().flat_map(|viewer| &viewer.memberships);
        let own: Vec<_> = own.filter_map(|membership| membership.organisation.as_ref()).collect();
        if own.len() > 1 { own } else { Vec::new() }
    }
}
