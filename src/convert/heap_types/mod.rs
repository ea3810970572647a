//! Static types to heap types. `static PyTypeObject Foo_Type = {…}` becomes slots, a spec, a pointer `Foo_Type`, and a
//! function `Foo_Type_create()` that makes the type once and stands where `PyType_Ready(&Foo_Type)` stood.
//!
//! A type is taken as a whole or stays as it is. Which are taken hangs on the others: a static type cannot have a heap
//! type as its base, and a dealloc function that gives back a reference to the type must not serve types whose instances
//! own none. So those that cannot be taken are taken out until the rest holds together.

mod assemble;
mod assigned;
mod declared;
mod functions;
mod given;
mod items;
mod made;
mod mentions;
mod read;
mod style;
mod suites;
mod text;
mod unready;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::words::Words;
use super::{Edits, Plan, Scene, Step};
use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, FileId, Func, Name, Scope, Span, Storage};
use crate::link::types::{TypeId, TypeKind};
use crate::link::{FuncRef, VarRef};
use read::Reading;

/// Why a type stays as it is, and the place.
#[derive(Clone, Debug)]
struct Refused {
    at: (FileId, u32),
    why: String,
}

type Answer<T> = Result<T, Refused>;

/// What the step reads: the project, and the words of its files.
struct Work<'a> {
    scene: &'a Scene<'a>,
    words: FxHashMap<FileId, Words<'a>>,
    mentions: FxHashMap<Name, Vec<(FileId, usize)>>,
}

impl<'a> Work<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        let files = &scene.project.files;
        let words: FxHashMap<FileId, Words<'a>> =
            files.iter().map(|facts| (facts.file, Words::of(scene.bytes(facts.file)))).collect();
        let mut mentions: FxHashMap<Name, Vec<(FileId, usize)>> = FxHashMap::default();
        // Types, and the tables that they hold.
        let asked = |base: &str| struct_roles::is_table(base) || struct_roles::is(base, Kind::TypeObject);
        for var in files.iter().flat_map(|facts| &facts.vars) {
            if !matches!(var.scope, Scope::Local(_)) && asked(var.ty.bare_base()) {
                mentions.insert(var.name, Vec::new());
            }
        }
        for facts in files {
            let words = &words[&facts.file];
            for (i, token) in words.tokens.iter().enumerate().filter(|(_, token)| token.is_name) {
                let known = std::str::from_utf8(words.text(i)).ok().and_then(Name::from_existing);
                if let Some(list) = known.and_then(|name| mentions.get_mut(&name)) {
                    debug_assert!(token.start < token.end);
                    list.push((facts.file, i));
                }
            }
        }
        Work { scene, words, mentions }
    }

    fn words(&self, file: FileId) -> &Words<'a> {
        &self.words[&file]
    }

    /// Where a variable's name stands, be it another thing of that name.
    fn mentions(&self, name: Name) -> &[(FileId, usize)] {
        self.mentions.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether a name of a file means a variable, or what is declared there is the same variable without its initialiser.
    fn means(&self, file: FileId, name: Name, var: VarRef) -> bool {
        let project = self.scene.project;
        let found = project.resolve_var(file, name);
        let external = |at: VarRef| project.var(at).storage != Storage::Static;
        let same = |&at: &VarRef| project.share_unit(at.file, var.file) || (external(at) && external(var));
        found.contains(&var)
            || (!found.is_empty() && found.iter().all(|at| project.var(*at).init.is_none() && same(at)))
    }

    /// How many definitions with an initialiser a name of a file may mean.
    fn definitions(&self, file: FileId, name: Name) -> usize {
        let project = self.scene.project;
        project.resolve_var(file, name).iter().filter(|&&var| project.var(var).init.is_some()).count()
    }

    /// What the function around a place returns where it fails: a number or an object. Only of functions that fill a
    /// module: what they make is there before anything else runs.
    fn failure(&self, file: FileId, at: u32) -> Option<&'static str> {
        let facts = self.scene.project.file(file);
        let is_around = |f: &&Func| f.body.is_some_and(|b| facts.ast.stmt_span(b).contains(Span::new(at, at)));
        let func = facts.funcs.iter().find(is_around)?;
        let whole = func.body.map(|body| facts.conds.at_span(facts.ast.stmt_span(body)));
        // What it sets by a pointer to a type it would set too late.
        let (mut fills, mut sets) = (false, false);
        let ast = &facts.ast;
        let field = |e| matches!(ast.expr(e), Expr::Member { field, arrow: true, .. } if field.starts_with("tp_"));
        facts.each_body_expr(func.body?, &mut |e| match ast.expr(e) {
            Expr::Assign { target, .. } => sets |= field(ast.strip_casts(target)),
            Expr::Call { args, .. } => {
                let name = ast.callee_name(e);
                let direct = |&e: &ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Unary { .. });
                sets |= name.is_some_and(|name| roles::is(&name, Role::SetType))
                    && !ast.exprs(args).first().is_some_and(direct);
                fills |= name.is_some_and(|name| name.starts_with("PyModule_"));
            }
            _ => {}
        });
        if whole != Some(facts.conds.at(at)) || !fills || sets {
            return None;
        }
        match (func.ret.base.as_str(), func.ret.pointers) {
            ("int", 0) => Some("-1"),
            ("PyObject", 1) | ("PyMODINIT_FUNC", 0) => Some("NULL"),
            _ => None,
        }
    }

    /// The blanks before a statement of a function.
    fn indent(&self, file: FileId, func: &Func) -> String {
        match func.indent.as_str() {
            "" => style::Style::of(self, file).indent,
            indent => indent.to_owned(),
        }
    }
}

