//! One session: what the client asks and says, and what it is told. Reads no file and checks nothing itself.

use std::{
    collections::HashMap,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    bar::Bars,
    client::Client,
    documents::Documents,
    engine::{About, Answer, Current, Work, root_of},
    report::Report,
    uri,
    wire::{self, Code, Incoming},
};
use crate::check::Progress;

/// What a session waits for.
#[derive(Debug)]
pub(super) enum Event {
    /// The client wrote something.
    Message(Incoming),
    /// It writes no more.
    End,
    /// The first run over a folder began.
    Began { root: PathBuf, progress: Arc<Progress> },
    /// A run found something.
    Answer(Answer),
    /// All work up to this is done.
    Idle { tick: u64 },
}

/// How long a text must stay as it is before it is checked.
const TYPING: Duration = Duration::from_millis(15);

/// The same for files on the disk: a checkout changes many of them.
const SETTLING: Duration = Duration::from_millis(150);

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    New,
    Running,
    ShutDown,
}

/// A session with its client.
pub(super) struct Session<'o> {
    pub(super) out: &'o mut dyn Write,
    pub(super) stage: Stage,
    pub(super) client: Client,
    pub(super) documents: Documents,
    /// What was found last, by file, with the folder that it was found for.
    pub(super) found: HashMap<PathBuf, (PathBuf, Report)>,
    work: Sender<Work>,
    current: Current,
    bars: Bars,
    /// Number of the last work, and of the last that is done.
    tick: u64,
    done: u64,
    /// When there is new work, and the one text that it is about.
    due: Option<Instant>,
    changed: Option<Option<PathBuf>>,
    /// Questions for the diagnostics of a text that is still checked.
    pub(super) waiting: Vec<(Value, String)>,
    /// Errors that the client was told, by folder.
    told: HashMap<PathBuf, Vec<String>>,
    requests: u64,
}

impl<'o> Session<'o> {
    pub(super) fn new(out: &'o mut dyn Write, work: Sender<Work>, current: Current) -> Self {
        Session {
            out,
            stage: Stage::New,
            client: Client::default(),
            documents: Documents::default(),
            found: HashMap::new(),
            work,
            current,
            bars: Bars::default(),
            tick: 0,
            done: 0,
            due: None,
            changed: None,
            waiting: Vec::new(),
            told: HashMap::new(),
            requests: 0,
        }
    }

