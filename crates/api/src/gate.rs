//! What stands between a document and its execution: parsed and validated, measured, and priced, all in time linear in
//! its length.
//!
//! The executor's own limits walk every spread of every fragment, so a document of 600 bytes can hold it for minutes.

mod cache;
mod cost;
mod measure;

use crate::fault::{ErrorCode, MAX_ERRORS};
use apollo_compiler::executable::{ExecutableDocument, Operation, OperationType};
use apollo_compiler::parser::Parser;
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::{GraphQLError, JsonMap};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{Node, Schema};
use async_graphql::parser::types::ExecutableDocument as Parsed;
use async_graphql::{Pos, Request, ServerError, Variables};
use cache::Cache;
use cost::Formula;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// How far the parser may recurse into selections, values and types.
const MAX_RECURSION: usize = 64;

/// What one document and one operation may ask for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the document.
    pub document_bytes: usize,
    /// Lexical tokens of the document.
    pub tokens: usize,
    /// Fields below fields.
    pub depth: u64,
    /// Fields of an operation itself.
    pub root_selections: u64,
    /// Aliases, counted wherever a fragment is spread.
    pub aliases: u64,
    /// Fields and fragments, counted wherever a fragment is spread.
    pub selections: u64,
    /// Directives in one place.
    pub directives: u64,
    /// Cost of an operation: a scalar 0, an object 1, a list as often as it has items.
    pub cost: u64,
    /// Bytes of accepted documents that are kept parsed.
    pub cache_bytes: usize,
    /// May clients ask for the schema?
    pub introspection: bool,
    /// Root fields that may stand once in an operation, such as those that check a secret.
    pub once: &'static [&'static str],
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 65_536,
            tokens: 2_000,
            depth: 15,
            root_selections: 50,
            aliases: 30,
            selections: 5_000,
            directives: 4,
            cost: 1_000,
            cache_bytes: 524_288,
            introspection: true,
            once: &[],
        }
    }
}

/// What an operation asked for, and what it may: `extensions.cost` of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cost {
    /// Points this operation may cost.
    pub limit: u64,
    /// Points it would cost if every list were full.
    pub requested: u64,
}

/// The parameters of a GraphQL request.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    /// The document.
    pub query: String,
    /// Which of its operations to run.
    pub operation_name: Option<String>,
    /// Values of its variables.
    pub variables: JsonMap,
}

/// An operation that may be executed.
#[derive(Debug)]
pub struct Admitted {
    /// What kind it is.
    pub kind: OperationType,
    /// What it costs.
    pub cost: Cost,
    document: Arc<Document>,
    operation_name: Option<String>,
    variables: Variables,
}

impl Admitted {
    /// For the executor: parsed, with its variables coerced and defaults filled in.
    pub fn request(&self) -> Request {
        let mut request = Request::new(String::new()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation_name);
        request.set_parsed_query(self.document.parsed.clone());
        request
    }
}

/// Why nothing was executed.
#[derive(Debug)]
pub struct Rejected {
    /// In words for the author of the document, each with a code.
    pub errors: Vec<ServerError>,
    /// What the operation would have cost, where it came to that.
    pub cost: Option<Cost>,
}

/// The schema text is not a valid schema.
#[derive(Debug, thiserror::Error)]
#[error("the schema is not valid: {0}")]
pub struct InvalidSchema(String);

/// Admits or rejects documents for one schema.
pub struct Gate {
    schema: Valid<Schema>,
    limits: Limits,
    accepted: Cache<Document>,
}

#[derive(Debug)]
struct Document {
    parsed: Parsed,
    operations: Vec<Priced>,
}

#[derive(Debug)]
struct Priced {
    name: Option<String>,
    /// Without its selections: its variables are what is needed.
    head: Operation,
    formula: Formula,
}

impl Gate {
    /// A gate for the schema that `sdl` describes.
    pub fn new(sdl: &str, limits: Limits) -> Result<Self, InvalidSchema> {
        let schema =
            Schema::parse_and_validate(sdl, "schema.graphql").map_err(|error| InvalidSchema(error.to_string()))?;
        Ok(Self { schema, accepted: Cache::new(limits.cache_bytes), limits })
    }

