//! A private Redis: a free port of the loopback address, nothing on disk, gone with the process that started it.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, Result};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::daemon;

/// A running Redis; stops and deletes itself when dropped.
#[derive(Debug)]
pub struct RedisServer {
    process: Child,
    _folder: TempDir,
    port: u16,
}

impl RedisServer {
    /// Starts a Redis on a port that the kernel says is free.
    ///
    /// It ends with the calling thread at the latest: start it on the main thread.
    ///
    /// # Errors
    /// When `redis-server` is not installed, or does not start; with its own words.
    pub fn start() -> Result<Self> {
        let folder = daemon::private_folder("engawa-redis-")?;
        let log = folder.path().join("log");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let output = File::create(&log)?;
        let process = daemon::command_that_dies_with_us(Path::new("redis-server"), "KILL")?
            .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no", "--dir"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("start redis-server; ./tests/run installs it")?;
        let mut server = Self { process, _folder: folder, port };
        daemon::wait_until(&mut server.process, &log, || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok())?;
        Ok(server)
    }

    /// `redis://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        daemon::stop(&mut self.process, Signal::KILL);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn a_redis_answers_until_it_is_dropped() {
        let server = RedisServer::start().unwrap();
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).unwrap();
        connection.write_all(b"PING\r\n").unwrap();
        let mut answer = [0; 7];
        connection.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"+PONG\r\n");
        let port = server.port;
        drop(server);
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    }
}
