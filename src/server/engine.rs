//! The thread that checks: takes what is to be checked, says what it found. Knows the protocol only by the form of answers.
//!
//! A text that was typed into is checked twice: with its extensions alone, for a first answer about all files that belong
//! to nothing else, then with the whole project.
//! Newer work ends a run whose answer nobody waits for any more.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender},
    },
};

use super::{
    position::Encoding,
    report::{Report, reports},
    session::Event,
};
use crate::{
    check::{Kept, Near, Outcome, Progress},
    config::{Clang, Overrides, Settings},
    facts::FileId,
    finding::{Finding, Place},
    input::{Matcher, Overlay, Request, normal},
    suppress::baseline::Baseline,
    text::Sources,
};

/// Compiled files and wheels: an editor shows none.
const COMPILED: [&str; 4] = ["*.so", "*.pyd", "*.dylib", "*.whl"];

/// A text that is open in the editor.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub(super) path: PathBuf,
    /// Its address as the client writes it.
    pub(super) uri: String,
    pub(super) text: Arc<Vec<u8>>,
}

/// What is to be checked.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// Higher than that of all work before.
    pub(super) tick: u64,
    /// The folders of the workspace, absolute.
    pub(super) folders: Vec<PathBuf>,
    pub(super) open: Vec<Open>,
    /// The one open text that is another than in the work before.
    pub(super) changed: Option<PathBuf>,
    pub(super) encoding: Encoding,
}

/// Of which files an answer tells all that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Of all files of its folder.
    All,
    /// Of the one that was changed, which comes first, and of others of its extensions, as far as these tell.
    Some(Vec<PathBuf>),
    /// Of none: the run failed.
    Nothing,
}

/// What a run over one folder, or one file outside of all folders, found.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) root: PathBuf,
    pub(super) about: About,
    pub(super) reports: Vec<Report>,
    /// What could not be read, in words.
    pub(super) errors: Vec<String>,
}

/// What to check for one folder or file, and what is known of it.
#[derive(Debug)]
struct Root {
    request: Request,
    /// Those of the last whole run.
    settings: Option<Settings>,
    kept: Kept,
    sources: Sources,
}

/// The run that newer work may end.
pub(super) type Current = Arc<Mutex<Arc<Progress>>>;

/// The thread's own state.
pub(super) struct Engine {
    overrides: Overrides,
    work: Receiver<Work>,
    events: Sender<Event>,
    current: Current,
    roots: HashMap<PathBuf, Root>,
}

impl Engine {
    pub(super) fn new(mut overrides: Overrides, work: Receiver<Work>, events: Sender<Event>, current: Current) -> Self {
        // To load libclang changes the environment of all threads; and an editor that is opened in a folder should not run
        // what a configuration there names.
        overrides.clang = Some(Clang::Off);
        Engine { overrides, work, events, current, roots: HashMap::new() }
    }

    /// Checks until nobody wants anything any more.
    pub(super) fn run(mut self) {
        while let Ok(work) = self.work.recv() {
            let mut work = self.newest(work);
            loop {
                self.near(&work);
                if let Some(newer) = self.newer(&work) {
                    work = newer;
                    continue;
                }
                let done = self.whole(&work);
                match self.newer(&work) {
                    Some(newer) => work = newer,
                    // Stopped for work that came before it began.
                    None if !done => {}
                    None => break,
                }
            }
            if self.events.send(Event::Idle { tick: work.tick }).is_err() {
                return;
            }
        }
    }

    /// The last of the work that waits.
    fn newest(&self, mut work: Work) -> Work {
        while let Some(newer) = self.newer(&work) {
            work = newer;
        }
        work
    }

    fn newer(&self, work: &Work) -> Option<Work> {
        let mut newer = self.work.try_recv().ok()?;
        if newer.changed != work.changed {
            newer.changed = None;
        }
        Some(newer)
    }

    /// A first answer for the text that was typed into, and the files that it is compiled with.
    fn near(&mut self, work: &Work) {
        let Some(open) = work.changed.as_ref().and_then(|path| work.open.iter().find(|open| open.path == *path)) else {
            return;
        };
        let place = root_of(&open.path, &work.folders);
        let Some(root) = self.roots.get_mut(&place) else { return };
        let Some(settings) = &root.settings else { return };
        let sources = std::mem::take(&mut root.sources);
        let (request, kept) = (&root.request, &mut root.kept);
        let near = || kept.check_near(sources, (&open.path, &open.text), request, settings, &Progress::default());
        let found = catch_unwind(AssertUnwindSafe(near));
        match found {
            Ok(Ok(Near { mut outcome, files })) => {
                take_out_known(&mut outcome, settings, &root.request.cwd);
                let path = |file: FileId| normal(&root.request.cwd, &outcome.sources.get(file).path);
                let others = files.into_iter().map(path).filter(|path| *path != open.path);
                let about = About::Some(std::iter::once(open.path.clone()).chain(others).collect());
                let answer = answer(work, &place, &outcome, settings, about);
                root.sources = outcome.sources;
                _ = self.events.send(Event::Answer(answer));
            }
            Ok(Err(sources)) => root.sources = sources,
            // What is kept may be half done.
            Err(_) => _ = self.roots.remove(&place),
        }
    }

