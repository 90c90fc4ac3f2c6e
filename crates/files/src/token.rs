use crate::ContentType;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use kernel::{InputError, InputFault, Instant, PersonId, UploadId};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;
use std::fmt;

/// The right to send one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadGrant {
    /// Names the upload and, afterwards, the file.
    pub upload: UploadId,
    /// The exact size in bytes.
    pub bytes: u64,
    /// The checksum of the content.
    pub sha256: Sha256Sum,
    /// What the sender says it is.
    pub content_type: ContentType,
    /// From when on the right is gone.
    pub expires: Instant,
}

/// The right of one person to fetch one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadGrant {
    /// The file.
    pub file: UploadId,
    /// For whom the link was made. Whether they may still read the file is asked again when the link is used.
    pub person: PersonId,
    /// From when on the right is gone.
    pub expires: Instant,
}

/// Why a token gives no right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not made by us, or changed, or made for something else.
    #[error("not a valid token")]
    Invalid,
    /// Was valid.
    #[error("the token has expired")]
    Expired,
}

/// A SHA-256 checksum, shown as 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sha256Sum([u8; 32]);

impl Sha256Sum {
    /// Wraps the bytes of a checksum.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn bytes(self) -> [u8; 32] {
        self.0
    }

    /// Reads 64 hex digits of either case.
    pub fn parse(field: &str, text: &str) -> Result<Self, InputError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| InputError::new(field, InputFault::Malformed))?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Serialize for Sha256Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256Sum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse("sha256", &String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// What a token is for; part of what is signed, so that one is never taken for the other.
pub(crate) trait Grant: Serialize + DeserializeOwned {
    const PURPOSE: &'static [u8];

    fn expires(&self) -> Instant;
}

impl Grant for UploadGrant {
    const PURPOSE: &'static [u8] = b"engawa upload 1\0";

    fn expires(&self) -> Instant {
        self.expires
    }
}

impl Grant for DownloadGrant {
    const PURPOSE: &'static [u8] = b"engawa download 1\0";

    fn expires(&self) -> Instant {
        self.expires
    }
}

/// Signs grants with HMAC-SHA256. A token is the grant as JSON and the signature, each in URL-safe base 64.
#[derive(Clone)]
pub(crate) struct Signer {
    key: Hmac<Sha256>,
}

impl Signer {
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        Self { key: Hmac::new_from_slice(secret).expect("HMAC takes a key of any length") }
    }

    pub(crate) fn seal<G: Grant>(&self, grant: &G) -> String {
        let payload = serde_json::to_vec(grant).expect("a grant holds nothing that JSON cannot");
        let signature = self.mac::<G>(&payload).finalize().into_bytes();
        format!("{}.{}", URL_SAFE_NO_PAD.encode(payload), URL_SAFE_NO_PAD.encode(signature))
    }

    /// Looks at the signature first, in constant time, and at nothing else unless it is ours.
    pub(crate) fn open<G: Grant>(&self, token: &str, now: Instant) -> Result<G, TokenError> {
        let (payload, signature) = token.split_once('.').ok_or(TokenError::Invalid)?;
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Invalid);
        let (payload, signature) = (decode(payload)?, decode(signature)?);
        self.mac::<G>(&payload).verify_slice(&signature).map_err(|_| TokenError::Invalid)?;
        let grant: G = serde_json::from_slice(&payload).map_err(|_| TokenError::Invalid)?;
        if now < grant.expires() { Ok(grant) } else { Err(TokenError::Expired) }
    }

    fn mac<G: Grant>(&self, payload: &[u8]) -> Hmac<Sha256> {
        self.key.clone().chain_update(G::PURPOSE).chain_update(payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::fact_uuid;

    /// The same words as a download, for another purpose.
    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Preview(DownloadGrant);

    impl Grant for Preview {
        const PURPOSE: &'static [u8] = b"engawa preview 1\0";

        fn expires(&self) -> Instant {
            self.0.expires
        }
    }

    #[test]
    fn a_token_is_good_for_its_own_purpose_only() {
        let signer = Signer::new(&[7; 32]);
        let grant = DownloadGrant {
            file: UploadId::new(fact_uuid("f")),
            person: PersonId::new(fact_uuid("p")),
            expires: Instant::MAX,
        };
        let token = signer.seal(&Preview(grant));
        assert!(signer.open::<Preview>(&token, Instant::EPOCH).is_ok());
        assert_eq!(signer.open::<DownloadGrant>(&token, Instant::EPOCH), Err(TokenError::Invalid));
    }
}
