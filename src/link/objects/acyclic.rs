//! Which values of fields refer to no other object: strings, bytes, numbers, weak references without a callback.
//!
//! A field may be given what another one holds, in circles too. So the answers are settled for all fields together
//! (`circles`), and only finished ones are read: no answer hangs on which field was asked first.

mod circles;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::functions::{Makes, facts_of};
use crate::capi::objects::is_constant_number;
use crate::facts::{Expr, ExprId, Field, FileId, Linkage, Name, Record, Stmt, UnaryOp};
use crate::link::flow::references::{References, Trace, Walks, origins};
use crate::link::objects::asked;
use crate::link::objects::owned::{FieldOf, FieldUses};
use crate::link::{CutKind, FuncRef, Local, Model};

/// How far values are followed through locals, parameters and functions.
const DEPTH: u32 = 5;

/// A field of a struct.
#[derive(Clone, Copy)]
pub(crate) struct FieldRef<'a> {
    /// The file of the struct.
    pub(crate) file: FileId,
    /// The struct.
    pub(crate) record: &'a Record,
    /// The field.
    pub(crate) field: Name,
}

impl FieldRef<'_> {
    pub(crate) fn key(&self) -> FieldOf {
        (self.file, self.record.span, self.field)
    }
}

/// What a value, or all that is stored somewhere, may be; of several the last one in this order holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    /// NULL, None.
    Nothing,
    /// What another field holds whose answer is open: it adds nothing to a field that this one is given.
    Open,
    /// Objects that refer to no other.
    Atoms,
    /// Perhaps other ones.
    Other,
}

impl Kept {
    /// What a reader gets: nothing is known of what is never set.
    fn read(self) -> Kept {
        if self == Kept::Nothing { Kept::Other } else { self }
    }
}

/// The fields among these, and among those that they are given, that hold nothing but such objects.
pub(crate) fn settle<'a>(
    model: &'a Model,
    uses: &FieldUses,
    fields: impl Iterator<Item = FieldRef<'a>>,
) -> FxHashSet<FieldOf> {
    let known = circles::settle(model, uses, fields);
    known.into_iter().filter(|(_, kept)| *kept == Kept::Atoms).map(|(field, _)| field).collect()
}

/// Reads what is stored in one field.
struct Stored<'a, 'k> {
    model: &'a Model,
    /// The fields that are settled.
    known: &'k FxHashMap<FieldOf, Kept>,
    /// The field, and the structs that its own starts with as far as they have it.
    own: Vec<FieldOf>,
    /// The assignment or call that stores the value, and its function.
    store: Option<(FuncRef, ExprId)>,
    /// The fields met on the way that are not settled.
    open: Vec<FieldRef<'a>>,
    walks: &'k mut Walks,
}

impl<'a, 'k> Stored<'a, 'k> {
    /// All that is stored in a field, and the fields on which that hangs.
    fn read(
        model: &'a Model,
        uses: &'k FieldUses,
        known: &'k FxHashMap<FieldOf, Kept>,
        of: FieldRef<'a>,
        walks: &'k mut Walks,
    ) -> (Kept, Vec<FieldRef<'a>>) {
        let own: Vec<FieldOf> = starts(model, of).collect();
        let mut values = Vec::new();
        for site in own.iter().filter_map(|key| uses.assigned.get(key)).flatten() {
            let func = site.func.map(|id| FuncRef { file: site.file, id });
            values.push((site.file, func, site.value, site.expr));
        }
        for site in own.iter().filter_map(|key| uses.releases.get(key)).flatten() {
            let ast = &model.file(site.file).ast;
            if let Expr::Call { args, .. } = ast.expr(site.expr)
                && let Some(&value) = ast.exprs(args).get(1)
            {
                values.push((site.file, site.func_ref(), value, Some(site.expr)));
            }
        }
        let mut stored = Stored { model, known, own, store: None, open: Vec::new(), walks };
        let kept = strongest(values, |(file, func, value, store)| {
            stored.store = func.zip(store);
            stored.value(file, func, value, 0)
        });
        (kept, stored.open)
    }

