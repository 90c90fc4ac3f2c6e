use super::*;
use async_graphql::{Context, EmptyMutation, EmptySubscription, Schema};

#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct ByNumber(u32, String);

impl CursorKey for ByNumber {
    const KIND: &'static str = "things by number";
}

#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct ByAge(u32, String);

impl CursorKey for ByAge {
    const KIND: &'static str = "things by age";
}

fn cursors() -> Cursors {
    Cursors::new(&[7; 32])
}

fn key(number: u32) -> ByNumber {
    ByNumber(number, format!("thing_{number}"))
}

fn message(args: PageArgs) -> String {
    let error = args.read::<ByNumber>(&cursors()).unwrap_err();
    assert_eq!(error.code(), crate::fault::ErrorCode::BadUserInput);
    error.into_request_error().message
}

#[test]
fn a_page_is_the_first_twenty_unless_told_otherwise() {
    let page = PageArgs::default().read::<ByNumber>(&cursors()).unwrap();
    assert_eq!(page, Page { size: 20, end: End::First, after: None, before: None });
    assert_eq!(page.rows(), 21);
    let after = cursors().seal(&key(3)).unwrap();
    let page = PageArgs::forward(Some(100), Some(after)).read(&cursors()).unwrap();
    assert_eq!(page, Page { size: 100, end: End::First, after: Some(key(3)), before: None });
    let page = PageArgs { last: Some(1), ..PageArgs::default() }.read::<ByNumber>(&cursors()).unwrap();
    assert_eq!((page.size, page.end), (1, End::Last));
}

#[test]
fn a_page_out_of_range_is_refused_by_the_name_of_its_argument() {
    for size in [-1, 0, 101, 10_000, i32::MIN, i32::MAX] {
        assert_eq!(message(PageArgs::forward(Some(size), None)), "Argument \"first\" must be 1 to 100.");
        let last = PageArgs { last: Some(size), ..PageArgs::default() };
        assert_eq!(message(last), "Argument \"last\" must be 1 to 100.");
    }
    let both = PageArgs { first: Some(1), last: Some(1), ..PageArgs::default() };
    assert_eq!(message(both), "Argument \"last\" cannot stand together with \"first\".");
}

#[test]
fn a_cursor_opens_only_as_it_was_sealed_and_for_its_own_list() {
    let sealed = cursors().seal(&key(3)).unwrap();
    assert_eq!(cursors().open(&sealed), Some(key(3)));
    assert_eq!(cursors().open::<ByAge>(&sealed), None);
    assert_eq!(Cursors::new(&[8; 32]).open::<ByNumber>(&sealed), None);
    for (index, _) in sealed.char_indices() {
        let other = if &sealed[index..=index] == "A" { "B" } else { "A" };
        let forged = format!("{}{other}{}", &sealed[..index], &sealed[index + 1..]);
        assert_eq!(cursors().open::<ByNumber>(&forged), None, "{forged}");
    }
    for text in ["", "x", "!!", "AAAA", &"A".repeat(4_096)] {
        let refused = PageArgs::forward(None, Some(text.to_owned()));
        assert_eq!(message(refused), "Argument \"after\" is not a cursor of this list.", "{text}");
    }
    let before = PageArgs { before: Some("x".to_owned()), ..PageArgs::default() };
    assert_eq!(message(before), "Argument \"before\" is not a cursor of this list.");
}

struct Thing(u32);

#[Object]
impl Thing {
    async fn number(&self) -> u32 {
        self.0
    }
}

struct Query;

