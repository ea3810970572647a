//! Uses of macros: which stay the name or call that was written, and how their arguments are found again.

use clang_sys::*;

use super::super::cursor::{Cursor, FileKey, Look, SourceOffset};
use super::Extractor;
use crate::{
    capi::syntax::is_own,
    facts::{Expr, ExprId, ExprList, Name, Span},
    source::shared::{Kind, Token, lex_range, number},
};

/// What the names of the forced header begin with: `extlint__Py_VISIT` stands for `Py_VISIT`.
pub(in crate::clang) const PREFIX: &str = "extlint__";

/// A use of a macro in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct MacroUse {
    pub(super) name: Name,
    /// Behind its last byte.
    pub(super) end: u32,
    /// The facts keep it as it is written.
    kept: bool,
}

/// The `#define` that holds a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Definition {
    name: Name,
    /// First byte of its body.
    start: u32,
    tokens: usize,
    /// The body is one pair of parentheses and what they hold.
    bracketed: bool,
    parameters: bool,
}

impl<'u> Extractor<'u, '_> {
    pub(super) fn read_use(&self, cursor: Cursor<'u>, end: u32) -> MacroUse {
        let name = cursor.spelling();
        let place = cursor.referenced().and_then(|d| d.place(Look::Spelling));
        let own = place.is_some_and(|p| self.project.contains_key(&p.file));
        MacroUse { name: Name::from(&name), end, kept: !own || is_own(name.as_bytes()) }
    }

    /// The use that made all of a node and stays in the facts: its place and itself.
    pub(super) fn kept_use(&self, cursor: Cursor<'u>) -> Option<(u32, MacroUse)> {
        let uses = &self.part().uses;
        if uses.is_empty() {
            return None;
        }
        let (start, end) = cursor.range(Look::Written)?;
        if start.file != self.here || end.file != self.here {
            return None;
        }
        let found = uses.get(&start.offset).filter(|u| u.kept)?;
        // An end inside of the macro's body comes out behind the use, or at its start.
        (end.offset == found.end || end.offset == start.offset).then_some((start.offset, *found))
    }

    /// A declaration or a statement begins in a use and is more than it: the macro makes no expression, so nothing in it
    /// stands for the use.
    pub(super) fn look_into(&mut self, cursor: Cursor<'u>) {
        if let Some((start, _)) = cursor.range(Look::Expansion) {
            let at = self.offset(start);
            if let Some(made) = self.parts[self.at].1.uses.get_mut(&at) {
                made.kept = false;
            }
        }
    }

    /// The use as the expression that was written.
    pub(super) fn as_written(&mut self, cursor: Cursor<'u>, start: u32, made: MacroUse) -> ExprId {
        let outer = self.span(cursor);
        let text = self.source();
        let tokens = lex_range(text, start, made.end);
        let name_end = tokens.first().map_or(made.end, |t| t.end);
        let name_span = self.inside(outer, start, name_end);
        let name = self.facts().ast.add_expr(Expr::Name(made.name), name_span);
        if tokens.get(1).is_none_or(|t| t.punct(text) != b'(') {
            return name;
        }
        let ranges = arguments(text, &tokens);
        let mut found: Vec<Option<Cursor<'u>>> = vec![None; ranges.len()];
        self.find_arguments(cursor, &ranges, &mut found, 0);
        let mut args = Vec::new();
        for (range, cursor) in ranges.iter().zip(found) {
            args.push(match cursor {
                Some(cursor) => self.expr(cursor),
                None => self.token_argument(&tokens[range.0..range.1], outer),
            });
        }
        if let (&[ty, member], true) = (&args[..], made.name == "offsetof") {
            args = self.offset_of(cursor, [ty, member]).to_vec();
        }
        let args: ExprList = self.facts().ast.add_exprs(&args);
        self.facts().ast.add_expr(Expr::Call { callee: name, args }, outer)
    }

    /// A range of the file, or the use around it where that is itself made by a macro.
    fn inside(&self, outer: Span, start: u32, end: u32) -> Span {
        if outer.start == start { Span::new(start, end) } else { outer }
    }

    /// The outermost expressions below `cursor` that were written between the given tokens.
    fn find_arguments(
        &self,
        cursor: Cursor<'u>,
        ranges: &[(usize, usize, u32, u32)],
        found: &mut [Option<Cursor<'u>>],
        depth: u32,
    ) {
        for child in cursor.children() {
            let fitting =
                child.is_expression().then(|| child.range(Look::Written)).flatten().and_then(|(start, end)| {
                    let inside =
                        |r: &(usize, usize, u32, u32)| r.2 <= start.offset && start.offset < r.3 && end.offset <= r.3;
                    (start.file == self.here && end.file == self.here).then(|| ranges.iter().position(inside)).flatten()
                });
            match fitting {
                Some(argument) if found[argument].is_none() => found[argument] = Some(child),
                Some(_) => {}
                None if depth < 40 => self.find_arguments(child, ranges, found, depth + 1),
                None => {}
            }
        }
    }

    /// An argument that the macro threw away or took for a type.
    fn token_argument(&mut self, tokens: &[Token], outer: Span) -> ExprId {
        let text = self.source();
        let expr = match tokens {
            [] => Expr::Opaque,
            [only] => match only.kind {
                Kind::Ident => Expr::Name(super::literal::name_of(only.bytes(text))),
                Kind::Number => number(only.bytes(text)).map_or(Expr::Opaque, |v| Expr::Int(v as u64)),
                _ => Expr::Opaque,
            },
            [word, name] if word.bytes(text) == b"struct" => Expr::Name(super::literal::name_of(name.bytes(text))),
            _ => Expr::Opaque,
        };
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => self.inside(outer, first.start, last.end),
            _ => outer,
        };
        self.facts().ast.add_expr(expr, span)
    }

    /// The name of the object-like macro from outside the run whose whole body a node is: `Py_tp_new` for the 65 that
    /// another macro's `Py_##slot` made. libclang says where such a node starts in the macro's definition, not where it
    /// ends: its kind has to tell.
    pub(super) fn named_constant(&self, cursor: Cursor<'u>) -> Option<Name> {
        let (start, _) = cursor.range(Look::Spelling)?;
        if self.project.contains_key(&start.file) {
            return None;
        }
        let found = self.definition_at(start)?;
        let whole = match cursor.kind() {
            CXCursor_IntegerLiteral | CXCursor_CharacterLiteral | CXCursor_StringLiteral | CXCursor_DeclRefExpr => {
                found.tokens == 1
            }
            CXCursor_UnaryOperator => found.tokens == 2,
            CXCursor_ParenExpr => found.bracketed,
            _ => false,
        };
        (whole && !found.parameters && found.start == start.offset).then_some(found.name)
    }

    /// The definition whose body holds a byte of a header.
    fn definition_at(&self, place: SourceOffset) -> Option<Definition> {
        let key = (place.file, place.offset);
        if let Some(known) = self.definitions.borrow().get(&key) {
            return *known;
        }
        let found = self.find_definition(place.file, place.offset);
        self.definitions.borrow_mut().insert(key, found);
        found
    }

    fn find_definition(&self, file: FileKey, offset: u32) -> Option<Definition> {
        let text = self.unit.contents(file);
        let offset = (offset as usize).min(text.len());
        let mut start = memchr::memrchr(b'\n', &text[..offset]).map_or(0, |n| n + 1);
        while start > 1 && text[..start - 1].trim_ascii_end().ends_with(b"\\") && start > offset.saturating_sub(4096) {
            start = memchr::memrchr(b'\n', &text[..start - 1]).map_or(0, |n| n + 1);
        }
        let mut end = offset;
        loop {
            end += memchr::memchr(b'\n', &text[end..]).unwrap_or(text.len() - end);
            if !text[..end].ends_with(b"\\") || end >= text.len() {
                break;
            }
            end += 1;
        }
        let line = &text[start..end];
        let rest = line.trim_ascii_start().strip_prefix(b"#")?.trim_ascii_start().strip_prefix(b"define")?;
        let from = end - rest.len();
        let tokens = lex_range(text, from as u32, end as u32);
        let name = tokens.first().filter(|t| t.kind == Kind::Ident)?;
        let mut body = &tokens[1..];
        let parameters = body.first().is_some_and(|t| t.punct(text) == b'(' && t.start == name.end);
        if parameters {
            let close = body.iter().position(|t| t.punct(text) == b')')?;
            body = &body[close + 1..];
        }
        let mut depth = 0;
        let close = body.iter().position(|t| {
            match t.punct(text) {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        Some(Definition {
            name: super::literal::name_of(name.bytes(text)),
            start: body.first()?.start,
            tokens: body.len(),
            bracketed: close == Some(body.len() - 1) && body.len() > 1,
            parameters,
        })
    }

    /// A name of the forced header as the project wrote it.
    pub(super) fn plain_name(name: &str) -> Name {
        Name::from(name.strip_prefix(PREFIX).unwrap_or(name))
    }
}

/// The arguments of the call that `tokens` are: indices of their tokens, and their bytes.
fn arguments(text: &[u8], tokens: &[Token]) -> Vec<(usize, usize, u32, u32)> {
    let mut out = Vec::new();
    let (mut depth, mut first) = (0usize, 2);
    for (i, token) in tokens.iter().enumerate().skip(1) {
        let mut close = |first: usize, i: usize| {
            if first < i {
                out.push((first, i, tokens[first].start, tokens[i - 1].end));
            }
        };
        match token.punct(text) {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    close(first, i);
                    break;
                }
            }
            b',' if depth == 1 => {
                close(first, i);
                first = i + 1;
            }
            _ => {}
        }
    }
    out
}

/// Whether a cursor is a use of a macro; for walks over mixed children.
pub(super) fn is_preprocessing(cursor: Cursor<'_>) -> bool {
    matches!(cursor.kind(), CXCursor_MacroExpansion | CXCursor_MacroDefinition | CXCursor_InclusionDirective)
}
