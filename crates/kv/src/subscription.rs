use tokio::sync::broadcast::{self, error::RecvError};

/// How many messages wait for a slow listener before it loses them.
const WAITING: usize = 1_024;

/// What a listener is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// From here on messages arrive. Some from before may have been lost: read again what they would have told.
    Up,
    /// Someone published this.
    Message(String),
}

/// Listens to one channel until it is dropped.
pub struct Subscription {
    begins: bool,
    receiver: broadcast::Receiver<Event>,
}

impl Subscription {
    /// The next event. A listener too slow to keep up loses messages and is told [`Event::Up`] in their place. `None`
    /// when the store is gone.
    pub async fn next(&mut self) -> Option<Event> {
        if std::mem::take(&mut self.begins) {
            return Some(Event::Up);
        }
        match self.receiver.recv().await {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(_)) => Some(Event::Up),
            Err(RecvError::Closed) => None,
        }
    }

    pub(crate) fn channel() -> (broadcast::Sender<Event>, broadcast::Receiver<Event>) {
        broadcast::channel(WAITING)
    }

    /// Listens from now on.
    pub(crate) fn up(receiver: broadcast::Receiver<Event>) -> Self {
        Self { begins: true, receiver }
    }

    /// Listens once the sender says so.
    pub(crate) fn waiting(receiver: broadcast::Receiver<Event>) -> Self {
        Self { begins: false, receiver }
    }
}
