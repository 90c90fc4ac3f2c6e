use crate::work::Work;
use crate::{Event, Fault, Letter};
use kernel::Instant;
use market::{Contract, Side};
use ratings::{Counterpart, Review, ReviewPair, Step};
use storage::{ReviewRecord, Stored};
use time::Duration;

/// The reviews of one contract, from the database and back. While it is held nobody else changes them.
pub(super) struct KeptPair<'c> {
    contract: &'c Contract,
    kept: Vec<Stored<ReviewRecord>>,
    /// The domain value.
    pub pair: ReviewPair,
}

impl<'c> KeptPair<'c> {
    /// The reviews of a contract that ended at `ended_at`.
    pub async fn load(work: &Work<'_>, contract: &'c Contract, ended_at: Instant) -> Result<Self, Fault> {
        work.tx.lock_reviews(contract.id).await?;
        let kept = work.tx.read().reviews(&[contract.id]).await?;
        let due = ended_at.plus(Duration::days(work.app.settings.deal.review_publish_days.into()));
        let reviews = kept.iter().map(|record| record.value.review.clone());
        let pair = reviews.fold(ReviewPair::open(contract.id, due), ReviewPair::with);
        Ok(Self { contract, kept, pair })
    }

    /// Saves what a step changed, and tells both sides when it made reviews public.
    pub async fn save(self, work: &mut Work<'_>, step: Step) -> Result<(), Fault> {
        for review in [step.pair.client, step.pair.worker].into_iter().flatten() {
            match self.kept.iter().find(|record| record.value.review.id == review.id) {
                Some(record) if record.value.review == review => {}
                Some(record) => {
                    let changed = ReviewRecord { review, ..record.value.clone() };
                    work.tx.save_review(&record.with(changed)).await?;
                }
                None => work.tx.insert_review(&self.record(review)).await?,
            }
        }
        let Ok(count @ 1..) = u32::try_from(step.published.len()) else { return Ok(()) };
        work.event(self.contract.id.uuid(), Event::ReviewsPublished { count });
        let letter = Letter::ReviewsPublished { contract: self.contract.id, title: self.contract.title.clone() };
        for side in [Side::Client, Side::Worker] {
            work.tell_side(&self.contract.parties, side, letter.clone()).await?;
        }
        Ok(())
    }

    fn record(&self, review: Review) -> ReviewRecord {
        let client = Counterpart::Organisation(self.contract.parties.client);
        let worker = Counterpart::Person(self.contract.parties.worker);
        let (from, about) = match review.by {
            ratings::Side::Client => (client, worker),
            ratings::Side::Worker => (worker, client),
        };
        ReviewRecord { review, from, about }
    }
}
