//! GC013: a `tp_init` or a method that frees its object. Whoever called it still has a reference, and gives it up.

use rustc_hash::FxHashSet;

use crate::capi::functions::facts_of;
use crate::capi::roles;
use crate::facts::{Expr, ExprId, Name, Stmt, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::flow::followed::ANY_STATE;
use crate::link::flow::names::Names;
use crate::link::types::TypeId;
use crate::link::{CutKind, FuncRef, Local, Project};
use crate::rules::GC013;

/// Slots that get a type, or memory that is no object yet.
const OF_TYPES: [&str; 3] = ["tp_new", "tp_alloc", "tp_del"];

/// So many functions that get the object are looked into.
const MAX_FUNCTIONS: usize = 32;

const INIT: &str = "whoever creates the object gives it up where `tp_init` fails: it is freed twice";
const METHOD: &str = "the caller has a reference, and gives it up afterwards: the object is freed twice";

pub(super) fn check(project: &Project, out: &mut Vec<Finding>) {
    let (mut seen, mut told) = (FxHashSet::default(), FxHashSet::default());
    for (id, object) in project.types.iter() {
        for (slot, at) in project.installed(id) {
            let other = ANY_STATE.contains(&slot.as_str()) || OF_TYPES.contains(&slot.as_str());
            if other || project.is_class_method(at) || !seen.insert(at) {
                continue;
            }
            let init = slot == "tp_init";
            // A helper of several is one fault.
            let Some((place, call)) =
                freed(project, id, at, init).filter(|&(place, call)| told.insert((place.file, call)))
            else {
                continue;
            };
            let name = project.func(at).name;
            let span = project.file(place.file).ast.expr_span(call);
            let mut finding = Finding::source(
                &GC013,
                format!("`{name}` frees its object, to which its caller has a reference"),
                Label::new(place.file, span, "frees what it does not own"),
            )
            .symbol(object.symbol.as_str());
            if place != at {
                finding = finding.label(at.file, project.func(at).name_span, "hands its object on");
            }
            out.push(
                finding
                    .note(if init { INIT } else { METHOD })
                    .help("leave it to `tp_dealloc`, which runs when the last reference is given up"),
            );
        }
    }
}

/// The first call that frees the object, in the function or in one that gets the object, or that gives up a reference
/// which the function has not; with the function that it stands in.
fn freed(project: &Project, id: TypeId, at: FuncRef, init: bool) -> Option<(FuncRef, ExprId)> {
    let deallocs: Vec<FuncRef> =
        project.installed(id).into_iter().filter(|(slot, _)| slot == "tp_dealloc").map(|(_, func)| func).collect();
    let (mut open, mut seen) = (vec![(at, 0)], FxHashSet::default());
    while let Some((func, index)) = open.pop() {
        if seen.contains(&func) {
            continue;
        }
        if seen.len() == MAX_FUNCTIONS {
            project.cuts.add(CutKind::Calls, at.file, project.func(at).name_span);
            break;
        }
        seen.insert(func);
        let Some(names) = names_of(project, func, index) else { continue };
        if let Some(call) = frees(project, func, &names, (&deallocs, func == at), &mut open) {
            return Some((func, call));
        }
    }
    let names = names_of(project, at, 0).filter(|_| init)?;
    given_up(project, at, &names).map(|call| (at, call))
}

/// The names of the object that a function gets as its parameter of this index, and gives no other value.
fn names_of(project: &Project, at: FuncRef, index: usize) -> Option<Names<'_>> {
    let param = project.func(at).params.get(index).filter(|p| project.is_object_pointer(at.file, p.ty))?;
    // `self = PyObject_New(…)`: another object.
    let object = param.name.filter(|name| project.sites.assignments_in(at, *name).next().is_none())?;
    Some(Names::new(project, at, vec![object], Vec::new()))
}

/// The first call in a function that frees the object; `open` gets the functions that it hands the object to. In such a
/// function (not `own`) what hangs on an argument of its own is left out: it may be asked not to free.
fn frees(
    project: &Project,
    at: FuncRef,
    names: &Names<'_>,
    (deallocs, own): (&[FuncRef], bool),
    open: &mut Vec<(FuncRef, usize)>,
) -> Option<ExprId> {
    let (facts, body) = (project.file(at.file), project.func(at).body?);
    let ast = &facts.ast;
    let mut asked = FxHashSet::default();
    if !own {
        ast.each_stmt(body, &mut |stmt| {
            let Stmt::If { test, .. } = ast.stmt(stmt) else { return };
            let test = match ast.expr(test) {
                Expr::Unary { op: UnaryOp::Not, arg } => arg,
                _ => test,
            };
            let param = ast.referred_name(test).is_some_and(|n| matches!(project.local(at, n), Some(Local::Param(_))));
            if param {
                facts.each_body_expr(stmt, &mut |e| _ = asked.insert(e));
            }
        });
    }
    let mut found = None;
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { callee, args } = ast.expr(e) else { return };
        let place = ast.exprs(args).iter().position(|&arg| names.is_object(arg));
        let Some(index) = place.filter(|_| found.is_none() && !asked.contains(&e) && project.is_live(at.file, e))
        else {
            return;
        };
        let Some(name) = ast.callee_name(e) else {
            found = (index == 0 && names.is_freer(callee)).then_some(e);
            return;
        };
        let funcs = project.resolve_func(at.file, name);
        let frees = index == 0
            && (roles::freeing_objects().any(|free| name == free) || funcs.iter().any(|func| deallocs.contains(func)));
        found = frees.then_some(e);
        if let ([func], false) = (&funcs[..], frees) {
            open.push((*func, index));
        }
    });
    found
}

/// `Py_DECREF(self); return -1;` where the function never takes a reference to its object.
fn given_up(project: &Project, at: FuncRef, names: &Names<'_>) -> Option<ExprId> {
    let facts = project.file(at.file);
    let (ast, body) = (&facts.ast, project.func(at).body?);
    let drops = |name: Name| facts_of(&name).is_some_and(|f| f.releases().has(1));
    let mut taken = false;
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Call { args, .. } = ast.expr(e)
            && ast.exprs(args).iter().any(|&arg| names.is_object(arg))
        {
            // What it does with the object is known to leave the count as it is.
            taken |= !ast.callee_name(e).is_some_and(|name| {
                let tests = name.ends_with("_Check") || roles::is(&name, roles::Role::TypeOf);
                drops(name) || tests
            });
        }
    });
    if taken {
        return None;
    }
    let mut found = None;
    ast.each_stmt(body, &mut |block| {
        let Stmt::Block(list) = ast.stmt(block) else { return };
        for pair in ast.stmts(list).windows(2) {
            let (Stmt::Expr(e), Stmt::Return(Some(_))) = (ast.stmt(pair[0]), ast.stmt(pair[1])) else { continue };
            let Expr::Call { args, .. } = ast.expr(e) else { continue };
            let own = matches!(ast.exprs(args), &[arg] if names.is_object(arg));
            if own && ast.callee_name(e).is_some_and(drops) && project.is_live(at.file, e) {
                found = found.or(Some(e));
            }
        }
    });
    found
}
