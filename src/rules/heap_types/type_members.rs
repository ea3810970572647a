//! HT010, HT011: members and offsets that a heap type must not have.
//! Longer than a rule should be because two rules read the same members of a type.

use crate::capi::members::{self, Word};
use crate::capi::objects;
use crate::capi::predefined::LIMITED_API;
use crate::facts::{CondId, Expr, Python, Truth, UnaryOp, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::macros::constants::flags;
use crate::link::types::members::{Member, members_of};
use crate::link::types::{TypeId, TypeKind, TypeObject, TypeRef};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, HT010, HT011};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        let Some(python) = project.type_live(id).max() else { continue };
        for member in members_of(project, object) {
            // Members and flags of one `#if` go together; which, is not asked here.
            if project.file(member.file).conds.at_span(member.span) == CondId::ALWAYS {
                offset(project, (id, object), &member, python, out);
                relative(project, object, &member, python, out);
            }
        }
        extends_items(project, id, object, out);
    }
    assigned(project, out);
}

/// The special members, with the flag that took over and its last word.
const SPECIAL: [(&str, &str, u64, &str); 2] = [
    ("__dictoffset__", "tp_dictoffset", flags::MANAGED_DICT, "DICT"),
    ("__weaklistoffset__", "tp_weaklistoffset", flags::MANAGED_WEAKREF, "WEAKREF"),
];

fn offset(project: &Project, of: (TypeId, &TypeObject), member: &Member, python: Python, out: &mut Vec<Finding>) {
    let ((id, object), name) = (of, member.name.as_str());
    let Some(&(_, _, flag, word)) = SPECIAL.iter().find(|(special, ..)| *special == name) else { return };
    let has = |what| member.text.iter().any(|t| members::says(t, what));
    let fits = has(Word::Size) && has(Word::ReadOnly);
    let both = project.type_flags(id, python).has(flag) == Some(Truth::True);
    // The flags are not in the limited API: there the member is the only way.
    let limited = project.targets.limited_api == Truth::True
        || project.limited(object.file).is_some()
        || !project.live_defines(object.file, LIMITED_API).is_empty();
    if !both && (member.kind.is_none() || python < HT010.since_python || (fits && limited)) {
        return;
    }
    let short = object.short_name();
    let (message, text, severity) = if both {
        let message = format!("`{short}` has both `{name}` and `Py_TPFLAGS_MANAGED_{word}`");
        (message, "remove this member", Severity::Error)
    } else if !fits {
        let message = format!("`{name}` of `{short}` must be `Py_T_PYSSIZET` and `Py_READONLY`");
        (message, "raises SystemError", Severity::Error)
    } else {
        let message = format!("`{name}` of `{short}` can be replaced by `Py_TPFLAGS_MANAGED_{word}`");
        (message, "the flag exists since Python 3.12", Severity::Note)
    };
    let label = Label::new(member.file, member.span, text);
    out.push(Finding::source(&HT010, message, label).severity(severity).symbol(object.symbol.as_str()));
}

/// `type->tp_dictoffset = …` of a heap type.
fn assigned(project: &Project, out: &mut Vec<Finding>) {
    for (_, field, flag, word) in SPECIAL {
        for site in project.sites.assignments_to(field.into()) {
            let facts = project.file(site.file);
            let Some(Expr::Member { base, .. }) = site.target.map(|t| facts.ast.expr(facts.ast.strip_casts(t))) else {
                continue;
            };
            let (TypeRef::Type(id), Some(expr)) = (project.type_ref(site.file, site.func, base), site.expr) else {
                continue;
            };
            let object = project.types.get(id);
            let span = facts.ast.expr_span(expr);
            let live = project.live_at(site.file, span).and(project.type_live(id));
            let Some(python) = live.max().filter(|&p| object.kind == TypeKind::Spec && p >= HT010.since_python) else {
                continue;
            };
            let both = project.type_flags(id, python).has(flag) == Some(Truth::True);
            let (message, severity) = if both {
                (
                    format!("`{}` has both `{field}` and `Py_TPFLAGS_MANAGED_{word}`", object.short_name()),
                    Severity::Error,
                )
            } else {
                (
                    format!("`{field}` of `{}` can be replaced by `Py_TPFLAGS_MANAGED_{word}`", object.short_name()),
                    Severity::Note,
                )
            };
            let finding =
                Finding::source(&HT010, message, Label::new(site.file, span, "the flag exists since Python 3.12"));
            out.push(finding.severity(severity).symbol(object.symbol.as_str()));
        }
    }
}

