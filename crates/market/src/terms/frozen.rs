use super::WrittenTerms;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Written terms as a text that never changes, with its SHA-256.
///
/// The text is JSON in one form only: keys sorted, no spaces, no fractions. Equal terms give equal texts and hashes, on
/// every machine; the text itself is kept, so that a later form of the terms cannot change an old hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenTerms {
    text: String,
    sha256: String,
}

impl FrozenTerms {
    pub(super) fn of(terms: &WrittenTerms) -> Self {
        let value = serde_json::to_value(terms).expect("written terms have string keys and nothing that can fail");
        let mut text = String::new();
        write_canonical(&value, &mut text);
        let sha256 = sha256_hex(&text);
        Self { text, sha256 }
    }

    /// The document and its hash as they were kept; whether they still belong together, [`Self::is_intact`] says.
    pub const fn restore(text: String, sha256: String) -> Self {
        Self { text, sha256 }
    }

    /// The document.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// 64 lower-case hexadecimal digits of the text's SHA-256.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Is the text still the one that was hashed?
    pub fn is_intact(&self) -> bool {
        sha256_hex(&self.text) == self.sha256
    }

    /// The terms inside; nothing when the text is not such a document.
    pub fn read(&self) -> Option<WrittenTerms> {
        serde_json::from_str(&self.text).ok()
    }
}

/// Can `value` be written the same way everywhere? Fractions cannot.
pub(super) fn is_exact(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => !number.is_f64(),
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(fields) => fields.values().all(is_exact),
    }
}

fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Array(items) => {
            let mut before = '[';
            for item in items {
                out.push(before);
                write_canonical(item, out);
                before = ',';
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Value::Object(fields) => {
            // Sorted here, because whether the map is sorted depends on a feature that any crate may turn on.
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| *name);
            let mut before = '{';
            for (name, field) in &sorted {
                out.push(before);
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write_canonical(field, out);
                before = ',';
            }
            out.push_str(if sorted.is_empty() { "{}" } else { "}" });
        }
    }
}

fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
