//! The most memory that a check takes, for shapes of input that are made to take much.
//!
//! ```sh
//! cargo bench --bench memory                   # every shape, 1 MB of each
//! cargo bench --bench memory -- parens calls   # those whose names hold one of the words
//! EXTLINT_MEMORY_MB=8 cargo bench --bench memory
//! ```
//!
//! Each shape is one file, checked in a process of its own on one thread. Printed: the peak of its resident memory in MB,
//! and in bytes for each byte of the file, both without what the check of an empty file takes; and the exit code. Linux
//! alone tells the peak.

// What it prints is its report.
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use clap::Parser as _;
use extlint::cli::Cli;
use extlint::commands::{Exit, Streams, run};

/// Tells a process that it is to check a file.
const CHECK: &str = "EXTLINT_MEMORY_CHECK";
/// Stack of the thread, as in the program.
const STACK: usize = 64 << 20;

/// Name, what stands before, what is repeated with `#` for its number, what closes each, what stands behind.
type Shape = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Shapes of C; those whose names begin with `cpp-` are C++.
const SHAPES: &[Shape] = &[
    ("blanks", "int x;", " ", "", "int y;"),
    ("newlines", "", "\n", "", ""),
    ("comments", "", "/**/", "", ""),
    ("semicolons", "", ";", "", ""),
    ("names", "", "a ", "", ""),
    ("signs", "", "@", "", ""),
    ("quotes", "", "'", "", ""),
    ("nonsense", "", "@@ ] ) } # %% ] ( [ {\n", "", ""),
    ("parens", "int f(int x) { return ", "(", ")", "x; }"),
    ("open-parens", "int x = ", "(", "", ""),
    ("closed-parens", "", ")", "", ""),
    ("open-braces", "", "{", "", ""),
    ("closed-braces", "", "}", "", ""),
    ("braces", "", "{}", "", ""),
    ("brackets", "", "[", "", ""),
    ("stars", "int x = ", "*", "", ""),
    ("bangs", "int f(int a) { return ", "!", "", "a; }"),
    ("sums", "int f(int a) { return ", "a+", "", "a; }"),
    ("choices", "int f(int a) { return ", "a?a:", "", "a; }"),
    ("nested-calls", "int g(void) { return ", "f(", ")", "; }"),
    ("nested-ifs", "void f(int x) { ", "if(x){", "}", "}"),
    ("else-ifs", "void f(int x) { if (x);", "else if(x==#)y(#);", "", "}"),
    ("calls", "void g(void) { ", "f();", "", "}"),
    ("small-functions", "", "int f#(){g();}\n", "", ""),
    ("assignments", "void f(int a) { ", "a=b#;", "", "}"),
    ("labels", "void g(void) { ", "l#:", "", "; }"),
    ("cases", "void g(int x) { switch (x) { ", "case #:", "", "; } }"),
    ("list-of-names", "int a[] = {", "a,", "", "};"),
    ("list-of-numbers", "int a[] = {", "1,", "", "};"),
    ("strings", "char *a = ", "\"a\" ", "", ";"),
    ("variables", "", "int a#;", "", ""),
    ("same-variables", "", "int a;", "", ""),
    ("fields", "struct s { ", "int f#;", "", "};"),
    ("constants", "enum e { ", "e#,", "", "};"),
    ("objects", "", "static PyObject*a#;", "", ""),
    ("types", "", "static PyTypeObject T#={PyVarObject_HEAD_INIT(0,0)\"m\"};", "", ""),
    ("ifs", "", "#if A\n", "#endif\n", ""),
    ("ifs-of-many", "", "#if defined(A#)\nstatic int x#;\n", "#endif\n", ""),
    ("ifs-in-a-row", "", "#ifdef A#\nint x#;\n#endif\n", "", ""),
    ("elifs", "#if A\n", "#elif defined(A#)\nint x#;\n", "", "#endif\n"),
    ("ands", "#if ", "defined(A#)&&", "", "1\nint x;\n#endif\n"),
    ("macros", "", "#define M#(x) x\n", "", ""),
    ("macro-calls", "#define M(x) static int x;\n", "M(a#)\n", "", ""),
    ("macro-of-words", "#define M ", "a ", "", "\nint x = M;\n"),
    ("macro-bombs", "#define M a a a a a a a a a a a a a a a a a a a a\n", "M;", "", ""),
    ("ignores", "int a; // extlint: ignore[", "GC001,", "", "]\n"),
    ("cpp-parens", "int f(int x) { return ", "(", ")", "x; }"),
    ("cpp-open-parens", "int x = ", "(", "", ""),
    ("cpp-angles", "a", "a<", ">", "x;"),
    ("cpp-scopes", "int f() { return ", "a::", "", "a; }"),
    ("cpp-chains", "int f() { return a", ".a()", "", "; }"),
    ("cpp-lambdas", "void f() { ", "[](){", "}();", "}"),
    ("cpp-namespaces", "", "namespace a{", "}", ""),
    ("cpp-templates", "", "template<class T>", "", "int x;"),
    ("cpp-classes", "", "class c#{int a;};", "", ""),
    ("cpp-calls", "void g() { ", "f();", "", "}"),
    ("cpp-names", "", "a ", "", ""),
    ("cpp-nonsense", "", "@@ ] ) } # %% ] ( [ {\n", "", ""),
];

