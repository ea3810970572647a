//! The one pass over bodies and initialisers that records what happens to variables with static storage.

use crate::capi::hooks;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

use crate::facts::{
    BinaryOp, CondId, Define, Expr, ExprId, FileFacts, Func, Include, Language, Name, Stmt, StmtId, UnaryOp, VarId,
};
use crate::link::{FuncRef, VarRef};

use super::bodies::{Object, Recorded, Shared};
use super::catalog::Catalog;
use super::closed::Closed;
use super::debug::DebugBuilds;
use super::init::is_old_hook;
use super::macros::{Alias, Macro};
use super::scope::{Binding, Scopes, captured, fields, undeclared};
use super::tasks::Task;
use super::{Content, Value, WriteKind};

/// Effects of macros that a file is followed through, beside those for each expression: far more than any file uses.
const MACRO_EFFECTS: usize = 1_000_000;
/// The same for each expression.
const MACRO_EFFECTS_EACH: usize = 64;

/// Macros of binding libraries whose body is the initialisation of a module.
const BINDERS: &[&str] = &["PYBIND11_MODULE", "PYBIND11_EMBEDDED_MODULE", "NB_MODULE", "BOOST_PYTHON_MODULE"];

/// Walks one file.
pub(crate) struct Walker<'a, 's> {
    pub(crate) shared: &'s Shared<'a>,
    pub(crate) facts: &'a FileFacts,
    pub(crate) func: Option<FuncRef>,
    class: Option<String>,
    /// Fields of the class: a name in a member function means them before a variable outside.
    pub(super) members: FxHashSet<Name>,
    pub(crate) scopes: Scopes,
    /// What automatic pointers point to.
    pub(crate) aliases: FxHashMap<VarId, Vec<Object>>,
    /// What C++ references stand for.
    pub(crate) references: FxHashMap<VarId, Vec<Object>>,
    /// Where the value of an automatic variable came from, the last time in source order.
    pub(crate) origins: FxHashMap<VarId, Value>,
    names: FxHashMap<(Option<Name>, Name), Rc<[u32]>>,
    /// What static pointers point to.
    pub(crate) pointees: FxHashMap<u32, Rc<[Object]>>,
    pub(crate) macro_cache: FxHashMap<Name, Rc<[&'s Macro]>>,
    debug_builds: DebugBuilds,
    pub(crate) closed: FxHashMap<Name, Rc<Closed>>,
    /// Effects of macros that may still be followed.
    budget: usize,
    /// Macros and includes that stand in bodies, by offset.
    lists: Vec<&'a Include>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) out: Recorded,
}

impl<'a, 's> Walker<'a, 's> {
    pub(crate) fn new(shared: &'s Shared<'a>, facts: &'a FileFacts) -> Self {
        Walker {
            shared,
            facts,
            func: None,
            class: None,
            members: FxHashSet::default(),
            scopes: Scopes::default(),
            aliases: FxHashMap::default(),
            references: FxHashMap::default(),
            origins: FxHashMap::default(),
            names: FxHashMap::default(),
            pointees: FxHashMap::default(),
            macro_cache: FxHashMap::default(),
            debug_builds: DebugBuilds::default(),
            closed: FxHashMap::default(),
            budget: MACRO_EFFECTS + MACRO_EFFECTS_EACH * facts.ast.expr_count(),
            lists: facts.includes.iter().filter(|i| !i.system).collect(),
            tasks: Vec::new(),
            out: Recorded::default(),
        }
    }

    /// Whether a condition of the file is live, debug builds of the interpreter or the project left out.
    pub(crate) fn live(&mut self, cond: CondId) -> bool {
        let (table, targets) = (&self.facts.conds, &self.shared.project.targets);
        !table.live(cond, targets).is_empty() && !self.debug_builds.only(table, cond)
    }

