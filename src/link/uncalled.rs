//! Functions that nothing in the run calls, installs or names in what some build compiles: what nobody calls calls
//! nothing either, and a macro that nobody uses names nothing. By name, so that a doubt keeps a function called.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::belonging::Belonging;
use super::knobs::Knobs;
use super::programs::is_entry;
use super::spoken::Spoken;
use super::{FuncRef, Project, Relations};
use crate::facts::{
    BuildFacts, CondId, Expr, ExprId, FileFacts, FileId, FuncId, Language, Linkage, Name, Scope, Span, UnaryOp, Var,
    WordKind, split_scope,
};
use crate::link::macros::tokens::words_of;
use crate::link::modules::extension::is_header;

/// Functions of a library that the system looks up by their names.
const OF_THE_SYSTEM: [&str; 7] =
    ["DllMain", "DllCanUnloadNow", "DllGetClassObject", "DllRegisterServer", "DllUnregisterServer", "_init", "_fini"];

/// The functions that nothing calls.
#[derive(Debug, Default)]
pub(crate) struct Uncalled {
    funcs: FxHashSet<FuncRef>,
}

/// Which files and places count: those of extensions, in what some build compiles.
struct View<'a> {
    project: &'a Relations,
    build: &'a BuildFacts,
    knobs: &'a Knobs,
    belonging: &'a FxHashMap<FileId, Belonging>,
    /// The files that hold the init function of a module.
    hooks: FxHashSet<FileId>,
    /// Init functions of modules that are none of the project's.
    taken_in: &'a FxHashSet<FuncRef>,
    /// Everything that may name a variable is in sight.
    whole: bool,
}

/// Who names whom.
#[derive(Default)]
struct Names {
    /// What the bodies of functions in question and of macros name, by their own names.
    by: FxHashMap<Name, Vec<Name>>,
    /// What is named in any case.
    roots: Vec<Name>,
    /// Variables that begin with the address of a function.
    held: FxHashSet<Name>,
}

impl Uncalled {
    pub(super) fn gathered(
        project: &Relations,
        build: &BuildFacts,
        knobs: &Knobs,
        spoken: &Spoken,
        belonging: &FxHashMap<FileId, Belonging>,
        taken_in: &FxHashSet<FuncRef>,
    ) -> Uncalled {
        let read = build.cython_names.is_some() && (build.cython || build.cffi);
        let whole = if build.modules_unseen || project.modules.is_empty() { read } else { true };
        if !whole {
            return Uncalled::default();
        }
        let hooks = project.modules.iter().map(|module| module.init.file).collect();
        let whole = !build.cython && !build.cffi;
        let view = View { project, build, knobs, belonging, hooks, taken_in, whole };
        let read = |(mut names, mut candidates): (Names, Vec<FuncRef>), facts: &FileFacts| {
            let own: Vec<FuncId> = (0..facts.funcs.len()).map(|i| FuncId(i as u32)).collect();
            let own = own.into_iter().filter(|&id| view.is_candidate(facts, id)).collect::<Vec<FuncId>>();
            view.names(facts, &own, &mut names);
            candidates.extend(own.into_iter().map(|id| FuncRef { file: facts.file, id }));
            (names, candidates)
        };
        let files = project.files.par_iter().filter(|facts| view.counts(facts.file));
        // Sets and what follows from them: who reads which file does not matter.
        let (mut names, mut candidates) = files.fold(Default::default, read).reduce(Default::default, together);
        if build.cffi {
            names.roots.extend(declared_for_cffi(project));
        }
        let mut asked: FxHashMap<Name, Vec<FileId>> =
            candidates.iter().map(|&at| (project.func(at).name, Vec::new())).collect();
        asked.extend(names.held.iter().map(|&name| (name, Vec::new())));
        for facts in project.files.iter().filter(|facts| view.counts(facts.file)) {
            for word in &facts.lost_words {
                asked.entry(*word).and_modify(|files| files.push(facts.file));
            }
        }
        let kept = asked.into_iter().filter(|(name, lost)| view.is_kept(*name, lost, spoken)).map(|(name, _)| name);
        names.roots.extend(kept);
        let mut named: FxHashSet<Name> = FxHashSet::default();
        while let Some(name) = names.roots.pop() {
            if named.insert(name) {
                names.roots.extend(names.by.get(&name).into_iter().flatten());
            }
        }
        candidates.retain(|&at| !named.contains(&project.func(at).name));
        Uncalled { funcs: candidates.into_iter().collect() }
    }

