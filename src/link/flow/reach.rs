//! Which functions a slot function calls, and which words its macros use: for questions about what a body never does.
//! This is the only place that follows calls to collect what lies behind them.

use rustc_hash::FxHashSet;

use crate::facts::{Expr, ExprId, FileFacts, Name};
use crate::link::macros::words;
use crate::link::types::TypeRef;
use crate::link::{CutKind, FuncRef, Model};

/// So many functions are followed from one.
const MAX_FUNCS: usize = 256;

/// What a function and its callees consist of.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// The function and the project's functions that it calls, nearest first.
    pub funcs: Vec<FuncRef>,
    /// Words in the bodies of macros used.
    pub words: Vec<Name>,
    /// A parameter goes to a function that is not part of the project, nor of Python.
    pub open: bool,
    /// Something is called that is not part of the project, nor of Python, whatever it gets: a pointer it finds by
    /// itself may lead it to the object.
    pub leaves: bool,
    /// A function was not followed: too many are called.
    cut: bool,
}

/// What a function and all that it calls mention.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Names of fields and words of macros.
    pub words: FxHashSet<Name>,
    /// Something was not followed.
    pub open: bool,
}

/// The fields that a function and all that it calls name.
#[derive(Clone, Debug)]
pub struct NamedFields {
    words: FxHashSet<Name>,
    open: bool,
}

impl NamedFields {
    /// Whether a field is named; None where that is not known.
    pub fn has(&self, field: Name) -> Option<bool> {
        if self.words.contains(&field) { Some(true) } else { (!self.open).then_some(false) }
    }
}

impl Model {
    /// What is reached from a function by calls.
    pub fn reach(&self, at: FuncRef) -> Reach {
        let mut reach = Reach { funcs: vec![at], ..Reach::default() };
        let mut next = 0;
        while let Some(&func) = reach.funcs.get(next) {
            next += 1;
            self.add_callees(func, &mut reach, next < MAX_FUNCS);
            if std::mem::take(&mut reach.cut) {
                self.cuts.add(CutKind::Calls, func.file, self.func(func).name_span);
            }
        }
        reach
    }

    fn add_callees(&self, at: FuncRef, reach: &mut Reach, follow: bool) {
        let facts = self.file(at.file);
        let ast = &facts.ast;
        let func = self.func(at);
        let Some(body) = func.body else { return };
        let params: Vec<Name> = func.params.iter().filter_map(|p| p.name).collect();
        facts.each_body_expr(body, &mut |e| {
            let Expr::Call { callee, args } = ast.expr(e) else { return };
            let hands_on = ast.exprs(args).iter().any(|&a| {
                matches!(ast.expr(ast.strip_casts(a)), Expr::Name(name) if params.contains(&name) || func.locals.0 < func.locals.1 && self.local(at, name).is_some())
            });
            let Expr::Name(name) = ast.expr(ast.strip_casts(callee)) else {
                match self.slot_called(at, ast.strip_casts(callee)) {
                    Some(found) => reach.add(found, follow),
                    None => {
                        reach.open |= hands_on;
                        reach.leaves = true;
                    }
                }
                return;
            };
            let found = self.resolve_func(at.file, name);
            let defines = self.defines_of(at.file, name);
            for (file, define) in &defines {
                for word in words::words(self, *file, define) {
                    if !reach.words.contains(&word) {
                        reach.words.push(word);
                    }
                    if follow {
                        reach.add(self.resolve_func(*file, word), true);
                    }
                }
            }
            let api = name.starts_with("Py") || name.starts_with("_Py") || params.contains(&name);
            let foreign = found.is_empty() && defines.is_empty() && !api;
            reach.open |= hands_on && foreign && ast.strip_casts(e) == e;
            reach.leaves |= foreign && !ast.exprs(args).is_empty() && name != "visit" && name != "assert";
            reach.add(found, follow);
        });
    }

