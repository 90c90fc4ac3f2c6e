use crate::Marketplace;
use crate::client::{Person, id, key, text, until};
use crate::deal::Deal;
use serde_json::{Value, json};
use std::time::Duration;

/// A dispute about a milestone of a deal.
pub struct Dispute<'m> {
    marketplace: &'m Marketplace,
    party: Person<'m>,
    /// Its global id.
    pub id: String,
}

impl<'m> Dispute<'m> {
    /// One of the two opens it about the first milestone.
    pub async fn open(deal: &Deal<'m>, by: &Person<'m>) -> Self {
        let input = json!({
            "idempotencyKey": key(), "milestoneId": deal.milestone(), "reason": "NOT_AS_AGREED",
            "statement": "時刻のない箇所があります。",
        });
        let opened = by.done("disputeOpen", input, "dispute { id }").await;
        Self::about(deal, id(&opened["dispute"]))
    }

    /// One that was opened, by its global id.
    pub fn about(deal: &Deal<'m>, id: String) -> Self {
        Self { marketplace: deal.marketplace, party: deal.client.clone(), id }
    }

    /// An input about it, in the version it has now.
    pub async fn input(&self, mut input: Value) -> Value {
        input["disputeId"] = json!(self.id);
        input["expectedVersion"] = self.look().await["version"].take();
        input
    }

    /// Somebody does something to it that must not be refused.
    pub async fn step(&self, person: &Person<'m>, mutation: &str, input: Value) {
        person.done(mutation, self.input(input).await, "").await;
    }

    /// Somebody does something to it that must be refused; why it is.
    pub async fn refused(&self, person: &Person<'m>, mutation: &str, input: Value) -> Vec<String> {
        person.refused(mutation, self.input(input).await).await
    }

    /// Lets time pass until it is in a state.
    pub async fn wait(&self, span: Duration, state: &str) {
        self.marketplace.pass(span);
        until(state, || self.look(), |dispute| text(&dispute["state"]) == state).await;
    }

    async fn look(&self) -> Value {
        let query = "query($id: ID!) { dispute(id: $id) { version state } }";
        self.party.ask(query, json!({ "id": self.id })).await["dispute"].take()
    }
}
