use super::*;
use app::Fault;
use async_graphql::{EmptySubscription, InputObject, Schema, SimpleObject};
use kernel::InputError;
use serde_json::json;

app::codes! {
    /// Why paint was not bought.
    pub enum PaintBuyCode {
        /// There is none left.
        SoldOut,
    }
}

error_codes! {
    /// Why paint was not bought.
    pub enum PaintBuyErrorCode for "PaintBuy" from PaintBuyCode {
        /// There is none left.
        SoldOut: "売り切れです。", "It is sold out.";
    }
}

struct Query;

#[Object]
impl Query {
    async fn colour(&self) -> &str {
        "red"
    }
}

struct Mutation;

#[derive(SimpleObject)]
struct PaintBuyPayload {
    litres: Option<i32>,
    user_errors: Vec<UserError<PaintBuyErrorCode>>,
}

fn buy(how: &str) -> Result<i32, AppError<PaintBuyCode>> {
    match how {
        "sold out" => Err(AppError::refused(PaintBuyCode::SoldOut)),
        "two faults" => Err(AppError::inputs(vec![
            InputError::new("amount", InputFault::TooManyDecimals).within("budget"),
            InputError::new("colours", InputFault::Duplicate),
        ])),
        "stranger" => Err(AppError::not_found("paintId")),
        "overtaken" => Err(Fault::Conflict.into()),
        "anonymous" => Err(AppError::Unauthenticated),
        "broken" => Err(AppError::Fault(Fault::internal("the shelf fell down"))),
        _ => Ok(3),
    }
}

#[derive(InputObject)]
struct PaintMixInput {
    expected_version: i32,
}

#[Object]
impl Mutation {
    async fn paint_buy(&self, ctx: &Context<'_>, how: String) -> Result<PaintBuyPayload, ApiError> {
        PaintBuyPayload::of(ctx, buy(&how))
    }

    async fn paint_mix(&self, ctx: &Context<'_>, input: PaintMixInput) -> Result<PaintBuyPayload, ApiError> {
        PaintBuyPayload::of(ctx, if input.expected_version == 1 { buy("overtaken") } else { buy("sold out") })
    }
}

impl PaintBuyPayload {
    fn of(ctx: &Context<'_>, bought: Result<i32, AppError<PaintBuyCode>>) -> Result<Self, ApiError> {
        match bought {
            Ok(litres) => Ok(Self { litres: Some(litres), user_errors: Vec::new() }),
            Err(error) => Ok(Self { litres: None, user_errors: user_errors(ctx, error)? }),
        }
    }
}

type Toy = Schema<Query, Mutation, EmptySubscription>;

fn schema() -> Toy {
    Schema::build(Query, Mutation, EmptySubscription).register_output_type::<UserErrorInterface>().finish()
}

async fn errors(how: &str, locale: Locale) -> serde_json::Value {
    let query = format!(
        "mutation {{ paintBuy(how: {how:?}) {{ litres userErrors {{ __typename code ... on UserError {{ message field }} }} }} }}"
    );
    let response = schema().execute(async_graphql::Request::new(query).data(locale)).await;
    response.into_result().unwrap().data.into_json().unwrap()["paintBuy"].clone()
}

#[tokio::test]
async fn a_refusal_is_data_with_a_code_a_text_and_a_place() {
    assert_eq!(
        errors("two faults", Locale::En).await,
        json!({ "litres": null, "userErrors": [
            {
                "__typename": "PaintBuyUserError",
                "code": "TOO_MANY_DECIMALS",
                "message": "Has more decimals than the currency.",
                "field": ["input", "budget", "amount"],
            },
            {
                "__typename": "PaintBuyUserError",
                "code": "DUPLICATE",
                "message": "Is given twice.",
                "field": ["input", "colours"],
            },
        ] })
    );
    assert_eq!(errors("", Locale::En).await, json!({ "litres": 3, "userErrors": [] }));
}

#[tokio::test]
async fn the_text_is_in_the_language_of_the_reader() {
    for (how, locale, code, message) in [
        ("sold out", Locale::Ja, "SOLD_OUT", "売り切れです。"),
        ("sold out", Locale::En, "SOLD_OUT", "It is sold out."),
        ("stranger", Locale::Ja, "NOT_FOUND", "見つかりません。"),
        ("stranger", Locale::En, "NOT_FOUND", "Not found."),
    ] {
        let error = &errors(how, locale).await["userErrors"][0];
        assert_eq!((&error["code"], &error["message"]), (&json!(code), &json!(message)));
    }
    assert_eq!(errors("sold out", Locale::En).await["userErrors"][0]["field"], json!(null));
}

#[tokio::test]
async fn who_was_overtaken_is_told_that_the_version_is_old_where_they_named_one() {
    let conflict = |field| json!([{ "code": "VERSION_CONFLICT", "field": field }]);
    let sold_out = json!([{ "code": "SOLD_OUT", "field": null }]);
    for (mutation, field, expected) in [
        ("paintMix(input: { expectedVersion: 1 })", "paintMix", conflict(json!(["input", "expectedVersion"]))),
        ("paintMix(input: { expectedVersion: 2 })", "paintMix", sold_out),
        ("paintBuy(how: \"overtaken\")", "paintBuy", conflict(json!(null))),
    ] {
        let response = schema().execute(format!("mutation {{ {mutation} {{ userErrors {{ code field }} }} }}")).await;
        let data = response.into_result().unwrap().data.into_json().unwrap();
        assert_eq!(data[field]["userErrors"], expected, "{mutation}");
    }
}

#[tokio::test]
async fn what_the_caller_cannot_correct_is_an_error_of_the_field() {
    for (how, code) in [("anonymous", "UNAUTHENTICATED"), ("broken", "INTERNAL_SERVER_ERROR")] {
        let response = schema().execute(format!("mutation {{ paintBuy(how: {how:?}) {{ litres }} }}")).await;
        let [error] = response.errors.as_slice() else { panic!("one error: {:?}", response.errors) };
        assert_eq!(error.extensions.as_ref().unwrap().get("code"), Some(&Value::from(code)));
        assert!(!error.message.contains("shelf"), "{}", error.message);
    }
}

#[test]
fn every_error_type_implements_the_interface() {
    let sdl = schema().sdl();
    for line in [
        "interface UserError {",
        "type PaintBuyUserError implements UserError {",
        "code: PaintBuyErrorCode!",
        "field: [String!]",
    ] {
        assert!(sdl.contains(line), "{line} in\n{sdl}");
    }
    apollo_compiler::Schema::parse_and_validate(&sdl, "schema.graphql").unwrap();
}

#[tokio::test]
async fn the_interface_is_known_to_introspection() {
    let query = "{ __type(name: \"UserError\") { kind possibleTypes { name } fields { name } } }";
    let known = schema().execute(query).await.into_result().unwrap().data.into_json().unwrap();
    assert_eq!(
        known["__type"],
        json!({
            "kind": "INTERFACE",
            "possibleTypes": [{ "name": "PaintBuyUserError" }],
            "fields": [{ "name": "message" }, { "name": "field" }]
        })
    );
}
