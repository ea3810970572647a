//! setup.py: calls that make extension modules, and strings that are options of the compiler.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use super::lists::Lists;
use super::paths::{self, Variables};
use super::tokens::{Token, tokens};
use super::{BuildText, NamedExtension};

type Placed = (Token, usize);

/// An argument of a call: its keyword, and its tokens.
struct Argument<'t> {
    keyword: Option<&'t str>,
    value: &'t [Placed],
}

/// Looked at in lists of sources for each token of the script: calls inside of the lists of calls are looked at anew
/// for every call around them.
const STEPS: usize = 4;
/// Lists inside of lists are followed so deep.
const DEPTH: usize = 8;

/// What an extension links besides its sources.
const LINKS: [&str; 5] = ["libraries", "extra_objects", "library_dirs", "extra_link_args", "link_objects"];
/// Libraries of the system and of the compiler, by the names that a linker gets.
const SYSTEM: [&str; 16] = [
    "m", "dl", "rt", "c", "pthread", "util", "stdc++", "gcc", "gomp", "ws2_32", "advapi32", "kernel32", "user32",
    "shell32", "ole32", "iphlpapi",
];

/// The tokens of a script, and for each opening bracket where it is closed.
struct Script {
    all: Vec<Placed>,
    closes: Vec<Option<usize>>,
    /// For each token whether it stands outside of all brackets.
    outside: Vec<bool>,
    /// Tokens of lists that may still be looked at.
    steps: usize,
}

impl Script {
    fn new(text: &str) -> Self {
        let all = tokens(text);
        let (mut closes, mut outside) = (vec![None; all.len()], Vec::with_capacity(all.len()));
        let mut open = Vec::new();
        for (i, (token, _)) in all.iter().enumerate() {
            outside.push(open.is_empty());
            match token {
                Token::Sign('(' | '[' | '{') => open.push(i),
                Token::Sign(')' | ']' | '}') => {
                    if let Some(start) = open.pop() {
                        closes[start] = Some(i);
                    }
                }
                _ => {}
            }
        }
        let steps = STEPS * (all.len() + 1);
        Script { all, closes, outside, steps }
    }

    /// The arguments of a call whose `(` is token `open`; keywords end with `separator`.
    fn arguments(&self, open: usize, separator: char) -> Option<Vec<Argument<'_>>> {
        if !matches!(self.all.get(open), Some((Token::Sign('('), _))) {
            return None;
        }
        let end = self.closes[open]?;
        let mut out = Vec::new();
        let (mut i, mut start) = (open + 1, open + 1);
        while i <= end {
            if i == end || matches!(self.all[i].0, Token::Sign(',')) {
                out.extend(match &self.all[start..i] {
                    [] => None,
                    [(Token::Word(keyword), _), (Token::Sign(sign), _), rest @ ..] if *sign == separator => {
                        Some(Argument { keyword: Some(keyword), value: rest })
                    }
                    value => Some(Argument { keyword: None, value }),
                });
                start = i + 1;
            }
            // What is inside of brackets belongs to the argument.
            i = self.closes[i].unwrap_or(i) + 1;
        }
        Some(out)
    }
}

/// Words of Python with which a name may be used that is not written.
const BY_NAME: [&str; 6] = ["globals", "locals", "vars", "eval", "exec", "__dict__"];

/// The names of a script that stand there once.
fn once(all: &[Placed]) -> HashSet<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (token, _) in all {
        if let Token::Word(word) = token {
            *counts.entry(word).or_default() += 1;
        }
    }
    if BY_NAME.iter().any(|word| counts.contains_key(word)) {
        return HashSet::new();
    }
    counts.into_iter().filter(|&(_, count)| count == 1).map(|(word, _)| word).collect()
}

impl Script {
    /// Whether the call of the name at token `i` is a statement `name = Extension(…)` with one of the `once` names: nobody
    /// does anything with it.
    fn is_dropped(&self, i: usize, once: &HashSet<&str>) -> bool {
        let Some(i) = self.qualified(i).checked_sub(2) else { return false };
        let [(Token::Word(name), line), (Token::Sign('='), _)] = &self.all[i..i + 2] else { return false };
        let begins = i == 0 || self.all[i - 1].1 < *line || matches!(self.all[i - 1].0, Token::Sign(';'));
        begins && self.outside[i] && once.contains(name.as_str())
    }

    /// The first token of `setuptools.Extension`.
    fn qualified(&self, mut i: usize) -> usize {
        while i >= 2 && matches!((&self.all[i - 2].0, &self.all[i - 1].0), (Token::Word(_), Token::Sign('.'))) {
            i -= 2;
        }
        i
    }
}

