use super::*;
use crate::fixture::{draft, sender};

fn composed(draft: &MailDraft) -> String {
    String::from_utf8(sender().compose(&Mail::try_new(draft).unwrap(), Encoding::Transport).formatted()).unwrap()
}

fn refused(change: impl FnOnce(&mut MailDraft)) -> (String, InputFault) {
    let mut draft = draft();
    change(&mut draft);
    let error = Mail::try_new(&draft).unwrap_err();
    (error.path.join("."), error.fault)
}

#[test]
fn a_mail_carries_its_headers_and_its_text() {
    let expected = "From: Engawa <noreply@engawa.example>\r\n\
        To: hanako@example.jp\r\n\
        Subject: Your code\r\n\
        Date: Fri, 20 Nov 2026 03:04:05 +0000\r\n\
        Message-ID: <event_00000000000000000000000001@engawa.example>\r\n\
        Auto-Submitted: auto-generated\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: 7bit\r\n\
        \r\n\
        Hello";
    assert_eq!(composed(&draft()), expected);
}

#[test]
fn japanese_travels_as_ascii() {
    let sender = Sender::try_new("縁側", "noreply@engawa.example").unwrap();
    let draft = MailDraft {
        subject: "確認コード".to_owned(), text: "こんにちは\nさようなら".to_owned(), ..draft()
    };
    let text =
        String::from_utf8(sender.compose(&Mail::try_new(&draft).unwrap(), Encoding::Transport).formatted()).unwrap();
    assert!(text.is_ascii());
    assert!(text.contains("\r\nSubject: =?utf-8?b?56K66KqN44Kz44O844OJ?=\r\n"), "{text}");
    assert!(text.starts_with("From: =?utf-8?b?57iB5YG0?= <noreply@engawa.example>\r\n"), "{text}");
    assert!(text.ends_with("\r\n\r\n44GT44KT44Gr44Gh44GvDQrjgZXjgojjgYbjgarjgok="), "{text}");
}

#[test]
fn no_field_can_add_a_header() {
    for break_line in ["\r\n", "\n", "\r"] {
        let forged = format!("a{break_line}Bcc: other@example.jp");
        assert_eq!(refused(|draft| draft.subject = forged.clone()), ("subject".to_owned(), InputFault::Malformed));
        assert_eq!(refused(|draft| draft.id = forged.clone()), ("id".to_owned(), InputFault::Malformed));
        let to = format!("hanako@example.jp{break_line}Bcc: other@example.jp");
        assert_eq!(refused(|draft| draft.to = to), ("to".to_owned(), InputFault::Malformed));
        assert!(Sender::try_new(&forged, "noreply@engawa.example").is_err());
        assert!(Sender::try_new("Engawa", &format!("noreply@engawa.example{break_line}")).is_err());
    }
}

#[test]
fn what_is_no_mail_is_refused_by_field() {
    for to in ["hanako", "a b@example.jp", "花子@example.jp", "<a@example.jp>", "a@example.jp,b@example.jp", "a@"] {
        assert_eq!(refused(|draft| draft.to = to.to_owned()), ("to".to_owned(), InputFault::Malformed), "{to:?}");
    }
    assert_eq!(refused(|draft| draft.to.clear()), ("to".to_owned(), InputFault::Blank));
    assert_eq!(refused(|draft| draft.subject.clear()), ("subject".to_owned(), InputFault::Blank));
    assert_eq!(refused(|draft| draft.text.clear()), ("text".to_owned(), InputFault::Blank));
    assert_eq!(refused(|draft| draft.subject = "あ".repeat(201)), ("subject".to_owned(), InputFault::TooLong));
    for id in ["../../etc/cron", "a/b", ".a", "a@b", "a>b", "a b"] {
        assert_eq!(refused(|draft| draft.id = id.to_owned()), ("id".to_owned(), InputFault::Malformed), "{id:?}");
    }
}
