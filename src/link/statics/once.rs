//! Which functions run at most once in a process: those that the loader runs before and after everything else, those
//! that a once primitive runs, and what only they call.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::locks;
use crate::facts::{
    Define, Expr, ExprId, FileFacts, FileId, Func, FuncId, Language, Name, Scope, Span, Storage, UnaryOp,
};
use crate::link::macros::tokens::Token;
use crate::link::macros::words::call_in;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Relations};

use super::bodies::Recorded;
use super::init::{Calls, resolve};
use super::loaded;

/// Functions that the loader calls by their names, under its own lock.
const OF_THE_LOADER: &[&str] = &["DllMain", "_init", "_fini"];

/// How many functions that run once may call each other in turn.
const ROUNDS: usize = 16;

/// The functions that run once.
pub(crate) fn once_only(project: &Relations, recorded: &[Recorded], calls: &Calls) -> FxHashSet<FuncRef> {
    let mut roots: FxHashSet<FuncRef> = FxHashSet::default();
    // References by name that a once primitive gets.
    let mut given: FxHashMap<FuncRef, usize> = FxHashMap::default();
    let mut lambdas: FxHashMap<(FileId, Span), FuncRef> = FxHashMap::default();
    for facts in project.files.iter().filter(|f| f.language == Language::Cpp) {
        let all = facts.funcs.iter().enumerate().filter(|(_, func)| func.is_lambda());
        lambdas.extend(all.map(|(i, f)| ((facts.file, f.span), FuncRef { file: facts.file, id: FuncId(i as u32) })));
    }
    for (file, arg) in run_once(project) {
        let facts = project.file(file);
        if let Some(name) = facts.ast.referred_name(arg) {
            project.resolve_func(facts.file, name).into_iter().for_each(|f| *given.entry(f).or_default() += 1);
        } else {
            roots.extend(lambdas.get(&(file, facts.ast.expr_span(arg))));
        }
    }
    // The function of a platform alone, which its macro makes the name of: no text names it.
    roots.extend(pasted(project).into_iter().filter(|&f| mentions(project, f) == 0));
    for facts in project.files.iter().filter(|f| f.language == Language::Cpp) {
        for called in first_uses(facts) {
            match facts.ast.expr(called) {
                Expr::Name(name) => resolve(project, facts.file, name).into_iter().for_each(|f| {
                    *given.entry(f).or_default() += 1;
                }),
                _ => roots.extend(lambdas.get(&(facts.file, facts.ast.expr_span(called)))),
            }
        }
    }
    for facts in &project.files {
        for func in facts.funcs.iter().filter(|f| f.at_load || OF_THE_LOADER.contains(&f.name.as_str())) {
            project.resolve_func(facts.file, func.name).into_iter().for_each(|f| {
                *given.entry(f).or_default() += if func.at_load { loaded::calls_elsewhere(project, f) } else { 0 };
            });
        }
    }
    // What an initialiser at file scope calls, in C++ only.
    let loaded: Vec<FuncRef> = calls.at_file_scope().chain(constructors(project)).collect();
    let other: Vec<FuncRef> = loaded.into_iter().filter(|f| !calls.is_called(*f)).collect();
    roots.extend(other);
    take(project, given, &mut roots);
    if roots.is_empty() {
        return roots;
    }
    let mut outside: FxHashSet<FuncRef> = FxHashSet::default();
    for (facts, recorded) in project.files.iter().zip(recorded) {
        for &name in &recorded.mentioned {
            outside.extend(project.resolve_func(facts.file, name));
        }
    }
    calls.only_from(project, &|f| roots.contains(&f), &outside, &FxHashSet::default(), &|_, _, _| false)
}

/// Adds to the roots the functions that run once wherever they are named: given to a primitive, or called by a root.
fn take(project: &Relations, given: FxHashMap<FuncRef, usize>, roots: &mut FxHashSet<FuncRef>) {
    let mut open: Vec<(FuncRef, usize, usize)> =
        given.into_iter().map(|(func, count)| (func, count, mentions(project, func))).collect();
    open.sort_unstable_by_key(|(func, ..)| *func);
    for _ in 0..ROUNDS {
        let before = open.len();
        open.retain(|&(func, count, mentioned)| {
            let name = project.func(func).name;
            let from_root = |site: &&CallSite| site.func_ref().is_some_and(|by| roots.contains(&by));
            let by_roots = || project.sites.calls_of(name.as_str()).iter().filter(from_root).count();
            let once = mentioned == count || mentioned == count + by_roots();
            if once {
                roots.insert(func);
            }
            !once
        });
        if open.len() == before {
            return;
        }
    }
}

