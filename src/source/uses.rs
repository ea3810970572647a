//! What an identifier in a file means to masking and expansion: the C API's own macros, or a macro of the project.

use rustc_hash::FxHashMap;

use crate::capi::syntax::{self, Masked, is_own};
use crate::capi::{functions, locks};

use super::condition::{Conditions, is_platform};
use super::expandable::is_specifier;
use super::lex::{Kind, Token};
use super::macro_table::MacroTable;
use super::macros::{MacroDef, MacroKind, close_of, name_of};
use crate::facts::{Cond, Name, Targets};

/// What masking does with a macro of the C API, or of compilers, that the grammar cannot read as it stands.
fn builtin(name: &[u8]) -> Option<MacroKind> {
    Some(match syntax::lookup(name)?.masked? {
        Masked::Statement => MacroKind::Stmt,
        Masked::Item => MacroKind::Item,
        Masked::Type => MacroKind::TypeWrap,
        Masked::Static => MacroKind::StaticWrap,
        Masked::Blank => MacroKind::Blank,
        Masked::BlankCall => MacroKind::BlankCall,
    })
}

/// Definitions of one name that are compared with the place of a use. Of a name with more no other than the best is ever
/// meant, as each use would ask all of them: the use stays as it is written, which loses at most what parses no more, and
/// that is counted.
const OTHERS: usize = 64;

/// The meaning of an identifier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning<'a> {
    /// What masking does with it.
    pub(crate) kind: MacroKind,
    /// The definition that expansion takes.
    pub(crate) def: Option<&'a MacroDef>,
    /// Worth expanding outside function bodies.
    pub(crate) outside: bool,
    /// Worth expanding inside function bodies.
    pub(crate) inside: bool,
}

impl Meaning<'_> {
    /// Neither the C API nor the project gives the name a meaning.
    pub(crate) fn is_nothing(&self) -> bool {
        self.def.is_none() && self.kind == MacroKind::Plain
    }
}

/// The meaning of an identifier that no macro has the name of.
pub(crate) const NOTHING: Meaning<'static> =
    Meaning { kind: MacroKind::Plain, def: None, outside: false, inside: false };

/// Names that a name of a number may stand for, each for the next: a table with more of them is read whole.
const RENAMED: usize = 8;

/// Looks identifiers up for one file, each once.
pub(crate) struct Uses<'a> {
    macros: &'a MacroTable,
    input: u32,
    known: FxHashMap<Vec<u8>, Meaning<'a>>,
    /// What names mean inside bodies of macros: not as far as from the file itself.
    inner: FxHashMap<(Name, u32), Meaning<'a>>,
}

impl<'a> Uses<'a> {
    /// For file `input`.
    pub(crate) fn new(macros: &'a MacroTable, input: u32) -> Self {
        Uses { macros, input, known: FxHashMap::default(), inner: FxHashMap::default() }
    }

    /// What `name` means here.
    pub(crate) fn of(&mut self, name: &[u8], conditions: &mut Conditions<'a>, targets: &Targets) -> Meaning<'a> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = self.look_up(name, conditions, targets, 0);
        self.known.insert(name.to_vec(), found);
        found
    }

