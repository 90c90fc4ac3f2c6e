//! Tasks through the public schema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/graphql.rs"]
mod graphql;

use app::Caller;
use graphql::Asker;
use identity::Locale;
use serde_json::{Value, json};
use storage::Db;
use testkit::{Actor, TestApp, on_each_db};

fn anyone() -> Caller {
    Caller::anonymous(Locale::En)
}

/// The message of the first error of an answer.
async fn error(ask: &Asker, query: &str) -> String {
    let answer = ask.answer(&anyone(), query, json!({})).await;
    answer["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
}

fn task(title: &str, prices: &[&str]) -> Value {
    let milestone = |price| json!({ "title": title, "price": { "amount": price, "currency": "JPY" } });
    json!({
        "title": title,
        "description": "**三本**の音声。<script>alert(1)</script>",
        "checklist": ["話者の名前がある"],
        "milestones": prices.iter().map(milestone).collect::<Vec<_>>(),
        "estimatedMinutes": 300,
        "deadline": "2026-12-20T09:00:00+09:00",
        "skills": ["transcription"],
        "language": "JA",
        "workStyle": {
            "suddenLeave": "ANY_TIME", "contactHours": "SCHOOL_HOURS", "meetings": "NONE", "flexibleHours": "FREE",
            "moreHours": "POSSIBLE", "leadPath": "NO", "responseTime": "TWO_DAYS", "tools": "COMPUTER",
            "interruption": "ANY_MOMENT", "experience": "FIRST_JOB",
        },
    })
}

const DRAFT: &str = "mutation($input: TaskDraftInput!) { taskDraft(input: $input) {
    task { id version state } userErrors { code field message } } }";
const PUBLISH: &str = "mutation($input: TaskPublishInput!) { taskPublish(input: $input) {
    task { id version state } userErrors { code field } } }";

async fn open(test: &TestApp, ask: &Asker, client: &Actor, organisation: &str, task: Value) -> String {
    let input = json!({ "idempotencyKey": test.key(), "organisationId": organisation, "task": task });
    let drafted = ask.data(&client.caller, DRAFT, json!({ "input": input })).await["taskDraft"].clone();
    assert_eq!(drafted["userErrors"], json!([]));
    let id = drafted["task"]["id"].as_str().unwrap().to_owned();
    test.clock.advance(time::Duration::MINUTE);
    let input = json!({ "taskId": id, "expectedVersion": 1 });
    let published = ask.data(&client.caller, PUBLISH, json!({ "input": input })).await["taskPublish"].clone();
    assert_eq!(published, json!({ "task": { "id": id, "version": 2, "state": "OPEN" }, "userErrors": [] }));
    id
}