/// The types that are taken.
struct Set<'r> {
    readings: &'r BTreeMap<TypeId, Reading>,
    deallocs: BTreeSet<FuncRef>,
    traverses: BTreeSet<FuncRef>,
    taken: Vec<(FileId, Span)>,
    work: &'r Work<'r>,
}

impl<'r> Set<'r> {
    fn of(work: &'r Work<'r>, readings: &'r BTreeMap<TypeId, Reading>) -> Self {
        let all = || readings.values();
        let declarations = all().map(|r| (r.var.file, r.declaration));
        Set {
            readings,
            deallocs: all().flat_map(|r| &r.deallocs).copied().collect(),
            traverses: all().flat_map(|r| &r.traverses).copied().collect(),
            taken: declarations.chain(all().flat_map(|r| r.taken.iter().copied())).collect(),
            work,
        }
    }

    /// Whether a place goes with a type that is taken.
    fn takes(&self, file: FileId, span: Span) -> bool {
        self.taken.iter().any(|t| t.0 == file && t.1.contains(span))
    }

    /// Whether a name means a type that is taken.
    fn has_name(&self, file: FileId, name: Name) -> bool {
        let mut named = self.readings.values().filter(|r| r.symbol == name);
        named.any(|r| self.work.means(file, name, r.var))
    }
}

/// Makes the edits of this step.
pub(super) fn heap_types(scene: &Scene<'_>, plan: &mut Plan, edits: &mut Edits) {
    let project = scene.project;
    let is_static = |kind: TypeKind| matches!(kind, TypeKind::Static | TypeKind::StructSequence);
    let wanted: Vec<TypeId> =
        project.types.iter().filter(|(_, t)| is_static(t.kind) && scene.is_open(t.file)).map(|(id, _)| id).collect();
    if wanted.is_empty() {
        return;
    }
    let work = Work::new(scene);
    let mut refused: BTreeMap<TypeId, Refused> = BTreeMap::new();
    let mut readings: BTreeMap<TypeId, Reading> = BTreeMap::new();
    for id in wanted {
        match read::read(&work, id) {
            Ok(reading) => drop(readings.insert(id, reading)),
            Err(why) => drop(refused.insert(id, why)),
        }
    }
    // Each round takes types out, so that there are no more rounds than types.
    let made = loop {
        match assemble::assemble(&work, &Set::of(&work, &readings)) {
            Ok(made) => break made,
            Err(wrong) => {
                for (id, why) in wrong {
                    readings.remove(&id);
                    refused.insert(id, why);
                }
            }
        }
    };
    if edits.join(made.edits).is_err() {
        plan.left_whole(
            Step::HeapTypes,
            "its edits and those of another project in the same files are in each other's way",
        );
        return;
    }
    for (id, reading) in &readings {
        let object = project.types.get(*id);
        let what = format!("{} becomes a heap type, made by {}_create()", reading.symbol, reading.symbol);
        let done = plan.done(scene, Step::HeapTypes, (object.file, object.span.start), what);
        done.notes.clone_from(&reading.notes);
        done.notes.extend(made.notes.iter().cloned());
    }
    for (id, Refused { at, why }) in refused {
        let object = project.types.get(id);
        let what = format!("{} stays a static type", object.symbol);
        let own = at.0 == object.file && object.span.start == at.1;
        let why = if own { why } else { format!("{why} ({})", where_is(scene, at)) };
        plan.left(scene, Step::HeapTypes, (object.file, object.span.start), what, why);
    }
}

fn where_is(scene: &Scene<'_>, at: (FileId, u32)) -> String {
    let (path, line) = scene.place(at.0, at.1);
    format!("{path}:{line}")
}
