//! Makes field errors end where the GraphQL specification has them end: a nullable field becomes null, a non-null one
//! takes its parent along.
//!
//! async-graphql 8.0.0-rc.5 wipes the parent of a failing nullable field too, and cuts the path of an error inside a list
//! at the item. Register it last: the innermost extension sees errors first.
//!
//! To watch every field is a quarter of the executor's time, and hardly any query fails: [`SpecExecutor`] runs queries
//! without the watch first.

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextResolve, ResolveInfo};
use async_graphql::{
    Data, Executor, PathSegment, QueryPathNode, QueryPathSegment, Request, Response, ServerError, ServerResult, Value,
};
use futures::StreamExt;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Runs operations so that field errors end where the specification says.
#[derive(Clone)]
pub struct SpecExecutor<E> {
    /// Without the extension.
    quick: E,
    /// With it.
    watched: E,
}

impl<E: Executor> SpecExecutor<E> {
    /// Over one schema built twice: as it is, and with [`SpecErrors`].
    pub fn new(quick: E, watched: E) -> Self {
        Self { quick, watched }
    }

    /// Runs a query. One in which something fails is run again, under the watch.
    pub async fn query(&self, request: impl Fn() -> Request, data: Data) -> Response {
        let data = Arc::new(data);
        let response = once(&self.quick, request(), Arc::clone(&data)).await;
        if response.errors.is_empty() { response } else { once(&self.watched, request(), data).await }
    }

    /// Runs a mutation, once.
    pub async fn mutation(&self, request: Request, data: Data) -> Response {
        once(&self.watched, request, Arc::new(data)).await
    }
}

async fn once(executor: &impl Executor, request: Request, data: Arc<Data>) -> Response {
    // A query and a mutation have one answer.
    executor.execute_stream(request, Some(data)).next().await.unwrap_or_default()
}

/// The extension.
pub struct SpecErrors;

impl ExtensionFactory for SpecErrors {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Watch::default())
    }
}

/// Stands for an error already written down that a non-null field passes on to its parent.
struct PassedOn;

/// Watches the fields of one operation.
#[derive(Default)]
struct Watch {
    /// Spares the lock while nothing has failed.
    failed: AtomicBool,
    failures: Mutex<Failures>,
}

#[derive(Default)]
struct Failures {
    errors: Vec<ServerError>,
    /// Objects that a non-null field of theirs took along.
    lost: HashSet<Path>,
    /// Lists with a failed item.
    broken_lists: HashSet<Path>,
}

type Path = Vec<Segment>;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Segment {
    Field(String),
    Index(usize),
}

#[async_graphql::async_trait::async_trait]
impl Extension for Watch {
    async fn execute(&self, ctx: &ExtensionContext<'_>, name: Option<&str>, next: NextExecute<'_>) -> Response {
        let mut response = next.run(ctx, name).await;
        if self.failed.load(Ordering::Acquire) {
            let mut failures = self.failures();
            response.errors.retain(|error| error.source::<PassedOn>().is_none());
            response.errors.append(&mut failures.errors);
            if failures.lost.contains(&Path::new()) {
                response.data = Value::Null;
            }
        }
        response
    }

    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let node = info.path_node;
        let is_item = matches!(node.segment, QueryPathSegment::Index(_));
        let is_nullable = !info.return_type.ends_with('!');
        // "[Task!]": the type that an item reports of itself is wrong where items may be null, so the field is asked.
        let has_nonnull_items = !is_item && info.return_type.starts_with('[') && info.return_type.contains("!]");
        let error = match next.run(ctx, info).await {
            Ok(value) if !self.failed.load(Ordering::Acquire) => return Ok(value),
            Ok(value) => {
                let failures = self.failures();
                let path = path_of(node);
                let is_broken = has_nonnull_items && failures.broken_lists.contains(&path);
                if !is_broken && !failures.lost.contains(&path) {
                    return Ok(value);
                }
                None
            }
            Err(error) => Some(error),
        };
        self.failed.store(true, Ordering::Release);
        let mut path = path_of(node);
        let mut failures = self.failures();
        failures
            .errors
            .extend(error.filter(|error| error.source::<PassedOn>().is_none()).map(|error| located(error, &path)));
        if is_item {
            while matches!(path.last(), Some(Segment::Index(_))) {
                path.pop();
            }
            failures.broken_lists.insert(path);
            return Ok(Some(Value::Null));
        }
        if is_nullable {
            return Ok(Some(Value::Null));
        }
        path.pop();
        failures.lost.insert(path);
        Err(ServerError { source: Some(Arc::new(PassedOn)), ..ServerError::new("passed on", None) })
    }
}

