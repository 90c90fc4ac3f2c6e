use super::*;
use crate::MailDraft;
use crate::fixture::{draft, sender};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What a relay on loopback heard and how it answers.
#[derive(Default)]
struct Heard {
    connections: usize,
    commands: Vec<String>,
    mails: Vec<String>,
}

/// Its answer to one line or, for `.`, to a whole mail; `None` is silence. The number counts mails from 1.
type Answer = fn(line: &str, mail: usize) -> Option<&'static str>;

struct Relay {
    port: u16,
    heard: Arc<Mutex<Heard>>,
}

impl Relay {
    async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let shared = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(talk(stream, answer, Arc::clone(&shared)));
            }
        });
        Self { port, heard }
    }

    fn mailer(&self, security: SmtpSecurity) -> SmtpMailer {
        SmtpMailer::try_new(settings(self.port, security), sender()).unwrap()
    }
}

async fn talk(stream: TcpStream, answer: Answer, heard: Arc<Mutex<Heard>>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 relay.example ready\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let mail = heard.lock().unwrap().mails.len() + 1;
        heard.lock().unwrap().commands.push(line.clone());
        let mut reply = answer(&line, mail);
        if line == "DATA" && reply.is_some_and(|reply| reply.starts_with("354")) {
            writer.write_all(b"354 go on\r\n").await?;
            let mut text = String::new();
            while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                text.push_str(&line);
                text.push_str("\r\n");
            }
            heard.lock().unwrap().mails.push(text);
            reply = answer(".", mail);
        }
        match reply {
            Some(reply) => writer.write_all(format!("{reply}\r\n").as_bytes()).await?,
            None => std::future::pending().await,
        }
    }
    Ok(())
}

/// A relay that takes everything.
fn willing(line: &str, _mail: usize) -> Option<&'static str> {
    Some(match line.split([' ', ':']).next() {
        Some("EHLO") => "250-relay.example\r\n250 SIZE 1000000",
        Some("DATA") => "354 go on",
        Some(_) | None => "250 ok",
    })
}

fn settings(port: u16, security: SmtpSecurity) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        login: None,
        timeout: Duration::from_secs(20),
        idle_connections: 2,
    }
}