    fn value(&mut self, file: FileId, func: Option<FuncRef>, value: ExprId, depth: u32) -> Kept {
        let model = self.model;
        let ast = &model.file(file).ast;
        let value = ast.strip_casts(value);
        if depth > DEPTH {
            model.cuts.add(CutKind::Values, file, ast.expr_span(value));
            return Kept::Other;
        }
        match ast.expr(value) {
            Expr::Int(0) => Kept::Nothing,
            Expr::Name(name) if name == "NULL" || name == "nullptr" || name == "Py_None" => Kept::Nothing,
            Expr::Name(name) => func.map_or(Kept::Other, |at| self.local(at, name, depth + 1)),
            Expr::Conditional { then, other, .. } => {
                strongest(vec![then, other], |e| self.value(file, func, e, depth + 1))
            }
            Expr::Call { args, .. } => {
                let Some(name) = ast.callee_name(value) else { return Kept::Other };
                let args = ast.exprs(args);
                let first = args.first().copied();
                let number = first.and_then(|e| ast.referred_name(e)).is_some_and(|n| is_constant_number(n.as_str()));
                match facts_of(name.as_str()) {
                    Some(same) if same.takes.has(1) && same.returns_new() => {
                        first.map_or(Kept::Other, |e| self.value(file, func, e, depth + 1))
                    }
                    // With a callback the reference owns an object.
                    Some(weak) if weak.name == "PyWeakref_NewRef" => {
                        let callback = args.get(1).map(|&e| self.value(file, func, e, depth + 1));
                        if callback == Some(Kept::Nothing) { Kept::Atoms } else { Kept::Other }
                    }
                    Some(maker) if maker.makes == Some(Makes::Acyclic) => Kept::Atoms,
                    Some(getter) if number && getter.makes.is_none() && getter.returns_object() => Kept::Atoms,
                    _ => self.returned(file, name, depth + 1),
                }
            }
            Expr::Member { base, field, .. } => match model.record_at(file, func, base, 0) {
                Some((file, record)) => self.field(FieldRef { file, record, field }),
                None => Kept::Other,
            },
            _ => Kept::Other,
        }
    }

    /// What another field holds.
    fn field(&mut self, of: FieldRef<'a>) -> Kept {
        let key = of.key();
        match self.known.get(&key) {
            // What is stored there was counted for this field already.
            Some(Kept::Nothing) if self.own.contains(&key) => Kept::Open,
            Some(kept) => kept.read(),
            None => {
                self.open.push(of);
                Kept::Open
            }
        }
    }

    /// What a function of the project returns.
    fn returned(&mut self, file: FileId, name: Name, depth: u32) -> Kept {
        let model = self.model;
        let found = model.resolve_func(file, name);
        if found.is_empty() {
            return Kept::Other;
        }
        strongest(found, |at| {
            let facts = model.file(at.file);
            let Some(body) = model.func(at).body else { return Kept::Other };
            let mut values = Vec::new();
            facts.ast.each_stmt(body, &mut |stmt| {
                if let Stmt::Return(Some(value)) = facts.ast.stmt(stmt) {
                    values.push(value);
                }
            });
            strongest(values, |value| self.value(at.file, Some(at), value, depth)).read()
        })
    }

