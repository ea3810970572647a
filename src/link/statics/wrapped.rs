//! Functions of CPython and of the system behind wrappers of the project that only hand their results on. What a wrapper
//! does besides is not asked.

use crate::capi::functions::facts_of;
use crate::facts::{Expr, ExprId, FileId, Name, Span, Stmt};
use crate::link::macros::tokens::{Token, tokens};
use crate::link::{CutKind, FuncRef, Relations};

/// How many wrappers are followed, one inside of the other; where there is one more, that is said.
const WRAPPERS: u32 = 3;

/// Functions that give what a library holds, the same to all of a process: POSIX and Windows.
pub(super) const LOOKUPS: &[&str] = &[
    "dlsym",
    "dlvsym",
    "dlopen",
    "GetProcAddress",
    "GetModuleHandle",
    "GetModuleHandleA",
    "GetModuleHandleW",
    "LoadLibrary",
    "LoadLibraryA",
    "LoadLibraryW",
    "LoadLibraryEx",
    "LoadLibraryExA",
    "LoadLibraryExW",
];

/// Whether a function is such a look-up, or one of the project that returns nothing else: `return dlsym(library, name);`.
pub(super) fn is_lookup(project: &Relations, file: FileId, callee: Name) -> bool {
    looks_up(project, file, callee, WRAPPERS)
}

fn looks_up(project: &Relations, file: FileId, callee: Name, depth: u32) -> bool {
    let bare = callee.split('<').next().unwrap_or_default().trim_end();
    if LOOKUPS.contains(&bare) {
        return true;
    }
    let found = project.resolve_func(file, Name::from(bare));
    let look = |at: FuncRef| {
        let results = results(project, at);
        if depth == 0 {
            if !results.is_empty() && results.iter().all(Option::is_some) {
                project.cuts.add(CutKind::Calls, at.file, project.func(at).name_span);
            }
            return false;
        }
        let known = |name: &Option<Name>| name.is_some_and(|name| looks_up(project, at.file, name, depth - 1));
        !results.is_empty() && results.iter().all(known)
    };
    !found.is_empty() && found.into_iter().all(look)
}

/// The function of CPython behind a wrapper of the project: a macro that begins with its call, or a function that returns
/// what it gives and nothing else. The name itself where there is no such.
pub(super) fn behind(project: &Relations, file: FileId, callee: Name) -> Name {
    unwrapped(project, file, callee, WRAPPERS)
}

fn unwrapped(project: &Relations, file: FileId, callee: Name, depth: u32) -> Name {
    if facts_of(&callee).is_some() {
        return callee;
    }
    let mut inner: Option<(FileId, Name)> = None;
    let mut add = |at: FileId, name: Option<Name>| {
        let same = inner.is_none_or(|(_, other)| name == Some(other));
        inner = name.filter(|_| same).map(|name| (at, name));
        inner.is_some()
    };
    let defines = project.defines_of(file, callee);
    let funcs = if defines.is_empty() { project.resolve_func(file, callee) } else { Vec::new() };
    let all = defines.iter().all(|(at, define)| add(*at, first_call(&define.body)))
        && funcs.iter().all(|&at| {
            let results = results(project, at);
            !results.is_empty() && results.into_iter().all(|result| add(at.file, result))
        });
    match inner.filter(|_| all) {
        Some((at, name)) if name != callee && depth == 0 => {
            project.cuts.add(CutKind::Calls, at, Span::default());
            callee
        }
        Some((at, name)) if name != callee => unwrapped(project, at, name, depth - 1),
        _ => callee,
    }
}

/// The call with which a macro's body begins.
fn first_call(body: &str) -> Option<Name> {
    match tokens(body)[..] {
        [Token::Word(name), Token::Sign("("), ..] => Some(Name::from(name)),
        _ => None,
    }
}

/// The calls whose results a function returns, NULL left out; None for anything else.
fn results(project: &Relations, at: FuncRef) -> Vec<Option<Name>> {
    let ast = &project.file(at.file).ast;
    let Some(body) = project.func(at).body else { return Vec::new() };
    let mut out = Vec::new();
    let mut add = |value: ExprId| {
        let null = matches!(ast.expr(ast.strip_casts(value)), Expr::Int(0))
            || ast.referred_name(value).is_some_and(|name| name == "NULL" || name == "nullptr");
        if !null {
            out.push(ast.callee_name(ast.strip_casts(value)));
        }
    };
    ast.each_stmt(body, &mut |stmt| {
        let Stmt::Return(Some(value)) = ast.stmt(stmt) else { return };
        match ast.expr(ast.strip_casts(value)) {
            Expr::Name(name) if project.local(at, name).is_some() => {
                project.sites.assignments_in(at, name).for_each(|site| add(site.value));
            }
            _ => add(value),
        }
    });
    out
}
