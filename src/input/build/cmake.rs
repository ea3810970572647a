//! CMakeLists.txt: commands that make extension modules, definitions and visibility.

use std::path::PathBuf;

use super::{BuildText, NamedExtension};

/// Commands whose first argument names an extension module.
const MAKERS: &[&str] = &[
    "python_add_library",
    "python3_add_library",
    "python_add_module",
    "python_extension_module",
    "pybind11_add_module",
    "nanobind_add_module",
];

/// Words among the sources of such a command.
const KEYWORDS: &[&str] = &[
    "MODULE",
    "SHARED",
    "WITH_SOABI",
    "EXCLUDE_FROM_ALL",
    "NO_EXTRAS",
    "THIN_LTO",
    "OPT_SIZE",
    "STABLE_ABI",
    "FREE_THREADED",
    "NB_STATIC",
    "NB_SHARED",
    "LTO",
    "NOMINSIZE",
    "NOSTRIP",
    "USE_SABI",
];

/// Reads a CMakeLists.txt.
pub(super) fn read(text: &str, shown: &str, out: &mut BuildText) {
    // A target may be renamed anywhere.
    let renames = text.contains("OUTPUT_NAME");
    for (command, args, line) in commands(text) {
        let place = format!("{shown}:{line}");
        let lower = command.to_ascii_lowercase();
        for arg in &args {
            let own = ["${CMAKE_CURRENT_SOURCE_DIR}/", "${CMAKE_CURRENT_LIST_DIR}/"];
            let path = own.iter().find_map(|folder| arg.strip_prefix(folder)).unwrap_or(arg);
            if super::is_source(path) {
                out.lists(PathBuf::from(path), path.contains(['$', '@']));
            }
            out.option(arg, &place);
            if lower.ends_with("compile_definitions") || lower == "add_definitions" {
                out.define(arg, &place);
            }
        }
        for pair in args.windows(2).filter(|pair| pair[1] == "hidden") {
            let c = pair[0].ends_with("C_VISIBILITY_PRESET");
            let cpp = pair[0].ends_with("CXX_VISIBILITY_PRESET");
            out.hide(c, cpp, &place);
        }
        if let Some(name) = args.first().filter(|_| MAKERS.contains(&lower.as_str()) && !renames) {
            if name.contains('$') {
                out.computed = true;
                out.computed_names = true;
                continue;
            }
            let sources = args[1..].iter().filter(|a| !KEYWORDS.contains(&a.as_str()));
            let complete = args.len() > 1 && !args.iter().any(|a| a.contains(['$', '@']));
            out.extensions.push(NamedExtension {
                name: name.clone(),
                sources: sources.filter(|a| a.contains('.')).map(PathBuf::from).collect(),
                complete,
                patterns: Vec::new(),
                closed: complete,
                alone: false,
                passed: true,
                place,
            });
        }
    }
}

/// The commands of a script: name, arguments, line.
fn commands(text: &str) -> Vec<(String, Vec<String>, usize)> {
    let mut out = Vec::new();
    let (mut word, mut line, mut start) = (String::new(), 1, 1);
    let mut open: Option<(String, Vec<String>, u32)> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match (c, &mut open) {
            ('#', _) => {
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            ('"', Some((_, args, _))) => {
                let mut quoted = std::mem::take(&mut word);
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    line += usize::from(c == '\n');
                    quoted.push(c);
                }
                args.push(quoted);
            }
            ('(', None) => {
                open = Some((std::mem::take(&mut word), Vec::new(), 1));
                start = line;
            }
            ('(', Some((_, _, depth))) => *depth += 1,
            (')', Some((name, args, depth))) => {
                if !word.is_empty() {
                    args.push(std::mem::take(&mut word));
                }
                *depth -= 1;
                if *depth == 0 {
                    out.push((std::mem::take(name), std::mem::take(args), start));
                    open = None;
                }
            }
            (c, Some((_, args, _))) if c.is_whitespace() || c == ';' => {
                if !word.is_empty() {
                    args.push(std::mem::take(&mut word));
                }
            }
            (c, None) if c.is_whitespace() => {
                // `name (` keeps its name.
                if c == '\n' {
                    word.clear();
                }
            }
            (c, _) => word.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_definitions_and_visibility() {
        let mut out = BuildText::default();
        let text = "set(CMAKE_CXX_VISIBILITY_PRESET hidden) # set(CMAKE_C_VISIBILITY_PRESET hidden)\n\
                    Python_add_library(_spam MODULE spam.c eggs.c WITH_SOABI)\n\
                    pybind11_add_module(ham ${SOURCES})\n\
                    target_compile_definitions(_spam PRIVATE Py_LIMITED_API=0x030B0000)\n";
        read(text, "CMakeLists.txt", &mut out);
        let found: Vec<_> =
            out.extensions.iter().map(|e| (e.name.as_str(), e.sources.len(), e.complete, e.place.as_str())).collect();
        assert_eq!(found, [("_spam", 2, true, "CMakeLists.txt:2"), ("ham", 0, false, "CMakeLists.txt:3")]);
        assert_eq!(out.defines[0].value.as_deref(), Some("0x030B0000"));
        assert_eq!((out.hidden_c.as_deref(), out.hidden_cpp.as_deref()), (None, Some("CMakeLists.txt:1")));
    }
}
