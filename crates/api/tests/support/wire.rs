//! Requests as bytes on a socket, so that nothing between the test and the server tidies them up.

use poem::Endpoint;
use poem::listener::{Acceptor, Listener, TcpListener};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// A server on a free port, until it is dropped.
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<std::io::Result<()>>,
}

/// A request to be sent.
pub struct Ask {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    content_type: String,
    framing: Framing,
}

enum Framing {
    Exact,
    Declared(usize),
    Chunked,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub text: String,
    pub body: Value,
}

impl Server {
    pub async fn start(endpoint: impl Endpoint + 'static) -> Self {
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = *acceptor.local_addr()[0].as_socket_addr().unwrap();
        let app = poem::Route::new().at("/graphql", endpoint);
        Self { address, task: tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(app)) }
    }

    pub async fn send(&self, ask: Ask) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // A server that refuses early may hang up while the rest is on its way.
        let _ = stream.write_all(&ask.bytes()).await;
        let mut bytes = Vec::new();
        let mut chunk = [0; 4_096];
        while let Ok(read @ 1..) = stream.read(&mut chunk).await {
            bytes.extend_from_slice(&chunk[..read]);
        }
        Answer::read(&bytes)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Ask {
    pub fn post(body: Value) -> Self {
        Self::post_bytes(&body.to_string())
    }

    pub fn post_bytes(body: &str) -> Self {
        Self::post_raw(body.as_bytes())
    }

    pub fn post_raw(body: &[u8]) -> Self {
        Self {
            method: "POST",
            target: "/graphql".to_owned(),
            headers: Vec::new(),
            body: body.to_vec(),
            content_type: "application/json".to_owned(),
            framing: Framing::Exact,
        }
    }

    pub fn get(query_string: &str) -> Self {
        let target = format!("/graphql?{query_string}");
        Self { method: "GET", target, content_type: String::new(), ..Self::post_bytes("") }
    }

    pub fn method(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    pub fn content_type(self, content_type: &str) -> Self {
        Self { content_type: content_type.to_owned(), ..self }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Announces more bytes than are sent.
    pub fn declaring(self, length: usize) -> Self {
        Self { framing: Framing::Declared(length), ..self }
    }

    /// Does not say how long the body is.
    pub fn chunked(self) -> Self {
        Self { framing: Framing::Chunked, ..self }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head =
            format!("{} {} HTTP/1.1\r\nhost: api.example.jp\r\nconnection: close\r\n", self.method, self.target);
        if !self.content_type.is_empty() {
            head.push_str(&format!("content-type: {}\r\n", self.content_type));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let (framing, body) = match self.framing {
            Framing::Exact => (format!("content-length: {}", self.body.len()), self.body.clone()),
            Framing::Declared(length) => (format!("content-length: {length}"), self.body.clone()),
            Framing::Chunked => {
                let size = format!("{:x}\r\n", self.body.len());
                ("transfer-encoding: chunked".to_owned(), [size.as_bytes(), &self.body, b"\r\n0\r\n\r\n"].concat())
            }
        };
        [format!("{head}{framing}\r\n\r\n").as_bytes(), &body].concat()
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let mut lines = head.lines();
        let status =
            lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).unwrap();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let body_value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body:?}"));
        Self { status, headers: lines.filter_map(header).collect(), text: body.to_owned(), body: body_value }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
