//! The definition of a module as it is written: fields of it that get other values.

use super::Edits;
use super::layout::Layout;
use super::refusal::{Refusal, refuse};
use crate::facts::{Ast, Expr, ExprId, FileId, Span, UnaryOp};
use crate::link::Project;
use crate::link::initialiser::{self, FieldInit, Fields, MODULE_DEF};
use crate::link::modules::ModuleDef;
use crate::link::values::is_null;

/// A definition where it is written.
pub(super) struct Written<'a> {
    pub(super) project: &'a Project,
    pub(super) layout: &'a Layout<'a>,
    pub(super) file: FileId,
    pub(super) def: &'a ModuleDef,
}

impl Written<'_> {
    fn ast(&self) -> &Ast {
        &self.project.file(self.file).ast
    }

    fn refuse<T>(&self, at: u32, why: &str) -> Result<T, Refusal> {
        refuse(self.file, at, why)
    }

    /// The name of its variable.
    fn at(&self) -> Span {
        self.project.var(self.def.var).name_span
    }

    fn list(&self) -> Result<(ExprId, &[ExprId]), Refusal> {
        let ast = self.ast();
        let Some(value) = self.project.var(self.def.var).init else {
            return self.refuse(self.at().start, "the definition has no initialiser");
        };
        match ast.expr(value) {
            Expr::List(items) => Ok((value, ast.exprs(items))),
            _ => self.refuse(self.at().start, "the definition has no plain initialiser"),
        }
    }

    fn fields(&self, list: ExprId) -> Fields {
        initialiser::fields(self.project, self.file, list, MODULE_DEF)
    }

    /// What a field is set to, NULL left out.
    pub(super) fn value(&self, field: &str) -> Result<Option<ExprId>, Refusal> {
        let value = self.fields(self.list()?.0).get(field).map(|f| f.value);
        Ok(value.filter(|&v| !is_null(self.project, self.file, v)))
    }

    /// Whether the size is negative, as modules of several phases must not have it.
    pub(super) fn is_negative(&self) -> Result<bool, Refusal> {
        let ast = self.ast();
        let fields = self.fields(self.list()?.0);
        let mut sizes = fields.all("m_size");
        let Some(size) = sizes.next() else { return Ok(false) };
        let value = ast.strip_casts(size.value);
        let negative = self.is_minus_one(size.value);
        let known = matches!(ast.expr(value), Expr::Int(_) | Expr::SizeofType(_) | Expr::SizeofExpr(_));
        match sizes.next() {
            None if negative || known => Ok(negative),
            _ => self.refuse(size.span.start, "its `m_size` was not understood"),
        }
    }

    fn is_minus_one(&self, e: ExprId) -> bool {
        let ast = self.ast();
        let value = ast.expr(ast.strip_casts(e));
        matches!(value, Expr::Unary { op: UnaryOp::Negate, arg } if ast.expr(arg) == Expr::Int(1))
    }

    /// Sets fields that are NULL, 0 or -1, or not there; in the order of the struct.
    pub(super) fn set(&self, wanted: &[(&str, String)]) -> Result<Edits, Refusal> {
        self.put(wanted, false)
    }

    /// Sets fields, whatever they are.
    pub(super) fn set_anew(&self, wanted: &[(&str, String)]) -> Result<Edits, Refusal> {
        self.put(wanted, true)
    }

    fn put(&self, wanted: &[(&str, String)], anew: bool) -> Result<Edits, Refusal> {
        let (list, items) = self.list()?;
        let (ast, span, at) = (self.ast(), self.ast().expr_span(list), self.at().start);
        let mut edits = Edits::default();
        let fields = self.fields(list);
        let mut missing: Vec<(usize, String)> = Vec::new();
        for (name, text) in wanted {
            let old = fields.get(name).or_else(|| fields.get("m_reload").filter(|_| *name == "m_slots"));
            match old {
                Some(field) => self.replace(field, (name, text), anew, &mut edits)?,
                None => missing.extend(MODULE_DEF.iter().position(|f| f == name).map(|i| (i, text.clone()))),
            }
        }
        if missing.is_empty() {
            return Ok(edits);
        }
        if self.layout.has_directives(span) {
            return self.refuse(at, "directives stand in the definition");
        }
        let Some(&last) = items.last() else { return self.refuse(at, "the definition is empty") };
        if items.iter().any(|e| matches!(ast.expr(*e), Expr::Designated { .. })) {
            // Designators stand in the order of the fields, as C++ wants them.
            for (index, text) in missing {
                let placed = |f: &&FieldInit| MODULE_DEF[..index].iter().any(|&known| f.name == known);
                let Some(before) = fields.set.iter().rfind(placed) else {
                    return self.refuse(at, "the fields were not understood");
                };
                self.append(before.span, &[format!(".{} = {text}", MODULE_DEF[index])], &mut edits);
            }
            return Ok(edits);
        }
        let until = missing.iter().map(|(index, _)| *index).max().unwrap_or(0);
        let fill = |index: usize| {
            let given = missing.iter().find(|(i, _)| *i == index).map(|(_, text)| text.clone());
            given.unwrap_or_else(|| if MODULE_DEF[index] == "m_size" { "0" } else { "NULL" }.to_owned())
        };
        if missing.iter().any(|(index, _)| *index < items.len()) {
            return self.refuse(at, "the fields were not understood");
        }
        let texts: Vec<String> = (items.len()..=until).map(fill).collect();
        self.append(ast.expr_span(last), &texts, &mut edits);
        Ok(edits)
    }

    /// Puts another value in the place of NULL, 0 or -1; with `anew` of any.
    fn replace(
        &self,
        field: FieldInit,
        (name, text): (&str, &str),
        anew: bool,
        edits: &mut Edits,
    ) -> Result<(), Refusal> {
        let tokens = self.layout.tokens();
        let inside = self.layout.inside(field.span);
        let mut span = field.span;
        let designated = matches!(self.layout.word(inside.start), ".") || self.layout.word(inside.start + 1) == ":";
        if name == "m_size" && self.is_minus_one(field.value) {
            let Some(minus) = inside.clone().find(|&i| self.layout.word(i) == "-") else {
                return self.refuse(span.start, "a macro says that its `m_size` is negative");
            };
            span = Span::new(tokens[minus].start, tokens.get(minus + 1).map_or(span.end, |token| token.end));
            // What stands behind it stays where it is.
            let behind = self.layout.slice(Span::new(span.end, span.end + 3));
            let (end, comma) = if behind == ",  " && text.len() == 1 { (span.end + 1, ", ") } else { (span.end, "") };
            edits.replace(self.file, Span::new(span.start, end), format!("{text}{comma}"));
            return Ok(());
        }
        if !anew && !is_null(self.project, self.file, field.value) {
            let why =
                if name == "m_slots" { "it has slots already" } else { "a field of the definition is set already" };
            return self.refuse(span.start, why);
        }
        let text = if designated { format!(".{name} = {text}") } else { text.to_owned() };
        edits.replace(self.file, span, text);
        // What the field was called in a comment behind it.
        let rest = Span::new(span.end, self.layout.line_end(span.end));
        if let Some(at) = self.layout.slice(rest).find("m_reload").filter(|_| name == "m_slots") {
            let start = rest.start + at as u32;
            edits.replace(self.file, Span::new(start, start + "m_reload".len() as u32), name);
        }
        Ok(())
    }

    /// Puts items behind one of a list: on lines of their own where that one stands so.
    fn append(&self, item: Span, texts: &[String], edits: &mut Edits) {
        let layout = self.layout;
        let next = layout.at(item.end);
        let comma = (layout.word(next) == ",").then(|| layout.tokens()[next].end);
        let behind = comma.unwrap_or(item.end);
        let line_end = layout.line_end(behind);
        let alone = layout.blank(layout.line_start(item.start), item.start)
            && layout.inside(Span::new(behind, line_end)).is_empty();
        // A comment that goes on in the next line belongs to the item.
        let rest = layout.slice(Span::new(behind, line_end));
        let open = rest.rfind("/*").is_some_and(|at| !rest[at..].contains("*/"));
        if !alone || open {
            edits.insert(self.file, item.end, texts.iter().map(|text| format!(", {text}")).collect::<String>());
            return;
        }
        if comma.is_none() {
            let wide = layout.slice(Span::new(item.end, item.end + 2)) == "  ";
            edits.replace(self.file, Span::new(item.end, item.end + u32::from(wide)), ",");
        }
        let carried = line_end > behind && layout.text[line_end as usize - 1] == b'\r';
        let indent = layout.indent(item.start);
        let lines = texts.iter().map(|text| format!("\n{indent}{text}")).collect::<Vec<_>>().join(",");
        let end = if comma.is_some() { "," } else { "" };
        edits.insert(self.file, if carried { line_end - 1 } else { line_end }, format!("{lines}{end}"));
    }
}
