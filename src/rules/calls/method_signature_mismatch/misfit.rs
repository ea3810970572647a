//! What the declaration of a function says against how it is called.

use crate::capi::callbacks::{self, Passed};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, Span};
use crate::finding::Severity;
use crate::link::installs::{Install, is_read};
use crate::link::scalars::{Scalar, Width};
use crate::link::{FuncRef, Project};

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A method with a third parameter for keywords, and no flag for them.
    Keywords,
    /// Only the types differ that calls have, not what is read.
    Forgiven,
    /// Something is read that was never passed.
    Other,
}

/// One fault.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    pub what: What,
    pub severity: Severity,
    /// Behind the name of the function.
    pub says: String,
    /// The part of the declaration.
    pub span: Span,
    pub label: String,
    pub note: &'static str,
}

const GARBAGE: &str = "the function reads what happens to be in a register, or on the stack";

/// The worst fault of a function that is called as `install` says; None where it fits, or is not known.
pub(super) fn misfit(project: &Project, install: &Install, at: FuncRef) -> Option<Misfit> {
    let (func, callback) = (project.func(at), install.callback);
    if func.open_params || func.is_lambda() {
        return None;
    }
    let mut found: Vec<Misfit> = Vec::new();
    let how = install.how.replace('|', " | ");
    let (takes, passed) = (func.params.len(), callback.parameters.len());
    // Parameters that nobody reads, and those that only a caller knows of, change nothing where arguments are in registers.
    let read = func.params.iter().skip(passed).find(|p| p.name.is_some_and(|name| is_read(project, at, name)));
    if let Some(param) = read {
        let keywords = install.how == callbacks::VARARGS && takes == 3;
        found.push(Misfit {
            what: if keywords { What::Keywords } else { What::Other },
            severity: Severity::Error,
            says: format!("takes {}, and is called with {passed} by `{how}`", counted(takes)),
            span: param.span,
            label: "is never passed".to_owned(),
            note: GARBAGE,
        });
    } else if takes != passed {
        found.push(Misfit {
            what: What::Forgiven,
            severity: Severity::Note,
            says: format!("takes {}, and is called with {passed} by `{how}`", counted(takes)),
            span: func.name_span,
            label: format!("takes {}", counted(takes)),
            note: "",
        });
    }
    for (param, &passed) in func.params.iter().zip(&callback.parameters) {
        let method = install.flags.is_some();
        let received = |declared| received(passed, declared, &param.ty, method);
        let Some((severity, note)) = scalar(project, at, &param.ty).and_then(received) else { continue };
        // What nobody reads cannot be misread.
        if !param.name.is_some_and(|name| is_read(project, at, name)) {
            continue;
        }
        found.push(Misfit {
            what: What::Other,
            severity,
            says: format!("takes {}, where `{how}` passes {}", shown(&param.ty), passed.as_str()),
            span: param.span,
            label: format!("{} is passed here", passed.as_str()),
            note,
        });
    }
    if let Some((severity, note)) = scalar(project, at, &func.ret).and_then(|s| returned(callback.result, s)) {
        found.push(Misfit {
            what: if severity == Severity::Note && note.is_empty() { What::Forgiven } else { What::Other },
            severity,
            says: format!("returns {}, where `{how}` returns {}", shown(&func.ret), callback.result.as_str()),
            span: func.name_span,
            label: format!("returns {}", shown(&func.ret)),
            note,
        });
    }
    found.into_iter().reduce(|worst, next| if next.severity > worst.severity { next } else { worst })
}

fn scalar(project: &Project, at: FuncRef, ty: &CType) -> Option<Scalar> {
    project.scalar(at.file, ty)
}

/// What goes wrong where a parameter is of another kind than what is passed; `method`: every pointer is one to objects.
fn received(passed: Passed, declared: Scalar, ty: &CType, method: bool) -> Option<(Severity, &'static str)> {
    let objects = method && struct_roles::is(ty.bare_base(), Kind::Object) && !ty.function_pointer;
    match (passed, declared) {
        (Passed::Pointer, Scalar::Pointer) if objects && ty.pointers + ty.arrays >= 2 => {
            Some((Severity::Error, "the function takes the object for an array"))
        }
        (Passed::Array, Scalar::Pointer) if objects && ty.pointers + ty.arrays == 1 => {
            Some((Severity::Error, "the function takes the array for an object"))
        }
        (_, Scalar::Pointer) if matches!(passed, Passed::Pointer | Passed::Array) => None,
        (Passed::Pointer | Passed::Array, Scalar::Integer(width)) if narrower(width) => {
            Some((Severity::Error, "the pointer loses its upper half"))
        }
        (Passed::Size, Scalar::Integer(width)) if width == Width::INT => {
            Some((Severity::Warning, "numbers of more than 32 bits lose their upper half"))
        }
        (Passed::Int | Passed::Size, Scalar::Pointer) => Some((Severity::Error, "the number is taken for an address")),
        (_, Scalar::Float | Scalar::Double) => Some((Severity::Error, GARBAGE)),
        _ => None,
    }
}

/// What goes wrong where the result is of another kind than what is read.
fn returned(wanted: Passed, declared: Scalar) -> Option<(Severity, &'static str)> {
    match (wanted, declared) {
        (Passed::Void, Scalar::Void) => None,
        (Passed::Unread, Scalar::Integer(_)) => None,
        (Passed::Void | Passed::Unread, _) => Some((Severity::Note, "")),
        (_, Scalar::Void | Scalar::Float | Scalar::Double) => {
            Some((Severity::Error, "the caller reads what happens to be in a register"))
        }
        (Passed::Pointer, Scalar::Integer(width)) if narrower(width) => {
            Some((Severity::Error, "the caller takes the number for the address of an object"))
        }
        (Passed::Int, Scalar::Pointer) => Some((
            Severity::Error,
            "the caller takes the lower half of the address for a status: NULL, which stands for an error, is 0 there",
        )),
        (Passed::Size, Scalar::Pointer) => Some((Severity::Error, "the caller takes the address for a number")),
        (Passed::Size, Scalar::Integer(width)) if width == Width::INT => Some((
            Severity::Warning,
            "the upper half of the result is undefined: -1, which stands for an error, may be 4294967295",
        )),
        (Passed::Size, Scalar::Integer(width)) if width == Width::LONG => Some((
            Severity::Note,
            "on 64-bit Windows the upper half of the result is undefined, so -1 may be 4294967295",
        )),
        _ => None,
    }
}

/// Narrower than a pointer on 64-bit Linux and macOS.
fn narrower(width: Width) -> bool {
    width.0[0] < Width::SIZE.0[0]
}

fn counted(count: usize) -> String {
    format!("{count} parameter{}", if count == 1 { "" } else { "s" })
}

fn shown(ty: &CType) -> String {
    let stars = "*".repeat(usize::from(ty.pointers));
    let space = if stars.is_empty() { "" } else { " " };
    format!("`{}{space}{stars}`", ty.base)
}
