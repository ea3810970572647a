//! The edit that puts a slot into the slot array of a module.

use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, Origin, Python, Span, Truth};
use crate::finding::{Applicability, Finding};
use crate::link::Project;
use crate::link::modules::ModuleDef;

/// Offers an item before the end of the slots of a definition: `item` is `{Py_mod_gil, …}`, which Python has `since`.
pub(crate) fn offer(project: &Project, def: &ModuleDef, item: &str, since: Python, finding: Finding) -> Finding {
    let facts = project.file(def.var.file);
    let targets = &project.targets;
    let version = 0x0300_0000 | u32::from(since.0) << 16;
    let limited = targets.limited_api != Truth::False;
    if limited && targets.limited_api_version.is_none_or(|least| least < version) {
        return finding;
    }
    let value = def.fields.iter().find(|(name, ..)| name == "m_slots").map(|&(_, value, _)| value);
    let Some((value, name)) = value.and_then(|v| Some((v, facts.ast.referred_name(v)?))) else { return finding };
    let [array] = project.resolve_var_at(def.var.file, name, facts.ast.expr_span(value))[..] else { return finding };
    let (facts, var) = (project.file(array.file), project.var(array));
    let Some(Expr::List(items)) = var.init.map(|init| facts.ast.expr(init)) else { return finding };
    let Some(&last) = facts.ast.exprs(items).last() else { return finding };
    let ends = match facts.ast.expr(last) {
        Expr::List(inner) => {
            facts.ast.exprs(inner).first().is_none_or(|&id| matches!(facts.ast.expr(id), Expr::Int(0)))
        }
        _ => false,
    };
    let span = facts.ast.expr_span(last);
    let plain = var.origin == Origin::Written && facts.conds.at_span(span) == var.cond;
    if !ends || !plain || struct_roles::kind(var.ty.bare_base()) != Some(Kind::ModuleSlot) {
        return finding;
    }
    let text = match targets.min_python >= since || limited {
        true => format!("{item},\n    "),
        false => format!("\n#if PY_VERSION_HEX >= 0x03{:02X}0000\n    {item},\n#endif\n    ", since.0),
    };
    finding.edit(array.file, Span::new(span.start, span.start), text, Applicability::Safe)
}
