//! Macros of the project: what they make is seen, where they are used.

use extlint::facts::{Name, Origin, Scope};

use crate::{c, functions, items, project, show, var, whole};

fn spec_items(text: &str, name: &str) -> Vec<String> {
    let facts = whole(text);
    let init = var(&facts, name).init.expect("has one");
    items(&facts, init).iter().map(|&i| show(&facts, i)).collect()
}

#[test]
fn a_spec_made_by_a_macro_stands_at_its_use() {
    let text = "#define TYPE_SPEC(spec, name_, slots_) \\\n    static PyType_Spec spec = { \\\n        .name = \"m.\" name_, \\\n        \
                .slots = slots_ \\\n    }\nTYPE_SPEC(a_spec, \"a\", a_slots);\nTYPE_SPEC(b_spec, \"b\", b_slots);\n";
    let facts = whole(text);
    let b = var(&facts, "b_spec");
    assert_eq!(b.origin, Origin::Macro(Name::from("TYPE_SPEC")));
    assert_eq!(b.name_span.start as usize, text.find("TYPE_SPEC(b_spec").expect("is there"));
    let init = b.init.expect("has one");
    assert_eq!(show(&facts, init), "{.name = \"m.b\", .slots = b_slots}");
}

#[test]
fn shared_slot_lists_and_flags() {
    let text = "#define COMMON_SLOTS {Py_tp_dealloc, d}, {Py_tp_traverse, t},\n#define FLAGS Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC\n\
                static PyType_Slot slots[] = {\n    COMMON_SLOTS\n    {Py_tp_repr, r},\n    {0, NULL},\n};\n\
                static PyType_Spec spec = {\"m.X\", 8, 0, FLAGS, slots};\n";
    assert_eq!(spec_items(text, "slots").len(), 4);
    assert_eq!(spec_items(text, "spec")[3], "Py_TPFLAGS_DEFAULT BitOr Py_TPFLAGS_HAVE_GC");
}

#[test]
fn pasting_stringizing_and_nesting() {
    let text = "#define NAME(x) m_##x\n#define STR(x) #x\n#define XSTR(x) STR(x)\n#define DEF(x) static PyObject *NAME(x) = \
                make(XSTR(x));\nDEF(one)\nDEF(two)\n";
    let facts = whole(text);
    let names: Vec<&str> = facts.vars.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["m_one", "m_two"]);
    assert_eq!(show(&facts, var(&facts, "m_two").init.expect("has one")), "make(\"two\")");
}

#[test]
fn a_macro_that_makes_the_head_of_a_function() {
    let text = "#define MOD_INIT(name) PyMODINIT_FUNC PyInit_##name(void)\nMOD_INIT(fast)\n{\n    return PyModuleDef_Init(&def);\n}\n";
    assert_eq!(functions(&whole(text)), ["PyInit_fast"]);
}

#[test]
fn bodies_are_expanded_where_that_tells_something() {
    let text = "#define VISIT_BOTH(s) Py_VISIT((s)->a); Py_VISIT((s)->b)\n#define STATE (&global)\n#define LIMIT 64 KB\n#define KB * 1024\n\
                int f(T *s, visitproc visit, void *arg) {\n    VISIT_BOTH(s);\n    STATE->n = LIMIT;\n    return 0;\n}\n";
    let facts = whole(text);
    let body = facts.funcs[0].body.expect("has one");
    let (mut visits, mut global) = (0, 0);
    facts.each_body_expr(body, &mut |e| {
        visits += usize::from(facts.ast.callee_name(e).is_some_and(|n| n == "Py_VISIT"));
        global += usize::from(show(&facts, e) == "global");
    });
    assert_eq!((visits, global), (2, 1));
}

#[test]
fn variadic_macros_without_arguments() {
    let facts = whole(
        "#define LOG(fmt, ...) static_log = log_it(fmt, ##__VA_ARGS__)\nvoid f(void) {\n    LOG(\"a\");\n    LOG(\"b\", 1, 2);\n}\n",
    );
    let body = facts.funcs[0].body.expect("has one");
    let mut calls = Vec::new();
    facts.each_body_expr(body, &mut |e| {
        if facts.ast.callee_name(e).is_some() {
            calls.push(show(&facts, e));
        }
    });
    assert_eq!(calls, ["log_it(\"a\")", "log_it(\"b\", 1, 2)"]);
}

