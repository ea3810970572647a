//! What merging does to a file that only a compiler understands whole, and what the precompiled header must not change.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use extlint::clang::{FrontEnd, Input, Reading, Wish, merge};
use extlint::facts::{Expr, FileFacts, FileId, GapKind, Origin, Precision, Storage, Targets, Var};
use extlint::source::{self, SourceInput};
use libtest_mimic::Failed;

/// A header that is no part of the run, as those of other packages are.
const OUTSIDE: &str = "
typedef const int fixed_t;
#define OUTSIDE_COUNTER(name) static int name##_counter
#define OUTSIDE_API extern
#define OUTSIDE_FLAG (1 << 14)
#define OUTSIDE_EACH(i, n) for (int i = 0; i < (n); i++) {
#define OUTSIDE_END }
";

const MODULE: &str = "#include <Python.h>
#include \"outside.h\"

OUTSIDE_COUNTER(boxes);
static fixed_t limit = 3;
OUTSIDE_API int elsewhere;
#ifdef NO_SUCH_PLATFORM
static int other_branch;
#endif

static PyType_Spec spec = {.name = \"m.T\", .flags = Py_TPFLAGS_DEFAULT | OUTSIDE_FLAG};

int
count(PyObject *list)
{
    int found = 0;
    OUTSIDE_EACH(i, limit) found += 0;
        if (PyList_GetItem(list, i) == (PyObject *)&spec) {
            found++;
        }
    OUTSIDE_END
    return found;
}
";

/// A project: texts by name below a folder of its own.
struct Place {
    #[expect(dead_code, reason = "keeps the folder")]
    folder: tempfile::TempDir,
    root: PathBuf,
    files: Vec<(PathBuf, Vec<u8>)>,
}

fn place(texts: &[(&str, &str)]) -> Result<Place, Failed> {
    let folder = tempfile::tempdir()?;
    let root = fs::canonicalize(folder.path())?.join("project");
    let include = root.with_file_name("include");
    fs::create_dir_all(&root)?;
    fs::create_dir_all(&include)?;
    fs::write(include.join("outside.h"), OUTSIDE)?;
    let mut files = Vec::new();
    let mut commands = Vec::new();
    for (name, text) in texts {
        let path = root.join(name);
        fs::write(&path, text)?;
        let include = format!("-I{}", include.display());
        commands.push(serde_json::json!({"directory": root, "file": name, "arguments": ["cc", include, "-c", name]}));
        files.push((path, text.as_bytes().to_vec()));
    }
    fs::write(root.join("compile_commands.json"), serde_json::to_string(&commands)?)?;
    Ok(Place { folder, root, files })
}

fn syntactic(place: &Place) -> Vec<FileFacts> {
    let names: Vec<String> = place.files.iter().map(|(path, _)| path.display().to_string()).collect();
    let files = place.files.iter().zip(&names).enumerate();
    let inputs: Vec<SourceInput<'_>> =
        files.map(|(i, ((_, text), path))| SourceInput { file: FileId(i as u32), path, text }).collect();
    source::read(&inputs, &Targets::default())
}

fn reading(front_end: &FrontEnd, place: &Place, facts: &[FileFacts], root: &Path) -> Result<Reading, Failed> {
    let inputs: Vec<Input<'_>> = place.files.iter().map(|(path, text)| Input { path, text }).collect();
    Ok(front_end.read(&inputs, facts, root)?)
}

fn var<'f>(facts: &'f FileFacts, name: &str) -> Option<&'f Var> {
    facts.vars.iter().find(|v| v.name == name)
}

fn holds(what: &str, true_: bool) -> Result<(), Failed> {
    if true_ { Ok(()) } else { Err(what.into()) }
}

