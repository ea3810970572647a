//! Who else may reach an object that a function works on: other threads through a field, a variable or Python code, or
//! nobody, because the function made it. No paths: what a function makes counts as its own, though it stores it later.

mod fields;

use rustc_hash::FxHashMap;

use crate::capi::families::{self, Family};
use crate::capi::holders::{self, Gives};
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Span, Storage, UnaryOp};
use crate::link::flow::references::is_null;
use crate::link::macros::words;
use crate::link::{CutKind, FuncRef, Local, Project};

/// Deepest chain of calls and values that is followed.
const MAX_DEPTH: u32 = 6;
/// So many expressions are looked at for one answer.
const MAX_STEPS: u32 = 2000;
/// So many callers of one function are asked.
const MAX_CALLERS: usize = 32;

/// Who may reach an object beside the function that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Nobody: it is new, or belongs to this call.
    Own,
    /// That is not known.
    Unknown,
    /// Others: it was reached through this.
    Shared(Through),
}

/// Through what an object is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// Another object, which holds it.
    Object,
    /// A table of the interpreter.
    Interpreter,
    /// Python code, which hands it in.
    Argument,
    /// A field of an object.
    Field,
    /// A variable with static storage.
    Variable,
}

impl Through {
    /// The reason in words, behind "another thread may change it: it is …".
    pub fn as_str(self) -> &'static str {
        match self {
            Through::Object => "what another object holds",
            Through::Interpreter => "a table of the interpreter",
            Through::Argument => "an argument from Python code",
            Through::Field => "a field of an object",
            Through::Variable => "a variable of the whole process",
        }
    }
}

/// Which places several threads may come to at once.
pub(crate) trait Places {
    /// Whether they may be at a place of a function at once.
    fn is_open(&mut self, at: FuncRef, span: Span) -> bool;

    /// Whether what a field or C global of this name holds stays as it is once there are several threads.
    fn is_settled(&mut self, name: Name) -> bool;
}

/// All places.
struct Everywhere;

impl Places for Everywhere {
    fn is_open(&mut self, _: FuncRef, _: Span) -> bool {
        true
    }

    fn is_settled(&mut self, _: Name) -> bool {
        false
    }
}

/// Answers, each worked out once.
pub struct Sharing<'a> {
    project: &'a Project,
    params: FxHashMap<(FuncRef, usize), Option<Whose>>,
    /// Expressions that may still be looked at for the answer in hand.
    left: u32,
}

impl<'a> Sharing<'a> {
    /// Nothing asked yet.
    pub fn new(project: &'a Project) -> Self {
        Sharing { project, params: FxHashMap::default(), left: 0 }
    }

    /// Who may reach the object that an expression of a function is.
    pub fn whose(&mut self, at: FuncRef, object: ExprId) -> Whose {
        self.left = MAX_STEPS;
        Asked { sharing: self, places: &mut Everywhere }.of(at, object, 0)
    }

    /// The same, where what comes in by calls counts only from places that several threads may come to at once: who
    /// calls under a lock keeps the others away. Always asked with the same places.
    pub(crate) fn whose_at(&mut self, at: FuncRef, object: ExprId, places: &mut dyn Places) -> Whose {
        self.left = MAX_STEPS;
        Asked { sharing: self, places }.of(at, object, 0)
    }
}

/// A question, with the places that count.
struct Asked<'s, 'a> {
    sharing: &'s mut Sharing<'a>,
    places: &'s mut dyn Places,
}

impl Asked<'_, '_> {
    fn of(&mut self, at: FuncRef, object: ExprId, depth: u32) -> Whose {
        let ast = &self.sharing.project.file(at.file).ast;
        self.sharing.left = self.sharing.left.saturating_sub(1);
        if depth > MAX_DEPTH || self.sharing.left == 0 {
            self.sharing.project.cuts.add(CutKind::Values, at.file, ast.expr_span(object));
            return Whose::Unknown;
        }
        let object = ast.strip_casts(object);
        match ast.expr(object) {
            _ if is_null(ast, object) => Whose::Own,
            Expr::Member { field, .. } | Expr::Name(field) if self.is_lasting(at, object, field) => Whose::Unknown,
            Expr::Name(name) => self.name(at, name, depth),
            Expr::Member { base, .. } => self.field(at, (object, base), depth),
            Expr::Index { base, .. } => self.element(at, base),
            Expr::Call { .. } => self.call(at, object, depth),
            Expr::Conditional { then, other, .. } => {
                let (then, other) = (self.of(at, then, depth + 1), self.of(at, other, depth + 1));
                then.max(other)
            }
            Expr::Assign { op: None, value, .. } | Expr::Comma { right: value, .. } => self.of(at, value, depth + 1),
            Expr::Unary { op: UnaryOp::Deref, arg } => match ast.callee_name(ast.strip_casts(arg)) {
                Some(name) if name.ends_with("GetDictPtr") => Whose::Shared(Through::Field),
                _ => Whose::Unknown,
            },
            _ => Whose::Unknown,
        }
    }

