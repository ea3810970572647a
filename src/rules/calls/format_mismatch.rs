//! CALL001: arguments that do not fit the literal format before them, in number or type, and lists of keywords with
//! another number of names. Longer than a rule should be because five families of formats share one reading.

mod arguments;
mod keywords;
mod platforms;

use crate::capi::formats::units::{self, Takes, Unit};
use crate::capi::formats::{self, ALWAYS_CLEAN, Does, SSIZE_T_CLEAN};
use crate::facts::{Ast, Expr, ExprId, Name, Python, Span, Stmt, VersionSet};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::Project;
use crate::link::macros::tokens::{Token, tokens};
use crate::link::values::is_null;
use crate::link::view::Call;
use crate::rules::common::api::is_generated;
use crate::rules::{CALL001, Context};
use arguments::unfit;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (name, takes) in formats::all() {
        for call in project.api_calls(name) {
            if is_generated(project, call.site.file)
                || call.live().is_empty()
                || call.facts().conds.changes_in(call.span())
            {
                continue;
            }
            one(project, name, *takes, &call, out);
        }
    }
}

fn one(project: &Project, name: &'static str, takes: formats::Takes, call: &Call<'_>, out: &mut Vec<Finding>) {
    let ast = &call.facts().ast;
    let args = call.args();
    let Some(&format) = args.get(takes.format) else { return };
    let Expr::Str(text) = ast.expr(ast.strip_casts(format)) else { return };
    let Some(units) = units::units(takes.does, &text) else { return };
    let shown = short(&text);
    let finding = |message: String, at: ExprId, label: String| {
        Finding::source(&CALL001, message, Label::new(call.site.file, ast.expr_span(at), label)).symbol(name)
    };
    if let Some(wrong) = units.wrong.or((units.dollar && takes.keywords.is_none()).then_some("`$` needs keywords")) {
        let message = format!("the format \"{shown}\" of `{name}` is wrong: {wrong}");
        out.push(finding(message, format, "raises SystemError".to_owned()));
        return;
    }
    if let Some(&list) = takes.keywords.and_then(|at| args.get(at))
        && let Some((names, span)) = keywords::names(project, call, list)
        && names != units.count
    {
        // Behind the last name CPython looks no further than a mark.
        if names < units.count && units.marks.contains(&names) {
            return;
        }
        let message =
            format!("the format \"{shown}\" takes {}, the list of keywords has {names}", arguments(units.count));
        let found = finding(message, format, format!("takes {}", arguments(units.count)));
        let found = found.label(span.0, span.1, format!("has {names}"));
        out.push(found.note("each call raises SystemError"));
        return;
    }
    // Functions that take a `va_list` take nothing else.
    let first = takes.keywords.unwrap_or(takes.format) + 1;
    let Some(values) = args.get(first..).filter(|_| !is_list(name)) else { return };
    if values.iter().any(|&value| is_open(project, call, value)) {
        return;
    }
    let wanted: Vec<(usize, Takes)> =
        units.units.iter().enumerate().flat_map(|(i, unit)| unit.takes.iter().map(move |&t| (i, t))).collect();
    // A last NULL is what other functions want.
    let ends = values.iter().skip(wanted.len()).all(|&value| is_null(project, call.site.file, value));
    if wanted.len() > values.len() || !ends {
        out.push(count(name, takes, &shown, (wanted.len(), values.len()), &finding, format));
        return;
    }
    let clean = is_clean(project, call);
    for (&(unit, wants), &value) in wanted.iter().zip(values) {
        let Some(wrong) = unfit(project, call, takes.does, wants, value, clean) else { continue };
        // `if (sizeof(long) == 8)` says on which platforms the call runs.
        if wrong.number.is_some() && is_behind_size(project, call) {
            continue;
        }
        let unit = &units.units[unit];
        let message = format!("`{}` in the format of `{name}` {}", unit.text, wrong.says);
        let label = finding(message, value, wrong.label).severity(wrong.severity);
        let mut label = label.label(call.site.file, ast.expr_span(format), format!("`{}` stands here", unit.text));
        if let Some((place, letter)) = cure(ast, format, &text, unit, wants, wrong.number) {
            label = label.help(format!("`{letter}` stands for that type")).edit(
                call.site.file,
                place,
                letter,
                Applicability::Unsafe,
            );
        }
        out.push(label.note(wrong.note));
    }
}

