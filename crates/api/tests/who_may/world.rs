use crate::graphql::Asker;
use crate::reading::Question;
use crate::stories::FILE;
use app::Caller;
use engawa_api::http::files_routes;
use identity::{CallingPerson, Locale, MemberRole, StaffRole};
use kernel::OrganisationId;
use poem::http::{Method, StatusCode, Uri};
use poem::{Endpoint, Request};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use testkit::{Actor, FreshDb, Marks, TestApp, Watch};

/// One person for each column of the tables, in an instance of their own.
pub struct World {
    pub test: TestApp,
    pub organisation: OrganisationId,
    ask: Asker,
    arguments: BTreeMap<String, BTreeSet<String>>,
    people: BTreeMap<&'static str, Actor>,
    watch: Mutex<Watch>,
    _database: FreshDb,
}

/// How one attempt at a mutation ended.
pub struct Attempt {
    /// What a cell of the table says.
    pub cell: String,
    pub has_changed: bool,
}

impl World {
    pub async fn new(database: FreshDb) -> Self {
        let test = TestApp::new((&database).into());
        let ask = Asker::new(&test);
        let (owner, organisation) = test.client("owner").await;
        let (other_owner, _) = test.client("other_owner").await;
        let mut people = BTreeMap::from([("owner", owner), ("other_owner", other_owner)]);
        for name in ["stranger", "rival", "worker", "member", "finance"] {
            people.insert(name, test.person(name).await);
        }
        for (name, role) in
            [("judge", StaffRole::Moderator), ("moderator", StaffRole::Moderator), ("admin", StaffRole::Admin)]
        {
            people.insert(name, test.staff(name, role).await);
        }
        let watch = Mutex::new(database.watch().unwrap());
        let arguments = arguments(&ask).await;
        let mut world = Self { test, arguments, organisation, ask, people, watch, _database: database };
        for (name, role) in [("member", MemberRole::Member), ("finance", MemberRole::Finance)] {
            world.join(name, role).await;
            let token = world.people[name].token.clone();
            world.people.insert(name, world.test.actor(token).await);
        }
        world
    }

    /// The caller of a column. `nobody` is not signed in.
    pub fn caller(&self, who: &str) -> Caller {
        match self.people.get(who) {
            Some(actor) => actor.caller.clone(),
            None => Caller::anonymous(Locale::En),
        }
    }

    /// The caller of a column, had they been suspended; `None` for nobody.
    pub fn suspended(&self, who: &str) -> Option<Caller> {
        let caller = self.caller(who);
        let person = CallingPerson { is_suspended: true, ..caller.signed_in()?.clone() };
        Some(Caller::person(person, caller.session()?, caller.reader().clone()))
    }

    /// The global id of a person.
    pub fn id_of(&self, who: &str) -> String {
        self.people[who].id.to_string()
    }

    /// The owner takes somebody who is no member yet into the organisation.
    pub async fn join(&self, name: &str, role: MemberRole) {
        self.test.join((&self.people["owner"], self.organisation), name, role).await;
    }

    pub async fn is_member(&self, who: &str) -> bool {
        let team = self.test.db.read().team(self.organisation).await.unwrap();
        team.members().iter().any(|member| member.person == self.people[who].id)
    }

    pub async fn organisation_version(&self) -> i32 {
        self.test.app.organisations(&[self.organisation]).await.unwrap()[&self.organisation].version.get()
    }

    /// What changes whenever something is stored.
    pub fn marks(&self) -> Marks {
        self.watch.lock().unwrap().marks().unwrap()
    }

    /// Tries a mutation on a database that has these marks, and compares the marks it has then.
    pub async fn attempt(&self, caller: &Caller, mutation: &str, input: &Value, before: &Marks) -> Attempt {
        let answer = self.ask.answer(caller, &document(mutation, "userErrors { code }"), variables(input)).await;
        let after = self.marks();
        let changed: Vec<_> =
            after.iter().filter(|(name, digest)| before.get(*name) != Some(*digest)).map(|(name, _)| name).collect();
        let payload = &answer["data"][mutation];
        let fault = answer["errors"][0]["extensions"]["code"].as_str();
        let refusal = fault.or_else(|| payload["userErrors"][0]["code"].as_str());
        let cell = match (refusal, changed.is_empty()) {
            (None, false) => "yes".to_owned(),
            (None, true) => "nothing".to_owned(),
            (Some(code), true) => word(code).to_owned(),
            (Some(code), false) => format!("{code}-but-changed-{changed:?}"),
        };
        Attempt { cell, has_changed: !changed.is_empty() }
    }

    /// A step of a story, which must not be refused; its payload.
    pub async fn done(&self, who: &str, mutation: &str, input: Value, selection: &str) -> Value {
        let document = document(mutation, &format!("{selection} userErrors {{ code field }}"));
        let payload = self.ask.data(&self.caller(who), &document, variables(&input)).await[mutation].take();
        assert_eq!(payload["userErrors"], json!([]), "{mutation} {input}");
        payload
    }

    /// Puts [`FILE`] where an upload was announced.
    pub async fn put(&self, url: &str) {
        let path = url.strip_prefix("https://engawa.example").unwrap().parse::<Uri>().unwrap();
        let request = Request::builder().method(Method::PUT).uri(path).body(FILE);
        assert_eq!(files_routes(&self.test.app).get_response(request).await.status(), StatusCode::CREATED);
    }

    pub async fn query(&self, who: &str, document: &str, id: &str) -> Value {
        self.ask.data(&self.caller(who), document, json!({ "id": id })).await
    }

    /// Does the answer that somebody gets hold its secret?
    pub async fn reads(&self, who: &str, question: &Question) -> bool {
        let variables = json!({ "id": question.id });
        let answer = self.ask.answer(&self.caller(who), question.document, variables).await;
        assert_eq!(answer.get("errors"), None, "{who}: {answer}");
        answer["data"].to_string().contains(&question.secret)
    }

    /// The mutations of the schema.
    pub fn mutations(&self) -> BTreeSet<&str> {
        self.arguments.keys().map(String::as_str).collect()
    }

    /// Does the input of a mutation hold this argument?
    pub fn takes(&self, mutation: &str, argument: &str) -> bool {
        self.arguments[mutation].contains(argument)
    }
}

/// The arguments in the input of each mutation.
async fn arguments(ask: &Asker) -> BTreeMap<String, BTreeSet<String>> {
    let query = "{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }";
    let schema = ask.data(&Caller::anonymous(Locale::En), query, json!({})).await;
    let name = |field: &Value| field["name"].as_str().unwrap().to_owned();
    let inputs = |field: &Value| {
        field["args"][0]["type"]["ofType"]["inputFields"].as_array().into_iter().flatten().map(name).collect()
    };
    let mutations = schema["__schema"]["mutationType"]["fields"].as_array().unwrap();
    mutations.iter().map(|field| (name(field), inputs(field))).collect()
}

/// The word of the tables for a code.
fn word(code: &str) -> &str {
    match code {
        "UNAUTHENTICATED" => "signin",
        "NOT_FOUND" => "hidden",
        "NOT_ALLOWED" => "no",
        "CONFLICT_OF_INTEREST" => "sides",
        "ACCOUNT_SUSPENDED" => "stopped",
        other => other,
    }
}

fn document(mutation: &str, selection: &str) -> String {
    if mutation == "sessionEnd" {
        return format!("mutation {{ {mutation} {{ {selection} }} }}");
    }
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} }} }}")
}

fn variables(input: &Value) -> Value {
    json!({ "input": input })
}
