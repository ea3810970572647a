//! Module state: the struct that `m_size` measures, which of its fields own objects.

use rustc_hash::FxHashMap;

use crate::capi::functions::{self, Function, Makes};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, Expr, ExprId, Field, FileId, FuncId, Name, Record};
use crate::link::flow::references::{References, is_null};
use crate::link::modules::ModuleDef;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Local, Relations};

/// A field of a module state that owns a reference.
#[derive(Clone, Copy, Debug)]
pub struct OwnedField {
    /// The field.
    pub field: Field,
    /// All that it ever gets are strings and numbers, which are in no cycle.
    pub constant: bool,
}

/// A call that releases what a field holds.
struct Release<'a> {
    site: &'a CallSite,
    function: &'static Function,
    args: &'a [ExprId],
}

/// All calls that release what a field holds, by the name of the field. Gathered once: each goes through all sources.
pub struct Released<'a>(FxHashMap<Name, Vec<Release<'a>>>);

impl Relations {
    /// The struct in the `sizeof` of a definition's `m_size`.
    pub fn module_state(&self, def: &ModuleDef) -> Option<(FileId, &Record)> {
        let file = def.var.file;
        let facts = self.file(file);
        let sizes = def.fields.iter().filter(|f| f.0 == "m_size");
        sizes.filter(|f| !facts.conds.live(facts.conds.at_span(f.2), &self.targets).is_empty()).find_map(
            |&(_, value, _)| match facts.ast.expr(facts.ast.strip_casts(value)) {
                Expr::SizeofType(CType { base, pointers: 0, .. }) => self.resolve_record(file, base),
                Expr::SizeofExpr(of) => match facts.ast.expr(of) {
                    Expr::Name(name) => self.resolve_record(file, name),
                    _ => None,
                },
                _ => None,
            },
        )
    }

    /// The object fields of a state struct that surely own what they hold: something puts a new reference there, or
    /// releases one.
    pub fn owned_state_fields(&self, file: FileId, record: &Record, released: &Released<'_>) -> Vec<OwnedField> {
        let object = |field: &&Field| {
            let pointer = field.ty.pointers == 1 && field.ty.arrays == 0 && !field.ty.function_pointer;
            let base = field.ty.bare_base();
            pointer && !field.ty.const_base && matches!(struct_roles::kind(base), Some(Kind::Object | Kind::TypeObject))
        };
        let mut references = References::new(self, self.targets.max_python);
        let releases = |field: &Field| released.0.get(&field.name).map_or(&[][..], Vec::as_slice);
        let mut judge = |field: &Field| {
            let (mut owned, mut constant, mut given) = (false, true, false);
            // Whether it is released is told without a walk.
            owned |= releases(field).iter().any(|release| self.is_release(release, file, field.name, record));
            for (at, value) in self.stored(file, field.name, record, releases(field)) {
                let ast = &self.file(at.file).ast;
                if is_null(ast, value) {
                    continue;
                }
                given = true;
                constant &= references.makes(at, value) == Some(Makes::Acyclic);
                owned = owned || references.hands_over(at, value, field.name);
            }
            (owned && given).then_some(OwnedField { field: *field, constant })
        };
        record.fields.iter().filter(object).filter_map(&mut judge).collect()
    }

    /// What a field is given in the extension, by assignment or by `Py_XSETREF`, and where.
    fn stored(&self, file: FileId, field: Name, record: &Record, releases: &[Release<'_>]) -> Vec<(FuncRef, ExprId)> {
        let mut out = Vec::new();
        for site in self.sites.assignments_to(field).iter().filter(|s| s.op.is_none()) {
            if let (Some(id), Some(target)) = (site.func, site.target)
                && self.is_field(site.file, site.func, target, field, record)
                && self.same_extension(file, site.file)
            {
                out.push((FuncRef { file: site.file, id }, self.file(site.file).ast.strip_casts(site.value)));
            }
        }
        for release in releases.iter().filter(|release| self.is_release(release, file, field, record)) {
            let Release { site, function, args } = *release;
            let stored = args.iter().enumerate().skip(1).filter(|(i, _)| function.steals(i + 1));
            let ast = &self.file(site.file).ast;
            out.extend(stored.filter_map(|(_, &arg)| Some((site.func_ref()?, ast.strip_casts(arg)))));
        }
        out
    }

    /// The calls that release what a field of some struct holds, by the name of the field.
    /// What is released in fields, anywhere in the sources.
    pub fn released_fields(&self) -> Released<'_> {
        let mut out: FxHashMap<Name, Vec<Release<'_>>> = FxHashMap::default();
        for function in functions::all().iter().filter(|f| f.releases().has(1)) {
            for site in self.sites.calls_of(function.name) {
                let ast = &self.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                let args = ast.exprs(args);
                if let Some(&first) = args.first()
                    && let Expr::Member { field, .. } = ast.expr(ast.strip_casts(first))
                {
                    out.entry(field).or_default().push(Release { site, function, args });
                }
            }
        }
        Released(out)
    }

    /// Whether a call in the extension, `Py_CLEAR(st->field)` or the like, releases this field of this struct.
    fn is_release(&self, release: &Release<'_>, file: FileId, field: Name, record: &Record) -> bool {
        let site = release.site;
        release.args.first().is_some_and(|&a| self.is_field(site.file, site.func, a, field, record))
            && self.same_extension(file, site.file)
    }

    /// Whether an expression is this field of this struct: by the type of the variable before the arrow, else by a
    /// field name that no other struct has.
    fn is_field(&self, file: FileId, func: Option<FuncId>, e: ExprId, field: Name, record: &Record) -> bool {
        let ast = &self.file(file).ast;
        let Expr::Member { base, field: named, .. } = ast.expr(ast.strip_casts(e)) else { return false };
        if named != field {
            return false;
        }
        if let (Expr::Name(name), Some(id)) = (ast.expr(ast.strip_casts(base)), func) {
            let ty = match self.local(FuncRef { file, id }, name) {
                Some(Local::Var(var)) => Some(self.file(file).var(var).ty),
                Some(Local::Param(i)) => Some(self.file(file).func(id).params[i].ty),
                None => None,
            };
            if let Some(ty) = ty {
                let found = self.resolve_record(file, ty.base);
                return found.is_some_and(|(_, r)| std::ptr::eq(r, record));
            }
        }
        let with_field = |r: &Record| r.fields.iter().any(|f| f.name == field);
        self.files.iter().flat_map(|f| &f.records).filter(|r| with_field(r)).count() == 1
    }
}