/// Says that lists were nested too deep to be read.
fn say_cut(script: &Script, shown: &str, out: &mut BuildText) {
    if script.steps == 0 {
        out.notes.push(format!("{shown}: lists of sources are nested too deeply; some were not read"));
    }
}

/// Reads a setup.py.
pub(super) fn python(text: &str, shown: &str, out: &mut BuildText) {
    let mut script = Script::new(text);
    options(&script.all, shown, out);
    macros(&script.all, shown, out);
    let variables = Variables::of(&script.all);
    let named = paths::named(&script.all, &variables);
    out.paths.extend(named.paths.into_iter().map(PathBuf::from));
    out.patterns.extend(named.patterns.into_iter().map(|pattern| (PathBuf::new(), pattern)));
    out.searches |= named.searches;
    let mut steps = script.steps;
    let once = once(&script.all);
    let links = |token: &Token| matches!(token, Token::Word(word) | Token::Str(word) if LINKS.contains(&word.as_str()));
    let mut linking = script.all.iter().filter(|(token, _)| links(token)).count();
    let lists = Lists::of(&script.all, &variables, &mut { STEPS * (script.all.len() + 1) });
    for (i, (token, line)) in script.all.iter().enumerate() {
        // `extension.sources.append("more.c")`
        let later = i > 0 && matches!(&script.all[i - 1].0, Token::Sign('.'));
        out.computed |= later && matches!(token, Token::Word(word) if word == "sources" || word == "extra_objects");
        let made = matches!(token, Token::Word(word) if word.ends_with("Extension"));
        // `cythonize("pkg/*.pyx")` names modules by files.
        out.computed_names |= matches!(token, Token::Str(text) if text.ends_with(".pyx") && text.contains('*'));
        let defined = i > 0 && matches!(&script.all[i - 1].0, Token::Word(word) if word == "class" || word == "def");
        if !made || defined {
            continue;
        }
        let Some(args) = script.arguments(i + 1, '=') else { continue };
        let named = |keyword: &str, position: usize| {
            let by_name = args.iter().find(|a| a.keyword == Some(keyword));
            by_name.or_else(|| args.get(position).filter(|a| a.keyword.is_none())).map(|a| a.value)
        };
        let Some([(Token::Str(name), _)]) = named("name", 0) else {
            out.computed = true;
            out.computed_names = true;
            continue;
        };
        let found = named("sources", 1).map(|value| list(value, &lists, &variables, &mut steps)).unwrap_or_default();
        let spread = args.iter().any(|a| matches!(a.value, [(Token::Sign('*'), _), ..]));
        let links: Vec<&Argument<'_>> = args.iter().filter(|a| a.keyword.is_some_and(|k| LINKS.contains(&k))).collect();
        let alone = !spread && links.iter().all(|link| is_of_system(link.value));
        linking -= links.iter().filter(|link| is_of_system(link.value)).count().min(linking);
        let (passed, place) = (!script.is_dropped(i, &once), format!("{shown}:{line}"));
        let Found { sources, patterns, closed } = found;
        let complete = closed && patterns.is_empty();
        let name = name.clone();
        out.extensions.push(NamedExtension { name, sources, complete, patterns, closed, alone, passed, place });
    }
    // What is linked in another way may be linked to any of them.
    out.extensions.iter_mut().for_each(|extension| extension.alone &= linking == 0);
    script.steps = steps;
    say_cut(&script, shown, out);
}

/// Every string may be an option.
pub(super) fn options(all: &[Placed], shown: &str, out: &mut BuildText) {
    for (token, line) in all {
        if let Token::Str(text) = token
            && text.starts_with(['-', '/'])
        {
            out.option(text, &format!("{shown}:{line}"));
        }
    }
}

/// `("Py_LIMITED_API", "0x030B0000")`
fn macros(all: &[Placed], shown: &str, out: &mut BuildText) {
    for window in all.windows(4) {
        let [(Token::Sign('(' | '['), _), (Token::Str(name), line), (Token::Sign(','), _), (value, _)] = window else {
            continue;
        };
        if !name.starts_with("Py_") && !name.starts_with("PY_") {
            continue;
        }
        let place = format!("{shown}:{line}");
        match value {
            Token::Str(value) => out.define(&format!("{name}={value}"), &place),
            Token::Word(word) if word.starts_with(|c: char| c.is_ascii_digit()) => {
                out.define(&format!("{name}={word}"), &place);
            }
            _ => out.define(name, &place),
        }
    }
}

