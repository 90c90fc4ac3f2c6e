//! What the transport asks of the engine: on whose behalf a request speaks.

use crate::context::Network;
use crate::door::{Backend, Incoming, RequestId, Speaker};
use crate::fault::ApiError;
use crate::http::Credential;
use crate::loaders::Loaders;
use app::{App, Caller, Payer, TokenRefused};
use async_graphql::Data;
use poem::http::HeaderName;
use std::net::IpAddr;
use std::sync::Arc;

/// The engine behind the transport.
pub struct Engine {
    app: Arc<App>,
    client_address: Option<HeaderName>,
}

impl Engine {
    /// `client_address` is the header in which a trusted proxy gives the client's address; without one, the address of
    /// the connection counts.
    pub fn new(app: Arc<App>, client_address: Option<HeaderName>) -> Self {
        Self { app, client_address }
    }

    fn network(&self, incoming: &Incoming) -> String {
        let told = self.client_address.as_ref().and_then(|name| {
            // The last entry is the one that our own proxy wrote.
            incoming.headers.get(name)?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        });
        told.or(incoming.peer).map_or_else(|| "unknown".to_owned(), network_of)
    }
}

/// One IPv4 address, or the /64 that one IPv6 subscriber has.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

impl Backend for Engine {
    fn new_request_id(&self) -> RequestId {
        RequestId::new(self.app.new_request_id())
    }

    async fn authenticate(&self, incoming: &Incoming) -> Result<Speaker, ApiError> {
        let caller = match &incoming.credential {
            None => Caller::anonymous(incoming.locale),
            Some(Credential::Bearer(token) | Credential::Cookie(token)) => {
                self.app.authenticate(token, Some(incoming.locale)).await.map_err(|refused| match refused {
                    TokenRefused::Unknown => ApiError::unauthenticated(),
                    TokenRefused::Fault(fault) => fault.into(),
                })?
            }
        };
        let network = self.network(incoming);
        let payer = Payer::of(&caller, &network);
        let mut data = Data::default();
        data.insert(Loaders::new(&self.app, &caller));
        data.insert(caller);
        data.insert(Network(network));
        Ok(Speaker::new(data, payer))
    }

    async fn charge(&self, payer: &Payer, points: u64) -> Result<(), ApiError> {
        // The wait is positive and shorter than the period of a bucket.
        self.app.charge(payer, points).await.map_err(|wait| ApiError::throttled(wait.unsigned_abs()))
    }
}
