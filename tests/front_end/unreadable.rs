//! Macros that the grammar has no reading for, in C++ and in generated code: what stands around them is not lost.

use extlint::facts::{FileFacts, GapKind, Scope};

use crate::{c, functions, project, show, var, whole};

/// The facts of one C++ file that must have been understood whole.
fn cpp(text: &str) -> FileFacts {
    let facts = project(&[("m.cpp", text)]).remove(0);
    let lost: Vec<&str> = facts
        .gaps
        .iter()
        .filter(|g| g.kind.is_loss())
        .map(|g| &text[g.span.start as usize..g.span.end as usize])
        .collect();
    assert!(lost.is_empty(), "{lost:?} of {text}");
    facts
}

#[test]
fn namespaces_that_macros_open_behind_pragmas() {
    let text = "#define PUSH _Pragma(\"GCC diagnostic push\")\n#define OFF(x) _Pragma(#x)\n#define QUIET PUSH OFF(a)\n\
                #define NAME n __attribute__((visibility(\"hidden\")))\n\
                #define BEGIN(name) namespace name { PUSH\n#define END(name) PUSH }\n\
                BEGIN(NAME)\nQUIET\nBEGIN(detail)\nstatic int a;\nint f() { return a; }\nEND(detail)\nclass C { int b; };\nEND(NAME)\n";
    let facts = cpp(text);
    assert_eq!(functions(&facts), ["f"]);
    assert_eq!(var(&facts, "a").scope, Scope::File);
    assert!(facts.vars.iter().all(|v| v.name != "b" || v.scope != Scope::File));
}

#[test]
fn linkage_in_the_arguments_of_a_macro() {
    let text = "#ifdef __cplusplus\n#define CPP(x) x\n#else\n#define CPP(x)\n#endif\nCPP(extern \"C\" {)\nint f(void) { return 1; }\n\
                CPP(})\nint g() { return 2; }\n";
    assert_eq!(functions(&cpp(text)), ["f", "g"]);
}

#[test]
fn statements_of_macros_in_functions_and_classes() {
    let text = "#define FAIL(n, label) { line = n; goto label; }\n#define KEY(var) _Pragma(\"a\") int var = 0; _Pragma(\"b\")\n\
                #define GET(o, type) get(o, sizeof(type))\n#define CASTER(type) public: type value; private:\n\
                static int line;\nint f(int o) {\n  if (o) FAIL(1, end)\n  o = GET(o, unsigned int);\nend:\n  return o;\n}\n\
                class C {\n  int get() { return line; }\n  CASTER(std::vector<int>)\n  KEY(mutable key)\n};\n";
    let facts = cpp(text);
    assert!(functions(&facts).contains(&"f"));
    assert_eq!(var(&facts, "line").scope, Scope::File);
}

#[test]
fn a_cast_to_a_pointer_to_a_member() {
    let text = "void f(X &x) {\n  x.def(\"a\", (int (A::*)(int, bool) const) & A::a, 1);\n  x.def(\"b\", (std::vector<int>(n::B::*)()) & \
                n::B::b);\n}\nint g(int a) { return (a) & 1; }\n";
    assert_eq!(functions(&cpp(text)), ["f", "g"]);
}

#[test]
fn generated_code_has_the_same_macros() {
    let text = "/* SWIG */\n#define HIDDEN __attribute__((unused))\n#define INTERN static HIDDEN\n#define INLINE INTERN inline\n\
                INTERN PyTypeObject*\nget1(void) {\n  static PyTypeObject t1;\n  return &t1;\n}\nINLINE int two(int a) { return a; }\n";
    let facts = cpp(text);
    assert_eq!(functions(&facts), ["get1", "two"]);
    assert!(facts.vars.iter().any(|v| v.name == "t1"));
}

#[test]
fn thread_local_storage_is_no_attribute() {
    let text = "#ifdef A\n#define LOCAL _Thread_local\n#else\n#define LOCAL\n#endif\n#ifdef B\n#define AWAY _far\n#else\n\
                #define AWAY\n#endif\nstatic LOCAL int a = 1;\nchar AWAY *b;\n_Thread_local int c;\nstatic _Thread_local int d;\n";
    let facts = whole(text);
    for name in ["a", "c", "d"] {
        assert!(var(&facts, name).thread_local, "{name} has the keyword");
    }
    assert_eq!(var(&facts, "b").ty.base, "char");
}

#[test]
fn parameters_of_the_old_style_are_none_of_the_file() {
    let text = "#define EXPORT\nchar * EXPORT gets(file, buf, len)\n    FILE file;\n    char *buf;\n    int len;\n{ return buf; }\n\
                int plain(buf, len) char *buf; int len; { return len; }\nstatic char *kept;\n";
    let facts = whole(text);
    assert_eq!(functions(&facts), ["gets", "plain"]);
    let names: Vec<&str> = facts.vars.iter().filter(|v| v.scope == Scope::File).map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["kept"]);
}

