use crate::on_each_database;
use engawa_tests::{Marketplace, On, Person};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const OWN: &str = "{ viewer { memberships { organisation { id } } } }";
const DEALS: &str = "query($id: ID!) { organisation(id: $id) { contracts(first: 20) { nodes {
    state milestones { state escrowState dispute { state } } } } } }";

/// Every text found under a name, however deep.
fn words<'a>(value: &'a Value, name: &str, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                if field == name {
                    found.extend(value.as_str());
                }
                words(value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| words(item, name, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

on_each_database! {
    async fn a_demo_shows_deals_in_every_state_and_is_filled_once(on: On) {
        let marketplace = Marketplace::start(on);
        marketplace.stop();
        let filled = marketplace.run(&["demo", "--seed-only"]);
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        marketplace.verify();
        let ledger = marketplace.run(&["ledger", "export"]).stdout;
        let again = marketplace.run(&["demo", "--seed-only"]);
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(marketplace.run(&["ledger", "export"]).stdout, ledger);

        marketplace.resume();
        let mut deals = Vec::new();
        for email in ["sakura@example.jp", "emma@example.jp"] {
            let mut client = Person::stranger(&marketplace);
            email.clone_into(&mut client.email);
            client.sign_in().await;
            let own = client.ask(OWN, json!({})).await;
            let id = &own["viewer"]["memberships"][0]["organisation"]["id"];
            deals.push(client.ask(DEALS, json!({ "id": id })).await);
        }
        let deals = Value::Array(deals);
        let states = |name: &str| {
            let mut found = BTreeSet::new();
            words(&deals, name, &mut found);
            found.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(states("escrowState"), ["CLOSED", "FROZEN", "FUNDING", "HELD", "UNFUNDED"]);
        let all = [
            "ACCEPTED", "ACTIVE", "AGREED", "AWAITING_DECISION", "CANCELLED", "COMPLETED", "DECIDED", "DELIVERED", "DISPUTED",
            "ENDED", "FINAL", "IN_PROGRESS", "TALKING",
        ];
        assert_eq!(states("state"), all);
    }

    async fn an_instance_that_somebody_uses_is_left_alone(on: On) {
        let refusals = [
            ("hanako", "somebody uses this instance already; the demo needs an empty one (data_dir, database.url)"),
            ("ken", "filling this demo was cut short; begin again with an empty instance (data_dir, database.url)"),
        ];
        for (name, why) in refusals {
            let marketplace = Marketplace::start(on);
            let person = Person::register(&marketplace, name).await;
            marketplace.stop();
            let refused = marketplace.run(&["demo"]);
            let said = String::from_utf8_lossy(&refused.stderr);
            assert!(!refused.status.success() && said.ends_with(&format!("engawa: {why}\n")), "{said}");
            marketplace.resume();
            let tasks = person.ask("{ tasks { totalCount } }", json!({})).await;
            assert_eq!(tasks, json!({ "tasks": { "totalCount": 0 } }));
        }
    }
}
