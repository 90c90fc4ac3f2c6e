use super::*;
use apollo_compiler::response::JsonValue;
use serde_json::json;
use std::time::{Duration, Instant};

const SDL: &str = r#"
type Query {
  tasks(first: Int, after: String, last: Int, before: String): TaskConnection
  recent(first: Int = 7): TaskConnection
  nodes(ids: [ID!]!): [Task]!
  viewer: User
  count: Int!
  search(text: String, many: [[Int]]): Int
}
type Mutation { taskClose(id: ID!): TaskClosePayload!  sessionCreate(code: String!): User }
type Subscription { ticks: Int! }
type TaskClosePayload { task: Task userErrors: [TaskCloseUserError!]! }
type TaskCloseUserError { message: String! }
type TaskConnection { edges: [TaskEdge!]! nodes: [Task!]! pageInfo: PageInfo! totalCount: Int }
type TaskEdge { cursor: String! node: Task! }
type PageInfo { hasNextPage: Boolean! }
type Task { id: ID! title: String! client: User milestones: [Milestone!] bids(first: Int): BidConnection }
type BidConnection { nodes: [Bid!]! }
type Bid { id: ID! task: Task }
type Milestone { id: ID! task: Task }
type User { id: ID! name: String! self: User }
"#;

fn gate() -> Gate {
    Gate::new(SDL, Limits { once: &["sessionCreate"], ..Limits::default() }).unwrap()
}

fn ask(query: impl Into<String>, variables: serde_json::Value) -> Parameters {
    let JsonValue::Object(variables) = serde_json::from_value(variables).unwrap() else { panic!("an object") };
    Parameters { query: query.into(), operation_name: None, variables }
}

fn cost(query: &str, variables: serde_json::Value) -> u64 {
    let gate = Gate::new(SDL, Limits { cost: u64::MAX, ..Limits::default() }).unwrap();
    gate.admit(&ask(query, variables)).unwrap_or_else(|rejected| panic!("{query}: {rejected:?}")).cost.requested
}

fn refusal(query: impl Into<String>) -> (String, String) {
    refusal_of(gate().admit(&ask(query, json!({}))))
}

fn refusal_of(outcome: Result<Admitted, Rejected>) -> (String, String) {
    let error = outcome.unwrap_err().errors.remove(0);
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code").cloned()).unwrap();
    let async_graphql::Value::String(code) = code else { panic!("a word") };
    (code, error.message)
}

fn code(query: impl Into<String>) -> String {
    refusal(query).0
}

#[test]
fn a_scalar_costs_nothing_an_object_one_and_a_page_as_much_as_it_may_hold() {
    assert_eq!(cost("{ count __typename }", json!({})), 0);
    assert_eq!(cost("{ viewer { id name } }", json!({})), 1);
    assert_eq!(cost("{ viewer { self { self { id } } } }", json!({})), 3);
    assert_eq!(cost("{ tasks { nodes { id } } }", json!({})), 21, "the connection, 20 tasks");
    assert_eq!(cost("{ tasks(first: 5) { nodes { id } pageInfo { hasNextPage } totalCount } }", json!({})), 7);
    assert_eq!(cost("{ tasks(last: 5) { edges { cursor node { client { id } } } } }", json!({})), 16);
    assert_eq!(cost("{ recent { nodes { id } } }", json!({})), 8, "the default of the schema");
    assert_eq!(
        cost("{ tasks(first: 3) { nodes { bids(first: 4) { nodes { id } } } } }", json!({})),
        1 + 3 * (1 + 1 + 4)
    );
    assert_eq!(cost("{ viewer { id } ...{ viewer { self { id } } } }", json!({})), 3);
    assert_eq!(cost("mutation { taskClose(id: 1) { task { id } userErrors { message } } }", json!({})), 12);
}

#[test]
fn page_sizes_are_read_from_the_variables() {
    let page = "query($n: Int) { tasks(first: $n) { nodes { id } } }";
    assert_eq!(cost(page, json!({ "n": 100 })), 101);
    assert_eq!(cost(page, json!({ "n": 1 })), 2);
    assert_eq!(cost(page, json!({})), 21);
    assert_eq!(cost(page, json!({ "n": null })), 21);
    assert_eq!(cost("query($n: Int = 3) { tasks(first: $n) { nodes { id } } }", json!({})), 4);
    assert_eq!(
        cost("query($ids: [ID!]!) { nodes(ids: $ids) { client { id } } }", json!({ "ids": ["a", "b", "c"] })),
        6
    );
    assert_eq!(cost("{ nodes(ids: [1, 2]) { id } }", json!({})), 2);
}

