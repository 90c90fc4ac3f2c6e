use crate::form::Form;
use crate::job::Job;
use crate::problem::page_of;
use crate::schema::{PageInfo, schema};
use crate::shell::{Shell, Tab, Viewer, page};
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::QueryBuilder;
use poem::web::Query;
use poem::{Response, handler};

/// The times that are offered, in minutes.
const TIMES: [i32; 4] = [15, 30, 60, 180];

#[derive(cynic::QueryVariables)]
struct Asked {
    after: Option<String>,
    text: Option<String>,
    minutes: Option<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "Asked")]
struct WorkList {
    viewer: Option<Viewer>,
    #[arguments(first: 20, after: $after, filter: { text: $text, minutesAtMost: $minutes })]
    tasks: Option<Jobs>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TaskConnection")]
struct Jobs {
    nodes: Vec<Job>,
    page_info: PageInfo,
    total_count: Option<i32>,
}

#[derive(Template)]
#[template(path = "public/work_list.html")]
struct WorkListPage {
    shell: Shell,
    words: &'static Words,
    form: Form,
    minutes: Option<i32>,
    jobs: Vec<Job>,
    total: i32,
    next: Option<String>,
}

/// `/work`: the open tasks, by the time one has.
#[handler]
pub async fn view(visit: Visit, Query(fields): Query<Vec<(String, String)>>) -> Response {
    let form = Form::of(fields);
    // Nonsense in an address is no reason to show nothing.
    let minutes = form.whole("minutes").ok().flatten().and_then(|minutes| i32::try_from(minutes).ok());
    let minutes = minutes.filter(|minutes| *minutes > 0);
    let text = form.text("q").map(|text| text.chars().take(200).collect());
    let after = form.text("after");
    let asked = Asked { after, text, minutes };
    let WorkList { viewer, tasks } = match visit.ask(WorkList::build(asked)).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let (jobs, total, next) = tasks.map_or_else(Default::default, |tasks| {
        let next = tasks.page_info.end_cursor.filter(|_| tasks.page_info.has_next_page);
        (tasks.nodes, tasks.total_count.unwrap_or_default(), next)
    });
    let shell = Shell::new(&visit, viewer, Some(Tab::Work));
    page(&WorkListPage { shell, words: visit.words, form, minutes, jobs, total, next })
}

impl WorkListPage {
    fn times(&self) -> [i32; 4] {
        TIMES
    }

    fn is_chosen(&self, time: &i32) -> bool {
        self.minutes == Some(*time)
    }

    /// The address of what follows, with the same conditions.
    fn next_address(&self, cursor: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        if let Some(minutes) = self.minutes {
            pairs.append_pair("minutes", &minutes.to_string());
        }
        if let Some(text) = self.form.text("q") {
            pairs.append_pair("q", &text);
        }
        self.shell.to(&format!("/work?{}", pairs.append_pair("after", cursor).finish()))
    }
}
