//! The fields of instance structs that own references: which exist, what they are given, where they are released.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::atoms::{makes_atom, merge};
use super::calls::{Assignment, CallSite};
use super::types::TypeId;
use super::{FuncRef, Local, Project};
use crate::facts::{CType, Expr, ExprId, Field, FileId, Name, Record, Span, UnaryOp};

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
type FieldOf = (FileId, Span, Name);

/// Reference counting of fields and what they are given, each place resolved once.
#[derive(Debug, Default)]
pub struct FieldUses {
    releases: HashMap<FieldOf, Vec<CallSite>>,
    takes: HashMap<FieldOf, Vec<CallSite>>,
    assigned: HashMap<FieldOf, Vec<Assignment>>,
    atoms: Mutex<Atoms>,
}

/// What is known of the objects in fields, and the fields whose answer is being worked out.
#[derive(Debug, Default)]
struct Atoms {
    known: HashMap<FieldOf, Option<bool>>,
    open: Vec<FieldOf>,
    /// How many of `open` the current answer hangs on.
    hangs_on: Option<usize>,
}

/// So many fields are followed from one to the next.
const MAX_OPEN: usize = 32;
const RELEASES: [&str; 6] = ["Py_CLEAR", "Py_DECREF", "Py_XDECREF", "Py_SETREF", "Py_XSETREF", "Py_DecRef"];
const TAKES: [&str; 3] = ["Py_INCREF", "Py_XINCREF", "Py_IncRef"];

