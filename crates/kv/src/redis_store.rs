use crate::bucket::{Ask, Take};
use crate::subscription::{Event, Subscription};
use crate::{Cause, KvError};
use futures::StreamExt;
use kernel::Instant;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, ErrorKind, RedisError, Script, ScriptInvocation, ServerErrorKind};
use std::sync::LazyLock;
use std::time::Duration as StdDuration;
use time::Duration;
use tokio::sync::broadcast;
use tokio::time::timeout;

/// A command that takes longer has failed: a caller waits for a limit or a lease, not for Redis.
const ANSWER_WITHIN: StdDuration = StdDuration::from_millis(500);
const CONNECT_WITHIN: StdDuration = StdDuration::from_secs(1);
/// A quiet subscription asks this often whether the other end is still there: a cut cable closes no socket.
const QUIET_FOR: StdDuration = StdDuration::from_secs(15);
const RECONNECT_AFTER: StdDuration = StdDuration::from_millis(100);

/// See `Ask::decide`. A bucket that is full again need not be kept.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local now, price, full = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
         local full_at = tonumber(redis.call('GET', KEYS[1]) or '0')
         local next = math.min(math.max(full_at, now), now + full) + price
         local wait = next - full - now
         if wait > 0 then return wait end
         if next > now then
           redis.call('SET', KEYS[1], next, 'PX', math.ceil((next - now) / 1000))
         end
         return 0",
    )
});
static ACQUIRE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local holder = redis.call('GET', KEYS[1])
         if holder and holder ~= ARGV[1] then return 0 end
         redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
         return 1",
    )
});
static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0",
    )
});
static RELEASE: LazyLock<Script> = LazyLock::new(|| {
    Script::new("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0")
});

/// A Redis, and the part of its keys that is ours.
pub struct RedisStore {
    connection: ConnectionManager,
    client: Client,
    prefix: String,
}

impl RedisStore {
    pub(crate) fn new(url: &str, prefix: &str) -> Result<Self, KvError> {
        let invalid = |error: RedisError| KvError::InvalidAddress(Box::new(error));
        let client = Client::open(url).map_err(invalid)?;
        // with the retries of the default a command hangs for up to ten seconds while Redis is away
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_min_delay(StdDuration::from_millis(20))
            .set_max_delay(StdDuration::from_millis(100))
            .set_connection_timeout(Some(CONNECT_WITHIN))
            .set_response_timeout(Some(ANSWER_WITHIN));
        let connection = ConnectionManager::new_lazy_with_config(client.clone(), config).map_err(invalid)?;
        Ok(Self { connection, client, prefix: prefix.to_owned() })
    }

    pub(crate) async fn ping(&self) -> Result<(), KvError> {
        redis::cmd("PING").query_async(&mut self.connection.clone()).await.map_err(classify)
    }

    pub(crate) async fn take(&self, key: &str, ask: Ask, now: Instant) -> Result<Take, KvError> {
        let mut call = TAKE.key(self.name("bucket", key));
        call.arg(now.micros()).arg(ask.price).arg(ask.full);
        match self.run(&call).await? {
            0 => Ok(Take::Taken),
            wait => Ok(Take::Empty { retry_after: Duration::microseconds(wait) }),
        }
    }

    pub(crate) async fn acquire(&self, name: &str, holder: &str, ttl: Duration) -> Result<bool, KvError> {
        let mut call = ACQUIRE.key(self.name("lease", name));
        call.arg(holder).arg(millis(ttl));
        Ok(self.run(&call).await? == 1)
    }

    pub(crate) async fn renew(&self, name: &str, holder: &str, ttl: Duration) -> Result<bool, KvError> {
        let mut call = RENEW.key(self.name("lease", name));
        call.arg(holder).arg(millis(ttl));
        Ok(self.run(&call).await? == 1)
    }

    pub(crate) async fn release(&self, name: &str, holder: &str) -> Result<bool, KvError> {
        let mut call = RELEASE.key(self.name("lease", name));
        call.arg(holder);
        Ok(self.run(&call).await? == 1)
    }

    pub(crate) async fn publish(&self, channel: &str, message: &str) -> Result<(), KvError> {
        let mut command = redis::cmd("PUBLISH");
        command.arg(self.name("channel", channel)).arg(message);
        command.query_async(&mut self.connection.clone()).await.map_err(classify)
    }

    pub(crate) fn subscribe(&self, channel: &str) -> Subscription {
        let (sender, receiver) = Subscription::channel();
        tokio::spawn(listen(self.client.clone(), self.name("channel", channel), sender));
        Subscription::waiting(receiver)
    }

    async fn run(&self, call: &ScriptInvocation<'_>) -> Result<i64, KvError> {
        call.invoke_async(&mut self.connection.clone()).await.map_err(classify)
    }

    fn name(&self, kind: &str, name: &str) -> String {
        format!("{}{kind}:{name}", self.prefix)
    }
}

/// Redis knows no shorter time to live than a millisecond.
fn millis(ttl: Duration) -> i64 {
    i64::try_from(ttl.whole_milliseconds()).unwrap_or(i64::MAX).max(1)
}

/// Connects, subscribes and passes messages on, again and again until nobody listens. The connection manager's own
/// resubscription loses messages without a word, so that listeners would not know when to read again.
async fn listen(client: Client, channel: String, sender: broadcast::Sender<Event>) {
    loop {
        tokio::select! {
            result = session(&client, &channel, &sender) => match result {
                Ok(()) => tracing::warn!(channel, "a subscription was interrupted"),
                Err(error) => tracing::debug!(channel, %error, "a subscription cannot begin"),
            },
            () = sender.closed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(RECONNECT_AFTER) => {}
            () = sender.closed() => return,
        }
    }
}

/// One connection's life: fails when it never came up.
async fn session(client: &Client, channel: &str, sender: &broadcast::Sender<Event>) -> Result<(), RedisError> {
    let began = timeout(CONNECT_WITHIN, async {
        let mut connection = client.get_async_pubsub().await?;
        connection.subscribe(channel).await?;
        Ok::<_, RedisError>(connection)
    });
    let (mut sink, mut messages) = began.await.map_err(|_| too_late())??.split();
    // sending fails when nobody listens any more, which ends the caller's loop
    let _ = sender.send(Event::Up);
    loop {
        match timeout(QUIET_FOR, messages.next()).await {
            Ok(Some(message)) => {
                // nobody publishes other than text; what is not is told as a change all the same
                let _ = sender.send(message.get_payload().map_or(Event::Up, Event::Message));
            }
            Ok(None) => return Ok(()),
            Err(_quiet) => match timeout(CONNECT_WITHIN, sink.ping::<redis::Value>()).await {
                Ok(Ok(_)) => {}
                Ok(Err(_)) | Err(_) => return Ok(()),
            },
        }
    }
}

fn too_late() -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}

fn classify(error: RedisError) -> KvError {
    let refused = match error.kind() {
        ErrorKind::Parse
        | ErrorKind::AuthenticationFailed
        | ErrorKind::UnexpectedReturnType
        | ErrorKind::InvalidClientConfig
        | ErrorKind::Client
        | ErrorKind::Extension
        | ErrorKind::Server(
            ServerErrorKind::ResponseError
            | ServerErrorKind::ExecAbort
            | ServerErrorKind::NoScript
            | ServerErrorKind::CrossSlot
            | ServerErrorKind::NoPerm,
        ) => true,
        // the rest is the network, a server that starts, or one that is being replaced
        _ => false,
    };
    let cause: Cause = Box::new(error);
    if refused { KvError::Refused(cause) } else { KvError::Unavailable(cause) }
}