    /// Checks the document, its operation and variables, and what they cost.
    pub fn admit(&self, ask: &Parameters) -> Result<Admitted, Rejected> {
        let document = self.document(&ask.query)?;
        let operation = document.operation(ask.operation_name.as_deref())?;
        let variables = coerce_variable_values(&self.schema, &operation.head, &ask.variables)
            .map_err(|error| ErrorCode::BadUserInput.error(capitalised(&error.message().to_string())))?;
        let cost = Cost { limit: self.limits.cost, requested: operation.formula.evaluate(&variables) };
        if cost.requested > cost.limit {
            let message = format!("The operation costs {} of at most {} points.", cost.requested, cost.limit);
            return Err(Rejected { errors: vec![ErrorCode::CostLimitExceeded.error(message)], cost: Some(cost) });
        }
        let variables = serde_json::to_value(&*variables).map_err(|_| crate::fault::internal_error())?;
        let variables = Variables::from_json(variables);
        let (kind, operation_name) = (operation.head.operation_type, operation.name.clone());
        Ok(Admitted { kind, cost, operation_name, variables, document })
    }

    fn document(&self, source: &str) -> Result<Arc<Document>, Rejected> {
        if source.len() > self.limits.document_bytes {
            let message = format!("The document is longer than {} bytes.", self.limits.document_bytes);
            return Err(ErrorCode::ParseFailed.error(message).into());
        }
        let key = Sha256::digest(source).into();
        if let Some(document) = self.accepted.get(&key) {
            return Ok(document);
        }
        let document = Arc::new(self.read(source)?);
        self.accepted.insert(key, source.len(), document.clone());
        Ok(document)
    }

    fn read(&self, source: &str) -> Result<Document, Rejected> {
        // The parser counts blanks, commas and comments too: room for one after each token.
        let token_limit = self.limits.tokens.saturating_mul(2);
        let ast = Parser::new()
            .recursion_limit(MAX_RECURSION)
            .token_limit(token_limit)
            .parse_ast(source, "document")
            .map_err(|failed| Rejected::all(ErrorCode::ParseFailed, &failed.errors))?;
        let document = ast
            .to_executable_validate(&self.schema)
            .map_err(|failed| Rejected::all(ErrorCode::ValidationFailed, &failed.errors))?;
        self.check(&document)?;
        let parsed = async_graphql::parser::parse_query(source)
            .map_err(|error| ErrorCode::ParseFailed.error_at(error.to_string(), error.positions()))?;
        let operations = document.operations.iter().map(|operation| Priced::of(&document, operation)).collect();
        Ok(Document { parsed, operations })
    }

    fn check(&self, document: &ExecutableDocument) -> Result<(), Rejected> {
        measure::check(document, &self.limits)
            .map_err(|excess| ErrorCode::ValidationFailed.error(format!("{}.", capitalised(&excess))))?;
        let asks_schema = |operation: &Node<Operation>| {
            operation.root_fields(document).any(|field| field.name == "__schema" || field.name == "__type")
        };
        if !self.limits.introspection && document.operations.iter().any(asks_schema) {
            return Err(ErrorCode::ValidationFailed.error("Introspection is switched off.").into());
        }
        Ok(())
    }
}

impl Document {
    fn operation(&self, name: Option<&str>) -> Result<&Priced, Rejected> {
        let found = match (name, self.operations.as_slice()) {
            (Some(name), operations) => operations.iter().find(|operation| operation.name.as_deref() == Some(name)),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        found.ok_or_else(|| {
            let message = match name {
                Some(name) => format!("The document has no operation named \"{name}\"."),
                None => "The document must have exactly one operation, or operationName must name one.".to_owned(),
            };
            ErrorCode::OperationResolution.error(message).into()
        })
    }
}

impl Priced {
    fn of(document: &ExecutableDocument, operation: &Node<Operation>) -> Self {
        let mut head = Operation::clone(operation);
        head.selection_set.selections.clear();
        Self { name: operation.name.as_ref().map(ToString::to_string), head, formula: Formula::of(document, operation) }
    }
}

impl Rejected {
    fn all(code: ErrorCode, diagnostics: &DiagnosticList) -> Self {
        let errors = diagnostics.iter().take(MAX_ERRORS).map(|diagnostic| {
            let GraphQLError { message, locations, .. } = diagnostic.to_json();
            let places = locations.into_iter().map(|place| Pos { line: place.line, column: place.column });
            code.error_at(capitalised(&message), places)
        });
        Self { errors: errors.collect(), cost: None }
    }
}

impl From<ServerError> for Rejected {
    fn from(error: ServerError) -> Self {
        Self { errors: vec![error], cost: None }
    }
}

fn capitalised(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
