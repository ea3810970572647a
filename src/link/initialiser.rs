//! Initialisers of CPython's own structs taken apart: which item sets which field, positional or designated.

use crate::facts::{CondId, Expr, ExprId, FileId, Name, Span};
use crate::link::Units;
use crate::link::macros::tokens::{Token, tokens};

/// One field set by an initialiser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldInit {
    pub name: Name,
    pub value: ExprId,
    pub span: Span,
    pub cond: CondId,
}

/// The fields that an initialiser sets, and whether all of its items were understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub set: Vec<FieldInit>,
    pub complete: bool,
}

impl Fields {
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = FieldInit> + 'a {
        self.set.iter().copied().filter(move |f| f.name == name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<FieldInit> {
        self.set.iter().copied().find(|f| f.name == name)
    }
}

/// `PyTypeObject`, `Include/cpython/object.h`.
pub(crate) const TYPE_OBJECT: &[&str] = &[
    "ob_base",
    "tp_name",
    "tp_basicsize",
    "tp_itemsize",
    "tp_dealloc",
    "tp_vectorcall_offset",
    "tp_getattr",
    "tp_setattr",
    "tp_as_async",
    "tp_repr",
    "tp_as_number",
    "tp_as_sequence",
    "tp_as_mapping",
    "tp_hash",
    "tp_call",
    "tp_str",
    "tp_getattro",
    "tp_setattro",
    "tp_as_buffer",
    "tp_flags",
    "tp_doc",
    "tp_traverse",
    "tp_clear",
    "tp_richcompare",
    "tp_weaklistoffset",
    "tp_iter",
    "tp_iternext",
    "tp_methods",
    "tp_members",
    "tp_getset",
    "tp_base",
    "tp_dict",
    "tp_descr_get",
    "tp_descr_set",
    "tp_dictoffset",
    "tp_init",
    "tp_alloc",
    "tp_new",
    "tp_free",
    "tp_is_gc",
    "tp_bases",
    "tp_mro",
    "tp_cache",
    "tp_subclasses",
    "tp_weaklist",
    "tp_del",
    "tp_version_tag",
    "tp_finalize",
    "tp_vectorcall",
    "tp_watched",
    "tp_versions_used",
];
/// `PyType_Spec`, `Include/object.h`.
pub(crate) const TYPE_SPEC: &[&str] = &["name", "basicsize", "itemsize", "flags", "slots"];
/// `PyType_Slot` and `PyModuleDef_Slot`.
pub(crate) const SLOT: &[&str] = &["slot", "value"];
/// `PyModuleDef`, `Include/moduleobject.h`.
pub(crate) const MODULE_DEF: &[&str] =
    &["m_base", "m_name", "m_doc", "m_size", "m_methods", "m_slots", "m_traverse", "m_clear", "m_free"];

/// Takes an initialiser apart. Items in mutually exclusive `#if` branches share a position.
pub(crate) fn fields(project: &Units, file: FileId, init: ExprId, order: &[&str]) -> Fields {
    let facts = project.file(file);
    let ast = &facts.ast;
    let list = match ast.expr(ast.strip_casts(init)) {
        Expr::Compound { list, .. } => list,
        _ => init,
    };
    let Expr::List(items) = ast.expr(list) else { return Fields::default() };
    let mut fields = Fields { set: Vec::new(), complete: true };
    let outer = facts.conds.at_span(ast.expr_span(list));
    let mut position = 0;
    let mut branch: Option<Branch> = None;
    for &item in ast.exprs(items) {
        let span = ast.expr_span(item);
        let cond = item_cond(project, file, span, outer);
        if cond != outer && facts.conds.live(cond, &project.targets).is_empty() {
            continue;
        }
        match &mut branch {
            _ if cond == outer => {
                if let Some(branch) = branch.take() {
                    position = branch.end(position);
                }
            }
            Some(branch) if branch.cond == cond => {}
            Some(before) if facts.conds.exclusive(before.cond, cond) => {
                before.longest = before.end(position);
                before.differs |= before.first.is_some_and(|first| first != position);
                before.first = Some(before.first.unwrap_or(position));
                (before.cond, position) = (cond, before.start);
            }
            _ => branch = Some(Branch { start: position, cond, longest: position, first: None, differs: false }),
        }
        fields.complete &= position < UNKNOWN;
        match ast.expr(item) {
            Expr::Designated { field, value } => {
                if let Some(at) = order.iter().position(|&f| field == f) {
                    position = at + 1;
                }
                fields.set.push(FieldInit { name: field, value, span, cond });
                continue;
            }
            Expr::Opaque | Expr::Indexed { .. } => fields.complete = false,
            // A macro that was not expanded may hold any number of items.
            Expr::Call { .. } | Expr::Name(_) if position > 0 && is_fragment(project, file, item) => {
                fields.complete = false;
            }
            _ => {
                if let Some(&name) = order.get(position) {
                    fields.set.push(FieldInit { name: Name::from(name), value: item, span, cond });
                }
            }
        }
        position += 1;
    }
    fields
}

/// The branches of one `#if`.
struct Branch {
    /// Where they start.
    start: usize,
    /// The condition of the one in hand.
    cond: CondId,
    /// The furthest end of those before it, and the first end.
    longest: usize,
    first: Option<usize>,
    /// Two of them end at different places.
    differs: bool,
}

impl Branch {
    /// Where what follows stands: behind the last field where that is not known.
    fn end(&self, position: usize) -> usize {
        let differs = self.differs || self.first.is_some_and(|first| first != position);
        if differs { UNKNOWN } else { self.longest.max(position) }
    }
}

/// A place behind all fields: some branch of an `#if` before it is longer than another.
const UNKNOWN: usize = 1 << 20;

/// The condition of an item. One that begins inside an `#if` and ends behind it (`#if … A | #endif B`) is always there.
fn item_cond(project: &Units, file: FileId, span: Span, outer: CondId) -> CondId {
    let conds = &project.file(file).conds;
    if conds.at(span.end.saturating_sub(1)) == outer { outer } else { conds.at_span(span) }
}

/// Whether an item of an initialiser names a macro whose body holds a top-level comma.
fn is_fragment(project: &Units, file: FileId, item: ExprId) -> bool {
    let ast = &project.file(file).ast;
    let name = match ast.expr(item) {
        Expr::Name(name) => name,
        _ => match ast.callee_name(item) {
            Some(name) => name,
            None => return false,
        },
    };
    project.defines_of(file, name).iter().any(|(_, define)| {
        let mut open = 0;
        tokens(&define.body).iter().any(|token| {
            match token {
                Token::Sign("(" | "{" | "[") => open += 1,
                Token::Sign(")" | "}" | "]") => open -= 1,
                Token::Sign(",") => return open == 0,
                _ => {}
            }
            false
        })
    })
}
