//! A client that costs little: it shares the machine with the server that it measures.

use anyhow::{Context, Result, bail, ensure};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A connection that is kept, and what has come in on it.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    /// Connects to `http://127.0.0.1:40123`.
    pub async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address.trim_start_matches("http://")).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(65_536) })
    }

    /// Sends a request and answers the body of its response, which must be a 200 of declared length.
    pub async fn ask(&mut self, request: &[u8]) -> Result<&[u8]> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let mut end = None;
        while end.is_none_or(|end| self.received.len() < end) {
            ensure!(self.stream.read_buf(&mut self.received).await? > 0, "the server hung up");
            end = end.or(response_end(&self.received)?);
        }
        let start = head_end(&self.received).context("a response has a head")?;
        Ok(&self.received[start..])
    }
}

fn head_end(received: &[u8]) -> Option<usize> {
    received.windows(4).position(|bytes| bytes == b"\r\n\r\n").map(|at| at + 4)
}

/// Where the response ends, once its head is there.
fn response_end(received: &[u8]) -> Result<Option<usize>> {
    let Some(body) = head_end(received) else { return Ok(None) };
    let head = std::str::from_utf8(&received[..body])?;
    if !head.starts_with("HTTP/1.1 200") {
        bail!("the server answered {head}");
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    Ok(Some(body + length.context("the response declares no length")??))
}

/// Answers a second to `request` over `clients` connections that are kept, each with one request under way.
pub async fn requests_per_second(address: String, request: Vec<u8>, clients: u32, span: Duration) -> Result<f64> {
    let mut connections = Vec::new();
    for _ in 0..clients {
        connections.push(Connection::open(&address).await?);
    }
    let begun = Instant::now();
    let mut asking = JoinSet::new();
    for mut connection in connections {
        let request = request.clone();
        asking.spawn(async move {
            let mut answers: u32 = 0;
            while begun.elapsed() < span {
                connection.ask(&request).await?;
                answers += 1;
            }
            anyhow::Ok(answers)
        });
    }
    let answers: Result<Vec<u32>> = asking.join_all().await.into_iter().collect();
    Ok(f64::from(answers?.into_iter().sum::<u32>()) / begun.elapsed().as_secs_f64())
}
