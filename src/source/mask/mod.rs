//! Same-length masking: what the grammar cannot read is blanked, and separators that macros hide are put into the
//! white space behind them. Offsets never move.
//! Separators go into white space, so a newline may become `;` or `,`: lines are counted in the original text.

mod attribute;
mod edit;
mod guess;
mod member;
mod words;

use super::brackets::Brackets;
use super::lex::{Kind, Token};
use super::macros::MacroKind;
use super::uses::{NOTHING, Uses};
use words::{is_declaration_keyword, is_keyword, is_type_keyword};

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Top,
    Record,
    Enum,
    List,
    Block,
    /// Parentheses or brackets; `call`: arguments of `name(…)` inside a function or initialiser.
    Paren {
        call: bool,
        control: bool,
    },
}

/// Masks one run of tokens (a top-level item, or an expanded one) in place.
pub(crate) struct Masker<'m, 'a> {
    text: &'m mut [u8],
    tokens: &'m [Token],
    uses: &'m Uses<'a>,
    brackets: Brackets,
    /// Only the C API's own macros are touched, and nothing is guessed.
    cautious: bool,
    stack: Vec<Context>,
    /// How many of them are blocks.
    blocks: usize,
    /// A statement, field or item may begin at the next token.
    start: bool,
    /// First token of the statement.
    first: usize,
    assigned: bool,
    record: bool,
    /// Ranges that were blanked.
    blanked: &'m mut Vec<(u32, u32)>,
}

impl<'m, 'a> Masker<'m, 'a> {
    /// For `tokens` over `text`; blanked ranges are added to `blanked`.
    pub(crate) fn new(
        text: &'m mut [u8],
        tokens: &'m [Token],
        uses: &'m Uses<'a>,
        cautious: bool,
        blanked: &'m mut Vec<(u32, u32)>,
    ) -> Self {
        let (stack, brackets) = (vec![Context::Top], Brackets::of(text, tokens));
        let (start, first, assigned, record) = (true, 0, false, false);
        Masker { text, tokens, uses, brackets, cautious, stack, blocks: 0, start, first, assigned, record, blanked }
    }

    fn context(&self) -> Context {
        self.stack.last().copied().unwrap_or(Context::Top)
    }

    fn push(&mut self, context: Context) {
        self.blocks += usize::from(context == Context::Block);
        self.stack.push(context);
    }

    fn pop(&mut self) -> Option<Context> {
        let popped = if self.stack.len() > 1 { self.stack.pop() } else { None };
        self.blocks -= usize::from(popped == Some(Context::Block));
        popped
    }

    fn punct(&self, i: usize) -> u8 {
        self.tokens.get(i).map_or(0, |t| t.punct(self.text))
    }

    fn word(&self, i: usize) -> &[u8] {
        self.tokens.get(i).filter(|t| t.kind == Kind::Ident).map_or(b"", |t| t.bytes(self.text))
    }

