//! Long and deep inputs: what real code makes long is read whole, what is cut is a gap, and what stands around it stays.

use extlint::facts::{CondId, Expr, FileFacts, GapKind, Stmt};

#[cfg(feature = "cpp")]
use crate::project;
use crate::{c, functions, show, var, whole};

#[cfg(feature = "cpp")]
fn cpp(text: &str) -> FileFacts {
    project(&[("m.cpp", text)]).remove(0)
}

fn gaps(facts: &FileFacts, kind: GapKind) -> usize {
    facts.gaps.iter().filter(|gap| gap.kind == kind).count()
}

/// Names in the bodies of all functions.
fn names(facts: &FileFacts) -> usize {
    let mut count = 0;
    for body in facts.funcs.iter().filter_map(|f| f.body) {
        facts.each_body_expr(body, &mut |e| count += usize::from(matches!(facts.ast.expr(e), Expr::Name(_))));
    }
    count
}

/// Formulas of the file.
fn formulas(facts: &FileFacts) -> usize {
    let json = serde_json::to_value(&facts.conds).expect("it is data");
    json["conds"].as_array().map_or(0, Vec::len)
}

/// Runs `work` with a quarter of the stack of a thread of the library.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(work).expect("a thread");
    thread.join().expect("the work is done");
}

#[cfg(feature = "cpp")]
fn chain(calls: usize) -> String {
    let calls: String = (0..calls).map(|i| format!("\n.def(\"m{i}\", &Grid::m{i})")).collect();
    let first = ".def(\"first\", [](int k) { static PyObject *cache; return k; })";
    format!("static int before;\nvoid add(module &m) {{ type<Grid>(m, \"Grid\"){first}{calls}; }}\nstatic int after;\n")
}

#[test]
#[cfg(feature = "cpp")]
fn a_long_chain_of_calls_is_read_to_its_first() {
    let facts = cpp(&chain(2000));
    for name in ["before", "cache", "after"] {
        var(&facts, name);
    }
    assert_eq!(gaps(&facts, GapKind::Depth), 0);
    assert!(names(&facts) > 2000);
}

#[test]
#[cfg(feature = "cpp")]
fn a_chain_that_is_cut_is_said() {
    let facts = cpp(&chain(12_000));
    var(&facts, "before");
    var(&facts, "after");
    assert!(gaps(&facts, GapKind::Depth) > 0);
}

fn else_ifs(n: usize) -> String {
    let tests: String = (0..n).map(|i| format!("\nelse if (x == {i}) {{ static int in{i}; }}")).collect();
    format!("void f(int x) {{ if (x < 0) ; {tests}\nelse last_call(); }}\nstatic int after;\n")
}

#[test]
fn a_long_row_of_else_if_is_read_to_its_end() {
    let facts = whole(&else_ifs(2000));
    var(&facts, "in1999");
    var(&facts, "after");
    let mut ifs = 0;
    let body = facts.funcs[0].body.expect("a body");
    facts.ast.each_stmt(body, &mut |s| ifs += usize::from(matches!(facts.ast.stmt(s), Stmt::If { .. })));
    assert_eq!((ifs, gaps(&facts, GapKind::Depth)), (2001, 0));
    let mut called = false;
    facts.each_body_expr(body, &mut |e| called |= facts.ast.callee_name(e).is_some_and(|n| n == "last_call"));
    assert!(called);
}

#[test]
fn long_expressions_are_read_whole() {
    let n = 5000;
    let terms = |op: &str| (0..n).map(|i| format!("a{i}")).collect::<Vec<_>>().join(op);
    for expr in [terms(" + "), terms(", "), terms(" = "), terms("."), terms("["), format!("{}a", "!".repeat(n))] {
        let expr = if expr.contains('[') { expr + &"]".repeat(n - 1) } else { expr };
        let facts = whole(&format!("int before;\nint f(void) {{ return ({expr}); }}\nint after;\n"));
        assert_eq!(gaps(&facts, GapKind::Depth), 0, "{}", &expr[..40]);
        let expected = if expr.starts_with('!') || expr.contains('.') { 1 } else { n };
        assert_eq!(names(&facts), expected, "{}", &expr[..40]);
        var(&facts, "after");
    }
}

#[test]
fn labels_and_chains_need_no_stack() {
    on_a_small_stack(|| {
        let labels: String = (0..3000).map(|i| format!("l{i}: ")).collect();
        let facts = c(&format!("void f(void) {{ {labels} done(); }}\nint after;\n{}", else_ifs(5000)));
        assert_eq!(gaps(&facts, GapKind::Depth), 0);
        let body = facts.funcs[0].body.expect("a body");
        let mut labels = 0;
        facts.ast.each_stmt(body, &mut |s| labels += usize::from(matches!(facts.ast.stmt(s), Stmt::Label { .. })));
        assert_eq!(labels, 3000);
        let sum = "1 + ".repeat(20_000);
        let facts = c(&format!("int a = {sum}1;\nint after;\n"));
        assert_eq!(gaps(&facts, GapKind::Depth), 1);
        let mut walked = 0;
        facts.ast.each_expr(var(&facts, "a").init.expect("a value"), &mut |_| walked += 1);
        assert!(walked > 10_000);
    });
}

#[test]
fn rows_of_one_byte_end_and_are_said() {
    let n = 100_000;
    for part in ["*", "(", "{", "!", "a?", "[", "-", "f(", "a=", "do ", "x:"] {
        let facts = c(&format!("int before;\nint f(int x) {{ return {}", part.repeat(n / part.len())));
        var(&facts, "before");
        assert!(facts.gaps.iter().any(|gap| gap.kind.is_loss()), "nothing is said of {part}");
    }
    for part in ["(", "!", "-", "defined(", "1 +"] {
        let facts = c(&format!("int before;\n#if {}\nint a;\n#endif\nint after;\n", part.repeat(n / part.len())));
        var(&facts, "before");
        var(&facts, "after");
    }
}

