//! The C front end: what masking and expansion must not lose, and what no input may do.

mod conditions;
mod hostile;
mod limits;
mod macros;
mod shapes;
mod unreadable;

use extlint::facts::{Expr, ExprId, FileFacts, FileId, Targets, Var};
use extlint::source::{SourceInput, read};

/// The facts of texts read together, as files of one project.
fn project(files: &[(&str, &str)]) -> Vec<FileFacts> {
    let inputs: Vec<SourceInput<'_>> = files
        .iter()
        .enumerate()
        .map(|(i, (path, text))| SourceInput { file: FileId(i as u32), path, text: text.as_bytes() })
        .collect();
    read(&inputs, &Targets::default())
}

/// The facts of one C file.
fn c(text: &str) -> FileFacts {
    project(&[("m.c", text)]).remove(0)
}

/// The facts of one C file that must have been understood whole.
fn whole(text: &str) -> FileFacts {
    let facts = c(text);
    assert_eq!(facts.stats.errors, 0, "{text}\n{:?}", facts.gaps);
    names_stand_where_their_spans_say(text.as_bytes(), &facts);
    facts
}

fn var<'f>(facts: &'f FileFacts, name: &str) -> &'f Var {
    let found = facts.vars.iter().find(|v| v.name == name);
    found.unwrap_or_else(|| panic!("no variable {name} among {:?}", facts.vars))
}

fn functions(facts: &FileFacts) -> Vec<&'static str> {
    facts.funcs.iter().filter(|f| f.body.is_some()).map(|f| f.name.as_str()).collect()
}

/// The items of a list, designators taken off.
fn items(facts: &FileFacts, list: ExprId) -> Vec<ExprId> {
    match facts.ast.expr(list) {
        Expr::List(items) => facts.ast.exprs(items).to_vec(),
        other => panic!("{other:?} is no list"),
    }
}

/// An expression in words, for comparison.
fn show(facts: &FileFacts, id: ExprId) -> String {
    match facts.ast.expr(id) {
        Expr::Name(name) => name.to_string(),
        Expr::Int(value) => value.to_string(),
        Expr::Str(text) => format!("{:?}", text.as_str()),
        Expr::List(_) => {
            format!("{{{}}}", items(facts, id).iter().map(|&i| show(facts, i)).collect::<Vec<_>>().join(", "))
        }
        Expr::Designated { field, value } => format!(".{field} = {}", show(facts, value)),
        Expr::Call { callee, args } => {
            let args: Vec<String> = facts.ast.exprs(args).iter().map(|&a| show(facts, a)).collect();
            format!("{}({})", show(facts, callee), args.join(", "))
        }
        Expr::Binary { op, left, right } => format!("{} {op:?} {}", show(facts, left), show(facts, right)),
        Expr::Cast { ty, arg } => format!("({}){}", ty.base, show(facts, arg)),
        other => format!("{other:?}"),
    }
}

/// Masking keeps lengths: a name that is written (not made by a macro) is what its span covers.
fn names_stand_where_their_spans_say(text: &[u8], facts: &FileFacts) {
    let vars = facts.vars.iter().map(|v| (v.name, v.name_span, v.origin));
    let funcs = facts.funcs.iter().map(|f| (f.name, f.name_span, f.origin));
    for (name, span, origin) in vars.chain(funcs) {
        if origin == extlint::facts::Origin::Written && !name.contains("::") {
            let there = String::from_utf8_lossy(&text[span.start as usize..span.end as usize]);
            assert_eq!(name.as_str(), there, "at {span:?}");
        }
    }
}
