use crate::client::{Person, document, reasons, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Stands in a request for half of a character, which no JSON writer writes.
const HALF: &str = "@half@";
/// Longer than any text that is taken.
const LONG: usize = 30_000;
/// Objects that everybody sees, so that a stranger is told "not allowed" and not "not found", by mutation and argument.
const PUBLIC: &[(&str, &str)] = &[("", "organisationId"), ("", "personId"), ("bidPlace", "taskId")];

/// Sends every mutation with every argument spoilt in every way of its kind, before it sends it unspoilt.
pub struct Spoiler<'m> {
    outsider: Person<'m>,
    types: BTreeMap<String, BTreeMap<String, String>>,
    seen: BTreeSet<String>,
    sent: usize,
    complaints: Vec<String>,
}

/// An argument of an input, by its path below `input`, with the name of its GraphQL type.
struct Argument {
    path: Vec<String>,
    kind: String,
}

/// An input in which one argument has a value that it must not take.
struct Spoilt {
    input: Value,
    /// How the refusal begins; nothing when the request as a whole may be refused instead.
    refusal: Option<&'static str>,
}

impl<'m> Spoiler<'m> {
    /// `outsider` is somebody who is signed in and has no part in anything.
    pub async fn new(outsider: Person<'m>) -> Self {
        let query = "{ __schema { types { name kind inputFields { name type { ...t } } } } }
            fragment t on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
        let schema = outsider.ask(query, json!({})).await;
        let mut types = BTreeMap::new();
        for kind in schema["__schema"]["types"].as_array().into_iter().flatten() {
            let fields = kind["inputFields"].as_array().into_iter().flatten();
            let fields: BTreeMap<_, _> = fields.map(|field| (text(&field["name"]), named(&field["type"]))).collect();
            let kind = if kind["kind"] == "ENUM" { "Enum".to_owned() } else { text(&kind["name"]) };
            types.insert(kind, fields);
        }
        Self { outsider, types, seen: BTreeSet::new(), sent: 0, complaints: Vec::new() }
    }

    /// Spoils one step of a story, proves that nothing of it happened, and then takes it and answers its payload.
    pub async fn step(&mut self, person: &Person<'m>, mutation: &str, input: Value, selection: &str) -> Value {
        let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let mut arguments = Vec::new();
        self.walk(&input, &input_type, &mut Vec::new(), &mut arguments);
        let before = everything(person).await;
        for argument in &arguments {
            for spoilt in argument.spoilt(mutation, &input) {
                self.refuse(person, mutation, argument, spoilt).await;
            }
            if argument.kind == "ID" && !argument.is_public(mutation) {
                self.hide(mutation, &input, &argument.path).await;
            }
        }
        if everything(person).await != before {
            self.complaints.push(format!("{mutation} changed something"));
        }
        self.seen.insert(mutation.to_owned());
        let payload = person.mutate(mutation, input.clone(), selection).await;
        assert_eq!(reasons(&payload), [""; 0], "{mutation} {input}, after {:#?}", self.complaints);
        if input.get("idempotencyKey").is_some() {
            self.repeat(person, mutation, &input, &arguments).await;
        }
        payload
    }

    /// What was not refused as it had to be.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    /// How many requests were sent that had to be refused.
    pub fn sent(&self) -> usize {
        self.sent
    }

    /// The mutations of the schema that were not spoilt.
    pub async fn left_out(&self) -> BTreeSet<String> {
        let schema = self.outsider.ask("{ __schema { mutationType { fields { name } } } }", json!({})).await;
        let fields = schema["__schema"]["mutationType"]["fields"].as_array().into_iter().flatten();
        fields.map(|field| text(&field["name"])).filter(|name| !self.seen.contains(name)).collect()
    }

