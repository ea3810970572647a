//! The first pointer of an instance that a method follows before it asks its object for anything, itself or in a
//! function or macro that gets the object. What asks afterwards saves nothing.
//!
//! Order is that of the walk over the body: what stands before is taken for what runs before. Places in the text do not
//! tell it, where a macro was expanded.

mod macros;
mod tests;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::functions::facts_of;
use crate::capi::pointers::{self as written, Effect};
use crate::facts::{Expr, ExprId, FileId, Name, Record, Span, UnaryOp};
use crate::link::flow::followed::{ANY_STATE, crashes, looks_inside, needing};
use crate::link::flow::names::Names;
use crate::link::types::TypeId;
use crate::link::{CutKind, FuncRef, Local, Project};

use super::straight::always;
use macros::Does;

/// Slots that make and fill an instance.
const STARTS: [&str; 4] = ["tp_new", "tp_init", "tp_alloc", "tp_call"];

/// Functions that get the object are followed so deep.
const MAX_DEPTH: usize = 16;

/// Most operands of an expression that are counted, to put what it sets behind what it reads.
const MAX_OPERANDS: usize = 1000;

/// A pointer of an instance that a method or slot follows.
#[derive(Clone, Copy)]
pub(super) struct Used {
    /// The field.
    pub(super) name: Name,
    /// The function that follows it.
    pub(super) func: FuncRef,
    /// Where.
    pub(super) span: Span,
    /// Whether whoever calls the function comes there.
    pub(super) how: How,
}

/// Whether each call of a function follows a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Each: what follows it does not look whether it is NULL.
    Always,
    /// It comes there; this function, which gets the pointer, follows it.
    Handed(Name),
    /// A test or a loop stands before.
    Tested,
    /// What stands before was not followed.
    Unknown,
}

/// What a function does with its object.
#[derive(Clone, Copy)]
enum FirstAct {
    /// It follows a pointer first.
    Follows(Used),
    /// It asks the object, sets its fields, or hands it to something that is not known.
    Asks,
    Nothing,
}

/// Something that a function does.
enum Event {
    Follows(Used),
    Sets(Name),
    Asks,
}

/// Events with their place in the walk over the body; at one place what follows a pointer comes first.
type Events = Vec<(usize, u8, Event)>;

/// The first of the `wanted` fields that each method or slot of the type follows.
pub(super) fn followed(project: &Project, id: TypeId, wanted: &dyn Fn(Name) -> bool) -> Vec<Used> {
    let Some(record) = project.instance_record(id) else { return Vec::new() };
    let mut scan = Scan { project, record, wanted, done: FxHashMap::default() };
    let installed = project.installed(id);
    let methods = installed.iter().filter(|(slot, at)| {
        let end = ANY_STATE.contains(&slot.as_str()) || STARTS.contains(&slot.as_str());
        !end && !project.is_class_method(*at)
    });
    let found = methods.map(|&(_, at)| scan.function(at, 0, 0));
    found.filter_map(|found| if let FirstAct::Follows(used) = found { Some(used) } else { None }).collect()
}

struct Scan<'a> {
    project: &'a Project,
    record: (FileId, &'a Record),
    wanted: &'a dyn Fn(Name) -> bool,
    done: FxHashMap<(FuncRef, usize), FirstAct>,
}

/// One function of which a parameter is the object.
struct Body<'a> {
    project: &'a Project,
    at: FuncRef,
    names: Names<'a>,
    record: &'a Record,
    /// Locals that hold a field that is looked for, and nothing else.
    aliases: FxHashMap<Name, Name>,
    /// What is not read: what `assert` and `sizeof` get, what `&` takes the address of.
    idle: FxHashSet<ExprId>,
    /// The pointers that are followed.
    followed: FxHashSet<ExprId>,
}

impl<'a> Scan<'a> {
    /// What a function does with its parameter of this index.
    fn function(&mut self, at: FuncRef, index: usize, depth: usize) -> FirstAct {
        if let Some(&known) = self.done.get(&(at, index)) {
            return known;
        }
        // A function that calls itself does so after all that is looked for, or never.
        self.done.insert((at, index), FirstAct::Nothing);
        let found = match self.project.func(at).params.get(index).and_then(|p| p.name) {
            Some(_) if depth > MAX_DEPTH => {
                self.project.cuts.add(CutKind::Calls, at.file, self.project.func(at).name_span);
                FirstAct::Asks
            }
            Some(object) => self.body(at, object, depth),
            None => FirstAct::Nothing,
        };
        self.done.insert((at, index), found);
        found
    }

