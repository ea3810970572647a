//! The variables with static storage of a project: declarations merged, and what a name means in a file.

use rustc_hash::FxHashMap;

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, FileId, Language, Name, Scope, Storage, UnaryOp, Var, VarId, last_part, split_scope};
use crate::link::{FuncRef, Relations, VarRef};

use super::debug::DebugBuilds;
use super::types::{self, Exemption, Structs};
use super::{Content, StaticVar};

/// The variables, and the way from names to them.
pub(crate) struct Catalog {
    pub(crate) vars: Vec<StaticVar>,
    /// File-scope variables by the last component of their name.
    by_name: FxHashMap<Name, Vec<u32>>,
    /// Those of each file: many files have a variable of the same name, and a file means its own.
    by_file: FxHashMap<(FileId, Name), Vec<u32>>,
    /// Function-local statics.
    locals: FxHashMap<VarRef, u32>,
}

/// What must agree for two declarations to be one variable.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// A definition (or static declaration) of this name in this file.
    InFile(FileId, Name),
    /// Declared here, defined elsewhere.
    External(Name),
}

impl Catalog {
    pub(crate) fn new(project: &Relations) -> Self {
        let mut groups: FxHashMap<Key, Vec<VarRef>> = FxHashMap::default();
        let mut order: Vec<Key> = Vec::new();
        let mut locals = Vec::new();
        for facts in &project.files {
            for (i, var) in facts.vars.iter().enumerate() {
                let at = VarRef { file: facts.file, id: VarId(i as u32) };
                if let Scope::Local(_) = var.scope {
                    if var.storage == Storage::Static {
                        locals.push(at);
                    }
                    continue;
                }
                if var.storage == Storage::Default && project.is_fragment(facts.file) {
                    continue;
                }
                let external = matches!(var.storage, Storage::Extern) && var.init.is_none()
                    || matches!(var.scope, Scope::Class(_));
                let in_class = match var.scope {
                    Scope::Class(class) if !var.name.contains("::") => Name::from(&format!("{class}::{}", var.name)),
                    _ => var.name,
                };
                let in_class = bare(in_class);
                let key = if external { Key::External(in_class) } else { Key::InFile(facts.file, var.name) };
                let group = groups.entry(key).or_default();
                if group.is_empty() && !external {
                    order.push(Key::InFile(facts.file, var.name));
                }
                group.push(at);
            }
        }
        let (mut debug, mut structs) = (FxHashMap::default(), Structs::default());
        let mut catalog = Catalog {
            vars: Vec::new(),
            by_name: FxHashMap::default(),
            by_file: FxHashMap::default(),
            locals: FxHashMap::default(),
        };
        for key in order {
            let Key::InFile(_, name) = &key else { continue };
            let mut declared = groups.get(&key).cloned().unwrap_or_default();
            let external = declared.iter().any(|&v| project.var(v).storage != Storage::Static);
            if external {
                declared.extend(groups.get(&Key::External(bare(*name))).into_iter().flatten());
            }
            let id = catalog.vars.len() as u32;
            if let Some(var) = merge(project, &mut debug, &mut structs, declared, false) {
                let last = last_component(*name);
                catalog.by_file.entry((var.definition.file, last)).or_default().push(id);
                catalog.by_name.entry(last).or_default().push(id);
                catalog.vars.push(var);
            }
        }
        for at in locals {
            let id = catalog.vars.len() as u32;
            if let Some(var) = merge(project, &mut debug, &mut structs, vec![at], true) {
                catalog.vars.push(var);
                catalog.locals.insert(at, id);
            }
        }
        catalog
    }

    /// The static local variable.
    pub(crate) fn local(&self, var: VarRef) -> Option<u32> {
        self.locals.get(&var).copied()
    }

    /// The file-scope variables that `name` may mean in `file`, inside a member function of `class` where given.
    pub(crate) fn resolve(&self, project: &Relations, file: FileId, class: Option<&str>, name: Name) -> Vec<u32> {
        let last = last_component(name);
        let Some(all) = self.by_name.get(&last) else { return Vec::new() };
        let name = bare(name);
        // No project defines what is `std::`.
        if name.starts_with("std::") {
            return Vec::new();
        }
        let fits = |id: &&u32| {
            let full = bare(project.var(self.vars[**id as usize].definition).name);
            if full == name {
                return true;
            }
            let qualified = match (split_scope(name.as_str()).is_some(), class) {
                (true, _) => name.to_string(),
                (false, Some(class)) => format!("{class}::{name}"),
                (false, None) => return false,
            };
            ends_at_scope(&qualified, &full) || ends_at_scope(&full, &qualified)
        };
        let own = self.by_file.get(&(file, last)).map_or(&[][..], Vec::as_slice);
        let own: Vec<u32> = own.iter().filter(fits).copied().collect();
        if !own.is_empty() {
            return own;
        }
        let fitting: Vec<u32> = all.iter().filter(fits).copied().collect();
        let near = |&id: &u32| project.share_unit(file, self.vars[id as usize].definition.file);
        let near: Vec<u32> = fitting.iter().copied().filter(near).collect();
        if !near.is_empty() {
            return near;
        }
        // Another program's variable of the same name is seen only through a declaration.
        let declared = |id: u32| self.vars[id as usize].declared.iter().any(|v| project.share_unit(file, v.file));
        fitting
            .into_iter()
            .filter(|&id| {
                let var = project.var(self.vars[id as usize].definition);
                var.storage != Storage::Static && declared(id)
            })
            .collect()
    }

