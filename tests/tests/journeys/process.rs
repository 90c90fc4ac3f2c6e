use crate::on_each_database;
use engawa_tests::{Marketplace, On, Person};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::time::Duration;

on_each_database! {
    async fn a_stop_is_clean_and_quick(on: On) {
        let marketplace = Marketplace::start(on);
        Person::register(&marketplace, "hanako").await;
        for _ in 0..8 {
            assert!(marketplace.stop() < Duration::from_secs(10));
            // It is asked again as soon as it listens.
            marketplace.resume();
        }
        let http = reqwest::Client::new();
        for (path, body) in [("healthz", "ok\n"), ("readyz", "{\"ready\":true}")] {
            let answer = http.get(format!("{}/{path}", marketplace.address())).send().await.unwrap();
            assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (200, body));
        }
    }

    async fn who_asks_too_much_is_told_when_to_come_back(on: On) {
        let limits =
            [("ENGAWA_LIMITS_COST_PER_PERSON_CAPACITY", "2"), ("ENGAWA_LIMITS_COST_PER_NETWORK_CAPACITY", "50")];
        let marketplace = Marketplace::start_with(on, &limits);
        let hanako = Person::register(&marketplace, "hanako").await;
        for _ in 0..2 {
            assert_eq!(hanako.send("{ __typename }", json!({})).await.unwrap().0, 200);
        }
        let (status, body) = hanako.send("{ __typename }", json!({})).await.unwrap();
        assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (429, &json!("THROTTLED")));
        let stranger = Person::stranger(&marketplace);
        assert_eq!(stranger.send("{ __typename }", json!({})).await.unwrap().0, 200);
        marketplace.pass(Duration::from_secs(300));
        assert_eq!(hanako.send("{ __typename }", json!({})).await.unwrap().0, 200);
        assert_eq!(hanako.send("{ __typename }", json!({})).await.unwrap().0, 429);
    }

    async fn what_was_acknowledged_survives_a_kill(on: On) {
        let marketplace = Marketplace::start(on);
        let hanako = Person::register(&marketplace, "hanako").await;
        let input = json!({ "expectedVersion": 1, "displayName": "花子" });
        hanako.done("accountUpdate", input, "account { version }").await;
        marketplace.kill();
        marketplace.resume();
        let viewer = hanako.ask("{ viewer { version person { displayName } } }", json!({})).await;
        assert_eq!(viewer, json!({ "viewer": { "version": 2, "person": { "displayName": "花子" } } }));
    }
}

#[tokio::test]
async fn a_setting_that_does_not_exist_refuses_to_start() {
    let marketplace = Marketplace::start(On::Sqlite);
    let output = std::process::Command::new(testkit::server_binary())
        .args(["config"])
        .env("ENGAWA_LISTENN", "127.0.0.1:1")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "engawa: ENGAWA_LISTENN is no setting; `engawa config` lists them\n");
    drop(marketplace);
}

#[tokio::test]
async fn the_printed_schema_is_the_committed_one() {
    let output = std::process::Command::new(testkit::server_binary()).arg("schema").output().unwrap();
    let committed = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql")).unwrap();
    assert_eq!(String::from_utf8(output.stdout), String::from_utf8(committed));
}

#[test]
fn what_only_looks_makes_no_instance() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().join("nowhere");
    for command in [&["verify"][..], &["ledger", "export"], &["staff", "add", "hanako@example.jp", "moderator"]] {
        let looked = std::process::Command::new(testkit::server_binary())
            .args(command)
            .env("ENGAWA_DATA_DIR", &folder)
            .output()
            .unwrap();
        let said = String::from_utf8(looked.stderr).unwrap();
        let place = folder.display();
        let why = format!("engawa: there is no instance in {place}; is data_dir the server's? (ENGAWA_DATA_DIR)\n");
        assert!(!looked.status.success() && said == why, "{command:?}: {said}");
        assert!(!folder.exists(), "{command:?}");
    }
}

#[tokio::test]
async fn commands_print_their_result_alone_and_no_colour_where_nobody_sees_it() {
    let marketplace = Marketplace::start(On::Sqlite);
    Person::register(&marketplace, "hanako").await;
    for command in [
        &["verify"][..],
        &["ledger", "export"],
        &["staff", "add", "hanako@example.jp", "moderator"],
        &["migrate"],
        &["operation", "list"],
    ] {
        let output = marketplace.run(command);
        assert_eq!(
            (output.status.code(), String::from_utf8(output.stderr).unwrap()),
            (Some(0), String::new()),
            "{command:?}"
        );
        assert!(!output.stdout.is_empty() && !output.stdout.contains(&ESCAPE), "{command:?}");
    }
    let nothing = marketplace.run(&["operation", "end", NO_OPERATION, "failed", "--reason", "seen"]);
    let said = String::from_utf8(nothing.stderr).unwrap();
    assert_eq!(said, format!("engawa: {NO_OPERATION}: not booked: operation NotFound\n"));
    let log = marketplace.log().concat();
    assert!(log.contains("INFO") && !log.as_bytes().contains(&ESCAPE), "{log}");
}

/// An id that nothing has.
const NO_OPERATION: &str = "00000000-0000-0000-0000-000000000000";
/// What colours on a terminal begin with.
const ESCAPE: u8 = 0x1b;

#[tokio::test]
async fn the_doctor_tries_the_relay() {
    let relay = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", relay.local_addr().unwrap());
    let marketplace =
        Marketplace::start_with(On::Sqlite, &[("ENGAWA_MAIL_TRANSPORT", "smtp"), ("ENGAWA_MAIL_SMTP_URL", &url)]);
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = relay.accept().unwrap();
        stream.write_all(b"220 relay.example ready\r\n").unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        lines.inspect(|_| stream.write_all(b"250 ok\r\n").unwrap()).collect::<Vec<_>>()
    });
    let healthy = marketplace.run(&["doctor"]);
    let said = String::from_utf8(healthy.stdout).unwrap();
    assert!(healthy.status.success() && said.contains("ok    mail: the relay takes us\n"), "{said}");
    assert_eq!(answering.join().unwrap().last().map(String::as_str), Some("NOOP"));
    let ill = marketplace.run(&["doctor"]);
    let said = String::from_utf8(ill.stdout).unwrap();
    assert!(!ill.status.success() && said.contains("WRONG mail: the relay cannot be used: "), "{said}");
}
