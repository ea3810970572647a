//! Turns extension modules that are not isolated into ones that are, step by step. Each step reads the linked facts of
//! what the steps before it made, and leaves code that compiles. Edits are made in memory; nothing is written here.
//!
//! A step is a function from a [`Scene`] to edits, and to words about what it did and what it left, in a [`Plan`]. It
//! makes all edits of a thing or none: half a conversion does not compile.

mod definition;
mod edits;
mod guard;
mod heap_types;
mod isolated;
mod layout;
mod mend;
mod module_state;
mod multi_phase;
mod plan;
mod refusal;
mod scene;
mod unused;
mod words;

pub use edits::{Conflict, Edits};
pub use plan::{Done, Left, Plan, Step};
pub use scene::Scene;

use std::collections::BTreeMap;

use crate::{
    check::{self, Projects},
    config::Settings,
    facts::FileId,
    fix::Change,
    input::{InputError, Request},
};

/// What modules are to have. Each goal takes the steps of those before it as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Goal {
    /// Types made at run time instead of static ones
    HeapTypes,
    /// Multi-phase initialization
    MultiPhase,
    /// Types and objects in the state of the module instead of globals
    ModuleState,
    /// All of it, and the slot that says so
    Isolated,
}

/// What a conversion makes of the files.
#[derive(Debug, Default)]
pub struct Conversion {
    /// What is done and what is left.
    pub plan: Plan,
    /// The files that change, by name.
    pub changes: Vec<Change>,
    /// Inputs that were not read.
    pub errors: Vec<InputError>,
}

/// What makes the edits of one step for one project.
type Run = fn(&Scene<'_>, &mut Plan, &mut Edits);

/// The steps in their order, each with the first goal that takes it.
const STEPS: [(Goal, Step, Run); 5] = [
    (Goal::HeapTypes, Step::HeapTypes, heap_types::heap_types),
    (Goal::MultiPhase, Step::MultiPhase, multi_phase::multi_phase),
    (Goal::ModuleState, Step::ModuleState, module_state::module_state),
    (Goal::Isolated, Step::Isolated, mend::mend),
    (Goal::Isolated, Step::Isolated, isolated::isolated),
];

/// Works out what a conversion makes of the files of a request.
pub fn convert(request: &Request, settings: &Settings, goal: Goal) -> Conversion {
    let mut request = request.clone();
    let mut out = Conversion::default();
    for (at, &(_, step, run)) in STEPS.iter().filter(|(first, ..)| *first <= goal).enumerate() {
        let Projects { list, sources, errors } = check::projects(&request, settings);
        if !errors.is_empty() {
            out.errors = errors;
            break;
        }
        let mut edits = Edits::default();
        for project in &list {
            let scene = Scene::new(project, &sources);
            if at == 0 {
                let why = "it is not UTF-8: what is moved in it could not be written as it was";
                scene.foreign().iter().for_each(|&f| out.plan.left(&scene, Step::HeapTypes, (f, 0), "the file", why));
            }
            run(&scene, &mut out.plan, &mut edits);
        }
        let made = |file: FileId| (file, edits.edited(file, &sources.get(file).bytes));
        let mut texts: BTreeMap<FileId, Vec<u8>> = edits.files().into_iter().map(made).collect();
        for project in &list {
            unused::remove(&Scene::new(project, &sources), step, &mut texts, &mut out.plan);
        }
        for (file, after) in texts {
            let text = sources.get(file);
            let path = request.cwd.join(&text.path);
            match out.changes.iter_mut().find(|change| change.path == path) {
                Some(change) => change.after = after.clone(),
                None => out.changes.push(Change {
                    name: text.name.clone(),
                    path: path.clone(),
                    before: text.bytes.to_vec(),
                    after: after.clone(),
                    fixed: 0,
                }),
            }
            request.overlay.set(&path, after);
        }
    }
    out.changes.retain(|change| change.before != change.after);
    out.changes.sort_by(|a, b| a.name.cmp(&b.name));
    out
}
