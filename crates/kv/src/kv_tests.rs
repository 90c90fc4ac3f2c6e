use super::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Far more than any test needs; only a hang takes this long.
const HANG: std::time::Duration = std::time::Duration::from_secs(20);

/// Below which no other test, and no other run of this one, has keys.
fn fresh_prefix() -> String {
    static STORES: AtomicU32 = AtomicU32::new(0);
    let started = std::process::id();
    format!("test:{started}:{}:", STORES.fetch_add(1, Ordering::Relaxed))
}

fn fresh_redis() -> Kv {
    Kv::redis(&testkit::redis_url(), &fresh_prefix()).unwrap()
}

fn start() -> Instant {
    Instant::parse("2026-11-20T00:00:00Z").unwrap()
}

fn after(seconds: i64) -> Instant {
    start().plus(Duration::seconds(seconds))
}

fn empty(seconds: i64) -> Take {
    Take::Empty { retry_after: Duration::seconds(seconds) }
}

/// Three tokens, one more every ten seconds.
const THREE: Limit = Limit { capacity: 3, refill_every: Duration::seconds(10) };

macro_rules! on_each_store {
    ($(async fn $name:ident($kv:ident: Kv) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($kv: Kv) $body

            #[tokio::test]
            async fn in_memory() {
                timeout(HANG, check(Kv::memory())).await.unwrap();
            }

            #[tokio::test]
            async fn in_redis() {
                timeout(HANG, check(fresh_redis())).await.unwrap();
            }
        }
    )+};
}

