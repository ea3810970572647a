//! Which functions a slot function calls, and which words its macros use: for questions about what a body never does.

use crate::facts::{Expr, ExprId, Name};
use crate::link::macros::words;
use crate::link::types::TypeRef;
use crate::link::{CutKind, FuncRef, Model};

/// So many functions are followed from one.
const MAX_FUNCS: usize = 64;

/// What a function and its callees consist of.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// The function and the project's functions that it calls, nearest first.
    pub funcs: Vec<FuncRef>,
    /// Words in the bodies of macros used.
    pub words: Vec<Name>,
    /// A parameter goes to a function that is not part of the project, nor of Python.
    pub open: bool,
}

impl Model {
    /// What is reached from a function by calls that hand on a parameter, to `depth`.
    pub fn reach(&self, at: FuncRef, depth: usize) -> Reach {
        let mut reach = Reach { funcs: vec![at], ..Reach::default() };
        let mut next = 0;
        let mut level = vec![0];
        while next < reach.funcs.len() {
            let (func, here) = (reach.funcs[next], level[next]);
            next += 1;
            if next == MAX_FUNCS {
                self.cuts.add(CutKind::Calls, func.file, self.func(func).name_span);
            }
            self.add_callees(func, &mut reach, here < depth && next < MAX_FUNCS);
            level.resize(reach.funcs.len(), here + 1);
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
                    Some(found) if follow => push(reach, found),
                    Some(found) => reach.open |= found.iter().any(|f| !reach.funcs.contains(f)),
                    None => reach.open |= hands_on,
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
                        push(reach, self.resolve_func(*file, word));
                    }
                }
            }
            let api = name.starts_with("Py") || name.starts_with("_Py") || params.contains(&name);
            reach.open |= hands_on && found.is_empty() && defines.is_empty() && !api && ast.strip_casts(e) == e;
            if follow {
                push(reach, found);
            } else {
                reach.open |= found.iter().any(|f| !reach.funcs.contains(f));
            }
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

    /// Whether a function or its callees call one of `names`; None where that is not known.
    pub fn calls_any(&self, at: FuncRef, names: &[&str]) -> Option<bool> {
        let reach = self.reach(at, 4);
        let mut found = reach.words.iter().any(|w| names.contains(&w.as_str()));
        self.each_reached(&reach, &mut |at, e| {
            found |= self.file(at.file).ast.callee_name(e).is_some_and(|n| names.contains(&n.as_str()));
        });
        if found { Some(true) } else { (!reach.open).then_some(false) }
    }

    /// Whether a function or its callees name a field; None where that is not known.
    pub fn names_field(&self, at: FuncRef, wanted: Name) -> Option<bool> {
        let reach = self.reach(at, 4);
        let mut found = reach.words.contains(&wanted);
        self.each_reached(&reach, &mut |at, e| {
            found |= matches!(self.file(at.file).ast.expr(e), Expr::Member { field, .. } if field == wanted);
        });
        if found { Some(true) } else { (!reach.open).then_some(false) }
    }
}

fn push(reach: &mut Reach, found: Vec<FuncRef>) {
    for func in found {
        if !reach.funcs.contains(&func) {
            reach.funcs.push(func);
        }
    }
}
