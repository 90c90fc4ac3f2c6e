use crate::gate::Parameters;
use apollo_compiler::response::{JsonMap, JsonValue};

/// The parameters of a JSON body. The error says in words what is wrong with them.
pub(super) fn of_body(body: &[u8]) -> Result<Parameters, String> {
    // Refuses unpaired surrogates and more than 128 levels; of equal keys the last one counts.
    let value: JsonValue = serde_json::from_slice(body).map_err(|_| "The body is not JSON.".to_owned())?;
    match value {
        JsonValue::Object(fields) => of_fields(fields),
        JsonValue::Array(_) => Err("Several operations in one request are not served.".to_owned()),
        _ => Err("The body must be a JSON object.".to_owned()),
    }
}

/// The parameters of a query string, in which `variables` and `extensions` are JSON.
pub(super) fn of_query_string(pairs: Vec<(String, String)>) -> Result<Parameters, String> {
    let mut fields = JsonMap::new();
    for (name, text) in pairs.into_iter().filter(|(_, text)| !text.is_empty()) {
        let value = match name.as_str() {
            "variables" | "extensions" => {
                serde_json::from_str(&text).map_err(|_| format!("Parameter \"{name}\" is not JSON."))?
            }
            _ => JsonValue::from(text),
        };
        fields.insert(name, value);
    }
    of_fields(fields)
}

fn of_fields(mut fields: JsonMap) -> Result<Parameters, String> {
    let query = match fields.remove("query") {
        Some(JsonValue::String(query)) => query.as_str().to_owned(),
        Some(JsonValue::Null) | None => return Err("Parameter \"query\" is missing.".to_owned()),
        Some(_) => return Err("Parameter \"query\" must be a string.".to_owned()),
    };
    let operation_name = match fields.remove("operationName") {
        Some(JsonValue::String(name)) => Some(name.as_str().to_owned()),
        Some(JsonValue::Null) | None => None,
        Some(_) => return Err("Parameter \"operationName\" must be a string.".to_owned()),
    };
    let variables = object(&mut fields, "variables")?;
    object(&mut fields, "extensions")?;
    Ok(Parameters { query, operation_name, variables })
}

fn object(fields: &mut JsonMap, name: &str) -> Result<JsonMap, String> {
    match fields.remove(name) {
        Some(JsonValue::Object(map)) => Ok(map),
        Some(JsonValue::Null) | None => Ok(JsonMap::new()),
        Some(_) => Err(format!("Parameter \"{name}\" must be an object.")),
    }
}
