//! Which look-ups work: those in modules that initialise in a single phase.

use rustc_hash::FxHashSet;

use crate::facts::{Expr, FileId, Name};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};

/// The modules that initialise in a single phase on every Python checked: there the look-up works, and INIT001 says
/// what is wrong with them.
pub(super) fn modules(project: &Project) -> FxHashSet<FuncRef> {
    let all = project.targets.versions();
    let single = project.modules.iter().filter(|m| project.single_phase(m).versions == all);
    single.map(|m| m.init).collect()
}

/// Whether the definition of this name (else, the file) is of such modules only.
pub(super) fn works(project: &Project, file: FileId, name: Option<Name>, single: &FxHashSet<FuncRef>) -> bool {
    let vars = name.map_or_else(Vec::new, |name| project.resolve_var(file, name));
    let mut own = project.modules.iter().filter(|m| m.defs.iter().any(|d| vars.contains(&d.var))).peekable();
    if own.peek().is_some() {
        return own.all(|m| single.contains(&m.init));
    }
    let near = project.modules_of(file);
    !near.is_empty() && near.iter().all(|m| single.contains(&m.init))
}

/// What the call names: its definition.
pub(super) fn named(project: &Project, site: &CallSite) -> Option<Name> {
    let ast = &project.file(site.file).ast;
    let Expr::Call { args, .. } = ast.expr(site.expr) else { return None };
    ast.exprs(args).iter().find_map(|&a| ast.referred_name(a))
}