fn main() {
    if let Some(path) = env::var_os(CHECK) {
        return check(Path::new(&path));
    }
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let bytes = env::var("EXTLINT_MEMORY_MB").ok().and_then(|mb| mb.parse::<f64>().ok()).unwrap_or(1.0) * 1e6;
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let folder = tempfile::tempdir().expect("a folder for the files");
    let of = |name: &str, text: &str| {
        let path = folder.path().join(if name.starts_with("cpp-") { "m.cpp" } else { "m.c" });
        fs::write(&path, text).expect("the file is written");
        let me = env::current_exe().expect("this program");
        let output = Command::new(me).env(CHECK, &path).output().expect("this program starts again");
        fs::remove_file(path).expect("the file is there");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let peak = |told: &str| told.split(' ').next().and_then(|kb| kb.parse::<f64>().ok()).map(|kb| kb * 1024.0);
    let Some(idle) = peak(&of("", "int x;\n")) else { return println!("this system does not tell the peak") };
    println!("{:18} {:>8} {:>10}  exit", "", "MB", "B per byte");
    for shape in SHAPES.iter().filter(|shape| wanted(shape.0)) {
        let text = made(shape, bytes as usize);
        let told = of(shape.0, &text);
        let code = told.split(' ').nth(1).unwrap_or("killed");
        let more = peak(&told).map_or(f64::NAN, |peak| peak - idle);
        println!("{:18} {:>8.1} {:>10.1}  {code}", shape.0, more / 1e6, more / text.len() as f64);
    }
}

/// A text of about so many bytes.
fn made(&(_, before, repeated, close, behind): &Shape, bytes: usize) -> String {
    let mut text = format!("#include <Python.h>\n{before}");
    let mut count = 0usize;
    while text.len() + count * close.len() < bytes {
        text += &numbered(repeated, count);
        count += 1;
    }
    text + &close.repeat(count) + behind
}

/// Lines with a number for each `#`, but for those that a directive begins with.
fn numbered(lines: &str, number: usize) -> String {
    let numbered = |line: &str| {
        let (sign, rest) = line.split_at(usize::from(line.starts_with('#')));
        sign.to_owned() + &rest.replace('#', &number.to_string())
    };
    lines.split('\n').map(numbered).collect::<Vec<_>>().join("\n")
}

/// Checks a file on one thread, and tells its own peak in kB and the exit code.
fn check(path: &Path) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().expect("one thread");
    let args = ["extlint", "check", "--no-cache", "--no-config", "--no-ignore"].map(Into::into).into_iter();
    let cli = Cli::try_parse_from(args.chain([path.as_os_str().to_owned()])).expect("arguments");
    let exit = pool.install(|| {
        let streams = &mut Streams { out: &mut io::sink(), err: &mut io::sink(), terminal: false, watched: false };
        run(&cli, streams).expect("the check runs")
    });
    let code = match exit {
        Exit::Clean => 0,
        Exit::Findings => 1,
        Exit::Failed => 2,
    };
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("", |kb| kb.trim().trim_end_matches(" kB"));
    println!("{peak} {code}");
}