/// Whether what an extension links is all of the system: libraries by name, options that name no file.
fn is_of_system(value: &[Placed]) -> bool {
    let text = |text: &str| {
        SYSTEM.contains(&text) || text.starts_with("-Wl,") || text.starts_with("-f") && !text.contains('/')
    };
    value.iter().all(|(token, _)| match token {
        Token::Str(word) => text(word),
        Token::Sign(sign) => matches!(sign, '[' | ']' | '(' | ')' | ','),
        _ => false,
    })
}

/// What a list of sources holds.
#[derive(Default)]
struct Found {
    sources: Vec<PathBuf>,
    patterns: Vec<String>,
    /// There is nothing else.
    closed: bool,
}

/// `["a.c", "b" + ext]`: the paths that are known, and whether there is nothing else. Nothing where no `steps` are left
/// for it.
fn list(value: &[Placed], lists: &Lists, variables: &Variables, steps: &mut usize) -> Found {
    *steps = steps.saturating_sub(value.len());
    if *steps == 0 {
        return Found::default();
    }
    let whole = lists.value(value, variables, DEPTH, steps);
    if !(whole.open || whole.items.is_empty() && whole.patterns.is_empty()) {
        let sources = whole.items.into_iter().map(PathBuf::from).collect();
        return Found { sources, patterns: whole.patterns, closed: true };
    }
    let edge = |token: &Token| matches!(token, Token::Sign(',' | '[' | ']' | '(' | ')'));
    let (mut found, mut complete) = (Vec::new(), true);
    for part in value.split(|(token, _)| edge(token)).filter(|part| !part.is_empty()) {
        let values = variables.values(part);
        complete &= values.len() == 1 && values.iter().all(|value| paths::is_known(value));
        found.extend(values.into_iter().filter(|value| paths::is_known(value)).map(PathBuf::from));
    }
    complete &= !found.is_empty();
    // A pattern that is looked for is no path.
    complete &= found.iter().all(|path| !path.to_string_lossy().contains('*'));
    Found { sources: found, patterns: Vec::new(), closed: complete }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_of_a_setup_script() {
        let mut out = BuildText::default();
        let text = r#"
class MyExtension(Extension): pass
ext = [
    Extension("pkg.spam", ["src/spam.c", "src/eggs.c"], define_macros=[("Py_LIMITED_API", "0x030B0000")]),
    setuptools.Extension(name="ham", sources=sources, extra_compile_args=["-fvisibility=hidden", "-DPy_BUILD_CORE"]),
    Extension(computed, ["x.c"]),  # Extension("no", ["no.c"])
]
"#;
        python(text, "setup.py", &mut out);
        let found: Vec<_> =
            out.extensions.iter().map(|e| (e.name.as_str(), e.sources.len(), e.complete, e.place.as_str())).collect();
        assert_eq!(found, [("pkg.spam", 2, true, "setup.py:4"), ("ham", 0, false, "setup.py:5")]);
        let defines: Vec<_> = out.defines.iter().map(|d| (d.name.as_str(), d.value.as_deref())).collect();
        assert_eq!(defines, [("Py_BUILD_CORE", None), (crate::capi::predefined::LIMITED_API, Some("0x030B0000"))]);
        assert_eq!(out.hidden_c.as_deref(), Some("setup.py:5"));
    }

    #[test]
    fn extensions_that_nobody_is_given() {
        let passed = |text: &str| {
            let mut out = BuildText::default();
            python(text, "setup.py", &mut out);
            out.extensions.iter().map(|e| e.passed).collect::<Vec<bool>>()
        };
        let text = "a = Extension('a', ['a.c'])\nb = setuptools.Extension('b', ['b.c'])\nc = (Extension('c', ['c.c']))\n\
                    setup(ext_modules=[a, Extension('d', ['d.c'])], extra=Extension('e', ['e.c']))\n";
        assert_eq!(passed(text), [true, false, true, true, true]);
        assert_eq!(passed("b = Extension('b', ['b.c'])\nsetup(ext_modules=[globals()['b']])\n"), [true]);
        assert_eq!(passed("self.b = Extension('b', ['b.c'])\n"), [true]);
    }

    #[test]
    fn calls_inside_of_calls_are_cut_and_said() {
        let mut out = BuildText::default();
        python(&"setup(".repeat(100_000), "setup.py", &mut out);
        assert_eq!(out, BuildText::default(), "calls that are not closed say nothing");
        let deep = format!("{}{}", "Extension('a', [".repeat(5_000), "])".repeat(5_000));
        python(&deep, "setup.py", &mut out);
        assert!(out.extensions.len() == 5_000 && out.extensions.iter().all(|e| !e.complete));
        assert_eq!(out.notes, ["setup.py: lists of sources are nested too deeply; some were not read"]);
    }
}
