//! The configuration: the default file, then a file, then the environment. Read once, here and nowhere else.

mod span;
mod values;

pub use values::{Config, EMBEDDED_FILE, GatewayKind, LogConfig, LogFormat, MailConfig, MailTransport};

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

/// The default file, which is also the documentation.
pub const DEFAULT: &str = include_str!("../engawa.default.toml");

/// Prefix of every variable.
const PREFIX: &str = "ENGAWA_";

/// Reads the configuration: the default, then `file`, then the variables of `environment`.
///
/// # Errors
/// A setting that does not exist, a value of the wrong kind, a file that cannot be read. Each names the setting.
pub fn load(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Config> {
    let mut table: Table = DEFAULT.parse().context("the default configuration is broken")?;
    let named = environment.get("ENGAWA_CONFIG").map(Path::new);
    if let Some(path) = file.or(named) {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let given: Table = text.parse().with_context(|| format!("{} is not valid TOML", path.display()))?;
        overlay(&mut table, given, "")?;
    }
    let variables = names(&table, "");
    for (name, text) in environment.iter().filter(|(name, _)| name.starts_with(PREFIX)) {
        if name == "ENGAWA_CONFIG" || name.starts_with("ENGAWA_TEST_") {
            continue;
        }
        let Some(path) = variables.get(name) else { bail!("{name} is no setting; `engawa config` lists them") };
        set(&mut table, path, text).with_context(|| format!("{name} has a value that cannot be taken"))?;
    }
    let shown = toml::to_string(&hide_passwords(table.clone())).context("the configuration cannot be shown")?;
    let mut config: Config = Value::Table(table).try_into().context("the configuration cannot be taken")?;
    config.shown = shown;
    Ok(config)
}

/// The same settings, with `***` for every password inside an address, before its host or among its parameters.
fn hide_passwords(table: Table) -> Table {
    let hide = |value| match value {
        Value::Table(inner) => Value::Table(hide_passwords(inner)),
        Value::String(text) => Value::String(hide_password(text)),
        other => other,
    };
    table.into_iter().map(|(key, value)| (key, hide(value))).collect()
}

fn hide_password(text: String) -> String {
    let Ok(mut url) = text.parse::<url::Url>() else { return text };
    let is_secret = |name: &str| name.contains("password");
    let in_parameters = url.query_pairs().any(|(name, _)| is_secret(&name));
    if url.password().is_none() && !in_parameters {
        return text;
    }
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        // Not shown at all rather than shown in clear.
        return "***".to_owned();
    }
    if in_parameters {
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let hidden = pairs.iter().map(|(name, value)| (name, if is_secret(name) { "***" } else { value }));
        url.query_pairs_mut().clear().extend_pairs(hidden);
    }
    url.to_string()
}

/// Lays `given` over `table`. A key that the default does not have is refused, but for a new currency's fees.
fn overlay(table: &mut Table, given: Table, path: &str) -> Result<()> {
    for (key, value) in given {
        let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match (table.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(given)) => overlay(inner, given, &here)?,
            (Some(old), value) if old.same_type(&value) => *old = value,
            (Some(old), value) => bail!("{here} is {}, not {}", old.type_str(), value.type_str()),
            (None, value) if path == "fees" => {
                table.insert(key, value);
            }
            (None, _) => bail!("{here} is no setting; `engawa config` lists them"),
        }
    }
    Ok(())
}

/// The variable of each setting that is one value: `url` in `[database]` is `ENGAWA_DATABASE_URL`.
fn names(table: &Table, path: &str) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (key, value) in table {
        let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Table(inner) => found.extend(names(inner, &here)),
            Value::Array(_) => {}
            Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
                let name = format!("{PREFIX}{}", here.replace('.', "_").to_uppercase());
                found.insert(name, here.split('.').map(str::to_owned).collect());
            }
        }
    }
    found
}

fn set(table: &mut Table, path: &[String], text: &str) -> Result<()> {
    let Some((first, rest)) = path.split_first() else { return Ok(()) };
    match table.get_mut(first) {
        Some(Value::Table(inner)) => set(inner, rest, text),
        Some(value) => {
            *value = match value {
                Value::Integer(_) => Value::Integer(text.parse().context("a whole number is needed")?),
                Value::Boolean(_) => Value::Boolean(text.parse().context("true or false is needed")?),
                Value::String(_) | Value::Float(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => {
                    Value::String(text.to_owned())
                }
            };
            Ok(())
        }
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