#[test]
#[cfg(feature = "cpp")]
fn deep_scopes_and_templates_end_and_are_said() {
    let n = 5000;
    for text in [
        "namespace a {".repeat(n) + &"}".repeat(n),
        format!("void f() {{ {}{} }}", "[](){ ".repeat(n), "}();".repeat(n)),
        format!("{}{}", "struct s { ".repeat(n), "};".repeat(n)),
    ] {
        let facts = cpp(&format!("int before;\n{text}\nint after;\n"));
        var(&facts, "before");
        var(&facts, "after");
        assert!(gaps(&facts, GapKind::Depth) > 0, "nothing is said of {}", &text[..20]);
    }
    let facts = cpp(&format!("int before;\nstruct S {{ {} int x; }};\n", "template<class T> ".repeat(n)));
    var(&facts, "before");
}

#[test]
fn items_that_touch_are_all_understood() {
    let facts = whole("int a(int);int b(int);static int c;int d(void) { return 1; }int e;struct s { int x; };int g;");
    assert_eq!(functions(&facts), ["d"]);
    assert_eq!(facts.funcs.len(), 3);
    assert_eq!(facts.vars.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["c", "e", "g"]);
}

#[test]
fn a_name_inside_its_own_expansion_stays() {
    let expanded = |text: &str| {
        let facts = whole(text);
        show(&facts, var(&facts, "a").init.expect("a value"))
    };
    assert_eq!(expanded("#define f(x) f(f(x))\n#define g(x) x\nint a = g(f(1));\n"), "f(f(1))");
    assert_eq!(expanded("#define p(x) q(x) + 1\n#define q(x) p(x) + 2\nint a = p(0);\n"), "p(0) Add 2 Add 1");
    let calls = |n: usize| {
        let facts = whole(&format!("#define f(x) f(f(x))\nint a = {}1{};\n", "f(".repeat(n), ")".repeat(n)));
        assert_eq!(gaps(&facts, GapKind::Expansion), 0);
        facts.ast.expr_count()
    };
    assert!(calls(40) <= 9 * calls(5), "{} {}", calls(5), calls(40));
}

#[test]
fn macros_that_make_too_much_are_said() {
    let twice = |name: &str, params: &str| -> String {
        (1..40).map(|i| format!("#define {name}{i}{params} {name}{0}{params} {name}{0}{params}\n", i - 1)).collect()
    };
    let text = format!("#define t0 int\n#define w0(x) x\n{}{}", twice("t", ""), twice("w", "(x)"));
    let facts = c(&format!("{text}int before;\nt39 one;\nint w39(two);\nint after;\n#if t39\nint in;\n#endif\n"));
    for name in ["before", "after", "in"] {
        var(&facts, name);
    }
    assert_eq!(gaps(&facts, GapKind::Expansion), 2);
    // All items together have a limit as well: later ones are read as they stand.
    let facts = c(&format!("{text}{}int after;\n", "int w12(x);\n".repeat(3000)));
    assert!(gaps(&facts, GapKind::Expansion) > 1000);
    var(&facts, "after");
}

#[test]
fn a_condition_follows_macros_as_far_as_it_says() {
    let through = |n: usize| {
        let macros: String = (0..n).map(|i| format!("#define m{} m{i}\n", i + 1)).collect();
        let facts = c(&format!("#define m0 0\n{macros}#if m{n}\nint dead;\n#endif\n"));
        facts.vars.iter().any(|v| v.name == "dead")
    };
    assert!(!through(20), "the value is known to be 0");
    assert!(through(100), "what is not followed is not known");
}

#[test]
fn only_the_last_definition_counts() {
    let text = |guard: &str, end: &str| {
        let body =
            "#undef X\n#define X 1\n#undef X\n#define X 0\n#if X\nint dead;\n#else\nint live;\n#endif\n".repeat(300);
        format!("{guard}{body}{end}#ifdef OTHER\n#undef X\n#define X 1\n#endif\n#if X\nint maybe;\n#endif\n")
    };
    for (guard, end) in [("", ""), ("#ifndef GUARD\n#define GUARD\n", "#endif\n")] {
        let facts = c(&text(guard, end));
        assert!(facts.vars.iter().all(|v| v.name != "dead"));
        assert_eq!(facts.vars.iter().filter(|v| v.name == "live").count(), 300);
        assert_ne!(var(&facts, "maybe").cond, CondId::ALWAYS);
    }
}

#[test]
fn formulas_grow_with_the_file() {
    let of = |n: usize, shape: fn(usize) -> String| formulas(&c(&shape(n)));
    let shapes: [fn(usize) -> String; 3] = [
        |n| {
            let tests: String = (0..n).map(|i| format!("#elif defined(A{i})\nint x{i};\n")).collect();
            format!("#if defined(A)\nint x;\n{tests}#endif\n")
        },
        |n| (0..n).map(|i| format!("#if defined(A{i})\nint x{i};\n")).collect::<String>() + &"#endif\n".repeat(n),
        |n| {
            (0..n)
                .map(|i| format!("#undef X\n#define X {i}\n#if X > 3 && defined(A{i})\nint a{i};\n#endif\n"))
                .collect()
        },
    ];
    for shape in shapes {
        assert!(of(800, shape) <= 9 * of(100, shape), "{} {}", of(100, shape), of(800, shape));
    }
}