#[test]
fn a_page_size_out_of_range_neither_wraps_nor_pays_for_another() {
    assert_eq!(cost("{ tasks(first: -1) { nodes { id } } }", json!({})), 1);
    assert_eq!(cost("{ tasks(first: 10000) { nodes { id } } }", json!({})), 101);
    let both = "{ a: tasks(first: -100000) { nodes { id } } b: tasks(first: 100000) { nodes { id } } }";
    assert_eq!(cost(both, json!({})), 102);
    assert_eq!(code("{ tasks(first: 99999999999) { nodes { id } } }"), "GRAPHQL_VALIDATION_FAILED");
}

#[test]
fn a_page_inside_a_fragment_is_as_long_as_the_field_that_spreads_it() {
    let fragment = "fragment Page on TaskConnection { nodes { id } }";
    let query = format!("{{ a: tasks(first: 2) {{ ...Page }} b: tasks(first: 50) {{ ...Page }} }} {fragment}");
    assert_eq!(cost(&query, json!({})), 3 + 51);
}

#[test]
fn an_operation_past_the_limit_is_refused_with_its_cost() {
    let query = "{ tasks(first: 100) { nodes { bids(first: 100) { nodes { id } } } } }";
    let rejected = gate().admit(&ask(query, json!({}))).unwrap_err();
    assert_eq!(rejected.cost, Some(Cost { limit: 1_000, requested: 10_201 }));
    assert_eq!(rejected.errors[0].message, "The operation costs 10201 of at most 1000 points.");
    assert!(ErrorCode::CostLimitExceeded.is_of(&rejected.errors[0]));
}

/// Lists without page arguments that lead back to each other.
#[test]
fn a_short_document_of_long_lists_is_refused() {
    let query = "{ nodes(ids: [1]) { milestones { task { milestones { task { milestones { task { id } } } } } } } }";
    assert_eq!(code(query), "COST_LIMIT_EXCEEDED");
}

fn bomb(levels: usize, fan_out: usize, leaf: &str) -> String {
    let mut document = "query { viewer { ...F0 } }".to_owned();
    for level in 0..levels {
        let next = if level + 1 == levels { leaf.to_owned() } else { format!("...F{} ", level + 1).repeat(fan_out) };
        document.push_str(&format!(" fragment F{level} on User {{ {next} }}"));
    }
    document
}

/// Up to 2^63 fields from 1 to 5 KB: the executor's own checks would walk every one of them.
#[test]
fn a_fragment_bomb_is_refused_in_linear_time() {
    for (levels, fan_out) in [(30, 2), (27, 2), (20, 8), (10, 80)] {
        let (gate, document) = (gate(), bomb(levels, fan_out, "id name"));
        let start = Instant::now();
        let rejected = gate.admit(&ask(&document, json!({}))).unwrap_err();
        let took = start.elapsed();
        assert!(ErrorCode::ValidationFailed.is_of(&rejected.errors[0]), "{:?}", rejected.errors);
        assert!(took < Duration::from_secs(2), "{} bytes took {took:?}", document.len());
        println!("{} bytes, {fan_out}^{levels} fields: refused in {took:?}", document.len());
    }
    let message = "The document has more than 5000 fields with every fragment written out.";
    assert_eq!(refusal(bomb(20, 8, "id name")).1, message);
}

