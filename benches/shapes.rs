//! How the cost of a check grows with its input, for shapes of input that once cost more than their length.
//!
//! ```sh
//! cargo bench --bench shapes                    # every shape
//! cargo bench --bench shapes -- elif parens     # those whose names hold one of the words
//! cargo bench --profile quick --bench shapes    # the same, built faster
//! EXTLINT_SHAPES_SCALE=4 cargo bench --bench shapes    # four times as large
//! ```
//!
//! Each shape is written to a temporary folder at four sizes, each twice the one before. Its facts are read by the front
//! end alone, and it is checked as by `extlint check`, on one thread. Printed for both: the time on a processor at the
//! smallest and the largest size in milliseconds, the exponent by which it grew (1 is linear), and that of the last
//! doubling. A size that takes longer than five seconds is the last of its shape. Where the system does not tell a
//! thread's time on a processor, the clock on the wall is taken.
//! To add a shape: a line in `SHAPES` and a function from a size to files.

// What it prints is its report.
#![allow(clippy::print_stdout)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, io};

use clap::Parser as _;
use extlint::cli::Cli;
use extlint::commands::{Streams, run};
use extlint::facts::{FileId, Targets};
use extlint::source::{SourceInput, read};

/// Sizes of a shape, in its smallest.
const SIZES: [usize; 4] = [1, 2, 4, 8];
/// A shape that took so long is not tried at a larger size.
const PATIENCE: Duration = Duration::from_secs(5);
/// Runs of which the fastest counts.
const RUNS: usize = 3;
/// Stack of the thread, as in the program.
const STACK: usize = 64 << 20;

/// Names and texts of the files of a shape.
type Files = Vec<(String, String)>;
type Shape = (&'static str, usize, fn(usize) -> Files);

/// Name, smallest size, and what makes the files.
const SHAPES: &[Shape] = &[
    ("elif", 500, elif),
    ("elif-api", 500, elif_api),
    ("nested-if", 500, nested_if),
    ("long-and", 2000, long_and),
    ("parens", 8000, parens),
    ("condition-parens", 20000, condition_parens),
    ("brackets", 1250, brackets),
    ("open-braces", 2000, open_braces),
    ("include-chain", 250, include_chain),
    ("include-cycle", 250, include_cycle),
    ("include-all", 250, include_all),
    ("redefinitions", 1000, redefinitions),
    ("struct-fields", 2000, struct_fields),
    ("same-names", 250, same_names),
    ("macro-chain", 2000, macro_chain),
    ("macro-arguments", 40, macro_arguments),
    ("nested-calls", 1250, nested_calls),
    ("macro-calls", 2000, macro_calls),
    ("def-chain", 600, def_chain),
    ("else-if", 1000, else_if),
    ("sums", 1250, sums),
    ("unary", 1250, unary),
    ("many-specs", 100, many_specs),
    ("many-functions", 400, many_functions),
    ("same-line-items", 1000, same_line_items),
    ("ignore-lists", 1000, ignore_lists),
    ("unused-ignores", 1000, unused_ignores),
    ("setup-calls", 5000, setup_calls),
    ("struct-cycle", 500, struct_cycle),
    ("locals", 1000, locals),
    ("owned-fields", 200, owned_fields),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let scale = std::env::var("EXTLINT_SHAPES_SCALE").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    println!(
        "{:18} {:>6}  {:>14} {:>5} {:>5}  {:>14} {:>5} {:>5}",
        "", "", "read, ms", "all", "last", "check, ms", "all", "last"
    );
    let works: [fn(&Files) -> Duration; 2] = [|files| fastest(files, read_only), |files| fastest(files, whole)];
    let idle = works.map(|work| work(&vec![("m.c".to_owned(), String::new())]));
    for &(name, size, make) in SHAPES.iter().filter(|(name, ..)| wanted(name)) {
        let size = ((size as f64 * scale) as usize).max(1);
        let grown = |work: usize| {
            let mut times = Vec::new();
            for factor in SIZES {
                let time = works[work](&make(size * factor));
                times.push(time.saturating_sub(idle[work]).as_secs_f64().max(1e-5));
                if time > PATIENCE {
                    break;
                }
            }
            let slope = |from: usize, to: usize| (times[to] / times[from]).log2() / (to - from) as f64;
            let last = times.len() - 1;
            let (all, end) = if last == 0 { (f64::NAN, f64::NAN) } else { (slope(0, last), slope(last - 1, last)) };
            format!("{:>7.1}{:>7.0} {all:>5.2} {end:>5.2}", times[0] * 1e3, times[last] * 1e3)
        };
        println!("{name:18} {size:>6}  {}  {}", grown(0), grown(1));
    }
}

/// Facts alone: what the front end takes.
fn read_only(folder: &Path, files: &Files) {
    let paths: Vec<String> = files.iter().map(|(name, _)| folder.join(name).to_string_lossy().into_owned()).collect();
    let inputs = (0u32..).zip(files.iter().zip(&paths));
    let inputs: Vec<SourceInput<'_>> =
        inputs.map(|(i, ((_, text), path))| SourceInput { file: FileId(i), path, text: text.as_bytes() }).collect();
    std::hint::black_box(read(&inputs, &Targets::default()));
}

/// All of a check.
fn whole(folder: &Path, _: &Files) {
    let mut args =
        vec!["extlint".into(), "check".into(), "--no-cache".into(), "--no-config".into(), "--no-ignore".into()];
    args.push(folder.as_os_str().to_owned());
    let cli = Cli::try_parse_from(args).expect("arguments");
    let streams = &mut Streams { out: &mut io::sink(), err: &mut io::sink(), terminal: false, watched: false };
    run(&cli, streams).expect("the check runs");
}

/// The least time on a processor that `work` takes, of some runs.
fn fastest(files: &Files, work: fn(&Path, &Files)) -> Duration {
    let folder = tempfile::tempdir().expect("a folder for the files");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("the file is written");
    }
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().expect("one thread");
        let taken = pool.install(|| {
            let start = now();
            work(folder.path(), files);
            now().saturating_sub(start)
        });
        best = best.min(taken);
        if taken > PATIENCE / 4 {
            break;
        }
    }
    best
}

