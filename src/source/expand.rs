//! Expansion of the project's macros in one item: a text of its own, and the way back to the file.

use super::brackets::Brackets;
use super::condition::Conditions;
use super::expandable::{is_specifier, is_text, names, opens_body, shows_structure, takes_parts};
use super::items::Item;
use super::lex::{Kind, Token};
use super::macros::{MacroDef, MacroKind, name_of};
use super::piecelet::{Piecelet, arguments, pieces, stringized};
use super::places::{Cut, Piece, Places};
use super::uses::Uses;
use crate::facts::{CondId, Name, Span, Targets};

/// Bytes that the expansion of one item may read, beside 64 times its own: the interpreter loop of a language and an
/// unrolled hash take about as much. What an item may not, the file's limit holds for all of them.
const LIMIT: usize = 512 * 1024;
/// Macros within macros.
const DEPTH: usize = 64;
/// Bytes that the expansion of all items of a file may read, beside 64 times its own.
const FILE_LIMIT: usize = 4 << 20;

/// What the expansion of all items of a file of `bytes` bytes may read.
pub(crate) fn file_limit(bytes: usize) -> usize {
    FILE_LIMIT + 64 * bytes
}

/// The expansion of an item is over a limit: the item is read as it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLarge;

/// An item with its macros expanded.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// The text to lex, mask and parse.
    pub(crate) text: Vec<u8>,
    /// The way back.
    pub(crate) places: Places,
}

/// Expands the macros of one file.
pub(crate) struct Expander<'e, 'a> {
    /// The file's text, left-out branches and directives blanked.
    text: &'e [u8],
    cuts: &'e [(u32, u32)],
    /// Meanings of identifiers.
    pub(crate) uses: &'e mut Uses<'a>,
    /// For the conditions of definitions.
    pub(crate) conditions: &'e mut Conditions<'a>,
    /// For the choice between definitions.
    pub(crate) targets: &'e Targets,
    hidden: Vec<Name>,
    /// Only what stands for specifiers, or for the beginning or end of a namespace.
    cautious: bool,
    /// And what is a whole statement.
    statements: bool,
    /// Bytes that may still be read: for this item, and for the file.
    budget: usize,
    left: &'e mut usize,
    /// The condition of the use that is expanded, and its place.
    here: (CondId, u32),
}

impl<'e, 'a> Expander<'e, 'a> {
    /// For one file.
    pub(crate) fn new(
        Cut { text, cuts }: Cut<'e>,
        uses: &'e mut Uses<'a>,
        conditions: &'e mut Conditions<'a>,
        targets: &'e Targets,
        left: &'e mut usize,
    ) -> Self {
        Expander {
            text,
            cuts,
            uses,
            conditions,
            targets,
            hidden: Vec::new(),
            cautious: false,
            statements: false,
            budget: 0,
            left,
            here: (CondId::ALWAYS, 0),
        }
    }