#[test]
fn a_macro_that_wraps_a_function_of_the_api_is_its_call() {
    let value = |wrapper: &str| {
        let facts = whole(&format!("{wrapper}\nPyObject *m = PyModule_Create2(&def, 3);\n"));
        show(&facts, var(&facts, "m").init.expect("a value"))
    };
    let call = value("");
    assert_eq!(value("#define PyModule_Create2(...) ({ fail() ? 0 : PyModule_Create2(__VA_ARGS__); })"), call);
    assert_eq!(
        value("#ifdef FAULTS\n#define PyModule_Create2(...) (fail(), PyModule_Create2(__VA_ARGS__))\n#endif"),
        call
    );
    // One that calls something else stands for that.
    assert!(value("#define PyModule_Create2(d, v) mine(d)").starts_with("mine("));
}

#[test]
fn contracts_for_a_prover_are_no_code() {
    let text = "#ifndef PROVER\n#define contract(x)\n#else\n#define contract(x) x\n#endif\n\
                int f(int *a)\ncontract(requires(a != 0) assigns(*a))\n{\n  for (int i = 0; i < 2; i++)\n  contract(invariant(i <= 2) \
                decreases(2 - i))\n  { a[i] = 0; }\n  return 0;\n}\n";
    assert_eq!(functions(&whole(text)), ["f"]);
    // Another definition that is not empty is code.
    let text = "#ifndef OLD\n#define OF(args) args\n#else\n#define OF(args) ()\n#endif\nint g OF((int a));\n";
    assert_eq!(whole(text).funcs[0].params.len(), 1);
}

#[test]
fn heads_of_statements_and_operators_as_arguments() {
    let text = "#define dispatch(o) switch (o)\n#define on(l) case l:\n#define each(i, n) for (int i = 0; i < n; i++)\n\
                #define op(sign, a, b) ((a) sign (b))\n#define floats(type, end) type end\n\
                int f(int a, int b) {\n  dispatch (a) {\n    on(1) { b = op(>>, a, b); break; }\n    on(2) b = op(+, a, b);\n  }\n\
                  each(i, b) { a += i; }\n  floats(a++;, )\n  return a;\n}\n";
    assert_eq!(functions(&whole(text)), ["f"]);
}

#[test]
fn declared_names_in_brackets() {
    let text = "#define API extern\nAPI int (lua_abs) (int idx);\nAPI state (lua_new)(int idx);\n\
                typedef int (NTAPI *callback)(int a, int b);\nextern int (NTAPI *held)(int a);\n";
    let facts = whole(text);
    let names: Vec<&str> = facts.funcs.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["lua_abs", "lua_new"]);
    var(&facts, "held");
}

#[test]
fn fragments_and_another_language_are_no_losses() {
    let lost = |facts: &FileFacts| facts.gaps.iter().filter(|g| g.kind.is_loss()).count();
    let of = |facts: &FileFacts, kind: GapKind| facts.gaps.iter().filter(|g| g.kind == kind).count();
    let items = "ITEM(assert) ITEM(type\n) ITEM( + ) ITEM(=\n";
    let within = "static const int all[] = {\n#include \"items.h\"\n};\n";
    let read = project(&[("m.c", within), ("items.h", items)]);
    assert_eq!((lost(&read[1]), of(&read[1], GapKind::Fragment) > 0), (0, true), "{:?}", read[1].gaps);
    // At file scope it would have to be whole.
    let read = project(&[("m.c", "#include \"items.h\"\nnamespace { }\n"), ("items.h", items)]);
    assert!(lost(&read[1]) > 0);
    let objective = c("@interface A : B\n- (int)f:(int)a;\n@end\nint f(void) { return 1; }\n");
    assert_eq!(lost(&objective), 0, "{:?}", objective.gaps);
    assert!(of(&objective, GapKind::Foreign) > 0);
}

#[test]
fn an_error_in_a_namespace_leaves_what_stands_beside_it() {
    let bad = "int broken() { ) ) ( [ ] ; ".to_owned() + &"x = ( ) ( ; \n".repeat(800) + "}\n";
    let text = format!("namespace n {{\nint before() {{ return 1; }}\n{bad}int after() {{ return 2; }}\n}}\n");
    let facts = project(&[("m.cpp", &text)]).remove(0);
    assert!(functions(&facts).contains(&"before"), "{:?}", functions(&facts));
}

#[test]
fn a_macro_tied_to_another_before_the_include_that_asks_for_it() {
    let header = "#if defined(SWITCH)\n#define SPECS 1\n#else\n#define SPECS 0\n#endif\n";
    let file = "#if defined(Py_LIMITED_API)\n#define SWITCH 1\n#endif\n#include \"specs.h\"\n#if SPECS\nstatic int limited;\n#else\n\
                static int full;\n#endif\n";
    let facts = project(&[("m.c", file), ("specs.h", header)]).remove(0);
    assert!(facts.vars.iter().all(|v| v.name != "limited"), "no target is limited");
    var(&facts, "full");
}
