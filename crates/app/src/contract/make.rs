use super::clauses::standard_clauses;
use crate::work::Work;
use crate::{AppError, BidAwardCode, Event, Fault};
use escrow::{Escrow, FeeSchedule, NewEscrow};
use identity::{Organisation, Person};
use kernel::{ContractId, MilestoneId, Money};
use market::{
    Bid, Contract, ContractParties, Milestone, Order, Party, PaymentMethod, Place, TaskContent, TermsRefusal,
    WrittenTerms,
};

/// A deal that an award makes.
pub(crate) struct NewDeal<'a> {
    /// Its id.
    pub id: ContractId,
    /// What is done.
    pub content: &'a TaskContent,
    /// For what offer.
    pub bid: &'a Bid,
    /// Who orders.
    pub client: &'a Organisation,
    /// Who works.
    pub worker: &'a Person,
}

impl Work<'_> {
    /// Makes a contract under the rules and fees of today, with its milestones and their escrows, not yet funded.
    pub(crate) async fn make_contract(&mut self, new: NewDeal<'_>) -> Result<Contract, AppError<BidAwardCode>> {
        let bid = new.bid;
        let fees = self.app.settings.fees.get(&bid.offer.price.currency());
        let fees = fees.ok_or_else(|| Fault::internal("a bid in a currency without a fee schedule"))?.clone();
        let terms = self.terms(&new, &fees)?;
        let parties = ContractParties { task: bid.task, bid: bid.id, client: new.client.id, worker: new.worker.id };
        let contract = Contract::made(new.id, parties, &terms, self.now);
        self.tx.insert_contract(&contract, &terms.freeze()).await?;
        let mut milestones = Vec::with_capacity(terms.milestones.len());
        for part in &terms.milestones {
            let milestone = Milestone::agreed(MilestoneId::new(self.id()), contract.id, part);
            let ContractParties { client, worker, .. } = parties;
            let escrow =
                NewEscrow { milestone: milestone.id, contract: contract.id, client, worker, price: part.price };
            let escrow = Escrow::open(escrow, &fees).map_err(Fault::internal)?;
            self.tx.insert_milestone(&milestone).await?;
            self.tx.insert_escrow(&escrow).await?;
            milestones.push(milestone);
        }
        self.watch_contract(&contract, &milestones);
        let terms_sha256 = contract.terms_sha256.clone();
        self.event(contract.id.uuid(), Event::ContractMade { task: bid.task, bid: bid.id, terms_sha256 });
        Ok(contract)
    }

    fn terms(&self, new: &NewDeal<'_>, fees: &FeeSchedule) -> Result<WrittenTerms, AppError<BidAwardCode>> {
        let settings = &self.app.settings;
        let price = new.bid.offer.price;
        let planned = new.content.milestones_at(price)?;
        let gross = planned.iter().map(|part| part.price.checked_add(fees.price_tax(part.price)?));
        let order = Order {
            contract: new.id,
            client: Party {
                name: new.client.legal_name.clone(),
                contact: new.client.contact_email.as_str().to_owned(),
            },
            // A worker is reached through the marketplace: nobody's home address is in a contract.
            worker: Party {
                name: new.worker.display_name.as_str().to_owned(),
                contact: format!("{} ({})", settings.public_url, new.worker.id),
            },
            content: new.content,
            offer: &new.bid.offer,
            gross: gross.collect::<Result<Vec<Money>, _>>()?,
            place: Place::Online,
            method: PaymentMethod::HeldThenBankTransfer,
            fees: serde_json::to_value(fees).map_err(Fault::internal)?,
            clauses: standard_clauses(new.content.language),
            rules: settings.deal.rules,
            ordered_at: self.now,
        };
        WrittenTerms::try_new(order).map_err(|refusal| match refusal {
            TermsRefusal::DeliveryPast => AppError::refused_field("bidId", BidAwardCode::FinishDateOver),
            // The names were checked when they were typed, rules and fees when the instance started.
            TermsRefusal::Missing(_) | TermsRefusal::Rules(_) | TermsRefusal::Gross | TermsRefusal::Money(_) => {
                Fault::internal(refusal).into()
            }
        })
    }
}
