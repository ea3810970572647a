//! ABI013: the header of an object is read or written by its fields.

use rustc_hash::FxHashMap;

use crate::capi::fields::{self, What};
use crate::capi::lvalues::{self, SETTERS_SINCE};
use crate::facts::{Expr, FileId, Name, Python, Span, VersionSet};
use crate::finding::{Applicability, Finding};
use crate::link::Project;
use crate::link::api::{FieldUse, FieldUseKind};
use crate::rules::common::api::{Occurrence, folded, is_generated};
use crate::rules::common::changes::{Change, Changes};
use crate::rules::{ABI013, Context};

/// How a field of the header is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Read,
    /// Set to a value.
    Written,
    /// Changed in another way, or its address taken.
    Other,
}

/// An access to a field of an object's header, and what is done there.
type Access<'a> = (&'a FieldUse, How);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut changes = Changes::new(project);
    let uses: Vec<(&FieldUse, Name, How)> =
        project.api().fields.iter().filter_map(|u| header_use(project, &mut changes, u)).collect();
    let mut alike: FxHashMap<(FileId, Name, bool), Vec<Access<'_>>> = FxHashMap::default();
    for &(used, field, how) in &uses {
        alike.entry((used.file, field, how == How::Read)).or_default().push((used, how));
    }
    let places = uses.iter().map(|&(used, field, how)| {
        let how = if how == How::Read { How::Read } else { How::Written };
        ((used.of, field, how), Occurrence::of_field(used, live(used, how)))
    });
    for found in folded(places) {
        let (of, field, how) = found.what;
        let Some(advice) = fields::advice(of, &field) else { continue };
        let setter = lvalues::of(advice.instead).and_then(|l| l.setter).unwrap_or(advice.instead);
        let (verb, instead) = if how == How::Read { ("read", advice.instead) } else { ("written", setter) };
        let message = format!("`{field}` of an object is {verb} directly");
        let mut finding =
            found.finding(&ABI013, message, "the header is not the same in every build").symbol(field.as_str());
        let key = (found.places[0].file, field, how == How::Read);
        for &(used, own) in alike.get(&key).into_iter().flatten().filter(|(used, _)| used.of == of) {
            for (span, text) in edits(project, &mut changes, used, own, instead).into_iter().flatten() {
                finding = finding.edit(used.file, span, text, Applicability::Safe);
            }
        }
        out.push(finding.help(format!("use {instead}")));
    }
}

/// A setter is there since 3.9: what is written for older ones only has no other way.
fn live(used: &FieldUse, how: How) -> VersionSet {
    if how == How::Read || used.live.max() >= Some(Python(SETTERS_SINCE)) { used.live } else { VersionSet::default() }
}

fn header_use<'a>(
    project: &Project,
    changes: &mut Changes<'_>,
    used: &'a FieldUse,
) -> Option<(&'a FieldUse, Name, How)> {
    let (FieldUseKind::Member(_), Some(field)) = (used.kind, used.field) else { return None };
    let header = fields::advice(used.of, &field).is_some_and(|a| a.what == What::Header);
    if !header || used.made || is_generated(project, used.file) {
        return None;
    }
    let func = used.func?;
    // A back-port of the macro itself.
    if project.func(func).name.trim_start_matches('_').starts_with("Py") {
        return None;
    }
    Some((used, field, how(changes, used)))
}

fn how(changes: &mut Changes<'_>, used: &FieldUse) -> How {
    let Some(func) = used.func else { return How::Other };
    match changes.of(func, used.expr) {
        None => How::Read,
        Some(Change::Set { .. }) => How::Written,
        Some(Change::Other) => How::Other,
    }
}

/// What makes a macro of the access, where the text is as the tree says.
fn edits(
    project: &Project,
    changes: &mut Changes<'_>,
    used: &FieldUse,
    how: How,
    name: &str,
) -> Option<Vec<(Span, String)>> {
    let FieldUseKind::Member(base) = used.kind else { return None };
    let ast = &project.file(used.file).ast;
    // `x->ob_base.ob_type`: `x->ob_base` is no pointer.
    if !matches!(ast.expr(used.expr), Expr::Member { arrow: true, .. }) {
        return None;
    }
    let (whole, inner) = (used.span, ast.expr_span(base));
    let close = match inner.start.checked_sub(whole.start)? {
        0 => ")",
        1 => "))",
        _ => return None,
    };
    let mut out = vec![(Span::new(whole.start, whole.start), format!("{name}("))];
    match how {
        How::Read => out.push((Span::new(inner.end, whole.end), close.to_owned())),
        How::Written if project.targets.min_python >= Python(SETTERS_SINCE) => {
            let Change::Set { whole: span, value } = changes.of(used.func?, used.expr)? else { return None };
            if span.end != value.end || span.start != whole.start {
                return None;
            }
            let close = &close[1..];
            out.push((Span::new(inner.end, value.start), format!("{close}, ")));
            out.push((Span::new(value.end, value.end), ")".to_owned()));
        }
        _ => return None,
    }
    Some(out)
}
