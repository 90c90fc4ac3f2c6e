use super::super::style::Choice;
use super::super::style::Question;
use super::step::Step;
use super::{Draft, TaskState, load};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, page_with};
use crate::show;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};

#[derive(cynic::QueryVariables)]
struct Asked {
    input: TaskPublishInput,
}

#[derive(cynic::InputObject)]
struct TaskPublishInput {
    task_id: cynic::Id,
    expected_version: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct TaskPublish {
    #[arguments(input: $input)]
    task_publish: TaskPublishPayload,
}

#[derive(cynic::QueryFragment)]
struct TaskPublishPayload {
    user_errors: Vec<TaskPublishUserError>,
}

refusals!(TaskPublishUserError);

/// What is lacking, and where it is asked for.
struct Lack {
    step: Option<Step>,
    message: String,
}

#[derive(Template)]
#[template(path = "hire/draft/check.html")]
struct CheckPage {
    shell: Shell,
    words: &'static Words,
    draft: Draft,
    lacks: Vec<Lack>,
}

/// `/hire/drafts/{id}/check`: all of it once more, and as workers will see it.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>) -> Response {
    match load(&visit, id.into()).await {
        Ok((shell, draft)) => answer(CheckPage { shell, words: visit.words, draft, lacks: Vec::new() }),
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Opens it for applications.
#[handler]
pub async fn publish(visit: Visit, Path(id): Path<String>, form: Form) -> Response {
    let (shell, draft) = match load(&visit, id.into()).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let job = visit.words.to(&format!("/hire/jobs/{}", draft.id.inner()));
    // Sent twice: it is open already.
    if draft.state != TaskState::Draft {
        return see_other(&job);
    }
    let seen = form.version();
    let input = TaskPublishInput { task_id: draft.id.clone(), expected_version: seen.unwrap_or(draft.version) };
    match visit.ask(TaskPublish::build(Asked { input })).await {
        Ok(found) if found.task_publish.user_errors.is_empty() => see_other(&job),
        Ok(found) => {
            let lacks = found.task_publish.user_errors.into_iter().map(Lack::of).collect();
            answer(CheckPage { shell, words: visit.words, draft, lacks })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

fn answer(page: CheckPage) -> Response {
    if page.draft.state != TaskState::Draft && page.draft.state != TaskState::Open {
        return see_other(&page.words.to(&format!("/hire/jobs/{}", page.draft.id.inner())));
    }
    let status = if page.lacks.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}

impl Lack {
    fn of(refusal: TaskPublishUserError) -> Self {
        let asked = refusal.field.as_deref().filter(|path| path.iter().any(|part| part == "task"));
        Self { step: asked.map(Step::asking_for), message: refusal.message }
    }
}

impl CheckPage {
    /// The ten facts with their answers, the unanswered left out.
    fn style(&self) -> Vec<(String, String)> {
        let form = Form::of(self.draft.work_style.fields());
        let answered =
            |question: Question| question.answer_in(&form).map(str::to_owned).map(|text| (question.text, text));
        Question::all(self.words).into_iter().filter_map(answered).collect()
    }

    fn language(&self) -> String {
        self.draft.language.map(|language| language.label(self.words)).unwrap_or_default()
    }
}
