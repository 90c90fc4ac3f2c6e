use crate::display::Display;
use crate::house::House;
use crate::problem::{page_of, see_other};
use crate::trouble::Trouble;
use crate::words::{Language, Words};
use api::door::Incoming;
use api::gate::Parameters;
use api::http::{Credential, FORGET_COOKIE, is_cross_site, session_cookie};
use cynic::{Operation, QueryFragment};
use poem::http::header::SET_COOKIE;
use poem::http::{HeaderValue, Method};
use poem::{Error, FromRequest, Request, RequestBody, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::sync::Arc;
use time::OffsetDateTime;

/// One request of one visitor: all that a page may know beside what it asks the schema.
#[derive(Clone)]
pub struct Visit {
    house: Arc<House>,
    headers: poem::http::HeaderMap,
    peer: Option<IpAddr>,
    credential: Option<Credential>,
    is_get: bool,
    /// In which words.
    pub words: &'static Words,
    /// How the visitor likes pages to look.
    pub display: Display,
    /// The address without the language: `/work?minutes=15`.
    pub address: String,
}

impl<'a> FromRequest<'a> for Visit {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let visit = Self::of(request).ok_or_else(|| Error::from_status(Trouble::Defect.status()))?;
        // A link on another page may lead here; a form on another page may not post here.
        let own = std::slice::from_ref(&visit.house.public_url);
        if !visit.is_get && is_cross_site(request.headers(), own) {
            return Err(Error::from_response(page_of(&visit.as_nobody(), Trouble::CrossSite)));
        }
        Ok(visit)
    }
}

impl Visit {
    /// The visit that a request is; none when there is nothing to stand on.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        let language = request.extensions().get::<Language>().copied().unwrap_or(Language::Ja);
        Some(Self {
            house: request.extensions().get::<Arc<House>>().cloned()?,
            credential: session_cookie(request.headers()).map(Credential::Cookie),
            is_get: matches!(*request.method(), Method::GET | Method::HEAD),
            peer: request.remote_addr().as_socket_addr().map(|address| address.ip()),
            words: Words::of(language),
            display: Display::of(request.headers()),
            address: request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned(),
            headers: request.headers().clone(),
        })
    }

    /// Now.
    pub fn now(&self) -> OffsetDateTime {
        self.house.now()
    }

    /// A key for one intent, put into a form when it is made: sent twice, it happens once.
    pub fn new_key(&self) -> String {
        self.house.door.new_request_id().to_string()
    }

    /// Leads to where one signs in, and from there back to this page. A session that has ended is forgotten first: the page
    /// may be one that needs none.
    pub fn sign_in_first(&self) -> Response {
        if self.credential.is_some() && self.is_get {
            let mut response = see_other(&self.words.to(&self.address));
            response.headers_mut().append(SET_COOKIE, HeaderValue::from_static(FORGET_COOKIE));
            return response;
        }
        let back: String = url::form_urlencoded::byte_serialize(self.address.as_bytes()).collect();
        see_other(&self.words.to(&format!("/start?back={back}")))
    }

    /// The same request without a session: an old one is no reason not to open a new one.
    pub fn as_nobody(&self) -> Self {
        Self { credential: None, ..self.clone() }
    }

    /// The same visitor at another address: where one comes back to.
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self.clone() }
    }

    /// Asks the schema on behalf of the visitor.
    ///
    /// # Errors
    /// Why there is nothing to show.
    pub async fn ask<Q, V>(&self, operation: Operation<Q, V>) -> Result<Q, Trouble>
    where
        Q: QueryFragment + DeserializeOwned,
        V: Serialize,
    {
        let incoming = Incoming {
            credential: self.credential.clone(),
            request_id: self.house.door.new_request_id(),
            locale: self.words.language().locale(),
            headers: self.headers.clone(),
            peer: self.peer,
        };
        let variables = match serde_json::to_value(&operation.variables) {
            Ok(serde_json::Value::Object(variables)) => serde_json::from_value(variables.into()),
            Ok(_) => Ok(Default::default()),
            Err(error) => Err(error),
        };
        let variables = variables.map_err(|error| {
            log::error!("the variables of a page have no JSON form: {error}");
            Trouble::Defect
        })?;
        let operation_name = operation.operation_name.map(Into::into);
        let parameters = Parameters { query: operation.query, operation_name, variables };
        self.house.door.ask(incoming, &parameters).await.map_err(Trouble::of_code)
    }
}