/// Whether the basicsize is what the type adds to its base (true), or all of it (false).
fn is_relative(project: &Project, object: &TypeObject) -> Option<bool> {
    if object.slots.iter().any(|s| s.name == "tp_extra_basicsize") {
        return Some(true);
    }
    let ast = &project.file(object.file).ast;
    match ast.expr(ast.strip_casts(object.basicsize?)) {
        Expr::Unary { op: UnaryOp::Negate, .. } => Some(true),
        Expr::SizeofType(_) | Expr::SizeofExpr(_) => Some(false),
        _ => None,
    }
}

fn relative(project: &Project, object: &TypeObject, member: &Member, python: Python, out: &mut Vec<Finding>) {
    let says = |word: &str| member.text.iter().any(|t| t == word);
    let counted = member.text.iter().any(|t| members::says(t, Word::Relative));
    let (name, short) = (&member.name, object.short_name());
    let message = match (is_relative(project, object), counted) {
        (Some(false), true) => {
            format!("member `{name}` of `{short}` has `Py_RELATIVE_OFFSET`, but the basicsize is not negative")
        }
        (Some(true), false) if says("offsetof") => {
            format!("member `{name}` of `{short}` lacks `Py_RELATIVE_OFFSET`, but the basicsize is negative")
        }
        _ => return,
    };
    if python >= HT010.since_python {
        // CPython checks the flag alone; without it the member reads the head of the object.
        let text = if counted { "raises SystemError" } else { "this offset is counted from the start of the object" };
        let label = Label::new(member.file, member.span, text);
        let finding = Finding::source(&HT011, message, label).symbol(object.symbol.as_str());
        out.push(finding.help("use both or neither: `.basicsize = -(int)sizeof(Data)` and `Py_RELATIVE_OFFSET`"));
    }
}

/// A type that adds its data behind instances of variable size.
fn extends_items(project: &Project, id: TypeId, object: &TypeObject, out: &mut Vec<Finding>) {
    if is_relative(project, object) != Some(true) {
        return;
    }
    let Some(base) = project.type_base(id) else { return };
    let live = project.type_live(id).and(HT010.pythons(&project.targets));
    let at_end = |id: TypeId, python| project.type_flags(id, python).has(flags::ITEMS_AT_END);
    let bad = live.iter().filter(|&p| {
        let variable = match base {
            // Those that may be subclassed; `type` has the flag.
            TypeRef::Builtin(name) => objects::has_items(name.as_str()),
            TypeRef::Type(base) => project.has_items(base) == Some(true) && at_end(base, p) == Some(Truth::False),
            _ => false,
        };
        variable && at_end(id, p) == Some(Truth::False)
    });
    let versions = bad.fold(VersionSet::default(), |set, p| set.or(VersionSet::range(p, p)));
    if versions.is_empty() {
        return;
    }
    let message = format!("`{}` adds data to a base of variable size", object.short_name());
    let label = Label::new(object.file, object.span, "raises SystemError");
    out.push(
        Finding::source(&HT011, on_versions(project, message, versions), label)
            .symbol(object.symbol.as_str())
            .note("the base keeps its items where a negative basicsize would place the data of the type")
            .help("use a base with `Py_TPFLAGS_ITEMS_AT_END`, which keeps its items after all data"),
    );
}
