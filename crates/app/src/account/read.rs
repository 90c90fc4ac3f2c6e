use crate::{App, Caller, Fault};
use identity::{Person, WorkerProfile};
use kernel::PersonId;
use std::collections::HashMap;
use storage::Stored;

impl App {
    /// The caller's own account; `None` when nobody is signed in.
    pub async fn own_account(&self, caller: &Caller) -> Result<Option<Stored<Person>>, Fault> {
        match caller.id() {
            Some(id) => Ok(self.db.read().person(id).await?),
            None => Ok(None),
        }
    }

    /// People by their ids. Only what is public about a person may leave the house by this way: name and profile.
    pub async fn people(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, Stored<Person>>, Fault> {
        let people = self.db.read().people(ids).await?;
        Ok(people.into_iter().map(|person| (person.value.id, person)).collect())
    }

    /// What workers tell clients about themselves; nothing for who has told nothing.
    pub async fn worker_profiles(&self, ids: &[PersonId]) -> Result<HashMap<PersonId, Stored<WorkerProfile>>, Fault> {
        Ok(self.db.read().worker_profiles(ids).await?)
    }
}
