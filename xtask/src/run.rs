//! One command as one phase: announced, timed, and ended with everything it started when we are interrupted.

use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Command;
use tokio::signal::unix::{self, SignalKind, signal};

/// Listens, from its making on, for a request to stop: from the keyboard, from another process, or a closed terminal.
pub struct Interruption {
    interrupt: unix::Signal,
    terminate: unix::Signal,
    hangup: unix::Signal,
}

impl Interruption {
    /// # Errors
    /// When the system does not let us listen.
    pub fn listen() -> Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Ends when we have been asked to stop.
    pub async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }

    /// Runs a command to its end and says how long it took.
    ///
    /// # Errors
    /// When the command cannot be run, fails, or is stopped with us.
    pub async fn run(&mut self, phase: &str, mut command: Command) -> Result<()> {
        let arguments: Vec<_> = command.as_std().get_args().map(|argument| argument.to_string_lossy()).collect();
        eprintln!("== {phase}: {} {}", command.as_std().get_program().to_string_lossy(), arguments.join(" "));
        let started = Instant::now();
        let mut child = command.stdin(Stdio::null()).process_group(0).spawn().context("start the command")?;
        let group = child.id().and_then(|id| Pid::from_raw(id.cast_signed())).context("the id of the command")?;
        let status = tokio::select! {
            status = child.wait() => status?,
            () = self.wait() => {
                let _ = kill_process_group(group, Signal::TERM);
                child.wait().await?;
                bail!("interrupted in {phase}");
            }
        };
        let seconds = started.elapsed().as_secs_f64();
        if !status.success() {
            bail!("{phase} failed after {seconds:.1} s: {status}");
        }
        eprintln!("== {phase}: passed in {seconds:.1} s");
        Ok(())
    }
}
