//! MUT011: a code object is changed in place.

use crate::capi::internals::{Of, of};
use crate::facts::{Expr, ExprId, Name};
use crate::finding::{Finding, Label};
use crate::link::flow::sharing::{Sharing, Whose};
use crate::link::{FuncRef, Project};
use crate::rules::common::stores::stores;
use crate::rules::mutation::immutable_buffer_write::writes;
use crate::rules::{Context, MUT011};

const WHY: &str =
    "code objects are shared and cached: by functions, frames that run, specialised instructions and tracers";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut sharing = Sharing::new(project);
    for store in stores(project, Of::Code) {
        if sharing.whose(store.at, store.object) != Whose::Own {
            let label = Label::new(store.at.file, store.span, "changed in place");
            let message = format!("`{}` of a code object is written", store.field.field);
            out.push(finding(project, store.at, message, label).help(format!("use {}", store.field.instead)));
        }
    }
    // What the bytes of the instructions are written through.
    for write in writes(project) {
        if let Some(field) = code_field(project, write.at, write.object) {
            let label = Label::new(write.at.file, write.span, "changed in place");
            let message = format!("the bytes of `{field}` of a code object are written");
            out.push(finding(project, write.at, message, label).help("use code.replace()"));
        }
    }
}

fn finding(project: &Project, at: FuncRef, message: String, label: Label) -> Finding {
    Finding::source(&MUT011, message, label).symbol(project.func(at).name.as_str()).note(WHY)
}

/// The field of a code object that an expression is, by its name.
pub(super) fn code_field(project: &Project, at: FuncRef, object: ExprId) -> Option<Name> {
    let ast = &project.file(at.file).ast;
    let mut object = ast.strip_casts(object);
    if let Expr::Name(name) = ast.expr(object) {
        let mut given = project.sites.assignments_in(at, name);
        let (Some(one), None) = (given.next(), given.next()) else { return None };
        object = ast.strip_casts(one.value);
    }
    let Expr::Member { field, .. } = ast.expr(object) else { return None };
    let of_code = project.struct_with_field(at.file, Some(at), object)?;
    of(Of::Code).any(|row| row.field == field && of_code == row.of_struct).then_some(field)
}
