//! `extlint facts`.

use std::io::{self, Write};

use super::{CommandError, Exit, Streams, prepare, write_errors, write_notes};
use crate::{
    check::{self, Reader},
    cli::{FactsArgs, FrontEnd},
    facts::{Artifact, FileFacts, SourceStats},
    report::plain,
};

/// One file's facts with its path.
#[derive(serde::Serialize)]
struct Row<'a> {
    path: &'a str,
    #[serde(flatten)]
    facts: &'a FileFacts,
}

/// What is known about a binary or a wheel, with its path.
#[derive(serde::Serialize)]
struct ArtifactRow<'a> {
    path: &'a str,
    #[serde(flatten)]
    facts: &'a Artifact,
}

/// Prints the facts of the files named, or how much of them was understood.
pub(super) fn run(args: &FactsArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let (request, settings) = prepare(&args.inputs, &args.settings)?;
    let reader = match args.front_end {
        FrontEnd::Settings => Reader::Settings,
        FrontEnd::TreeSitter => Reader::TreeSitter,
        FrontEnd::Clang => Reader::Clang,
    };
    let facts = check::read_by(&request, &settings, reader);
    write_notes(&facts.notes, streams.err)?;
    write_errors(&facts.errors, streams.err)?;
    let mut total = SourceStats::default();
    let mut files = 0;
    let mut read: Vec<&FileFacts> = facts.projects.iter().flat_map(|project| &project.files).collect();
    read.sort_by_key(|file| file.file);
    for file in read.into_iter().filter(|f| facts.sources.get(f.file).reported) {
        let path = &facts.sources.get(file.file).name;
        if args.stats {
            stats(path, &file.stats, streams.out)?;
            add(&mut total, &file.stats);
            files += 1;
        } else {
            serde_json::to_writer(&mut *streams.out, &Row { path, facts: file }).map_err(io::Error::from)?;
            writeln!(streams.out)?;
        }
    }
    for artifact in facts.artifacts.iter().filter(|_| !args.stats) {
        let path = &facts.sources.get(artifact.file()).name;
        serde_json::to_writer(&mut *streams.out, &ArtifactRow { path, facts: artifact }).map_err(io::Error::from)?;
        writeln!(streams.out)?;
    }
    if args.stats {
        stats(&format!("total of {files} file{}", if files == 1 { "" } else { "s" }), &total, streams.out)?;
    }
    Ok(if facts.errors.is_empty() { Exit::Clean } else { Exit::Failed })
}

fn add(total: &mut SourceStats, stats: &SourceStats) {
    total.bytes += stats.bytes;
    total.code_bytes += stats.code_bytes;
    total.error_bytes += stats.error_bytes;
    total.errors += stats.errors;
    total.blanked_bytes += stats.blanked_bytes;
    total.left_out_bytes += stats.left_out_bytes;
    total.broken_initialisers += stats.broken_initialisers;
    total.initialisers += stats.initialisers;
}

fn stats(name: &str, s: &SourceStats, out: &mut dyn Write) -> io::Result<()> {
    let name = plain(name);
    let of = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    let share = |part: u64| of(part, s.code_bytes);
    writeln!(
        out,
        "{name}: {} bytes, {} code, {} errors in {} bytes ({:.2} %), blanked {} ({:.2} %), left out {} ({:.2} %), \
         broken initializers {} of {}",
        s.bytes,
        s.code_bytes,
        s.errors,
        s.error_bytes,
        // They hold comments and blanks as well.
        of(s.error_bytes, s.bytes),
        s.blanked_bytes,
        share(s.blanked_bytes),
        s.left_out_bytes,
        share(s.left_out_bytes),
        s.broken_initialisers,
        s.initialisers,
    )
}