    /// What is known about `name` from an earlier [`Self::of`].
    pub(crate) fn seen(&self, name: &[u8]) -> Meaning<'a> {
        self.known.get(name).copied().unwrap_or(NOTHING)
    }

    /// Whether a macro stands for a number, signed or in parentheses, or for another that does.
    pub(crate) fn is_number(&mut self, name: &[u8], conditions: &mut Conditions<'a>, targets: &Targets) -> bool {
        let mut name = name;
        for _ in 0..RENAMED {
            let found = self.of(name, conditions, targets);
            let Some(def) = found.def.filter(|def| def.params.is_none()) else { return false };
            let body = def.body.as_bytes();
            if let [other] = def.tokens.as_slice()
                && other.kind == Kind::Ident
            {
                name = other.bytes(body);
                continue;
            }
            let punct = |t: &Token| matches!(t.punct(body), b'(' | b')' | b'-' | b'+');
            let part = |t: &Token| t.kind == Kind::Number || t.kind == Kind::Punct && punct(t);
            return !def.tokens.is_empty() && def.tokens.iter().all(part);
        }
        false
    }

    fn look_up(&mut self, name: &[u8], conditions: &mut Conditions<'a>, targets: &Targets, depth: u32) -> Meaning<'a> {
        if let Some(kind) = builtin(name) {
            return Meaning { kind, ..NOTHING };
        }
        let interned = name_of(name);
        if !self.macros.is_known(interned) {
            return NOTHING;
        }
        let Some(def) = self.best(interned, conditions, targets) else { return NOTHING };
        if is_own(name) || wraps_api(def) {
            return NOTHING;
        }
        let body = def.body.as_bytes();
        let mut inside = def.telling;
        let mut expandable = def.params.is_some();
        let mut kind = def.kind;
        if kind == MacroKind::Plain && self.is_optional(def) {
            kind = MacroKind::Blank;
        }
        if kind == MacroKind::Plain && self.is_annotation(def, conditions) {
            kind = MacroKind::BlankCall;
        }
        // As long as all macros before are blanked, the next may be as well; what their arguments say is nothing.
        let (mut blank, mut behind) = (true, 0);
        for (i, token) in def.tokens.iter().enumerate().filter(|(_, t)| t.kind == super::lex::Kind::Ident) {
            let word = token.bytes(body);
            expandable |= word.iter().any(u8::is_ascii_lowercase) || def.tokens.len() == 1;
            let leads = i >= behind;
            if depth < 4 && word != name && (!inside || leads && blank) {
                let key = (name_of(word), depth);
                let inner = match self.known.get(word).or_else(|| self.inner.get(&key)) {
                    Some(known) => *known,
                    None => {
                        let found = self.look_up(word, conditions, targets, depth + 1);
                        // Once for each depth, or the bodies of bodies would be read over and over.
                        self.inner.insert(key, found);
                        if depth == 0 {
                            self.known.insert(word.to_vec(), found);
                        }
                        found
                    }
                };
                if leads {
                    blank &= matches!(inner.kind, MacroKind::Blank | MacroKind::BlankCall);
                    let call = def.tokens.get(i + 1).is_some_and(|t| t.punct(body) == b'(');
                    behind = if call { close_of(body, &def.tokens, i + 1) + 1 } else { i + 1 };
                }
                inside |= inner.inside;
                expandable |= inner.outside;
                if i == 0 && def.tokens.len() == 1 && kind == MacroKind::Plain {
                    kind = inner.kind;
                }
                if i + 1 == def.tokens.len() && inner.kind == MacroKind::Stmt && kind == MacroKind::Plain {
                    kind = MacroKind::Stmt;
                }
            }
        }
        if kind == MacroKind::Plain && depth < 4 && self.is_blank(def, depth) {
            kind = if def.params.is_some() { MacroKind::BlankCall } else { MacroKind::Blank };
        }
        expandable |= def.telling || def.tokens.iter().any(|t| matches!(t.punct(body), b'{' | b'}' | b',' | b';'));
        // `#define LOCK(x)` where another build has a lock there: the use is kept.
        if matches!(kind, MacroKind::Blank | MacroKind::BlankCall) && self.may_lock(def) {
            kind = MacroKind::Stmt;
        }
        let masked = matches!(kind, MacroKind::Blank | MacroKind::BlankCall | MacroKind::TypeWrap);
        Meaning { kind, def: Some(def), outside: expandable && !masked, inside: inside && !masked }
    }

    /// Whether a body is nothing but macros that are blanked, as that of `#define QUIET PUSH OFF("-Wall")` is.
    fn is_blank(&self, def: &MacroDef, depth: u32) -> bool {
        let body = def.body.as_bytes();
        // `__declspec(thread)` says something, though the grammar is not shown it.
        if def.tokens.iter().any(|t| is_specifier(t.bytes(body)) || t.bytes(body) == b"thread") {
            return false;
        }
        let mut i = 0;
        while let Some(token) = def.tokens.get(i) {
            let word = token.bytes(body);
            let known = self.known.get(word).or_else(|| self.inner.get(&(name_of(word), depth)));
            let kind = if word == def.name.as_bytes() { None } else { known.map(|inner| inner.kind) };
            if !matches!(kind, Some(MacroKind::Blank | MacroKind::BlankCall)) {
                return false;
            }
            i += 1;
            if def.tokens.get(i).is_some_and(|t| t.punct(body) == b'(') {
                i = close_of(body, &def.tokens, i) + 1;
            }
        }
        !def.tokens.is_empty()
    }

    /// Whether another definition of an empty macro takes or gives up a lock.
    fn may_lock(&self, def: &MacroDef) -> bool {
        def.tokens.is_empty() && self.others(def).into_iter().any(|other| self.locks(other, 0))
    }

    fn locks(&self, def: &MacroDef, depth: u32) -> bool {
        let body = def.body.as_bytes();
        let words = def.tokens.iter().filter(|t| t.kind == super::lex::Kind::Ident).map(|t| name_of(t.bytes(body)));
        words.into_iter().any(|word| {
            locks::lookup_cpp(word.as_str()).is_some_and(|l| l.acquires() || l.does == locks::Does::Release)
                || depth < 4
                    && word != def.name
                    && self.macros.visible(self.input, word).iter().any(|d| self.locks(d, depth + 1))
        })
    }

    /// Whether a macro of words, no storage and no type, stands for nothing elsewhere: `#define DEV __host__ __device__`
    /// for one compiler, `#define DEV` for all others.
    fn is_optional(&self, def: &MacroDef) -> bool {
        let body = def.body.as_bytes();
        // `_far` is one of a compiler, `_Thread_local` one of the language.
        let own = |word: &[u8]| word[0] == b'_' && word.get(1).is_some_and(|b| *b == b'_' || b.is_ascii_lowercase());
        let words = def.params.is_none() && def.tokens.iter().all(|t| own(t.bytes(body)));
        let storage = def.tokens.iter().any(|t| is_specifier(t.bytes(body)));
        words && !storage && self.others(def).iter().any(|d| d.params.is_none() && d.kind == MacroKind::Blank)
    }

    /// Whether a macro hands its one argument on only where a switch is set that nothing in the project sets, and takes
    /// it away otherwise: `#define CONTRACT(x)`, for a prover `#define CONTRACT(x) x`.
    fn is_annotation(&self, def: &MacroDef, conditions: &mut Conditions<'a>) -> bool {
        let body = def.body.as_bytes();
        let Some([param]) = def.params.as_deref() else { return false };
        let [only] = &def.tokens[..] else { return false };
        if only.bytes(body) != param.as_bytes() || !self.is_switched_on(def, conditions) {
            return false;
        }
        let others = self.others(def);
        others.iter().any(|d| d.tokens.is_empty() && d.params.as_ref().is_some_and(|p| p.len() == 1))
    }

    /// Whether a definition stands where a macro is defined that no file of the project defines, and no platform.
    fn is_switched_on(&self, def: &MacroDef, conditions: &mut Conditions<'a>) -> bool {
        let cond = conditions.holder(def.input, def.holder);
        let (Cond::Defined(name) | Cond::Value(name)) = *conditions.table.get(cond) else { return false };
        !is_platform(name.as_str()) && !name.starts_with("__") && !conditions.any_defines(name)
    }

    /// The definition that holds at a place of the file: where `#undef` takes back the best one before it, or that one
    /// stands behind it, the last before it that is not taken back.
    pub(crate) fn at(&self, best: &'a MacroDef, place: u32) -> &'a MacroDef {
        let own = self.macros.own(self.input, best.name);
        if best.input != self.input || !own.iter().any(|d| d.undef) {
            return best;
        }
        let before = &own[..own.partition_point(|d| d.offset < place)];
        // What one branch of an `#if` takes back is gone behind it for what was defined in that branch.
        let gone =
            |at: usize| before[at..].iter().any(|d| d.undef && (d.holder.is_none() || d.holder == before[at].holder));
        let held: Vec<&MacroDef> =
            (0..before.len()).filter(|&at| !before[at].undef && !gone(at)).map(|at| &before[at]).collect();
        if held.iter().any(|d| d.offset == best.offset) { best } else { held.last().copied().unwrap_or(best) }
    }

    /// The other definitions that the name may have; none of a name that has too many to tell them apart.
    pub(crate) fn others(&self, def: &MacroDef) -> Vec<&'a MacroDef> {
        let all = self.macros.visible(self.input, def.name);
        if all.len() > OTHERS {
            return Vec::new();
        }
        all.into_iter().filter(|d| !d.undef && (d.input, d.offset) != (def.input, def.offset)).collect()
    }

    /// The definition that most target Pythons see; the first of equals that has a body. One that is nothing but a brace
    /// stands in for another that does something: `#define BEGIN_LOCKED {` in builds with the GIL.
    fn best(&self, name: Name, conditions: &mut Conditions<'a>, targets: &Targets) -> Option<&'a MacroDef> {
        let mut best: Option<((bool, usize, bool), &MacroDef)> = None;
        let all: Vec<&MacroDef> = self.macros.visible(self.input, name).into_iter().filter(|d| !d.undef).collect();
        let is_brace = |def: &MacroDef| matches!(&def.tokens[..], [only] if matches!(only.punct(def.body.as_bytes()), b'{' | b'}'));
        let braces = all.iter().any(|def| is_brace(def));
        for def in all {
            let cond = conditions.holder(def.input, def.holder);
            let live = conditions.table.live(cond, targets).iter().count()
                + conditions.table.certain(cond, targets).iter().count();
            let filled = !def.tokens.is_empty();
            let score = (braces && filled && !is_brace(def), live, filled);
            if live > 0 && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, def));
            }
        }
        best.map(|(_, def)| def)
    }
}

/// Whether a macro has the name of a function of the C API and calls it: what stands for itself inside its own
/// expansion is the function, and its call is what facts ask for.
fn wraps_api(def: &MacroDef) -> bool {
    let (body, name) = (def.body.as_bytes(), def.name.as_bytes());
    let calls = |run: &[super::lex::Token]| run[0].bytes(body) == name && run[1].punct(body) == b'(';
    def.params.is_some() && functions::facts_of(def.name.as_str()).is_some() && def.tokens.windows(2).any(calls)
}
