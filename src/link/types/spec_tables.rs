//! Specs that stand in the rows of a table, and the call in a loop that creates a type from each row.

use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, Name, VarId};
use crate::link::sites::CallSite;
use crate::link::types::creation::{Handed, handed};
use crate::link::types::{TypeId, TypeKind, Types};
use crate::link::{FuncRef, Units, VarRef};

/// A row that names a spec.
struct Row {
    id: TypeId,
    /// The table.
    table: VarRef,
    /// The item of its initialiser.
    item: ExprId,
    /// The field of the row that holds the spec; None where the rows are pointers.
    column: Option<Name>,
}

/// The creation calls of types whose specs stand in tables.
pub(crate) fn creations(project: &Units, types: &Types) -> Vec<(TypeId, CallSite, Handed)> {
    let mut out = Vec::new();
    for row in rows(project, types) {
        let name = project.var(row.table).name;
        for file in project.unit(row.table.file) {
            let facts = project.file(file);
            if !project.resolve_var(file, name).contains(&row.table) {
                continue;
            }
            for &(_, id) in project.sites.mentions_of(name).iter().filter(|(in_file, _)| *in_file == file) {
                let Some(at) = id.map(|id| FuncRef { file, id }) else { continue };
                let Some(body) = project.func(at).body else { continue };
                facts.each_body_expr(body, &mut |e| {
                    if let Expr::Call { .. } = facts.ast.expr(e) {
                        out.extend(creation(project, &row, at, e).map(|(site, handed)| (row.id, site, handed)));
                    }
                });
            }
        }
    }
    out
}

fn rows(project: &Units, types: &Types) -> Vec<Row> {
    let specs: Vec<(TypeId, Name)> = types
        .iter()
        .filter(|(_, t)| t.kind == TypeKind::Spec && t.var.is_some())
        .map(|(id, t)| (id, t.symbol))
        .collect();
    let mut out = Vec::new();
    for facts in if specs.is_empty() { &[][..] } else { &project.files } {
        for (i, var) in facts.vars.iter().enumerate().filter(|(_, v)| v.ty.arrays > 0) {
            let table = VarRef { file: facts.file, id: VarId(i as u32) };
            let Some(Expr::List(items)) = var.init.map(|init| facts.ast.expr(init)) else { continue };
            for &item in facts.ast.exprs(items) {
                let Some((name, column)) = spec_of(project, table, item) else { continue };
                let place = facts.ast.expr_span(item);
                let known = |&&(id, symbol): &&(TypeId, Name)| {
                    symbol == name
                        && project.resolve_var_at(facts.file, name, place).iter().any(|v| types.get(id).var == Some(*v))
                };
                out.extend(specs.iter().find(known).map(|&(id, _)| Row { id, table, item, column }));
            }
        }
    }
    out
}

/// The spec that a row refers to by its address, and in which field.
fn spec_of(project: &Units, table: VarRef, item: ExprId) -> Option<(Name, Option<Name>)> {
    let facts = project.file(table.file);
    let ast = &facts.ast;
    let spec = |e: ExprId| {
        let address = matches!(ast.expr(ast.strip_casts(e)), Expr::Unary { .. });
        ast.referred_name(e).filter(|n| address && is_spec(project, table, *n))
    };
    let Expr::List(parts) = ast.expr(item) else { return spec(item).map(|name| (name, None)) };
    fields_of(project, table, ast.exprs(parts)).into_iter().find_map(|(field, value)| Some((spec(value)?, Some(field))))
}

fn is_spec(project: &Units, table: VarRef, name: Name) -> bool {
    project.resolve_var(table.file, name).iter().any(|v| struct_roles::is(project.var(*v).ty.bare_base(), Kind::Spec))
}

/// The fields that a row sets.
fn fields_of(project: &Units, table: VarRef, parts: &[ExprId]) -> Vec<(Name, ExprId)> {
    let facts = project.file(table.file);
    let record = project.resolve_record(table.file, project.var(table).ty.base);
    let names: Vec<Name> = record.map(|(_, r)| r.fields.iter().map(|f| f.name).collect()).unwrap_or_default();
    let field = |(i, &part): (usize, &ExprId)| match facts.ast.expr(part) {
        Expr::Designated { field, value } => Some((field, value)),
        _ => Some((*names.get(i)?, part)),
    };
    parts.iter().enumerate().filter_map(field).collect()
}

/// What a call hands on where one of its arguments is the spec of the row.
fn creation(project: &Units, row: &Row, at: FuncRef, call: ExprId) -> Option<(CallSite, Handed)> {
    let ast = &project.file(at.file).ast;
    let Expr::Call { args, .. } = ast.expr(call) else { return None };
    let args = ast.exprs(args);
    let index = args.iter().position(|&arg| match (ast.expr(ast.strip_casts(arg)), row.column) {
        (Expr::Member { base, field, .. }, Some(column)) => field == column && is_row(project, row, at, base),
        (_, None) => is_row(project, row, at, arg),
        _ => false,
    })?;
    let site = CallSite { file: at.file, func: Some(at.id), expr: call };
    let mut handed = handed(project, site, ast.callee_name(call)?, args, index, 0)?;
    if let Some((file, _, base)) = handed.base
        && file == at.file
        && let Expr::Member { base: of, field, .. } = ast.expr(ast.strip_casts(base))
        && is_row(project, row, at, of)
    {
        let own = &project.file(row.table.file).ast;
        let Expr::List(parts) = own.expr(row.item) else { return None };
        let set = fields_of(project, row.table, own.exprs(parts));
        // A field that the row does not set is NULL.
        handed.base = set.iter().find(|(name, _)| *name == field).map(|&(_, value)| (row.table.file, None, value));
    }
    Some((site, handed))
}

/// Whether an expression is an element of the table: `table[i]`, `*p`, or a local that only ever points into it.
fn is_row(project: &Units, row: &Row, at: FuncRef, expr: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let name = project.var(row.table).name;
    let mut expr = ast.strip_casts(expr);
    while let Expr::Unary { arg, .. } = ast.expr(expr) {
        expr = ast.strip_casts(arg);
    }
    match ast.expr(expr) {
        Expr::Index { base, .. } => matches!(ast.expr(ast.strip_casts(base)), Expr::Name(n) if n == name),
        Expr::Name(local) => {
            let given = project.sites.assignments_in(at, local);
            let mut given = given.filter(|a| a.op.is_none()).peekable();
            given.peek().is_some()
                && given.all(|a| {
                    let mut mentions = false;
                    ast.each_expr(a.value, &mut |e| mentions |= matches!(ast.expr(e), Expr::Name(n) if n == name));
                    mentions
                })
        }
        _ => false,
    }
}