    pub(crate) fn function(&mut self, func: FuncRef, body: StmtId) {
        let facts = self.facts;
        let definition = facts.func(func.id);
        self.func = Some(func);
        self.class = Catalog::class_of(self.shared.project, func);
        self.members = self
            .class
            .as_deref()
            .map_or_else(FxHashSet::default, |class| fields(self.shared.project, facts.file, class));
        self.scopes = Scopes::default();
        self.aliases.clear();
        self.references.clear();
        self.origins.clear();
        let exported = self.shared.project.exported_name(facts.file, definition.name);
        let bound = BINDERS.contains(&definition.name.as_str());
        if bound || hooks::of(&exported).is_some_and(|h| !h.encoded) || is_old_hook(facts, definition) {
            self.out.init_roots.insert(definition.name);
        }
        if definition.is_lambda() {
            for (name, binding) in captured(facts, func.id) {
                self.scopes.declare(name, binding);
            }
        }
        for (i, param) in definition.params.iter().enumerate() {
            if let Some(name) = param.name {
                self.scopes.declare(name, Binding::Param(i));
            }
        }
        for var in undeclared(facts, func.id, body) {
            self.scopes.declare(facts.var(var).name, Binding::Local(var));
        }
        self.then([Task::Stmt(body)]);
        self.run();
        self.lists(definition);
        self.func = None;
        self.class = None;
        self.members.clear();
        self.scopes = Scopes::default();
    }

    /// `#define X(a) …` and `#include "list.h"` in a body: the included lines use the macro.
    fn lists(&mut self, definition: &Func) {
        let facts = self.facts;
        let macros = |f: &&Define| f.params.is_some() && definition.span.contains(f.name_span);
        let first = self.lists.partition_point(|i| i.span.start < definition.span.start);
        let last = self.lists.partition_point(|i| i.span.start < definition.span.end);
        for at in first..last {
            let include = self.lists[at];
            for id in definition.locals.0..definition.locals.1 {
                self.scopes.declare(facts.var(VarId(id)).name, Binding::Local(VarId(id)));
            }
            for define in facts.defines.iter().filter(macros).filter(|d| d.name_span.start < include.span.start) {
                self.use_macro(define.name, &[], include.span);
            }
        }
    }

    /// The initialiser of a variable at file scope.
    pub(crate) fn initialiser(&mut self, var: VarId) {
        self.declared(var);
        self.run();
    }

    fn declared(&mut self, var: VarId) {
        if let Some(init) = self.facts.var(var).init {
            self.init(var, init);
        }
    }

