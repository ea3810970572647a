//! FT008: memory of the object allocator that holds no object, or an object in memory of another allocator. Without the
//! GIL the two are kept apart: pages of objects are looked at by other threads.

use crate::capi::functions::{self, Domain, facts_of};
use crate::capi::roles::{self, Role};
use crate::facts::{CType, Expr, ExprId, FileId, Name, Truth};
use crate::finding::Severity;
use crate::finding::{Finding, Label};
use crate::link::flow::references::Origin;
use crate::link::flow::references::origins;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::{Threads, calls};
use crate::rules::{Context, FT008};

const WHY: &str =
    "without the GIL, the object allocator is for Python objects alone, and they must come from nowhere else";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(threads) = Threads::new(project, &FT008) else { return };
    if project.targets.free_threading == Truth::False {
        return;
    }
    let makers = functions::all().iter();
    let makers = makers.filter(|f| f.memory.allocates == Some(Domain::Object) && f.makes.is_none());
    for name in makers.map(|f| f.name) {
        for (at, site) in calls(project, name) {
            let span = project.call(site).span();
            let versions = threads.built(site.file, span);
            let Some(held) = not_an_object(project, at, site).filter(|_| !versions.is_empty()) else { continue };
            let message = threads.on_versions(format!("`{name}` is used for {held}"), versions);
            let finding = Finding::source(&FT008, message, Label::new(site.file, span, "this memory holds no object"))
                .symbol(project.func(at).name.as_str())
                .note(WHY)
                .help(format!("use {} and PyMem_Free", of_memory(name)));
            out.push(threads.weighed(finding, Severity::Error, at));
        }
    }
    for name in roles::named(Role::Init) {
        for (at, site) in calls(project, name) {
            let span = project.call(site).span();
            let versions = threads.built(site.file, span);
            let Some((from, of)) = foreign_memory(project, at, site).filter(|_| !versions.is_empty()) else { continue };
            let message = threads.on_versions(format!("an object in memory of `{of}`"), versions);
            let label = Label::new(site.file, span, "becomes an object here");
            let finding = Finding::source(&FT008, message, label)
                .symbol(project.func(at).name.as_str())
                .label(site.file, project.file(site.file).ast.expr_span(from), "allocated here")
                .note(WHY)
                .help("allocate it with PyObject_Malloc, or at once with PyObject_New");
            out.push(threads.weighed(finding, Severity::Error, at));
        }
    }
}

/// What the memory of a call holds, in words, where the type of what gets it says that it is no object.
fn not_an_object(project: &Project, at: FuncRef, site: CallSite) -> Option<String> {
    let facts = project.file(site.file);
    let ast = &facts.ast;
    let holders = project.sites.results_of(site.file, site.expr);
    let [(name, assignment)] = holders else { return None };
    let (file, ty) = match assignment.target {
        Some(target) => project.declared_type(site.file, Some(at), target)?,
        None => match project.local(at, *name)? {
            crate::link::Local::Var(var) => (site.file, facts.var(var).ty),
            crate::link::Local::Param(_) => return None,
        },
    };
    // A cast to an object's struct: the pointer itself may be a `void *`.
    let mut value = assignment.value;
    while let Expr::Cast { ty, arg } = ast.expr(value) {
        if project.is_object_pointer(site.file, ty) {
            return None;
        }
        value = arg;
    }
    no_object(project, file, ty)
}

fn no_object(project: &Project, file: FileId, ty: CType) -> Option<String> {
    if ty.function_pointer || ty.arrays > 0 {
        return None;
    }
    let mut ty = ty;
    for _ in 0..8 {
        let Some(alias) = project.resolve_typedef(file, ty.base).filter(|a| a.ty.base != ty.base) else { break };
        if alias.ty.function_pointer {
            return None;
        }
        (ty.base, ty.pointers) = (alias.ty.base, ty.pointers.saturating_add(alias.ty.pointers));
    }
    let base = ty.bare_base();
    match ty.pointers {
        2 => Some(format!("an array of `{base} *`")),
        1 if is_number(base) => Some(format!("a buffer of `{base}`")),
        1 if !project.is_object_pointer(file, ty) => {
            let (_, record) = project.resolve_record(file, ty.base)?;
            // What a macro put in front may be the header of an object.
            let head = record.fields.first()?;
            let plain = is_number(head.ty.bare_base()) || head.ty.pointers > 0;
            plain.then(|| format!("a `{base}`, which is no object"))
        }
        _ => None,
    }
}

fn is_number(base: &str) -> bool {
    let words = ["char", "int", "long", "short", "double", "float", "unsigned", "signed", "wchar_t"];
    base.split(' ')
        .all(|word| words.contains(&word) || word.ends_with("size_t") || word.ends_with("_t") && word.contains("int"))
}

/// The memory of another allocator that a call turns into an object, and that allocator's function.
fn foreign_memory(project: &Project, at: FuncRef, site: CallSite) -> Option<(ExprId, Name)> {
    let ast = &project.file(site.file).ast;
    let &memory = project.call(site).args().first()?;
    let Expr::Name(name) = ast.expr(ast.strip_casts(memory)) else { return None };
    let all = origins(project, at, name);
    let [Origin::Value(value)] = all.as_slice() else { return None };
    let callee = ast.callee_name(*value)?;
    let other = match facts_of(&callee) {
        Some(facts) => matches!(facts.memory.allocates, Some(Domain::Mem | Domain::Raw)),
        None => {
            matches!(callee.as_str(), "malloc" | "calloc" | "realloc")
                && project.resolve_func(site.file, callee).is_empty()
        }
    };
    other.then_some((*value, callee))
}

/// The function that does the same for memory that holds no object.
fn of_memory(name: &str) -> &'static str {
    let last = |name: &str| name.rsplit('_').next().map(str::to_owned);
    let mut others = functions::all().iter().filter(|f| f.memory.allocates == Some(Domain::Mem) && f.makes.is_none());
    others.find(|f| last(f.name) == last(name)).map_or("PyMem_Malloc()", |f| f.name)
}
