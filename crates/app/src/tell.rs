use crate::work::Work;
use crate::{Job, Letter};
use identity::MemberRole;
use kernel::{OrganisationId, PersonId};
use market::{ContractParties, Side};
use storage::DbError;

impl Work<'_> {
    /// Writes to a person.
    pub fn tell(&mut self, to: PersonId, letter: Letter) {
        self.job(Job::Mail { to, letter });
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
