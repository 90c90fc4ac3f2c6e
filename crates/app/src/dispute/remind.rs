use super::case::Case;
use crate::work::Work;
use crate::{App, Caller, DisputeNews, Event, Fault};
use identity::StaffRole;
use kernel::{DisputeId, PersonId};
use market::{DisputeState, DisputeStateKind};
use storage::DbError;

impl App {
    /// Reminds whoever must act: the two while they talk or may appeal, the moderator who took it otherwise, or all of
    /// them when nobody has. Nobody, when the stage is over.
    pub(crate) async fn dispute_remind(&self, id: DisputeId, stage: DisputeStateKind) -> Result<(), Fault> {
        let system = Caller::system();
        let mut work = self.work(&system).await?;
        let Some(case) = Case::read(&work.tx, id).await? else { return Ok(()) };
        let dispute = &case.dispute.value;
        if dispute.state.kind() != stage {
            return Ok(());
        }
        let by = match dispute.state {
            DisputeState::Talking { until } => {
                work.tell_both(&case, DisputeNews::TalkEnds { until }).await?;
                until
            }
            DisputeState::Decided { appeal_until, .. } => {
                work.tell_both(&case, DisputeNews::AppealEnds { appeal_until }).await?;
                appeal_until
            }
            DisputeState::AwaitingDecision { due } | DisputeState::Appealed { due, .. } => {
                work.tell_moderators(&case, DisputeNews::ToDecide { due }).await?;
                due
            }
            DisputeState::Final { .. } | DisputeState::Settled { .. } => return Ok(()),
        };
        work.event(id.uuid(), Event::DisputeReminded { by });
        Ok(work.commit().await?)
    }
}

impl Work<'_> {
    /// Writes to the moderator who took a dispute, or to all when nobody has.
    async fn tell_moderators(&mut self, case: &Case, news: DisputeNews) -> Result<(), DbError> {
        let moderators: Vec<PersonId> = match case.dispute.value.moderator {
            Some(moderator) => vec![moderator],
            None => {
                let all = self.tx.read().staff(StaffRole::Moderator).await?;
                all.into_iter().map(|person| person.value.id).collect()
            }
        };
        for moderator in moderators {
            self.tell(moderator, case.letter(news));
        }
        Ok(())
    }
}