    /// Checks all there is; false where the run was stopped.
    fn whole(&mut self, work: &Work) -> bool {
        let mut places: Vec<PathBuf> = work.folders.clone();
        places.extend(work.open.iter().map(|open| root_of(&open.path, &work.folders)));
        places.sort();
        places.dedup();
        self.roots.retain(|place, _| places.contains(place));
        let mut overlay = Overlay::default();
        work.open.iter().for_each(|open| overlay.set(&open.path, open.text.to_vec()));
        for place in places {
            if !self.check(work, &place, &overlay) {
                return false;
            }
        }
        true
    }

    fn check(&mut self, work: &Work, place: &Path, overlay: &Overlay) -> bool {
        let first = !self.roots.contains_key(place);
        let progress: Arc<Progress> = Arc::default();
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&progress);
        if first {
            _ = self.events.send(Event::Began { root: place.to_owned(), progress: Arc::clone(&progress) });
        }
        let is_folder = work.folders.iter().any(|folder| folder == place);
        let from = if is_folder { place } else { place.parent().unwrap_or(place) };
        let settings = match Settings::settle(&self.overrides, place, from) {
            Ok(settings) => settings,
            Err(error) => {
                let errors = error.to_string().lines().map(str::to_owned).collect();
                let root = place.to_owned();
                let answer = Answer { root, about: About::Nothing, reports: Vec::new(), errors };
                _ = self.events.send(Event::Answer(answer));
                return true;
            }
        };
        let root = self.roots.entry(place.to_owned()).or_insert_with(|| Root::new(place, from, is_folder));
        let mut exclude = settings.exclude.to_vec();
        exclude.extend(Matcher::new(from, COMPILED).ok());
        root.request.exclude = Arc::new(exclude);
        root.request.overlay = overlay.clone();
        let (request, kept) = (&root.request, &mut root.kept);
        let found = catch_unwind(AssertUnwindSafe(|| kept.check(request, &settings, &progress)));
        let place = place.to_owned();
        match found {
            Ok(Some(mut outcome)) => {
                take_out_known(&mut outcome, &settings, &root.request.cwd);
                let answer = answer(work, &place, &outcome, &settings, About::All);
                root.sources = outcome.sources;
                root.settings = Some(settings);
                _ = self.events.send(Event::Answer(answer));
                true
            }
            Ok(None) => false,
            Err(_) => {
                self.roots.remove(&place);
                let errors = vec![format!("{}: internal error: it was not checked", place.display())];
                let answer = Answer { root: place, about: About::Nothing, reports: Vec::new(), errors };
                _ = self.events.send(Event::Answer(answer));
                true
            }
        }
    }
}

impl Root {
    fn new(place: &Path, cwd: &Path, is_folder: bool) -> Self {
        let request = Request {
            paths: vec![if is_folder { ".".into() } else { place.to_owned() }],
            cwd: cwd.to_owned(),
            exclude: Arc::default(),
            force_exclude: false,
            gitignore: true,
            stdin_name: None,
            overlay: Overlay::default(),
        };
        Root { request, settings: None, kept: Kept::default(), sources: Sources::default() }
    }
}

/// What a file is checked with: the innermost folder of the workspace around it, else it alone is what is asked for, and its
/// project is read around it.
pub(super) fn root_of(path: &Path, folders: &[PathBuf]) -> PathBuf {
    let around = folders.iter().filter(|folder| path.starts_with(folder)).max_by_key(|folder| folder.as_os_str().len());
    around.map_or_else(|| path.to_owned(), PathBuf::clone)
}

/// Takes the findings out that the baseline of the configuration holds.
fn take_out_known(outcome: &mut Outcome, settings: &Settings, cwd: &Path) {
    let Some(path) = &settings.baseline.value else { return };
    let text = crate::input::read_small(path).unwrap_or_default();
    let Ok(baseline) = Baseline::parse(&String::from_utf8_lossy(&text)) else { return };
    let root = settings.project.root.clone().unwrap_or_else(|| cwd.to_owned());
    let gone = |path: &str| !root.join(path).exists();
    baseline.take_out(&mut outcome.findings, &outcome.sources, |_, _| false, gone);
}

fn answer(work: &Work, root: &Path, outcome: &Outcome, settings: &Settings, about: About) -> Answer {
    let uris: HashMap<&Path, &str> = work.open.iter().map(|open| (open.path.as_path(), open.uri.as_str())).collect();
    let is_folder = work.folders.iter().any(|folder| folder == root);
    let cwd = if is_folder { root } else { root.parent().unwrap_or(root) };
    let source = |finding: &&Finding| matches!(finding.place, Place::Source(_));
    let findings = outcome.findings.iter().filter(source);
    let baseline = settings.baseline.value.as_deref();
    let reports = reports(findings, &outcome.sources, (cwd, &uris, work.encoding), baseline);
    let errors = outcome.errors.iter().map(ToString::to_string).collect();
    Answer { root: root.to_owned(), about, reports, errors }
}
