use crate::work::Work;
use crate::{App, AppError, Caller, Code, Event, codes};
use identity::{Action, Parties, ProfileDraft, WorkerProfile};
use kernel::{PersonId, Version};
use storage::Stored;

codes! {
    /// Why a profile was not changed.
    pub enum ProfileUpdateCode {}
}

/// Replaces one's own profile, all but the portfolio.
#[derive(Clone, Debug)]
pub struct ProfileUpdate {
    /// The version the caller has seen; 0 before the first.
    pub expected_version: i32,
    /// The profile, as typed.
    pub profile: ProfileDraft,
}

impl App {
    /// Replaces the caller's profile, all but the portfolio.
    pub async fn profile_update(
        &self,
        caller: &Caller,
        ask: ProfileUpdate,
    ) -> Result<PersonId, AppError<ProfileUpdateCode>> {
        let id = caller.require_signed_in()?.id;
        let mut work = self.work(caller).await?;
        let profile = own_profile(&work, id, Action::ProfileUpdate).await?;
        work.expect(profile.version, ask.expected_version)?;
        let changed = profile.value.clone().update(&ask.profile)?;
        save_profile(&work, id, &profile.with(changed)).await?;
        work.event(id.uuid(), Event::ProfileUpdated {});
        work.commit().await?;
        Ok(id)
    }
}

/// The caller's profile as it stands; an empty one of version 0 before the first save.
pub(super) async fn own_profile<C: Code>(
    work: &Work<'_>,
    id: PersonId,
    action: Action,
) -> Result<Stored<WorkerProfile>, AppError<C>> {
    let own = Parties { owner: Some(id), ..Parties::default() };
    work.require(action, Action::AccountRead, &own, "id")?;
    let stored = work.tx.read().worker_profile(id).await?;
    Ok(stored.unwrap_or_else(|| Stored { value: WorkerProfile::default(), version: Version::new(0) }))
}

pub(super) async fn save_profile<C: Code>(
    work: &Work<'_>,
    id: PersonId,
    profile: &Stored<WorkerProfile>,
) -> Result<(), AppError<C>> {
    if profile.version.get() == 0 {
        work.tx.insert_worker_profile(id, &profile.value).await?;
    } else {
        work.tx.save_worker_profile(id, profile).await?;
    }
    Ok(())
}
