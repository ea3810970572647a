//! Lists of sources in scripts: what is read, and what stays unknown.

use super::super::tokens::tokens;
use super::*;

fn of(text: &str) -> (Vec<String>, bool) {
    let all = tokens(text);
    let variables = Variables::of(&all);
    let mut steps = 10_000;
    let lists = Lists::of(&all, &variables, &mut steps);
    let list = lists.value(&tokens("found"), &variables, DEPTH, &mut steps);
    (list.items, list.open)
}

fn known(text: &str, items: &[&str]) {
    assert_eq!(of(text), (items.iter().map(|item| (*item).to_owned()).collect(), false), "{text}");
}

#[test]
fn lists_put_together() {
    known("more = ['b.c',\n 'c.c']\nfound = ['a.c'] + more", &["a.c", "b.c", "c.c"]);
    known("more = ('b.c',)\nfound = (['a.c'] + list(more))", &["a.c", "b.c"]);
    known(
        "found = ['a.c']\nfound += ['b.c']\nfound.append('c.c')\nfound.extend(['d.c'])",
        &["a.c", "b.c", "c.c", "d.c"],
    );
    known("more = ['b.c']\nfound = ['a.c', *more]\nfound.remove('b.c')", &["a.c", "b.c"]);
    known("names = ['a', 'b']\nfound = ['src/' + name + '.c' for name in names]", &["src/a.c", "src/b.c"]);
    known("found = [f'src/{name}.c' for name in ('a', 'b') if name]", &["src/a.c", "src/b.c"]);
    known("d = 'lib'\nfound = [os.path.join(d, f) for f in ['a.c']]", &["lib/a.c"]);
    known("found = ['a.c'] if win else ['b.c']", &["a.c", "b.c"]);
}

#[test]
fn lists_of_what_is_found() {
    let found = |text: &str, expected: &[&str]| {
        let all = tokens(text);
        let (variables, mut steps) = (Variables::of(&all), 10_000);
        let list = Lists::of(&all, &variables, &mut steps).value(&tokens("found"), &variables, DEPTH, &mut steps);
        assert_eq!((list.patterns, list.open), (expected.iter().map(|p| (*p).to_owned()).collect(), false), "{text}");
    };
    let here = "HERE = Path(__file__).resolve().parent\nLIB = HERE / 'lib' / 'src'\n";
    found("found = ['a.c'] + glob.glob('src/*.c')", &["src/*.c"]);
    found("found = glob(os.path.join('src', '*.c'))", &["src/*.c"]);
    found(&format!("{here}found = [str(p) for p in LIB.glob('*.c')]"), &["lib/src/*.c"]);
    found(&format!("{here}found = list(map(str, (LIB / 'x').rglob('*.c')))"), &["lib/src/x/**/*.c"]);
    found(&format!("{here}found = [p.relative_to(HERE) for p in LIB.iterdir() if p.suffix == '.c']"), &["lib/src/*"]);
    found(
        &format!(
            "{here}found = ['a.c']\nfor p in (LIB / 'x').glob('*'):\n    if p.suffix == '.c':\n        found.append(p)"
        ),
        &["lib/src/x/*"],
    );
    found("found = [os.path.join('s', f) for f in os.listdir('s') if f.endswith('.c')]", &["s/*"]);
    found("found = list(set(glob.glob('s/*.c')) - set(['s/main.c']))", &["s/*.c"]);
    found("found = []\nfor d in ['a', 'b']:\n    found += glob.glob(d + '/*.c')", &["a/*.c", "b/*.c"]);
    found("def files():\n    some = glob.glob('s/*.c')\n    return some\nfound = files()", &["s/*.c"]);
    known("d = Path('s')\nfound = [d / 'a.c', d.joinpath('b.pyx').with_suffix('.c')]", &["s/a.c", "s/b.c"]);
}

#[test]
fn paths_by_functions() {
    let text = "from os.path import join as pjoin, relpath\n\
                HERE = os.path.dirname(os.path.abspath(__file__))\n\
                LIB = pjoin(HERE, 'src')\n\
                def rpath(path, root=HERE):\n    return relpath(path, root)\n\
                found = [rpath(pjoin(LIB, 'thal.c')), str(pjoin(LIB, 'b.c'))]";
    known(text, &["src/thal.c", "src/b.c"]);
    known("from os.path import relpath as r\nfound = [r(os.path.join('a', os.path.join('b', 'c.c')))]", &["a/b/c.c"]);
}

#[test]
fn what_is_not_known_is_said() {
    for text in [
        "found = ['a.c'] + glob.glob(pattern)",
        "found = [f for f in open('list.txt')]",
        "def files(d):\n    return [d + '/a.c']\nfound = files('x')",
        "def files():\n    yield 'a.c'\nfound = files()",
        "a = ['a.c']\nfound = ['b.c']\nfor part in (a, found):\n    part.append(more)",
        "found = []\nfor name in names:\n    found.append(name + '.c')",
        "found = ['a.c']\nfound += more",
        "found = ['a.c']\nfound[0:1] = more()",
        "found = ['a.c']\nfound.fill()",
        "found = ['a.c']\nfor found in lists: pass",
        "found = ['a.c']\ndef make(found): pass",
        "found = [name + '.c' for name in names]",
        "found = [with_ending(name) for name in ['a.c']]",
        "def other(path):\n    return relpath(path, 'x')\nfound = [other('a.c')]",
        "found = found",
        "",
    ] {
        assert!(of(text).1, "{text}");
    }
}
