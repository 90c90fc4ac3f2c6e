use crate::{App, AppError, Code, Fault, Shared};
use hmac::{Hmac, Mac};
use identity::{CodeAnswer, CodePurpose, DisplayName, EmailAddress, Locale, PendingCode, SignInCode, TimeZone};
use kernel::{InputFault, Instant};
use mail::{Mail, MailDraft};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use storage::{PendingRegistration, Tx};

/// What a registration will become when its code comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingAccount {
    pub display_name: DisplayName,
    pub locale: Locale,
    pub time_zone: TimeZone,
}

/// Keeps a new code for the address and answers it for the mail; one sent before is worth nothing from now on.
pub(crate) async fn issue_code(
    app: &App,
    tx: &Tx,
    email: &EmailAddress,
    purpose: CodePurpose,
    account: Option<PendingAccount>,
) -> Result<SignInCode, Fault> {
    let code = SignInCode::from_random(u64::from(app.ids.below(1_000_000)));
    let pending = PendingCode::issue(purpose, code_hash(app, email, purpose, code), app.clock.now());
    let registration = account.map(serde_json::to_value).transpose().map_err(Fault::internal)?;
    tx.put_code(email, &PendingRegistration { code: pending, registration }).await?;
    Ok(code)
}

/// Takes the answer to a code. A right one is used up; a wrong one costs a try, which is kept although the request is
/// refused.
///
/// # Errors
/// `Malformed` on the argument `code` when it is wrong, too late, used up, or was never sent: the four look alike.
pub(crate) async fn take_code<C: Code>(
    app: &App,
    email: &EmailAddress,
    purpose: CodePurpose,
    typed: &str,
) -> Result<(Tx, Option<PendingAccount>), AppError<C>> {
    let wrong = || AppError::refused_field("code", Shared::Input(InputFault::Malformed));
    let code = SignInCode::try_new("code", typed)?;
    let now: Instant = app.clock.now();
    let tx = app.db.write().await?;
    let Some(pending) = tx.read().pending_code(email, purpose).await? else { return Err(wrong()) };
    match pending.code.answer(purpose, &code_hash(app, email, purpose, code), now) {
        CodeAnswer::Right => {
            tx.remove_code(email, purpose).await?;
            let account = pending.registration.map(serde_json::from_value).transpose().map_err(Fault::internal)?;
            Ok((tx, account))
        }
        CodeAnswer::Wrong(code) => {
            tx.put_code(email, &PendingRegistration { code, registration: pending.registration }).await?;
            tx.commit().await?;
            Err(wrong())
        }
        CodeAnswer::Exhausted | CodeAnswer::Expired => {
            tx.remove_code(email, purpose).await?;
            tx.commit().await?;
            Err(wrong())
        }
    }
}

/// Mails a code, at once and not by a job: a code in a job would stand in the database in clear.
pub(crate) async fn mail_code(app: &App, email: &EmailAddress, code: SignInCode, locale: Locale) -> Result<(), Fault> {
    let code = code.expose();
    let (subject, text) = match locale {
        Locale::Ja => (
            "確認コード",
            format!(
                "確認コードは {code} です。10分以内に入力してください。\n心当たりがなければ、このメールは捨ててください。\n\n-- \n縁側（engawa）\n"
            ),
        ),
        Locale::En => (
            "Your code",
            format!(
                "Your code is {code}. Please enter it within 10 minutes.\nIf you did not ask for it, ignore this mail.\n\n-- \nEngawa\n"
            ),
        ),
    };
    let at = app.clock.now();
    let id = format!("code-{}", app.ids.uuid(at));
    let draft = MailDraft { id, to: email.as_str().to_owned(), subject: subject.to_owned(), text, at };
    let mail = Mail::try_new(&draft).map_err(Fault::internal)?;
    app.mailer.send(&mail).await.map_err(Fault::unavailable)
}

fn code_hash(app: &App, email: &EmailAddress, purpose: CodePurpose, code: SignInCode) -> [u8; 32] {
    // HMAC takes a key of any length.
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&app.secret).expect("HMAC takes a key of any length");
    for part in [purpose.word(), &email.account_key(), &code.expose()] {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().into()
}
