//! The engine with a clock that is moved, so that a history is lived through and not made up.

use super::cast::{PASSWORD, Who};
use anyhow::{Context, Result, anyhow, bail};
use app::{
    AccountConfirm, AccountRegister, App, AppError, Caller, Clock, LimitSettings, Parts, Proof, SessionCodeRequest,
    SessionCreate, Settings, SignedIn,
};
use kernel::{Instant, PersonId};
use kv::{Kv, Limit};
use mail::{Mail, Mailer, SendError};
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use time::Duration;

/// Where everybody signs in from, for the limits; an address for documentation (RFC 5737).
const NETWORK: &str = "192.0.2.1";

/// The engine as the demo drives it.
pub struct Stage {
    /// The engine.
    pub app: App,
    clock: Arc<MovedClock>,
    letters: Arc<Letters>,
    keys: AtomicU64,
    tokens: Mutex<HashMap<Who, String>>,
}

impl Stage {
    /// The engine of `parts` as it was at `begin`, with limits that nobody reaches. Mails go to `carrier`, if to anybody.
    pub fn at(begin: Instant, parts: Parts, carrier: Option<Arc<dyn Mailer>>) -> Self {
        let clock = Arc::new(MovedClock(AtomicI64::new(begin.micros())));
        let letters = Arc::new(Letters { carrier, newest: Mutex::default() });
        let wide = Limit::per(100_000, Duration::HOUR);
        let limits = LimitSettings {
            codes_per_address: wide,
            sign_ins_per_address: wide,
            sign_ins_per_network: wide,
            cost_per_person: wide,
            cost_per_network: wide,
        };
        let settings = Settings { limits, ..parts.settings.clone() };
        let (mailer, moved) = (letters.clone(), clock.clone());
        let app = App::new(Parts { kv: Kv::memory(), mailer, clock: moved, settings, ..parts });
        Self { app, clock, letters, keys: AtomicU64::new(0), tokens: Mutex::default() }
    }

    /// Lets time pass until `then`, and does by the way whatever the engine does by itself, each at its moment.
    pub async fn pass_until(&self, then: Instant) -> Result<()> {
        loop {
            self.app.run_until_idle().await?;
            match self.app.next_job_at().await? {
                Some(at) if at <= self.app.now() => bail!("a job does not end"),
                Some(at) if at <= then => self.clock.set(at),
                Some(_) | None => break,
            }
        }
        self.clock.set(then);
        Ok(self.app.run_until_idle().await?)
    }

    /// An idempotency key of its own.
    pub fn key(&self) -> String {
        format!("demo-{:016}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// Makes an account by the front door: with the code that was mailed.
    pub async fn register(&self, who: Who) -> Result<()> {
        let member = who.member();
        let ask = AccountRegister {
            email: member.email.to_owned(),
            display_name: member.name.to_owned(),
            locale: member.locale,
            time_zone: member.time_zone.to_owned(),
            network: NETWORK.to_owned(),
        };
        done(self.app.account_register(ask).await)?;
        let code = self.letters.code_for(member.email)?;
        let password = Some(PASSWORD.to_owned());
        let ask = AccountConfirm { email: member.email.to_owned(), code, password, network: NETWORK.to_owned() };
        let signed_in = done(self.app.account_confirm(ask).await)?;
        self.keep(who, &signed_in);
        Ok(())
    }

    /// Signs somebody in by a mailed code, which is quicker than a password.
    pub async fn sign_in(&self, who: Who) -> Result<SignedIn> {
        let email = who.member().email.to_owned();
        let network = NETWORK.to_owned();
        let ask = SessionCodeRequest { email: email.clone(), network: network.clone() };
        done(self.app.session_code_request(ask).await)?;
        let proof = Proof::Code(self.letters.code_for(&email)?);
        let signed_in = done(self.app.session_create(SessionCreate { email, proof, network }).await)?;
        self.keep(who, &signed_in);
        Ok(signed_in)
    }

    /// Somebody as the use cases see them now; signs them in again where their session has ended.
    pub async fn caller(&self, who: Who) -> Result<Caller> {
        if let Some(token) = self.token(who)
            && let Ok(caller) = self.app.authenticate(&token, None).await
        {
            return Ok(caller);
        }
        let signed_in = self.sign_in(who).await?;
        self.app.authenticate(&signed_in.token.expose(), None).await.map_err(|refused| anyhow!("{refused:?}"))
    }

    /// The id of somebody who has an account.
    pub async fn person(&self, who: Who) -> Result<PersonId> {
        self.caller(who).await?.id().context("a session belongs to somebody")
    }

    fn keep(&self, who: Who, signed_in: &SignedIn) {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(who, signed_in.token.expose());
    }

    fn token(&self, who: Who) -> Option<String> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).get(&who).cloned()
    }
}

/// What a use case answered; the story knows of no refusals.
pub fn done<T, C: Debug>(answer: Result<T, AppError<C>>) -> Result<T> {
    answer.map_err(|error| anyhow!("{error:?}"))
}

/// A clock that shows what it was set to, and never goes back.
struct MovedClock(AtomicI64);

impl MovedClock {
    fn set(&self, instant: Instant) {
        self.0.fetch_max(instant.micros(), Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst)).unwrap_or(Instant::EPOCH)
    }
}

/// Hands every mail on, where there is somebody to take it, and remembers the newest to each address: codes are read from there.
struct Letters {
    carrier: Option<Arc<dyn Mailer>>,
    newest: Mutex<HashMap<String, String>>,
}

impl Letters {
    fn code_for(&self, address: &str) -> Result<String> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let text = newest.get(address).with_context(|| format!("nothing was mailed to {address}"))?;
        let code = text.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 6);
        Ok(code.with_context(|| format!("no code was mailed to {address}"))?.to_owned())
    }
}

#[async_trait::async_trait]
impl Mailer for Letters {
    async fn send(&self, mail: &Mail) -> Result<(), SendError> {
        let text = mail.text().to_owned();
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).insert(mail.to().to_owned(), text);
        match &self.carrier {
            Some(carrier) => carrier.send(mail).await,
            None => Ok(()),
        }
    }
}