/// What initialisers of C++ call that run once: those of static variables, at file scope and in functions, where the
/// language holds back other threads (since C++11). Names of functions, and lambdas that are called on the spot.
fn first_uses(facts: &FileFacts) -> Vec<ExprId> {
    let mut out = Vec::new();
    for var in facts.vars.iter().filter(|v| v.storage != Storage::Extern && !v.thread_local) {
        let local = matches!(var.scope, Scope::Local(_));
        let Some(init) = var.init.filter(|_| !local || var.storage == Storage::Static) else { continue };
        facts.ast.each_expr(init, &mut |e| {
            if let Expr::Call { callee, .. } = facts.ast.expr(e) {
                let callee = facts.ast.strip_casts(callee);
                let named = matches!(facts.ast.expr(callee), Expr::Name(_));
                // What file scope calls by its name is known otherwise.
                out.extend((local || !named).then_some(callee));
            }
        });
    }
    out
}

/// The functions whose names a macro makes for a primitive: `InitOnceExecuteOnce(&guard, f##_win, NULL, NULL)`.
fn pasted(project: &Relations) -> Vec<FuncRef> {
    let mut out = Vec::new();
    for facts in &project.files {
        for i in 0..facts.ast.expr_count() {
            let Expr::Call { callee, args } = facts.ast.expr(ExprId(i as u32)) else { continue };
            let Expr::Name(name) = facts.ast.expr(callee) else { continue };
            let defines = project.defines_of(facts.file, name);
            for (_, define) in defines.iter().filter(|(_, define)| define.body.contains("##")) {
                let Some((_, inner)) = call_in(&define.body, &locks::runs_once) else { continue };
                let names = inner.iter().filter_map(|arg| joined(facts, define, arg, facts.ast.exprs(args)));
                out.extend(names.flat_map(|name| project.resolve_func(facts.file, name)));
            }
        }
    }
    out
}