/// What both saw is refined, what one saw stays or comes in, each marked.
pub(crate) fn refines(front_end: &FrontEnd) -> Result<(), Failed> {
    let place = place(&[("m.c", MODULE)])?;
    let mut facts = syntactic(&place);
    let before = facts[0].clone();
    holds("the text alone shows no const", var(&before, "limit").is_some_and(|v| !v.constexpr))?;
    holds("the text alone shows no counter", var(&before, "boxes_counter").is_none())?;
    holds("the text alone cannot be read whole", before.gaps.iter().any(|g| g.kind == GapKind::Unparsed))?;
    let reading = reading(front_end, &place, &facts, &place.root)?;
    holds(&format!("{:?} {:?}", reading.given_up, reading.imperfect), reading.imperfect.is_empty())?;
    merge(&mut facts, &reading);
    let after = &facts[0];
    let limit = var(after, "limit").ok_or("limit is gone")?;
    holds("limit is const by its typedef", limit.constexpr && limit.precision == Precision::Exact)?;
    let counter = var(after, "boxes_counter").ok_or("the macro's variable is missing")?;
    let made = matches!(counter.origin, Origin::Macro(name) if name == "OUTSIDE_COUNTER");
    holds("the counter is attributed to the macro's use", made && counter.storage == Storage::Static)?;
    let at = &MODULE[counter.name_span.start as usize..counter.name_span.end as usize];
    holds("the counter stands where the macro is used", at == "OUTSIDE_COUNTER(boxes)")?;
    holds("extern by a macro", var(after, "elsewhere").is_some_and(|v| v.storage == Storage::Extern))?;
    let other = var(after, "other_branch").ok_or("the other branch is gone")?;
    holds("what only the text shows is marked", other.precision == Precision::Syntactic)?;
    let flags = (0..after.ast.expr_count() as u32).map(extlint::facts::ExprId);
    let flags: Vec<u64> = flags.filter_map(|id| after.ast.value(id)).collect();
    holds(&format!("the flags have their value: {flags:?}"), flags.contains(&(1 << 14)))?;
    let func = after.funcs.iter().find(|f| f.name == "count").ok_or("count is gone")?;
    let mut calls = Vec::new();
    after.each_body_expr(func.body.ok_or("no body")?, &mut |e| calls.extend(after.ast.callee_name(e)));
    holds(&format!("the loop is read: {calls:?}"), calls.iter().any(|c| *c == "PyList_GetItem"))?;
    let locals = &after.vars[func.locals.0 as usize..func.locals.1 as usize];
    holds("the locals are those of the body", locals.iter().any(|v| v.name == "i"))?;
    holds("no gap is left", after.gaps.iter().all(|g| g.kind != GapKind::Unparsed))
}

/// A file whose header is missing stays as the text shows it, and is said.
pub(crate) fn falls_back(front_end: &FrontEnd) -> Result<(), Failed> {
    let broken = "#include <Python.h>\n#include <no/such/header.h>\nstatic int counter;\n";
    let place = place(&[("broken.c", broken), ("good.c", "#include <Python.h>\nstatic int other;\n")])?;
    let mut facts = syntactic(&place);
    let reading = reading(front_end, &place, &facts, &place.root)?;
    let [(0, cause)] = &reading.given_up[..] else { return Err(format!("{:?}", reading.given_up).into()) };
    holds(cause, cause.contains("no/such/header.h") && cause.contains("line 2"))?;
    merge(&mut facts, &reading);
    let precision = |file: usize, name| var(&facts[file], name).map(|v| v.precision);
    holds("the broken file keeps its facts", precision(0, "counter") == Some(Precision::Syntactic))?;
    holds("the other file is exact", precision(1, "other") == Some(Precision::Exact))
}

/// The statement macros stay calls, nested ones too; `if`, loops and `switch` have the form of the other front end.
pub(crate) fn same_bodies(front_end: &FrontEnd) -> Result<(), Failed> {
    let own = super::support::root().join("tests/exact/sources/module.c");
    let text = fs::read_to_string(own)?;
    let header = fs::read_to_string(super::support::root().join("tests/exact/sources/shared.h"))?;
    let place = place(&[("module.c", &text), ("shared.h", &header)])?;
    let facts = syntactic(&place);
    let reading = reading(front_end, &place, &facts, &place.root)?;
    let exact = reading.facts(0).ok_or("not read")?;
    let calls = |facts: &FileFacts| {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for func in &facts.funcs {
            let Some(body) = func.body else { continue };
            let found = out.entry(func.name.to_string()).or_default();
            facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
                Expr::Call { args, .. } => {
                    let name = facts.ast.callee_name(e).map_or("?".to_owned(), |n| n.to_string());
                    found.push(format!("{name}/{}", facts.ast.exprs(args).len()));
                }
                Expr::Name(name) if name.starts_with("Py_") => found.push(name.to_string()),
                _ => {}
            });
        }
        out
    };
    let (left, right) = (calls(&facts[0]), calls(exact));
    holds(&format!("{left:#?}\n{right:#?}"), left == right && left.len() >= 5)
}

/// Facts do not depend on whether the header was precompiled.
pub(crate) fn precompiled_or_not(front_end: &FrontEnd) -> Result<(), Failed> {
    let place = place(&[("m.c", MODULE)])?;
    let facts = syntactic(&place);
    let wish = Wish { library: Some(front_end.library.path.clone()), without_precompiled: true, ..Wish::default() };
    let plain = FrontEnd::start(&wish)?;
    let with = reading(front_end, &place, &facts, &place.root)?;
    let without = reading(&plain, &place, &facts, &place.root)?;
    let json = |reading: &Reading| serde_json::to_string(&reading.facts(0)).unwrap_or_default();
    holds("the facts differ", json(&with) == json(&without) && json(&with).len() > 100)
}
