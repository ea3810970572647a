//! The globals of a file that hold objects, and what is known of them: where they are named, and whether what they hold is
//! theirs.

use super::super::refusal::{Refusal, refuse};
use super::Home;
use super::access::Access;
use crate::capi::functions::facts_of;
use crate::capi::roles;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, FuncId, GapKind, Name, Origin, Scope, Span, Storage, Var, VarId};
use crate::link::macros::tokens::mentions;
use crate::link::values::is_null;
use crate::link::{FuncRef, VarRef};

/// A global that moves.
pub(super) struct Global {
    pub(super) id: VarId,
    pub(super) name: Name,
    /// `PyObject *` or `PyTypeObject *`
    pub(super) base: Name,
    /// Its places in functions, as tokens.
    pub(super) uses: Vec<(usize, FuncId)>,
    /// Calls of `PyModule_AddObject` that would take its only reference.
    pub(super) given: Vec<Span>,
}

/// The globals that can move, and why others cannot.
pub(super) fn find(home: &Home<'_>, access: &Access) -> (Vec<Global>, Vec<Refusal>) {
    let (mut found, mut left) = (Vec::new(), Vec::new());
    for (i, var) in home.facts().vars.iter().enumerate() {
        if !is_candidate(var) {
            continue;
        }
        match global(home, access, VarId(i as u32)) {
            Ok(global) => found.push(global),
            Err(Refusal { at, why }) => left.push(Refusal { at, why: format!("`{}`: {why}", var.name) }),
        }
    }
    (found, left)
}

/// Whether a variable may hold an object for a module.
pub(super) fn is_candidate(var: &Var) -> bool {
    let base = var.ty.base.as_str();
    let object = struct_roles::is(base, Kind::Object) || struct_roles::is(base, Kind::TypeObject);
    let pointer = var.ty.pointers == 1 && var.ty.arrays == 0 && !var.ty.const_base && !var.ty.function_pointer;
    object && pointer && var.scope == Scope::File && var.storage != Storage::Extern
}

fn global(home: &Home<'_>, access: &Access, id: VarId) -> Result<Global, Refusal> {
    let (project, facts, layout) = (home.project(), home.facts(), &home.layout);
    let var = facts.var(id);
    let at = var.name_span.start;
    let no = |at: u32, why: &str| refuse(home.file, at, why);
    let own = VarRef { file: home.file, id };
    let known = project.statics().vars.iter().find(|v| v.declared.contains(&own) || v.definition == own);
    if var.storage != Storage::Static || known.is_none_or(|v| v.declared.len() != 1) {
        return no(at, "other files may use it, or it is declared more than once");
    }
    if var.init.is_some_and(|init| !is_null(project, home.file, init))
        || var.origin != Origin::Written
        || var.thread_local
    {
        return no(at, "it starts with a value");
    }
    if !layout.branch(at).is_empty() {
        return no(at, "it is declared under a condition");
    }
    if home.spoken_elsewhere(var.name) {
        return no(at, "it is named in a macro, or in code that was not read");
    }
    let inside = layout.inside(var.span);
    let commas = (layout.at(layout.declaration(at))..inside.start).any(|i| layout.word(i) == ",");
    if commas || layout.word(inside.end) != ";" {
        return no(at, "it is declared together with others");
    }
    let mut uses = Vec::new();
    for token in home.tokens_of(var.name).into_iter().filter(|&t| layout.tokens()[t].start != at) {
        let place = layout.tokens()[token].start;
        let Some(func) = home.function_at(place) else { return no(place, "it is used outside of functions") };
        if project.local(FuncRef { file: home.file, id: func }, var.name).is_some() {
            return no(place, "a local variable has its name");
        }
        if let Err(why) = access.route(func) {
            return no(place, &why);
        }
        uses.push((token, func));
    }
    if uses.is_empty() {
        return no(at, "nothing uses it");
    }
    let given = owned(home, var.name)?;
    Ok(Global { id, name: var.name, base: var.ty.base, uses, given })
}

