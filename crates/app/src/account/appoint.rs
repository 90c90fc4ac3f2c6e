use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, EmailAddress, Parties, Person, StaffRole};
use kernel::PersonId;

codes! {
    /// Why nobody's role changed.
    pub enum StaffAppointCode {}
}

impl App {
    /// Gives a person a role among the staff, or takes it back with `None`. Their sessions end, for how long a session
    /// lasts is settled when it begins. The role they have changes nothing.
    pub async fn staff_appoint(
        &self,
        caller: &Caller,
        email: &str,
        role: Option<StaffRole>,
    ) -> Result<PersonId, AppError<StaffAppointCode>> {
        let email = EmailAddress::try_new("email", email)?;
        let mut work = self.work(caller).await?;
        work.require(Action::StaffAppoint, Action::StaffAppoint, &Parties::default(), "email")?;
        let person = work.tx.read().person_by_email(&email).await?.ok_or_else(|| AppError::not_found("email"))?;
        let id = person.value.id;
        if person.value.staff == role {
            return Ok(id);
        }
        work.tx.save_person(&person.with(Person { staff: role, ..person.value.clone() })).await?;
        work.tx.end_sessions(id, work.now).await?;
        work.event(id.uuid(), Event::StaffRoleSet { role: role.map(|role| role.word().to_owned()) });
        work.commit().await?;
        Ok(id)
    }
}
