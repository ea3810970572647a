//! `#if` expressions to formulas: versions are compared, the project's own macros are followed to what they mean.

mod asked;
mod expression;
mod value;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use expression::Expression;
pub(crate) use expression::number;
use value::Value;

use super::lex::{DirectiveKind, Kind, lex_range};
use super::macro_table::MacroTable;
use super::macros::{MacroDef, name_of};
use super::scan::Scanned;
use crate::capi::names;
use crate::capi::predefined::LIMITED_API;
use crate::facts::{Cond, CondId, CondTable, Language, Name};

/// How far macros of macros are followed. A test that asks for more, here and below, is open: both branches are read, and
/// a gap says so.
const DEPTH: usize = 32;
/// Nesting of parentheses and signs that is followed, those of the macros on the way together.
const NESTING: u32 = 200;
/// Definitions of one macro that may each hold at one place; with more of them its value is not known.
const DEFINITIONS: usize = 64;

/// Makes the formulas of one file.
pub(crate) struct Conditions<'a> {
    scanned: &'a [Scanned<'a>],
    macros: &'a MacroTable,
    language: Language,
    /// The file whose formulas they are, and where its last `#include` stands.
    root: u32,
    last_include: u32,
    /// The formulas made.
    pub(crate) table: CondTable,
    branches: FxHashMap<(u32, u32), CondId>,
    /// For each branch: that its group is compiled, and neither it nor a branch before it.
    rests: FxHashMap<(u32, u32), CondId>,
    /// Parentheses and signs that are open in the expressions in hand.
    nesting: u32,
    values: FxHashMap<(Name, Option<u32>, CondId), Value>,
    open: Vec<Name>,
    /// What holds where the test in hand stands.
    context: CondId,
    /// The test of this file that is asked, and those that were cut at a limit.
    asked: Option<u32>,
    cut: BTreeSet<u32>,
    /// Macros of which it matters whether any file of the run defines them.
    known: Vec<Name>,
}

/// A name has more definitions than are followed.
struct TooMany;

