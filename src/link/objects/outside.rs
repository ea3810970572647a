//! Which values come from Python code just as they are: arguments of functions that Python code calls, of any type.

use crate::capi::families::{self, Family};
use crate::capi::functions::{Fails, facts_of};
use crate::capi::objects::checked_by;
use crate::facts::{Expr, ExprId, Linkage, Name, UnaryOp};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Local, Model};

/// Whether a value that a function stores may be any object of the caller's.
pub(crate) fn is_any_object(model: &Model, at: FuncRef, value: ExprId) -> bool {
    let ast = &model.file(at.file).ast;
    let value = ast.strip_casts(value);
    match ast.expr(value) {
        Expr::Call { args, .. } => {
            let same = ast.callee_name(value).and_then(|n| facts_of(n.as_str())).is_some_and(|f| f.takes.has(1));
            same && ast.exprs(args).first().is_some_and(|&arg| is_any_object(model, at, arg))
        }
        Expr::Name(name) => is_argument(model, at, name) && !is_asked_about(model, at, name),
        _ => false,
    }
}

/// Whether a local gets an argument of a call from Python, without a word on its type.
fn is_argument(model: &Model, at: FuncRef, name: Name) -> bool {
    match model.local(at, name) {
        Some(Local::Param(index)) => {
            let func = model.func(at);
            let ty = func.params[index].ty;
            // Nobody here calls it, and nobody else can: a table holds it.
            let installed = func.linkage == Linkage::Internal && model.sites.calls_of(func.name.as_str()).is_empty();
            index > 0
                && installed
                && ty.base == "PyObject"
                && ty.pointers == 1
                && !is_first_word(func.params.len(), index)
        }
        Some(Local::Var(_)) => model.sites.calls_in(at, name).any(|site| parses_any(model, site, name)),
        None => false,
    }
}

/// Whether a parameter is the tuple or dict of arguments: `(self, args, kwargs)`.
fn is_first_word(count: usize, index: usize) -> bool {
    count >= 3 && index >= 1
}

/// Whether a call parses arguments by a format that takes objects as they are, this local among them.
fn parses_any(model: &Model, site: &CallSite, name: Name) -> bool {
    let ast = &model.file(site.file).ast;
    let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
    let parses = ast
        .callee_name(site.expr)
        .and_then(|n| facts_of(n.as_str()))
        .is_some_and(|f| f.may_fail == Some(Fails::Zero) && families::is(f.name, Family::Arguments));
    let given = ast.exprs(args).iter().any(|&arg| match ast.expr(ast.strip_casts(arg)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.referred_name(arg) == Some(name),
        _ => false,
    });
    let mut formats =
        ast.exprs(args).iter().filter_map(|&arg| if let Expr::Str(text) = ast.expr(arg) { Some(text) } else { None });
    let plain = formats.next().is_some_and(|text| {
        let format = text.split([':', ';']).next().unwrap_or_default();
        format.contains('O') && !format.contains(['!', '&', 'U', 'S', 'Y'])
    });
    // `PyArg_UnpackTuple` has no format: all it gives are objects.
    let unpacks = ast.callee_name(site.expr).is_some_and(|n| n == "PyArg_UnpackTuple");
    parses && given && (plain || unpacks)
}

/// Whether a function asks of what type an object is; being callable is no type.
fn is_asked_about(model: &Model, at: FuncRef, name: Name) -> bool {
    model.sites.calls_in(at, name).filter_map(|site| model.file(at.file).ast.callee_name(site.expr)).any(|callee| {
        let asks = callee.contains("Check") || callee.contains("_IsInstance") || callee.contains("TYPE");
        checked_by(callee.as_str()).is_some() || (asks && callee != "PyCallable_Check")
    })
}
