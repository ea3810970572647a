//! Files that a setup.py looks for: `glob` of the module and of a path, `listdir`, `iterdir`; and methods of paths.

use super::lists::{List, Lists, inside};
use super::paths::{Variables, split};
use super::tokens::Token;

type Placed = (Token, usize);

/// Methods that give the path that they are called on.
const SAME: [&str; 6] = ["resolve", "absolute", "as_posix", "expanduser", "strip", "__str__"];

/// A call at the end of an expression: what stands before its name, the name, the arguments.
pub(super) fn last_call(part: &[Placed]) -> Option<(&[Placed], &str, &[Placed])> {
    let mut open = 0usize;
    let start = part.iter().rposition(|(token, _)| {
        match token {
            Token::Sign(')' | ']' | '}') => open += 1,
            Token::Sign('(' | '[' | '{') => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    })?;
    let args = inside(&part[start..]).filter(|args| start + args.len() + 2 == part.len())?;
    let (Token::Word(name), _) = part.get(start.checked_sub(1)?)? else { return None };
    matches!(part[start].0, Token::Sign('(')).then_some((&part[..start - 1], name, args))
}

/// What is called a method of: all before the `.`.
fn object(before: &[Placed]) -> Option<&[Placed]> {
    let (last, rest) = before.split_last()?;
    (last.0 == Token::Sign('.')).then_some(rest)
}

/// Whether these words are a module and its `.`.
fn is_module(before: &[Placed], name: &str) -> bool {
    matches!(before, [.., (Token::Word(module), _), (Token::Sign('.'), _)] if module == name) && before.len() == 2
}

/// The start of the expression that ends before token `end`: `a.b(c)` of `a.b(c).glob`.
pub(super) fn start_of(all: &[Placed], end: usize) -> usize {
    let mut at = end;
    loop {
        let before = at;
        let mut open = 0usize;
        // Brackets with all that is in them.
        while let Some((token, _)) = at.checked_sub(1).and_then(|i| all.get(i)) {
            match token {
                Token::Sign(')' | ']') => open += 1,
                Token::Sign('(' | '[') if open == 0 => return before,
                Token::Sign('(' | '[') => open -= 1,
                _ if open == 0 => break,
                _ => {}
            }
            at -= 1;
        }
        if let Some((Token::Word(_), _)) = at.checked_sub(1).and_then(|i| all.get(i)) {
            at -= 1;
        }
        match at.checked_sub(1).and_then(|i| all.get(i)) {
            Some((Token::Sign('.'), _)) if at < before => at -= 1,
            _ => return at,
        }
    }
}

impl Variables {
    /// What a method of a path gives; None where it is none that is known.
    pub(super) fn by_method(&self, part: &[Placed], depth: usize) -> Option<Vec<String>> {
        let (before, name, args) = last_call(part)?;
        let of = object(before)?;
        match name {
            "joinpath" => Some(self.joined(std::iter::once(of).chain(split(args, ',')), depth)),
            "relative_to" => {
                let here = self.inner(args, depth).iter().all(String::is_empty);
                here.then(|| self.inner(of, depth))
            }
            "with_suffix" => {
                let (paths, ends) = (self.inner(of, depth), self.inner(args, depth));
                let [end] = &ends[..] else { return None };
                Some(
                    paths
                        .iter()
                        .map(|path| format!("{}{end}", path.rsplit_once('.').map_or(&**path, |p| p.0)))
                        .collect(),
                )
            }
            name if SAME.contains(&name) => Some(self.inner(of, depth)),
            _ => None,
        }
    }

    /// The patterns of files that a call of this name looks for, whose name is token `i`; `args` are its arguments.
    pub(super) fn looked_for(&self, all: &[Placed], i: usize, args: &[Placed]) -> Vec<String> {
        let (Token::Word(name), first) = (&all[i].0, split(args, ',').next().unwrap_or_default()) else {
            return Vec::new();
        };
        let method = i > 0 && all[i - 1].0 == Token::Sign('.');
        let of = if method { &all[start_of(all, i - 1)..i - 1] } else { &[] };
        let module = |wanted: &str| matches!(of, [(Token::Word(word), _)] if word == wanted);
        let below = |folder: Vec<String>, pattern: Vec<String>, deep: &str| -> Vec<String> {
            let slash = |path: &str| if path.is_empty() { "" } else { "/" };
            let each =
                |path: &String| pattern.iter().map(|p| format!("{path}{}{deep}{p}", slash(path))).collect::<Vec<_>>();
            folder.iter().flat_map(each).collect()
        };
        let any = || vec!["\0".to_owned()];
        match name.as_str() {
            "glob" | "iglob" if !method || module("glob") => self.values(first),
            "glob" => below(self.values(of), self.values(first), ""),
            "rglob" => below(self.values(of), self.values(first), "**/"),
            "iterdir" => below(self.values(of), any(), ""),
            _ if first.is_empty() => any(),
            _ => below(self.values(first), any(), ""),
        }
    }
}

impl Lists {
    /// What a call finds that looks for files, and what one gives that passes a list on; None for another one.
    pub(super) fn found(
        &self,
        part: &[Placed],
        variables: &Variables,
        depth: usize,
        steps: &mut usize,
    ) -> Option<List> {
        let (before, name, args) = last_call(part)?;
        let first = split(args, ',').next().unwrap_or_default();
        let second = split(args, ',').nth(1).unwrap_or_default();
        let depth = depth.checked_sub(1)?;
        let by =
            |list: List| List { patterns: [list.items, list.patterns].concat(), items: Vec::new(), open: list.open };
        match name {
            "glob" | "iglob" if before.is_empty() || is_module(before, "glob") => {
                Some(by(self.item(first, variables, depth, steps)))
            }
            "glob" | "rglob" | "iterdir" => {
                let folders = by(self.item(object(before)?, variables, depth, steps));
                let patterns = match name {
                    "iterdir" => List { items: vec!["*".to_owned()], ..List::default() },
                    _ => self.item(first, variables, depth, steps),
                };
                let (deep, open) = (if name == "rglob" { "**/" } else { "" }, folders.open || patterns.open);
                let mut out = List { open, ..List::default() };
                for folder in &folders.patterns {
                    let slash = if folder.is_empty() { "" } else { "/" };
                    out.patterns.extend(patterns.items.iter().map(|p| format!("{folder}{slash}{deep}{p}")));
                }
                Some(out)
            }
            "listdir" if before.is_empty() || is_module(before, "os") => {
                Some(List { patterns: vec!["*".to_owned()], ..List::default() })
            }
            "filter" if before.is_empty() => Some(self.value(second, variables, depth, steps)),
            "map" if before.is_empty() => {
                let passes = matches!(first, [.., (Token::Word(word), _)] if word == "str" || word == "fspath");
                passes.then(|| self.value(second, variables, depth, steps))
            }
            "sorted" if before.is_empty() => Some(self.value(first, variables, depth, steps)),
            name if before.is_empty() && args.is_empty() => self.returned.get(name).cloned(),
            _ => None,
        }
    }
}
