//! Pointers of an instance that its methods follow without a test for NULL.

use crate::facts::{BinaryOp, Expr, ExprId, FileId, Name, Span, Stmt, UnaryOp};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};

/// Slots that meet objects in any state.
const ENDS: [&str; 5] = ["tp_dealloc", "tp_clear", "tp_traverse", "tp_finalize", "tp_free"];

/// A pointer of the instance struct and the place where a method or slot of the type uses it without a test for NULL.
pub(super) fn used(project: &Project, id: TypeId) -> Option<((FileId, Span), (FileId, Span))> {
    let (file, record) = project.instance_record(id)?;
    let pointers: Vec<_> = record.fields.iter().filter(|f| f.ty.pointers > 0 && f.ty.arrays == 0).collect();
    let installed = project.installed(id);
    let slots = installed.iter().filter(|(slot, _)| !ENDS.contains(&slot.as_str()));
    for &(_, at) in slots {
        let facts = project.file(at.file);
        let ast = &facts.ast;
        let Some(body) = project.func(at).body else { continue };
        let tested = tested(project, at);
        let mut found = None;
        facts.each_body_expr(body, &mut |e| {
            let used: &[ExprId] = match ast.expr(e) {
                Expr::Member { base, arrow: true, .. } | Expr::Index { base, .. } => &[base],
                Expr::Unary { op: UnaryOp::Deref, arg } => &[arg],
                // A function of the project may test what it gets.
                Expr::Call { args, .. } => match ast.callee_name(e) {
                    Some(name) if needs_pointers(project, at, name) => ast.exprs(args),
                    _ => return,
                },
                _ => return,
            };
            for &use_ in used {
                let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(use_)) else { continue };
                let of = project.record_at(at.file, Some(at), base, 0).map(|(file, r)| (file, r.span));
                if found.is_none()
                    && of == Some((file, record.span))
                    && !tested.contains(&field)
                    && let Some(declared) = pointers.iter().find(|f| f.name == field)
                {
                    found = Some(((file, declared.span), (at.file, ast.expr_span(e))));
                }
            }
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a function of CPython or of the C library follows the pointers that it gets.
fn needs_pointers(project: &Project, at: FuncRef, name: Name) -> bool {
    let lenient = ["Py_X", "Py_CLEAR", "Py_VISIT", "Py_BuildValue", "Py_RETURN", "PyErr_", "PyMem_", "PyObject_Free"];
    let follows = (name.starts_with("Py") && !lenient.iter().any(|p| name.starts_with(p)))
        || ["fclose", "fread", "fwrite", "fflush", "fileno", "strlen", "strcmp", "memcpy"].contains(&name.as_str());
    // What the project defines for Pythons that are not checked is not what is called.
    let live = |file, cond| !project.file(file).conds.live(cond, &project.targets).is_empty();
    follows
        && !project.resolve_func(at.file, name).iter().any(|f| live(f.file, project.func(*f).cond))
        && !project.defines_of(at.file, name).iter().any(|(file, define)| live(*file, define.cond))
}

/// The fields that a function tests, compares or sets.
fn tested(project: &Project, at: FuncRef) -> Vec<Name> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut out = Vec::new();
    let Some(body) = project.func(at).body else { return out };
    let mut field = |e: ExprId| {
        if let Expr::Member { field, .. } = ast.expr(ast.strip_casts(e)) {
            out.push(field);
        }
    };
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } =
            ast.stmt(stmt)
        {
            field(test);
        }
    });
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Conditional { test, .. } => field(test),
        Expr::Unary { op: UnaryOp::Not, arg } => field(arg),
        Expr::Binary { op: BinaryOp::And | BinaryOp::Or | BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
            field(left);
            field(right);
        }
        Expr::Assign { target, .. } => field(target),
        // `assert(self->file)`, `likely(self->file)`: a macro that may be a test.
        Expr::Call { args, .. } => {
            let name = ast.callee_name(e).map_or("", |n| n.as_str());
            let macro_like =
                name == "assert" || name.ends_with("likely") || !project.defines_of(at.file, name.into()).is_empty();
            ast.exprs(args).iter().filter(|_| macro_like).for_each(|&a| field(a));
        }
        _ => {}
    });
    out
}
