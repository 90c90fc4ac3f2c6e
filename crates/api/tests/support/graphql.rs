use engawa_api::context::Network;
use engawa_api::loaders::Loaders;
use engawa_api::schema::{Schema, schema};
use engawa_api::spec_errors::SpecExecutor;
use serde_json::Value;
use std::sync::Arc;
use testkit::TestApp;

/// Asks the schema on behalf of a caller, as the transport does.
pub struct Asker {
    schema: SpecExecutor<Schema>,
    app: Arc<app::App>,
}

impl Asker {
    pub fn new(test: &TestApp) -> Self {
        Self { schema: schema(&test.app, &[7; 32]), app: Arc::clone(&test.app) }
    }

    /// The whole answer. In a task of its own: the loaders batch what one task asks for.
    pub async fn answer(&self, caller: &app::Caller, query: &str, variables: Value) -> Value {
        let request = async_graphql::Request::new(query).variables(async_graphql::Variables::from_json(variables));
        let mut data = async_graphql::Data::default();
        data.insert(Loaders::new(&self.app, caller));
        data.insert(Network("192.0.2.1".to_owned()));
        data.insert(caller.reader().locale);
        data.insert(caller.clone());
        let schema = self.schema.clone();
        let response = tokio::spawn(async move { schema.mutation(request, data).await }).await.unwrap();
        serde_json::to_value(response).unwrap()
    }

    /// The data of an answer without errors.
    pub async fn data(&self, caller: &app::Caller, query: &str, variables: Value) -> Value {
        let answer = self.answer(caller, query, variables).await;
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"].clone()
    }
}
