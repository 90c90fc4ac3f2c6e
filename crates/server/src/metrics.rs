//! What `/metrics` shows, in the text format that Prometheus reads.

use poem::{Endpoint, IntoResponse, Middleware, Request, Response};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Instant;

/// The figures of this process. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Figures>);

struct Figures {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    jobs_waiting: Gauge,
    jobs_given_up: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: &'static str,
}

/// How the queue stands, read when the figures are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Jobs that are due and not done.
    pub waiting: i64,
    /// Jobs that were given up and wait for the operator.
    pub given_up: i64,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("engawa");
        let requests = Family::default();
        let seconds = Family::new_with_constructor(request_seconds as fn() -> Histogram);
        let (jobs_waiting, jobs_given_up) = (Gauge::default(), Gauge::default());
        registry.register("http_requests", "Requests answered", Family::clone(&requests));
        registry.register("http_request_seconds", "Time to answer", Family::clone(&seconds));
        registry.register("jobs_waiting", "Jobs that are due and not done", jobs_waiting.clone());
        registry.register("jobs_given_up", "Jobs given up, for the operator to look at", jobs_given_up.clone());
        Self(Arc::new(Figures { registry, requests, seconds, jobs_waiting, jobs_given_up }))
    }

    /// All figures as text.
    pub fn render(&self, queue: Queue) -> Result<String, std::fmt::Error> {
        self.0.jobs_waiting.set(queue.waiting);
        self.0.jobs_given_up.set(queue.given_up);
        let mut text = String::new();
        text::encode(&mut text, &self.0.registry)?;
        Ok(text)
    }

    /// Counts and times every request of one route.
    pub fn of_route(&self, route: &'static str) -> RouteMetrics {
        RouteMetrics { metrics: self.clone(), route }
    }
}

/// Buckets from a millisecond to eight seconds.
fn request_seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 14))
}

/// Counts and times the requests of one route.
pub struct RouteMetrics {
    metrics: Metrics,
    route: &'static str,
}

impl<E: Endpoint> Middleware<E> for RouteMetrics {
    type Output = Measured<E>;

    fn transform(&self, inner: E) -> Measured<E> {
        Measured { inner, metrics: self.metrics.clone(), route: self.route }
    }
}

/// An endpoint that is counted and timed.
pub struct Measured<E> {
    inner: E,
    metrics: Metrics,
    route: &'static str,
}

impl<E: Endpoint> Endpoint for Measured<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let begun = Instant::now();
        let response = match self.inner.call(request).await {
            Ok(output) => output.into_response(),
            Err(error) => error.into_response(),
        };
        let (route, status) = (self.route, response.status().as_u16());
        self.metrics.0.requests.get_or_create(&RequestLabels { route, status }).inc();
        self.metrics.0.seconds.get_or_create(&RouteLabels { route }).observe(begun.elapsed().as_secs_f64());
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::StatusCode;
    use poem::test::TestClient;
    use poem::{EndpointExt, handler};

    #[handler]
    fn teapot() -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }

    #[tokio::test]
    async fn a_request_is_counted_by_route_and_status() {
        let metrics = Metrics::new();
        TestClient::new(teapot.with(metrics.of_route("/tea"))).get("/tea?with=milk").send().await;
        let text = metrics.render(Queue { waiting: 3, given_up: 0 }).unwrap();
        assert!(text.contains("engawa_http_requests_total{route=\"/tea\",status=\"418\"} 1"), "{text}");
        assert!(text.contains("engawa_jobs_waiting 3"), "{text}");
    }
}
