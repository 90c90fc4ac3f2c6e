use super::settle::News;
use crate::{App, Fault};
use payments::ObjectId;
use storage::{DbError, InboxEvent};

/// Most events followed in one go.
const EVENTS_AT_ONCE: u64 = 100;

impl App {
    /// Takes what the gateway has to tell, and follows it; answers how many events were followed.
    ///
    /// An event is kept before it is followed, and each only once. It is a hint and no more: what it names is fetched,
    /// and that answer is booked. Events that are lost are made up for by the looks that operations take on their own.
    pub async fn take_gateway_events(&self) -> Result<usize, Fault> {
        if self.gateway.capabilities().events_are_asked_for {
            let now = self.clock.now();
            match self.gateway.take_events(now).await {
                Ok(events) => {
                    let kept = events.into_iter().map(|event| InboxEvent {
                        id: event.id,
                        object: event.object.as_str().to_owned(),
                        at: event.at,
                    });
                    self.db.keep_gateway_events(kept.collect(), now).await?;
                }
                Err(error) => log::warn!("the gateway does not hand out its events: {error}"),
            }
        }
        let mut followed = 0;
        for event in self.db.read().open_gateway_events(EVENTS_AT_ONCE).await? {
            match self.follow(&event).await {
                Ok(true) => followed += 1,
                Ok(false) => {}
                Err(fault) => log::warn!("event {} of the gateway was not followed: {fault:?}", event.id),
            }
        }
        Ok(followed)
    }

    /// False when the gateway does not say what has become of the object; the event waits.
    async fn follow(&self, event: &InboxEvent) -> Result<bool, Fault> {
        match self.fetch(&ObjectId::new(event.object.clone())).await {
            Ok(Some(answer)) => {
                let id = answer.op_id;
                if self.db.read().gateway_operation(id).await?.is_some() {
                    self.settle(id, &News::Told(answer)).await?;
                } else {
                    log::error!("the gateway speaks of {}, which nobody here asked for", event.object);
                }
            }
            Ok(None) => log::error!("the gateway speaks of {} and does not know it", event.object),
            Err(error) => {
                log::warn!("the gateway does not say what became of {}: {error}", event.object);
                return Ok(false);
            }
        }
        let closed: Result<(), DbError> = self.db.close_gateway_event(&event.id, self.clock.now()).await;
        closed?;
        Ok(true)
    }
}
