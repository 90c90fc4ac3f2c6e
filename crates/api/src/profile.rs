//! What a worker tells clients about themself.

use crate::account::Person;
use crate::context::{app, caller, loaders};
use crate::fault::ApiError;
use crate::scalars::{Url, read_id, show_id};
use crate::{error_codes, payload};
use app::AppError;
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

/// How well a language is known, in the worker's own judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "identity::LanguageLevel")]
pub enum LanguageLevel {
    /// Reads instructions with a dictionary.
    Basic,
    /// Exchanges messages about the work.
    Conversational,
    /// Writes what a client can use.
    Fluent,
    /// First language.
    Native,
}

/// A language and how well it is known.
#[derive(SimpleObject)]
pub struct LanguageSkill {
    /// Two letters of ISO 639-1.
    code: String,
    /// How well.
    level: LanguageLevel,
}

/// A piece of work to show.
pub struct PortfolioItem(identity::PortfolioItem);

/// A piece of work to show.
#[Object]
impl PortfolioItem {
    /// Global id.
    async fn id(&self) -> ID {
        show_id(self.0.id)
    }

    /// One line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it is.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// Where it can be seen.
    async fn url(&self) -> Option<Url> {
        self.0.url.as_ref().map(Into::into)
    }
}

/// What a worker tells clients about themself.
pub struct WorkerProfile(app::Stored<identity::WorkerProfile>);

impl WorkerProfile {
    /// The profile of a person; null when they have told nothing.
    pub async fn load(ctx: &Context<'_>, person: kernel::PersonId) -> Result<Option<Self>, ApiError> {
        Ok(loaders(ctx)?.profile(person).await?.map(Self))
    }
}

/// What a worker tells clients about themself.
#[Object]
impl WorkerProfile {
    /// Version for optimistic locking.
    async fn version(&self) -> i32 {
        self.0.version.get()
    }

    /// One line.
    async fn headline(&self) -> &str {
        &self.0.value.headline
    }

    /// Markdown.
    async fn about(&self) -> &str {
        &self.0.value.about
    }

    /// Slugs, in the order given.
    async fn skills(&self) -> Vec<&str> {
        self.0.value.skills.iter().map(identity::SkillSlug::as_str).collect()
    }

    /// In the order given.
    async fn languages(&self) -> Vec<LanguageSkill> {
        let languages = self.0.value.languages.iter();
        languages
            .map(|skill| LanguageSkill { code: skill.code.as_str().to_owned(), level: skill.level.into() })
            .collect()
    }

    /// Minutes a week free for work.
    async fn minutes_a_week(&self) -> i32 {
        self.0.value.minutes_a_week.into()
    }

    /// Pieces of work to show; at most 20, so not paged.
    async fn portfolio(&self) -> Vec<PortfolioItem> {
        self.0.value.portfolio.iter().cloned().map(PortfolioItem).collect()
    }
}

error_codes! {
    /// Why a profile was not changed.
    pub enum ProfileUpdateErrorCode for "ProfileUpdate" from app::ProfileUpdateCode {}
}

error_codes! {
    /// Why a piece was not added.
    pub enum PortfolioItemAddErrorCode for "PortfolioItemAdd" from app::PortfolioItemAddCode {
        /// The portfolio holds as many pieces as it may.
        PortfolioFull: "これ以上作品を加えられません。", "The portfolio is full.";
    }
}

error_codes! {
    /// Why a piece was not taken out.
    pub enum PortfolioItemRemoveErrorCode for "PortfolioItemRemove" from app::PortfolioItemRemoveCode {}
}

/// A language and how well it is known.
#[derive(InputObject)]
pub struct LanguageSkillInput {
    /// Two letters of ISO 639-1.
    code: String,
    /// How well.
    level: LanguageLevel,
}