fn mail(text: &str) -> Mail {
    Mail::try_new(&MailDraft { text: text.to_owned(), ..draft() }).unwrap()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_composed() {
    let relay = Relay::start(willing).await;
    let mail = Mail::try_new(&MailDraft {
        subject: "確認コード".to_owned(), text: "こんにちは".to_owned(), ..draft()
    });
    relay.mailer(SmtpSecurity::None).send(&mail.clone().unwrap()).await.unwrap();
    let heard = relay.heard.lock().unwrap();
    assert_eq!(heard.commands[1..], ["MAIL FROM:<noreply@engawa.example>", "RCPT TO:<hanako@example.jp>", "DATA"]);
    let composed = String::from_utf8(sender().compose(&mail.unwrap(), Encoding::Transport).formatted()).unwrap();
    assert_eq!(heard.mails, [format!("{}\r\n", composed.trim_end())]);
}

#[tokio::test]
async fn a_relay_is_tried_without_a_mail() {
    let relay = Relay::start(willing).await;
    relay.mailer(SmtpSecurity::None).check().await.unwrap();
    let heard = relay.heard.lock().unwrap().commands.clone();
    assert!(matches!(heard.as_slice(), [hello, noop] if hello.starts_with("EHLO") && noop == "NOOP"), "{heard:?}");

    let closing =
        Relay::start(|line, mail| if line == "NOOP" { Some("421 4.3.2 no") } else { willing(line, mail) }).await;
    let refused = closing.mailer(SmtpSecurity::None).check().await;
    assert!(matches!(refused, Err(SmtpCheckError::Refused(_))));
    let silent = Relay::start(|_, _| None).await;
    let settings = SmtpSettings { timeout: Duration::from_millis(300), ..settings(silent.port, SmtpSecurity::None) };
    let refused = SmtpMailer::try_new(settings, sender()).unwrap().check().await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn a_lone_dot_does_not_end_a_mail() {
    let relay = Relay::start(willing).await;
    relay.mailer(SmtpSecurity::None).send(&mail("before\n.\nRCPT TO:<other@example.jp>\n..after")).await.unwrap();
    let heard = relay.heard.lock().unwrap();
    assert_eq!(heard.commands.len(), 4);
    assert!(heard.mails[0].ends_with("\r\n\r\nbefore\r\n..\r\nRCPT TO:<other@example.jp>\r\n...after\r\n"));
}

#[tokio::test]
async fn the_next_mail_takes_the_same_connection() {
    let relay = Relay::start(willing).await;
    let mailer = relay.mailer(SmtpSecurity::None);
    for text in ["one", "two", "three"] {
        mailer.send(&mail(text)).await.unwrap();
    }
    let heard = relay.heard.lock().unwrap();
    assert_eq!((heard.connections, heard.mails.len()), (1, 3));
}

#[tokio::test]
async fn a_mailbox_that_does_not_exist_is_final_and_one_that_is_full_for_now_is_not() {
    let no_mailbox: Answer =
        |line, mail| if line.starts_with("RCPT") { Some("550 5.1.1 no") } else { willing(line, mail) };
    let greylisted: Answer =
        |line, mail| if line.starts_with("RCPT") { Some("451 4.7.1 later") } else { willing(line, mail) };
    let unwanted: Answer = |line, mail| if line == "." { Some("554 5.7.1 no") } else { willing(line, mail) };
    let no_login: Answer =
        |line, mail| if line.starts_with("MAIL") { Some("530 5.7.0 login") } else { willing(line, mail) };
    let closing: Answer =
        |line, mail| if line.starts_with("EHLO") { Some("554 5.3.2 no") } else { willing(line, mail) };
    for (answer, retryable) in
        [(no_mailbox, false), (greylisted, true), (unwanted, false), (no_login, true), (closing, true)]
    {
        let relay = Relay::start(answer).await;
        let error = relay.mailer(SmtpSecurity::None).send(&mail("one")).await.unwrap_err();
        assert_eq!(error.is_retryable(), retryable, "{error:?}");
    }
}

#[tokio::test]
async fn a_refused_mail_does_not_spoil_the_next() {
    let relay = Relay::start(|line, mail| match line {
        "." if mail == 1 => Some("554 5.7.1 no"),
        line => willing(line, mail),
    })
    .await;
    let mailer = relay.mailer(SmtpSecurity::None);
    assert!(!mailer.send(&mail("one")).await.unwrap_err().is_retryable());
    mailer.send(&mail("two")).await.unwrap();
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_not_taken_for_that_of_the_next_mail() {
    let relay = Relay::start(|line, mail| match (line, mail) {
        (".", 2) => None,
        (".", 3) => Some("554 5.7.1 no"),
        (line, mail) => willing(line, mail),
    })
    .await;
    let settings = SmtpSettings { timeout: Duration::from_millis(300), ..settings(relay.port, SmtpSecurity::None) };
    let mailer = SmtpMailer::try_new(settings, sender()).unwrap();
    mailer.send(&mail("one")).await.unwrap();
    let silence = mailer.send(&mail("two")).await.unwrap_err();
    assert!(silence.is_retryable(), "{silence:?}");
    let refused = mailer.send(&mail("three")).await.unwrap_err();
    assert!(!refused.is_retryable(), "{refused:?}");
    assert_eq!(relay.heard.lock().unwrap().connections, 2);
}

#[tokio::test]
async fn a_relay_that_is_away_is_worth_another_try() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mailer = SmtpMailer::try_new(settings(port, SmtpSecurity::None), sender()).unwrap();
    let error = mailer.send(&mail("one")).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn without_the_starttls_that_was_asked_for_nothing_is_said() {
    let relay = Relay::start(willing).await;
    let error = relay.mailer(SmtpSecurity::StartTls).send(&mail("one")).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
    let heard = relay.heard.lock().unwrap();
    assert!(heard.commands.iter().all(|command| command.starts_with("EHLO")), "{:?}", heard.commands);
    assert_eq!(heard.mails.len(), 0);
}

#[tokio::test]
async fn a_login_never_travels_in_clear_and_never_prints() {
    let login = SmtpLogin { user: "engawa".to_owned(), password: "secret".to_owned() };
    let settings = SmtpSettings { login: Some(login), ..settings(25, SmtpSecurity::None) };
    assert!(!format!("{settings:?}").contains("secret"));
    assert!(matches!(SmtpMailer::try_new(settings, sender()), Err(SmtpSetupError::LoginInClear)));
}
