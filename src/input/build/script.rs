//! setup.py and meson.build: calls that make extension modules, and strings that are options of the compiler.

use std::path::PathBuf;

use super::tokens::{Token, tokens};
use super::{BuildText, NamedExtension};

type Placed = (Token, usize);

/// An argument of a call: its keyword, and its tokens.
struct Argument<'t> {
    keyword: Option<&'t str>,
    value: &'t [Placed],
}

/// Reads a setup.py.
pub(super) fn python(text: &str, shown: &str, out: &mut BuildText) {
    let all = tokens(text);
    options(&all, shown, out);
    macros(&all, shown, out);
    for (i, (token, line)) in all.iter().enumerate() {
        let made = matches!(token, Token::Word(word) if word.ends_with("Extension"));
        let defined = i > 0 && matches!(&all[i - 1].0, Token::Word(word) if word == "class" || word == "def");
        let Some(args) = arguments(&all, i + 1, '=').filter(|_| made && !defined) else { continue };
        let named = |keyword: &str, position: usize| {
            let by_name = args.iter().find(|a| a.keyword == Some(keyword));
            by_name.or_else(|| args.get(position).filter(|a| a.keyword.is_none())).map(|a| a.value)
        };
        let Some([(Token::Str(name), _)]) = named("name", 0) else { continue };
        let (sources, complete) = named("sources", 1).map_or((Vec::new(), false), list);
        out.extensions.push(NamedExtension { name: name.clone(), sources, complete, place: format!("{shown}:{line}") });
    }
}

/// Reads a meson.build.
pub(super) fn meson(text: &str, shown: &str, out: &mut BuildText) {
    let all = tokens(text);
    options(&all, shown, out);
    for (i, (token, line)) in all.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        let place = format!("{shown}:{line}");
        if word == "gnu_symbol_visibility" && matches!(all.get(i + 2), Some((Token::Str(s), _)) if s == "hidden") {
            out.hide(true, true, &place);
        }
        let Some(args) = arguments(&all, i + 1, ':').filter(|_| word == "extension_module") else { continue };
        let Some([(Token::Str(name), _)]) = args.first().filter(|a| a.keyword.is_none()).map(|a| a.value) else {
            continue;
        };
        let (mut sources, mut complete) = (Vec::new(), true);
        for arg in args.iter().skip(1).filter(|a| a.keyword.is_none() || a.keyword == Some("sources")) {
            match arg.value {
                [(Token::Str(source), _)] => sources.push(PathBuf::from(source)),
                other => {
                    let (found, all) = list(other);
                    sources.extend(found);
                    complete &= all;
                }
            }
        }
        complete &= !sources.is_empty();
        out.extensions.push(NamedExtension { name: name.clone(), sources, complete, place });
    }
}

/// Every string may be an option.
fn options(all: &[Placed], shown: &str, out: &mut BuildText) {
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
        if !name.starts_with("Py_") {
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

/// `["a.c", "b.c"]`: the strings, and whether there is nothing else.
fn list(value: &[Placed]) -> (Vec<PathBuf>, bool) {
    let strings = value.iter().filter_map(|(token, _)| match token {
        Token::Str(text) => Some(PathBuf::from(text)),
        _ => None,
    });
    let plain = |token: &Token| matches!(token, Token::Str(_) | Token::Sign(',' | '[' | ']' | '(' | ')'));
    let found: Vec<PathBuf> = strings.collect();
    // Strings side by side are joined: `"a" "b"`.
    let joined = value.windows(2).any(|two| matches!(two, [(Token::Str(_), _), (Token::Str(_), _)]));
    let complete = !found.is_empty() && !joined && value.iter().all(|(token, _)| plain(token));
    (found, complete)
}

/// The arguments of a call whose `(` is token `open`; keywords end with `separator`.
fn arguments(all: &[Placed], open: usize, separator: char) -> Option<Vec<Argument<'_>>> {
    if !matches!(all.get(open), Some((Token::Sign('('), _))) {
        return None;
    }
    let mut out = Vec::new();
    let (mut depth, mut start) = (0, open + 1);
    for (i, (token, _)) in all.iter().enumerate().skip(open) {
        let ends = match token {
            Token::Sign('(' | '[' | '{') => {
                depth += 1;
                false
            }
            Token::Sign(')' | ']' | '}') => {
                depth -= 1;
                depth == 0
            }
            Token::Sign(',') => depth == 1,
            _ => false,
        };
        if !ends {
            continue;
        }
        let value = &all[start..i];
        out.extend(match value {
            [] => None,
            [(Token::Word(keyword), _), (Token::Sign(sign), _), rest @ ..] if *sign == separator => {
                Some(Argument { keyword: Some(keyword), value: rest })
            }
            value => Some(Argument { keyword: None, value }),
        });
        start = i + 1;
        if depth == 0 {
            return Some(out);
        }
    }
    None
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
        assert_eq!(defines, [("Py_BUILD_CORE", None), ("Py_LIMITED_API", Some("0x030B0000"))]);
        assert_eq!(out.hidden_c.as_deref(), Some("setup.py:5"));
    }

    #[test]
    fn extensions_of_meson() {
        let mut out = BuildText::default();
        let text = "py.extension_module('_spam', 'spam.c', ['eggs.c'],\n  gnu_symbol_visibility: 'hidden',\n  install: true)\n\
                    py.extension_module(name, 'x.c')\npy.extension_module('ham', files)\n";
        meson(text, "meson.build", &mut out);
        let found: Vec<_> = out.extensions.iter().map(|e| (e.name.as_str(), e.sources.len(), e.complete)).collect();
        assert_eq!(found, [("_spam", 2, true), ("ham", 0, false)]);
        assert_eq!(out.hidden_cpp.as_deref(), Some("meson.build:2"));
    }
}