on_each_db! {
    async fn a_worker_reads_a_task_with_its_net_its_fee_and_its_yen_by_the_hour(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (client, organisation) = test.client("minowa").await;
        let organisation = organisation.to_string();
        let id = open(&test, &ask, &client, &organisation, task("議事録", &["4000", "6000"])).await;
        let money = |amount: &str| json!({ "amount": amount, "currency": "JPY" });
        let query = "query($id: ID!) { task(id: $id) {
            title budget { amount currency } publishedAt expiresAt deadline estimatedMinutes skills language bidCount
            revision kind closedReason
            client { id name legalForm legalName }
            takeHome { gross { amount currency } fee { amount currency } feeTax { amount currency } net { amount currency }
                netPerHour { amount currency } }
            milestones { title price { amount currency } takeHome { net { amount currency } } }
            checklist { number text }
            descriptionHtml
            workStyle { suddenLeave meetings experience } } }";
        let seen = ask.data(&anyone(), query, json!({ "id": id })).await;
        assert_eq!(seen["task"], json!({
            "title": "議事録",
            "budget": money("10000"),
            "publishedAt": "2026-11-20T00:01:00Z",
            "expiresAt": "2026-12-20T00:00:00Z",
            "deadline": "2026-12-20T00:00:00Z",
            "estimatedMinutes": 300,
            "skills": ["transcription"],
            "language": "JA",
            "bidCount": 0,
            "revision": 1,
            "kind": "PROJECT",
            "closedReason": null,
            "client": { "id": organisation, "name": "minowa商店", "legalForm": "COMPANY", "legalName": null },
            "takeHome": {
                "gross": money("11000"), "fee": money("2200"), "feeTax": money("220"), "net": money("8580"),
                "netPerHour": money("1716"),
            },
            "milestones": [
                { "title": "議事録", "price": money("4000"), "takeHome": { "net": money("3432") } },
                { "title": "議事録", "price": money("6000"), "takeHome": { "net": money("5148") } },
            ],
            "checklist": [{ "number": 1, "text": "話者の名前がある" }],
            "descriptionHtml": "<p><strong>三本</strong>の音声。</p>\n",
            "workStyle": { "suddenLeave": "ANY_TIME", "meetings": "NONE", "experience": "FIRST_JOB" },
        }));
    }

    async fn what_a_price_leaves_is_told_to_everybody_before_there_is_a_task(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let query = "query($amount: Decimal!, $currency: CurrencyCode!, $minutes: Int) {
            takeHomeAt(price: { amount: $amount, currency: $currency }, minutes: $minutes) {
                gross { amount } fee { amount } feeTax { amount } net { amount } netPerHour { amount } } }";
        let at = async |amount: &str, currency: &str, minutes: Value| {
            let variables = json!({ "amount": amount, "currency": currency, "minutes": minutes });
            ask.data(&anyone(), query, variables).await["takeHomeAt"].clone()
        };
        let parts = |per_hour: Value| json!({
            "gross": { "amount": "11000" }, "fee": { "amount": "2200" }, "feeTax": { "amount": "220" },
            "net": { "amount": "8580" }, "netPerHour": per_hour,
        });
        assert_eq!(at("10000", "JPY", json!(300)).await, parts(json!({ "amount": "1716" })));
        for minutes in [Value::Null, json!(0), json!(-5)] {
            assert_eq!(at("10000", "JPY", minutes).await, parts(Value::Null));
        }
        assert_eq!([at("10", "USD", json!(60)).await, at("-1", "JPY", json!(60)).await], [Value::Null, Value::Null]);
        let answer = ask.answer(&anyone(), query, json!({ "amount": "1.5", "currency": "JPY" })).await;
        assert_eq!(answer["data"]["takeHomeAt"], Value::Null);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }

    async fn everything_wrong_with_a_task_is_named_by_its_place_in_the_input(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (client, organisation) = test.client("minowa").await;
        let input = |task: Value| json!({ "input": {
            "idempotencyKey": test.key(), "organisationId": organisation.to_string(), "task": task,
        } });
        let mut unreadable = task("校正", &["10.5", "1000", "-1"]);
        unreadable["estimatedMinutes"] = json!(-5);
        unreadable["deadline"] = json!("tomorrow");
        let mut unfit = task("校正", &["0", "1000000000000000"]);
        unfit["title"] = json!("校正\u{0}");
        unfit["skills"] = json!(["Excel", "excel"]);
        unfit["estimatedMinutes"] = json!(60_001);
        for (task, expected) in [
            (unreadable, json!([
                { "code": "TOO_MANY_DECIMALS", "field": ["input", "task", "milestones", "0", "price", "amount"] },
                { "code": "OUT_OF_RANGE", "field": ["input", "task", "estimatedMinutes"] },
                { "code": "MALFORMED", "field": ["input", "task", "deadline"] },
            ])),
            (unfit, json!([
                { "code": "MALFORMED", "field": ["input", "task", "title"] },
                { "code": "OUT_OF_RANGE", "field": ["input", "task", "milestones", "0", "price"] },
                { "code": "OUT_OF_RANGE", "field": ["input", "task", "estimatedMinutes"] },
                { "code": "MALFORMED", "field": ["input", "task", "skills", "0"] },
            ])),
        ] {
            let drafted = ask.data(&client.caller, DRAFT, input(task)).await["taskDraft"].clone();
            let errors: Vec<Value> = drafted["userErrors"].as_array().unwrap().iter()
                .map(|error| json!({ "code": error["code"], "field": error["field"] })).collect();
            assert_eq!(Value::from(errors), expected);
            assert_eq!(drafted["task"], Value::Null);
        }
        let query = "query($id: ID!) { organisation(id: $id) { tasks { totalCount } } }";
        let drafts = ask.data(&client.caller, query, json!({ "id": organisation.to_string() })).await;
        assert_eq!(drafts["organisation"]["tasks"]["totalCount"], json!(0));
    }

    async fn pages_of_tasks_go_forth_and_back_and_are_filtered(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (client, organisation) = test.client("minowa").await;
        for (title, price) in [("一", "1000"), ("二", "3000"), ("三", "2000")] {
            open(&test, &ask, &client, &organisation.to_string(), task(title, &[price])).await;
        }
        let page = async |arguments: &str| {
            let query = format!("{{ tasks({arguments}) {{ nodes {{ title }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}");
            let tasks = ask.data(&anyone(), &query, json!({})).await["tasks"].clone();
            let titles: Vec<String> = tasks["nodes"].as_array().unwrap().iter()
                .map(|node| node["title"].as_str().unwrap().to_owned()).collect();
            (titles, tasks["pageInfo"].clone())
        };
        let (titles, first) = page("first: 2").await;
        assert_eq!(titles, ["三", "二"]);
        assert_eq!((&first["hasNextPage"], &first["hasPreviousPage"]), (&json!(true), &json!(false)));
        let (titles, second) = page(&format!("first: 2, after: {}", first["endCursor"])).await;
        assert_eq!(titles, ["一"]);
        assert_eq!(second["hasNextPage"], json!(false));
        let (titles, _) = page(&format!("last: 2, before: {}", second["startCursor"])).await;
        assert_eq!(titles, ["三", "二"]);
        let budget = "orderBy: {field: BUDGET, direction: ASC}";
        assert_eq!(page(budget).await.0, ["一", "三", "二"]);
        let amount = r#"{amount: "2000", currency: "JPY"}"#;
        assert_eq!(page(&format!("filter: {{budgetAtLeast: {amount}}}")).await.0, ["三", "二"]);
        assert_eq!(page(&format!("{budget}, filter: {{budgetAtMost: {amount}, text: \"三本 -一\"}}")).await.0, ["三"]);
        assert_eq!(page("filter: {states: [CLOSED]}").await.0, [""; 0]);
        assert_eq!(page("filter: {text: \" \"}").await.0.len(), 3);
        for nothing in ["★", "-", "*", "。"] {
            assert_eq!(page(&format!("filter: {{text: \"{nothing}\"}}")).await.0, [""; 0]);
        }

        let of_another_order = format!("{{ tasks({budget}, after: {}) {{ nodes {{ id }} }} }}", first["endCursor"]);
        assert_eq!(error(&ask, &of_another_order).await, "Argument \"after\" is not a cursor of this list.");
    }

    async fn arguments_of_a_list_that_cannot_be_taken_are_refused_by_name(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let long = "あ".repeat(201);
        for (arguments, message) in [
            ("first: -1".to_owned(), "Argument \"first\" must be 1 to 100."),
            ("last: 10000".to_owned(), "Argument \"last\" must be 1 to 100."),
            (format!("filter: {{text: \"{long}\"}}"), "Argument \"filter.text\" is too long."),
            ("filter: {skills: [\"Excel\"]}".to_owned(), "Argument \"filter.skills\" is malformed."),
            ("filter: {skills: [\"a\\u0000\"]}".to_owned(), "Argument \"filter.skills\" is malformed."),
            ("filter: {minutesAtMost: -1}".to_owned(), "Argument \"filter.minutesAtMost\" is out of range."),
            (
                r#"filter: {budgetAtLeast: {amount: "1.5", currency: "JPY"}}"#.to_owned(),
                "Argument \"filter.budgetAtLeast.amount\" has more decimals than the currency.",
            ),
            (
                r#"filter: {budgetAtLeast: {amount: "1", currency: "JPY"}, netPerHourAtLeast: {amount: "1", currency: "USD"}}"#
                    .to_owned(),
                "Argument \"filter.netPerHourAtLeast\" is of another currency.",
            ),
        ] {
            let query = format!("{{ tasks({arguments}) {{ nodes {{ id }} }} }}");
            assert_eq!(error(&ask, &query).await, message);
        }
    }

    async fn a_node_is_found_by_its_id_alone_and_only_by_who_may_see_it(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (client, organisation) = test.client("minowa").await;
        let worker = test.person("hana").await;
        let open = open(&test, &ask, &client, &organisation.to_string(), task("公開", &["1000"])).await;
        let input = json!({ "input": {
            "idempotencyKey": test.key(), "organisationId": organisation.to_string(), "task": { "title": "下書き" },
        } });
        let drafted = ask.data(&client.caller, DRAFT, input).await;
        let draft = drafted["taskDraft"]["task"]["id"].as_str().unwrap().to_owned();
        let nobody = "task_00000000000000000000000000";
        let ids = json!({ "ids": [open, draft, organisation.to_string(), worker.id.to_string(), nobody, "x"] });
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) {
            __typename id ... on Task { title } ... on Organisation { name } ... on Person { displayName } } }";
        let shown = |draft: Value| json!([
            { "__typename": "Task", "id": open, "title": "公開" },
            draft,
            { "__typename": "Organisation", "id": organisation.to_string(), "name": "minowa商店" },
            { "__typename": "Person", "id": worker.id.to_string(), "displayName": "hana" },
            null,
            null,
        ]);
        let own = json!({ "__typename": "Task", "id": draft, "title": "下書き" });
        assert_eq!(ask.data(&client.caller, query, ids.clone()).await["nodes"], shown(own));
        assert_eq!(ask.data(&worker.caller, query, ids).await["nodes"], shown(Value::Null));
        let one = "query($id: ID!) { node(id: $id) { id } task(id: $id) { id } }";
        let unseen = ask.data(&anyone(), one, json!({ "id": draft })).await;
        assert_eq!(unseen, json!({ "node": null, "task": null }));
        let many = json!({ "ids": vec![nobody; 101] });
        assert_eq!(ask.answer(&anyone(), query, many).await["errors"][0]["message"], "Argument \"ids\" must be at most 100.");
    }

    async fn skills_in_use_are_offered_by_prefix(db: Db) {
        let test = TestApp::new(db);
        let ask = Asker::new(&test);
        let (client, organisation) = test.client("minowa").await;
        open(&test, &ask, &client, &organisation.to_string(), task("一", &["1000"])).await;
        for (prefix, expected) in [
            ("tran", json!([{ "slug": "transcription", "taskCount": 1 }])),
            ("x", json!([])),
            ("%", json!([])),
            ("\u{0}", json!([])),
        ] {
            let query = "query($prefix: String!) { skills(prefix: $prefix) { slug taskCount } }";
            assert_eq!(ask.data(&anyone(), query, json!({ "prefix": prefix })).await["skills"], expected);
        }
    }
}