impl Watch {
    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn path_of(node: &QueryPathNode<'_>) -> Path {
    let mut path: Path = std::iter::once(node)
        .chain(node.parents())
        .map(|node| match node.segment {
            QueryPathSegment::Index(index) => Segment::Index(index),
            QueryPathSegment::Name(name) => Segment::Field(name.to_owned()),
        })
        .collect();
    path.reverse();
    path
}

fn located(error: ServerError, path: &Path) -> ServerError {
    let path = path.iter().map(|segment| match segment {
        Segment::Field(name) => PathSegment::Field(name.clone()),
        Segment::Index(index) => PathSegment::Index(*index),
    });
    error.with_path(path.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::ApiError;
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

    struct Thing;

    #[Object]
    impl Thing {
        async fn ok(&self) -> i32 {
            1
        }
        async fn bad_nullable(&self) -> Result<Option<i32>, ApiError> {
            Err(ApiError::forbidden())
        }
        async fn bad_optional(&self) -> Option<Result<i32, ApiError>> {
            Some(Err(ApiError::forbidden()))
        }
        async fn bad(&self) -> Result<i32, ApiError> {
            Err(ApiError::forbidden())
        }
        async fn child(&self) -> Thing {
            Thing
        }
        async fn child_optional(&self) -> Option<Thing> {
            Some(Thing)
        }
        async fn list(&self) -> Vec<Thing> {
            vec![Thing, Thing]
        }
        async fn list_optional(&self) -> Option<Vec<Thing>> {
            Some(vec![Thing, Thing])
        }
        async fn list_of_optional(&self) -> Vec<Option<Thing>> {
            vec![Some(Thing), Some(Thing)]
        }
    }

    async fn run(query: &str) -> (String, Vec<String>) {
        let build = || Schema::build(Thing, EmptyMutation, EmptySubscription);
        let executor = SpecExecutor::new(build().finish(), build().extension(SpecErrors).finish());
        let response = executor.query(|| Request::new(query), Data::default()).await;
        let path = |error: &ServerError| serde_json::to_string(&error.path).unwrap();
        (serde_json::to_string(&response.data).unwrap(), response.errors.iter().map(path).collect())
    }

    #[tokio::test]
    async fn a_failed_field_ends_where_the_specification_says() {
        for (query, data, paths) in [
            ("{ ok badNullable }", r#"{"ok":1,"badNullable":null}"#, &[r#"["badNullable"]"#][..]),
            ("{ ok badOptional }", r#"{"ok":1,"badOptional":null}"#, &[r#"["badOptional"]"#]),
            ("{ ok bad }", "null", &[r#"["bad"]"#]),
            ("{ childOptional { ok bad } ok }", r#"{"childOptional":null,"ok":1}"#, &[r#"["childOptional","bad"]"#]),
            ("{ child { bad ok } ok }", "null", &[r#"["child","bad"]"#]),
            (
                "{ childOptional { child { bad ok } ok } ok }",
                r#"{"childOptional":null,"ok":1}"#,
                &[r#"["childOptional","child","bad"]"#],
            ),
            (
                "{ childOptional { list { ok bad } } ok }",
                r#"{"childOptional":null,"ok":1}"#,
                &[r#"["childOptional","list",0,"bad"]"#, r#"["childOptional","list",1,"bad"]"#],
            ),
            (
                "{ listOptional { ok bad } ok }",
                r#"{"listOptional":null,"ok":1}"#,
                &[r#"["listOptional",0,"bad"]"#, r#"["listOptional",1,"bad"]"#],
            ),
            (
                "{ listOfOptional { ok bad } ok }",
                r#"{"listOfOptional":[null,null],"ok":1}"#,
                &[r#"["listOfOptional",0,"bad"]"#, r#"["listOfOptional",1,"bad"]"#],
            ),
        ] {
            assert_eq!(
                run(query).await,
                (data.to_owned(), paths.iter().map(|path| (*path).to_owned()).collect()),
                "{query}"
            );
        }
    }

    #[tokio::test]
    async fn siblings_of_a_failed_nullable_field_are_kept() {
        let (data, paths) =
            run("{ a: childOptional { badNullable ok } b: childOptional { bad } c: list { ok } }").await;
        assert_eq!(data, r#"{"a":{"badNullable":null,"ok":1},"b":null,"c":[{"ok":1},{"ok":1}]}"#);
        assert_eq!(paths, [r#"["a","badNullable"]"#, r#"["b","bad"]"#]);
    }
}
