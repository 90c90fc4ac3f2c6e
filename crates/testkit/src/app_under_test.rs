//! The whole engine in one process, with a clock that a test sets, ids that a seed gives, and mails that can be read.

mod clock;
mod deal;
mod files;
mod ids;
mod mailbox;

pub use clock::FixedClock;
pub use deal::{refusals, task_draft, yen};
pub use files::file_draft;
pub use ids::SeededIds;
pub use mailbox::MailBox;

use ::files::{Files, FilesSettings};
use app::{
    AccountConfirm, AccountRegister, App, Caller, DealSettings, LimitSettings, OrganisationCreate,
    OrganisationMemberAdd, Parts, Settings,
};
use escrow::FeeSchedule;
use identity::{LegalForm, Locale, MemberRole, OrganisationDraft, StaffRole};
use kernel::{Currency, Instant, OrganisationId, PersonId};
use kv::{Kv, Limit};
use payments::Gateway;
use payments::simulated::{Simulated, SimulatedSettings};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use storage::Db;
use tempfile::TempDir;
use time::Duration;

/// When every test begins: a Friday morning in Japan.
pub const MORNING: &str = "2026-11-20T00:00:00Z";

/// The engine over a fresh database, with the simulated gateway in memory.
pub struct TestApp {
    /// The engine.
    pub app: Arc<App>,
    /// Its database.
    pub db: Db,
    /// Its clock; it stands still until it is moved.
    pub clock: Arc<FixedClock>,
    /// The mails it sent.
    pub mails: Arc<MailBox>,
    /// Where its money comes from.
    pub gateway: Arc<Simulated>,
    ids: Arc<SeededIds>,
    files: Files,
    settings: Settings,
    keys: AtomicU32,
    _folder: TempDir,
}

/// The instance's own secret.
const SECRET: [u8; 32] = [7; 32];

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub id: PersonId,
    /// Their session's token.
    pub token: String,
    /// They as the use cases see them, with the rights they had when this was made.
    pub caller: Caller,
}

impl TestApp {
    /// The engine with the default rules.
    pub fn new(db: Db) -> Self {
        Self::with_settings(db, settings())
    }

    /// The engine with rules of one's own.
    pub fn with_settings(db: Db, settings: Settings) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let clock = Arc::new(FixedClock::at(Instant::parse(MORNING).expect("the morning is an instant")));
        let mails = Arc::new(MailBox::default());
        let gateway = Arc::new(Simulated::in_memory(SimulatedSettings::default()));
        let file_settings = FilesSettings { secret: SECRET, max_bytes: settings.upload_bytes_max };
        let files = Files::local(folder.path(), &file_settings).expect("a folder can hold files");
        let ids = Arc::new(SeededIds::default());
        let app = App::new(Parts {
            db: db.clone(),
            gateway: gateway.clone(),
            files: files.clone(),
            kv: Kv::memory(),
            mailer: mails.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            settings: settings.clone(),
            secret: SECRET,
        });
        let app = Arc::new(app);
        Self { app, db, clock, mails, gateway, ids, files, settings, keys: AtomicU32::new(0), _folder: folder }
    }

    /// Another process of the same instance, which reaches the gateway through `gateway`.
    pub fn beside(&self, gateway: Arc<dyn Gateway>) -> App {
        App::new(Parts {
            db: self.db.clone(),
            gateway,
            files: self.files.clone(),
            kv: Kv::memory(),
            mailer: self.mails.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            settings: self.settings.clone(),
            secret: SECRET,
        })
    }

    /// An idempotency key that no other call of this test uses.
    pub fn key(&self) -> String {
        format!("key-of-this-test-{:08}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// Registers somebody through the front door: by the code that was mailed.
    pub async fn person(&self, name: &str) -> Actor {
        let email = format!("{name}@example.jp");
        let network = "192.0.2.1".to_owned();
        let ask = AccountRegister {
            email: email.clone(),
            display_name: name.to_owned(),
            locale: Locale::Ja,
            time_zone: "Asia/Tokyo".to_owned(),
            network: network.clone(),
        };
        self.app.account_register(ask).await.expect("an address can be registered");
        let code = self.mails.code_for(&email);
        let ask = AccountConfirm { email, code, password: None, network };
        let signed_in = self.app.account_confirm(ask).await.expect("the mailed code is right");
        self.actor(signed_in.token.expose()).await
    }

    /// Registers somebody and gives them a role among the staff.
    pub async fn staff(&self, name: &str, role: StaffRole) -> Actor {
        let actor = self.person(name).await;
        let tx = self.db.write().await.expect("a transaction can be opened");
        let mut person = tx.read().person(actor.id).await.expect("people can be read").expect("just registered");
        person.value.staff = Some(role);
        tx.save_person(&person).await.expect("nobody else changes them");
        tx.commit().await.expect("a person can be saved");
        self.actor(actor.token).await
    }

    /// Registers somebody who owns a client organisation.
    pub async fn client(&self, name: &str) -> (Actor, OrganisationId) {
        let owner = self.person(name).await;
        let organisation = OrganisationDraft {
            name: format!("{name}商店"),
            legal_name: format!("株式会社{name}商店"),
            legal_form: LegalForm::Company,
            address: "長野県上伊那郡箕輪町中箕輪1".to_owned(),
            contact_email: format!("office-of-{name}@example.jp"),
            has_employees: true,
        };
        let ask = OrganisationCreate { idempotency_key: self.key(), organisation };
        let id = self.app.organisation_create(&owner.caller, ask).await.expect("anybody may found an organisation");
        (self.actor(owner.token).await, id)
    }

    /// Registers somebody whom an owner takes into the organisation; their name is their role.
    pub async fn member(&self, owner: &Actor, organisation: OrganisationId, role: MemberRole) -> Actor {
        let name = format!("{role:?}").to_lowercase();
        let person = self.person(&name).await;
        self.join((owner, organisation), &name, role).await;
        self.actor(person.token).await
    }

    /// An owner takes somebody who has an account into the organisation.
    pub async fn join(&self, (owner, organisation): (&Actor, OrganisationId), name: &str, role: MemberRole) {
        let found = self.app.organisations(&[organisation]).await.expect("organisations can be read");
        let expected_version = found[&organisation].version.get();
        let ask = OrganisationMemberAdd { organisation, expected_version, email: format!("{name}@example.jp"), role };
        self.app.organisation_member_add(&owner.caller, ask).await.expect("an owner may take somebody in");
    }

    /// Whoever a token belongs to, with the rights they have now.
    pub async fn actor(&self, token: String) -> Actor {
        let caller = self.app.authenticate(&token, None).await.expect("the token opens a session");
        let id = caller.id().expect("a session belongs to somebody");
        Actor { id, token, caller }
    }
}

/// The defaults of the default configuration, with limits that no test reaches by accident.
pub fn settings() -> Settings {
    let wide = Limit::per(100_000, Duration::HOUR);
    Settings {
        public_url: "https://engawa.example".to_owned(),
        deal: DealSettings {
            rules: market::Rules::default(),
            call_days: 30,
            review_publish_days: 14,
            hold_new_pair_days: 5,
            hold_trusted_pair_days: 0,
        },
        fees: BTreeMap::from([(Currency::Jpy, FeeSchedule::japan())]),
        limits: LimitSettings {
            codes_per_address: wide,
            sign_ins_per_address: wide,
            sign_ins_per_network: wide,
            cost_per_person: wide,
            cost_per_network: wide,
        },
        upload_bytes_max: 1_048_576,
    }
}