/// The time that this thread has had on a processor.
fn now() -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(wall, Duration::from_nanos)
}

fn wall() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

fn one(name: &str, text: String) -> Files {
    vec![(name.to_owned(), format!("#include <Python.h>\nstatic PyObject *before;\n{text}\nstatic PyObject *after;\n"))]
}

/// What `line` gives for each number below `n`, one after the other.
fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).fold(String::new(), |mut out, i| {
        let _ = writeln!(out, "{}", line(i));
        out
    })
}

fn elif(n: usize) -> Files {
    let first = "#if defined(A)\nint x;\n";
    one("m.c", format!("{first}{}#endif", lines(n, |i| format!("#elif defined(A{i})\nint x{i};"))))
}

/// Uses of private names below conditions that ask for names of the API.
fn elif_api(n: usize) -> Files {
    let first = "#if defined(_PyObject_Vectorcall)\nint x;\n";
    let branch = |i| format!("#elif defined(_PyLong_Sign) && defined(A{i})\nint x{i} = _PyLong_Sign(0);");
    one("m.c", format!("{first}{}#endif", lines(n, branch)))
}

fn nested_if(n: usize) -> Files {
    let open = lines(n, |i| format!("#if defined(A{i})\nstatic int x{i};"));
    one("m.c", open + &"#endif\n".repeat(n))
}

fn long_and(n: usize) -> Files {
    let all: Vec<String> = (0..n).map(|i| format!("defined(A{i})")).collect();
    one("m.c", format!("#if {}\nint x;\n#endif", all.join(" && ")))
}

fn parens(n: usize) -> Files {
    one("m.c", format!("int f(int x) {{ return {}x{}; }}", "(".repeat(n), ")".repeat(n)))
}

fn condition_parens(n: usize) -> Files {
    one("m.c", format!("#if {}1{}\nint x;\n#endif", "(".repeat(n), ")".repeat(n)))
}

fn brackets(n: usize) -> Files {
    one("m.c", format!("int f(int *a) {{ return {}0{}; }}", "a[".repeat(n), "]".repeat(n)))
}

fn open_braces(n: usize) -> Files {
    one("m.c", "void f(void) { ".repeat(n))
}

fn header(i: usize, includes: &str) -> (String, String) {
    (format!("h{i}.h"), format!("{includes}#define M{i} M{}\nstatic int v{i} = M{i};\n", i + 1))
}

fn include_chain(n: usize) -> Files {
    let next = |i: usize| format!("#include \"h{}.h\"\n", i + 1);
    let headers = (0..n).map(|i| header(i, &if i + 1 < n { next(i) } else { String::new() }));
    headers.chain(one("m.c", "#include \"h0.h\"\nint x = M0;".to_owned())).collect()
}

