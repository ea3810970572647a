//! `extlint server`: a language server for editors. Speaks the protocol; understands no C itself.
//!
//! Three threads: one reads what the client writes, one checks (see [`engine`]), and the one that the program runs on
//! answers, so that a question is answered while a run goes on. Nothing is written to the disk, nothing is executed and
//! no library is loaded: it is safe to open a folder that nobody trusts.

mod actions;
mod bar;
mod client;
mod documents;
mod engine;
mod hover;
mod methods;
mod position;
mod report;
mod session;
mod uri;
mod wire;

use std::{
    io::{self, BufReader, Read, Write},
    sync::{Arc, mpsc},
    thread,
};

use crate::config::Overrides;
use engine::Engine;
use session::{Event, Session};

/// Stack of the thread that checks: deeply nested code recurses.
const STACK: usize = 64 << 20;

/// Serves one client until it leaves; whether it did so in order, after `shutdown`.
///
/// # Errors
/// Where a thread does not start, or nothing can be written.
pub fn run(overrides: Overrides, input: impl Read + Send + 'static, out: &mut dyn Write) -> io::Result<bool> {
    let (events, incoming) = mpsc::channel();
    let (work, to_do) = mpsc::channel();
    let current = engine::Current::default();
    let engine = Engine::new(overrides, to_do, events.clone(), Arc::clone(&current));
    thread::Builder::new().stack_size(STACK).spawn(move || engine.run())?;
    // It ends with the stream, which may be after the session: nobody waits for it.
    thread::Builder::new().spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(message)) = wire::read(&mut input) {
            if events.send(Event::Message(message)).is_err() {
                return;
            }
        }
        _ = events.send(Event::End);
    })?;
    Session::new(out, work, current).run(&incoming)
}
