//! INIT001: an init function that creates its module itself.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, HookKind, Span, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::sites::CallSite;
use crate::rules::common::binary;
use crate::rules::common::types::on_versions;
use crate::rules::{Context, INIT001};

const WHY: &str = "such a module cannot be imported in an isolated sub-interpreter";
const KEPT: &str = "`m_size` is -1: the module keeps its state in C globals, and the interpreter a copy of its dict, for the lifetime of the process";
const HELP: &str = "return `PyModuleDef_Init(&def)` and move the body to a `Py_mod_exec` function";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    for module in &project.modules {
        // A part that the init function of the module around it makes for itself is no module to import.
        let by_init = |site: &CallSite| project.modules.iter().any(|other| site.func_ref() == Some(other.init));
        if project.sites.calls_of(project.func(module.init).name.as_str()).iter().any(by_init) {
            continue;
        }
        let found = project.single_phase(module);
        let (versions, Some((file, call))) = (found.versions, found.call) else { continue };
        // The definition that is live on those Pythons.
        let inits = std::iter::once(module.init).chain(module.others.iter().copied());
        let live = inits.clone().find(|f| !project.live(f.file, project.func(*f).cond).and(versions).is_empty());
        let func = project.func(live.unwrap_or(module.init));
        let symbol = project.exported_name(module.init.file, func.name);
        let message = format!("`{symbol}` uses single-phase initialization");
        let label = Label::new(module.init.file, func.name_span, "creates and returns the module itself");
        let mut finding = Finding::source(&INIT001, on_versions(project, message, versions), label)
            .symbol(symbol.as_str())
            .label(file, project.file(file).ast.expr_span(call), "created here")
            .note(WHY)
            .help(HELP);
        // A negative size on its own says no more than this.
        let negative = module.defs.iter().find_map(|def| {
            let facts = project.file(def.var.file);
            // What a macro writes stands at the place of its use: another finding says it, with its cure.
            let by_macro = |span: Span| span == project.var(def.var).name_span;
            let (_, value, span) = def.fields.iter().find(|(name, _, _)| name == "m_size")?;
            let is_negative =
                matches!(facts.ast.expr(facts.ast.strip_casts(*value)), Expr::Unary { op: UnaryOp::Negate, .. });
            (is_negative && !by_macro(*span)).then_some((def.var.file, *span))
        });
        if let Some((file, span)) = negative {
            finding = finding.label(file, span, KEPT);
        }
        if found.likely {
            finding = finding.likely("the module is created in a class whose code was not followed");
        }
        out.push(finding);
    }
}

/// A compiled module that imports the function that creates modules, and not the one that hands a definition to import.
/// Names beyond ASCII allow no such module: another rule says so. Where both are imported (several modules in one file) nothing is known; where neither is, another file creates it.
fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each_slice(context, |binary, slice| {
        let imports = |role| slice.imports.iter().any(|i| roles::is(&i.name, role));
        if !imports(Role::ModuleCreate) || imports(Role::ModuleInit) {
            return;
        }
        for hook in slice.hooks.iter().filter(|h| h.exported && h.kind == HookKind::Init && !h.encoded) {
            let name = hook.module();
            let message = format!("`{}` uses single-phase initialization", hook.name);
            let mut finding =
                Finding::binary(&INIT001, message, binary.file, binary.member.clone()).symbol(&*hook.name);
            finding = finding.compiled_from(slice.recovered.line_of(&hook.name));
            let of_hook = |m: &&crate::facts::DataModule| m.name.rsplit('.').next() == Some(name);
            if slice.recovered.modules.iter().find(of_hook).is_some_and(|m| m.size < 0) {
                finding = finding.evidence(KEPT);
            }
            out.push(finding.note(WHY).help(HELP));
        }
    });
}