    fn walk(&self, value: &Value, kind: &str, path: &mut Vec<String>, found: &mut Vec<Argument>) {
        let fields = self.types.get(kind).filter(|fields| !fields.is_empty() && kind != "MoneyInput");
        match (value, fields) {
            (Value::Array(items), _) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(index.to_string());
                    self.walk(item, kind, path, found);
                    path.pop();
                }
            }
            (Value::Object(values), Some(fields)) => {
                for (name, value) in values {
                    let kind = fields.get(name).unwrap_or_else(|| panic!("{kind} has no {name}"));
                    path.push(name.clone());
                    self.walk(value, kind, path, found);
                    path.pop();
                }
            }
            _ => found.push(Argument { path: path.clone(), kind: kind.to_owned() }),
        }
    }

    /// Sends what must be refused with a typed error that names the argument.
    async fn refuse(&mut self, person: &Person<'m>, mutation: &str, argument: &Argument, spoilt: Spoilt) {
        let Spoilt { input, refusal } = spoilt;
        self.sent += 1;
        let (status, body) = send(person, mutation, &input).await;
        let path = format!("input.{}", argument.path.join("."));
        let is_right = match body["errors"][0]["extensions"]["code"].as_str() {
            Some(code) => refusal.is_none() && (code.starts_with("BAD_") || code.starts_with("GRAPHQL_")),
            None => reasons(&body["data"][mutation]).iter().any(|reason| {
                let (code, named) = reason.split_once(' ').unwrap_or((reason, ""));
                refusal.is_none_or(|refusal| refusal == code) && argument.is_named_by(&path, named)
            }),
        };
        if status >= 500 || !is_right {
            let (refusal, spoilt) = (refusal.unwrap_or("a refusal"), at(&input, &argument.path).to_string());
            let begins: String = spoilt.chars().take(40).collect();
            self.complaints.push(format!("{mutation}: not {refusal} at {path} for {begins}, but {status} {body}"));
        }
    }

    /// An object that may not be seen is answered like one that does not exist, to the byte.
    async fn hide(&mut self, mutation: &str, input: &Value, path: &[String]) {
        self.sent += 2;
        let hidden = send(&self.outsider, mutation, input).await;
        let unknown = with(input, path, unknown(at(input, path)));
        let missing = send(&self.outsider, mutation, &unknown).await;
        if hidden != missing {
            self.complaints.push(format!("{mutation}: {path:?} tells {hidden:?} from {missing:?}"));
        }
    }

    /// The same key once more answers the same; with another input it is refused.
    async fn repeat(&mut self, person: &Person<'m>, mutation: &str, input: &Value, arguments: &[Argument]) {
        person.done(mutation, input.clone(), "").await;
        let other = arguments.iter().find_map(|argument| argument.changed(input)).expect("something can be changed");
        self.sent += 1;
        let reasons = person.refused(mutation, other).await;
        assert_eq!(reasons, ["IDEMPOTENCY_KEY_REUSED input.idempotencyKey"], "{mutation}");
    }
}

impl Argument {
    fn name(&self) -> &str {
        self.path.iter().rev().find(|step| step.parse::<usize>().is_err()).expect("an argument has a name")
    }

    /// Does it name an object that everybody sees?
    fn is_public(&self, mutation: &str) -> bool {
        PUBLIC.iter().any(|(of, name)| *name == self.name() && (of.is_empty() || *of == mutation))
    }

    /// Does `named` name the argument, or something in it, or, where it is one of a list, the list?
    fn is_named_by(&self, path: &str, named: &str) -> bool {
        let below = named.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let secret = ["code", "password"].contains(&self.name());
        below || secret || (self.kind == "MoneyInput" && path.split('.').any(|step| step == "milestones"))
    }

