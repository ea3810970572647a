//! What one use of a macro does in all: its own effects and those of the macros that it uses, in terms of its arguments.
//! Worked out once a file, so that a use costs as much as the list is long. As in C, a name inside its own expansion is
//! a function.

use rustc_hash::FxHashSet;
use std::rc::Rc;

use crate::facts::Name;

use super::Value;
use super::macros::{Effect, Macro, Path, Root, Stored};

/// Most effects looked at for one macro: a bomb of macros has more, no macro that somebody wrote.
const MAX_LOOKED_AT: usize = 20_000;

/// Longest list that a use goes through.
const MAX_STEPS: usize = 4_000;

/// An argument in terms of those of the outermost macro; `true` for its address, None where not understood.
pub(crate) type Given = Option<(Root, bool)>;

/// One thing that the use does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// Writes.
    Write { target: (Root, bool), path: Path, stored: Stored, step: bool },
    /// Uses another macro of this name.
    Use(Name),
    /// Calls a function.
    Call { callee: Name, args: Vec<Given> },
    /// Mentions a name otherwise.
    Mention(Name),
}

/// A macro with all that it uses.
#[derive(Debug, Default)]
pub(crate) struct Closed {
    /// Each thing once, in the order of the expansion.
    pub(crate) steps: Vec<Step>,
    /// There was more than is followed.
    pub(crate) cut: bool,
}

/// One macro being expanded.
struct Frame<'s> {
    name: Name,
    /// None at the outermost: the arguments are themselves.
    args: Option<Vec<Given>>,
    definitions: Rc<[&'s Macro]>,
    definition: usize,
    effect: usize,
}

/// Joins what the definitions of `name` do; `seen` gives the definitions of a name, none for what is no macro.
pub(crate) fn close<'s>(name: Name, seen: &mut dyn FnMut(Name) -> Rc<[&'s Macro]>) -> Closed {
    let mut out = Closed::default();
    let mut known: FxHashSet<Step> = FxHashSet::default();
    let mut entered: FxHashSet<(Name, Vec<Given>)> = FxHashSet::default();
    let mut expanding: FxHashSet<Name> = FxHashSet::from_iter([name]);
    let mut frames = vec![Frame { name, args: None, definitions: seen(name), definition: 0, effect: 0 }];
    let mut looked_at = 0;
    while let Some(frame) = frames.last_mut() {
        let Some(definition) = frame.definitions.get(frame.definition) else {
            expanding.remove(&frame.name);
            frames.pop();
            continue;
        };
        let Some(effect) = definition.effects.get(frame.effect) else {
            (frame.definition, frame.effect) = (frame.definition + 1, 0);
            continue;
        };
        frame.effect += 1;
        looked_at += 1;
        if looked_at > MAX_LOOKED_AT || out.steps.len() >= MAX_STEPS {
            out.cut = true;
            break;
        }
        let Some(step) = step(effect, frame.args.as_deref()) else { continue };
        let step = match step {
            Step::Call { callee, args } => {
                let definitions = seen(callee);
                if definitions.is_empty() || expanding.contains(&callee) {
                    Step::Call { callee, args }
                } else {
                    if entered.insert((callee, args.clone())) {
                        expanding.insert(callee);
                        frames.push(Frame { name: callee, args: Some(args), definitions, definition: 0, effect: 0 });
                    }
                    Step::Use(callee)
                }
            }
            step => step,
        };
        if known.insert(step.clone()) {
            out.steps.push(step);
        }
    }
    out
}

/// An effect with the arguments of the outermost macro put in; None where nothing is left of it.
fn step(effect: &Effect, args: Option<&[Given]>) -> Option<Step> {
    Some(match effect {
        Effect::Write { root, path, stored, step } => {
            let stored = match *stored {
                Stored::Param(i) => match args.map(|args| args.get(i)) {
                    None => Stored::Param(i),
                    Some(Some(Some((Root::Param(outer), false)))) => Stored::Param(*outer),
                    Some(_) => Stored::Value(Value::Other),
                },
                stored => stored,
            };
            Step::Write { target: put(root, false, args)?, path: *path, stored, step: *step }
        }
        Effect::Call { callee, args: inner } => {
            let given = |arg: &Given| arg.as_ref().and_then(|(root, address)| put(root, *address, args));
            Step::Call { callee: *callee, args: inner.iter().map(given).collect() }
        }
        Effect::Mention(name) => Step::Mention(*name),
    })
}

fn put(root: &Root, address: bool, args: Option<&[Given]>) -> Given {
    let Some(args) = args else { return Some((root.clone(), address)) };
    match root {
        Root::Name(_) => Some((root.clone(), address)),
        Root::Param(i) => {
            let (root, taken) = args.get(*i)?.as_ref()?;
            (!(address && *taken)).then(|| (root.clone(), address || *taken))
        }
        Root::Pasted(pasted) => {
            let (prefix, i, suffix) = &**pasted;
            match args.get(*i)?.as_ref()? {
                (Root::Param(outer), false) => {
                    Some((Root::Pasted(Box::new((prefix.clone(), *outer, suffix.clone()))), address))
                }
                _ => None,
            }
        }
    }
}
