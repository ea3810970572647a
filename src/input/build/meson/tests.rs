//! Lists of sources in meson.build: what is read, and what stays unknown.

use super::*;

/// The extensions of a text: name, sources, whether all are known and in the text.
fn of(text: &str) -> Vec<(String, Vec<String>, bool, bool)> {
    let mut out = BuildText::default();
    read(text, Path::new("/p"), Path::new("/p"), &mut out);
    let path = |path: &PathBuf| path.strip_prefix("/p").unwrap_or(path).to_string_lossy().replace('\\', "/");
    let all = out.extensions.iter();
    all.map(|e| (e.name.clone(), e.sources.iter().map(path).collect(), e.closed, e.complete)).collect()
}

fn sources(text: &str, expected: &[&str]) {
    let found = of(&format!("{text}\npy.extension_module('m', 'm.c', found)\n"));
    let expected: Vec<String> = ["m.c"].iter().chain(expected).map(|path| (*path).to_owned()).collect();
    assert_eq!(found, [("m".to_owned(), expected, true, true)], "{text}");
}

#[test]
fn extensions() {
    let mut out = BuildText::default();
    let text = "py.extension_module('_spam', 'spam.c', ['eggs.c'],\n  gnu_symbol_visibility: 'hidden',\n  install: true)\n\
                py.extension_module(name, 'x.c')\npy.extension_module('ham', files)\n";
    read(text, Path::new("/p"), Path::new("/p"), &mut out);
    let found: Vec<_> = out.extensions.iter().map(|e| (e.name.as_str(), e.sources.len(), e.complete)).collect();
    assert_eq!(found, [("_spam", 2, true), ("ham", 0, false)]);
    assert_eq!(out.hidden_cpp.as_deref(), Some("meson.build:2"));
    assert!(out.computed_names && out.extensions[0].place == "meson.build:1");
}

#[test]
fn lists_in_variables() {
    sources("found = files('a.c', 'lib/b.c')", &["a.c", "lib/b.c"]);
    sources("more = ['b.c']\nfound = files('a.c', more) + files('c.c')", &["a.c", "b.c", "c.c"]);
    sources("found = ['a.c']\nfound += 'b.c'\nfound += ['c.c', ['d.c']]", &["a.c", "b.c", "c.c", "d.c"]);
    sources(
        "found = []\nif host_machine.system() == 'windows'\n  found = ['w.c']\nelse\n  found += ['u.c']\nendif",
        &["u.c", "w.c"],
    );
    sources("found = get_option('fast') ? files('f.c') : files('s.c')", &["f.c", "s.c"]);
    sources(
        "d = 'lib'\nfound = [d / 'a.c', join_paths(d, 'b.c'), '@0@/@1@.c'.format(d, 'c'), f'@d@/d.c']",
        &["lib/a.c", "lib/b.c", "lib/c.c", "lib/d.c"],
    );
    sources("found = []\nforeach name : ['a', 'b']\n  found += files(name + '.c')\nendforeach", &["a.c", "b.c"]);
    sources("all = {'x': ['a.c'], 'y': files('b.c')}\nfound = all['x'] + all.get('y')", &["a.c", "b.c"]);
    sources("found = meson.current_source_dir() / 'a.c'", &["a.c"]);
    sources("found = custom_target('c', output: 'config.h', command: [tool])", &[]);
    sources(
        "lib = static_library('l', 'a.c', files('b.c'))\nfound = lib.extract_all_objects(recursive: true)",
        &["a.c", "b.c"],
    );
}

#[test]
fn libraries_that_are_linked() {
    let text = "lib = static_library('l', 'a.c')\ndep = declare_dependency(link_with: lib, sources: 'b.c')\n\
                py.extension_module('m', 'm.c', dependencies: [dep, dependency('zlib')], link_with: other)\n";
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    assert_eq!(of(text), [("m".to_owned(), names(&["m.c", "b.c", "a.c"]), true, true)]);
    let text = "foreach name, parts : {'x': ['x.c', 'more.c'], 'y': ['y.pyx']}\n  py.extension_module(name, parts)\nendforeach";
    let found = of(text);
    assert_eq!(found[0], ("x".to_owned(), names(&["x.c", "more.c"]), true, true));
    assert_eq!(found[1].0, "y");
    let made = of("t = custom_target('t', output: 't.c', command: [tool])\npy.extension_module('m', 'm.c', t)");
    assert_eq!(made, [("m".to_owned(), names(&["m.c"]), true, false)], "a made file is none of the run");
}

#[test]
fn what_is_not_known_is_said() {
    for text in [
        "found = run_command('ls').stdout().split()",
        "found = ['a.c']\nfound += more",
        "found = files(name + '.c')",
        "found = '@0@.c'.format(name)",
        "found = []\nforeach name : names\n  found += files(name + '.c')\nendforeach",
        "found = {'a': 'a.c'}",
        "x = ['a.c']\nforeach i : [1]\nendforeach\nfound = x[3]",
        "",
    ] {
        let found = of(&format!("{text}\npy.extension_module('m', 'm.c', found)\n"));
        assert!(found.len() == 1 && !found[0].2 && !found[0].3, "{text}: {found:?}");
    }
}

#[test]
fn a_linked_library_that_is_not_known() {
    for text in ["static_library('l', 'a.c', more)", "declare_dependency(link_with: static_library('l', more))"] {
        let found = of(&format!("lib = {text}\npy.extension_module('m', 'm.c', link_with: lib)\n"));
        assert!(found.len() == 1 && !found[0].2, "{text}: {found:?}");
    }
}

#[test]
fn what_grows_and_nests_is_cut_and_said() {
    let grows = format!("found = ['a.c']\n{}py.extension_module('m', found)\n", "found = [found, found]\n".repeat(64));
    let nested =
        format!("found = {}'a.c'{}\npy.extension_module('m', found)\n", "[".repeat(20_000), "]".repeat(20_000));
    let loops = format!("{}x = 1\n{}", "foreach a : [1, 2, 3, 4]\n".repeat(40), "endforeach\n".repeat(40));
    for text in [grows, nested, loops] {
        let mut out = BuildText::default();
        read(&text, Path::new("/p"), Path::new("/p"), &mut out);
        assert!(out.computed && out.notes.len() == 1, "{:?}", out.notes);
    }
}