    /// All that it must not take.
    fn spoilt(&self, mutation: &str, input: &Value) -> Vec<Spoilt> {
        let spoilt = |value: Value, refusal| Spoilt { input: with(input, &self.path, value), refusal };
        let money = |amount: &str, currency: &str| json!({ "amount": amount, "currency": currency });
        match (self.name(), self.kind.as_str()) {
            ("idempotencyKey", _) => vec![
                spoilt(json!("fifteen-letters"), Some("TOO_SHORT")),
                spoilt(json!("k".repeat(256)), Some("TOO_LONG")),
                spoilt(json!("with a blank in it"), Some("MALFORMED")),
                spoilt(json!("with-a-nul-\0-in-it"), Some("MALFORMED")),
            ],
            ("expectedVersion" | "expectedTaskVersion", _) => {
                let stale = [-1, 0, 999, i32::MAX].into_iter().filter(|version| at(input, &self.path) != version);
                stale.map(|version| spoilt(json!(version), Some("VERSION_CONFLICT"))).collect()
            }
            ("byteSize", _) => {
                vec![spoilt(json!(-1), Some("OUT_OF_RANGE")), spoilt(json!(i32::MAX), Some("TOO_LARGE"))]
            }
            (name, "ID") => {
                let is_attached = (mutation, name) == ("messageSend", "uploadIds");
                let refusal = if is_attached { "UPLOAD_NOT_USABLE" } else { "NOT_FOUND" };
                [unknown(at(input, &self.path)), json!("event_00000000000000000000000001"), json!("\0"), json!("")]
                    .map(|id| spoilt(id, Some(refusal)))
                    .into()
            }
            (name, "MoneyInput") => {
                let mut amounts = vec![
                    spoilt(money("1000.5", "JPY"), Some("TOO_MANY_DECIMALS")),
                    spoilt(money("1000", "XXX"), Some("MALFORMED")),
                    spoilt(money("1e3", "JPY"), Some("MALFORMED")),
                    spoilt(money("-1", "JPY"), Some("OUT_OF_RANGE")),
                    spoilt(money("9".repeat(5_000).as_str(), "JPY"), Some("OUT_OF_RANGE")),
                    spoilt(money("9007199254740993", "JPY"), Some("OUT_OF_RANGE")),
                ];
                // A dispute or a cancellation may leave the worker nothing.
                if name != "toWorker" {
                    amounts.push(spoilt(money("0", "JPY"), Some("OUT_OF_RANGE")));
                }
                // Any currency can be paid out, if there is some.
                amounts.push(spoilt(money("1000", "USD"), (name != "amount").then_some("CURRENCY_MISMATCH")));
                amounts
            }
            (_, "Int") => vec![spoilt(json!(-1), Some("OUT_OF_RANGE")), spoilt(json!(i32::MAX), Some("OUT_OF_RANGE"))],
            (_, "String") => vec![
                spoilt(json!("a\0b"), None),
                spoilt(json!("縁".repeat(LONG)), None),
                spoilt(json!(HALF), None),
                spoilt(json!(7), None),
            ],
            // A draft takes any time; publishing it does not.
            ("deadline", _) => vec![spoilt(json!("yesterday"), Some("MALFORMED")), spoilt(json!(HALF), None)],
            (_, "DateTime") => ["yesterday", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", HALF]
                .map(|time| spoilt(json!(time), None))
                .into(),
            _ => vec![spoilt(json!({ "no": "such" }), None), spoilt(json!(HALF), None)],
        }
    }

    /// The input with this argument changed so that it is another input; nothing when there is no other value.
    fn changed(&self, input: &Value) -> Option<Value> {
        let value = at(input, &self.path);
        let other = match (self.name(), self.kind.as_str()) {
            ("idempotencyKey", _) => return None,
            (_, "String") => json!(format!("{}x", value.as_str()?)),
            (_, "Int") => json!(value.as_i64()? + 1),
            (_, "Boolean") => json!(!value.as_bool()?),
            _ => return None,
        };
        Some(with(input, &self.path, other))
    }
}

/// Status and body of a mutation, with half a character where it is asked for.
async fn send(person: &Person<'_>, mutation: &str, input: &Value) -> (u16, Value) {
    let body = json!({ "query": document(mutation, ""), "variables": { "input": input } });
    let body = body.to_string().replace(HALF, "\\ud800");
    person.send_raw(body).await.expect("the instance answers")
}

/// All that somebody sees of what is theirs.
async fn everything(person: &Person<'_>) -> Value {
    let query = "{ viewer {
        version locale timeZone
        person { displayName profile { version headline portfolio { title } } }
        bids(first: 50) { nodes { id version state } } contracts(first: 50) { nodes { ...c } }
        wallet { balances { pending { amount } available { amount } onTheWay { amount } } }
        memberships { role organisation {
            id version name members { role person { id } } tasks(first: 50) { nodes { id version state } }
            contracts(first: 50) { nodes { ...c } } money { balances { available { amount } onTheWay { amount } } }
        } }
    } }
    fragment c on Contract { id version state milestones { version state escrowState } }";
    if person.token.is_some() { person.ask(query, json!({})).await } else { Value::Null }
}

/// The name of a type without its wrappers.
fn named(kind: &Value) -> String {
    match kind["kind"].as_str() {
        Some("NON_NULL" | "LIST") => named(&kind["ofType"]),
        Some("ENUM") => "Enum".to_owned(),
        _ => text(&kind["name"]),
    }
}

/// An id of the same kind that names nothing.
fn unknown(id: &Value) -> Value {
    let (prefix, _) = id.as_str().and_then(|id| id.split_once('_')).expect("an id has a prefix");
    json!(format!("{prefix}_00000000000000000000000001"))
}

fn at<'a>(input: &'a Value, path: &[String]) -> &'a Value {
    input.pointer(&format!("/{}", path.join("/"))).expect("the path was walked")
}

fn with(input: &Value, path: &[String], value: Value) -> Value {
    let mut input = input.clone();
    *input.pointer_mut(&format!("/{}", path.join("/"))).expect("the path was walked") = value;
    input
}
