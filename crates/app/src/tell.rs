use crate::work::Work;
use crate::{Job, Letter};
use identity::MemberRole;
use kernel::{NoticeId, OrganisationId, PersonId};
use market::{ContractParties, Side};
use storage::{DbError, NewNotice};

impl Work<'_> {
    /// Tells a person: a notice at once, and a letter by mail.
    pub fn tell(&mut self, to: PersonId, letter: Letter) {
        self.notice(to, &letter);
        self.job(Job::Mail { to, letter });
    }

    fn notice(&mut self, person: PersonId, letter: &Letter) {
        let id = NoticeId::new(self.id());
        // Fields are ids, amounts and texts: all of them have a JSON form.
        let letter = serde_json::to_value(letter).unwrap_or_default();
        self.tx.notice(NewNotice { id, person, letter, at: self.now });
    }

    /// Writes to those of a client organisation who do its work: owners and members.
    pub async fn tell_client(&mut self, organisation: OrganisationId, letter: &Letter) -> Result<(), DbError> {
        for member in self.tx.read().team(organisation).await?.members() {
            match member.role {
                MemberRole::Owner | MemberRole::Member => self.tell(member.person, letter.clone()),
                MemberRole::Finance => {}
            }
        }
        Ok(())
    }

    /// Writes to those of a client organisation who pay: owners and finance.
    pub async fn tell_funders(&mut self, organisation: OrganisationId, letter: &Letter) -> Result<(), DbError> {
        for member in self.tx.read().team(organisation).await?.members() {
            match member.role {
                MemberRole::Owner | MemberRole::Finance => self.tell(member.person, letter.clone()),
                MemberRole::Member => {}
            }
        }
        Ok(())
    }

    /// Writes to one side of a contract.
    pub async fn tell_side(&mut self, parties: &ContractParties, side: Side, letter: Letter) -> Result<(), DbError> {
        match side {
            Side::Worker => {
                self.tell(parties.worker, letter);
                Ok(())
            }
            Side::Client => self.tell_client(parties.client, &letter).await,
        }
    }
}
