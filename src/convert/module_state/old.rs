//! A state that the module has already: it becomes the first field of the new one, so that what asks for it finds it where it
//! was, and its functions are called by the new ones.

use super::super::layout::Layout;
use super::super::refusal::{Refusal, refuse};
use super::Home;
use crate::facts::{Expr, ExprId, FileId};

/// What a module has.
#[derive(Default)]
pub(super) struct Old {
    /// The type of its state, as it is written: `struct module_state`.
    pub(super) kind: Option<String>,
    /// Where that is defined, to its semicolon.
    pub(super) defined: Option<(FileId, u32)>,
    pub(super) traverse: Option<String>,
    pub(super) clear: Option<String>,
    pub(super) free: Option<String>,
}

impl Old {
    /// A place, or the first one behind what the module has already, where that stands in the same file behind it.
    pub(super) fn behind(&self, layout: &Layout<'_>, (file, at): (FileId, u32)) -> u32 {
        let end = self.defined.filter(|(other, end)| *other == file && *end > at).map(|(_, end)| layout.at(end));
        end.and_then(|next| layout.tokens().get(next)).map_or(at, |token| token.start)
    }
}

impl Home<'_> {
    /// The state that the module has.
    pub(super) fn old(&self) -> Result<Old, Refusal> {
        let written = self.written();
        let ast = &self.project().file(self.file).ast;
        let at = |value: ExprId| ast.expr_span(value).start;
        let mut old = Old::default();
        if let Some(value) = written.value("m_size")? {
            let Some(kind) = self.measured(value) else {
                return refuse(self.file, at(value), "the module has a state already, and its type is not known");
            };
            let Some(defined) = self.defined(&kind) else {
                return refuse(self.file, at(value), "the module has a state already, and its type is not in sight");
            };
            (old.kind, old.defined) = (Some(kind), Some(defined));
        }
        for (field, place) in
            [("m_traverse", &mut old.traverse), ("m_clear", &mut old.clear), ("m_free", &mut old.free)]
        {
            let Some(value) = written.value(field)? else { continue };
            let Expr::Name(name) = ast.expr(value) else {
                return refuse(self.file, at(value), format!("the module has `{field}` already, behind a cast"));
            };
            *place = Some(name.to_string());
        }
        Ok(old)
    }

    /// The type whose size an expression is.
    fn measured(&self, value: ExprId) -> Option<String> {
        let ast = &self.project().file(self.file).ast;
        let value = ast.strip_casts(value);
        if !matches!(ast.expr(value), Expr::SizeofType(_) | Expr::SizeofExpr(_)) {
            return None;
        }
        let text = self.parts.layout(self.file).slice(ast.expr_span(value));
        let kind = text.strip_prefix("sizeof")?.trim().strip_prefix('(')?.strip_suffix(')')?.trim();
        let plain = kind.split_whitespace().all(|w| w.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        plain.then(|| kind.to_owned())
    }

    /// Where a type is defined, in a file of the extension: the end of that.
    fn defined(&self, kind: &str) -> Option<(FileId, u32)> {
        let name = kind.split_whitespace().last()?;
        let is_tag = kind.starts_with("struct ");
        self.parts.tokens_of(name).into_iter().find_map(|at| {
            let layout = self.parts.layout(at.file);
            let end = match is_tag {
                true if self.parts.back(at, 1) == "struct" && self.parts.word(at, 1) == "{" => {
                    layout.closing(at.token + 1)? + 1
                }
                false if self.parts.back(at, 1) == "}" && self.parts.word(at, 1) == ";" => at.token + 1,
                _ => return None,
            };
            (layout.word(end) == ";").then(|| (at.file, layout.tokens()[end].end))
        })
    }
}

/// Refuses a place that does not know the old state.
pub(super) fn known(home: &Home<'_>, old: &Old, (file, at): (FileId, u32)) -> Result<(), Refusal> {
    let Some((other, end)) = old.defined else { return Ok(()) };
    let is_known =
        if other == file { at >= end } else { home.parts.get(other).is_header && home.includes(file, other) };
    match is_known {
        true => Ok(()),
        false => refuse(file, at, "what would use the state stands before the one that the module has already"),
    }
}
