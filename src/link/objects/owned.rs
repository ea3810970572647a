//! The fields of instance structs that own references: which exist, what they are given, where they are released.

use std::collections::HashMap;

use crate::facts::{Expr, Field, FileId, Name, Record, Span};
use crate::link::objects::acyclic;
use crate::link::objects::acyclic::{Place, makes_atom};
use crate::link::sites::{Assignment, CallSite};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Model};

/// A field that owns the object it points to.
#[derive(Clone, Copy, Debug)]
pub struct OwnedField {
    /// Its name.
    pub name: Name,
    /// The file of the struct.
    pub file: FileId,
    /// Where the field is declared.
    pub span: Span,
    /// Where a reference is taken or given up.
    pub evidence: (FileId, Span),
    /// Only strings, bytes and numbers are ever stored: it is part of no cycle.
    pub atomic: bool,
    /// It points to a type.
    pub type_pointer: bool,
}

/// A field of a struct: the struct by file and place, as names are shared.
pub(crate) type FieldOf = (FileId, Span, Name);

/// Reference counting of fields and what they are given, each place resolved once.
#[derive(Debug, Default)]
pub(crate) struct FieldUses {
    pub(crate) releases: HashMap<FieldOf, Vec<CallSite>>,
    takes: HashMap<FieldOf, Vec<CallSite>>,
    pub(crate) assigned: HashMap<FieldOf, Vec<Assignment>>,
}

const RELEASES: [&str; 6] = ["Py_CLEAR", "Py_DECREF", "Py_XDECREF", "Py_SETREF", "Py_XSETREF", "Py_DecRef"];
const TAKES: [&str; 3] = ["Py_INCREF", "Py_XINCREF", "Py_IncRef"];

impl FieldUses {
    fn collect(model: &Model) -> FieldUses {
        let find = |names: &[&str]| {
            let mut found: HashMap<FieldOf, Vec<CallSite>> = HashMap::new();
            for name in names {
                for &site in model.sites.calls_of(name) {
                    let ast = &model.file(site.file).ast;
                    let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                    let Some(&arg) = ast.exprs(args).first() else { continue };
                    let mut place = ast.strip_casts(arg);
                    while let Expr::Index { base, .. } = ast.expr(place) {
                        place = ast.strip_casts(base);
                    }
                    if let Expr::Member { base, field, .. } = ast.expr(place)
                        && let Some((at, of)) = model.record_at(site.file, site.func_ref(), base, 0)
                    {
                        found.entry((at, of.span, field)).or_default().push(site);
                    }
                }
            }
            found
        };
        let mut assigned: HashMap<FieldOf, Vec<Assignment>> = HashMap::new();
        for (&name, sites) in &model.sites.assignments {
            for site in sites {
                let ast = &model.file(site.file).ast;
                let func = site.func.map(|id| FuncRef { file: site.file, id });
                if let Some(target) = site.target
                    && let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target))
                    && let Some((at, of)) = model.record_at(site.file, func, base, 0)
                {
                    assigned.entry((at, of.span, name)).or_default().push(*site);
                }
            }
        }
        FieldUses { releases: find(&RELEASES), takes: find(&TAKES), assigned }
    }

    /// Where a reference in a field is counted, else where a new one is stored.
    fn evidence(&self, model: &Model, key: FieldOf) -> Option<(FileId, Span)> {
        let counted = self.releases.get(&key).or_else(|| self.takes.get(&key)).and_then(|sites| sites.first());
        let counted = counted.map(|site| (site.file, model.file(site.file).ast.expr_span(site.expr)));
        let made = || {
            self.assigned.get(&key)?.iter().find_map(|site| {
                let ast = &model.file(site.file).ast;
                let value = ast.strip_casts(site.value);
                let new = ast.callee_name(value).is_some_and(|n| makes_atom(n.as_str()) || n.contains("NewRef"));
                new.then(|| (site.file, ast.expr_span(value)))
            })
        };
        counted.or_else(made)
    }
}

/// The fields of instances that own references, by type; none for a type whose struct is not known.
pub(crate) fn collect(model: &Model) -> HashMap<TypeId, Vec<OwnedField>> {
    let uses = FieldUses::collect(model);
    let mut found = Vec::new();
    for (id, _) in model.types.iter() {
        if let Some((file, record)) = model.instance_record(id) {
            let mut fields = Vec::new();
            add_owned(model, &uses, (file, record), 0, &mut fields);
            found.push((id, fields));
        }
    }
    let atoms = acyclic::settle(model, &uses, found.iter().flat_map(|(_, fields)| fields).map(|of| of.place));
    let field = |of: &Found<'_>| OwnedField {
        name: of.field.name,
        file: of.place.file,
        span: of.field.span,
        evidence: of.evidence,
        atomic: atoms.contains(&of.place.key()),
        type_pointer: of.field.ty.bare_base() == "PyTypeObject",
    };
    found.iter().map(|(id, fields)| (*id, fields.iter().map(field).collect())).collect()
}

/// A field that owns its object; what it holds is still open.
struct Found<'a> {
    place: Place<'a>,
    field: &'a Field,
    evidence: (FileId, Span),
}

fn add_owned<'a>(
    model: &'a Model,
    uses: &FieldUses,
    (file, record): (FileId, &'a Record),
    depth: u32,
    out: &mut Vec<Found<'a>>,
) {
    for field in &record.fields {
        if field.ty.is_value() && field.name != "ob_base" && depth < 4 {
            if let Some(inner) = model.resolve_record(file, field.ty.base.as_str()) {
                add_owned(model, uses, inner, depth + 1, out);
            }
        } else if model.is_object_pointer(file, field.ty) && !field.name.to_ascii_lowercase().contains("weak") {
            let place = Place { file, record, field: field.name };
            if let Some(evidence) = uses.evidence(model, place.key()) {
                out.push(Found { place, field, evidence });
            }
        }
    }
}
