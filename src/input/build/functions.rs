//! Functions of a script that make paths: those of `os.path` under any name, and its own that only pass one on.

use std::collections::{HashMap, HashSet};

use super::lists::inside;
use super::paths::split;
use super::tokens::Token;

type Placed = (Token, usize);

/// Functions that give the path that they get, seen from the folder of the script.
const SAME: [&str; 7] = ["relpath", "abspath", "normpath", "realpath", "fspath", "str", "Path"];
/// Words of an expression for the folder of the script.
const FOLDER: [&str; 10] =
    ["os", "path", "dirname", "abspath", "realpath", "normpath", "Path", "pathlib", "resolve", "parent"];
/// Tokens of a function that are looked at.
const TOKENS: usize = 128;
/// And of its parameters.
const PARAMETERS: usize = 1024;

/// What a call makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// Its arguments with `/` between them.
    Join,
    /// Its first argument.
    Same,
}

/// The functions by their names in a script.
#[derive(Clone, Debug, Default)]
pub(super) struct Functions {
    named: HashMap<String, Call>,
    /// Names that the script gives to functions of its own.
    own: HashSet<String>,
}

impl Functions {
    /// Those that it imports: `from os.path import join as pjoin`.
    pub(super) fn of(all: &[Placed]) -> Functions {
        let mut out = Functions::default();
        for window in all.windows(3) {
            let [(Token::Word(name), _), (Token::Word(middle), _), (Token::Word(other), _)] = window else { continue };
            if let Some(call) = known(name).filter(|_| middle == "as") {
                out.named.insert(other.clone(), call);
            }
        }
        for pair in all.windows(2) {
            if let [(Token::Word(def), _), (Token::Word(name), _)] = pair
                && def == "def"
            {
                out.own.insert(name.clone());
            }
        }
        out
    }

    /// Those of its own whose one `return` passes the first parameter on: `def rpath(path): return relpath(path)`.
    pub(super) fn local(&mut self, all: &[Placed], texts: &HashMap<String, Vec<String>>) {
        let mut found: HashMap<String, Vec<bool>> = HashMap::new();
        for (i, window) in all.windows(3).enumerate() {
            let [(Token::Word(def), _), (Token::Word(name), _), (Token::Sign('('), _)] = window else { continue };
            if def == "def" {
                let params = inside(&all[i + 2..all.len().min(i + 2 + PARAMETERS)]).unwrap_or_default();
                let body = &all[(i + params.len() + 4).min(all.len())..];
                let passes = self.passes(params, body, texts);
                found.entry(name.clone()).or_default().push(passes);
            }
        }
        let passing = found.into_iter().filter(|(_, all)| all.iter().all(|passes| *passes)).map(|(name, _)| name);
        self.named.extend(passing.map(|name| (name, Call::Same)));
    }

    fn passes(&self, params: &[Placed], body: &[Placed], texts: &HashMap<String, Vec<String>>) -> bool {
        let Some([(Token::Word(path), _)]) = split(params, ',').next() else { return false };
        let here = |name: &str| {
            split(params, ',').any(|param| match param {
                [(Token::Word(param), _), (Token::Sign('='), _), (Token::Word(value), _)] => {
                    param == name && texts.get(value).is_some_and(|values| values.iter().all(String::is_empty))
                }
                _ => false,
            })
        };
        // A text says what it does; then comes the `return`.
        let body = body.iter().take(TOKENS).skip_while(|(token, _)| matches!(token, Token::Sign(':') | Token::Str(_)));
        let body: Vec<Placed> = body.cloned().collect();
        let [(Token::Word(word), _), rest @ ..] = &body[..] else { return false };
        let Some(open) = rest.iter().position(|(token, _)| *token == Token::Sign('(')) else { return false };
        let Some(args) = inside(&rest[open..]) else { return false };
        let call = &rest[..open + args.len() + 2];
        let mut args = split(args, ',');
        let first = matches!(args.next(), Some([(Token::Word(name), _)]) if name == path);
        word == "return"
            && self.call(call).is_some_and(|(call, _)| call == Call::Same)
            && first
            && args.all(|arg| matches!(arg, [(Token::Word(name), _)] if here(name)))
    }

    /// Whether a function of this name joins parts of a path.
    pub(super) fn joins(&self, name: &str) -> bool {
        self.of_name(name) == Some(Call::Join)
    }

    fn of_name(&self, name: &str) -> Option<Call> {
        self.named.get(name).copied().or_else(|| known(name).filter(|_| !self.own.contains(name)))
    }

    /// What an expression makes that is one call, and its arguments.
    pub(super) fn call<'t>(&self, part: &'t [Placed]) -> Option<(Call, &'t [Placed])> {
        let open = part.iter().position(|(token, _)| *token == Token::Sign('('))?;
        let names = &part[..open];
        let [.., (Token::Word(name), _)] = names else { return None };
        let plain = names.iter().all(|(token, _)| matches!(token, Token::Word(_) | Token::Sign('.')));
        let args = inside(&part[open..]).filter(|args| open + args.len() + 2 == part.len())?;
        self.of_name(name).filter(|_| plain).map(|call| (call, args))
    }
}

fn known(name: &str) -> Option<Call> {
    match name {
        "join" => Some(Call::Join),
        name if SAME.contains(&name) => Some(Call::Same),
        _ => None,
    }
}

/// Whether an expression is the folder of the script: `os.path.dirname(os.path.abspath(__file__))`, `Path(__file__).parent`,
/// `os.getcwd()`.
pub(super) fn is_script_folder(part: &[Placed]) -> bool {
    let words: Vec<&str> =
        part.iter().filter_map(|(t, _)| if let Token::Word(w) = t { Some(&**w) } else { None }).collect();
    let plain = part.iter().all(|(token, _)| matches!(token, Token::Word(_) | Token::Sign('.' | '(' | ')')));
    let up = words.iter().filter(|word| matches!(**word, "dirname" | "parent")).count();
    let of_file =
        words.contains(&"__file__") && words.iter().all(|w| *w == "__file__" || FOLDER.contains(w)) && up == 1;
    plain && (of_file || words == ["os", "getcwd"])
}
