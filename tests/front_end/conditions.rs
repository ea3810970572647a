//! `#if`: all branches are seen, each under its condition; where only one can be read, the rest is a known gap.

use extlint::facts::{GapKind, Mentions, Name, Python, Targets, VersionSet};

use crate::{functions, items, project, show, var, whole};

fn live(text: &str, name: &str) -> Vec<u8> {
    let facts = whole(text);
    let set = facts.conds.live(var(&facts, name).cond, &Targets::default());
    set.iter().map(|p| p.0).collect()
}

#[test]
fn both_branches_of_whole_declarations_stay() {
    let text = "#if PY_VERSION_HEX >= 0x030C00A1\nstatic int new_one;\n#elif defined(PYPY_VERSION)\nstatic int pypy;\n#else\nstatic int \
                old_one;\n#endif\n";
    assert_eq!(live(text, "new_one"), [12, 13, 14, 15]);
    assert_eq!(live(text, "old_one"), [10, 11]);
    assert!(live(text, "pypy").is_empty());
}

#[test]
fn project_macros_in_conditions_are_followed() {
    let text = "#define PY312 (PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION >= 12)\n#ifndef USE_SPECS\n# if PY312\n#  define USE_SPECS 1\n# \
                else\n#  define USE_SPECS 0\n# endif\n#endif\n#if USE_SPECS\nstatic int spec;\n#else\nstatic int plain;\n#endif\n#ifdef \
                HAVE_THING\nstatic int open;\n#endif\n#if 0\nstatic int never;\n#endif\n";
    assert_eq!(live(text, "spec"), [12, 13, 14, 15]);
    assert_eq!(live(text, "plain"), [10, 11]);
    assert_eq!(live(text, "open").len(), 6);
    assert!(whole(text).vars.iter().all(|v| v.name != "never"));
}

#[test]
fn redefinition_and_undef_follow_their_order() {
    let text = "#define FAST 1\n#if FAST\nstatic int a;\n#endif\n#undef FAST\n#define FAST 0\n#if FAST\nstatic int b;\n#endif\n#undef \
                FAST\n#ifdef FAST\nstatic int c;\n#endif\nstatic int d;\n";
    let facts = whole(text);
    let names: Vec<&str> = facts.vars.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["a", "d"]);
}

#[test]
fn unbalanced_branches_leave_one_and_a_gap() {
    let text = "int f(int x)\n{\n#ifdef MS_WINDOWS\n    if (x) {\n        g();\n#else\n    if (!x) {\n#endif\n        h();\n    }\n    return \
                0;\n}\nint after(void) { return 1; }\n";
    let facts = whole(text);
    assert_eq!(functions(&facts), ["f", "after"]);
    let gap = facts.gaps.iter().find(|g| g.kind == GapKind::BranchLeftOut).expect("the Windows branch");
    assert!(text[gap.span.start as usize..gap.span.end as usize].contains("g();"));
    assert!(Mentions::of(&facts.conds).has(gap.cond, Name::from("MS_WINDOWS")));
    assert!(facts.stats.left_out_bytes > 0);
}

#[test]
fn two_heads_of_one_function() {
    let text = "#if PY_VERSION_HEX >= 0x030D0000\nstatic int f(int a)\n#else\nstatic int f(int a, int b)\n#endif\n{\n    return a;\n}\nint \
                after(void) { return 1; }\n";
    assert_eq!(functions(&whole(text)), ["f", "after"]);
}

#[test]
fn items_of_an_initialiser_carry_their_condition() {
    let text = "static PyModuleDef_Slot slots[] = {\n    {Py_mod_exec, e},\n#ifdef Py_GIL_DISABLED\n    {Py_mod_gil, \
                Py_MOD_GIL_NOT_USED},\n#endif\n#if PY_VERSION_HEX >= 0x030C0000\n    {Py_mod_multiple_interpreters, \
                Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},\n#endif\n    {0, NULL}\n};\n";
    let facts = whole(text);
    let list = items(&facts, var(&facts, "slots").init.expect("has one"));
    assert_eq!(list.len(), 4);
    let cond = |i: usize| facts.conds.at_span(facts.ast.expr_span(list[i]));
    let targets = Targets::default();
    assert_eq!(facts.conds.live(cond(2), &targets), VersionSet::range(Python(12), Python(15)));
    assert_eq!(facts.conds.live(cond(1), &targets), VersionSet::range(Python(13), Python(15)));
    assert_eq!(show(&facts, list[3]), "{0, NULL}");
}

#[test]
fn flags_under_a_condition() {
    let text = "static PyType_Spec spec = {\n    .name = \"m.X\",\n    .flags = Py_TPFLAGS_DEFAULT\n#ifdef Py_TPFLAGS_IMMUTABLETYPE\n    | \
                Py_TPFLAGS_IMMUTABLETYPE\n#endif\n    ,\n    .slots = slots,\n};\n";
    let facts = whole(text);
    let list = items(&facts, var(&facts, "spec").init.expect("has one"));
    assert_eq!(show(&facts, list[1]), ".flags = Py_TPFLAGS_DEFAULT BitOr Py_TPFLAGS_IMMUTABLETYPE");
}

#[test]
fn code_for_cpp_is_no_code_of_a_c_file() {
    let facts = whole(
        "#ifdef __cplusplus\ntemplate <typename T> void f(T *p) {}\nextern \"C\" {\n#endif\nint g(void);\n#ifdef __cplusplus\n}\n#endif\n",
    );
    assert_eq!(facts.funcs.len(), 1);
}

#[test]
fn what_an_including_file_defines_holds_in_some_programs_only() {
    let header = "#ifdef INSIDE\nextern void **table;\n#else\nstatic void **table;\n#endif\n";
    let facts = project(&[
        ("p/api.h", header),
        ("p/core.c", "#define INSIDE\n#include \"api.h\"\nvoid **table;\n"),
        ("p/user.c", "#include \"api.h\"\nvoid f(void) { table = 0; }\n"),
    ]);
    let live: Vec<bool> =
        facts[0].vars.iter().map(|v| !facts[0].conds.live(v.cond, &Targets::default()).is_empty()).collect();
    assert_eq!(live, [true, true]);
}

#[test]
fn an_alias_of_the_version_is_the_version() {
    let text = "#ifdef Py_LIMITED_API\n#define HEX Py_LIMITED_API\n#else\n#define HEX PY_VERSION_HEX\n#endif\n#if HEX >= \
                0x030A0000\n#define HAS_SEND 1\n#else\n#define HAS_SEND 2\n#endif\n#if HAS_SEND == 2\nstatic int backport;\n#endif\n";
    let facts = whole(text);
    let live = |v: &extlint::facts::Var| !facts.conds.live(v.cond, &Targets::default()).is_empty();
    assert!(!facts.vars.iter().any(|v| v.name == "backport" && live(v)));
}