on_each_store! {
    async fn a_bucket_gives_what_it_holds_and_then_says_how_long_to_wait(kv: Kv) {
        for _ in 0..3 {
            assert_eq!(kv.take("a", THREE, 1, start()).await.unwrap(), Take::Taken);
        }
        assert_eq!(kv.take("a", THREE, 1, start()).await.unwrap(), empty(10));
        assert_eq!(kv.take("a", THREE, 2, after(4)).await.unwrap(), empty(16));
        assert_eq!(kv.take("b", THREE, 3, start()).await.unwrap(), Take::Taken);
    }

    async fn tokens_come_back_one_by_one_and_no_more_than_there_were(kv: Kv) {
        assert_eq!(kv.take("a", THREE, 3, start()).await.unwrap(), Take::Taken);
        let almost = after(10).minus(Duration::MICROSECOND);
        let moment = Take::Empty { retry_after: Duration::MICROSECOND };
        assert_eq!(kv.take("a", THREE, 1, almost).await.unwrap(), moment);
        assert_eq!(kv.take("a", THREE, 1, after(10)).await.unwrap(), Take::Taken);
        assert_eq!(kv.take("a", THREE, 1, after(10)).await.unwrap(), empty(10));
        assert_eq!(kv.take("a", THREE, 3, after(1_000)).await.unwrap(), Take::Taken);
        assert_eq!(kv.take("a", THREE, 1, after(1_000)).await.unwrap(), empty(10));
    }

    async fn what_is_refused_takes_nothing(kv: Kv) {
        assert_eq!(kv.take("a", THREE, 2, start()).await.unwrap(), Take::Taken);
        assert_eq!(kv.take("a", THREE, 2, start()).await.unwrap(), empty(10));
        assert_eq!(kv.take("a", THREE, 1, start()).await.unwrap(), Take::Taken);
    }

    async fn a_clock_set_back_costs_one_filling_at_most(kv: Kv) {
        assert_eq!(kv.take("a", THREE, 3, after(86_400)).await.unwrap(), Take::Taken);
        assert_eq!(kv.take("a", THREE, 1, start()).await.unwrap(), empty(10));
    }

    async fn a_limit_that_cannot_be_kept_is_refused(kv: Kv) {
        let never = Limit { capacity: 1, refill_every: Duration::ZERO };
        let endless = Limit { capacity: 1, refill_every: Duration::days(367) };
        for (limit, cost) in [(THREE, 4), (THREE, u32::MAX), (never, 1), (endless, 1)] {
            let refused = kv.take("a", limit, cost, start()).await;
            assert!(matches!(refused, Err(KvError::LimitOutOfRange)), "{limit:?} {cost}");
        }
        assert_eq!(kv.take("a", THREE, 3, start()).await.unwrap(), Take::Taken);
    }

    async fn of_64_that_take_at_once_as_many_succeed_as_there_are_tokens(kv: Kv) {
        let limit = Limit::per(10, Duration::HOUR);
        let mut takings = JoinSet::new();
        for _ in 0..64 {
            let kv = kv.clone();
            takings.spawn(async move { kv.take("a", limit, 1, start()).await.unwrap() });
        }
        let takings = takings.join_all().await;
        assert_eq!(takings.iter().filter(|take| **take == Take::Taken).count(), 10);
        assert_eq!(takings.iter().filter(|take| **take == empty(360)).count(), 54);
    }

    async fn a_lease_has_one_holder(kv: Kv) {
        let minute = Duration::MINUTE;
        assert!(kv.acquire("clock", "a", minute).await.unwrap());
        assert!(!kv.acquire("clock", "b", minute).await.unwrap());
        assert!(kv.acquire("clock", "a", minute).await.unwrap());
        assert!(kv.acquire("other", "b", minute).await.unwrap());
        assert!(!kv.renew("clock", "b", minute).await.unwrap());
        assert!(!kv.release("clock", "b").await.unwrap());
        assert!(kv.renew("clock", "a", minute).await.unwrap());
        assert!(kv.release("clock", "a").await.unwrap());
        assert!(!kv.release("clock", "a").await.unwrap());
        assert!(!kv.renew("clock", "a", minute).await.unwrap());
        assert!(kv.acquire("clock", "b", minute).await.unwrap());
    }

    async fn a_lease_that_ran_out_is_free_and_cannot_be_renewed(kv: Kv) {
        assert!(kv.acquire("clock", "a", Duration::milliseconds(1)).await.unwrap());
        while !kv.acquire("clock", "b", Duration::MINUTE).await.unwrap() {
            tokio::task::yield_now().await;
        }
        assert!(!kv.renew("clock", "a", Duration::MINUTE).await.unwrap());
        assert!(!kv.release("clock", "a").await.unwrap());
    }

    async fn a_renewed_lease_lasts(kv: Kv) {
        assert!(kv.acquire("clock", "a", Duration::SECOND).await.unwrap());
        assert!(kv.acquire("yardstick", "a", Duration::milliseconds(1_200)).await.unwrap());
        assert!(kv.renew("clock", "a", Duration::MINUTE).await.unwrap());
        while !kv.acquire("yardstick", "b", Duration::MINUTE).await.unwrap() {
            tokio::task::yield_now().await;
        }
        assert!(!kv.acquire("clock", "b", Duration::MINUTE).await.unwrap());
    }

    async fn everyone_who_listens_to_a_channel_is_told(kv: Kv) {
        let mut first = kv.subscribe("news");
        let mut second = kv.subscribe("news");
        let mut other = kv.subscribe("weather");
        for listener in [&mut first, &mut second, &mut other] {
            assert_eq!(listener.next().await, Some(Event::Up));
        }
        kv.publish("news", "縁側").await.unwrap();
        kv.publish("weather", "rain").await.unwrap();
        assert_eq!(first.next().await, Some(Event::Message("縁側".to_owned())));
        assert_eq!(second.next().await, Some(Event::Message("縁側".to_owned())));
        assert_eq!(other.next().await, Some(Event::Message("rain".to_owned())));
        drop(first);
        kv.publish("news", "again").await.unwrap();
        assert_eq!(second.next().await, Some(Event::Message("again".to_owned())));
        kv.publish("nobody", "hears").await.unwrap();
    }

    async fn a_listener_that_is_too_slow_is_told_that_it_missed_something(kv: Kv) {
        let mut slow = kv.subscribe("news");
        let mut quick = kv.subscribe("news");
        assert_eq!(slow.next().await, Some(Event::Up));
        assert_eq!(quick.next().await, Some(Event::Up));
        for n in 0..1_100 {
            kv.publish("news", &n.to_string()).await.unwrap();
            assert_eq!(quick.next().await, Some(Event::Message(n.to_string())));
        }
        let mut told = Vec::new();
        while told.last() != Some(&Event::Message("1099".to_owned())) {
            told.push(slow.next().await.unwrap());
        }
        assert_eq!(told[0], Event::Up);
        assert!(told.len() <= 1_026, "{}", told.len());
    }
}

#[tokio::test]
async fn memory_forgets_buckets_that_are_full_again() {
    let Kv::Memory(memory) = Kv::memory() else { unreachable!() };
    let ask = THREE.ask(1).unwrap();
    for n in 0..100_000 {
        assert_eq!(memory.take(&n.to_string(), ask, after(n)), Take::Taken);
    }
    assert!(memory.kept_buckets() <= 1_024, "{}", memory.kept_buckets());
}