fn include_cycle(n: usize) -> Files {
    let headers = (0..n).map(|i| header(i, &format!("#include \"h{}.h\"\n", (i + 1) % n)));
    headers.chain(one("m.c", "#include \"h0.h\"\nint x = M0;".to_owned())).collect()
}

fn include_all(n: usize) -> Files {
    let all = ("all.h".to_owned(), lines(n, |i| format!("#include \"h{i}.h\"")));
    let headers = (0..n).map(|i| header(i, "#include \"all.h\"\n"));
    headers.chain([all]).chain(one("m.c", "#include \"all.h\"\nint x = M0;".to_owned())).collect()
}

fn redefinitions(n: usize) -> Files {
    one("m.c", lines(n, |i| format!("#undef X\n#define X {i}\n#if X > 3\nint a{i} = X;\n#endif")))
}

fn struct_fields(n: usize) -> Files {
    let fields = lines(n, |i| format!("    PyObject *field{i};"));
    one(
        "m.c",
        format!(
            "typedef struct {{\n    PyObject_HEAD\n{fields}}} Thing;\nint f(Thing *t) {{ return t->field3 != 0; }}"
        ),
    )
}

fn same_names(n: usize) -> Files {
    let text = |i: usize| {
        format!(
            "#include <Python.h>\n#define SIZE {i}\n#if SIZE > 4\nstatic int table[SIZE];\n#endif\nstatic PyObject *cache;\n\
             static int helper(void) {{ return SIZE + table[0]; }}\nint use{i}(void) {{ return helper(); }}\n"
        )
    };
    (0..n).map(|i| (format!("m{i}.c"), text(i))).collect()
}

fn macro_chain(n: usize) -> Files {
    let macros = lines(n, |i| format!("#define m{} m{i}", i + 1));
    one("m.c", format!("#define m0 1\n{macros}#if m{n}\nint x;\n#endif\nint f(void) {{ return m{n}; }}"))
}

fn macro_arguments(n: usize) -> Files {
    let bomb = lines(n, |i| format!("#define b{0}(x) b{i}(x) b{i}(x)\n#define t{0} t{i} + t{i}", i + 1));
    let call = format!("{}1{}", "g(".repeat(n), ")".repeat(n));
    let text = "#define b0(x) x\n#define t0 1\n#define g(x) g(g(x))\n".to_owned() + &bomb;
    one("m.c", format!("{text}#if t{n}\nstatic int y;\n#endif\nstatic int b{n}(z);\nint x = {call};"))
}

fn nested_calls(n: usize) -> Files {
    one("m.c", format!("int f(int x) {{ return {}x{}; }}", "g(".repeat(n), ")".repeat(n)))
}

fn macro_calls(n: usize) -> Files {
    let macros = "#define SET(x) y = (x)\n#define ID(x) x\n";
    one("m.c", format!("{macros}void f(int y) {{ SET({}y{}); }}", "ID(".repeat(n), ")".repeat(n)))
}

fn def_chain(n: usize) -> Files {
    let calls = lines(n, |i| format!("        .def(\"m{i}\", &Grid::m{i})"));
    one("m.cpp", format!("void add(binder::module &m)\n{{\n    binder::type<Grid>(m, \"Grid\")\n{calls};\n}}"))
}

fn else_if(n: usize) -> Files {
    let tests = lines(n, |i| format!("    else if (x == {i}) y({i});"));
    one("m.c", format!("void f(int x)\n{{\n    if (x < 0) y(0);\n{tests}}}"))
}

fn sums(n: usize) -> Files {
    let terms: Vec<String> = (0..n).map(|i| format!("a{i}")).collect();
    one("m.c", format!("int f(void) {{ return {}; }}", terms.join(" + ")))
}

fn unary(n: usize) -> Files {
    one("m.c", format!("int f(int x) {{ return {}x; }}", "!".repeat(n)))
}