impl<'a> Conditions<'a> {
    /// For the file `scanned[input]`, into `table`.
    pub(crate) fn new(
        scanned: &'a [Scanned<'a>],
        macros: &'a MacroTable,
        (root, language): (u32, Language),
        table: CondTable,
    ) -> Self {
        let file = &scanned[root as usize];
        let last = file.directives.iter().rfind(|d| d.kind == DirectiveKind::Include);
        Conditions {
            scanned,
            macros,
            language,
            root,
            last_include: last.map_or(0, |d| d.start),
            table,
            branches: FxHashMap::default(),
            rests: FxHashMap::default(),
            nesting: 0,
            values: FxHashMap::default(),
            open: Vec::new(),
            context: CondId::ALWAYS,
            asked: None,
            cut: BTreeSet::new(),
            known: Vec::new(),
        }
    }

    /// The formula under which a branch is compiled: its own, not its predecessors', and its holder's.
    pub(crate) fn branch(&mut self, input: u32, branch: u32) -> CondId {
        let all = &self.scanned[input as usize].branches.all;
        let known = |this: &Self, branch: u32| this.branches.get(&(input, branch)).copied();
        let mut open = Vec::new();
        let mut next = Some(branch);
        while let Some(branch) = next.filter(|&b| known(self, b).is_none()) {
            // A cycle (a macro whose guard asks for the macro) reads as "no condition".
            self.branches.insert((input, branch), CondId::ALWAYS);
            open.push(branch);
            next = all[branch as usize].parent;
        }
        while let Some(branch) = open.pop() {
            let parent = all[branch as usize].parent;
            let holder = parent.and_then(|b| known(self, b)).unwrap_or(CondId::ALWAYS);
            let cond = self.branch_within(holder, input, branch);
            self.branches.insert((input, branch), cond);
        }
        known(self, branch).unwrap_or(CondId::ALWAYS)
    }

    fn branch_within(&mut self, holder: CondId, input: u32, branch: u32) -> CondId {
        let rest = self.rest(holder, input, branch);
        let own = self.test_within(holder, input, branch);
        self.table.and(rest, own)
    }

    /// That the branch is reached: from that of the branch before it, so that a long group costs its length.
    fn rest(&mut self, holder: CondId, input: u32, branch: u32) -> CondId {
        let all = &self.scanned[input as usize].branches.all;
        let mut open = Vec::new();
        let mut next = all[branch as usize].previous;
        let mut rest = holder;
        while let Some(before) = next {
            if let Some(&known) = self.rests.get(&(input, before)) {
                rest = known;
                break;
            }
            open.push(before);
            next = all[before as usize].previous;
        }
        while let Some(before) = open.pop() {
            let test = self.test_within(holder, input, before);
            let not = self.table.not(test);
            rest = self.table.and(rest, not);
            self.rests.insert((input, before), rest);
        }
        rest
    }

    /// The branch's own test, asked where `holder` holds.
    ///
    /// `#ifndef X`, an `#include`, `#ifdef X`: what is included may have defined it, so the second answer is open.
    fn test_within(&mut self, holder: CondId, input: u32, branch: u32) -> CondId {
        let outer = std::mem::replace(&mut self.context, holder);
        let test = self.test(input, branch);
        self.context = outer;
        if !self.is_open(test, input, branch) {
            return test;
        }
        let atom = match *self.table.get(test) {
            Cond::Not(inner) => inner,
            _ => test,
        };
        // What is defined stays defined: few headers take a name away again.
        if !self.table.exclusive(holder, atom) {
            return test;
        }
        let again = self.table.add(Cond::Opaque(Name::from("")));
        if matches!(self.table.get(test), Cond::Not(_)) { self.table.not(again) } else { again }
    }

    /// Whether the branch asks by its name for a macro that nothing seen defines, and the targets do not settle it.
    fn is_open(&self, test: CondId, input: u32, branch: u32) -> bool {
        let atom = match *self.table.get(test) {
            Cond::Not(inner) => inner,
            _ => test,
        };
        let (Cond::Defined(name) | Cond::Value(name)) = *self.table.get(atom) else { return false };
        let scanned = &self.scanned[input as usize];
        let (start, end) = scanned.branches.all[branch as usize].expr;
        let asked = memchr::memmem::find(&scanned.text[start as usize..end as usize], name.as_bytes()).is_some();
        asked && self.table.settled(atom).is_none()
    }

    /// The condition of the branch that holds something; none is "always".
    pub(crate) fn holder(&mut self, input: u32, holder: Option<u32>) -> CondId {
        holder.map_or(CondId::ALWAYS, |branch| self.branch(input, branch))
    }

    /// Where the tests of this file stand that ask for more than is followed.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = u32> + '_ {
        self.cut.iter().copied()
    }

    fn cut(&mut self) {
        self.cut.extend(self.asked);
    }

    fn test(&mut self, input: u32, branch: u32) -> CondId {
        let own = self.scanned[input as usize].branches.all[branch as usize].expr.0;
        let outer = self.asked;
        self.asked = outer.or((input == self.root).then_some(own));
        let test = self.test_inner(input, branch);
        self.asked = outer;
        test
    }

    fn test_inner(&mut self, input: u32, branch: u32) -> CondId {
        let scanned = &self.scanned[input as usize];
        let this = &scanned.branches.all[branch as usize];
        let tokens = lex_range(scanned.text, this.expr.0, this.expr.1);
        let at = Some((input, this.expr.0));
        let defined = |this: &mut Self| match tokens.first().filter(|t| t.kind == Kind::Ident) {
            Some(token) => this.defined(name_of(token.bytes(scanned.text)), at),
            None => this.table.add(Cond::Opaque(Name::from(""))),
        };
        match this.kind {
            DirectiveKind::Else => CondId::ALWAYS,
            DirectiveKind::Ifdef | DirectiveKind::Elifdef => defined(self),
            DirectiveKind::Ifndef | DirectiveKind::Elifndef => {
                let cond = defined(self);
                self.table.not(cond)
            }
            _ => {
                let value = Expression::of(self, scanned.text, &tokens, at).whole();
                match value {
                    Value::Unknown => {
                        let text = String::from_utf8_lossy(&scanned.text[this.expr.0 as usize..this.expr.1 as usize]);
                        self.table.add(Cond::Opaque(Name::from(text.trim())))
                    }
                    value => self.truth(value),
                }
            }
        }
    }

    /// Definitions that may hold at `at`, in order: of those before it in the same file the ones that no later one
    /// replaces, or those of shared files. `Err`: too many.
    fn seen(&self, name: Name, at: Option<(u32, u32)>) -> Option<Result<Vec<&'a MacroDef>, TooMany>> {
        let (input, offset) = at?;
        let own = self.macros.own(input, name);
        if own.is_empty() && input != self.root && !self.macros.is_certain(input, name) {
            // What the file itself says before it includes the header.
            let own = self.macros.own(self.root, name);
            let before = &own[..own.partition_point(|d| d.offset < self.last_include)];
            if before.last().is_some_and(|d| d.holder.is_none() && d.undef) {
                return None;
            }
            if before.iter().any(|d| !d.undef) {
                return Some(self.standing(self.root, before, self.last_include));
            }
        }
        if own.is_empty() {
            let seen = if self.macros.is_certain(input, name) { self.macros.visible(input, name) } else { Vec::new() };
            let any = seen.iter().any(|d| !d.undef);
            return any.then_some(if seen.len() > DEFINITIONS { Err(TooMany) } else { Ok(seen) });
        }
        if own.iter().all(|d| d.undef) {
            return None;
        }
        Some(self.standing(input, own, offset))
    }

    /// The definitions of one file that stand before `offset` and that no later one replaces.
    fn standing(&self, input: u32, own: &'a [MacroDef], offset: u32) -> Result<Vec<&'a MacroDef>, TooMany> {
        let branches = &self.scanned[input as usize].branches.all;
        let mut seen = Vec::new();
        let mut next = own.partition_point(|d| d.offset < offset);
        while let Some(def) = next.checked_sub(1).map(|last| &own[last]) {
            if seen.len() == DEFINITIONS {
                return Err(TooMany);
            }
            seen.push(def);
            // What its branch holds before it, it replaces.
            let start = def.holder.map_or(0, |branch| branches[branch as usize].bytes.0);
            next = own.partition_point(|d| d.offset < start);
        }
        seen.reverse();
        Ok(seen)
    }

    fn defined(&mut self, name: Name, at: Option<(u32, u32)>) -> CondId {
        if let Some(fixed) = self.fixed(name) {
            return fixed;
        }
        let Some(seen) = self.seen(name, at) else {
            return if self.is_unset(name, at) { CondId::NEVER } else { self.table.add(Cond::Defined(name)) };
        };
        let deep = self.open.len() > DEPTH;
        let Some(seen) = seen.ok().filter(|_| !deep) else {
            self.cut();
            return self.table.add(Cond::Defined(name));
        };
        // What stands in no branch, the file's own guard aside, says what it is; the rest is for the system to say. But
        // `NDEBUG` is whoever compiles it to set, and may be set where they do not: `#ifndef SPAM_DEBUG`.
        let settled = |this: &mut Self, d: &MacroDef| !d.undef && this.holder(d.input, d.holder) == CondId::ALWAYS;
        let of_compiler = name == "NDEBUG";
        if is_platform(name.as_str()) && !of_compiler && !seen.iter().any(|d| settled(self, d)) {
            return self.table.add(Cond::Defined(name));
        }
        if self.open.contains(&name) {
            return CondId::NEVER;
        }
        self.open.push(name);
        // Where the headers of some Python define it, or a build, they do so before the project does.
        let by_headers = of_compiler || names::defined(&name).is_some();
        let mut cond = if by_headers { self.table.add(Cond::Defined(name)) } else { CondId::NEVER };
        for def in seen {
            let here = self.holder(def.input, def.holder);
            cond = if def.undef {
                let not = self.table.not(here);
                self.table.and(cond, not)
            } else {
                self.joined(cond, here)
            };
        }
        self.open.pop();
        cond
    }

    /// `known or more`, where `more` may begin with `!known`: `#if !defined(NDEBUG) && …` in front of its definition.
    fn joined(&mut self, known: CondId, more: CondId) -> CondId {
        let not = self.table.not(known);
        let rest = match *self.table.get(more) {
            Cond::And(first, rest) if first == not => rest,
            Cond::And(rest, last) if last == not => rest,
            _ if more == not => CondId::ALWAYS,
            _ => more,
        };
        self.table.or(known, rest)
    }

    fn fixed(&mut self, name: Name) -> Option<CondId> {
        match name.as_str() {
            "__cplusplus" => Some(self.table.constant(self.language == Language::Cpp)),
            "__STDC__" => Some(CondId::ALWAYS),
            _ => None,
        }
    }

    /// The value of an object-like macro, or of an identifier that is none.
    fn value(&mut self, name: Name, at: Option<(u32, u32)>) -> Value {
        match name.as_str() {
            "PY_VERSION_HEX" | "Py_Version" => return Value::VersionHex,
            "PY_MAJOR_VERSION" => return Value::Major,
            "PY_MINOR_VERSION" => return Value::Minor,
            LIMITED_API => return Value::LimitedApi,
            "true" => return Value::Int(1),
            "false" => return Value::Int(0),
            _ => {}
        }
        if let Some(fixed) = self.fixed(name) {
            return Value::Truth(fixed);
        }
        let Some(seen) = self.seen(name, at) else {
            let unset = self.is_unset(name, at);
            return if unset { Value::Int(0) } else { Value::Truth(self.table.add(Cond::Value(name))) };
        };
        // A name inside its own expansion is no macro there.
        if self.open.contains(&name) {
            return Value::Int(0);
        }
        let deep = self.open.len() > DEPTH;
        let Some(seen) = seen.ok().filter(|_| !deep) else {
            self.cut();
            return Value::Unknown;
        };
        // The value changes only where a definition stands between two uses.
        let key = (name, seen.last().map(|d| d.offset), self.context);
        if let Some(value) = self.values.get(&key) {
            return value.clone();
        }
        self.open.push(name);
        let mut alternatives: Vec<(CondId, Value)> = vec![(CondId::ALWAYS, Value::Int(0))];
        for def in seen {
            let here = self.holder(def.input, def.holder);
            if self.table.settled(here) == Some(false) {
                continue;
            }
            let not = self.table.not(here);
            for (cond, _) in &mut alternatives {
                *cond = self.table.and(*cond, not);
            }
            alternatives.retain(|(cond, _)| self.table.settled(*cond) != Some(false));
            if !def.undef {
                let value =
                    Expression::of(self, def.body.as_bytes(), &def.tokens, Some((def.input, def.offset))).whole();
                alternatives.push((here, value));
            }
        }
        self.open.pop();
        // What cannot be where the macro is used.
        alternatives.retain(|(cond, _)| !self.table.exclusive(*cond, self.context));
        let value = self.join(alternatives);
        self.values.insert(key, value.clone());
        value
    }
}

/// Macros of the platform or build, which a header of the project may define itself where they are missing.
pub(crate) fn is_platform(name: &str) -> bool {
    matches!(
        name,
        "_WIN32" | "WIN32" | "MS_WINDOWS" | "MS_WIN32" | "NDEBUG" | "_MSC_VER" | "__GNUC__" | "_DEBUG" | "DEBUG"
    ) || name.starts_with("HAVE_")
}
