//! Slots that are set at run time, before the type is made ready: they go into the spec, and the statements go.

use super::items::{self, Item};
use super::{Answer, Refused, Work, made, mentions};
use crate::facts::{Expr, FileId, Func, Name, Span, Stmt, Storage};
use crate::link::types::TypeId;

/// What is set outside of the initializer.
#[derive(Debug, Default)]
pub(super) struct Assigned {
    /// The slots and flags.
    pub items: Vec<Item>,
    /// The statements that set them.
    pub statements: Vec<(FileId, Span)>,
    /// Where everything is declared that they name, where that is behind the type: before the function that has them.
    pub place: Option<u32>,
}

/// The slots that are set outside of the initializer.
pub(super) fn assigned(work: &Work<'_>, id: TypeId, declaration: Span) -> Answer<Assigned> {
    let project = work.scene.project;
    let object = project.types.get(id);
    let mut out = Assigned::default();
    let flags =
        object.flags.iter().map(|part| (Name::from("tp_flags"), part.value, part.file, part.span, part.cond, part.op));
    let slots = object.slots.iter().map(|slot| (slot.name, slot.value, slot.file, slot.span, slot.cond, None));
    for (name, value, file, span, cond, op) in slots.chain(flags) {
        if file == object.file && declaration.contains(span) {
            continue;
        }
        let refuse = |why: &str| Err(Refused { at: (file, span.start), why: format!("its {name} {why}") });
        let conds = &project.file(file).conds;
        match conds.settled(cond) {
            Some(false) => continue,
            Some(true) => {}
            None if cond == object.cond && file == object.file => {}
            None => return refuse("is set under an `#if`"),
        }
        let ast = &project.file(file).ast;
        let mut names: Vec<Name> = Vec::new();
        ast.each_expr(value, &mut |e| {
            if let Expr::Name(word) = ast.expr(e) {
                names.push(word);
            }
        });
        let is_api = |&word: &Name| {
            word.starts_with("Py") && project.funcs_named(word).is_empty() && project.vars_named(word).is_empty()
        };
        // A header that the file of the type includes declares it there.
        let is_declared = |&word: &Name| {
            let near = |at: FileId| at != object.file && project.share_unit(at, object.file);
            project.vars_named(word).iter().any(|v| near(v.file) && project.var(*v).storage == Storage::Extern)
        };
        let is_base = name == "tp_base" && names.iter().all(is_declared);
        if file != object.file && !is_base && !names.iter().all(is_api) {
            return refuse("is set in another file");
        }
        if matches!(name.as_str(), "tp_name" | "tp_basicsize" | "tp_itemsize") {
            return refuse("is set at run time");
        }
        // Flags that are set as a whole are all flags, where the initializer and other code set none.
        let outside = object.flags.iter().filter(|f| f.file != object.file || !declaration.contains(f.span)).count();
        if name == "tp_flags" && op != Some(crate::facts::BinaryOp::BitOr) && (op.is_some() || outside > 1) {
            return refuse("is set at run time");
        }
        let Some((func, statement)) = own_statement(work, file, span) else {
            return refuse("is set in the middle of other code");
        };
        if !work.scene.is_open(file) {
            return refuse("is set in a file that is not to be changed");
        }
        let made_later = work.mentions(object.symbol).iter().any(|&(f, i)| {
            let at = work.words(f).tokens[i].span();
            let made = || made::creation(work, f, i).is_some() && at.start > span.end;
            // What a local array needs is made before it, with all that the function sets.
            let array = || mentions::local_variable(work, f, i).is_some() && work.failure(f, at.start).is_some();
            f == file && func.span.contains(at) && (made() || array())
        });
        if !made_later {
            return refuse("is set where it cannot be seen that the type is not ready yet");
        }
        let facts = project.file(file);
        let declared = |word: &Name| {
            let funcs = facts.funcs.iter().filter(|f| f.name == *word).map(|f| f.span.start);
            let vars = facts.vars.iter().filter(|v| v.name == *word).map(|v| v.span.start);
            funcs.chain(vars).min().is_none_or(|first| first < declaration.start)
        };
        let is_local = |word: &Name| {
            let locals = &facts.vars[func.locals.0 as usize..func.locals.1 as usize];
            func.params.iter().any(|p| p.name == Some(*word)) || locals.iter().any(|v| v.name == *word)
        };
        if names.iter().any(is_local) {
            return refuse("is set to something that only a function knows");
        }
        if file == object.file && name != "tp_base" && !names.iter().all(declared) {
            let place = work.words(file).above_comments(func.span.start);
            let same = facts.conds.at(func.span.start) == object.cond && facts.conds.at(place) == object.cond;
            if !same || out.place.is_some_and(|other| other != place) || func.span.start < declaration.end {
                return refuse("is set to something that is declared behind the type");
            }
            out.place = Some(place);
        }
        let is_null = items::is_null(work, file, value);
        let span = items::widened(work, file, ast.expr_span(value));
        let text = work.scene.text(file, span);
        let (guard, macro_name, lead, tail) = (None, None, Vec::new(), None);
        out.items.push(Item { name, value, file, span, text, is_null, guard, macro_name, lead, tail });
        out.statements.push((file, statement));
    }
    Ok(out)
}