/// Whether all that a global gets is its own. Gives the calls that take its only reference when they succeed.
fn owned(home: &Home<'_>, name: Name) -> Result<Vec<Span>, Refusal> {
    let (project, facts) = (home.project(), home.facts());
    let ast = &facts.ast;
    let no = |at: u32, why: &str| refuse(home.file, at, why);
    let mut gets = false;
    for site in project.sites.assignments_to(name).iter().filter(|s| s.file == home.file && s.expr.is_some()) {
        let at = ast.expr_span(site.value).start;
        if !site.target.is_some_and(|t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(n) if n == name)) {
            continue;
        }
        if is_null(project, home.file, site.value) {
            continue;
        }
        let value = ast.strip_casts(site.value);
        let made =
            ast.callee_name(value).is_some_and(|callee| roles::returns_new(&callee) || callee.ends_with("_NewRef"));
        if site.op.is_some() || !made {
            return no(at, "whether what it gets is its own is not known");
        }
        gets = true;
    }
    let mut given = Vec::new();
    for site in project.sites.calls_with(name).iter().filter(|s| s.file == home.file) {
        let (Expr::Call { args, .. }, Some(callee)) = (ast.expr(site.expr), ast.callee_name(site.expr)) else {
            continue;
        };
        let args = ast.exprs(args);
        let index = args.iter().position(|&a| ast.referred_name(a) == Some(name)).unwrap_or(0);
        let span = ast.expr_span(site.expr);
        let steals = facts_of(&callee).is_some_and(|f| f.steals_on_success(index + 1));
        let taken = || site.func.is_some_and(|func| taken_before(home, func, name, site.expr));
        if callee == "PyModule_AddObject" && index == 2 {
            if !taken() {
                given.push(span);
            }
        } else if steals && !taken() {
            return no(span.start, "its reference is given away here");
        } else if roles::drops(callee.as_str())
            && !roles::replaces(callee.as_str())
            && !taken()
            && !site.func.is_some_and(|f| cleared_behind(home, f, name, site.expr))
        {
            return no(span.start, "its reference is released here");
        }
    }
    if gets { Ok(given) } else { no(home.first(name), "nothing that was found gives it an object") }
}

/// Whether a reference to a global is taken before a call in the same function.
fn taken_before(home: &Home<'_>, func: FuncId, name: Name, call: ExprId) -> bool {
    call_beside(home, func, name, |callee, span, own| span.end <= own.start && (roles::takes(callee)), call)
}

/// Whether it is cleared behind a call in the same function.
fn cleared_behind(home: &Home<'_>, func: FuncId, name: Name, call: ExprId) -> bool {
    let ast = &home.facts().ast;
    let behind = ast.expr_span(call).end;
    let nulled = home
        .project()
        .sites
        .assignments_in(FuncRef { file: home.file, id: func }, name)
        .any(|site| is_null(home.project(), home.file, site.value) && ast.expr_span(site.value).start >= behind);
    nulled || call_beside(home, func, name, |callee, span, own| span.start >= own.end && callee == "Py_CLEAR", call)
}

fn call_beside(
    home: &Home<'_>,
    func: FuncId,
    name: Name,
    wanted: impl Fn(&str, Span, Span) -> bool,
    call: ExprId,
) -> bool {
    let ast = &home.facts().ast;
    let own = ast.expr_span(call);
    let at = FuncRef { file: home.file, id: func };
    home.project()
        .sites
        .calls_in(at, name)
        .any(|site| ast.callee_name(site.expr).is_some_and(|callee| wanted(&callee, ast.expr_span(site.expr), own)))
}

impl Home<'_> {
    /// The tokens that are a name, fields of it left out.
    pub(super) fn tokens_of(&self, name: Name) -> Vec<usize> {
        let layout = &self.layout;
        let is_field = |i: usize| {
            let before = i.checked_sub(1).map_or("", |i| layout.word(i));
            before == "." || before == ">" && i > 1 && layout.word(i - 2) == "-"
        };
        (0..layout.tokens().len()).filter(|&i| layout.word(i) == name.as_str() && !is_field(i)).collect()
    }

    fn first(&self, name: Name) -> u32 {
        self.tokens_of(name).first().map_or(0, |&token| self.layout.tokens()[token].start)
    }

    /// Whether a name stands where it cannot be edited: in the body of a macro, in what was not understood.
    pub(super) fn spoken_elsewhere(&self, name: Name) -> bool {
        let facts = self.facts();
        let gaps = facts.gaps.iter().filter(|g| g.kind.is_loss() || g.kind == GapKind::BranchLeftOut);
        facts.defines.iter().any(|define| mentions(&define.body, name.as_str()))
            || gaps.into_iter().any(|gap| self.layout.names(gap.span, name.as_str()))
    }
}
