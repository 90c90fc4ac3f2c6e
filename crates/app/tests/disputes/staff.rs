use app::Caller;
use identity::StaffRole;
use storage::Db;
use testkit::{TestApp, on_each_db, refusals};

on_each_db! {
    async fn the_system_appoints_staff_and_their_sessions_end(db: Db) {
        let test = TestApp::new(db);
        let (hana, kenji) = (test.person("hana").await, test.person("kenji").await);
        let appoint = async |caller: &Caller, email: &str, role| {
            test.app.staff_appoint(caller, email, role).await.map_err(refusals)
        };
        let moderator = Some(StaffRole::Moderator);
        let system = Caller::system();
        assert_eq!(appoint(&hana.caller, "hana@example.jp", moderator).await, Err(vec!["NotFound email".to_owned()]));
        assert_eq!(appoint(&system, "nobody@example.jp", moderator).await, Err(vec!["NotFound email".to_owned()]));
        assert_eq!(appoint(&system, "nobody", moderator).await, Err(vec!["Malformed email".to_owned()]));
        assert!(test.app.authenticate(&hana.token, None).await.is_ok());
        assert_eq!(appoint(&system, "Hana@Example.jp", moderator).await, Ok(hana.id));
        assert!(test.app.authenticate(&hana.token, None).await.is_err());
        assert!(test.app.authenticate(&kenji.token, None).await.is_ok());
        let version = async || test.db.read().person(hana.id).await.unwrap().unwrap().version.get();
        assert_eq!(test.db.read().person(hana.id).await.unwrap().unwrap().value.staff, moderator);
        let before = version().await;
        assert_eq!(appoint(&system, "hana@example.jp", moderator).await, Ok(hana.id));
        assert_eq!(version().await, before, "the role they have changes nothing");
        assert_eq!(appoint(&system, "hana@example.jp", None).await, Ok(hana.id));
        assert_eq!(test.db.read().person(hana.id).await.unwrap().unwrap().value.staff, None);
        let events = test.db.read().events_of(hana.id.uuid(), 100).await.unwrap();
        assert_eq!(events.iter().filter(|event| event.kind == "staff.role_set").count(), 2);
    }
}