    fn body(&mut self, at: FuncRef, object: Name, depth: usize) -> FirstAct {
        let facts = self.project.file(at.file);
        let Some(body) = self.project.func(at).body else { return FirstAct::Asks };
        let mut function = Body {
            project: self.project,
            at,
            names: Names::new(self.project, at, vec![object], Vec::new()),
            record: self.record.1,
            aliases: FxHashMap::default(),
            idle: FxHashSet::default(),
            followed: FxHashSet::default(),
        };
        function.find_idle();
        function.find_aliases(self.wanted);
        let mut order = Vec::new();
        facts.each_body_expr(body, &mut |e| order.push(e));
        let mut events = Events::new();
        let mut asked: FxHashSet<ExprId> = function.asked(self.wanted).into_iter().collect();
        for (place, &e) in order.iter().enumerate() {
            if asked.remove(&e) {
                events.push((place, 1, Event::Asks));
            }
            if !function.idle.contains(&e) {
                function.uses(e, place, self.wanted, &mut events);
            }
        }
        for (place, &e) in order.iter().enumerate().filter(|(_, e)| !function.idle.contains(e)) {
            self.does(&function, (e, place), depth, &mut events);
        }
        events.sort_by_key(|(place, order, _)| (*place, *order));
        let mut set = FxHashSet::default();
        for (.., event) in events {
            match event {
                Event::Follows(used) if !set.contains(&used.name) => return FirstAct::Follows(used),
                Event::Follows(_) => {}
                Event::Sets(field) => _ = set.insert(field),
                Event::Asks => return FirstAct::Asks,
            }
        }
        if set.into_iter().any(self.wanted) { FirstAct::Asks } else { FirstAct::Nothing }
    }

    /// What one expression does to the object, but for what it follows.
    fn does(&mut self, function: &Body<'_>, (e, place): (ExprId, usize), depth: usize, events: &mut Events) {
        let (ast, at) = (&function.names.facts.ast, function.at);
        // Behind what the expression reads.
        let end = || place + ast.count(e, MAX_OPERANDS);
        match ast.expr(e) {
            Expr::Assign { target, .. } => {
                events.extend(function.field(target).map(|f| (end(), 0, Event::Sets(f))));
            }
            Expr::Unary { op: UnaryOp::AddressOf, arg } => {
                events.extend(function.field(arg).map(|f| (place, 0, Event::Sets(f))));
            }
            // A macro without parentheses.
            Expr::Name(name) if self.project.local(at, name).is_none() && function.is_hidden_test(name) => {
                events.push((place, 1, Event::Asks));
            }
            Expr::Call { callee, args } => {
                let args = ast.exprs(args);
                let object = args.iter().position(|&a| function.names.is_object(a));
                let Expr::Name(name) = ast.expr(ast.strip_casts(callee)) else {
                    events.extend(object.map(|_| (place, 1, Event::Asks)));
                    return;
                };
                let found = self.project.resolve_func(at.file, name);
                let defines = self.project.defines_of(at.file, name);
                let api = facts_of(name.as_str()).is_some() || name.starts_with("_Py");
                if !found.is_empty() {
                    for (func, index) in found.iter().flat_map(|f| object.map(|i| (*f, i))) {
                        match self.function(func, index, depth + 1) {
                            FirstAct::Follows(used) => {
                                let how = match (found.len(), always(self.project, at, e)) {
                                    (1, true) => used.how,
                                    (_, true) => How::Unknown,
                                    _ => How::Tested,
                                };
                                events.push((place, 0, Event::Follows(Used { how, ..used })));
                            }
                            FirstAct::Asks => events.push((place, 1, Event::Asks)),
                            FirstAct::Nothing => {}
                        }
                    }
                } else if let Some((file, define)) = defines.first() {
                    match macros::does(function, (*file, define), object, self.wanted) {
                        Does::Follows { field: name, first } => {
                            let how = match (first && defines.len() == 1, always(self.project, at, e)) {
                                (true, true) => How::Always,
                                (false, true) => How::Unknown,
                                _ => How::Tested,
                            };
                            let used = Used { name, func: at, span: ast.expr_span(e), how };
                            events.push((place, 0, Event::Follows(used)));
                        }
                        Does::Asks => events.push((place, 1, Event::Asks)),
                        Does::Nothing => {}
                    }
                } else if !api && (object.is_some() || args.iter().any(|&a| function.field(a).is_some())) {
                    events.push((place, 1, Event::Asks));
                }
                let written = |i: &usize| written::argument(&name, *i) == Some(Effect::WritesLvalue);
                for &arg in (0..args.len()).filter(written).filter_map(|i| args.get(i)) {
                    events.extend(function.field(arg).map(|f| (end(), 0, Event::Sets(f))));
                }
            }
            _ => {}
        }
    }
}