#[test]
fn every_limit_on_the_document_is_named_when_it_is_broken() {
    let nested = |levels: usize| format!("{{ viewer {{ {} id {} }} }}", "self {".repeat(levels), "}".repeat(levels));
    let rooted = |fields: usize| format!("{{ {} }}", "count ".repeat(fields));
    let aliased = |fields: usize| {
        let fields: Vec<_> = (0..fields).map(|index| format!("a{index}: id")).collect();
        format!("{{ viewer {{ {} }} }}", fields.join(" "))
    };
    let directed = |count: usize| format!("{{ count {} }}", "@skip(if: false) ".repeat(count));
    let gate = gate();
    for accepted in [nested(13), rooted(50), aliased(30)] {
        assert!(gate.admit(&ask(&accepted, json!({}))).is_ok(), "{accepted}");
    }
    for (document, message) in [
        (nested(14), "The document has more than 15 levels of fields."),
        (rooted(51), "The document has more than 50 root fields."),
        (aliased(31), "The document has more than 30 aliases with every fragment written out."),
        (
            format!("{{ {} count {} }}", "... { ".repeat(30), "} ".repeat(30)),
            "The document nests selections deeper than 30.",
        ),
        (
            "{ viewer { ...A ...A } } fragment A on User { ".to_owned() + &aliases(16) + " }",
            "The document has more than 30 aliases with every fragment written out.",
        ),
    ] {
        assert_eq!(refusal(&document), ("GRAPHQL_VALIDATION_FAILED".to_owned(), message.to_owned()), "{document}");
    }
    assert_eq!(code(directed(5)), "GRAPHQL_VALIDATION_FAILED");
    let long = format!("{{ count }} #{}", "x".repeat(65_536));
    assert_eq!(refusal(long).1, "The document is longer than 65536 bytes.");
    assert_eq!(code(format!("{{ {} }}", "__typename ".repeat(2_100))), "GRAPHQL_PARSE_FAILED");
}

fn aliases(count: usize) -> String {
    (0..count).map(|index| format!("b{index}: id ")).collect()
}

#[test]
fn directives_are_counted_wherever_they_stand() {
    let gate = Gate::new(
        &format!("directive @d repeatable on FIELD | QUERY | FRAGMENT_DEFINITION | INLINE_FRAGMENT {SDL}"),
        Limits::default(),
    )
    .unwrap();
    let four = "@d @d @d @d";
    let accepted =
        format!("query {four} {{ viewer {{ ...F ... {four} {{ id {four} }} }} }} fragment F on User {four} {{ id }}");
    assert!(gate.admit(&ask(&accepted, json!({}))).is_ok());
    for document in [
        format!("{{ count {four} @d }}"),
        format!("query {four} @d {{ count }}"),
        format!("{{ ... {four} @d {{ count }} }}"),
        format!("{{ viewer {{ ...F }} }} fragment F on User {four} @d {{ id }}"),
        format!("{{ viewer {{ ...F }} }} fragment F on User {{ self {{ id {four} @d }} }}"),
    ] {
        let (_, message) = refusal_of(gate.admit(&ask(&document, json!({}))));
        assert_eq!(message, "The document has more than 4 directives in one place.", "{document}");
    }
}

/// The executor would run it twice.
#[test]
fn a_mutation_field_may_not_stand_twice_under_one_name() {
    let message = "The mutation field `taskClose` stands twice.";
    assert_eq!(
        refusal("mutation { taskClose(id: 1) { task { id } } taskClose(id: 1) { userErrors { message } } }").1,
        message
    );
    let spread = "mutation { ...F ...F } fragment F on Mutation { taskClose(id: 1) { task { id } } }";
    assert_eq!(refusal(spread).1, message);
    let two = "mutation { a: taskClose(id: 1) { task { id } } b: taskClose(id: 2) { task { id } } }";
    assert!(gate().admit(&ask(two, json!({}))).is_ok());
}

#[test]
fn a_field_that_checks_a_secret_may_stand_once_in_an_operation() {
    let twice = r#"mutation { a: sessionCreate(code: "1") { id } b: sessionCreate(code: "2") { id } }"#;
    assert_eq!(refusal(twice).1, "The field `sessionCreate` may stand once in an operation.");
}

#[test]
fn what_is_no_graphql_is_told_apart_from_what_does_not_fit_the_schema() {
    for document in ["", "{", "{ count", "query { a \u{0} }", "{ count }}", "\u{FEFF}\u{FFFF}"] {
        assert_eq!(code(document), "GRAPHQL_PARSE_FAILED", "{document:?}");
    }
    for document in [
        "{ cuont }",
        "{ viewer }",
        "{ count { id } }",
        "{ ...Missing }",
        "{ search(txt: 1) }",
        "query($a: Int) { count }",
        "{ viewer { ...A } } fragment A on User { ...B } fragment B on User { ...A }",
        "type Extra { id: ID }",
        "fragment A on User { id }",
    ] {
        assert_eq!(code(document), "GRAPHQL_VALIDATION_FAILED", "{document}");
    }
}

#[test]
fn a_refusal_suggests_nothing() {
    let (_, message) = refusal("{ cuont }");
    assert_eq!(message, "Type `Query` does not have a field `cuont`");
}

