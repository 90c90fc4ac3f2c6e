use crate::unknown_word::words;
use crate::{DisplayName, EmailAddress};
use kernel::{InputError, OrganisationId, TextRule};
use serde::{Deserialize, Serialize};

/// What kind of client stands behind an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegalForm {
    /// One person in business (個人事業主).
    SoleProprietor,
    /// A company of any kind (会社).
    Company,
    /// A non-profit corporation (NPO法人, 社団・財団).
    NonProfit,
    /// The state, a prefecture, a town (官公庁・自治体).
    PublicBody,
    /// A group without legal personality (任意団体).
    Association,
}

words!(LegalForm {
    SoleProprietor = "sole_proprietor",
    Company = "company",
    NonProfit = "non_profit",
    PublicBody = "public_body",
    Association = "association",
});

/// A client. Written terms name it by its legal name (フリーランス法 art. 3); a call for work must say how to reach it
/// (MHLW guideline for self-employed telework).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Id.
    pub id: OrganisationId,
    /// Public name.
    pub name: DisplayName,
    /// Registered name, or the person's own name: 1 to 200 characters.
    pub legal_name: String,
    /// Kind.
    pub legal_form: LegalForm,
    /// Postal address in one line, 1 to 300 characters.
    pub address: String,
    /// Where workers and authorities reach it.
    pub contact_email: EmailAddress,
    /// Does it have employees, or two or more officers? Then every duty of フリーランス法 binds it, not only written terms
    /// (art. 2 §6).
    pub has_employees: bool,
}

/// An organisation as typed.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationDraft {
    /// See [`Organisation::name`].
    pub name: String,
    /// See [`Organisation::legal_name`].
    pub legal_name: String,
    /// See [`Organisation::legal_form`].
    pub legal_form: LegalForm,
    /// See [`Organisation::address`].
    pub address: String,
    /// See [`Organisation::contact_email`].
    pub contact_email: String,
    /// See [`Organisation::has_employees`].
    pub has_employees: bool,
}

impl Organisation {
    /// Checks an organisation as typed, new or changed; errors name the field.
    pub fn try_new(id: OrganisationId, draft: &OrganisationDraft) -> Result<Self, InputError> {
        Ok(Self {
            id,
            name: DisplayName::try_new("name", &draft.name)?,
            legal_name: TextRule::line(1, 200).check("legalName", &draft.legal_name)?,
            legal_form: draft.legal_form,
            address: TextRule::line(1, 300).check("address", &draft.address)?,
            contact_email: EmailAddress::try_new("contactEmail", &draft.contact_email)?,
            has_employees: draft.has_employees,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::InputFault;

    fn draft() -> OrganisationDraft {
        OrganisationDraft {
            name: "えんがわ商店".to_owned(),
            legal_name: "株式会社えんがわ商店".to_owned(),
            legal_form: LegalForm::Company,
            address: "長野県上伊那郡箕輪町中箕輪1".to_owned(),
            contact_email: "info@Example.jp".to_owned(),
            has_employees: true,
        }
    }

    fn id() -> OrganisationId {
        "org_00000000000000000000000001".parse().unwrap()
    }

    #[test]
    fn an_organisation_holds_what_written_terms_need() {
        let organisation = Organisation::try_new(id(), &draft()).unwrap();
        assert_eq!(organisation.legal_name, "株式会社えんがわ商店");
        assert_eq!(organisation.contact_email.as_str(), "info@example.jp");
    }

    #[test]
    fn each_fault_of_an_organisation_names_its_field() {
        let refused = |change: fn(&mut OrganisationDraft)| {
            let mut draft = draft();
            change(&mut draft);
            let error = Organisation::try_new(id(), &draft).unwrap_err();
            (error.path.join("."), error.fault)
        };
        assert_eq!(refused(|draft| draft.name.clear()), ("name".to_owned(), InputFault::Blank));
        assert_eq!(refused(|draft| draft.legal_name.clear()), ("legalName".to_owned(), InputFault::Blank));
        assert_eq!(refused(|draft| draft.address = "a".repeat(301)), ("address".to_owned(), InputFault::TooLong));
        assert_eq!(
            refused(|draft| draft.contact_email = "info".to_owned()),
            ("contactEmail".to_owned(), InputFault::Malformed)
        );
    }
}
