//! HT004: a heap type that Python code can instantiate although only C code knows how to fill an instance.

mod makers;

use crate::capi::families::{self, Family};
use crate::facts::{Expr, Python, Span, Truth, VersionSet};
use crate::finding::{Applicability, Finding, Label};
use crate::link::Project;
use crate::link::flow::followed::untested_field;
use crate::link::macros::constants::flags;
use crate::link::types::{TypeId, TypeKind, TypeRef};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, HT004};

/// The first release with `Py_TPFLAGS_DISALLOW_INSTANTIATION`.
const FLAG_SINCE: Python = Python(10);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let made = makers::made_in_c(project);
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        let Some(&(file, span)) = made.get(&id) else { continue };
        let live = project.type_live(id);
        let flagged = live.and(VersionSet::range(FLAG_SINCE, project.targets.max_python));
        // Before, there is no flag to ask for.
        let asked = if flagged.is_empty() { live } else { flagged };
        let open = asked.iter().filter(|&p| inherits_new(project, id, p) && !is_initialised(project, id, p));
        let versions = open.fold(VersionSet::default(), |set, p| set.or(VersionSet::range(p, p)));
        if versions.is_empty() || is_called(project, id) || loses_new(project, id) {
            continue;
        }
        let Some((field, used)) = untested_field(project, id) else { continue };
        let message =
            format!("Python code can create instances of `{}` that C code has not initialized", object.short_name());
        let message = if asked == versions { message } else { on_versions(project, message, versions) };
        let finding = Finding::source(
            &HT004,
            message,
            Label::new(object.file, object.span, "inherits `object.__new__`"),
        )
        .symbol(object.symbol.as_str())
        .label(file, span, "instances are created here")
        .label(field.0, field.1, "stays NULL in an instance that Python code creates")
        .label(used.0, used.1, "used here without a check")
        .note("unlike a static type, a heap type without `Py_tp_new` inherits that of `object`")
        .help("set `Py_TPFLAGS_DISALLOW_INSTANTIATION` (Python 3.10), or a `Py_tp_new` that initializes the instance");
        out.push(fix(project, id, finding));
    }
}

/// Whether the type has the `tp_new` of `object`.
pub(super) fn inherits_new(project: &Project, id: TypeId, python: Python) -> bool {
    for id in project.with_bases(id) {
        let disallowed = project.type_flags(id, python).has(flags::DISALLOW_INSTANTIATION);
        let own = project.type_sets(id, "tp_new", python);
        if disallowed != Some(Truth::False) || own != Some(Truth::False) {
            return false;
        }
        match project.type_base(id) {
            Some(TypeRef::Null) => return true,
            Some(TypeRef::Builtin(name)) => return name == "PyBaseObject_Type",
            // A static type over `object` inherits no tp_new.
            Some(TypeRef::Type(base)) if project.types.get(base).kind == TypeKind::Spec => {}
            _ => return false,
        }
    }
    false
}

/// Whether a `tp_init` fills what `object.__new__` makes.
fn is_initialised(project: &Project, id: TypeId, python: Python) -> bool {
    project.with_bases(id).into_iter().any(|id| project.type_sets(id, "tp_init", python) != Some(Truth::False))
}

/// Whether C code makes instances by calling the type.
fn is_called(project: &Project, id: TypeId) -> bool {
    project.sites.calls.iter().filter(|(name, _)| families::is(name, Family::Calls)).flat_map(|(_, sites)| sites).any(
        |site| {
            let ast = &project.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
            let first = ast.exprs(args).first();
            first.is_some_and(|&of| project.type_ref(site.file, site.func, of) == TypeRef::Type(id))
        },
    )
}

/// Whether the type's `tp_new` is taken away or given after the creation, or that of a type that is not known.
fn loses_new(project: &Project, id: TypeId) -> bool {
    let object = project.types.get(id);
    project.sites.assignments_to("tp_new".into()).iter().any(|site| {
        let ast = &project.file(site.file).ast;
        let Some(Expr::Member { base, .. }) = site.target.map(|t| ast.expr(ast.strip_casts(t))) else { return false };
        match project.type_ref(site.file, site.func, base) {
            TypeRef::Type(other) => other == id,
            _ => project.share_unit(object.file, site.file),
        }
    })
}

/// Offers the flag behind the one expression that gives the flags.
fn fix(project: &Project, id: TypeId, finding: Finding) -> Finding {
    let object = project.types.get(id);
    let [part] = object.flags.as_slice() else { return finding };
    let facts = project.file(part.file);
    let end = facts.ast.expr_span(part.value).end;
    let plain = matches!(facts.ast.expr(part.value), Expr::Binary { .. } | Expr::Name(_));
    if !plain || part.op.is_some() || facts.conds.at(end.saturating_sub(1)) != facts.conds.at_span(object.span) {
        return finding;
    }
    let flag = "| Py_TPFLAGS_DISALLOW_INSTANTIATION";
    let text = if project.targets.min_python < FLAG_SINCE {
        format!("\n#if PY_VERSION_HEX >= 0x030A0000\n    {flag}\n#endif\n    ")
    } else {
        format!(" {flag}")
    };
    finding.edit(part.file, Span::new(end, end), text, Applicability::Unsafe)
}