#[test]
fn the_macro_of_the_other_branch_is_not_used() {
    let text = "#if PY_VERSION_HEX >= 0x030D0000\n#define helper(x) other(x)\n#define state (get()->state)\n#else\nstatic int helper(int \
                x);\nstatic PyObject *state;\n#endif\n";
    let facts = whole(text);
    assert_eq!(var(&facts, "state").origin, Origin::Written);
    assert!(facts.funcs.iter().any(|f| f.name == "helper"));
}

#[test]
fn visibility_macros_of_a_header() {
    let header = "#define HIDDEN __attribute__((visibility(\"hidden\")))\n#define LOCAL(type) static type\n";
    let source =
        "#include \"m.h\"\nHIDDEN PyObject *shared = NULL;\nextern HIDDEN PyTypeObject T;\nLOCAL(int) counter;\n";
    let facts = project(&[("p/m.c", source), ("p/m.h", header)]);
    let facts = &facts[0];
    assert_eq!(facts.stats.errors, 0, "{:?}", facts.gaps);
    assert_eq!(var(facts, "shared").ty.base, "PyObject");
    assert_eq!(var(facts, "counter").storage, extlint::facts::Storage::Static);
    assert!(!var(facts, "T").is_static_definition());
}

#[test]
fn a_macro_of_a_file_that_is_not_included_means_nothing() {
    let facts = project(&[
        ("a/x.c", "static PyObject *cache;\n"),
        ("b/y.c", "#define cache (get_state()->cache)\nint g(void) { return 0; }\n"),
    ]);
    assert_eq!(var(&facts[0], "cache").origin, Origin::Written);
}

#[test]
fn endless_macros_end() {
    let facts =
        c("#define A B A\n#define B A B\n#define F(x) F(F(x)) = 1\nint A;\nvoid f(void) { F(F(F(1))); }\nint last;\n");
    assert!(facts.vars.iter().any(|v| v.name == "last"));
}

#[test]
fn a_long_table_of_numbers_by_any_name_keeps_its_first_items() {
    let table = |define: &str| {
        let facts = whole(&format!(
            "#define NOCHAR 0xFFFF\n#define OTHER NOCHAR\n{define}static const short t[] = {{ {} }};\n",
            "N, 1, ".repeat(400)
        ));
        items(&facts, var(&facts, "t").init.expect("has one")).len()
    };
    for number in ["#define N (-1)\n", "#define N NOCHAR\n", "#define N OTHER\n"] {
        assert!(table(number) < 100, "{number}");
    }
    for other in ["#define N name\n", "#define N N\n", "#define N call(1)\n", "", "#define N &name\n"] {
        assert!(table(other) >= 800, "{other}: {}", table(other));
    }
}

#[test]
fn macros_begin_and_end_a_function() {
    let text = "#define SUITE(no) void suite_##no(void) {\n#define END_SUITE }\n#define BLOCK {\nSUITE(1)\nint count;\n\
                char text[9];\nif (count) BLOCK count = 1; }\nEND_SUITE\nstatic int after;\nSUITE(2) count(2); }\n";
    let facts = c(text);
    assert_eq!(facts.stats.errors, 0, "{:?}", facts.gaps);
    assert_eq!(functions(&facts), ["suite_1", "suite_2"]);
    assert!(matches!(var(&facts, "count").scope, Scope::Local(_)));
    assert!(matches!(var(&facts, "text").scope, Scope::Local(_)));
    assert!(matches!(var(&facts, "after").scope, Scope::File));
}

#[test]
fn what_a_macro_opens_and_nothing_closes_is_left() {
    let text = "#define OPEN(x) void f_##x(void) {\nOPEN(1)\nint count;\nstatic PyObject *kept;\n";
    assert!(matches!(var(&c(text), "kept").scope, Scope::File));
    // Neither a function: the declarations of a library, for C++ alone.
    let text = "#ifdef __cplusplus\n#define BEGIN_DECLS extern \"C\" {\n#define END_DECLS }\n#else\n#define BEGIN_DECLS\n#define END_DECLS\n\
                #endif\nBEGIN_DECLS\nstatic PyObject *kept;\nEND_DECLS\n";
    assert!(matches!(var(&whole(text), "kept").scope, Scope::File));
}
