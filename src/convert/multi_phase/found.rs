//! How a module is initialised in one phase, as far as the conversion follows it: the init function, the function that
//! creates the module, the definition, and the variable that holds the module. Or why it is not followed.

use super::super::Scene;
use super::super::definition::Written;
use super::super::layout::Layout;
use super::super::refusal::{Refusal, refuse};
use crate::capi::roles::{self, Role};
use crate::facts::{
    Ast, Expr, ExprId, FileFacts, FileId, Func, GapKind, Linkage, Name, Origin, Span, Stmt, StmtId, UnaryOp, VarId,
};
use crate::link::modules::phases::SinglePhase;
use crate::link::modules::{Module, ModuleDef};
use crate::link::sites::CallSite;
use crate::link::values::is_null;
use crate::link::{FuncRef, Local, Project};

/// The initialisation of a module.
pub(super) struct Init<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) layout: Layout<'a>,
    pub(super) module: &'a Module,
    /// The file of all of it.
    pub(super) file: FileId,
    /// The function that import calls.
    pub(super) hook: FuncRef,
    /// The function that creates the module: the same, or one that does nothing else for it.
    pub(super) maker: FuncRef,
    /// The call that creates it.
    pub(super) call: ExprId,
    pub(super) def: &'a ModuleDef,
    /// The variable that gets the module; None where the call is what the function returns.
    pub(super) holder: Option<Name>,
}

impl<'a> Init<'a> {
    pub(super) fn project(&self) -> &'a Project {
        self.scene.project
    }

    pub(super) fn facts(&self) -> &'a FileFacts {
        self.scene.project.file(self.file)
    }

    pub(super) fn ast(&self) -> &'a Ast {
        &self.facts().ast
    }

    pub(super) fn func(&self) -> &'a Func {
        self.scene.project.func(self.maker)
    }

    pub(super) fn text(&self, span: Span) -> &str {
        self.layout.slice(span)
    }

    /// The body of the function that creates the module.
    pub(super) fn body(&self) -> Result<StmtId, Refusal> {
        let func = self.func();
        func.body.map_or_else(|| refuse(self.file, func.span.start, "the function has no body"), Ok)
    }

    pub(super) fn refuse<T>(&self, at: u32, why: impl Into<String>) -> Result<T, Refusal> {
        refuse(self.file, at, why)
    }

    /// The definition as it is written.
    pub(super) fn written(&self) -> Written<'_> {
        Written { project: self.scene.project, layout: &self.layout, file: self.file, def: self.def }
    }

    /// The name of the definition's variable.
    pub(super) fn def_name(&self) -> Name {
        self.project().var(self.def.var).name
    }

    /// The local variable that holds the module.
    pub(super) fn local(&self) -> Option<VarId> {
        match self.project().local(self.maker, self.holder?) {
            Some(Local::Var(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether an expression is the variable that holds the module.
    pub(super) fn is_holder(&self, e: ExprId) -> bool {
        let ast = self.ast();
        self.holder.is_some_and(|m| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(name) if name == m))
    }

    pub(super) fn is_null(&self, e: ExprId) -> bool {
        is_null(self.project(), self.file, e)
    }

    /// The statements of the outermost block; those of a declaration of several variables one by one.
    pub(super) fn top(&self, body: StmtId) -> Vec<StmtId> {
        let ast = self.ast();
        let Stmt::Block(list) = ast.stmt(body) else { return Vec::new() };
        let mut out = Vec::new();
        for &stmt in ast.stmts(list) {
            match ast.stmt(stmt) {
                Stmt::Block(inner) if !self.text(ast.stmt_span(stmt)).starts_with('{') => {
                    out.extend_from_slice(ast.stmts(inner));
                }
                _ => out.push(stmt),
            }
        }
        out
    }

    /// Whether an expression stands directly in a statement or in what the statement declares.
    pub(super) fn holds(&self, stmt: StmtId, wanted: ExprId) -> bool {
        let (facts, mut found) = (self.facts(), false);
        let mut look = |e: ExprId| facts.ast.each_expr(e, &mut |inner| found |= inner == wanted);
        facts.ast.stmt_exprs(stmt, &mut look);
        if let Stmt::Decl(var) = facts.ast.stmt(stmt)
            && let Some(init) = facts.var(var).init
        {
            look(init);
        }
        found
    }
}

/// Looks at a module that is created in one phase.
pub(super) fn find<'a>(scene: &'a Scene<'a>, module: &'a Module, single: &SinglePhase) -> Result<Init<'a>, Refusal> {
    let project = scene.project;
    let hook = hook(project, module)?;
    let (file, hook_func) = (hook.file, project.func(hook));
    let start = hook_func.name_span.start;
    if single.versions != project.live(file, hook_func.cond) {
        return refuse(file, start, "on some of the Pythons it is initialised in several phases already");
    }
    let Some((call_file, call)) = single.call.filter(|_| !single.likely) else {
        return refuse(file, start, "the call that creates the module was not found");
    };
    let site = roles::named(Role::ModuleCreate).flat_map(|name| project.sites.calls_of(name));
    let site = site.filter(|s| s.file == call_file && s.expr == call).find_map(CallSite::func_ref);
    let Some(maker) = site else {
        return refuse(file, start, "the call that creates the module was not found");
    };
    let call_at = project.file(call_file).ast.expr_span(call).start;
    if call_file != file {
        return refuse(call_file, call_at, "the module is created in another file than that of its init function");
    }
    let (facts, ast) = (project.file(file), &project.file(file).ast);
    let layout = Layout::new(scene.bytes(file));
    let name = ast.callee_name(call).map_or("", |n| n.as_str());
    if !layout.slice(ast.expr_span(call)).starts_with(name) || name.is_empty() {
        return refuse(file, call_at, "a macro writes the call that creates the module");
    }
    for func in [hook, maker] {
        if let Origin::Macro(name) = project.func(func).origin {
            return refuse(file, project.func(func).name_span.start, format!("the macro `{name}` writes the function"));
        }
    }
    let def = definition(project, module, file, call)?;
    let holder = match project.sites.results_of(file, call) {
        [] => None,
        [(name, site)] if site.target.is_none_or(|t| matches!(ast.expr(ast.strip_casts(t)), Expr::Name(_))) => {
            Some(*name)
        }
        _ => return refuse(file, call_at, "what the call gives is stored in more than a variable"),
    };
    let init = Init { scene, layout, module, file, hook, maker, call, def, holder };
    let body_span = init.func().span;
    if let Some(gap) = facts.gaps.iter().find(|g| g.kind.is_loss() && body_span.contains(g.span)) {
        return refuse(file, gap.span.start, "a part of the function was not understood");
    }
    left_out(&init, body_span)?;
    callers(&init)?;
    uses_of_definition(&init)?;
    Ok(init)
}