    /// The class of a member function: `Foo` of `Foo::bar`.
    pub(crate) fn class_of(project: &Relations, func: FuncRef) -> Option<String> {
        let facts = project.file(func.file);
        if facts.language != Language::Cpp {
            return None;
        }
        let name = bare(facts.func(func.id).name);
        name.rsplit_once("::").map(|(class, _)| class.to_owned())
    }
}

/// The name without the arguments of templates: `Cache<int>::value` is the `value` of `Cache<T>`.
fn bare(name: Name) -> Name {
    if !name.contains('<') {
        return name;
    }
    let (mut depth, mut out) = (0, String::new());
    for c in name.chars() {
        depth += i32::from(c == '<');
        if depth == 0 {
            out.push(c);
        }
        depth -= i32::from(c == '>');
    }
    Name::from(&out)
}

fn last_component(name: Name) -> Name {
    last_part(bare(name))
}

/// Whether `long` is `short`, or ends with it behind a `::`.
fn ends_at_scope(long: &str, short: &str) -> bool {
    long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with("::"))
}

/// One variable of its declarations; None where no live definition is among them.
fn merge(
    project: &Relations,
    debug: &mut FxHashMap<FileId, DebugBuilds>,
    structs: &mut Structs,
    declared: Vec<VarRef>,
    local: bool,
) -> Option<StaticVar> {
    let mut live = |v: &VarRef| {
        let facts = project.file(v.file);
        let var = facts.var(v.id);
        var.is_static_definition()
            && !facts.conds.live(var.cond, &project.targets).is_empty()
            && !debug.entry(v.file).or_default().only(&facts.conds, var.cond)
            && !is_misread(project, *v)
    };
    let full = |v: VarRef| types::of_variable(project, v);
    let exempt = |v: VarRef| types::exemption(project, v.file, project.var(v), full(v));
    let mut definitions: Vec<VarRef> = declared.iter().filter(|v| live(v)).copied().collect();
    definitions.sort_by_key(|&v| {
        let var = project.var(v);
        (exempt(v).is_some(), var.init.is_none(), var.dimension.is_none(), v)
    });
    let &definition = definitions.first()?;
    let ty = full(definition);
    let content = match structs.content(project, definition, ty) {
        Content::Object if matches!(exempt(definition), Some(Exemption::TypeObject)) => Content::Plain,
        content => content,
    };
    // `const` on an extern declaration alone says that nobody else writes it; the definition decides.
    let zero = definitions.iter().all(|&v| is_zero(project, v));
    Some(StaticVar {
        definition,
        exempt: exempt(definition),
        declared,
        ty,
        content,
        writes: Vec::new(),
        escapes: Vec::new(),
        reads: 0,
        address_reads: 0,
        address_passed: false,
        local,
        zero,
    })
}

/// A "variable of file scope" that C does not allow: its initialiser is no constant. It stands in a function whose
/// beginning was not understood.
fn is_misread(project: &Relations, at: VarRef) -> bool {
    let facts = project.file(at.file);
    let var = facts.var(at.id);
    if facts.language != Language::C || var.scope != Scope::File || var.storage != Storage::Default {
        return false;
    }
    let Some(init) = var.init else { return false };
    let mut constant = true;
    facts.ast.each_expr(init, &mut |e| match facts.ast.expr(e) {
        // A call in capitals may be a macro of a system header.
        Expr::Call { .. } => {
            constant &= facts
                .ast
                .callee_name(e)
                .is_some_and(|n| is_initialiser(n.as_str()) || !n.bytes().any(|c| c.is_ascii_lowercase()));
        }
        Expr::Assign { .. } | Expr::Step { .. } | Expr::Unary { op: UnaryOp::Deref, .. } => constant = false,
        Expr::Member { arrow: true, .. } => constant = false,
        _ => {}
    });
    if let Expr::Name(name) = facts.ast.expr(facts.ast.strip_casts(init)) {
        // The value of another variable is no constant; an array or a function is one.
        constant &= !project.vars_named(name).iter().any(|v| v.file == at.file && project.var(*v).ty.arrays == 0);
    }
    !constant
}

/// Macros of CPython's headers that stand for constants, Include/object.h and moduleobject.h.
fn is_initialiser(name: &str) -> bool {
    name.ends_with("_HEAD_INIT") || roles::is(name, Role::Constant)
}

fn is_zero(project: &Relations, at: VarRef) -> bool {
    let facts = project.file(at.file);
    let var: &Var = facts.var(at.id);
    match var.init {
        None => true,
        Some(init) => match facts.ast.expr(facts.ast.strip_casts(init)) {
            Expr::Int(0) => true,
            Expr::Name(name) => matches!(name.as_str(), "NULL" | "nullptr" | "false" | "0"),
            _ => false,
        },
    }
}