impl FieldUses {
    fn collect(project: &Project) -> FieldUses {
        let find = |names: &[&str]| {
            let mut found: HashMap<FieldOf, Vec<CallSite>> = HashMap::new();
            for name in names {
                for &site in project.sites.calls_of(name) {
                    let ast = &project.file(site.file).ast;
                    let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                    let Some(&arg) = ast.exprs(args).first() else { continue };
                    let mut place = ast.strip_casts(arg);
                    while let Expr::Index { base, .. } = ast.expr(place) {
                        place = ast.strip_casts(base);
                    }
                    if let Expr::Member { base, field, .. } = ast.expr(place)
                        && let Some((at, of)) = project.record_at(site.file, site.func_ref(), base, 0)
                    {
                        found.entry((at, of.span, field)).or_default().push(site);
                    }
                }
            }
            found
        };
        let mut assigned: HashMap<FieldOf, Vec<Assignment>> = HashMap::new();
        for (&name, sites) in &project.sites.assignments {
            for site in sites {
                let ast = &project.file(site.file).ast;
                let func = site.func.map(|id| FuncRef { file: site.file, id });
                if let Some(target) = site.target
                    && let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target))
                    && let Some((at, of)) = project.record_at(site.file, func, base, 0)
                {
                    assigned.entry((at, of.span, name)).or_default().push(*site);
                }
            }
        }
        FieldUses { releases: find(&RELEASES), takes: find(&TAKES), assigned, atoms: Mutex::default() }
    }

    fn atoms(&self) -> MutexGuard<'_, Atoms> {
        self.atoms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Project {
    /// The struct of a type's instances, as its basicsize says.
    pub fn instance_record(&self, id: TypeId) -> Option<(FileId, &Record)> {
        let object = self.types.get(id);
        let ast = &self.file(object.file).ast;
        let mut name = None;
        ast.each_expr(object.basicsize?, &mut |e| {
            name = name.or(match ast.expr(e) {
                Expr::SizeofType(ty) => ty.is_value().then_some(ty.base),
                Expr::SizeofExpr(e) => ast.referred_name(e),
                _ => None,
            });
        });
        self.resolve_record(object.file, name?)
    }

    /// The fields of a type's instances that own references; None where the struct is not known.
    pub fn owned_fields(&self, id: TypeId) -> Option<Vec<OwnedField>> {
        let (file, record) = self.instance_record(id)?;
        let mut out = Vec::new();
        self.add_owned(file, record, 0, &mut out);
        Some(out)
    }

    fn add_owned(&self, file: FileId, record: &Record, depth: u32, out: &mut Vec<OwnedField>) {
        for field in &record.fields {
            if field.ty.is_value() && field.name != "ob_base" && depth < 4 {
                if let Some((at, inner)) = self.resolve_record(file, field.ty.base) {
                    self.add_owned(at, inner, depth + 1, out);
                }
            } else if self.is_object_pointer(file, field.ty) && !field.name.to_ascii_lowercase().contains("weak") {
                out.extend(self.owned(file, record, field));
            }
        }
    }

    /// Whether a declared type points to a Python object.
    pub fn is_object_pointer(&self, file: FileId, ty: CType) -> bool {
        if ty.pointers != 1 || ty.function_pointer {
            return false;
        }
        let name = ty.bare_base();
        if name.starts_with("Py") && (name.ends_with("Object") || name == "PyObject") {
            return true;
        }
        let mut record = self.resolve_record(file, ty.base);
        for _ in 0..4 {
            let Some((at, of)) = record else { return false };
            let Some(first) = of.fields.first() else { return false };
            if first.name == "ob_base" {
                return true;
            }
            record = if first.ty.is_value() { self.resolve_record(at, first.ty.base) } else { None };
        }
        false
    }

    fn owned(&self, file: FileId, record: &Record, field: &Field) -> Option<OwnedField> {
        let uses = self.field_uses.get_or_init(|| FieldUses::collect(self));
        let key = (file, record.span, field.name);
        let counted = uses.releases.get(&key).or_else(|| uses.takes.get(&key)).and_then(|sites| sites.first());
        let counted = counted.map(|site| (site.file, self.file(site.file).ast.expr_span(site.expr)));
        let made = || {
            uses.assigned.get(&key)?.iter().find_map(|site| {
                let ast = &self.file(site.file).ast;
                let value = ast.strip_casts(site.value);
                let new = ast.callee_name(value).is_some_and(|n| makes_atom(n.as_str()) || n.contains("NewRef"));
                new.then(|| (site.file, ast.expr_span(value)))
            })
        };
        let evidence = counted.or_else(made)?;
        let atomic = self.field_is_atom(file, record, field.name) == Some(true);
        Some(OwnedField {
            name: field.name,
            file,
            span: field.span,
            evidence,
            atomic,
            type_pointer: field.ty.bare_base() == "PyTypeObject",
        })
    }

    /// Whether [`Project::field_is_atom`] is at work on a field: what is stored there from it adds nothing.
    pub(crate) fn field_is_open(&self, file: FileId, record: &Record, field: Name) -> bool {
        let uses = self.field_uses.get_or_init(|| FieldUses::collect(self));
        let same = |&(at, span, name): &FieldOf| {
            let longer = || self.file(at).records.iter().find(|r| r.span == span);
            name == field && ((at, span) == (file, record.span) || longer().is_some_and(|l| is_start(record, l, field)))
        };
        uses.atoms().open.iter().any(same)
    }

    /// What [`Project::is_atom`] says of all that is stored in a field of a struct.
    pub(crate) fn field_is_atom(&self, file: FileId, record: &Record, field: Name) -> Option<bool> {
        let uses = self.field_uses.get_or_init(|| FieldUses::collect(self));
        let key = (file, record.span, field);
        let mut atoms = uses.atoms();
        if let Some(&known) = atoms.known.get(&key) {
            return known;
        }
        if let Some(at) = atoms.open.iter().position(|open| *open == key) {
            atoms.hangs_on = Some(atoms.hangs_on.map_or(at, |other| other.min(at)));
            return None;
        }
        if atoms.open.len() > MAX_OPEN {
            return Some(false);
        }
        atoms.open.push(key);
        drop(atoms);
        let answer = self.stored_is_atom(uses, file, record, field);
        let mut atoms = uses.atoms();
        atoms.open.pop();
        // An answer that hangs on a field further out is not the last word.
        let whole = atoms.hangs_on.is_none_or(|at| at >= atoms.open.len());
        if whole {
            atoms.hangs_on = None;
        }
        if whole || answer == Some(false) {
            atoms.known.insert(key, answer);
        }
        answer
    }

    fn stored_is_atom(&self, uses: &FieldUses, file: FileId, record: &Record, field: Name) -> Option<bool> {
        let keys: Vec<FieldOf> = self.starts(file, record, field).map(|(at, span)| (at, span, field)).collect();
        let assigned = keys.iter().filter_map(|key| uses.assigned.get(key)).flatten().map(|site| {
            let func = site.func.map(|id| FuncRef { file: site.file, id });
            self.is_atom(site.file, func, site.value, 0)
        });
        let replaced = keys.iter().filter_map(|key| uses.releases.get(key)).flatten().filter_map(|site| {
            let ast = &self.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return None };
            let &value = ast.exprs(args).get(1)?;
            Some(self.is_atom(site.file, site.func_ref(), value, 0))
        });
        merge(assigned.chain(replaced))
    }

    /// A struct and those of its unit that it starts with, as far as they have the field.
    fn starts<'a>(
        &'a self,
        file: FileId,
        record: &'a Record,
        field: Name,
    ) -> impl Iterator<Item = (FileId, Span)> + use<'a> {
        let all =
            self.records_with(field).filter(move |&(at, of)| is_start(of, record, field) && self.share_unit(file, at));
        let shorter = all.map(|(at, of)| (at, of.span));
        std::iter::once((file, record.span)).chain(shorter)
    }

    /// The struct that a pointer expression points to.
    pub fn record_at(
        &self,
        file: FileId,
        func: Option<FuncRef>,
        expr: ExprId,
        depth: u32,
    ) -> Option<(FileId, &Record)> {
        if depth > 8 {
            return None;
        }
        let facts = self.file(file);
        let ast = &facts.ast;
        let by = |ty: CType| self.resolve_record(file, ty.base);
        match ast.expr(expr) {
            Expr::Cast { ty, .. } => by(ty),
            Expr::Name(name) => match func.and_then(|f| self.local(f, name)) {
                Some(Local::Var(var)) => by(facts.var(var).ty),
                Some(Local::Param(i)) => by(self.func(func?).params[i].ty),
                None => self.resolve_var(file, name).first().and_then(|v| by(self.var(*v).ty)),
            },
            Expr::Member { base, field, .. } => {
                let (at, record) = self.record_at(file, func, base, depth + 1)?;
                let field = record.fields.iter().find(|f| f.name == field)?;
                self.resolve_record(at, field.ty.base)
            }
            Expr::Index { base, .. } => self.record_at(file, func, base, depth + 1),
            Expr::Unary { op: UnaryOp::Deref | UnaryOp::AddressOf, arg } => self.record_at(file, func, arg, depth + 1),
            Expr::Call { .. } => {
                let name = ast.callee_name(expr)?;
                if let Some(found) = self.resolve_func(file, name).first() {
                    return self.resolve_record(found.file, self.func(*found).ret.base);
                }
                // `Foo_CAST(op)`: the struct is a word of the macro.
                let (at, define) = self.defines_of(file, name).into_iter().next()?;
                super::macro_text::only_casts(define)
                    .then(|| {
                        super::macro_text::tokens(&define.body).into_iter().find_map(|t| match t {
                            super::macro_text::Token::Word(word) if word != "struct" => self.resolve_record(at, word),
                            _ => None,
                        })
                    })
                    .flatten()
            }
            _ => None,
        }
    }
}

/// Whether a struct with the field is the start of another one: code that serves both uses it by the shorter one.
fn is_start(of: &Record, longer: &Record, field: Name) -> bool {
    let like = |(a, b): (&Field, &Field)| a.name == b.name && a.ty == b.ty;
    (2..longer.fields.len()).contains(&of.fields.len())
        && of.fields.iter().any(|f| f.name == field)
        && of.fields.iter().zip(&longer.fields).all(like)
}