#[Object]
impl Query {
    /// Five things, from 1 to 5.
    async fn things(&self, ctx: &Context<'_>, page: Json) -> Result<Connection<Thing>, ApiError> {
        let cursors = ctx.data_unchecked::<Cursors>();
        let page: Page<ByNumber> = page.0.read(cursors)?;
        let holds = |number: &u32| {
            page.after.as_ref().is_none_or(|after| *number > after.0)
                && page.before.as_ref().is_none_or(|before| *number < before.0)
        };
        let mut numbers: Vec<u32> = (1..=5).filter(holds).collect();
        if page.end == End::Last {
            numbers.reverse();
        }
        let rows = numbers.into_iter().take(page.rows() as usize).map(|number| (key(number), Thing(number)));
        Connection::new(&page, rows.collect(), cursors)
    }
}

/// The four arguments as one list, to keep the toy small.
struct Json(PageArgs);

#[async_graphql::Scalar]
impl async_graphql::ScalarType for Json {
    fn parse(value: async_graphql::Value) -> async_graphql::InputValueResult<Self> {
        let (first, after, last, before) = async_graphql::from_value(value)?;
        Ok(Self(PageArgs { first, after, last, before }))
    }

    fn to_value(&self) -> async_graphql::Value {
        async_graphql::Value::Null
    }
}

async fn page(first: Option<i32>, after: Option<u32>, last: Option<i32>, before: Option<u32>) -> serde_json::Value {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).data(cursors()).finish();
    let cursor = |number: Option<u32>| number.map(|number| cursors().seal(&key(number)).unwrap());
    let arguments = serde_json::to_string(&(first, cursor(after), last, cursor(before))).unwrap();
    let query = format!(
        "{{ things(page: {arguments}) {{ nodes {{ number }} edges {{ cursor node {{ number }} }}
            pageInfo {{ hasPreviousPage hasNextPage startCursor endCursor }} }} }}"
    );
    schema.execute(query).await.into_result().unwrap().data.into_json().unwrap()["things"].clone()
}

fn numbers(page: &serde_json::Value) -> (Vec<u64>, bool, bool) {
    let nodes = page["nodes"].as_array().unwrap();
    let info = &page["pageInfo"];
    (
        nodes.iter().map(|node| node["number"].as_u64().unwrap()).collect(),
        info["hasPreviousPage"].as_bool().unwrap(),
        info["hasNextPage"].as_bool().unwrap(),
    )
}

#[tokio::test]
async fn pages_are_taken_from_either_end_and_stand_in_the_order_of_the_list() {
    assert_eq!(numbers(&page(Some(2), None, None, None).await), (vec![1, 2], false, true));
    assert_eq!(numbers(&page(Some(2), Some(2), None, None).await), (vec![3, 4], true, true));
    assert_eq!(numbers(&page(Some(2), Some(4), None, None).await), (vec![5], true, false));
    assert_eq!(numbers(&page(Some(5), None, None, None).await), (vec![1, 2, 3, 4, 5], false, false));
    assert_eq!(numbers(&page(None, None, Some(2), None).await), (vec![4, 5], true, false));
    assert_eq!(numbers(&page(None, None, Some(2), Some(3)).await), (vec![1, 2], false, true));
    assert_eq!(numbers(&page(None, Some(5), None, None).await), (vec![], true, false));
}

#[tokio::test]
async fn the_cursors_of_a_page_are_those_of_its_edges() {
    let page = page(Some(2), None, None, None).await;
    let [start, end] = [1, 2].map(|number| cursors().seal(&key(number)).unwrap());
    assert_eq!(page["pageInfo"]["startCursor"], start.as_str());
    assert_eq!(page["edges"][1], serde_json::json!({ "cursor": end, "node": { "number": 2 } }));
    assert_eq!(page["pageInfo"]["endCursor"], end);
}

#[test]
fn the_types_are_named_after_what_they_hold() {
    let sdl = Schema::new(Query, EmptyMutation, EmptySubscription).sdl();
    for line in [
        "type ThingConnection {",
        "type ThingEdge {",
        "edges: [ThingEdge!]!",
        "nodes: [Thing!]!",
        "pageInfo: PageInfo!",
    ] {
        assert!(sdl.contains(line), "{line} in\n{sdl}");
    }
}
