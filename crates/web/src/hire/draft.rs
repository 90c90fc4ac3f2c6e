mod check;
mod fields;
mod step;

pub use check::{publish, view as view_check};

use self::step::Step;
use super::style::{Question, WorkStyle};
use super::task_input::{TaskInput, TaskLanguage};
use crate::form::Form;
use crate::job::{Job, TakeHome};
use crate::problem::{page_of, see_other};
use crate::schema::{DateTime, Money, schema};
use crate::shell::{Shell, Viewer, page_with};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::{MutationBuilder, QueryBuilder};
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct JobDraft {
    viewer: Option<Viewer>,
    #[arguments(id: $id)]
    task: Option<Draft>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Task")]
struct Draft {
    id: cynic::Id,
    version: i32,
    state: TaskState,
    title: Option<String>,
    description: Option<String>,
    checklist: Option<Vec<ChecklistItem>>,
    milestones: Option<Vec<PlannedMilestone>>,
    estimated_minutes: Option<i32>,
    deadline: Option<DateTime>,
    skills: Vec<String>,
    language: Option<TaskLanguage>,
    work_style: WorkStyle,
    take_home: Option<TakeHome>,
    client: Client,
    #[cynic(spread)]
    job: Job,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
enum TaskState {
    Draft,
    Open,
    Contracted,
    Closed,
}

#[derive(cynic::QueryFragment)]
struct ChecklistItem {
    text: String,
}

#[derive(cynic::QueryFragment)]
struct PlannedMilestone {
    title: Option<String>,
    price: Option<Money>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organisation")]
struct Client {
    id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
struct Changed {
    input: TaskUpdateInput,
}

#[derive(cynic::InputObject)]
struct TaskUpdateInput {
    task_id: cynic::Id,
    expected_version: i32,
    task: TaskInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Changed")]
struct TaskUpdate {
    #[arguments(input: $input)]
    task_update: TaskUpdatePayload,
}

#[derive(cynic::QueryFragment)]
struct TaskUpdatePayload {
    user_errors: Vec<TaskUpdateUserError>,
}

refusals!(TaskUpdateUserError);

#[derive(Template)]
#[template(path = "hire/draft/step.html")]
struct StepPage {
    shell: Shell,
    words: &'static Words,
    draft: Draft,
    step: Step,
    form: Form,
    is_stale: bool,
}

/// `/hire/drafts/{id}/{what,pay,when,who}`: one thing at a time.
#[handler]
pub async fn view(visit: Visit, Path((id, step)): Path<(String, String)>) -> Response {
    let Some(step) = Step::of(&step) else { return page_of(&visit, Trouble::NotFound) };
    match load(&visit, id.into()).await {
        Ok((shell, draft)) => {
            let form = step.form(&draft, &shell.clock);
            answer(StepPage { shell, words: visit.words, draft, step, form, is_stale: false })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Keeps the part of one step; all else stays as it is.
#[handler]
pub async fn save(visit: Visit, Path((id, step)): Path<(String, String)>, mut form: Form) -> Response {
    let Some(step) = Step::of(&step) else { return page_of(&visit, Trouble::NotFound) };
    let (shell, draft) = match load(&visit, id.into()).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let mut task = TaskInput::from(&draft);
    step.read(&mut form, &mut task, &shell);
    if form.is_faulty() {
        return answer(StepPage { shell, words: visit.words, draft, step, form, is_stale: false });
    }
    let seen = form.version();
    let input = TaskUpdateInput { task_id: draft.id.clone(), expected_version: seen.unwrap_or(draft.version), task };
    match visit.ask(TaskUpdate::build(Changed { input })).await {
        Ok(found) => Step::note(&mut form, found.task_update.user_errors),
        Err(trouble) => return page_of(&visit, trouble),
    }
    if !form.is_faulty() {
        return see_other(&visit.words.to(&step.onward(&draft, form.typed("then"))));
    }
    // Who was overtaken sees what it says now beside what they typed, and may save it over that.
    match load(&visit, draft.id).await {
        Ok((shell, draft)) => {
            let is_stale = seen.is_some_and(|seen| seen != draft.version);
            form.put("version", draft.version.to_string());
            answer(StepPage { shell, words: visit.words, draft, step, form, is_stale })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// The draft, or the open task, of an organisation that the visitor belongs to.
async fn load(visit: &Visit, id: cynic::Id) -> Result<(Shell, Draft), Trouble> {
    let found = visit.ask(JobDraft::build(Asked { id })).await?;
    let viewer = found.viewer.ok_or(Trouble::SignInNeeded)?;
    let draft = found.task.filter(|task| viewer.belongs_to(&task.client.id)).ok_or(Trouble::NotFound)?;
    Ok((Shell::new(visit, Some(viewer), None), draft))
}

fn answer(page: StepPage) -> Response {
    let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &page)
}

impl StepPage {
    fn heading(&self) -> String {
        self.step.heading(self.words)
    }

    fn questions(&self) -> Vec<Question> {
        Question::all(self.words)
    }

    fn rows(&self) -> Vec<fields::Row> {
        fields::rows(&self.draft, &self.form)
    }
}

impl Draft {
    /// Can it still be changed?
    fn is_open(&self) -> bool {
        self.state == TaskState::Open
    }

    fn parts(&self) -> &[PlannedMilestone] {
        self.milestones.as_deref().unwrap_or_default()
    }

    fn preview(&self) -> &[Job] {
        std::slice::from_ref(&self.job)
    }
}
