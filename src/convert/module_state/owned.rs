//! Whether all that a global gets is its own: the state of a module gives back what its fields hold.

use super::super::refusal::{Refusal, refuse};
use super::Home;
use super::access::{Access, Route};
use crate::capi::functions::{NEWEST, facts_of};
use crate::capi::roles;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, FileId, Name, Python, Span, Stmt, Var};
use crate::link::FuncRef;
use crate::link::values::is_null;

/// What takes the only reference of an object when it succeeds.
pub(super) const ADDS: &str = "PyModule_AddObject";

/// `Py_XNewRef` exists since.
const NEW_REF_SINCE: Python = Python(10);

/// A call in a function.
#[derive(Clone, Copy)]
struct Place {
    func: FuncRef,
    span: Span,
}

/// What a global holds.
#[derive(Default)]
pub(super) struct Owned {
    /// The calls that take its only reference when they succeed.
    pub(super) given: Vec<(FileId, Span)>,
    /// Calls that lend what it gets: it takes a reference of its own.
    pub(super) lent: Vec<(FileId, Span)>,
    /// It holds the module itself, which it does not own.
    pub(super) module: bool,
}

/// Whether all that a global gets is its own.
pub(super) fn owned(home: &Home<'_>, access: &Access, own: &Var, first: (FileId, u32)) -> Result<Owned, Refusal> {
    let (project, name) = (home.project(), own.name);
    let (mut gets, mut module, mut lent) = (false, false, Vec::new());
    for site in project.sites.assignments_to(name).iter().filter(|s| home.parts.has(s.file) && s.expr.is_some()) {
        let ast = &project.file(site.file).ast;
        let span = ast.expr_span(site.value);
        if !site.target.is_some_and(|t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(n) if n == name)) {
            continue;
        }
        if is_null(project, site.file, site.value) {
            continue;
        }
        let value = ast.strip_casts(site.value);
        // The function that fills the module keeps it, as it got it.
        let by = site.func.map(|id| FuncRef { file: site.file, id });
        let parameter = by.and_then(|by| access.way(by).ok()).and_then(|way| match &way.route {
            Route::Module(parameter) => Some(parameter.as_str()),
            _ => None,
        });
        if site.op.is_none() && matches!(ast.expr(value), Expr::Name(n) if Some(n.as_str()) == parameter) {
            module = true;
            continue;
        }
        let made = is_made(home, site.file, value)
            || ast.callee_name(value).is_some_and(|callee| {
                let own = project.resolve_func(site.file, callee);
                matches!(own[..], [func] if makes(home, func))
            });
        let place = site.func.map(|id| Place { func: FuncRef { file: site.file, id }, span });
        let taken = || place.is_some_and(|place| taken_behind(home, place, name));
        let is_lent = || {
            let plain = struct_roles::is(&own.ty.base, Kind::Object) && project.targets.min_python >= NEW_REF_SINCE;
            let callee = ast.callee_name(value).filter(|_| plain);
            let text = home.scene.text(site.file, ast.expr_span(value));
            callee.is_some_and(|callee| {
                facts_of(&callee).is_some_and(|facts| facts.returns_borrowed()) && text.starts_with(callee.as_str())
            })
        };
        // Once a module: what it held before would not be released.
        if site.op.is_none() && !made && !taken() && by.is_some_and(|by| fills(home, by)) && is_lent() {
            lent.push((site.file, ast.expr_span(value)));
            gets = true;
            continue;
        }
        if site.op.is_some() || !(made || taken()) {
            return refuse(site.file, span.start, "whether what it gets is its own is not known");
        }
        gets = true;
    }
    if module && gets {
        return refuse(first.0, first.1, "it holds the module, and other objects as well");
    }
    let mut given = Vec::new();
    for site in project.sites.calls_with(name).iter().filter(|s| home.parts.has(s.file)) {
        let ast = &project.file(site.file).ast;
        let (Expr::Call { args, .. }, Some(callee)) = (ast.expr(site.expr), ast.callee_name(site.expr)) else {
            continue;
        };
        let index = ast.exprs(args).iter().position(|&a| ast.referred_name(a) == Some(name)).unwrap_or(0);
        let span = ast.expr_span(site.expr);
        let Some(func) = site.func.map(|id| FuncRef { file: site.file, id }) else { continue };
        let place = Place { func, span };
        let steals = facts_of(&callee).is_some_and(|f| f.steals_on_success(index + 1));
        let taken = || taken_before(home, place, name);
        // What releases the old object and takes another one.
        if let (0, [_, value], true) = (index, ast.exprs(args), roles::replaces(&callee)) {
            if module || !is_made(home, site.file, *value) {
                return refuse(site.file, span.start, "whether what it gets is its own is not known");
            }
            gets = true;
            continue;
        }
        if callee == ADDS && index == 2 {
            if !taken() {
                given.push((site.file, span));
            }
        } else if steals && !taken() {
            return refuse(site.file, span.start, "its reference is given away here");
        } else if roles::drops(callee.as_str())
            && !roles::replaces(callee.as_str())
            && !taken()
            && !cleared_behind(home, place, name)
        {
            return refuse(site.file, span.start, "its reference is released here");
        }
    }
    match gets || module {
        true => Ok(Owned { given, lent, module }),
        false => refuse(first.0, first.1, "nothing that was found gives it an object"),
    }
}