    /// Serves until the client leaves; whether it said good-bye before.
    pub(super) fn run(mut self, events: &Receiver<Event>) -> io::Result<bool> {
        loop {
            let step = self.bars.next();
            let wait =
                [self.due, step].into_iter().flatten().min().map(|at| at.saturating_duration_since(Instant::now()));
            let event = match wait {
                Some(wait) => events.recv_timeout(wait),
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(Event::Message(Incoming::Notification { method, .. })) if method == "exit" => {
                    return Ok(self.stage == Stage::ShutDown);
                }
                Ok(Event::Message(message)) => self.message(message)?,
                Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return Ok(self.stage == Stage::ShutDown),
                Ok(Event::Began { root, progress }) => {
                    if self.client.progress {
                        self.requests += 1;
                        self.bars.begin(self.out, (self.requests, root), progress)?;
                    }
                }
                Ok(Event::Answer(answer)) => self.take(answer)?,
                Ok(Event::Idle { tick }) => {
                    self.done = tick;
                    self.bars.end_all(self.out)?;
                    self.answer_waiting(None)?;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.bars.step(self.out)?;
            if self.due.is_some_and(|due| due <= Instant::now()) {
                self.start();
            }
        }
    }

    fn message(&mut self, message: Incoming) -> io::Result<()> {
        match message {
            Incoming::Request { id, method, params } => self.request(&id, &method, params),
            Incoming::Notification { method, params } => self.notification(&method, params),
            Incoming::Response => Ok(()),
            Incoming::Malformed { id, code, cause } => wire::refuse(self.out, &id, code, &cause),
        }
    }

    /// Sends off what is to be checked.
    fn start(&mut self) {
        self.due = None;
        self.tick += 1;
        let work = Work {
            tick: self.tick,
            folders: self.client.folders.clone(),
            open: self.documents.all(),
            changed: self.changed.take().flatten(),
            encoding: self.client.encoding,
        };
        // Where nobody takes it the thread is gone, and the session goes on without.
        _ = self.work.send(work);
        self.current.lock().unwrap_or_else(PoisonError::into_inner).stop();
    }

    /// Has the project checked soon: after the text of one file was changed, or something else.
    pub(super) fn check_after(&mut self, changed: Option<PathBuf>) {
        let wait = if changed.is_some() { TYPING } else { Duration::ZERO };
        self.schedule(changed, wait);
    }

    /// The same after files on the disk were changed.
    pub(super) fn check_later(&mut self) {
        self.schedule(None, SETTLING);
    }

    fn schedule(&mut self, changed: Option<PathBuf>, wait: Duration) {
        self.changed = Some(match self.changed.take() {
            Some(before) if before != changed => None,
            _ => changed,
        });
        self.due = Some(Instant::now() + wait);
    }

    /// Whether all that the client said is checked.
    pub(super) fn is_settled(&self) -> bool {
        self.due.is_none() && self.done == self.tick
    }

    /// Takes up what a run found.
    fn take(&mut self, answer: Answer) -> io::Result<()> {
        let Answer { root, about, reports, errors } = answer;
        if about == About::All {
            self.bars.end(self.out, &root)?;
        }
        self.tell(&root, &about, errors)?;
        // Of a text that was changed since, newer work tells.
        let is_stale = |this: &Self, path: &Path, text: &[u8]| {
            this.documents.at(path).is_some_and(|(_, document)| document.text[..] != *text)
        };
        let folders = self.client.folders.clone();
        let mut gone: Vec<PathBuf> = match &about {
            About::All => {
                let of = self.found.iter().filter(|(path, (from, _))| *from == root || !self.is_ours(path, from));
                of.map(|(path, _)| path.clone()).collect()
            }
            About::Some(paths) => paths.clone(),
            About::Nothing => Vec::new(),
        };
        let mut news = Vec::new();
        for report in reports {
            let of_root = root_of(&report.path, &folders) == root;
            let other = matches!(&about, About::Some(paths) if !paths.contains(&report.path));
            gone.retain(|path| *path != report.path);
            if !of_root || other || is_stale(self, &report.path, &report.text.bytes) {
                continue;
            }
            let same = self.found.get(&report.path).is_some_and(|(_, old)| old.says(&report));
            news.extend((!same).then(|| report.path.clone()));
            self.found.insert(report.path.clone(), (root.clone(), report));
        }
        for path in gone {
            if self.found.remove(&path).is_some() {
                news.push(path);
            }
        }
        for path in &news {
            self.publish(path)?;
        }
        match about {
            About::Some(paths) if self.client.refreshes => self.answer_waiting(paths.first().map(PathBuf::as_path)),
            About::All if self.client.pulls && self.client.refreshes && !news.is_empty() => {
                self.ask("workspace/diagnostic/refresh", &Value::Null)
            }
            _ => Ok(()),
        }
    }

    /// Whether what was found for a folder still counts for a file.
    fn is_ours(&self, path: &Path, from: &Path) -> bool {
        root_of(path, &self.client.folders) == from && (from != path || self.documents.at(path).is_some())
    }

    /// Tells the client what could not be read, once.
    fn tell(&mut self, root: &Path, about: &About, errors: Vec<String>) -> io::Result<()> {
        if matches!(about, About::Some(_)) || self.told.get(root) == Some(&errors) {
            return Ok(());
        }
        for error in &errors {
            let (method, level) = if *about == About::Nothing { ("showMessage", 1) } else { ("logMessage", 2) };
            let params = json!({"type": level, "message": format!("extlint: {error}")});
            wire::notify(self.out, &format!("window/{method}"), &params)?;
        }
        self.told.insert(root.to_owned(), errors);
        Ok(())
    }

    /// The diagnostics of a file: what stands aside is shown in an open one.
    pub(super) fn diagnostics(&self, path: &Path) -> Vec<Value> {
        let open = self.documents.at(path).is_some();
        let items = self.found.get(path).into_iter().flat_map(|(_, report)| &report.items);
        let shown = items.filter(|item| open || item.finding.aside.is_none());
        shown.map(|item| item.shown(self.client.related)).collect()
    }

    /// Sends the diagnostics of a file; a client that asks for those of open texts is sent none of them.
    pub(super) fn publish(&mut self, path: &Path) -> io::Result<()> {
        let open = self.documents.at(path).map(|(uri, document)| (uri.to_owned(), document.version));
        let diagnostics = if self.client.pulls && open.is_some() { Vec::new() } else { self.diagnostics(path) };
        let (address, version) = open.map_or_else(|| (uri::of(path), None), |(uri, version)| (uri, Some(version)));
        let mut params = json!({"uri": address, "diagnostics": diagnostics});
        if let Some(version) = version {
            params["version"] = json!(version);
        }
        wire::notify(self.out, "textDocument/publishDiagnostics", &params)
    }

    /// Answers the questions that waited: all of them when everything is checked, else those about one file.
    pub(super) fn answer_waiting(&mut self, about: Option<&Path>) -> io::Result<()> {
        let all = about.is_none() && self.is_settled();
        for (id, uri) in std::mem::take(&mut self.waiting) {
            let path = self.documents.get(&uri).map(|document| document.path.clone()).or_else(|| uri::path(&uri));
            if all || about.is_some() && path.as_deref() == about {
                let items = path.map(|path| self.diagnostics(&path)).unwrap_or_default();
                wire::answer(self.out, &id, &json!({"kind": "full", "items": items}))?;
            } else {
                self.waiting.push((id, uri));
            }
        }
        Ok(())
    }

    /// Takes a question back.
    pub(super) fn cancel(&mut self, id: &Value) -> io::Result<()> {
        let waits = self.waiting.iter().position(|(waiting, _)| waiting == id);
        match waits {
            Some(at) => {
                self.waiting.remove(at);
                wire::refuse(self.out, id, Code::Cancelled, "the request was cancelled")
            }
            // It was answered before.
            None => Ok(()),
        }
    }

    /// Asks the client for something.
    pub(super) fn ask(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.requests += 1;
        wire::request(self.out, self.requests, method, params)
    }
}