    fn is_ident(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == Kind::Ident)
    }

    fn begin(&mut self, next: usize) {
        self.start = true;
        self.first = next;
        self.assigned = false;
        self.record = false;
    }

    /// Masks everything.
    pub(crate) fn run(mut self) {
        let mut i = 0;
        while i < self.tokens.len() {
            i = match self.tokens[i].kind {
                Kind::Punct => self.punctuation(i),
                Kind::Ident => self.identifier(i),
                _ => {
                    self.start = false;
                    i + 1
                }
            };
        }
    }

    fn punctuation(&mut self, i: usize) -> usize {
        match self.punct(i) {
            b'{' => {
                let context = self.brace(i);
                self.push(context);
                self.begin(i + 1);
            }
            b'}' => {
                let popped = self.pop();
                if matches!(popped, Some(Context::Block | Context::Top))
                    && !matches!(self.context(), Context::Paren { .. })
                {
                    self.begin(i + 1);
                } else {
                    self.start = false;
                }
            }
            b'(' | b'[' => {
                let before = if i > 0 { self.word(i - 1) } else { b"" };
                let member = before == b"offsetof";
                let control = matches!(before, b"if" | b"for" | b"while" | b"switch");
                let outer = self.context();
                let inside = matches!(outer, Context::Block | Context::List | Context::Paren { call: true, .. })
                    || matches!(outer, Context::Paren { .. }) && self.blocks > 0;
                let special = matches!(
                    before,
                    b"sizeof" | b"_Alignof" | b"alignof" | b"offsetof" | b"return" | b"__typeof__" | b"typeof"
                );
                // `else (void)x;`, `case (char)1:`
                let named = !before.is_empty() && !control && !special && !is_keyword(before);
                let call = inside && named && self.punct(i) == b'(';
                // In C++ a call and a declaration look alike: only a macro is known to be none.
                let call = call && (!self.cautious || self.is_macro(i - 1));
                self.declared_pointer(i);
                self.push(Context::Paren { call, control });
                self.start = false;
                if member && !self.cautious {
                    self.join_member(i);
                }
                if call {
                    self.type_argument(i + 1);
                }
            }
            b')' | b']' => {
                let popped = self.pop();
                if matches!(popped, Some(Context::Paren { control: true, .. })) && self.context() == Context::Block {
                    self.begin(i + 1);
                } else {
                    self.start = false;
                    self.hidden_comma(i);
                }
            }
            b';' => {
                if matches!(self.context(), Context::Paren { .. }) {
                    self.start = false
                } else {
                    self.begin(i + 1)
                }
            }
            b',' => {
                match self.context() {
                    Context::List | Context::Enum => self.begin(i + 1),
                    _ => self.start = false,
                }
                if matches!(self.context(), Context::Paren { call: true, .. }) {
                    self.type_argument(i + 1);
                }
            }
            b':' => {
                let label = matches!(self.word(self.first), b"case" | b"default") || i == self.first + 1;
                let access =
                    self.cautious && i > 0 && matches!(self.word(i - 1), b"public" | b"protected" | b"private");
                let begins = match self.context() {
                    Context::Block => label,
                    Context::Record => access && label,
                    _ => false,
                };
                if begins { self.begin(i + 1) } else { self.start = false }
            }
            b'=' => {
                self.assigned = true;
                self.start = false;
            }
            b'.' if self.punct(i + 1) == b'.' && self.punct(i + 2) == b'.' && self.word(self.first) == b"case" => {
                // `case 1 ... 5:`
                let colon = (i..self.tokens.len()).take(12).find(|&j| self.punct(j) == b':');
                if let Some(colon) = colon {
                    self.blank(i, colon - 1);
                    return colon;
                }
            }
            _ => self.start = false,
        }
        i + 1
    }

    /// What a `{` opens.
    fn brace(&self, i: usize) -> Context {
        let before = if i > 0 { self.punct(i - 1) } else { 0 };
        match self.context() {
            Context::List => Context::List,
            Context::Paren { .. } if before == b')' || before == b',' || before == b'(' => {
                // `({ … })` is a statement expression, `(T){ … }` and `f(T, { … })` are lists.
                if before == b'(' { Context::Block } else { Context::List }
            }
            _ if before == b'=' || self.assigned => Context::List,
            // `template <class T> int f() const {` is no class.
            _ if self.record && before != b')' && !(self.cautious && self.has_parenthesis(i)) => {
                if self.has_word(i, b"enum") { Context::Enum } else { Context::Record }
            }
            Context::Top if i > 0 && self.tokens[i - 1].kind == Kind::Str => Context::Top,
            Context::Top if self.word(self.first) == b"namespace" => Context::Top,
            Context::Block if self.word(self.first) == b"return" => Context::List,
            _ => Context::Block,
        }
    }

    fn has_parenthesis(&self, i: usize) -> bool {
        (self.first..i).any(|j| self.punct(j) == b'(')
    }

    fn has_word(&self, i: usize, word: &[u8]) -> bool {
        (self.first..i).any(|j| self.word(j) == word)
    }

    fn identifier(&mut self, i: usize) -> usize {
        let word = self.tokens[i].bytes(self.text);
        match word {
            b"struct" | b"union" | b"enum" | b"class" => {
                self.record |= !matches!(self.context(), Context::Paren { .. });
                self.record_attribute(i);
                self.start = false;
                return i + 1;
            }
            b"typedef" if self.start && !self.cautious => {
                self.function_typedef(i);
                self.start = false;
                return i + 1;
            }
            b"_Atomic" if self.punct(i + 1) == b'(' => {
                // `_Atomic(T)` is read as the qualifier alone.
                let end = self.brackets.close_of(i + 1);
                self.blank(i + 1, i + 1);
                self.blank(end, end);
                self.start = false;
                return i + 2;
            }
            b"else" | b"do" => {
                self.begin(i + 1);
                return i + 1;
            }
            _ => {}
        }
        if attribute::is_thread_local(word) && self.uses.seen(word).def.is_none() && self.specifies(i) {
            self.make_thread_local(i);
            return i + 1;
        }
        if self.start && !self.cautious {
            self.attributes(i);
        }
        let word = self.tokens[i].bytes(self.text);
        if word.starts_with(b" ") {
            return i + 1;
        }
        let found = if self.tokens[i].plain { NOTHING } else { self.uses.seen(word) };
        let call = self.punct(i + 1) == b'(' && !(self.tokens[i + 1].first && found.kind == MacroKind::Stmt);
        let kind = match found.kind {
            // `void name(void) {` where another branch says `#define name()`.
            MacroKind::BlankCall if call && found.def.is_some() && self.defines_function(i) => MacroKind::Plain,
            kind @ (MacroKind::Blank | MacroKind::BlankCall) => kind,
            MacroKind::Stmt if self.cautious && found.def.is_some() && self.start => MacroKind::Stmt,
            _ if self.cautious && found.def.is_some() => MacroKind::Plain,
            kind => kind,
        };
        let behind_string = call && i > 0 && self.tokens[i - 1].kind == Kind::Str && !self.start;
        let end = if call { self.brackets.close_of(i + 1) } else { i };
        if self.cautious && self.stands_for_more(i, end, found) {
            return end + 1;
        }
        let word = self.tokens[i].bytes(self.text);
        match kind {
            MacroKind::Blank => {
                self.blank(i, i);
                self.first = if self.first == i { i + 1 } else { self.first };
                return i + 1;
            }
            MacroKind::BlankCall if call && self.word(i + 2) != b"thread" => {
                self.blank(i, end);
                self.first = if self.first == i { end + 1 } else { self.first };
                return end + 1;
            }
            MacroKind::TypeWrap | MacroKind::StaticWrap if call => {
                // `PyAPI_DATA` declares: no definition may be read from it.
                let storage = match word {
                    b"PyAPI_DATA" => Some(b"extern"),
                    _ => (kind == MacroKind::StaticWrap).then_some(b"static"),
                };
                self.blank(i, i + 1);
                if let Some(storage) = storage {
                    let start = self.tokens[i].start as usize;
                    self.text[start..start + 6].copy_from_slice(storage);
                }
                self.blank(end, end);
                return i + 2;
            }
            MacroKind::Stmt if self.separable() => {
                let takes = if call && found.def.is_none_or(|d| d.params.is_some()) { end } else { i };
                if !matches!(self.punct(takes + 1), b';' | b',' | b')' | b'=') {
                    self.put(takes, b';');
                }
                self.begin(takes + 1);
                return takes + 1;
            }
            MacroKind::Item if self.in_list() => {
                let takes = if call && found.def.is_none_or(|d| d.params.is_some()) { end } else { i };
                if !matches!(self.punct(takes + 1), b',' | b'}' | b')') {
                    self.put(takes, b',');
                }
                self.begin(takes + 1);
                return takes + 1;
            }
            _ => {}
        }
        if self.cautious {
            if self.start && call && self.context() == Context::Top && self.is_lone_call(i, end) {
                self.blank(i, end);
                return end + 1;
            }
            self.start = false;
            return i + 1;
        }
        if behind_string {
            // `"a" M("x") "b"`
            self.blank(i, end);
            return end + 1;
        }
        if self.start && call && self.context() == Context::Block && self.punct(end + 1) == b':' {
            self.label(i, end, found.def.is_some_and(|d| d.body.starts_with("case ")));
            return end + 2;
        }
        if self.start && self.guess(i, end, call) {
            return end + 1;
        }
        if self.context() == Context::Top && !self.assigned && call && self.is_ident(i + 2) {
            // `NAME(x)(parameters)`
            if self.punct(i + 3) == b')' && self.punct(i + 4) == b'(' {
                if self.is_type_of(i, found.def.is_none()) {
                    // `int (name)(parameters)`
                    self.blank(i + 1, i + 1);
                    self.blank(i + 3, i + 3);
                } else {
                    self.join(i, i + 3);
                }
                self.start = false;
                return i + 4;
            }
        }
        self.start = false;
        i + 1
    }

    fn separable(&self) -> bool {
        matches!(self.context(), Context::Block | Context::Record | Context::Top) && (self.start || !self.assigned)
    }

    fn in_list(&self) -> bool {
        matches!(self.context(), Context::List | Context::Enum)
    }
}