impl Body<'_> {
    /// The field of the object that an expression is.
    fn field(&self, e: ExprId) -> Option<Name> {
        let ast = &self.names.facts.ast;
        let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(e)) else { return None };
        (self.record.fields.iter().any(|f| f.name == field) && self.names.is_object(base)).then_some(field)
    }

    /// The field that an expression is, or the local that holds it.
    fn pointer(&self, e: ExprId) -> Option<Name> {
        let ast = &self.names.facts.ast;
        match ast.expr(ast.strip_casts(e)) {
            Expr::Name(name) => self.aliases.get(&name).copied(),
            _ => self.field(e),
        }
    }

    fn find_idle(&mut self) {
        let facts = self.names.facts;
        let ast = &facts.ast;
        let Some(body) = self.project.func(self.at).body else { return };
        let idle = &mut self.idle;
        facts.each_body_expr(body, &mut |e| match ast.expr(e) {
            Expr::SizeofExpr(arg) => ast.each_expr(arg, &mut |e| _ = idle.insert(e)),
            Expr::Call { callee, args } if ast.callee_name(e).is_some_and(|n| n == "assert") => {
                idle.insert(callee);
                ast.exprs(args).iter().for_each(|&a| ast.each_expr(a, &mut |e| _ = idle.insert(e)));
            }
            // What it does is read where it is called.
            Expr::Call { callee, .. } if matches!(ast.expr(callee), Expr::Name(_)) => _ = idle.insert(callee),
            Expr::Unary { op: UnaryOp::AddressOf, arg } => {
                let mut place = arg;
                while idle.insert(place)
                    && let Expr::Member { base, arrow: false, .. } = ast.expr(place)
                {
                    place = base;
                }
            }
            _ => {}
        });
        let (file, targets) = (self.at.file, self.project);
        facts.each_body_expr(body, &mut |e| {
            if matches!(ast.expr(e), Expr::Member { .. } | Expr::Index { .. } | Expr::Call { .. } | Expr::Unary { .. })
                && !targets.is_live(file, e)
            {
                idle.insert(e);
            }
        });
    }

    fn find_aliases(&mut self, wanted: &dyn Fn(Name) -> bool) {
        let facts = self.names.facts;
        let Some(body) = self.project.func(self.at).body else { return };
        let mut handed = FxHashSet::default();
        let mut found = FxHashMap::default();
        facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } => {
                if let Expr::Name(name) = facts.ast.expr(arg) {
                    handed.insert(name);
                }
            }
            Expr::Name(name) if !found.contains_key(&name) => {
                if let Some(Local::Var(_)) = self.project.local(self.at, name)
                    && let [value] = self.names.values_of(name)
                    && let Some(field) = self.field(*value).filter(|f| wanted(*f))
                {
                    found.insert(name, field);
                }
            }
            _ => {}
        });
        found.retain(|name, _| !handed.contains(name));
        self.aliases = found;
    }

    /// Notes which pointer an expression follows.
    fn uses(&mut self, e: ExprId, place: usize, wanted: &dyn Fn(Name) -> bool, events: &mut Events) {
        let ast = &self.names.facts.ast;
        let called = |name| {
            needing(
                self.project,
                self.at,
                (name, &crashes),
                match ast.expr(e) {
                    Expr::Call { args, .. } => ast.exprs(args),
                    _ => &[],
                },
            )
        };
        let (operands, direct) = match ast.expr(e) {
            Expr::Member { base, arrow: true, .. } | Expr::Index { base, .. } => (vec![base], true),
            Expr::Unary { op: UnaryOp::Deref, arg } => (vec![arg], true),
            Expr::Call { args, .. } if ast.exprs(args).iter().any(|&a| self.pointer(a).is_some()) => {
                (ast.callee_name(e).map_or(Vec::new(), called), false)
            }
            _ => return,
        };
        let inside = ast.callee_name(e).is_some_and(|name| looks_inside(self.project, self.at, name));
        for operand in operands {
            let Some(name) = self.pointer(operand).filter(|f| wanted(*f) && self.is_pointer(*f, direct)) else {
                continue;
            };
            self.followed.insert(ast.strip_casts(operand));
            let how = match (ast.callee_name(e), always(self.project, self.at, e)) {
                (Some(callee), true) if !direct && !inside => How::Handed(callee),
                (_, true) => How::Always,
                _ => How::Tested,
            };
            let used = Used { name, func: self.at, span: ast.expr_span(e), how };
            events.push((place, 0, Event::Follows(used)));
        }
    }

    /// Whether a field holds a pointer: C++ has objects with an `->` of their own, C has not, nor converts them.
    fn is_pointer(&self, field: Name, direct: bool) -> bool {
        let Some(declared) = self.record.fields.iter().find(|f| f.name == field) else { return false };
        let named = || self.project.resolve_typedef(self.at.file, declared.ty.base).is_some_and(|t| t.ty.pointers > 0);
        let c = !direct && self.names.facts.language == crate::facts::Language::C;
        declared.ty.arrays == 0 && (declared.ty.pointers > 0 || named() || c)
    }
}
