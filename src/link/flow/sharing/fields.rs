//! Who may reach what is in a field of a struct or an element of an array: by what the struct is, and what it is given.

use crate::facts::{Expr, ExprId, FileId, Name};
use crate::link::flow::references::is_null;
use crate::link::{FuncRef, Local};

use super::{Asked, Through, Whose, is_installed, shared_variable};

impl Asked<'_, '_> {
    /// A field of an object, or of the state of a module.
    pub(super) fn field(&mut self, at: FuncRef, (whole, base): (ExprId, ExprId), depth: u32) -> Whose {
        let project = self.sharing.project;
        let Some((file, ty)) = project.declared_type(at.file, Some(at), base) else { return Whose::Unknown };
        let ast = &project.file(at.file).ast;
        let mut root = base;
        while let Expr::Member { base: inner, arrow: false, .. } = ast.expr(root) {
            root = ast.strip_casts(inner);
        }
        if let Expr::Name(name) = ast.expr(root)
            && project.local(at, name).is_none()
            && let Some(&var) = project.resolve_var(at.file, name).first()
            && project.var(var).ty.pointers == 0
        {
            return shared_variable(project.var(var).thread_local);
        }
        let object = project.is_object_pointer(file, ty);
        if !object && !self.is_state(file, ty.base) {
            return self.carried(at, whole, depth);
        }
        match self.of(at, base, depth + 1) {
            Whose::Own => Whose::Own,
            _ => Whose::Shared(Through::Field),
        }
    }

    /// What a struct of C carries from one function to another, an iterator: all that the field is ever given.
    fn carried(&mut self, at: FuncRef, place: ExprId, depth: u32) -> Whose {
        let project = self.sharing.project;
        let struct_of = |file, func: Option<FuncRef>, target: ExprId| {
            let ast = &project.file(file).ast;
            let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(target)) else { return None };
            project.record_at(file, func, base, 0).map(|(file, record)| (field, file, record.span))
        };
        let Some(of) = struct_of(at.file, Some(at), place) else { return Whose::Unknown };
        let (mut worst, mut known) = (None, true);
        for site in project.sites.assignments_to(of.0) {
            let func = site.func.map(|id| FuncRef { file: site.file, id });
            let (Some(func), Some(target)) = (func, site.target) else { continue };
            if struct_of(site.file, Some(func), target) != Some(of) || is_null(&project.file(site.file).ast, site.value)
            {
                continue;
            }
            // One that is new, or not known, says nothing of what is in the field here.
            match self.of(func, site.value, depth + 1) {
                Whose::Shared(through) => worst = worst.max(Some(Whose::Shared(through))),
                Whose::Own | Whose::Unknown => known = false,
            }
        }
        worst.filter(|_| known).unwrap_or(Whose::Unknown)
    }

    /// Whether a struct is the state of a module.
    fn is_state(&self, file: FileId, base: Name) -> bool {
        let project = self.sharing.project;
        let Some((at, record)) = project.resolve_record(file, base) else { return false };
        let mut states = project.modules.iter().flat_map(|m| &m.defs).filter_map(|def| project.module_state(def));
        states.any(|(of, state)| of == at && state.span == record.span)
    }

    /// An element of an array: arguments of a fast call, or of a variable of the process.
    pub(super) fn element(&mut self, at: FuncRef, base: ExprId) -> Whose {
        let project = self.sharing.project;
        let ast = &project.file(at.file).ast;
        let Expr::Name(name) = ast.expr(ast.strip_casts(base)) else { return Whose::Unknown };
        match project.local(at, name) {
            Some(Local::Param(i)) if project.func(at).params[i].ty.pointers == 2 && is_installed(project, at) => {
                Whose::Shared(Through::Argument)
            }
            Some(_) => Whose::Unknown,
            None => project
                .resolve_var(at.file, name)
                .first()
                .map_or(Whose::Unknown, |&var| shared_variable(project.var(var).thread_local)),
        }
    }
}