/// Input of profileUpdate. It replaces all but the portfolio.
#[derive(InputObject)]
pub struct ProfileUpdateInput {
    /// The version the caller has seen; 0 before the first.
    expected_version: i32,
    /// One line, at most 100 characters.
    headline: String,
    /// At most 4,000 characters of markdown.
    about: String,
    /// At most 30 slugs, each once.
    skills: Vec<String>,
    /// At most 30, each once.
    languages: Vec<LanguageSkillInput>,
    /// Minutes a week free for work, 0 to 10,080.
    minutes_a_week: i32,
}

payload! {
    /// Outcome of profileUpdate.
    pub struct ProfileUpdatePayload or ProfileUpdateErrorCode {
        /// The worker with the new profile.
        person: Person,
    }
}

/// Input of portfolioItemAdd.
#[derive(InputObject)]
pub struct PortfolioItemAddInput {
    /// Client-made, 16 to 255 characters, unique per intent. A repeat adds nothing.
    idempotency_key: String,
    /// One line, 1 to 100 characters.
    title: String,
    /// At most 1,000 characters.
    #[graphql(default)]
    description: String,
    /// Where it can be seen.
    url: Option<Url>,
}

payload! {
    /// Outcome of portfolioItemAdd.
    pub struct PortfolioItemAddPayload or PortfolioItemAddErrorCode {
        /// The worker with the new portfolio.
        person: Person,
    }
}

/// Input of portfolioItemRemove.
#[derive(InputObject)]
pub struct PortfolioItemRemoveInput {
    /// The version of the profile the caller has seen.
    expected_version: i32,
    /// Which piece.
    item_id: ID,
}

payload! {
    /// Outcome of portfolioItemRemove.
    pub struct PortfolioItemRemovePayload or PortfolioItemRemoveErrorCode {
        /// The worker with the new portfolio.
        person: Person,
    }
}

/// Writes of profiles.
#[derive(Default)]
pub struct ProfileMutation;

/// Writes of profiles.
#[Object]
impl ProfileMutation {
    /// Replaces one's own profile, all but the portfolio.
    async fn profile_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: ProfileUpdateInput,
    ) -> Result<ProfileUpdatePayload, ApiError> {
        let ProfileUpdateInput { expected_version, headline, about, skills, languages, minutes_a_week } = input;
        let languages = languages.into_iter().map(|language| (language.code, language.level.into())).collect();
        let profile = identity::ProfileDraft { headline, about, skills, languages, minutes_a_week };
        match app(ctx)?.profile_update(caller(ctx)?, app::ProfileUpdate { expected_version, profile }).await {
            Ok(id) => Ok(ProfileUpdatePayload::done(Person::load(ctx, id).await?)),
            Err(error) => ProfileUpdatePayload::refused(ctx, error),
        }
    }

    /// Adds a piece of work to one's own portfolio.
    async fn portfolio_item_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: PortfolioItemAddInput,
    ) -> Result<PortfolioItemAddPayload, ApiError> {
        let PortfolioItemAddInput { idempotency_key, title, description, url } = input;
        let url = url.map(|url| url.as_str().to_owned());
        let item = identity::PortfolioItemDraft { title, description, url };
        match app(ctx)?.portfolio_item_add(caller(ctx)?, app::PortfolioItemAdd { idempotency_key, item }).await {
            Ok(id) => Ok(PortfolioItemAddPayload::done(Person::load(ctx, id).await?)),
            Err(error) => PortfolioItemAddPayload::refused(ctx, error),
        }
    }

    /// Takes a piece out of one's own portfolio.
    async fn portfolio_item_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Input.")] input: PortfolioItemRemoveInput,
    ) -> Result<PortfolioItemRemovePayload, ApiError> {
        let PortfolioItemRemoveInput { expected_version, item_id } = input;
        let (app, caller) = (app(ctx)?, caller(ctx)?);
        let outcome = async {
            let item = read_id(&item_id).ok_or_else(|| AppError::not_found("itemId"))?;
            app.portfolio_item_remove(caller, app::PortfolioItemRemove { expected_version, item }).await
        };
        match outcome.await {
            Ok(id) => Ok(PortfolioItemRemovePayload::done(Person::load(ctx, id).await?)),
            Err(error) => PortfolioItemRemovePayload::refused(ctx, error),
        }
    }
}