    /// Those that are known already.
    pub(super) fn known(funcs: FxHashSet<FuncRef>) -> Uncalled {
        Uncalled { funcs }
    }

    /// All of them.
    pub(super) fn each_func(&self) -> impl Iterator<Item = &FuncRef> {
        self.funcs.iter()
    }

    /// Whether nothing calls a function.
    pub(crate) fn has(&self, func: FuncRef) -> bool {
        self.funcs.contains(&func)
    }
}

/// What two readings saw.
fn together(
    (mut names, mut candidates): (Names, Vec<FuncRef>),
    (others, more): (Names, Vec<FuncRef>),
) -> (Names, Vec<FuncRef>) {
    candidates.extend(more);
    for (name, named) in others.by {
        names.by.entry(name).or_default().extend(named);
    }
    names.roots.extend(others.roots);
    names.held.extend(others.held);
    (names, candidates)
}

impl View<'_> {
    /// Whether a file may be part of an extension: what only programs do is another process's matter.
    fn counts(&self, file: FileId) -> bool {
        self.belonging.get(&file).is_none_or(|why| why.is_weak())
    }

    /// Whether some build compiles a place.
    fn there(&self, facts: &FileFacts, cond: CondId) -> bool {
        cond == CondId::ALWAYS
            || !facts.conds.live(cond, &self.project.targets).is_empty() && !self.knobs.rules_out(facts.file, cond)
    }

    /// Whether whoever calls a function names it: no hook of the import machinery, nothing of the loader or of a
    /// generator for others, no member or operator of C++.
    fn is_candidate(&self, facts: &FileFacts, id: FuncId) -> bool {
        let func = facts.func(id);
        let seen = func.linkage == Linkage::External && !is_header(self.project, facts.file);
        let linked = func.c_linkage && facts.language == Language::Cpp;
        let offered = func.at_load || seen && (linked || facts.generated.is_some());
        let program = is_entry(func) && self.hooks.contains(&facts.file);
        func.body.is_some()
            && !func.is_lambda()
            && !func.name.contains("::")
            && !func.name.starts_with("operator")
            && !offered
            && !OF_THE_SYSTEM.contains(&func.name.as_str())
            && !program
            && (self.taken_in.contains(&FuncRef { file: facts.file, id })
                || !self.project.exported_name(facts.file, func.name).starts_with("Py"))
    }

    /// The function with whose address a variable begins. Nobody calls it by that who only gives the variable another
    /// value.
    fn held(&self, facts: &FileFacts, var: &Var) -> Option<Name> {
        let plain = var.scope == Scope::File && var.ty.arrays == 0 && self.whole;
        let name = facts.ast.referred_name(var.init.filter(|_| plain)?)?;
        (!self.project.funcs_named(name).is_empty()).then_some(name)
    }

    /// Whether something that was not understood may name a function: a gap, a macro that pastes names together or has
    /// the function's own name, a file of Cython.
    fn is_kept(&self, name: Name, lost: &[FileId], spoken: &Spoken) -> bool {
        // Who calls it sees a declaration of it.
        let all = self.project.funcs_named(name);
        let seen = |&file: &FileId| all.is_empty() || all.iter().any(|other| self.project.share_unit(file, other.file));
        let cython = self.build.cython_names.as_ref().is_some_and(|names| names.contains(name.as_str()));
        cython || spoken.makes(name, |file| self.counts(file)) || lost.iter().any(seen)
    }

    /// What a file names, in the bodies of the functions `own` and elsewhere.
    fn names(&self, facts: &FileFacts, own: &[FuncId], out: &mut Names) {
        let mut bodies: Vec<(Span, Name)> = Vec::new();
        let mut inside: FxHashSet<ExprId> = FxHashSet::default();
        let given: FxHashSet<ExprId> = given(facts);
        let mut known: FxHashMap<CondId, bool> = FxHashMap::default();
        let dropped = dropped(facts);
        let mut there = |span: Span| {
            let cond = facts.conds.at_span(span);
            *known.entry(cond).or_insert_with(|| self.there(facts, cond))
        };
        for &id in own {
            let func = facts.func(id);
            let Some(body) = func.body else { continue };
            bodies.push((facts.ast.stmt_span(body), func.name));
            let named = out.by.entry(func.name).or_default();
            facts.each_body_expr(body, &mut |e| {
                if let Expr::Name(name) = facts.ast.expr(e) {
                    inside.insert(e);
                    if !given.contains(&e) && !dropped.contains(&e) && there(facts.ast.expr_span(e)) {
                        add(name, named);
                    }
                }
            });
        }
        for var in &facts.vars {
            if let (Some(func), Some(init)) = (self.held(facts, var), var.init) {
                facts.ast.each_expr(init, &mut |e| {
                    inside.insert(e);
                });
                add(func, out.by.entry(var.name).or_default());
                out.held.insert(var.name);
            }
        }
        for i in 0..facts.ast.expr_count() {
            let id = ExprId(i as u32);
            if let Expr::Name(name) = facts.ast.expr(id)
                && !inside.contains(&id)
                && !given.contains(&id)
                && there(facts.ast.expr_span(id))
            {
                add(name, &mut out.roots);
            }
        }
        bodies.sort_by_key(|(span, _)| span.start);
        for word in facts.words.iter().filter(|word| word.kind == WordKind::Macro) {
            let at = Span::new(word.start, word.start);
            if !there(at) {
                continue;
            }
            let before = bodies.partition_point(|(span, _)| span.start <= word.start);
            let around = before.checked_sub(1).map(|i| bodies[i]).filter(|(span, _)| word.start < span.end);
            match around {
                Some((_, func)) => out.by.entry(func).or_default().push(word.name),
                None => out.roots.push(word.name),
            }
        }
        for define in facts.defines.iter().filter(|define| self.there(facts, define.cond)) {
            let words = words_of(&define.body).filter_map(Name::from_existing);
            out.by.entry(define.name).or_default().extend(words);
        }
    }
}

