//! MUT003: the dict of a type is changed behind the cache of its attributes, or that cache's tag is reset by hand. One
//! finding a function. Longer than a rule should be because what is known of the type decides on the level.

use std::collections::BTreeMap;

use crate::capi::changes::{self, Of};
use crate::capi::holders::{self, DictOf};
use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Expr, ExprId, FileId, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::types::TypeRef;
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::{calls, is_compiled_python, with_places};
use crate::rules::{Context, MUT003};

const WHY: &str = "lookups are cached by the version of the type, which a change of its dict does not touch";
const HELP: &str = "use PyObject_SetAttr((PyObject *)type, name, value), or put it into the dict before PyType_Ready";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut found: BTreeMap<(FuncRef, Severity), Vec<(Span, Finding)>> = BTreeMap::new();
    for name in changes::of(Of::Dict) {
        for (at, site) in calls(project, name) {
            let call = project.call(site);
            let Some(&dict) = changes::lookup(name).and_then(|c| c.argument).and_then(|i| call.args().get(i)) else {
                continue;
            };
            if project.is_unused(at) || is_compiled_python(project, at.file) || !is_dict_of_type(project, at, dict, 0) {
                continue;
            }
            let of = type_of_dict(project, at, dict);
            let mut known = matches!(of, Some(TypeRef::Type(_)));
            // A type of the project that is not ready yet, as far as the text goes.
            if known && !is_ready_before(project, at, call.span(), of) {
                continue;
            }
            known &= project.statics().runs_at_init(at);
            let message = format!("`{name}` changes the dict of a type behind its cache");
            let mut finding =
                Finding::source(&MUT003, message, Label::new(site.file, call.span(), "the type is in use"));
            if tells_after(project, at, call.span()) {
                finding = finding
                    .severity(Severity::Warning)
                    .note("PyType_Modified follows: only the moment in between is left");
            } else if is_made_ready_above(project, at, call.span(), dict) {
                finding = finding
                    .severity(Severity::Warning)
                    .note("the type was made ready just above: hardly anybody has looked it up yet");
            } else if known {
                finding = finding
                    .severity(Severity::Warning)
                    .note("as the module is initialised: hardly anybody has looked it up yet");
            }
            let finding = finding.symbol(project.func(at).name.as_str()).note(WHY).help(HELP);
            found.entry((at, finding.severity)).or_default().push((call.span(), finding));
        }
    }
    for (_, mut findings) in found {
        findings.sort_by_key(|(span, _)| *span);
        let mut findings = findings.into_iter();
        let Some((_, first)) = findings.next() else { continue };
        let file = first.file();
        let more: Vec<(FileId, Span)> = findings.map(|(span, _)| (file, span)).collect();
        out.push(with_places(first, &more, "and here"));
    }
    by_hand(project, out);
}

/// Whether an expression is the dict of a type.
fn is_dict_of_type(project: &Project, at: FuncRef, dict: ExprId, depth: u32) -> bool {
    let ast = &project.file(at.file).ast;
    let dict = ast.strip_casts(dict);
    match ast.expr(dict) {
        Expr::Member { field, .. } => field == "tp_dict",
        Expr::Call { .. } => ast.callee_name(dict).is_some_and(|name| holders::dict_of(&name) == Some(DictOf::Type)),
        Expr::Name(name) if depth == 0 => {
            let mut given = project.sites.assignments_in(at, name).peekable();
            given.peek().is_some() && given.all(|a| is_dict_of_type(project, at, a.value, depth + 1))
        }
        _ => false,
    }
}

/// The type whose dict an expression is.
fn type_of_dict(project: &Project, at: FuncRef, dict: ExprId) -> Option<TypeRef> {
    Some(project.type_ref(at.file, Some(at.id), owner(project, at, dict)?))
}

/// The expression of a type whose dict another expression is.
fn owner(project: &Project, at: FuncRef, dict: ExprId) -> Option<ExprId> {
    let ast = &project.file(at.file).ast;
    let mut dict = ast.strip_casts(dict);
    if let Expr::Name(name) = ast.expr(dict) {
        dict = ast.strip_casts(project.sites.assignments_in(at, name).next()?.value);
    }
    match ast.expr(dict) {
        Expr::Member { base, .. } => Some(base),
        Expr::Call { args, .. } => ast.exprs(args).first().copied(),
        _ => None,
    }
}

/// Whether the function, or nobody that is seen, makes the type ready in front of a place.
fn is_ready_before(project: &Project, at: FuncRef, place: Span, of: Option<TypeRef>) -> bool {
    let mut anywhere = false;
    for name in roles::named(Role::Ready) {
        for (here, site) in calls(project, name) {
            let call = project.call(site);
            let same = call.args().first().map(|&arg| project.type_ref(site.file, site.func, arg)) == of;
            anywhere |= same;
            if same && here == at {
                return call.span().end <= place.start;
            }
        }
    }
    // A heap type is ready as soon as it is there; of a static one that another function readies nothing is known.
    match of {
        Some(TypeRef::Type(id)) => project.types.get(id).is_heap() && !anywhere,
        _ => false,
    }
}

/// Whether the same function makes the type ready in front of a place, by whatever name it has there.
fn is_made_ready_above(project: &Project, at: FuncRef, place: Span, dict: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let Some(Expr::Name(of)) = owner(project, at, dict).map(|of| ast.expr(ast.strip_casts(of))) else { return false };
    roles::named(Role::Ready).flat_map(|name| calls(project, name)).any(|(here, site)| {
        let call = project.call(site);
        let same = |&arg: &ExprId| matches!(ast.expr(ast.strip_casts(arg)), Expr::Name(name) if name == of);
        here == at && call.span().end <= place.start && call.args().first().is_some_and(same)
    })
}

/// Whether a call that tells of the change stands behind a place.
fn tells_after(project: &Project, at: FuncRef, place: Span) -> bool {
    roles::named(Role::Modified)
        .any(|name| calls(project, name).any(|(here, site)| here == at && project.call(site).span().start >= place.end))
}

/// `type->tp_flags &= ~Py_TPFLAGS_VALID_VERSION_TAG`
fn by_hand(project: &Project, out: &mut Vec<Finding>) {
    for site in project.sites.assignments_to("tp_flags".into()) {
        let (Some(expr), Some(id)) = (site.expr, site.func) else { continue };
        let at = FuncRef { file: site.file, id };
        if site.op != Some(BinaryOp::BitAnd) || !names_tag(project, site.file, site.value) || project.is_unused(at) {
            continue;
        }
        let span = project.file(site.file).ast.expr_span(expr);
        if project.live_at(site.file, span).is_empty() {
            continue;
        }
        out.push(
            Finding::source(
                &MUT003,
                "the version tag of a type is reset by hand",
                Label::new(site.file, span, "this flag is the interpreter's"),
            )
            .symbol(project.func(at).name.as_str())
            .note("caches of subclasses and specialised instructions stay as they are")
            .help("call PyType_Modified(type)"),
        );
    }
}

fn names_tag(project: &Project, file: FileId, value: ExprId) -> bool {
    let ast = &project.file(file).ast;
    let mut found = false;
    ast.each_expr(value, &mut |e| {
        found |= matches!(ast.expr(e), Expr::Name(name) if name.ends_with("VALID_VERSION_TAG"));
    });
    found
}