/// The statement that an expression is, to its semicolon, where it stands by itself in the body of a function.
pub(super) fn own_statement<'w>(work: &Work<'w>, file: FileId, span: Span) -> Option<(&'w Func, Span)> {
    let facts = work.scene.project.file(file);
    let body_of = |f: &Func| f.body.map(|body| facts.ast.stmt_span(body));
    let func = facts.funcs.iter().find(|f| body_of(f).is_some_and(|body| body.contains(span)))?;
    let Stmt::Block(list) = facts.ast.stmt(func.body?) else { return None };
    let inner = facts.ast.stmts(list).iter().find(|&&s| facts.ast.stmt_span(s).contains(span))?;
    let words = work.words(file);
    let last = words.from(span.end);
    let whole = matches!(facts.ast.stmt(*inner), Stmt::Expr(_)) && facts.ast.stmt_span(*inner).start == span.start;
    let end = words.tokens.get(last).filter(|_| words.text(last) == b";")?.end;
    whole.then(|| (func, words.whole_lines(Span::new(span.start, end))))
}

/// The statements that give the type `PyType_Type` as its type, which a heap type has anyway. None: some other code sets
/// its type.
pub(super) fn typed(work: &Work<'_>, file: FileId, i: usize) -> Option<Span> {
    let words = work.words(file);
    let token = words.tokens[i];
    let call = words.call_around(i);
    let start = match words.text(i + 1) {
        b"." => token.start,
        _ => words.tokens[call?.callee].start,
    };
    let facts = work.scene.project.file(file);
    let end = (i..words.tokens.len().min(i + 32)).find(|&k| words.text(k) == b";")?;
    let text = work.scene.text(file, Span::new(token.end, words.tokens[end].start));
    let plain = text.replace([' ', '\t', '\n', '(', ')'], "");
    let known = [".ob_type=&PyType_Type", "=&PyType_Type", ",&PyType_Type", ".ob_base.ob_type=&PyType_Type"];
    if !known.contains(&plain.as_str()) {
        return None;
    }
    let body = facts.funcs.iter().filter_map(|f| f.body).find(|&b| facts.ast.stmt_span(b).contains(token.span()))?;
    let before = words.back(words.from(start), 1);
    let direct = facts.ast.stmt_span(body).start;
    let is_first = words.tokens.get(words.from(start).checked_sub(1)?)?.start == direct;
    (is_first || matches!(before, b";" | b"}")).then(|| words.whole_lines(Span::new(start, words.tokens[end].end)))
}
