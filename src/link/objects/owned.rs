//! The fields of instance structs that own references: which exist, what they are given, where they are released.

use rustc_hash::FxHashMap;

use crate::capi::functions::{self, Function, facts_of};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, Field, FileId, Name, Record, Span};
use crate::link::objects::acyclic;
use crate::link::objects::acyclic::FieldRef;
use crate::link::objects::outside::is_any_object;
use crate::link::sites::{Assignment, CallSite};
use crate::link::types::TypeId;
use crate::link::types::members::{Member, members_of};
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
    /// Where a reference is taken or given up, or the member that lets Python code store one.
    pub evidence: (FileId, Span),
    /// The evidence is a release.
    pub released: bool,
    /// Python code stores any object through a member.
    pub writable: bool,
    /// Only strings, bytes and numbers are ever stored: it is part of no cycle.
    pub atomic: bool,
    /// Some function stores any object that Python code hands it.
    pub from_outside: bool,
    /// It points to a type.
    pub type_pointer: bool,
}

/// A field of a struct: the struct by file and place, as names are shared.
pub(crate) type FieldOf = (FileId, Span, Name);

/// Reference counting of fields and what they are given, each place resolved once.
#[derive(Debug, Default)]
pub(crate) struct FieldUses {
    pub(crate) releases: FxHashMap<FieldOf, Vec<CallSite>>,
    takes: FxHashMap<FieldOf, Vec<CallSite>>,
    pub(crate) assigned: FxHashMap<FieldOf, Vec<Assignment>>,
}

impl OwnedField {
    /// What stands at the evidence.
    pub fn evidence_words(&self) -> &'static str {
        match (self.writable, self.released) {
            (_, true) => "released here",
            (true, false) => "Python code stores here",
            (false, false) => "counted here",
        }
    }
}

impl FieldUses {
    fn collect(model: &Model) -> FieldUses {
        let find = |counts: &dyn Fn(&Function) -> bool| {
            let mut found: FxHashMap<FieldOf, Vec<CallSite>> = FxHashMap::default();
            for function in functions::all().iter().filter(|f| counts(f)) {
                for &site in model.sites.calls_of(function.name) {
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
        let mut assigned: FxHashMap<FieldOf, Vec<Assignment>> = FxHashMap::default();
        for (&name, sites) in model.sites.assignments.iter() {
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
        let releases = find(&|f| f.releases().has(1));
        let takes = find(&|f| f.takes.has(1) && !f.returns_new());
        FieldUses { releases, takes, assigned }
    }

    /// Whether some function stores any object that Python code hands it.
    fn gets_any_object(&self, model: &Model, key: FieldOf) -> bool {
        let assigned = self.assigned.get(&key).into_iter().flatten();
        let assigned = assigned.filter_map(|site| Some((FuncRef { file: site.file, id: site.func? }, site.value)));
        let replaced = self.releases.get(&key).into_iter().flatten().filter_map(|site| {
            let Expr::Call { args, .. } = model.file(site.file).ast.expr(site.expr) else { return None };
            Some((site.func_ref()?, *model.file(site.file).ast.exprs(args).get(1)?))
        });
        assigned.chain(replaced).any(|(at, value)| is_any_object(model, at, value))
    }

    /// Where a reference in a field is counted, else where a new one is stored.
    fn evidence(&self, model: &Model, key: FieldOf) -> Option<(FileId, Span)> {
        let counted = self.releases.get(&key).or_else(|| self.takes.get(&key)).and_then(|sites| sites.first());
        let counted = counted.map(|site| (site.file, model.file(site.file).ast.expr_span(site.expr)));
        let made = || {
            self.assigned.get(&key)?.iter().find_map(|site| {
                let ast = &model.file(site.file).ast;
                let value = ast.strip_casts(site.value);
                let new = ast.callee_name(value).and_then(|n| facts_of(n.as_str())).is_some_and(Function::returns_new);
                new.then(|| (site.file, ast.expr_span(value)))
            })
        };
        counted.or_else(made)
    }
}

/// The fields of instances that own references, by type; none for a type whose struct is not known.
pub(crate) fn collect(model: &Model) -> FxHashMap<TypeId, Vec<OwnedField>> {
    let uses = FieldUses::collect(model);
    let mut found = Vec::new();
    for (id, _) in model.types.iter() {
        if let Some((file, record)) = model.instance_record(id) {
            let mut fields = Vec::new();
            let members = members_of(model, model.types.get(id));
            add_owned(model, &uses, (file, record), 0, &members, &mut fields);
            found.push((id, fields));
        }
    }
    let atoms = acyclic::settle(model, &uses, found.iter().flat_map(|(_, fields)| fields).map(|of| of.place));
    let field = |of: &Candidate<'_>| OwnedField {
        name: of.field.name,
        file: of.place.file,
        span: of.field.span,
        evidence: of.evidence,
        released: of.released,
        writable: of.writable,
        atomic: !of.writable && atoms.contains(&of.place.key()),
        from_outside: of.writable || uses.gets_any_object(model, of.place.key()),
        type_pointer: struct_roles::is(of.field.ty.bare_base(), Kind::TypeObject),
    };
    found.iter().map(|(id, fields)| (*id, fields.iter().map(field).collect())).collect()
}

/// A field that owns its object; what it holds is still open.
struct Candidate<'a> {
    place: FieldRef<'a>,
    field: &'a Field,
    evidence: (FileId, Span),
    released: bool,
    writable: bool,
}

fn add_owned<'a>(
    model: &'a Model,
    uses: &FieldUses,
    (file, record): (FileId, &'a Record),
    depth: u32,
    members: &[Member],
    out: &mut Vec<Candidate<'a>>,
) {
    for field in &record.fields {
        if field.ty.is_value() && field.name != "ob_base" && depth < 4 {
            if let Some(inner) = model.resolve_record(file, field.ty.base.as_str()) {
                add_owned(model, uses, inner, depth + 1, &[], out);
            }
        } else if model.is_object_pointer(file, field.ty) && !field.name.to_ascii_lowercase().contains("weak") {
            let place = FieldRef { file, record, field: field.name };
            let member = members.iter().find(|m| m.stores_object(field.name.as_str()));
            let counted = uses.evidence(model, place.key());
            if let Some(evidence) = counted.or_else(|| member.map(|m| (m.file, m.span))) {
                let released = uses.releases.contains_key(&place.key());
                out.push(Candidate { place, field, evidence, released, writable: member.is_some() });
            }
        }
    }
}