/// The one definition of the init function that the targets compile.
fn hook(project: &Project, module: &Module) -> Result<FuncRef, Refusal> {
    let all = std::iter::once(module.init).chain(module.others.iter().copied());
    let mut live = all.filter(|f| !project.live(f.file, project.func(*f).cond).is_empty());
    let found = live.next().unwrap_or(module.init);
    match live.next() {
        Some(other) => {
            let why = "it is defined more than once, in branches of `#if`";
            refuse(other.file, project.func(other).name_span.start, why)
        }
        None => Ok(found),
    }
}

/// The definition that the call hands over.
fn definition<'a>(
    project: &'a Project,
    module: &'a Module,
    file: FileId,
    call: ExprId,
) -> Result<&'a ModuleDef, Refusal> {
    let ast = &project.file(file).ast;
    let at = ast.expr_span(call).start;
    let Expr::Call { args, .. } = ast.expr(call) else { return refuse(file, at, "it is no call") };
    let named = ast.exprs(args).first().and_then(|&arg| match ast.expr(ast.strip_casts(arg)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => ast.referred_name(arg),
        _ => None,
    });
    let Some(named) = named else { return refuse(file, at, "its definition is not named in the call") };
    let live = |def: &&ModuleDef| {
        let var = project.var(def.var);
        var.name == named && !project.live(def.var.file, var.cond).is_empty()
    };
    let mut defs = module.defs.iter().filter(live);
    let (Some(def), None) = (defs.next(), defs.next()) else {
        return refuse(file, at, format!("`{named}` is not one definition that was found"));
    };
    let var = project.var(def.var);
    match var.origin {
        _ if def.var.file != file => refuse(file, at, format!("`{named}` is defined in another file")),
        Origin::Macro(name) => refuse(file, var.name_span.start, format!("the macro `{name}` writes the definition")),
        Origin::Written if !def.complete => {
            refuse(file, var.name_span.start, format!("not all of `{named}` was understood"))
        }
        Origin::Written => Ok(def),
    }
}

/// What no target compiles is not in the facts. It may hold nothing that has to change with the rest.
fn left_out(init: &Init<'_>, body: Span) -> Result<(), Refusal> {
    let gaps = init.facts().gaps.iter();
    for gap in gaps.filter(|g| g.kind == GapKind::BranchLeftOut && body.contains(g.span)) {
        let tokens = init.layout.inside(gap.span);
        let returns = tokens.clone().any(|i| init.layout.word(i) == "return" && init.layout.word(i + 1) != ";");
        let holder = init.holder.map_or("", |name| name.as_str());
        let drops = tokens.clone().any(|i| roles::releases(init.layout.word(i)) && init.layout.word(i + 2) == holder);
        if returns || drops {
            let why = "a branch that none of the Pythons checked compiles returns or releases something as well";
            return init.refuse(gap.span.start, why);
        }
    }
    Ok(())
}

