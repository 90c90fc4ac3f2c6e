use crate::Fault;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use identity::Password;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Hashes that may be worked on at once: each takes 19 MiB and a tenth of a second, and a flood of sign-ins must not
/// take the machine.
static PLACES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(4));

/// The argon2id hash of a password, in PHC form, with the parameters that OWASP's password storage sheet names first.
pub(crate) async fn hash_password(password: Password, salt: [u8; 32]) -> Result<String, Fault> {
    in_place(move || {
        let hash = Argon2::default()
            .hash_password_with_salt(password.expose().as_bytes(), &salt[..16])
            .map_err(|error| Fault::internal(error.to_string()))?;
        Ok(hash.to_string())
    })
    .await?
}

/// Does the password belong to the hash? Without a hash it does not, and takes as long to find out.
pub(crate) async fn verify_password(password: String, hash: Option<String>) -> Result<bool, Fault> {
    // Of nobody's password: what is compared when there is no account, so that the time tells nothing.
    const DECOY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$Y1aG6tW5n0nB2m3r0u9y1q7Jr0VtJmFqP3b8k2Yx5dE";
    in_place(move || {
        let text = hash.as_deref().unwrap_or(DECOY);
        let parsed = PasswordHash::new(text).map_err(|error| Fault::internal(error.to_string()))?;
        let right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(right && hash.is_some())
    })
    .await?
}

async fn in_place<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let _place = PLACES.acquire().await.map_err(Fault::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Fault::internal)
}