    /// Whether an expression is a field or C global that holds the same all the time.
    fn is_lasting(&mut self, at: FuncRef, object: ExprId, name: Name) -> bool {
        let project = self.sharing.project;
        let lasts = match project.file(at.file).ast.expr(object) {
            Expr::Name(_) => project.local(at, name).is_none() && !project.resolve_var(at.file, name).is_empty(),
            _ => true,
        };
        lasts && self.places.is_settled(name)
    }

    fn name(&mut self, at: FuncRef, name: Name, depth: u32) -> Whose {
        let project = self.sharing.project;
        match project.local(at, name) {
            Some(Local::Var(var)) if project.file(at.file).var(var).storage == Storage::Static => {
                shared_variable(project.file(at.file).var(var).thread_local)
            }
            Some(Local::Var(_)) => self.local(at, name, depth),
            Some(Local::Param(index)) => {
                let own = self.param(at, index, depth);
                // `list = PySequence_List(list);`
                if project.sites.assignments_in(at, name).next().is_some() {
                    own.max(self.local(at, name, depth))
                } else {
                    own
                }
            }
            None => {
                let vars = project.resolve_var(at.file, name);
                let known = vars.first().map(|&var| project.var(var));
                known.map_or(Whose::Unknown, |var| shared_variable(var.thread_local))
            }
        }
    }

    /// All that a local is ever given; the worst of it counts.
    fn local(&mut self, at: FuncRef, name: Name, depth: u32) -> Whose {
        let project = self.sharing.project;
        let ast = &project.file(at.file).ast;
        if is_revived(project, at, name) {
            return Whose::Own;
        }
        let mut found = None;
        let mut add = |whose: Whose| found = Some(found.map_or(whose, |known: Whose| known.max(whose)));
        let values: Vec<ExprId> = project
            .sites
            .assignments_in(at, name)
            .filter(|a| a.target.is_none_or(|t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(_))))
            .map(|a| a.value)
            .collect();
        for value in values {
            add(self.of(at, value, depth + 1));
        }
        for site in project.sites.calls_in(at, name) {
            let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
            let given = ast.exprs(args).iter().any(|&arg| match ast.expr(ast.strip_casts(arg)) {
                Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.referred_name(arg) == Some(name),
                _ => false,
            });
            if !given {
                continue;
            }
            let parses = ast.callee_name(site.expr).is_some_and(|n| families::is(&n, Family::Arguments));
            let drops = ast.callee_name(site.expr).is_some_and(|n| roles::releases(&n));
            if !drops {
                add(if parses { Whose::Shared(Through::Argument) } else { Whose::Unknown });
            }
        }
        found.unwrap_or(Whose::Unknown)
    }

    /// What callers hand in, or Python code where the function is only ever in tables.
    fn param(&mut self, at: FuncRef, index: usize, depth: u32) -> Whose {
        match self.sharing.params.get(&(at, index)) {
            Some(Some(known)) => return *known,
            // Asked about already further up: it adds nothing to what the others say.
            Some(None) => return Whose::Own,
            None => {}
        }
        let project = self.sharing.project;
        let func = project.func(at);
        let calls = project.sites.calls_of(func.name.as_str());
        let mut found = if is_installed(project, at) { Some(installed(project, at, index)) } else { None };
        self.sharing.params.insert((at, index), None);
        let callers = calls.iter().filter(|s| project.resolve_func(s.file, func.name).contains(&at));
        for (count, site) in callers.enumerate() {
            if count == MAX_CALLERS {
                project.cuts.add(CutKind::Calls, at.file, func.name_span);
                break;
            }
            let Some(caller) = site.func_ref() else { continue };
            let call = project.call(*site);
            let Some(&given) = call.args().get(index) else { continue };
            if !self.places.is_open(caller, call.span()) {
                found = found.or(Some(Whose::Own));
                continue;
            }
            let whose = self.of(caller, given, depth + 1);
            found = Some(found.map_or(whose, |known| known.max(whose)));
        }
        let found = found.unwrap_or(Whose::Unknown);
        // What is found below a chain hangs on what is above it.
        if depth == 0 {
            self.sharing.params.insert((at, index), Some(found));
        } else {
            self.sharing.params.remove(&(at, index));
        }
        found
    }

    fn call(&mut self, at: FuncRef, call: ExprId, depth: u32) -> Whose {
        let project = self.sharing.project;
        let ast = &project.file(at.file).ast;
        let Expr::Call { callee, args } = ast.expr(call) else { return Whose::Unknown };
        let args = ast.exprs(args);
        let Some(name) = ast.callee_name(call) else {
            let allocates =
                matches!(ast.expr(ast.strip_casts(callee)), Expr::Member { field, .. } if field == "tp_alloc");
            return if allocates { Whose::Own } else { Whose::Unknown };
        };
        let funcs = project.resolve_func(at.file, name);
        if let Some(&func) = funcs.first() {
            return self.returned(func, depth);
        }
        if let [arg] = args
            && project.defines_of(at.file, name).iter().any(|(_, d)| words::only_casts(d))
        {
            return self.of(at, *arg, depth + 1);
        }
        if roles::is(&name, Role::GenericAlloc) || roles::is(&name, Role::New) {
            return Whose::Own;
        }
        match holders::gives(&name) {
            Some(Gives::New | Gives::Thread) => Whose::Own,
            Some(Gives::Shared) => Whose::Shared(Through::Interpreter),
            Some(Gives::Listed(i)) if args.get(i).is_some_and(|&arg| self.is_no_sequence(at, arg)) => Whose::Own,
            Some(Gives::Same(i) | Gives::Listed(i)) => {
                args.get(i).map_or(Whose::Unknown, |&arg| self.of(at, arg, depth + 1))
            }
            Some(Gives::Held(i)) => match args.get(i).map(|&arg| self.of(at, arg, depth + 1)) {
                Some(Whose::Own) | None => Whose::Unknown,
                // What Python code has just returned may be as new as the items in it; attributes are somebody's.
                Some(Whose::Unknown) if !families::is(&name, Family::Attributes) && self.is_result(at, args[i]) => {
                    Whose::Unknown
                }
                Some(_) => Whose::Shared(Through::Object),
            },
            None => Whose::Unknown,
        }
    }

    /// Whether an object is what Python code has returned, and nothing else: `pair = PyObject_CallNoArgs(f)`.
    fn is_result(&self, at: FuncRef, object: ExprId) -> bool {
        let project = self.sharing.project;
        let ast = &project.file(at.file).ast;
        let result = |e: ExprId| {
            let e = ast.strip_casts(e);
            let calls = |name: Name| roles::is(&name, Role::Call) || name.starts_with("PyObject_Call");
            is_null(ast, e) || ast.callee_name(e).is_some_and(calls)
        };
        match ast.referred_name(ast.strip_casts(object)) {
            Some(name) if matches!(project.local(at, name), Some(Local::Var(_))) => {
                let mut given = project.sites.assignments_in(at, name).peekable();
                given.peek().is_some() && given.all(|a| result(a.value))
            }
            Some(_) => false,
            None => result(object),
        }
    }

    /// Whether a function works on an object as on a set, a dict or an iterator: by a call that a list or tuple fails.
    fn is_no_sequence(&self, at: FuncRef, object: ExprId) -> bool {
        let ast = &self.sharing.project.file(at.file).ast;
        let Some(name) = ast.referred_name(ast.strip_casts(object)) else { return false };
        self.sharing.project.sites.calls_in(at, name).any(|site| {
            let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
            let first = ast.exprs(args).first().and_then(|&arg| ast.referred_name(ast.strip_casts(arg)));
            let asks = ast.callee_name(site.expr).is_some_and(|callee| families::is(&callee, Family::NoSequences));
            asks && first == Some(name)
        })
    }

    /// What a function of the project returns.
    fn returned(&mut self, func: FuncRef, depth: u32) -> Whose {
        if depth > MAX_DEPTH {
            self.sharing.project.cuts.add(CutKind::Calls, func.file, self.sharing.project.func(func).name_span);
            return Whose::Unknown;
        }
        let values = crate::link::flow::references::returns(self.sharing.project, func);
        let each: Vec<Whose> = values.into_iter().map(|value| self.of(func, value, depth + 2)).collect();
        each.into_iter().max().unwrap_or(Whose::Unknown)
    }
}

