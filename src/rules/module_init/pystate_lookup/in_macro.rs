//! Look-ups in the bodies of function-like macros: one finding a macro, where something uses it.

use rustc_hash::FxHashSet;

use super::single_phase::works;
use super::{INIT009, slots_of};
use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Define, FileFacts, FileId, Name, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::macros::tokens::{Token, mentions, tokens, words_of};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};

pub(super) fn found(project: &Project, callee: &str, single: &FxHashSet<FuncRef>) -> Vec<Finding> {
    let mut out = Vec::new();
    for facts in &project.files {
        for define in &facts.defines {
            if define.params.is_none() || !mentions(&define.body, callee) || !is_compiled(project, facts, define) {
                continue;
            }
            let uses = uses(project, facts.file, define.name);
            if let Some(first) = uses.first() {
                let unchecked = roles::is(callee, Role::FindModule) && hands_on(project, define, callee);
                let named = definition(project, define, first);
                let multi = named.is_some_and(|name| slots_of(project, first, name).is_some());
                if multi || unchecked || !works(project, first.file, named, single) {
                    out.push(judge(project, facts.file, define, callee, first, uses.len()));
                }
            }
        }
    }
    out
}

fn is_compiled(project: &Project, facts: &FileFacts, define: &Define) -> bool {
    !project.live(facts.file, define.cond).is_empty()
}

/// The live calls of a macro in its unit, or of another macro whose body uses it.
fn uses(project: &Project, file: FileId, name: Name) -> Vec<CallSite> {
    let unit = project.unit(file);
    let of = |name: Name| {
        let here = |s: &&CallSite| project.share_unit(file, s.file) && project.is_live(s.file, s.expr);
        project.sites.calls_of(name.as_str()).iter().filter(here).copied()
    };
    let defines = unit.iter().flat_map(|&f| &project.file(f).defines);
    let outer =
        defines.filter(|d| d.name != name && d.params.is_some() && mentions(&d.body, name.as_str())).map(|d| d.name);
    of(name).chain(outer.flat_map(of)).collect()
}

fn judge(project: &Project, file: FileId, define: &Define, callee: &str, first: &CallSite, uses: usize) -> Finding {
    let finds = roles::is(callee, Role::FindModule);
    let slots = definition(project, define, first).and_then(|name| slots_of(project, first, name));
    let unchecked = finds && hands_on(project, define, callee);
    let message = match (&slots, finds) {
        (Some(_), true) => format!("`{callee}` does not find modules with multi-phase initialization"),
        (Some(_), false) => format!("`{callee}` fails for modules with multi-phase initialization"),
        (None, _) if unchecked => format!("`{callee}` returns NULL if this interpreter has not imported the module"),
        (None, _) => format!("`{callee}` works only for modules with single-phase initialization"),
    };
    let used: Span = project.file(first.file).ast.expr_span(first.expr);
    let label = Label::new(file, define.name_span, "looks the module up by its definition");
    let mut finding = Finding::source(&INIT009, message, label)
        .symbol(define.name.as_str())
        .label(first.file, used, if uses > 1 { "first used here" } else { "used here" })
        .help("use `PyType_GetModuleByDef`, `METH_METHOD`, or the module that is passed to the function");
    if let Some((file, at)) = slots {
        finding = finding.severity(Severity::Error).label(
            file,
            at,
            "has slots: the module is never registered with this definition",
        );
    } else if unchecked {
        finding = finding.severity(Severity::Error).note("the result is used without a check");
    }
    match uses - 1 {
        0 => finding,
        1 => finding.note("the macro is used in 1 more place"),
        more => finding.note(format!("the macro is used in {more} more places")),
    }
}

/// The definition that the look-up goes by: named in the body, or an argument of the first use.
fn definition(project: &Project, define: &Define, first: &CallSite) -> Option<Name> {
    let is_definition = |name: &Name| {
        let vars = project.resolve_var(first.file, *name);
        vars.iter().any(|&v| struct_roles::is(project.var(v).ty.bare_base(), Kind::ModuleDef))
    };
    let words = words_of(&define.body).map(Name::from);
    let ast = &project.file(first.file).ast;
    let mut args = Vec::new();
    ast.each_expr(first.expr, &mut |e| args.extend(ast.referred_name(e)));
    words.chain(args).find(is_definition)
}

/// Whether the body, or that of a macro around it, hands the result straight to a function that needs a module.
fn hands_on(project: &Project, define: &Define, callee: &str) -> bool {
    let straight = |body: &str, inner: &str| {
        tokens(body).windows(3).any(|three| match three {
            [Token::Word(outer), Token::Sign("("), Token::Word(word)] => {
                outer.starts_with("PyModule_Get") && *word == inner
            }
            _ => false,
        })
    };
    let outer = project.files.iter().flat_map(|f| &f.defines);
    straight(&define.body, callee) || outer.into_iter().any(|d| straight(&d.body, define.name.as_str()))
}
