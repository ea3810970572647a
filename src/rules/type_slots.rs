//! HT009, HT010, HT011: slot arrays and members that a type must not have.

use super::{Context, HT009, HT010, HT011};
use crate::facts::{CondId, Expr, ExprId, FileId, Python, Span, Truth};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::constants::flags;
use crate::link::types::{TypeId, TypeKind, TypeObject};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        repeated(object, out);
        members(project, id, object, out);
    }
    unterminated(project, out);
}

/// Slot arrays whose last item is not a terminator.
fn unterminated(project: &Project, out: &mut Vec<Finding>) {
    for facts in &project.files {
        for var in facts.vars.iter().filter(|v| v.ty.base == "PyType_Slot" && v.ty.arrays == 1) {
            let Some(Expr::List(items)) = var.init.map(|i| facts.ast.expr(i)) else { continue };
            let items = facts.ast.exprs(items);
            let Some(&last) = items.last() else { continue };
            // Macros may hold anything; a written size leaves zeroes behind the last item.
            let plain = items.iter().all(|&i| matches!(facts.ast.expr(i), Expr::List(_)));
            let Expr::List(parts) = facts.ast.expr(last) else { continue };
            let first = facts.ast.exprs(parts).first().map(|&e| facts.ast.expr(facts.ast.strip_casts(e)));
            let names_slot = matches!(first, Some(Expr::Name(n)) if n.starts_with("Py_"));
            if !plain || var.dimension.is_some() || !names_slot {
                continue;
            }
            let message = format!("slot array `{}` is not terminated", var.name);
            let label = Label::new(facts.file, facts.ast.expr_span(last), "the last item");
            out.push(
                Finding::source(&HT009, message, label)
                    .symbol(var.name.as_str())
                    .note("PyType_From* reads on behind the array")
                    .help("add {0, NULL}"),
            );
        }
    }
}

fn repeated(object: &TypeObject, out: &mut Vec<Finding>) {
    for name in ["tp_doc", "tp_members"] {
        let set: Vec<_> = object.slots.iter().filter(|s| s.name == name && s.cond == CondId::ALWAYS).collect();
        if let [first, second, ..] = set[..]
            && first.file == second.file
        {
            let message = format!("Py_{name} is given twice for `{}`", object.short_name());
            out.push(
                Finding::source(&HT009, message, Label::new(second.file, second.span, "SystemError at run time"))
                    .symbol(object.symbol.as_str())
                    .label(first.file, first.span, "the first"),
            );
        }
    }
}

/// An entry of a `PyMemberDef[]`.
pub(super) struct Member {
    name: String,
    kind: Option<String>,
    /// Every name in it.
    text: Vec<String>,
    pub(super) file: FileId,
    pub(super) span: Span,
}

impl Member {
    /// Whether Python code may store any object in a field of this name through the member.
    pub(super) fn stores_object(&self, field: &str) -> bool {
        ["T_OBJECT", "T_OBJECT_EX", "_Py_T_OBJECT", "Py_T_OBJECT_EX"].iter().any(|k| self.kind.as_deref() == Some(k))
            && self.mentions(field)
            && !self.mentions("READONLY")
            && !self.mentions("Py_READONLY")
    }

    /// Whether this is the member of that name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether a name stands in the entry: a field in its `offsetof`, a flag.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.text.iter().any(|t| t == name)
    }
}

