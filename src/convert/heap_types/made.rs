//! Where a type is made ready: `PyType_Ready(&Foo_Type)` becomes `Foo_Type_create()`. Functions that make ready what they
//! are given get a type that is made before the call.

use super::Work;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, FileId, Name};
use crate::link::FuncRef;

use crate::convert::words::{CallAround, Words};

/// A place that makes a type ready.
#[derive(Clone, Copy, Debug)]
pub(super) enum Creation {
    /// `PyType_Ready(&T)`.
    Ready(CallAround),
    /// A call of something that makes its argument ready, and returns a number below 0 on failure.
    Given(CallAround),
}

/// Where nothing but the truth of what a call gives is asked for. There compilers warn of `? -1 :`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// It is all that an `if` or a `while` asks.
    Whole,
    /// It is an operand.
    Part,
}

/// Whether only the truth of what a call gives is asked for.
pub(super) fn truth(words: &Words<'_>, call: &CallAround) -> Option<Truth> {
    let (before, behind) = (words.back(call.callee, 1), words.text(call.close + 1));
    let two = |k: usize, sign: &[u8]| {
        words.text(k) == sign || (words.text(k) == &sign[..1] && words.text(k + 1) == &sign[..1])
    };
    let joined = |k: usize| two(k, b"||") || two(k, b"&&");
    let asked = before == b"(" && matches!(words.back(call.callee, 2), b"if" | b"while");
    let after = call.callee.checked_sub(1).is_some_and(joined) || call.callee.checked_sub(2).is_some_and(joined);
    if before == b"!" {
        return Some(Truth::Part);
    }
    let starts = after || matches!(before, b"(" | b"=" | b"return");
    let ends = behind == b")" || joined(call.close + 1) || behind == b"?";
    if !starts || !ends {
        return None;
    }
    if asked && behind == b")" {
        return Some(Truth::Whole);
    }
    (after || behind != b")").then_some(Truth::Part)
}

/// What a mention of a type makes of it.
pub(super) fn creation(work: &Work<'_>, file: FileId, i: usize) -> Option<Creation> {
    let words = work.words(file);
    if words.back(i, 1) != b"&" {
        return None;
    }
    let call = words.call_around(i)?;
    let name = words.name(call.callee);
    if roles::is(name, Role::Ready) {
        let alone = call.open + 2 == i && i + 1 == call.close;
        return alone.then_some(Creation::Ready(call));
    }
    if roles::is(name, Role::AddType) && roles::readied(name) == Some(call.arg) {
        return Some(Creation::Given(call));
    }
    let funcs = work.scene.project.resolve_func(file, name.into());
    let all = !funcs.is_empty() && funcs.iter().all(|&f| readies(work, f, call.arg));
    all.then_some(Creation::Given(call))
}

/// Where a macro is used that makes ready what it is given, as a statement: `READY(&T);`.
pub(super) fn by_macro(work: &Work<'_>, file: FileId, i: usize) -> Option<u32> {
    let (words, project) = (work.words(file), work.scene.project);
    let call = words.call_around(i)?;
    let alone =
        words.back(i, 1) == b"&" && matches!(words.back(i, 2), b"(" | b",") && matches!(words.text(i + 1), b")" | b",");
    let name = Name::from_existing(words.name(call.callee))?;
    let [(_, define)] = project.defines_of(file, name)[..] else { return None };
    let parameter = define.params.as_ref()?.get(call.arg)?;
    let body = Words::of(define.body.as_bytes());
    let (mut readies, mut known) = (false, true);
    for at in body.named(parameter) {
        let called = body.call_around(at).map_or("", |c| body.name(c.callee));
        readies |= roles::readied(called).is_some();
        // It gets a type that is made: nothing of it may be set.
        known &= roles::takes(called) || roles::is(called, Role::Ready) || called.starts_with("PyModule_Add");
        known &= !matches!(body.text(at + 1), b"-" | b".");
    }
    let start = words.tokens[call.callee].start;
    // Behind such a macro there may be no semicolon.
    let before = call.callee.checked_sub(1)?;
    let behind_macro = words.text(before) == b")" && is_same_macro(words, before, name.as_bytes());
    let statement = matches!(words.text(before), b";" | b"{" | b"}") || behind_macro;
    (alone && readies && known && statement).then_some(start)
}

/// Whether the bracket at an index ends another use of a macro.
fn is_same_macro(words: &Words<'_>, close: usize, name: &[u8]) -> bool {
    let open =
        (close.saturating_sub(64)..close).rev().find(|&k| words.text(k) == b"(" && words.closing(k) == Some(close));
    open.is_some_and(|open| words.back(open, 1) == name)
}

/// Whether a function makes an argument ready, and returns -1 on failure.
fn readies(work: &Work<'_>, at: FuncRef, arg: usize) -> bool {
    let facts = work.scene.project.file(at.file);
    let func = facts.func(at.id);
    let (Some(body), Some(name)) = (func.body, func.params.get(arg).and_then(|p| p.name)) else { return false };
    if func.ret.base != "int" || func.ret.pointers > 0 {
        return false;
    }
    let (mut readies, mut fails, mut steals, mut gives) = (false, false, false, false);
    facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
        Expr::Call { callee, args } => {
            let Expr::Name(callee) = facts.ast.expr(callee) else { return };
            let args = facts.ast.exprs(args);
            steals |= callee == "PyModule_AddObject";
            gives |= roles::takes(callee.as_str());
            let given = roles::readied(callee.as_str()).and_then(|at| args.get(at));
            readies |= given.is_some_and(|&arg| facts.ast.expr(facts.ast.strip_casts(arg)) == Expr::Name(name));
        }
        Expr::Unary { op: crate::facts::UnaryOp::Negate, arg } => fails |= facts.ast.expr(arg) == Expr::Int(1),
        _ => {}
    });
    readies && fails && (gives || !steals)
}