/// Whether a function is the one that fills the module.
fn fills(home: &Home<'_>, func: FuncRef) -> bool {
    let name = home.func(func).name;
    home.def.slots.iter().filter(|slot| slot.name == "mod_exec").any(|slot| {
        let ast = &home.project().file(slot.file).ast;
        slot.file == func.file && ast.referred_name(slot.value) == Some(name)
    })
}

/// Whether an expression is a call that gives a new reference.
fn is_made(home: &Home<'_>, file: FileId, value: ExprId) -> bool {
    let ast = &home.project().file(file).ast;
    let callee = ast.callee_name(ast.strip_casts(value));
    callee.is_some_and(|callee| roles::returns_new(&callee) || callee.ends_with("_NewRef"))
}

/// Whether all that a function of the project returns is a new reference, which it got from a call itself, or NULL.
fn makes(home: &Home<'_>, func: FuncRef) -> bool {
    let project = home.project();
    let facts = project.file(func.file);
    let ast = &facts.ast;
    let Some(body) = facts.func(func.id).body else { return false };
    let mut returned: Vec<ExprId> = Vec::new();
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Return(Some(value)) = ast.stmt(stmt) {
            returned.push(ast.strip_casts(value));
        }
    });
    let is_new = |value: ExprId| is_null(project, func.file, value) || is_made(home, func.file, value);
    let holds_new = |name: Name| {
        let mut got = project.sites.assignments_in(func, name).peekable();
        project.local(func, name).is_some() && got.peek().is_some() && got.all(|site| is_new(site.value))
    };
    let is_own = |&value: &ExprId| match ast.expr(value) {
        Expr::Name(name) => is_null(project, func.file, value) || holds_new(name),
        _ => is_new(value),
    };
    !returned.is_empty() && returned.iter().all(is_own)
}

/// Whether a reference to a global is taken before a call in the same function.
fn taken_before(home: &Home<'_>, at: Place, name: Name) -> bool {
    beside(home, at, name, |callee, span| span.end <= at.span.start && roles::takes(callee))
}

/// Whether a reference to what a global gets is taken behind that.
fn taken_behind(home: &Home<'_>, at: Place, name: Name) -> bool {
    let only_takes = |callee: &str| {
        let one = facts_of(callee).and_then(|f| f.args(NEWEST)).is_some_and(|args| args.fixed == 1);
        one && roles::takes(callee) && !roles::gives_argument(callee)
    };
    beside(home, at, name, |callee, span| span.start >= at.span.end && only_takes(callee))
}

/// Whether it is cleared behind a call in the same function.
fn cleared_behind(home: &Home<'_>, at: Place, name: Name) -> bool {
    let project = home.project();
    let ast = &project.file(at.func.file).ast;
    let nulled = project
        .sites
        .assignments_in(at.func, name)
        .any(|site| is_null(project, at.func.file, site.value) && ast.expr_span(site.value).start >= at.span.end);
    nulled || beside(home, at, name, |callee, span| span.start >= at.span.end && roles::replaces(callee))
}

fn beside(home: &Home<'_>, at: Place, name: Name, wanted: impl Fn(&str, Span) -> bool) -> bool {
    let ast = &home.project().file(at.func.file).ast;
    let named = |call: ExprId| ast.callee_name(call).is_some_and(|callee| wanted(&callee, ast.expr_span(call)));
    home.project().sites.calls_in(at.func, name).any(|site| named(site.expr))
}
