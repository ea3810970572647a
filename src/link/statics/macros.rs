//! What a project's macros do to the names in their bodies and to their arguments, and which of them a file sees.

use crate::facts::{FileId, Name};
use crate::link::lookup::{NameMap, of_file};
use crate::link::{CutKind, Relations};

use super::{Value, macro_body};

/// What a pattern in a body refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Root {
    /// The argument of this index.
    Param(usize),
    /// A name of the body.
    Name(Name),
    /// `prefix##param##suffix`. There are few, and the others are small.
    Pasted(Box<(String, usize, String)>),
}

/// How the lvalue is formed from its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Path {
    /// The root itself, or a field of it.
    Object { part: bool },
    /// An element of it.
    Element,
    /// What it points to.
    Pointee,
}

/// The value stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Stored {
    /// Known from the body.
    Value(Value),
    /// The argument of this index.
    Param(usize),
}

/// One thing that a use of the macro does.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// Writes.
    Write { root: Root, path: Path, stored: Stored, step: bool },
    /// Calls a function or macro with these arguments (None: not understood); `true` for `&root`.
    Call { callee: Name, args: Vec<Option<(Root, bool)>> },
    /// Mentions a name otherwise.
    Mention(Name),
}

/// A macro whose whole body means one variable: `(&global)`, `global.field`, `(*global)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Alias {
    pub(crate) name: Name,
    pub(crate) kind: AliasKind,
}

/// What an alias gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AliasKind {
    /// The variable or a field of it.
    Object,
    /// Its address.
    Address,
    /// What it points to.
    Pointee,
    /// The result of calling it.
    Call,
}

/// A macro, understood.
#[derive(Clone, Debug)]
pub(crate) struct Macro {
    pub(crate) alias: Option<Alias>,
    pub(crate) effects: Vec<Effect>,
}

/// All macros of a project by name.
pub(crate) struct Macros {
    by_name: NameMap<Vec<(FileId, Macro)>>,
}

impl Macros {
    pub(crate) fn new(project: &Relations) -> Self {
        let mut by_name: NameMap<Vec<(FileId, Macro)>> = NameMap::default();
        for facts in &project.files {
            for define in &facts.defines {
                if facts.conds.live(define.cond, &project.targets).is_empty() {
                    continue;
                }
                let read = macro_body::read(define).unwrap_or_else(|| {
                    project.cuts.add(CutKind::MacroBody, facts.file, define.name_span);
                    Macro { alias: None, effects: Vec::new() }
                });
                by_name.entry(define.name).or_default().push((facts.file, read));
            }
        }
        by_name.values_mut().for_each(Vec::shrink_to_fit);
        Macros { by_name }
    }

    /// The definitions of a macro that a file may see.
    pub(crate) fn seen<'a>(&'a self, project: &Relations, file: FileId, name: Name) -> Vec<&'a Macro> {
        let Some(all) = self.by_name.get(&name) else { return Vec::new() };
        let own = of_file(all, |x| x.0, file);
        if !own.is_empty() {
            return own.iter().map(|(_, m)| m).collect();
        }
        all.iter().filter(|(f, _)| project.share_unit(file, *f)).map(|(_, m)| m).collect()
    }
}