/// Who else calls the init function, or the one that creates the module.
fn callers(init: &Init<'_>) -> Result<(), Refusal> {
    let project = init.project();
    let hook = project.func(init.hook);
    if let Some(site) = project.sites.calls_of(hook.name.as_str()).iter().find(|s| project.is_live(s.file, s.expr)) {
        let at = project.file(site.file).ast.expr_span(site.expr).start;
        return refuse(site.file, at, format!("`{}` is called here, and expected to give a module", hook.name));
    }
    if init.hook == init.maker {
        return Ok(());
    }
    let (maker, ast) = (init.func(), init.ast());
    let at = maker.name_span.start;
    // One that the linker shows as well must be the only one of its name.
    let named = |file: &FileId| *file == init.file || maker.linkage == Linkage::External;
    if !maker.params.is_empty() || project.funcs_named(maker.name).iter().filter(|f| named(&f.file)).count() > 1 {
        let why = format!("`{}` creates the module, and is more than a part of the init function", maker.name);
        return init.refuse(at, why);
    }
    let calls: Vec<&CallSite> = project.sites.calls_of(maker.name.as_str()).iter().filter(|s| named(&s.file)).collect();
    let [site] = calls[..] else {
        return init.refuse(at, format!("`{}` creates the module, and is called more than once", maker.name));
    };
    let own = (init.file, Some(init.hook.id));
    let mentioned = project.sites.mentions_of(maker.name).iter().any(|place| named(&place.0) && *place != own);
    let whole = hook.body.is_some_and(|body| match ast.stmt(body) {
        Stmt::Block(list) => match ast.stmts(list) {
            &[only] => matches!(ast.stmt(only), Stmt::Return(Some(e)) if ast.strip_casts(e) == site.expr),
            _ => false,
        },
        _ => false,
    });
    // What no Python of the project compiles may call it as well: the init function of Python 2.
    let tokens = init.layout.tokens();
    let is_live = |&i: &usize| !project.live_at(init.file, Span::new(tokens[i].start, tokens[i].end)).is_empty();
    let all = (0..tokens.len()).filter(|&i| init.layout.word(i) == maker.name.as_str());
    let count = all.filter(is_live).count();
    if mentioned || !whole || count != 2 || site.file != init.file {
        let why = format!("the init function does more than to return what `{}` gives", maker.name);
        return init.refuse(hook.name_span.start, why);
    }
    Ok(())
}

/// Whether a function that the definition of a module is given to knows modules of several phases.
fn knows_phases(callee: &str) -> bool {
    matches!(roles::of(callee), Some(Role::TypeModule | Role::GetDef))
}

/// Who else uses the definition: `PyState_FindModule` finds no module that has several phases.
fn uses_of_definition(init: &Init<'_>) -> Result<(), Refusal> {
    let (project, def) = (init.project(), init.def_name());
    let same = |file: FileId| file == init.file || project.same_extension(init.file, file);
    for site in project.sites.calls_with(def).iter().filter(|s| same(s.file)) {
        let ast = &project.file(site.file).ast;
        let callee = ast.callee_name(site.expr).map_or("", |n| n.as_str());
        let own = site.file == init.file && site.expr == init.call;
        if !own && !knows_phases(callee) && project.is_live(site.file, site.expr) {
            let why = format!("`{callee}` is given `{def}`, and does not work for a module of several phases");
            return refuse(site.file, ast.expr_span(site.expr).start, why);
        }
    }
    for &(file, func) in project.sites.mentions_of(def).iter().filter(|(file, _)| same(*file)) {
        let known = project.sites.calls_with(def).iter().any(|s| s.file == file && s.func == func);
        if !known {
            let at = func.map_or(0, |id| project.file(file).func(id).name_span.start);
            return refuse(file, at, format!("`{def}` is used here in a way that is not followed"));
        }
    }
    for name in roles::named(Role::FindModule).chain(roles::named(Role::StateModule)) {
        if let Some(site) =
            project.sites.calls_of(name).iter().find(|s| same(s.file) && project.is_live(s.file, s.expr))
        {
            let at = project.file(site.file).ast.expr_span(site.expr).start;
            return refuse(site.file, at, format!("`{name}` does not work for a module of several phases"));
        }
    }
    Ok(())
}
