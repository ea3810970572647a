//! The lines of a build file that ask for the running Python's version, or use a name that got it: folders of sources may
//! be named by it. Nothing is computed; where a line uses such a name, `"%s"` stands in its place.

use std::collections::HashSet;

/// Words that ask for the version: of `sys`, `sysconfig` and `platform`, of meson, of CMake.
const ASKS: [&str; 6] = [
    "version_info",
    "get_python_version",
    "python_version_tuple",
    "py_version_nodot",
    "language_version",
    "VERSION_MINOR",
];

/// Those lines in their order, comments left out.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut names: HashSet<&str> = HashSet::new();
    let mut out = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let (used, uses) = replaced(line, &names);
        if !uses && !ASKS.iter().any(|word| line.contains(word)) {
            continue;
        }
        let tests = ["<", ">", "==", "!=", " if "].iter().any(|sign| line.contains(sign));
        if !tests {
            names.extend(given(line));
        }
        out.push(if uses { used } else { line.to_owned() });
    }
    out
}

/// A line with what stands for the names, and whether it has one.
fn replaced(line: &str, names: &HashSet<&str>) -> (String, bool) {
    if names.is_empty() {
        return (String::new(), false);
    }
    let (mut out, mut uses) = (String::new(), false);
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = line;
    while !rest.is_empty() {
        let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
        if names.contains(&rest[..end]) {
            out.push_str("\"%s\"");
            uses = true;
        } else {
            out.push_str(&rest[..end]);
        }
        let next = rest[end..].find(word).map_or(rest.len(), |at| end + at);
        out.push_str(&rest[end..next]);
        rest = &rest[next..];
    }
    (out, uses)
}

/// The names that a line gives a value: `a = …`, `a, b = …`, `set(a …)`.
fn given(line: &str) -> Vec<&str> {
    let line = line.trim_start();
    let name = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    if let Some(rest) = line.strip_prefix("set(").or_else(|| line.strip_prefix("SET(")) {
        return rest.split_whitespace().next().filter(|word| name(word)).into_iter().collect();
    }
    let Some((left, _)) = line.split_once('=') else { return Vec::new() };
    let names: Vec<&str> = left.split(',').map(str::trim).collect();
    if names.iter().all(|word| name(word)) { names } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_version_on() {
        let text = "import sys\nv = '.'.join(map(str, sys.version_info[:2]))\n# v\nf(join('src', v, 'a.c'))\nw = 1\n";
        let expected = ["v = '.'.join(map(str, sys.version_info[:2]))", "f(join('src', \"%s\", 'a.c'))"];
        assert_eq!(lines(text), expected);
        assert_eq!(lines("set(V ${Python_VERSION_MINOR})\nadd(src/py3${V}/a.c)\n")[1], "add(src/py3${\"%s\"}/a.c)");
        assert_eq!(lines("new = sys.version_info >= (3, 9)\nf(join('src', new))\n").len(), 1);
    }
}