    /// The functions that `base->tp_x` may mean; empty for a type of CPython itself, None where the base is not known.
    fn slot_called(&self, at: FuncRef, callee: ExprId) -> Option<Vec<FuncRef>> {
        let Expr::Member { base, field, .. } = self.file(at.file).ast.expr(callee) else { return None };
        // Gives memory back, whatever the type: no other function of the project is part of that.
        if field == "tp_free" {
            return Some(Vec::new());
        }
        match self.type_ref(at.file, Some(at.id), base) {
            TypeRef::Builtin(_) if field.starts_with("tp_") => Some(Vec::new()),
            TypeRef::Type(id) if field.starts_with("tp_") => {
                let slots = self.types.get(id).slots.iter().filter(|s| s.name == field);
                let named = slots.filter_map(|s| Some((s.file, self.file(s.file).ast.referred_name(s.value)?)));
                let found: Vec<FuncRef> = named.flat_map(|(file, name)| self.resolve_func(file, name)).collect();
                (!found.is_empty()).then_some(found)
            }
            _ => None,
        }
    }

    /// Calls `f` with every expression of every function reached.
    pub fn each_reached(&self, reach: &Reach, f: &mut dyn FnMut(FuncRef, ExprId)) {
        for &at in &reach.funcs {
            if let Some(body) = self.func(at).body {
                self.file(at.file).each_body_expr(body, &mut |e| f(at, e));
            }
        }
    }

    /// What a hook of a module and the functions of the project that it calls mention.
    pub fn mentions(&self, hook: FuncRef) -> Mentions {
        let reach = self.reach(hook);
        let mut out = Mentions { words: reach.words.iter().copied().collect(), open: reach.leaves };
        self.each_reached(&reach, &mut |at, e| {
            let facts = self.file(at.file);
            match facts.ast.expr(e) {
                Expr::Member { field, .. } => _ = out.words.insert(field),
                Expr::Name(name) => {
                    for (file, define) in self.defines_of(at.file, name) {
                        out.words.extend(words::words(self, file, define));
                    }
                }
                Expr::Index { .. } => out.open |= indexes_cast(facts, e),
                _ => {}
            }
        });
        out
    }

    /// Whether a function or its callees call one of `names`; None where that is not known.
    pub fn calls_any(&self, at: FuncRef, names: &[&str]) -> Option<bool> {
        let reach = self.reach(at);
        let mut found = reach.words.iter().any(|w| names.contains(&w.as_str()));
        self.each_reached(&reach, &mut |at, e| {
            found |= self.file(at.file).ast.callee_name(e).is_some_and(|n| names.contains(&n.as_str()));
        });
        if found { Some(true) } else { (!reach.open).then_some(false) }
    }

    /// The fields that a function and its callees name. Whoever asks for several of them asks once for all.
    pub fn named_fields(&self, at: FuncRef) -> NamedFields {
        let reach = self.reach(at);
        let mut words: FxHashSet<Name> = reach.words.iter().copied().collect();
        self.each_reached(&reach, &mut |at, e| {
            if let Expr::Member { field, .. } = self.file(at.file).ast.expr(e) {
                words.insert(field);
            }
        });
        NamedFields { words, open: reach.open }
    }

    /// Whether a function or its callees name a field; None where that is not known.
    pub fn names_field(&self, at: FuncRef, wanted: Name) -> Option<bool> {
        self.named_fields(at).has(wanted)
    }
}

impl Reach {
    /// Takes in functions that are called, or notes that they are left out.
    fn add(&mut self, found: Vec<FuncRef>, follow: bool) {
        for func in found {
            if self.funcs.contains(&func) {
                continue;
            }
            if follow {
                self.funcs.push(func);
            } else {
                (self.open, self.leaves, self.cut) = (true, true, true);
            }
        }
    }
}

/// `((PyObject **)state)[i]`: any field may be meant.
fn indexes_cast(facts: &FileFacts, e: ExprId) -> bool {
    let Expr::Index { base, .. } = facts.ast.expr(e) else { return false };
    matches!(facts.ast.expr(base), Expr::Cast { .. })
}