    /// Takes a number of macros' effects from what the file may spend; false where too little is left.
    pub(crate) fn spend(&mut self, effects: usize) -> bool {
        let left = self.budget.checked_sub(effects);
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    pub(crate) fn stmt(&mut self, id: StmtId) {
        let ast = &self.facts.ast;
        match ast.stmt(id) {
            Stmt::Expr(e) => self.then([Task::Value(e)]),
            Stmt::Decl(var) => {
                self.scopes.declare(self.facts.var(var).name, Binding::Local(var));
                self.declared(var);
            }
            Stmt::Block(list) | Stmt::Try(list) => {
                // `int a, b;` is a block of declarations that belong to the block around it.
                let joined = ast.stmts(list).iter().all(|&s| matches!(ast.stmt(s), Stmt::Decl(_)));
                let leave = (!joined).then(|| Task::Leave(self.scopes.enter()));
                self.then(ast.stmts(list).iter().map(|&s| Task::Stmt(s)).chain(leave));
            }
            Stmt::Case { value, body } => {
                let body = ast.stmts(body).iter().map(|&s| Task::Stmt(s));
                self.then(value.map(Task::Value).into_iter().chain(body));
            }
            Stmt::If { test, then, other } => {
                let fixed = self.fixed(test);
                let then = (fixed != Some(false)).then_some(then);
                let branches = then.into_iter().chain(other.filter(|_| fixed != Some(true))).map(Task::Stmt);
                self.then([Task::Value(test), Task::Guard(id)].into_iter().chain(branches));
            }
            Stmt::While { test, body, .. } => {
                self.then(test.map(Task::Value).into_iter().chain([Task::Stmt(body)]));
            }
            Stmt::For { init, test, step, body } => {
                let leave = Task::Leave(self.scopes.enter());
                let head = init.map(Task::Stmt).into_iter().chain(test.map(Task::Value));
                self.then(head.chain([Task::Stmt(body)]).chain(step.map(Task::Value)).chain([leave]));
            }
            Stmt::Switch { value, body } => self.then([Task::Value(value), Task::Stmt(body)]),
            Stmt::Label { body, .. } => self.then(body.map(Task::Stmt)),
            Stmt::Return(Some(value)) => {
                self.leak(value);
                self.then([Task::Value(value)]);
            }
            Stmt::Return(None) | Stmt::Goto(_) | Stmt::Break | Stmt::Continue | Stmt::Opaque => {}
        }
    }

    /// The value of an expression goes out of sight.
    pub(crate) fn leak(&mut self, e: ExprId) {
        let pointed = self.points_to(e);
        self.escape(&pointed, self.facts.ast.expr_span(e));
    }

    /// An initialiser: a list may hold addresses, a pointer may become an alias.
    fn init(&mut self, var: VarId, init: ExprId) {
        let ast = &self.facts.ast;
        let automatic = !self.facts.var(var).is_static_definition();
        match ast.expr(init) {
            Expr::List(items) => {
                let items = ast.exprs(items).iter().map(|&item| Task::Item(item));
                self.then(items.chain([Task::Value(init)]));
                return;
            }
            _ if automatic && self.func.is_some() && self.refers(var, init) => {
                let places = self.places(init).0;
                self.references.insert(var, places);
            }
            _ if automatic && self.func.is_some() => self.assign_local(var, init),
            _ if self.facts.language == Language::Cpp => self.made_by_initialiser(var, init),
            // `static T *p = &v;` is followed where `p` is used.
            _ => {}
        }
        self.then([Task::Value(init)]);
    }

    /// C++ runs `static PyObject *made = make();` once: the object stays.
    fn made_by_initialiser(&mut self, var: VarId, init: ExprId) {
        let ids: Vec<u32> = match self.local_static(var) {
            Some(id) => vec![id],
            None => self.globals(self.facts.var(var).name).to_vec(),
        };
        let holds = |id: &u32| self.shared.catalog.vars[*id as usize].content == Content::ObjectPointer;
        let made: Vec<Object> = ids.into_iter().filter(holds).map(Object::Static).collect();
        let value = self.value_of(init);
        if matches!(value, Value::Call(name) if name.starts_with("Py")) || value == Value::ImportedAttribute {
            self.write(&made, WriteKind::Assign, value, Some(init), self.facts.ast.expr_span(init));
        }
    }

    /// An item of a list: an address in it is out of sight.
    pub(crate) fn item(&mut self, item: ExprId) {
        let ast = &self.facts.ast;
        match ast.expr(item) {
            Expr::List(items) => self.then(ast.exprs(items).iter().map(|&item| Task::Item(item))),
            Expr::Designated { value, .. } | Expr::Indexed { value, .. } => self.then([Task::Item(value)]),
            _ => self.leak(item),
        }
    }

    fn assign_local(&mut self, var: VarId, value: ExprId) {
        let ty = self.facts.var(var).ty;
        if ty.pointers > 0 || !matches!(ty.base.as_str(), "int" | "char" | "Py_ssize_t" | "size_t") {
            let pointed = self.points_to(value);
            if !pointed.is_empty() {
                let aliases = self.aliases.entry(var).or_default();
                pointed.into_iter().for_each(|object| {
                    if !aliases.contains(&object) {
                        aliases.push(object);
                    }
                });
            }
        }
        let origin = self.value_of(value);
        if !matches!(origin, Value::Null | Value::Int(_)) {
            self.origins.insert(var, origin);
        }
    }

    /// An expression whose value is used (or dropped).
    pub(crate) fn value(&mut self, id: ExprId) {
        let ast = &self.facts.ast;
        match ast.expr(id) {
            Expr::Name(name) => self.read_name(name, id),
            Expr::Assign { op, target, value } => {
                let (places, part) = self.places(target);
                let kind = match (op, part) {
                    (Some(BinaryOp::Add | BinaryOp::Sub), false) => WriteKind::Step,
                    // `flags |= 4` sets a bit.
                    (Some(_), _) | (_, true) => WriteKind::Part,
                    (None, false) => WriteKind::Assign,
                };
                let stored = self.value_of(value);
                self.write(&places, kind, stored, Some(value), ast.expr_span(target));
                match self.automatic(target) {
                    Some(var) if op.is_none() => self.assign_local(var, value),
                    Some(_) => {}
                    None => self.leak(value),
                }
                self.then([Task::Lvalue(target), Task::Value(value)]);
            }
            Expr::Step { arg, .. } => {
                let (places, part) = self.places(arg);
                let kind = if part { WriteKind::Part } else { WriteKind::Step };
                self.write(&places, kind, Value::Other, None, ast.expr_span(arg));
                self.then([Task::Lvalue(arg)]);
            }
            Expr::Call { callee, args } => self.call(id, callee, args),
            Expr::Unary { op: UnaryOp::AddressOf, arg } => self.then([Task::Lvalue(arg)]),
            Expr::SizeofExpr(_) => {}
            _ => {
                let mark = self.tasks.len();
                ast.each_child(id, &mut |child| self.tasks.push(Task::Value(child)));
                self.tasks[mark..].reverse();
            }
        }
    }

    /// An expression that is assigned to, or whose address is taken: its root is not read.
    pub(crate) fn lvalue(&mut self, id: ExprId) {
        match self.facts.ast.expr(id) {
            Expr::Name(name) => {
                self.out.mentioned.insert(name);
            }
            Expr::Member { base, arrow: false, .. } => self.then([Task::Lvalue(base)]),
            Expr::Member { base, arrow: true, .. } => self.then([Task::Value(base)]),
            Expr::Index { base, index } => {
                let within = self.type_of(base).is_some_and(|ty| ty.arrays > 0);
                let base = if within { Task::Lvalue(base) } else { Task::Value(base) };
                self.then([base, Task::Value(index)]);
            }
            Expr::Cast { arg, .. } => self.then([Task::Lvalue(arg)]),
            _ => self.then([Task::Value(id)]),
        }
    }

    fn read_name(&mut self, name: Name, id: ExprId) {
        match self.scopes.get(name) {
            Some(Binding::Local(var)) => self.out.reads.extend(self.local_static(var)),
            Some(Binding::Param(_) | Binding::Outer) => {}
            None => {
                let ids = self.globals(name);
                if ids.is_empty() {
                    self.use_macro(name, &[], self.facts.ast.expr_span(id));
                }
                self.out.reads.extend(ids.iter());
                self.out.mentioned.insert(name);
            }
        }
    }

    /// The automatic variable that an expression names.
    fn automatic(&self, id: ExprId) -> Option<VarId> {
        let Expr::Name(name) = self.facts.ast.expr(id) else { return None };
        match self.scopes.get(name)? {
            Binding::Local(var) if self.local_static(var).is_none() && !self.references.contains_key(&var) => Some(var),
            _ => None,
        }
    }

    pub(crate) fn local_static(&self, var: VarId) -> Option<u32> {
        self.shared.catalog.local(VarRef { file: self.facts.file, id: var })
    }

    /// The file-scope variables that a name means here; locals must have been asked before.
    pub(crate) fn globals(&mut self, name: Name) -> Rc<[u32]> {
        if self.members.contains(&name) {
            return Rc::default();
        }
        let class = self.class.as_deref().map(Name::from);
        if let Some(found) = self.names.get(&(class, name)) {
            return Rc::clone(found);
        }
        let (project, catalog) = (self.shared.project, self.shared.catalog);
        let found: Rc<[u32]> = catalog.resolve(project, self.facts.file, self.class.as_deref(), name).into();
        self.names.insert((class, name), Rc::clone(&found));
        found
    }

    /// What a macro of this name stands for.
    pub(crate) fn alias(&mut self, name: Name) -> Option<Alias> {
        self.macros(name).iter().find_map(|m| m.alias)
    }
}
