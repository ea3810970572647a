//! The program: parses arguments, runs a command, sets the exit status. Knows no rule and no format.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Parser as _;
use extlint::{
    cli::Cli,
    commands::{self, Exit, Stream, Streams},
    report::plain,
};

/// Stack of the thread that runs a command: deeply nested code recurses.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        Ok(Exit::Failed) => ExitCode::from(2),
        Err(error) => {
            // Of a configuration all that is wrong is said, each on a line.
            for line in format!("{error:#}").split('\n') {
                let _ = writeln!(io::stderr(), "extlint: error: {}", plain(line));
            }
            ExitCode::from(2)
        }
    }
}

/// Runs the command on a thread of its own, whose stack is that of those which read files; these start when something
/// is read.
fn run(cli: Cli) -> anyhow::Result<Exit> {
    // A panic is caught where it is an input given up; there its message is part of the error.
    std::panic::set_hook(Box::new(|_| {}));
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let terminal = io::stdout().is_terminal();
        // Old Windows consoles do not know the escapes of colours: the stream translates them there.
        let stdout = anstream::AutoStream::always(io::stdout().lock());
        let mut out = io::BufWriter::with_capacity(1 << 16, Stream::results(stdout));
        let mut err = Stream::messages(io::stderr().lock());
        let watched = io::stderr().is_terminal();
        let exit = commands::run(&cli, &mut Streams { out: &mut out, err: &mut err, terminal, watched })?;
        out.flush()?;
        anyhow::Ok(exit)
    });
    let thread = thread.context("cannot start a thread")?;
    thread.join().map_err(|_| anyhow::anyhow!("internal error"))?
}