    /// What a local holds, or every caller passes as this parameter.
    fn local(&mut self, at: FuncRef, name: Name, depth: u32) -> Kept {
        let model = self.model;
        let Some(local) = model.local(at, name) else { return Kept::Other };
        if is_checked(model, at, name) && self.is_guarded(at, name) {
            return Kept::Atoms;
        }
        // Whoever gets its address may store anything in it.
        let given = model.sites.calls_in(at, name).any(|site| {
            let ast = &model.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return true };
            ast.callee_name(site.expr).is_none_or(|n| n != "_PyBytes_Resize")
                && ast.exprs(args).iter().any(|&arg| match ast.expr(ast.strip_casts(arg)) {
                    Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.referred_name(arg) == Some(name),
                    _ => false,
                })
        });
        if given {
            return Kept::Other;
        }
        let sites = model.sites.assignments_in(at, name);
        let mut values: Vec<_> = sites
            .filter(|a| a.target.is_none_or(|t| matches!(model.file(a.file).ast.expr(t), Expr::Name(_))))
            .map(|a| (at.file, Some(at), a.value))
            .collect();
        if let Local::Param(index) = local {
            let own = model.func(at).name;
            // Where its name is a value, others may call it.
            if model.func(at).linkage != Linkage::Internal || !model.sites.calls_with(own).is_empty() {
                return Kept::Other;
            }
            // Others have functions of this name of their own.
            let near = |file: FileId| model.share_unit(at.file, file);
            for site in model.sites.calls_of(own.as_str()).iter().filter(|s| near(s.file)) {
                let ast = &model.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                let Some(&arg) = ast.exprs(args).get(index) else { return Kept::Other };
                values.push((site.file, site.func_ref(), arg));
            }
        }
        // Nothing is known of what is never set.
        if values.is_empty() {
            return Kept::Other;
        }
        strongest(values, |(file, func, value)| self.value(file, func, value, depth))
    }
}

impl Stored<'_, '_> {
    /// Whether the store stands on paths alone on which a test said what the local is; a test elsewhere says nothing.
    fn is_guarded(&mut self, at: FuncRef, name: Name) -> bool {
        let Some((_, store)) = self.store.filter(|(func, _)| *func == at) else { return true };
        let mut references = References::new(self.model, self.model.targets.max_python);
        let origins = origins(self.model, at, name);
        // Where nothing is known of the paths, the test counts as it does on paths that are not understood.
        if !origins.iter().all(|_| self.walks.may(self.model, at)) {
            return true;
        }
        let traces = origins.into_iter().map(|origin| references.follow(at, origin));
        let open = |trace: &Trace| trace.stores.iter().any(|(at, acyclic)| *at == store && *acyclic != Some(true));
        !traces.into_iter().any(|trace| !trace.unknown && open(&trace))
    }
}

/// What several values are together; the rest is not looked at where one may be any object.
fn strongest<T>(values: Vec<T>, mut kept: impl FnMut(T) -> Kept) -> Kept {
    let mut answer = Kept::Nothing;
    for value in values {
        answer = answer.max(kept(value));
        if answer == Kept::Other {
            break;
        }
    }
    answer
}

/// A field, and that of the structs of its unit that its own starts with.
fn starts<'a>(model: &'a Model, of: FieldRef<'a>) -> impl Iterator<Item = FieldOf> + use<'a> {
    let all = model.records_with(of.field).filter(move |&(at, _)| model.share_unit(of.file, at));
    let shorter = all.filter(move |(_, r)| is_start(r, of.record, of.field)).map(move |(at, r)| (at, r.span, of.field));
    std::iter::once(of.key()).chain(shorter)
}

/// Whether a struct with the field is the start of another one: code that serves both uses it by the shorter one.
fn is_start(of: &Record, longer: &Record, field: Name) -> bool {
    let like = |(a, b): (&Field, &Field)| a.name == b.name && a.ty == b.ty;
    (2..longer.fields.len()).contains(&of.fields.len())
        && of.fields.iter().any(|f| f.name == field)
        && of.fields.iter().zip(&longer.fields).all(like)
}

/// Whether a function asks if what a local holds is of such a type.
fn is_checked(model: &Model, at: FuncRef, name: Name) -> bool {
    let mut calls = model.sites.calls_in(at, name).peekable();
    if calls.peek().is_none() {
        return false;
    }
    let facts = model.file(at.file);
    if calls.any(|site| asked::by_call(&facts.ast, site.expr).is_some()) {
        return true;
    }
    let (mut found, Some(body)) = (false, model.func(at).body) else { return false };
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Binary { op, left, right } = facts.ast.expr(e) {
            let asked = asked::by_comparison(&facts.ast, op, left, right).map(|(of, _)| facts.ast.strip_casts(of));
            // None alone says nothing of all other values.
            let none = [left, right].iter().any(|&e| facts.ast.referred_name(e).is_some_and(|n| n == name));
            found |= !none && asked.is_some_and(|of| facts.ast.expr(of) == Expr::Name(name));
        }
    });
    found
}