/// The name that an argument of one parameter and what is pasted to it makes.
fn joined(facts: &FileFacts, define: &Define, arg: &[Token<'_>], args: &[ExprId]) -> Option<Name> {
    if !arg.contains(&Token::Sign("##")) {
        return None;
    }
    let mut name = String::new();
    for token in arg {
        let &Token::Word(word) = token else { continue };
        let param = define.params.iter().flatten().position(|param| param == word);
        match param {
            Some(at) => name.push_str(facts.ast.referred_name(*args.get(at)?)?.as_str()),
            None => name.push_str(word),
        }
    }
    Some(Name::from(&name))
}

/// The arguments of all once primitives, and of the functions that hand a parameter on to one.
fn run_once(project: &Relations) -> Vec<(FileId, ExprId)> {
    let mut out: Vec<(FileId, ExprId)> = Vec::new();
    for facts in &project.files {
        once_calls(project, facts, &mut |arg| out.push((facts.file, arg)));
    }
    // A function that is called like a primitive may hand on to one.
    let mut seen: FxHashSet<(FileId, ExprId)> = out.iter().copied().collect();
    let (mut helpers, mut next) = (FxHashSet::default(), 0);
    while let Some(&(file, arg)) = out.get(next) {
        next += 1;
        let Some((helper, index)) = parameter(project.file(file), arg) else { continue };
        let name = project.func(helper).name;
        if !helpers.insert((helper, index)) {
            continue;
        }
        for site in project.sites.calls_of(name.as_str()) {
            let ast = &project.file(site.file).ast;
            let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
            if let Some(&arg) = ast.exprs(args).get(index)
                && project.resolve_func(site.file, name).contains(&helper)
                && seen.insert((site.file, arg))
            {
                out.push((site.file, arg));
            }
        }
    }
    out
}

/// The function and its parameter that an argument names, where the function does nothing else with it.
fn parameter(facts: &FileFacts, arg: ExprId) -> Option<(FuncRef, usize)> {
    let (name, span) = (facts.ast.referred_name(arg)?, facts.ast.expr_span(arg));
    let around = |func: &Func| func.body.is_some_and(|body| facts.ast.stmt_span(body).contains(span));
    let at = facts.funcs.iter().position(|func| !func.is_lambda() && around(func))?;
    let func = &facts.funcs[at];
    let index = func.params.iter().position(|param| param.name == Some(name))?;
    let mut uses = 0;
    facts.each_body_expr(func.body?, &mut |e| uses += usize::from(facts.ast.expr(e) == Expr::Name(name)));
    (uses == 1).then_some((FuncRef { file: facts.file, id: FuncId(at as u32) }, index))
}

/// Calls `f` with the arguments of every once primitive of a file.
fn once_calls(project: &Relations, facts: &FileFacts, f: &mut dyn FnMut(ExprId)) {
    let ast = &facts.ast;
    for i in 0..ast.expr_count() {
        let Expr::Call { callee, args } = ast.expr(ExprId(i as u32)) else { continue };
        let once = match ast.expr(callee) {
            Expr::Name(name) => {
                locks::runs_once(name.as_str())
                    || is_own_once(facts, name, ast.exprs(args))
                    || is_macro_of_once(project, facts.file, name)
            }
            Expr::Member { field, .. } => locks::runs_once(field.as_str()),
            _ => false,
        };
        if once {
            ast.exprs(args).iter().for_each(|&arg| f(arg));
        }
    }
}

/// Whether a name is a macro that calls a once primitive: `#define ONCE(f) pthread_once(&guard, f)`.
fn is_macro_of_once(project: &Relations, file: FileId, name: Name) -> bool {
    let defines = project.defines_of(file, name);
    let calls = |define: &Define| define.params.is_some() && call_in(&define.body, &locks::runs_once).is_some();
    !defines.is_empty() && defines.iter().all(|(_, define)| calls(define))
}

/// Whether a function of somebody's own is called like a once primitive: by its name (`lib_once`, `doOnce`), with the
/// address of a guard and a function.
fn is_own_once(facts: &FileFacts, name: Name, args: &[ExprId]) -> bool {
    let guard = |&arg: &ExprId| {
        matches!(facts.ast.expr(facts.ast.strip_casts(arg)), Expr::Unary { op: UnaryOp::AddressOf, .. })
    };
    is_named_once(name) && args.len() > 1 && args.iter().any(guard)
}

/// Whether a name says that something is done once (`lib_once`, `once_raw`): what it changes through a guard is the
/// guard's own matter.
pub(crate) fn is_named_once(name: Name) -> bool {
    name.split('_').skip(1).any(|word| word == "once") || name.ends_with("Once")
}

/// How often the project names a function, its declarations left out.
fn mentions(project: &Relations, func: FuncRef) -> usize {
    let name = project.func(func).name;
    let here = |file: &FileId| {
        let ast = &project.file(*file).ast;
        (0..ast.expr_count()).filter(|&i| ast.expr(ExprId(i as u32)) == Expr::Name(name)).count()
    };
    let mut files: Vec<FileId> = project.sites.mentions_of(name).iter().map(|(file, _)| *file).collect();
    files.dedup();
    files.iter().filter(|f| project.share_unit(func.file, **f)).map(here).sum()
}

/// The constructors of classes that have objects at file scope and nowhere else.
fn constructors(project: &Relations) -> Vec<FuncRef> {
    let mut global: FxHashMap<Name, FileId> = FxHashMap::default();
    let mut elsewhere: FxHashSet<Name> = FxHashSet::default();
    for facts in project.files.iter().filter(|f| f.language == Language::Cpp) {
        for var in &facts.vars {
            let class = Name::from(var.ty.bare_base());
            let object = var.ty.pointers == 0 && var.ty.arrays == 0 && !matches!(var.scope, Scope::Local(_));
            if object && project.has_record(class) {
                global.insert(class, facts.file);
            } else if var.ty.pointers == 0 {
                elsewhere.insert(class);
            }
        }
        elsewhere.extend(facts.records.iter().flat_map(|r| &r.fields).map(|f| Name::from(f.ty.bare_base())));
    }
    let alone = global.into_iter().filter(|(class, _)| !elsewhere.contains(class));
    let makers = alone.flat_map(|(class, file)| {
        let last = class.as_str().rsplit("::").next().unwrap_or("");
        project.resolve_func(file, Name::from(&format!("{class}::{last}")))
    });
    makers.collect()
}