fn many_specs(n: usize) -> Files {
    one(
        "m.c",
        lines(n, |i| {
            format!(
                "typedef struct {{ PyObject_HEAD PyObject *a; }} T{i};\n\
                 static int t{i}_traverse(T{i} *self, visitproc visit, void *arg) {{ Py_VISIT(self->a); return 0; }}\n\
                 static void t{i}_dealloc(T{i} *self) {{ Py_CLEAR(self->a); Py_TYPE(self)->tp_free(self); }}\n\
                 static PyType_Slot t{i}_slots[] = {{ {{Py_tp_traverse, t{i}_traverse}}, {{Py_tp_dealloc, t{i}_dealloc}}, {{0, NULL}} }};\n\
                 static PyType_Spec t{i}_spec = {{ \"m.T{i}\", sizeof(T{i}), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, t{i}_slots }};\n\
                 int add{i}(PyObject *m) {{ return PyModule_AddType(m, (PyTypeObject *)PyType_FromSpec(&t{i}_spec)); }}"
            )
        }),
    )
}

fn many_functions(n: usize) -> Files {
    one(
        "m.c",
        lines(n, |i| {
            format!(
                "static PyObject *f{i}(PyObject *self, PyObject *args)\n{{\n    static int calls;\n    int n = calls++;\n    \
                 if (n > {i}) return PyLong_FromLong(n);\n    return f{}(self, args);\n}}",
                i.saturating_sub(1)
            )
        }),
    )
}

fn same_line_items(n: usize) -> Files {
    one("m.c", lines(n, |i| format!("int a{i}(int);int b{i}(int);")).replace('\n', ""))
}

fn ignore_lists(n: usize) -> Files {
    let codes: Vec<String> = (0..n).map(|i| format!("ISO{:03}", i % 40)).collect();
    one("m.c", format!("static PyObject *cache;  // extlint: ignore[{}] known", codes.join(", ")))
}

fn unused_ignores(n: usize) -> Files {
    one("m.c", lines(n, |i| format!("int a{i};  // extlint: ignore[GC001] not so")))
}

fn setup_calls(n: usize) -> Files {
    let text = format!("from setuptools import setup\nx = {}1{}\nsetup(name='m')\n", "f(".repeat(n), ")".repeat(n));
    vec![("setup.py".to_owned(), text), ("m.c".to_owned(), "#include <Python.h>\nstatic PyObject *kept;\n".to_owned())]
}

fn struct_cycle(n: usize) -> Files {
    one(
        "m.c",
        lines(n, |i| {
            let (next, other) = ((i + 1) % n, (i * 7) % n);
            format!(
                "struct s{i} {{ struct s{next} a; struct s{other} *b; PyObject *o{i}; }};\nstatic struct s{i} v{i};"
            )
        }),
    )
}

fn locals(n: usize) -> Files {
    let names = lines(n, |i| format!("    PyObject *v{i} = PyList_New({i});\n    if (v{i} == NULL) goto error;"));
    let freed = lines(n, |i| format!("    Py_DECREF(v{i});"));
    one("m.c", format!("PyObject *f(void)\n{{\n{names}{freed}    Py_RETURN_NONE;\nerror:\n    return NULL;\n}}"))
}

/// An object with many fields: each is made, visited and released.
fn owned_fields(n: usize) -> Files {
    let each = |line: &str| lines(n, |i| line.replace('#', &i.to_string()));
    let (fields, made) = (each("    PyObject *o#;"), each("    self->o# = PyList_New(#);"));
    let (visited, freed) = (each("    Py_VISIT(self->o#);"), each("    Py_CLEAR(self->o#);"));
    one(
        "m.c",
        format!(
            "typedef struct {{\n    PyObject_HEAD\n{fields}}} T;\n\
             static int t_traverse(T *self, visitproc visit, void *arg)\n{{\n{visited}    return 0;\n}}\n\
             static int t_clear(T *self)\n{{\n{freed}    return 0;\n}}\n\
             static void t_dealloc(T *self)\n{{\n    t_clear(self);\n    Py_TYPE(self)->tp_free(self);\n}}\n\
             static PyObject *t_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)\n{{\n    \
             T *self = (T *)type->tp_alloc(type, 0);\n{made}    return (PyObject *)self;\n}}\n\
             static PyType_Slot slots[] = {{ {{Py_tp_traverse, t_traverse}}, {{Py_tp_clear, t_clear}}, \
             {{Py_tp_dealloc, t_dealloc}}, {{Py_tp_new, t_new}}, {{0, NULL}} }};\n\
             static PyType_Spec spec = {{ \"m.T\", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots }};\n\
             int add(PyObject *m) {{ return PyModule_AddType(m, (PyTypeObject *)PyType_FromSpec(&spec)); }}"
        ),
    )
}
