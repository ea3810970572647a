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

/// Stack of a thread that reads files: deeply nested code recurses.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        Ok(Exit::Failed) => ExitCode::from(2),
        Err(error) => {
            let _ = writeln!(io::stderr(), "extlint: error: {}", plain(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().context("cannot start threads")?;
    // A panic is caught where it is an input given up; there its message is part of the error.
    std::panic::set_hook(Box::new(|_| {}));
    let terminal = io::stdout().is_terminal();
    let exit = pool.install(|| {
        // Old Windows consoles do not know the escapes of colours: the stream translates them there.
        let stdout = anstream::AutoStream::always(io::stdout().lock());
        let mut out = io::BufWriter::with_capacity(1 << 16, Stream::results(stdout));
        let mut err = Stream::messages(io::stderr().lock());
        let exit = commands::run(cli, &mut Streams { out: &mut out, err: &mut err, terminal })?;
        out.flush()?;
        anyhow::Ok(exit)
    })?;
    Ok(exit)
}