/// The members of a type, as its slots name them.
pub(super) fn members_of(project: &Project, object: &TypeObject) -> Vec<Member> {
    let mut out = Vec::new();
    for slot in object.slots.iter().filter(|s| s.name == "tp_members") {
        let Some(name) = project.file(slot.file).ast.referred_name(slot.value) else { continue };
        for var in project.resolve_var(slot.file, name) {
            let facts = project.file(var.file);
            let Some(Expr::List(items)) = project.var(var).init.map(|i| facts.ast.expr(i)) else { continue };
            for &item in facts.ast.exprs(items) {
                let Expr::List(parts) = facts.ast.expr(item) else { continue };
                let parts: Vec<ExprId> = facts.ast.exprs(parts).to_vec();
                let value = |e: ExprId| match facts.ast.expr(e) {
                    Expr::Designated { value, .. } => value,
                    _ => e,
                };
                let Some(Expr::Str(name)) = parts.first().map(|&p| facts.ast.expr(value(p))) else { continue };
                let mut text = Vec::new();
                for &part in &parts {
                    facts.ast.each_expr(part, &mut |e| {
                        if let Expr::Name(n) = facts.ast.expr(e) {
                            text.push(n.to_string());
                        }
                    });
                }
                let kind = parts.get(1).and_then(|&p| facts.ast.referred_name(value(p))).map(|n| n.to_string());
                out.push(Member { name: name.to_string(), kind, text, file: var.file, span: facts.ast.expr_span(item) });
            }
        }
    }
    out
}

fn members(project: &Project, id: TypeId, object: &TypeObject, out: &mut Vec<Finding>) {
    let ast = &project.file(object.file).ast;
    let size = object.basicsize.map(|e| ast.expr(ast.strip_casts(e)));
    let negative = matches!(size, Some(Expr::Unary { op: crate::facts::UnaryOp::Negate, .. }));
    let positive = matches!(size, Some(Expr::SizeofType(_) | Expr::SizeofExpr(_)));
    for member in members_of(project, object) {
        // Members and flags of one `#if` go together; which, is not asked here.
        if project.file(member.file).conds.at_span(member.span) != CondId::ALWAYS {
            continue;
        }
        let Some(python) = project.type_live(id).max() else { continue };
        let bits = project.type_flags(id, python);
        let label = |text: &str| Label::new(member.file, member.span, text);
        let special = [("__dictoffset__", flags::MANAGED_DICT, "DICT"), ("__weaklistoffset__", flags::MANAGED_WEAKREF, "WEAKREF")];
        for (_, flag, word) in special.into_iter().filter(|(name, ..)| *name == member.name) {
            let read_only = member.text.iter().any(|t| t == "READONLY" || t == "Py_READONLY");
            let sized = member.kind.as_deref().is_some_and(|k| k == "T_PYSSIZET" || k == "Py_T_PYSSIZET");
            let both = bits.has(flag) == Some(Truth::True);
            if !both && (member.kind.is_none() || python < Python(12)) {
                continue;
            }
            let finding = if both {
                let message = format!("`{}` has both {} and Py_TPFLAGS_MANAGED_{word}", object.short_name(), member.name);
                Finding::source(&HT010, message, label("remove the member")).severity(Severity::Error)
            } else if !sized || !read_only {
                let message = format!("{} of `{}` must be Py_T_PYSSIZET and Py_READONLY", member.name, object.short_name());
                Finding::source(&HT010, message, label("refused at run time")).severity(Severity::Error)
            } else {
                let message = format!("{} of `{}` could be Py_TPFLAGS_MANAGED_{word}", member.name, object.short_name());
                Finding::source(&HT010, message, label("since Python 3.12"))
            };
            out.push(finding.symbol(object.symbol.as_str()));
        }
        let relative = member.text.iter().any(|t| t == "Py_RELATIVE_OFFSET");
        if python >= Python(12) && ((relative && positive) || (negative && !relative && member.text.iter().any(|t| t == "offsetof"))) {
            let message = if relative {
                format!("member `{}` of `{}` has Py_RELATIVE_OFFSET, but the basicsize is not negative", member.name, object.short_name())
            } else {
                format!("member `{}` of `{}` lacks Py_RELATIVE_OFFSET, but the basicsize is negative", member.name, object.short_name())
            };
            let finding = Finding::source(&HT011, message, label("SystemError at run time")).symbol(object.symbol.as_str());
            out.push(finding.help("use both or neither: .basicsize = -(int)sizeof(Data) and Py_RELATIVE_OFFSET"));
        }
    }
}