#[test]
fn values_nested_deeply_are_refused_and_nested_a_little_are_read_quickly() {
    let nested = |levels: usize| format!("{{ search(many: {}1{}) }}", "[".repeat(levels), "]".repeat(levels));
    for levels in [60, 100, 900] {
        assert_ne!(code(nested(levels)), "INTERNAL_SERVER_ERROR");
    }
    assert!(gate().admit(&ask(nested(2), json!({}))).is_ok());
}

#[test]
fn the_operation_is_found_by_its_name() {
    let gate = gate();
    let two = |name: Option<&str>| Parameters {
        operation_name: name.map(str::to_owned),
        ..ask("query A { count } query B { viewer { id } }", json!({}))
    };
    assert_eq!(gate.admit(&two(Some("B"))).unwrap().cost.requested, 1);
    assert_eq!(gate.admit(&two(Some("A"))).unwrap().request().operation_name.as_deref(), Some("A"));
    for name in [None, Some("C"), Some("")] {
        assert_eq!(refusal_of(gate.admit(&two(name))).0, "OPERATION_RESOLUTION_FAILURE", "{name:?}");
    }
    let anonymous = Parameters { operation_name: Some("A".to_owned()), ..ask("{ count }", json!({})) };
    assert_eq!(refusal_of(gate.admit(&anonymous)).0, "OPERATION_RESOLUTION_FAILURE");
}

#[test]
fn variables_are_coerced_before_anything_runs() {
    let gate = gate();
    let query = "mutation($id: ID!) { taskClose(id: $id) { task { id } } }";
    for variables in [json!({}), json!({ "id": null }), json!({ "id": { "a": 1 } }), json!({ "id": true })] {
        assert_eq!(refusal_of(gate.admit(&ask(query, variables.clone()))).0, "BAD_USER_INPUT", "{variables}");
    }
    let page = "query($n: Int) { tasks(first: $n) { nodes { id } } }";
    for number in [json!(2_147_483_648_i64), json!(1.5), json!("1")] {
        assert_eq!(refusal_of(gate.admit(&ask(page, json!({ "n": number })))).0, "BAD_USER_INPUT", "{number}");
    }
    let admitted =
        gate.admit(&ask("query($n: Int = 3) { tasks(first: $n) { nodes { id } } }", json!({ "other": 1 }))).unwrap();
    assert_eq!(admitted.request().variables, Variables::from_json(json!({ "n": 3 })));
}

#[test]
fn a_document_is_read_once_and_priced_anew_for_each_request() {
    let gate = gate();
    let page = "query($n: Int) { tasks(first: $n) { nodes { id } } }";
    assert_eq!(gate.admit(&ask(page, json!({ "n": 3 }))).unwrap().cost.requested, 4);
    assert!(gate.accepted.get(&Sha256::digest(page).into()).is_some());
    assert_eq!(gate.admit(&ask(page, json!({ "n": 9 }))).unwrap().cost.requested, 10);
    let refused = "{ nothing }";
    assert!(gate.admit(&ask(refused, json!({}))).is_err());
    assert!(gate.accepted.get(&Sha256::digest(refused).into()).is_none());
}

#[test]
fn the_schema_can_be_asked_for_unless_that_is_switched_off() {
    let query = include_str!("../tests/introspection.graphql");
    let admitted = gate().admit(&ask(query, json!({}))).unwrap();
    println!("introspection costs {}", admitted.cost.requested);
    let closed = Gate::new(SDL, Limits { introspection: false, ..Limits::default() }).unwrap();
    for query in [query, "{ a: __type(name: \"Task\") { name } }"] {
        assert_eq!(refusal_of(closed.admit(&ask(query, json!({})))).1, "Introspection is switched off.");
    }
    assert!(closed.admit(&ask("{ __typename count }", json!({}))).is_ok());
}

#[test]
fn hard_documents_are_read_in_a_moment() {
    let wide = format!("{{ {} }}", "viewer { id } ".repeat(380));
    let spreads: String = (0..300).map(|index| format!("fragment G{index} on User {{ id }} ")).collect();
    for document in [wide, format!("{{ viewer {{ id }} }} {spreads}"), bomb(28, 2, "self { id }"), "[".repeat(60_000)] {
        let gate = gate();
        let start = Instant::now();
        assert!(gate.admit(&ask(&document, json!({}))).is_err());
        let took = start.elapsed();
        assert!(took < Duration::from_secs(2), "{} bytes took {took:?}", document.len());
        println!("{} bytes: refused in {took:?}", document.len());
    }
}
