use super::*;
use proptest::prelude::*;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

fn at(seconds: i64) -> Instant {
    Instant::from_unix(1_800_000_000).unwrap().plus(Duration::seconds(seconds))
}

fn session(rule: SessionRule) -> Session {
    let id = "session_00000000000000000000000001".parse().unwrap();
    Session::begin(id, "person_00000000000000000000000002".parse().unwrap(), rule, at(0))
}

#[test]
fn an_unused_session_ends_after_its_idle_time() {
    for (rule, idle) in [(SessionRule::Person, 14 * DAY), (SessionRule::Staff, 20 * MINUTE)] {
        assert!(session(rule).is_live(at(idle - 1)));
        assert!(!session(rule).is_live(at(idle)));
        assert_eq!(session(rule).touch(at(idle)), Err(SessionEnded));
    }
}

#[test]
fn a_busy_session_ends_all_the_same_at_its_absolute_time() {
    for (rule, step, absolute) in
        [(SessionRule::Person, DAY, 30 * DAY), (SessionRule::Staff, 10 * MINUTE, 12 * 60 * MINUTE)]
    {
        let mut session = session(rule);
        for now in (step..absolute).step_by(usize::try_from(step).unwrap()) {
            session = session.touch(at(now)).unwrap();
        }
        assert_eq!(session.expires_at(), at(absolute));
        assert!(session.is_live(at(absolute - 1)));
        assert_eq!(session.touch(at(absolute)), Err(SessionEnded));
    }
}

#[test]
fn a_use_is_written_down_once_a_minute() {
    let session = session(SessionRule::Person);
    assert!(!session.is_touch_due(at(59)));
    assert!(session.is_touch_due(at(60)));
    assert_eq!(session.touch(at(60)).map(|session| session.last_seen_at), Ok(at(60)));
}

#[test]
fn a_clock_that_went_back_does_not_shorten_a_session() {
    let session = session(SessionRule::Staff);
    assert_eq!(session.clone().touch(at(-300)), Ok(session));
}

#[test]
fn a_token_is_a_prefix_and_hex_and_never_prints() {
    let mut bytes = [0_u8; 32];
    bytes[0] = 0xA5;
    bytes[31] = 0x0F;
    let token = SessionToken::new(bytes);
    assert_eq!(token.expose(), "engs_a50000000000000000000000000000000000000000000000000000000000000f");
    assert_eq!(format!("{token:?}"), "SessionToken(***)");
}

#[test]
fn what_is_no_token_is_refused() {
    let good = SessionToken::new([0xAB; 32]).expose();
    for text in [
        String::new(),
        "engs_".to_owned(),
        good.to_uppercase(),
        good.replace("engs_", "eng_"),
        good.replacen("ab", "AB", 1),
        good.replacen("ab", "+b", 1),
        good.replacen("ab", "é", 1),
        format!("{good}a"),
        format!("{good}ab"),
        format!(" {good}"),
        good[..good.len() - 1].to_owned(),
        good[..good.len() - 2].to_owned(),
    ] {
        assert_eq!(SessionToken::parse(&text), Err(InvalidToken), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_token_reads_back_from_its_text(bytes: [u8; 32]) {
        let token = SessionToken::new(bytes);
        prop_assert_eq!(SessionToken::parse(&token.expose()), Ok(token));
    }
}
