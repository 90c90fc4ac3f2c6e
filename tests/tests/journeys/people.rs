use crate::on_each_database;
use engawa_tests::{Marketplace, On, Person, key};
use serde_json::json;

on_each_database! {
    async fn somebody_registers_signs_out_and_signs_in_again(on: On) {
        let marketplace = Marketplace::start(on);
        let mut hanako = Person::register(&marketplace, "hanako").await;
        let viewer = "{ viewer { email locale person { displayName } } }";
        let known = json!({ "viewer": { "email": "hanako@example.jp", "locale": "JA", "person": { "displayName": "hanako" } } });
        assert_eq!(hanako.ask(viewer, json!({})).await, known);

        let ended = hanako.ask("mutation { sessionEnd { ended userErrors { code } } }", json!({})).await;
        assert_eq!(ended, json!({ "sessionEnd": { "ended": true, "userErrors": [] } }));
        let (status, body) = hanako.send(viewer, json!({})).await.unwrap();
        assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (401, &json!("UNAUTHENTICATED")));

        hanako.sign_in().await;
        assert_eq!(hanako.ask(viewer, json!({})).await, known);
    }

    async fn a_time_zone_that_does_not_exist_is_refused(on: On) {
        let marketplace = Marketplace::start(on);
        let hanako = Person::register(&marketplace, "hanako").await;
        let zone = |zone: &str| json!({ "expectedVersion": 1, "timeZone": zone });
        assert_eq!(hanako.refused("accountUpdate", zone("Mars/X")).await, ["MALFORMED input.timeZone"]);
        let updated = hanako.done("accountUpdate", zone("Europe/Paris"), "account { version timeZone }").await;
        assert_eq!(updated["account"], json!({ "version": 2, "timeZone": "Europe/Paris" }));
    }

    async fn a_second_account_for_an_address_signs_in_to_the_first(on: On) {
        let marketplace = Marketplace::start(on);
        let hanako = Person::register(&marketplace, "hanako").await;
        let again = Person::stranger(&marketplace);
        let input = json!({ "email": "Hanako@example.jp", "displayName": "somebody else" });
        let answer = again.mutate("accountRegister", input, "codeSent").await;
        assert_eq!(answer, json!({ "codeSent": true, "userErrors": [] }));

        let proof = json!({ "code": marketplace.mailed_code("hanako@example.jp") });
        let input = json!({ "email": "hanako@example.jp", "proof": proof });
        let session = again.done("sessionCreate", input, "session { person { displayName } }").await;
        assert_eq!(session["session"]["person"]["displayName"], json!("hanako"));
        assert!(hanako.token.is_some());
    }

    async fn a_repeated_key_founds_one_organisation_and_other_input_is_refused(on: On) {
        let marketplace = Marketplace::start(on);
        let hanako = Person::register(&marketplace, "hanako").await;
        let key = key();
        let input = |name: &str| json!({ "idempotencyKey": key, "organisation": {
            "name": name, "legalName": "株式会社えんがわ", "legalForm": "COMPANY", "address": "長野県箕輪町1",
            "contactEmail": "office@example.jp", "hasEmployees": true,
        } });
        let first = hanako.done("organisationCreate", input("えんがわ"), "organisation { id name }").await;
        let second = hanako.done("organisationCreate", input("えんがわ"), "organisation { id name }").await;
        assert_eq!(first, second);
        let other = hanako.mutate("organisationCreate", input("べつの店"), "organisation { id }").await;
        let refusal = json!([{ "code": "IDEMPOTENCY_KEY_REUSED", "field": ["input", "idempotencyKey"] }]);
        assert_eq!(other, json!({ "organisation": null, "userErrors": refusal }));
        let mine = hanako.ask("{ viewer { memberships { organisation { name } role } } }", json!({})).await;
        let only = json!([{ "organisation": { "name": "えんがわ" }, "role": "OWNER" }]);
        assert_eq!(mine["viewer"]["memberships"], only);
    }
}