/// What headers speak of that no file includes: cffi may be handed their text.
fn declared_for_cffi(project: &Relations) -> Vec<Name> {
    let alone = |facts: &&FileFacts| is_header(project, facts.file) && !project.is_included(facts.file);
    let files = || project.files.iter().filter(alone);
    let funcs = files().flat_map(|facts| &facts.funcs).map(|func| func.name);
    funcs.chain(files().flat_map(|facts| &facts.lost_words).copied()).collect()
}

/// The names that an assignment gives a value: what they had before is not asked for.
fn given(facts: &FileFacts) -> FxHashSet<ExprId> {
    let targets = (0..facts.ast.expr_count()).filter_map(|i| match facts.ast.expr(ExprId(i as u32)) {
        Expr::Assign { op: None, target, .. } => Some(target),
        _ => None,
    });
    targets.filter(|&target| matches!(facts.ast.expr(target), Expr::Name(_))).collect()
}

/// The names that a file mentions only to have no warning about what nothing uses: `(void)trace;`.
fn dropped(facts: &FileFacts) -> FxHashSet<ExprId> {
    let ast = &facts.ast;
    let named = |i: usize| match ast.expr(ExprId(i as u32)) {
        Expr::Cast { ty, arg } if ty.base == "void" && ty.is_value() => {
            let inner = ast.strip_casts(arg);
            let inner = match ast.expr(inner) {
                Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.strip_casts(arg),
                _ => inner,
            };
            matches!(ast.expr(inner), Expr::Name(_)).then_some(inner)
        }
        _ => None,
    };
    (0..ast.expr_count()).filter_map(named).collect()
}

/// `spam::begin` is `begin` to the namespace that has it.
fn add(name: Name, to: &mut Vec<Name>) {
    to.push(name);
    to.extend(split_scope(name.as_str()).map(|(_, last)| Name::from(last)));
}

impl Project {
    /// Whether a function is called, installed and named by nothing in the run, of which no module is out of sight, or
    /// only by such functions.
    pub fn is_called_by_none(&self, at: FuncRef) -> bool {
        self.uncalled.has(at)
    }
}