    /// The expanded item; None where there is nothing to expand.
    pub(crate) fn item(&mut self, tokens: &[Token], item: Item) -> Result<Option<Expanded>, TooLarge> {
        let all = &tokens[item.first..item.end];
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Ok(None) };
        if all.iter().all(|t| t.kind != Kind::Ident || t.plain) {
            return Ok(None);
        }
        let limit = (LIMIT + 64 * (last.end - first.start) as usize).min(*self.left);
        self.budget = limit;
        let expanded = self.run(all, item.body.map_or(usize::MAX, |b| b - item.first));
        // What was read counts where the item turned out too large as well.
        *self.left -= limit - self.budget;
        expanded
    }

    /// All of a C++ file with the macros expanded that hide what it is made of, and those that are a whole statement and
    /// tell something; without the latter where that makes too much.
    pub(crate) fn structure(&mut self, tokens: &[Token]) -> Result<Option<Expanded>, TooLarge> {
        self.cautious = true;
        let whole = Item { first: 0, end: tokens.len(), body: None };
        self.statements = true;
        let expanded = self.item(tokens, whole);
        self.statements = false;
        if expanded.is_err() { self.item(tokens, whole) } else { expanded }
    }

    fn run(&mut self, all: &[Token], body: usize) -> Result<Option<Expanded>, TooLarge> {
        let (Some(first), Some(end)) = (all.first(), all.last()) else { return Ok(None) };
        let brackets = Brackets::of(self.text, all);
        let mut out = Vec::new();
        let mut places = Places::default();
        let mut copied = first.start;
        // For each open brace whether it is one of a function's body, or inside of one.
        let mut bodies: Vec<bool> = Vec::new();
        let mut i = 0;
        while i < all.len() {
            let token = all[i];
            match token.punct(self.text) {
                b'{' if self.statements => bodies.push(bodies.last() == Some(&true) || opens_body(self.text, all, i)),
                b'}' => _ = bodies.pop(),
                _ => {}
            }
            if token.kind != Kind::Ident || token.plain {
                i += 1;
                continue;
            }
            let found = self.uses.of(token.bytes(self.text), self.conditions, self.targets);
            let call = all.get(i + 1).is_some_and(|t| t.punct(self.text) == b'(');
            let parts = |def: &MacroDef| {
                def.params.as_ref().is_some_and(|p| !p.is_empty())
                    && call
                    && !matches!(found.kind, MacroKind::BlankCall | MacroKind::TypeWrap | MacroKind::StaticWrap)
                    && takes_parts(self.text, &all[i + 2..brackets.close_of(i + 1).max(i + 2)])
            };
            let wanted = match found.def {
                Some(def) if self.cautious => {
                    shows_structure(def)
                        || parts(def)
                        || is_text(def) && self.joins(all, i)
                        || self.specifies(def, 0)
                        || self.statements
                            && found.inside
                            && bodies.last() == Some(&true)
                            && self.is_statement(def, all, &brackets, i)
                }
                Some(def) if i > body => found.inside || parts(def),
                _ => found.outside,
            };
            // `NAME(parameters) {`: a function that has the name of a macro is not a use of it.
            self.here = (self.conditions.table.at(token.start), token.start);
            let Some(def) = found.def.filter(|_| wanted).and_then(|d| self.meant(d)) else {
                i += 1;
                continue;
            };
            let last = if def.params.is_some() { brackets.close_of(i + 1) } else { i };
            let declares = def.params.is_none() && i < body && self.is_declarator(all, i) && !names(def);
            if declares {
                i += 1;
                continue;
            }
            // `MOD_INIT(name) {` at the start of an item is one: no type stands before it.
            let own = i > 0 && call && brackets.close_of(i + 1) + 1 == body;
            if def.params.is_some() && !call || own {
                i += 1;
                continue;
            }
            let here: Vec<Piecelet<'_>> = all[i..=last].iter().map(|t| self.piecelet(t)).collect();
            let mut made = Vec::new();
            self.expand(&here, 0, &mut made)?;
            Cut { text: self.text, cuts: self.cuts }.copy(&mut out, &mut places, copied, token.start);
            copied = all[last].end;
            let name = name_of(token.bytes(self.text));
            places.pieces.push(Piece {
                out: out.len() as u32,
                file: Span::new(token.start, copied),
                made_by: Some(name),
            });
            out.push(b' ');
            let mut word = false;
            for piece in &made {
                let starts = piece.kind != Kind::Punct;
                if piece.apart || word && starts {
                    out.push(b' ');
                }
                word = starts;
                out.extend_from_slice(&piece.text);
            }
            out.push(b' ');
            i = last + 1;
        }
        if places.pieces.is_empty() {
            return Ok(None);
        }
        Cut { text: self.text, cuts: self.cuts }.copy(&mut out, &mut places, copied, end.end);
        out.push(b'\n');
        Ok(Some(Expanded { text: out, places }))
    }

    /// The definition that the use means: `best`, or the only other one where `best` stands in the other branch of the
    /// `#if` around the use.
    fn meant(&mut self, best: &'a MacroDef) -> Option<&'a MacroDef> {
        let best = self.uses.at(best, self.here.1);
        if self.can_mean(best) {
            return Some(best);
        }
        let others = self.uses.others(best);
        let mut others = others.into_iter().filter(|d| self.can_mean(d));
        others.next().filter(|_| others.next().is_none())
    }

    /// Whether a macro is nothing but specifiers, those of the macros in its body as well.
    fn specifies(&mut self, def: &'a MacroDef, depth: usize) -> bool {
        let body = def.body.as_bytes();
        let words = def.tokens.iter().all(|t| t.kind == Kind::Ident);
        if def.params.is_some() || def.tokens.is_empty() || !words || depth > 4 {
            return false;
        }
        let mut storage = false;
        for word in def.tokens.iter().map(|t| t.bytes(body)) {
            if is_specifier(word) {
                storage = true;
                continue;
            }
            let inner = self.uses.of(word, self.conditions, self.targets);
            if inner.kind == MacroKind::Blank {
                continue;
            }
            let Some(inner) = inner.def else { return false };
            if !self.specifies(inner, depth + 1) {
                return false;
            }
            storage = true;
        }
        storage
    }

    /// Whether the use at token `i` is a statement by itself.
    fn is_statement(&self, def: &MacroDef, all: &[Token], brackets: &Brackets, i: usize) -> bool {
        let call = all.get(i + 1).is_some_and(|t| t.punct(self.text) == b'(');
        let Some(before) = i.checked_sub(1).map(|j| all[j]) else { return false };
        let begins = matches!(before.punct(self.text), b';' | b'{' | b'}' | b')')
            || matches!(before.bytes(self.text), b"else" | b"do");
        let last = if def.params.is_some() && call { brackets.close_of(i + 1) } else { i };
        let ends = all.get(last + 1).is_some_and(|t| t.first || matches!(t.punct(self.text), b';' | b'}'));
        begins && ends
    }

    /// Whether the word at token `i` stands beside a text, and is one text with it.
    fn joins(&self, all: &[Token], i: usize) -> bool {
        let beside = |j: Option<usize>| j.and_then(|j| all.get(j)).is_some_and(|t| t.kind != Kind::Punct);
        beside(i.checked_sub(1)) || beside(Some(i + 1))
    }

    /// Whether the word at token `i` of an item stands where a declaration has its name: `T NAME =`, `extern T *NAME;`.
    fn is_declarator(&self, all: &[Token], i: usize) -> bool {
        let Some(before) = i.checked_sub(1).map(|j| all[j]) else { return false };
        let typed = before.kind == Kind::Ident || before.punct(self.text) == b'*';
        let ends = all.get(i + 1).is_some_and(|t| matches!(t.punct(self.text), b'=' | b'[' | b';' | b','));
        typed
            && ends
            && all[..i].iter().all(|t| t.kind == Kind::Ident || matches!(t.punct(self.text), b'*' | b',' | b'(' | b')'))
            && !matches!(all[0].bytes(self.text), b"typedef" | b"return" | b"using")
    }

    fn can_mean(&mut self, def: &MacroDef) -> bool {
        let there = self.conditions.holder(def.input, def.holder);
        !self.conditions.table.exclusive(there, self.here.0)
    }

    fn piecelet<'t>(&self, token: &Token) -> Piecelet<'t>
    where
        'e: 't,
    {
        let start = token.start as usize;
        let apart = token.first || start == 0 || self.text[start - 1].is_ascii_whitespace();
        Piecelet { kind: token.kind, text: self.text[start..token.end as usize].into(), apart, done: false }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), TooLarge> {
        let left = self.budget.checked_sub(bytes);
        self.budget = left.unwrap_or(0);
        left.map(|_| ()).ok_or(TooLarge)
    }

    /// Expands `input` into `out`.
    fn expand<'t>(&mut self, input: &[Piecelet<'t>], depth: usize, out: &mut Vec<Piecelet<'t>>) -> Result<(), TooLarge>
    where
        'a: 't,
    {
        let mut i = 0;
        while i < input.len() {
            let piece = &input[i];
            self.spend(piece.text.len() + 1)?;
            let name = if piece.kind == Kind::Ident && !piece.done { Some(name_of(&piece.text)) } else { None };
            if name.is_some_and(|n| self.hidden.contains(&n)) {
                out.push(Piecelet { done: true, ..piece.clone() });
                i += 1;
                continue;
            }
            let def = name
                .and_then(|_| self.uses.of(&piece.text, self.conditions, self.targets).def)
                .and_then(|d| self.meant(d));
            let call = input.get(i + 1).is_some_and(|p| p.text.as_ref() == b"(");
            let (Some(def), Some(name)) = (def.filter(|d| d.params.is_none() || call), name) else {
                out.push(piece.clone());
                i += 1;
                continue;
            };
            if depth >= DEPTH {
                return Err(TooLarge);
            }
            let (arguments, next) = match &def.params {
                None => (Vec::new(), i + 1),
                Some(params) => arguments(input, i + 1, params.len(), def.variadic),
            };
            let body = self.substitute(def, &arguments, depth)?;
            self.hidden.push(name);
            let done = self.expand(&body, depth + 1, out);
            self.hidden.pop();
            done?;
            i = next;
        }
        Ok(())
    }

    /// The body with its parameters replaced, `#` and `##` done.
    fn substitute<'t>(
        &mut self,
        def: &'a MacroDef,
        arguments: &[Vec<Piecelet<'t>>],
        depth: usize,
    ) -> Result<Vec<Piecelet<'t>>, TooLarge>
    where
        'a: 't,
    {
        let params = def.params.as_deref().unwrap_or(&[]);
        let body: Vec<Piecelet<'t>> = pieces(def);
        let index =
            |p: &Piecelet<'_>| params.iter().position(|n| p.kind == Kind::Ident && n.as_bytes() == p.text.as_ref());
        let mut out: Vec<Piecelet<'t>> = Vec::new();
        // Each argument is expanded once, however often it stands in the body.
        let mut expanded: Vec<Option<Vec<Piecelet<'t>>>> = vec![None; arguments.len()];
        let mut i = 0;
        while i < body.len() {
            let piece = &body[i];
            let paste = body.get(i + 1).is_some_and(|p| p.text.as_ref() == b"##");
            if piece.text.as_ref() == b"#" && !params.is_empty() && i + 1 < body.len() {
                let argument = index(&body[i + 1]).and_then(|a| arguments.get(a));
                out.push(stringized(argument.map_or(&[][..], Vec::as_slice)));
                i += 2;
            } else if piece.text.as_ref() == b"##" && i + 1 < body.len() {
                let mut right = match index(&body[i + 1]) {
                    Some(a) => arguments.get(a).cloned().unwrap_or_default(),
                    None => vec![body[i + 1].clone()],
                };
                let comma = out.last().is_some_and(|p| p.text.as_ref() == b",");
                if comma && right.is_empty() {
                    // `, ## __VA_ARGS__` without arguments takes the comma away.
                    out.pop();
                } else if let (Some(left), false, false) = (out.last_mut(), right.is_empty(), comma) {
                    let first = right.remove(0);
                    left.text.to_mut().extend_from_slice(&first.text);
                }
                out.append(&mut right);
                i += 2;
            } else if let Some(a) = index(piece) {
                let mut argument = match expanded.get_mut(a).filter(|_| !paste) {
                    None => arguments.get(a).cloned().unwrap_or_default(),
                    Some(Some(known)) => known.clone(),
                    Some(unknown) => {
                        let mut made = Vec::new();
                        self.expand(&arguments[a], depth + 1, &mut made)?;
                        unknown.insert(made).clone()
                    }
                };
                if let Some(first) = argument.first_mut() {
                    first.apart = piece.apart;
                }
                self.spend(argument.len())?;
                if paste && argument.is_empty() {
                    // An empty left operand pastes to the right one alone.
                    out.push(Piecelet { kind: Kind::Ident, text: Vec::new().into(), apart: true, done: false });
                }
                out.extend(argument);
                i += 1;
            } else {
                out.push(piece.clone());
                i += 1;
            }
        }
        out.retain(|p| !p.text.is_empty());
        Ok(out)
    }
}