#[tokio::test]
async fn stores_of_different_prefixes_do_not_see_each_other() {
    let (one, other) = (fresh_redis(), fresh_redis());
    assert!(one.acquire("clock", "a", Duration::MINUTE).await.unwrap());
    assert!(other.acquire("clock", "b", Duration::MINUTE).await.unwrap());
}

#[tokio::test]
async fn another_kind_of_value_under_our_key_is_a_refusal() {
    let prefix = fresh_prefix();
    let client = redis::Client::open(testkit::redis_url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let key = format!("{prefix}bucket:a");
    redis::pipe().lpush(&key, 1).expire(&key, 60).exec_async(&mut connection).await.unwrap();
    let kv = Kv::redis(&testkit::redis_url(), &prefix).unwrap();
    assert!(matches!(kv.take("a", THREE, 1, start()).await, Err(KvError::Refused(_))));
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    assert!(matches!(Kv::redis("http://localhost", ""), Err(KvError::InvalidAddress(_))));
}

/// A wire to Redis that can be cut.
struct Wire {
    url: String,
    port: u16,
    running: Option<JoinSet<()>>,
}

impl Wire {
    async fn laid() -> Self {
        let mut wire = Self { url: String::new(), port: 0, running: None };
        wire.mend().await;
        wire.url = format!("redis://127.0.0.1:{}", wire.port);
        wire
    }

    async fn mend(&mut self) {
        let redis = testkit::redis_url().trim_start_matches("redis://").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.port = listener.local_addr().unwrap().port();
        let mut running = JoinSet::new();
        running.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let redis = redis.clone();
                connections.spawn(async move {
                    let mut far = TcpStream::connect(redis).await.unwrap();
                    // an error is the end of the connection, which is all there is to it
                    let _ = copy_bidirectional(&mut near, &mut far).await;
                });
            }
        });
        self.running = Some(running);
    }

    async fn cut(&mut self) {
        self.running.take().unwrap().shutdown().await;
    }
}

#[tokio::test]
async fn without_redis_a_command_fails_soon_and_works_again_when_it_is_back() {
    let mut wire = Wire::laid().await;
    let kv = Kv::redis(&wire.url, &fresh_prefix()).unwrap();
    assert_eq!(kv.take("a", THREE, 2, start()).await.unwrap(), Take::Taken);
    wire.cut().await;
    for _ in 0..3 {
        let failed = timeout(std::time::Duration::from_secs(2), kv.take("a", THREE, 1, start())).await.unwrap();
        assert!(matches!(failed, Err(KvError::Unavailable(_))), "{failed:?}");
    }
    assert!(matches!(kv.ping().await, Err(KvError::Unavailable(_))));
    wire.mend().await;
    timeout(HANG, async { while kv.ping().await.is_err() {} }).await.unwrap();
    assert_eq!(kv.take("a", THREE, 2, start()).await.unwrap(), empty(10));
}

#[tokio::test]
async fn a_subscription_comes_up_again_after_each_interruption() {
    let mut wire = Wire::laid().await;
    let prefix = fresh_prefix();
    let publisher = Kv::redis(&testkit::redis_url(), &prefix).unwrap();
    let mut listener = Kv::redis(&wire.url, &prefix).unwrap().subscribe("news");
    for round in 0..8 {
        assert_eq!(timeout(HANG, listener.next()).await.unwrap(), Some(Event::Up));
        publisher.publish("news", &round.to_string()).await.unwrap();
        let told = timeout(HANG, listener.next()).await.unwrap();
        assert_eq!(told, Some(Event::Message(round.to_string())));
        wire.cut().await;
        publisher.publish("news", "lost").await.unwrap();
        wire.mend().await;
    }
}

#[tokio::test]
async fn a_dropped_subscription_leaves_redis() {
    let prefix = fresh_prefix();
    let kv = Kv::redis(&testkit::redis_url(), &prefix).unwrap();
    let mut listener = kv.subscribe("news");
    assert_eq!(listener.next().await, Some(Event::Up));
    let client = redis::Client::open(testkit::redis_url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut channels = async || -> BTreeSet<String> {
        redis::cmd("PUBSUB").arg("CHANNELS").arg(format!("{prefix}*")).query_async(&mut connection).await.unwrap()
    };
    assert_eq!(channels().await, BTreeSet::from([format!("{prefix}channel:news")]));
    drop(listener);
    timeout(HANG, async { while !channels().await.is_empty() {} }).await.unwrap();
}
