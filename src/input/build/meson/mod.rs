//! meson.build: the extension modules with their sources, through variables, branches, loops, `subdir()` and libraries that
//! they link. Nothing is run: both branches of an `if` count, and what a program would say is not known.

mod calls;
mod expression;
mod value;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::script::options;
use super::tokens::{Token, tokens};
use super::{BuildText, is_source};
use crate::input::normal;
use expression::Cursor;
use value::Value;

type Placed = (Token, usize);

/// Expressions inside of expressions, and files inside of files, are followed so deep.
const DEPTH: usize = 32;
/// Values that may be looked at for one project.
const STEPS: usize = 200_000;
/// A reading of a project: the file of the top folder, and those that it leads to.
struct Reading<'o> {
    /// Where what is read is shown from.
    root: &'o Path,
    folder: PathBuf,
    shown: String,
    variables: HashMap<String, Value>,
    steps: usize,
    files: usize,
    seen: BTreeSet<PathBuf>,
    out: &'o mut BuildText,
}

/// Reads a meson.build of a folder (absolute) below `root`; gives the files that it leads to.
pub(super) fn read(text: &str, root: &Path, folder: &Path, out: &mut BuildText) -> BTreeSet<PathBuf> {
    let mut reading = Reading {
        root,
        folder: folder.to_owned(),
        shown: String::new(),
        variables: HashMap::new(),
        steps: STEPS,
        files: DEPTH,
        seen: BTreeSet::new(),
        out,
    };
    reading.file(text);
    if reading.steps == 0 {
        reading.out.computed = true;
        let shown = shown(root, folder);
        reading.out.notes.push(format!("{shown}: lists of sources are nested too deeply; some were not read"));
    }
    reading.seen
}

fn shown(root: &Path, folder: &Path) -> String {
    let path = folder.join("meson.build");
    path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/")
}

impl Reading<'_> {
    fn file(&mut self, text: &str) {
        let all = tokens(text);
        self.shown = shown(self.root, &self.folder);
        options(&all, &self.shown, self.out);
        for three in all.windows(3) {
            let [(Token::Word(word), line), _, (Token::Str(value), _)] = three else { continue };
            if word == "gnu_symbol_visibility" && value == "hidden" {
                let place = format!("{}:{line}", self.shown);
                self.out.hide(true, true, &place);
            }
        }
        for (token, _) in &all {
            if let Token::Str(text) = token
                && is_source(text)
            {
                self.out.lists(normal(&self.folder, Path::new(text)), text.contains('@'));
            }
        }
        self.block(&all, 0);
    }

    /// Follows statements. `within`: loops around them.
    fn block(&mut self, all: &[Placed], within: usize) {
        let mut cursor = Cursor { all, at: 0 };
        let mut branches = 0usize;
        while cursor.at < all.len() && self.steps > 0 {
            self.steps -= 1;
            let before = cursor.at;
            match cursor.word() {
                "if" | "elif" => {
                    branches += usize::from(cursor.word() == "if");
                    cursor.at += 1;
                    self.expression(&mut cursor, DEPTH);
                }
                "endif" => {
                    branches = branches.saturating_sub(1);
                    cursor.at += 1;
                }
                "else" | "endforeach" | "break" | "continue" => cursor.at += 1,
                "foreach" => self.each(&mut cursor, branches, within),
                name if !name.is_empty() && cursor.sign(1) == '=' && cursor.sign(2) != '=' => {
                    cursor.at += 2;
                    let value = self.expression(&mut cursor, DEPTH);
                    self.set(name, value, branches > 0);
                }
                name if !name.is_empty() && cursor.sign(1) == '+' && cursor.sign(2) == '=' => {
                    cursor.at += 3;
                    let value = self.expression(&mut cursor, DEPTH);
                    let value = self.variables.get(name).map_or(Value::Unknown, |before| before.plus(&value));
                    self.set(name, value, false);
                }
                _ => drop(self.expression(&mut cursor, DEPTH)),
            }
            cursor.at = cursor.at.max(before + 1);
        }
    }

    /// `maybe`: in a branch, so that it may keep what it had.
    fn set(&mut self, name: &str, value: Value, maybe: bool) {
        let value = match self.variables.get(name).filter(|_| maybe) {
            Some(before) => before.clone().or(value),
            None => value,
        };
        let size = value.size();
        let value = if size > self.steps { Value::Unknown } else { value };
        self.steps = self.steps.saturating_sub(size);
        self.variables.insert(name.to_owned(), value);
    }

    /// `foreach name : list`, `foreach key, value : dictionary`
    fn each(&mut self, cursor: &mut Cursor<'_>, branches: usize, within: usize) {
        cursor.at += 1;
        let mut names = Vec::new();
        while !cursor.word().is_empty() {
            names.push(cursor.word());
            cursor.at += 1;
            if !cursor.takes(',') {
                break;
            }
        }
        cursor.takes(':');
        let over = self.expression(cursor, DEPTH);
        let (start, mut depth) = (cursor.at, 1usize);
        while cursor.at < cursor.all.len() && depth > 0 {
            match cursor.word() {
                "foreach" => depth += 1,
                "endforeach" => depth -= 1,
                _ => {}
            }
            cursor.at += 1;
        }
        let body = &cursor.all[start..cursor.at.saturating_sub(1).max(start)];
        let rounds: Vec<Vec<Value>> = match over {
            Value::List(all) if within < DEPTH => all.into_iter().map(|value| vec![value]).collect(),
            Value::Dict(all) if within < DEPTH => {
                all.into_iter().map(|(key, value)| vec![Value::Text(key), value]).collect()
            }
            // What it does is done with what is not known.
            _ => vec![names.iter().map(|_| Value::Unknown).collect()],
        };
        // What is set in a branch around it may not be set.
        let before = (branches > 0).then(|| self.variables.clone());
        let held: usize = before.iter().flat_map(|all| all.values()).map(Value::size).sum();
        self.steps = self.steps.saturating_sub(held);
        for values in rounds {
            if names.len() == values.len() {
                names.iter().zip(values).for_each(|(name, value)| self.set(name, value, false));
            } else {
                names.iter().for_each(|name| self.set(name, Value::Unknown, false));
            }
            self.block(body, within + 1);
        }
        for (name, value) in before.into_iter().flatten() {
            self.set(&name, value, true);
        }
    }
}

#[cfg(test)]
mod tests;
