//! `extlint check --watch`: a run, and another one whenever a file changes that it may have read.

use std::{
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use super::{CommandError, Exit, Streams, check, prepare, write_notes};
use crate::{
    check::Kept,
    cli::CheckArgs,
    config::ConfigError,
    input::{Kind, Project, Request, normal},
    report::plain,
};

/// How long nothing must change before a run: a checkout changes many files.
const SETTLING: Duration = Duration::from_millis(100);

/// Names and endings of files that say how sources are built, or what is asked of them.
const TOLD: [&str; 15] =
    ["toml", "py", "cfg", "pyx", "in", "inc", "inl", "build", "txt", "cmake", "mk", "json", "gitignore", "setup", "am"];

/// Runs until the program is ended from outside.
pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    if args.inputs.paths.iter().any(|path| path == Path::new("-")) {
        let words = "`--watch` cannot watch standard input";
        return Err(ConfigError::Contradiction(words.to_owned()).into());
    }
    let (request, _) = prepare(&args.inputs, &args.settings)?;
    let (sender, changes) = mpsc::channel();
    let wrong = |error: notify::Error| CommandError::Watch(error.to_string());
    let tell = move |event: notify::Result<Event>| {
        // Where the system lost count, anything may have changed.
        if event.map_or(true, |event| matters(&event)) {
            _ = sender.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(tell).map_err(wrong)?;
    for folder in folders(&request) {
        watcher.watch(&folder, RecursiveMode::Recursive).map_err(wrong)?;
    }
    let mut kept = Kept::default();
    loop {
        // What is wrong with the settings now may be mended with the next change.
        if let Err(error) = check::round(args, streams, Some(&mut kept)) {
            writeln!(streams.err, "extlint: error: {}", plain(&error.to_string()))?;
        }
        if !args.output.quiet {
            write_notes(&["watching for changes; Ctrl-C ends it".to_owned()], streams.err)?;
        }
        streams.out.flush()?;
        streams.err.flush()?;
        if changes.recv().is_err() {
            return Ok(Exit::Failed);
        }
        while changes.recv_timeout(SETTLING).is_ok() {}
    }
}

/// The folders in which a change may change what a run finds: those named, and the projects around named files.
fn folders(request: &Request) -> Vec<PathBuf> {
    let of = |path: &PathBuf| {
        let path = normal(&request.cwd, path);
        if path.is_dir() {
            return path;
        }
        let parent = path.parent().unwrap_or(&path).to_owned();
        Project::of(&path).root.unwrap_or(parent)
    };
    let mut folders: Vec<PathBuf> = request.paths.iter().map(of).collect();
    folders.sort();
    folders.dedup_by(|inner, outer| inner.starts_with(outer));
    folders
}

/// Whether an event may be about something that a run reads.
fn matters(event: &Event) -> bool {
    let told = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        // A folder has no ending; what is in it came or went with it.
        Kind::of_name(path).is_some() || TOLD.contains(&ending.as_str()) || !name.contains('.')
    };
    let hidden = |path: &PathBuf| path.components().any(|part| part.as_os_str() == ".git");
    let changes = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    event.need_rescan() || changes && event.paths.iter().any(|path| told(path) && !hidden(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, ModifyKind};

    #[test]
    fn what_is_read_matters() {
        let event = |kind, path: &str| matters(&Event::new(kind).add_path(path.into()));
        let (made, changed) = (EventKind::Create(CreateKind::Any), EventKind::Modify(ModifyKind::Any));
        assert!(event(changed, "/p/a.c") && event(made, "/p/extlint.toml") && event(changed, "/p/.gitignore"));
        assert!(event(made, "/p/folder") && event(changed, "/p/Makefile"));
        assert!(!event(EventKind::Access(AccessKind::Any), "/p/a.c"));
        assert!(!event(changed, "/p/report.html") && !event(changed, "/p/.git/index"));
    }
}
