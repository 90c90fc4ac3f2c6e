use crate::commands::demo::cast::{HOUSES, House, Part, Portrait, Who};
use crate::commands::demo::play::moment;
use crate::commands::demo::stage::{Stage, done};
use anyhow::{Context, Result};
use app::{Caller, OrganisationCreate, OrganisationMemberAdd, PortfolioItemAdd, ProfileUpdate};
use identity::{MemberRole, OrganisationDraft, PortfolioItemDraft, ProfileDraft};
use kernel::{Instant, OrganisationId};

/// Everybody but the last joins, in the first three days.
pub(super) async fn join(stage: &Stage, begin: Instant) -> Result<()> {
    for (place, who) in (0_u8..).zip(Who::FOUNDERS) {
        let time = 900 + u16::from(place % 5) * 110;
        stage.pass_until(moment(begin, place / 5, time)).await?;
        enter(stage, who).await.with_context(|| format!("{who:?}"))?;
    }
    for house in HOUSES {
        staff_up(stage, house).await?;
    }
    Ok(())
}

/// Somebody joins as what they are.
pub(super) async fn enter(stage: &Stage, who: Who) -> Result<()> {
    stage.register(who).await?;
    let member = who.member();
    match member.part {
        Part::Staff(role) => {
            done(stage.app.staff_appoint(&Caller::system(), member.email, Some(role)).await)?;
        }
        Part::Client(house, MemberRole::Owner) => found(stage, who, house).await?,
        Part::Client(_, MemberRole::Member | MemberRole::Finance) => {}
        Part::Worker(portrait) => introduce(stage, who, &portrait).await?,
    }
    Ok(())
}

async fn found(stage: &Stage, owner: Who, house: &House) -> Result<()> {
    let organisation = OrganisationDraft {
        name: house.name.to_owned(),
        legal_name: house.legal_name.to_owned(),
        legal_form: house.legal_form,
        address: house.address.to_owned(),
        contact_email: house.contact_email.to_owned(),
        has_employees: true,
    };
    let ask = OrganisationCreate { idempotency_key: stage.key(), organisation };
    done(stage.app.organisation_create(&stage.caller(owner).await?, ask).await)?;
    Ok(())
}

/// The owner takes the others in.
async fn staff_up(stage: &Stage, house: &House) -> Result<()> {
    let owner = stage.caller(house.owner).await?;
    let id = organisation_of(&owner)?;
    for who in Who::FOUNDERS {
        let member = who.member();
        let role = match member.part {
            Part::Client(theirs, role @ (MemberRole::Member | MemberRole::Finance)) if theirs.name == house.name => {
                role
            }
            Part::Client(_, _) | Part::Staff(_) | Part::Worker(_) => continue,
        };
        let organisations = stage.app.organisations(&[id]).await?;
        let expected_version = organisations.get(&id).context("the organisation was founded")?.version.get();
        let ask = OrganisationMemberAdd { organisation: id, expected_version, email: member.email.to_owned(), role };
        done(stage.app.organisation_member_add(&owner, ask).await)?;
    }
    Ok(())
}

/// The organisation that somebody works for.
pub(super) fn organisation_of(caller: &Caller) -> Result<OrganisationId> {
    let places = caller.signed_in().map(|person| person.memberships.as_slice()).unwrap_or_default();
    Ok(places.first().context("works for nobody")?.organisation)
}

async fn introduce(stage: &Stage, who: Who, portrait: &Portrait) -> Result<()> {
    let profile = ProfileDraft {
        headline: portrait.headline.to_owned(),
        about: portrait.about.to_owned(),
        skills: portrait.skills.iter().map(|&skill| skill.to_owned()).collect(),
        languages: portrait.languages.iter().map(|(code, level)| ((*code).to_owned(), *level)).collect(),
        minutes_a_week: portrait.minutes_a_week,
    };
    let caller = stage.caller(who).await?;
    done(stage.app.profile_update(&caller, ProfileUpdate { expected_version: 0, profile }).await)?;
    if let Some((title, description)) = portrait.piece {
        let item = PortfolioItemDraft { title: title.to_owned(), description: description.to_owned(), url: None };
        let ask = PortfolioItemAdd { idempotency_key: stage.key(), item };
        done(stage.app.portfolio_item_add(&caller, ask).await)?;
    }
    Ok(())
}
