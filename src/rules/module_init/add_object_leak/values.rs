//! Whether a value that `PyModule_AddObject` does not take is left over.

use rustc_hash::FxHashMap;

use crate::capi::functions::facts_of;
use crate::capi::immortal::is_type_of_table;
use crate::capi::objects::{is_constant, is_exception};
use crate::capi::roles::{self, Role};
use crate::facts::{Ast, Expr, ExprId, FuncId, Name, Python, Stmt, UnaryOp};
use crate::link::flow::references::{Act, End, Gives, References, Trace, Walks, origins};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Local, Project};

/// What becomes of a value of which a call of `PyModule_AddObject` takes no reference, as it fails.
pub(super) enum Fate {
    /// A reference is left over; nothing on the way gives one up.
    Lost,
    /// One is given up, and still one is left over.
    Counted,
}

/// The values that functions hand to `PyModule_AddObject`, each followed once.
pub(super) struct Values<'a> {
    project: &'a Project,
    known: FxHashMap<(FuncRef, Name, Python), Vec<Trace>>,
    walks: Walks,
    /// By Python: what functions return is worked out once.
    references: FxHashMap<Python, References<'a>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        Values { project, known: FxHashMap::default(), walks: Walks::default(), references: FxHashMap::default() }
    }

    /// Whether the value of a call is a new reference.
    pub(super) fn is_new(&mut self, site: &CallSite, value: ExprId) -> bool {
        let (Some(at), Some(python)) = (site.func_ref(), newest(self.project, site)) else { return false };
        let project = self.project;
        let references = self.references.entry(python).or_insert_with(|| References::new(project, python));
        references.gives(at, value) == Gives::New
    }

    /// What becomes of the named value where the call fails; None where all is right, or not known.
    pub(super) fn fate(&mut self, site: &CallSite, name: Name) -> Option<Fate> {
        let at = site.func_ref()?;
        let python = newest(self.project, site)?;
        let traces = self.known.entry((at, name, python)).or_insert_with(|| {
            let origins = origins(self.project, at, name);
            if !origins.iter().all(|_| self.walks.may(self.project, at)) {
                return vec![Trace { unknown: true, ..Trace::default() }];
            }
            let mut references = References::new(self.project, python);
            origins.into_iter().map(|origin| references.follow(at, origin)).collect()
        });
        if traces.iter().any(|trace| trace.unknown) {
            return None;
        }
        let refused = |end: &&End| end.state.did(|act| *act == Act::Refused(site.expr));
        let failing: Vec<&End> = traces.iter().flat_map(|trace| &trace.ends).filter(refused).collect();
        // Paths that differ may hang on a test that is not understood.
        let all = failing.iter().all(|end| !end.state.lost && end.left_over() > 0);
        if failing.is_empty() || !all {
            return None;
        }
        let unseen = failing.iter().any(|end| end.state.did(|act| matches!(act, Act::Unseen(_))));
        if unseen && is_released(self.project, at, name) {
            return None;
        }
        let released = |end: &&End| end.state.did(|act| matches!(act, Act::Released(_)));
        Some(if failing.iter().any(released) { Fate::Counted } else { Fate::Lost })
    }
}

/// Whether the function gives up a reference of what the name holds, on whatever path.
fn is_released(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let mut callees = project.sites.calls_in(at, name).filter_map(|site| ast.callee_name(site.expr));
    callees.any(|callee| facts_of(callee.as_str()).is_none_or(|f| !f.releases().is_empty()))
}

/// The newest Python on which a call is compiled in.
fn newest(project: &Project, site: &CallSite) -> Option<Python> {
    let facts = project.file(site.file);
    facts.conds.live(facts.conds.at_span(facts.ast.expr_span(site.expr)), &project.targets).max()
}

/// Whether a name means an object of CPython that is never freed.
pub(super) fn is_static(name: Name) -> bool {
    is_exception(&name) || is_constant(name.as_str())
}

/// Whether all that a local ever gets are such objects, `value ? Py_True : Py_False`, or the addresses of variables that
/// last as long as the process, `&spam_type`.
pub(super) fn holds_static(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let lasts = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(ast.strip_casts(arg)) {
            Expr::Name(name) => match project.local(at, name) {
                Some(Local::Var(var)) => project.file(at.file).var(var).is_static_definition(),
                Some(Local::Param(_)) => false,
                None => true,
            },
            _ => false,
        },
        _ => is_type_of_api(ast, e),
    };
    let named = |e: ExprId| lasts(e) || ast.referred_name(e).is_some_and(is_static);
    let fixed = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
        Expr::Conditional { then, other, .. } => named(then) && named(other),
        _ => named(e),
    };
    let mut given = project.sites.assignments_in(at, name);
    let first = given.next();
    first.is_some_and(|a| fixed(a.value)) && given.all(|a| fixed(a.value))
}

/// Whether all that a C global ever gets are static types of the API of a module: `PyDateTimeAPI->DateType`.
pub(super) fn is_type_by_api(project: &Project, at: FuncRef, name: Name) -> bool {
    let global = |file, func: Option<FuncId>| func.is_none_or(|id| project.local(FuncRef { file, id }, name).is_none());
    let mut given = project.sites.assignments_to(name).iter().filter(|a| global(a.file, a.func)).peekable();
    let fixed = given.peek().is_some() && given.all(|a| is_type_of_api(&project.file(a.file).ast, a.value));
    fixed && project.local(at, name).is_none()
}

/// Whether an expression is a static type of the API of a module: `PyDateTimeAPI->DateType`.
pub(super) fn is_type_of_api(ast: &Ast, e: ExprId) -> bool {
    let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(e)) else { return false };
    ast.referred_name(base).is_some_and(|table| is_type_of_table(&table, &field))
}

/// Whether a local means a static type, by another name or not: the function makes it ready, and it is never freed.
pub(super) fn is_readied(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let given = project.sites.assignments_in(at, name);
    let mut names: Vec<Name> = given.filter_map(|a| ast.referred_name(ast.strip_casts(a.value))).collect();
    names.push(name);
    roles::named(Role::Ready).flat_map(|name| project.sites.calls_by(at, name.into())).any(|site| {
        match ast.expr(site.expr) {
            Expr::Call { args, .. } => {
                ast.exprs(args).iter().any(|&a| ast.referred_name(a).is_some_and(|n| names.contains(&n)))
            }
            _ => false,
        }
    })
}

/// Whether the result of the call is more than thrown away.
pub(super) fn is_checked(project: &Project, at: FuncRef, site: &CallSite) -> bool {
    let facts = project.file(at.file);
    let mut dropped = false;
    if let Some(body) = facts.func(at.id).body {
        facts.ast.each_stmt(body, &mut |stmt| {
            dropped |= matches!(facts.ast.stmt(stmt), Stmt::Expr(e) if facts.ast.strip_casts(e) == site.expr);
        });
    }
    !dropped
}