fn shared_variable(thread_local: bool) -> Whose {
    if thread_local { Whose::Own } else { Whose::Shared(Through::Variable) }
}

/// Whether a function stands in a table: something but a call mentions it.
pub(crate) fn is_installed(project: &Project, at: FuncRef) -> bool {
    let name = project.func(at).name;
    project
        .sites
        .mentions_of(name)
        .iter()
        .any(|&(file, func)| func.is_none() && project.resolve_func(file, name).contains(&at))
}

/// What Python code hands to a function in a table.
fn installed(project: &Project, at: FuncRef, index: usize) -> Whose {
    let func = project.func(at);
    let param = &func.params[index];
    if index > 0 && (func.params.len() >= 3 || param.name.is_some_and(|n| n.contains("kw"))) {
        return Whose::Own;
    }
    let object = project.is_object_pointer(at.file, param.ty);
    // A function of C++ or of the library behind may be in a table of another kind.
    let python = matches!(project.file(at.file).funcs[at.id.0 as usize].params.first(), Some(first) if project.is_object_pointer(at.file, first.ty));
    if object && python { Whose::Shared(Through::Argument) } else { Whose::Unknown }
}

/// Whether a function makes a new object out of the memory that a local refers to, as one out of a free list is.
fn is_revived(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    project.sites.calls_in(at, name).any(|site| {
        let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
        let first = ast.exprs(args).first().and_then(|&arg| ast.referred_name(ast.strip_casts(arg)));
        let revives = |callee: Name| roles::is(&callee, Role::Revive) || roles::is(&callee, Role::Init);
        first == Some(name) && ast.callee_name(site.expr).is_some_and(revives)
    })
}
