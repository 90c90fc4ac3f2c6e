use super::update::{own_profile, save_profile};
use crate::work::{Begun, Intent, digest};
use crate::{App, AppError, Caller, Event, codes};
use identity::{Action, PortfolioItem, PortfolioItemDraft, PortfolioRefusal};
use kernel::{PersonId, PortfolioItemId};
use serde::Serialize;

codes! {
    /// Why a piece was not added.
    pub enum PortfolioItemAddCode {
        /// The portfolio holds as many pieces as it may.
        PortfolioFull,
    }
}

codes! {
    /// Why a piece was not taken out.
    pub enum PortfolioItemRemoveCode {}
}

/// Adds a piece of work to one's own portfolio.
#[derive(Clone, Debug, Serialize)]
pub struct PortfolioItemAdd {
    /// One intent, one key.
    #[serde(skip)]
    pub idempotency_key: String,
    /// The piece, as typed.
    pub item: PortfolioItemDraft,
}

/// Takes a piece out of one's own portfolio.
#[derive(Clone, Copy, Debug)]
pub struct PortfolioItemRemove {
    /// The version of the profile the caller has seen.
    pub expected_version: i32,
    /// Which piece.
    pub item: PortfolioItemId,
}

impl App {
    /// Adds a piece of work to the caller's portfolio.
    pub async fn portfolio_item_add(
        &self,
        caller: &Caller,
        ask: PortfolioItemAdd,
    ) -> Result<PersonId, AppError<PortfolioItemAddCode>> {
        let person = caller.require_signed_in()?.id;
        let id = PortfolioItemId::new(self.ids.uuid(self.clock.now()));
        let item = PortfolioItem::try_new(id, &ask.item)?;
        let key = &ask.idempotency_key;
        let intent = Intent { mutation: "portfolioItemAdd", key, hash: digest(&ask), result: person.uuid() };
        let mut work = match self.begin(caller, intent).await? {
            Begun::Fresh(work) => work,
            Begun::Done(id) => return Ok(PersonId::new(id)),
        };
        let profile = own_profile(&work, person, Action::PortfolioItemAdd).await?;
        let changed = profile.value.clone().add_portfolio_item(item).map_err(|refusal| {
            AppError::refused(match refusal {
                PortfolioRefusal::Full => PortfolioItemAddCode::PortfolioFull,
                PortfolioRefusal::NotFound => PortfolioItemAddCode::NotFound,
            })
        })?;
        save_profile(&work, person, &profile.with(changed)).await?;
        work.event(person.uuid(), Event::PortfolioItemAdded {});
        work.commit().await?;
        Ok(person)
    }

    /// Takes a piece out of the caller's portfolio.
    pub async fn portfolio_item_remove(
        &self,
        caller: &Caller,
        ask: PortfolioItemRemove,
    ) -> Result<PersonId, AppError<PortfolioItemRemoveCode>> {
        let person = caller.require_signed_in()?.id;
        let mut work = self.work(caller).await?;
        let profile = own_profile(&work, person, Action::PortfolioItemRemove).await?;
        work.expect(profile.version, ask.expected_version)?;
        let changed = profile.value.clone().remove_portfolio_item(ask.item).map_err(|refusal| {
            AppError::refused_field(
                "itemId",
                match refusal {
                    PortfolioRefusal::NotFound => PortfolioItemRemoveCode::NotFound,
                    PortfolioRefusal::Full => PortfolioItemRemoveCode::InvalidState,
                },
            )
        })?;
        save_profile(&work, person, &profile.with(changed)).await?;
        work.event(person.uuid(), Event::PortfolioItemRemoved {});
        work.commit().await?;
        Ok(person)
    }
}
