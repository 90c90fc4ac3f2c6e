use super::{Contract, Milestone, MilestoneState, PaymentState, load, note};
use crate::form::Form;
use crate::problem::{page_of, see_other};
use crate::schema::schema;
use crate::shell::{Shell, page_with};
use crate::show;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::Words;
use askama::Template;
use cynic::MutationBuilder;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};

/// The cards of the simulated gateway, as docs/api.md lists them: one that works, one that is slow, one without money and
/// one that is over.
const CARDS: [&str; 4] = ["4242424242424242", "4000000000010100", "4000000000009995", "4000000000000069"];

#[derive(cynic::QueryVariables)]
struct Asked {
    input: MilestoneFundInput,
}

#[derive(cynic::InputObject)]
struct MilestoneFundInput {
    milestone_id: cynic::Id,
    expected_version: i32,
    idempotency_key: String,
    payment_method: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Asked")]
struct MilestoneFund {
    #[arguments(input: $input)]
    milestone_fund: MilestoneFundPayload,
}

#[derive(cynic::QueryFragment)]
struct MilestoneFundPayload {
    user_errors: Vec<MilestoneFundUserError>,
}

refusals!(MilestoneFundUserError);

/// How far the money of a part is, as the page shows it.
enum Stage {
    /// It can be paid in; the last attempt may have failed, for this reason.
    ToPay { failed: Option<String> },
    /// A payment is on its way.
    OnItsWay,
    /// It is held, or was already given on.
    Held,
    /// It ended without being paid in.
    Over,
}

#[derive(Template)]
#[template(path = "hire/deal/fund.html")]
struct FundPage {
    shell: Shell,
    words: &'static Words,
    contract: Contract,
    part: Milestone,
    form: Form,
}

/// `/hire/contracts/{id}/fund`: pays a part in, and says how far the payment is.
#[handler]
pub async fn view(visit: Visit, Path(id): Path<String>, Query(fields): Query<Vec<(String, String)>>) -> Response {
    match find(&visit, id, Form::of(fields).typed("part")).await {
        Ok((shell, contract, part)) => {
            let fields = [
                ("part", part.id.inner().to_owned()),
                ("version", part.version.to_string()),
                ("key", visit.new_key()),
                ("card", CARDS[0].to_owned()),
            ];
            answer(FundPage { shell, words: visit.words, contract, part, form: Form::of(fields) })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

/// Asks the gateway for the money. The page that follows says what became of it.
#[handler]
pub async fn fund(visit: Visit, Path(id): Path<String>, mut form: Form) -> Response {
    let (shell, contract, part) = match find(&visit, id, form.typed("part")).await {
        Ok(found) => found,
        Err(trouble) => return page_of(&visit, trouble),
    };
    let Some(card) = CARDS.into_iter().find(|card| *card == form.typed("card")) else {
        form.fault("card", say!(visit.words, "fund-card-missing"));
        return answer(FundPage { shell, words: visit.words, contract, part, form });
    };
    let input = MilestoneFundInput {
        milestone_id: part.id.clone(),
        expected_version: form.version().unwrap_or(part.version),
        idempotency_key: form.typed("key").to_owned(),
        payment_method: card.to_owned(),
    };
    match visit.ask(MilestoneFund::build(Asked { input })).await {
        Ok(found) if found.milestone_fund.user_errors.is_empty() => {
            let address = format!("/hire/contracts/{}/fund?part={}", contract.id.inner(), part.id.inner());
            see_other(&visit.words.to(&address))
        }
        Ok(found) => {
            let names = [("paymentMethod", "card"), ("expectedVersion", "main")];
            note(&visit, &mut form, found.milestone_fund.user_errors, (part.version, &names));
            answer(FundPage { shell, words: visit.words, contract, part, form })
        }
        Err(trouble) => page_of(&visit, trouble),
    }
}

async fn find(visit: &Visit, id: String, part: &str) -> Result<(Shell, Contract, Milestone), Trouble> {
    let (shell, mut contract) = load(visit, id.into()).await?;
    let part = contract.take_part(part, MilestoneState::Agreed).ok_or(Trouble::NotFound)?;
    Ok((shell, contract, part))
}

fn answer(page: FundPage) -> Response {
    let status = if page.form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &page)
}

impl FundPage {
    fn stage(&self) -> Stage {
        let last = self.part.payments.iter().flatten().next_back();
        match (self.part.state, last.map(|payment| payment.state)) {
            (MilestoneState::Agreed, Some(PaymentState::Requested | PaymentState::Processing)) => Stage::OnItsWay,
            // The money came; that it did reaches the contract in a moment.
            (MilestoneState::Agreed, Some(PaymentState::Succeeded)) => Stage::OnItsWay,
            (MilestoneState::Agreed, Some(PaymentState::Failed) | None) => {
                let failure = last.map(|payment| payment.failure_code.as_deref().unwrap_or_default());
                Stage::ToPay { failed: failure.map(|code| self.failure(code)) }
            }
            (MilestoneState::Ended, _) => Stage::Over,
            (
                MilestoneState::InProgress
                | MilestoneState::Delivered
                | MilestoneState::Accepted
                | MilestoneState::Disputed,
                _,
            ) => Stage::Held,
        }
    }

    fn failure(&self, code: &str) -> String {
        match code {
            "insufficient_funds" => say!(self.words, "fund-failed-funds"),
            "expired_card" | "card_expired" => say!(self.words, "fund-failed-expired"),
            _ => say!(self.words, "fund-failed-other"),
        }
    }

    fn cards(&self) -> [(&'static str, String); 4] {
        let [works, slow, empty, over] = CARDS;
        [
            (works, say!(self.words, "fund-card-works")),
            (slow, say!(self.words, "fund-card-slow")),
            (empty, say!(self.words, "fund-card-empty")),
            (over, say!(self.words, "fund-card-over")),
        ]
    }
}
