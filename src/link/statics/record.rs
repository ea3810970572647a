//! Puts writes and escapes on record, dead branches left out.

use crate::facts::{ExprId, Span};
use crate::link::CutKind;

use super::bodies::Object;
use super::walk::Walker;
use super::{Site, Value, Write, WriteKind};

impl Walker<'_, '_> {
    pub(crate) fn site(&self, span: Span) -> Site {
        Site { file: self.facts.file, span, func: self.func }
    }

    /// Counts an analysis that ended here.
    pub(crate) fn cut(&self, kind: CutKind, span: Span) {
        self.shared.project.cuts.add(kind, self.facts.file, span);
    }

    /// Records a write of `objects` at `span`.
    pub(crate) fn write(
        &mut self,
        objects: &[Object],
        kind: WriteKind,
        value: Value,
        stored: Option<ExprId>,
        span: Span,
    ) {
        if objects.is_empty() {
            return;
        }
        let cond = self.facts.conds.at_span(span);
        if !self.live(cond) {
            return;
        }
        let site = self.site(span);
        for &object in objects {
            match (object, self.func) {
                (Object::Static(id), _) => {
                    self.out
                        .writes
                        .push((id, Write { site, kind, value, cond, after_init: true, once: false, stored }));
                }
                (Object::Pointee(i), Some(func)) => drop(self.out.written_params.insert((func, i, false))),
                (Object::Param(i), Some(func)) => drop(self.out.written_params.insert((func, i, true))),
                _ => {}
            }
        }
    }

    /// Records that the address of `objects` goes somewhere unseen.
    pub(crate) fn escape(&mut self, objects: &[Object], span: Span) {
        if objects.is_empty() {
            return;
        }
        let cond = self.facts.conds.at_span(span);
        if !self.live(cond) {
            return;
        }
        let site = self.site(span);
        for &object in objects {
            match (object, self.func) {
                (Object::Static(id), _) => self.out.escapes.push((id, site)),
                (Object::Pointee(i), Some(func)) => drop(self.out.leaked_params.insert((func, i))),
                _ => {}
            }
        }
    }
}