/// The letter of a format that another has to stand for, with its place: where the argument is a number of a type that has
/// a unit, and the literal is written in one piece.
fn cure(
    ast: &Ast,
    format: ExprId,
    text: &str,
    unit: &Unit,
    wants: Takes,
    number: Option<(Name, u8)>,
) -> Option<(Span, &'static str)> {
    let span = ast.expr_span(ast.strip_casts(format));
    let plain = (span.end - span.start) as usize == text.len() + 2;
    let pointers = match wants {
        Takes::Int(_) | Takes::Double => 0,
        Takes::IntPlace(_) | Takes::FloatPlace | Takes::DoublePlace => 1,
        _ => return None,
    };
    let (number, _) = number.filter(|&(_, depth)| plain && depth == pointers)?;
    let letter = units::instead_of(&unit.text, &number).filter(|letter| *letter != unit.text)?;
    let start = span.start + 1 + u32::try_from(unit.at).ok()?;
    Some((Span::new(start, start + 1), letter))
}

/// A number of arguments that does not fit.
fn count(
    name: &str,
    takes: formats::Takes,
    shown: &str,
    (wanted, given): (usize, usize),
    finding: &dyn Fn(String, ExprId, String) -> Finding,
    at: ExprId,
) -> Finding {
    let message =
        format!("the format \"{shown}\" of `{name}` needs {} behind it, and there are {given}", arguments(wanted));
    let label = format!("needs {}", arguments(wanted));
    let found = finding(message, at, label);
    if given > wanted {
        return found.severity(Severity::Warning).note("arguments without a unit are ignored");
    }
    found.note(match takes.does {
        Does::Parse => "the function writes to whatever address it finds",
        Does::Build | Does::Print => "the function reads whatever it finds",
    })
}

fn arguments(count: usize) -> String {
    format!("{count} argument{}", if count == 1 { "" } else { "s" })
}

/// Whether a call runs only where a size is as a test says.
fn is_behind_size(project: &Project, call: &Call<'_>) -> bool {
    let (facts, span) = (call.facts(), call.span());
    let body = call.site.func_ref().and_then(|at| project.func(at).body);
    let mut behind = false;
    let asks = |test: ExprId| {
        let mut asks = false;
        facts.ast.each_expr(test, &mut |e| {
            asks |= matches!(facts.ast.expr(e), Expr::SizeofType(_) | Expr::SizeofExpr(_));
        });
        asks
    };
    if let Some(body) = body {
        facts.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::If { test, .. } = facts.ast.stmt(stmt) {
                behind |= facts.ast.stmt_span(stmt).contains(span) && asks(test);
            }
        });
    }
    behind
}

/// A format as a message shows it.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Whether a function takes a `va_list`.
fn is_list(name: &str) -> bool {
    name.contains("_Va")
}

/// Whether an argument may stand for several, or for none: a macro with a comma, or that nobody knows, `args...`.
fn is_open(project: &Project, call: &Call<'_>, value: ExprId) -> bool {
    let ast = &call.facts().ast;
    let name = match ast.expr(value) {
        Expr::Opaque => return true,
        Expr::Name(name) => name,
        Expr::Call { .. } => match ast.callee_name(value) {
            Some(name) => name,
            None => return false,
        },
        _ => return false,
    };
    let defines = project.defines_of(call.site.file, name);
    if defines.is_empty() {
        return name.starts_with("__") || is_shouted(name) && project.resolve_func(call.site.file, name).is_empty();
    }
    defines.iter().any(|(_, define)| tokens(&define.body).iter().any(|token| matches!(token, Token::Sign(","))))
}

/// Whether a name is written like a macro, and not one of those of C and CPython.
fn is_shouted(name: Name) -> bool {
    name.len() > 1
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && !matches!(name.as_str(), "NULL")
}

/// Whether `#` surely means `Py_ssize_t` wherever the call is compiled.
fn is_clean(project: &Project, call: &Call<'_>) -> bool {
    let always = VersionSet::range(Python(ALWAYS_CLEAN), project.targets.max_python.max(Python(ALWAYS_CLEAN)));
    let built = project.build.defines.iter().any(|define| define.name == SSIZE_T_CLEAN);
    let (defined, _) = project.own(call.site.file, Name::from(SSIZE_T_CLEAN));
    built || call.live().without(always).without(defined).is_empty()
}
