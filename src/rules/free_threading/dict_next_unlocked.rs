//! FT002: a dict that other threads may change is walked with `PyDict_Next` outside of a critical section.

use std::collections::BTreeMap;

use crate::capi::roles::{self, Role};
use crate::facts::{Ast, Expr, ExprId, FileId, Name, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::FuncRef;
use crate::link::flow::sharing::{Through, Whose};
use crate::rules::common::threads::{Threads, calls, with_places};
use crate::rules::{Context, FT002};

const WHY: &str = "the call takes no lock and gives borrowed references: a change of the dict in between is undefined \
                   behaviour";
const HELP: &str = "put the loop between Py_BEGIN_CRITICAL_SECTION(dict) and Py_END_CRITICAL_SECTION(), or walk a copy \
                    (PyDict_Copy)";

/// Which dict, as far as a function names it: the local or the field.
type Dict = (Option<Name>, Option<Name>);

/// The places where one dict of a function is walked.
type Walked = (Dict, Through, Vec<(FileId, Span)>);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(mut threads) = Threads::new(project, &FT002) else { return };
    for name in roles::named(Role::WalkDict) {
        let mut found: BTreeMap<FuncRef, Vec<Walked>> = BTreeMap::new();
        for (at, site) in calls(project, name) {
            let call = project.call(site);
            let Some(&dict) = call.args().first() else { continue };
            if !threads.is_open(at, call.span()) {
                continue;
            }
            let Whose::Shared(through) = threads.whose(at, dict) else { continue };
            let place = (site.file, call.span());
            let dict = named(&project.file(at.file).ast, dict);
            let of_function = found.entry(at).or_default();
            match of_function.iter_mut().find(|(known, ..)| *known == dict && dict.0.is_some()) {
                Some((.., places)) => places.push(place),
                None => of_function.push((dict, through, vec![place])),
            }
        }
        for (at, (_, through, mut places)) in
            found.into_iter().flat_map(|(at, all)| all.into_iter().map(move |one| (at, one)))
        {
            places.sort_by_key(|(file, span)| (*file, span.start));
            let (file, span) = places[0];
            let versions = threads.built(file, span);
            let message = threads.on_versions(format!("`{name}` walks a dict that other threads may change"), versions);
            let label = format!("no critical section around it; the dict is {}", through.as_str());
            let finding = Finding::source(&FT002, message, Label::new(file, span, label))
                .symbol(project.func(at).name.as_str())
                .note(WHY)
                .help(HELP);
            out.push(threads.weighed(with_places(finding, &places[1..], "and here"), Severity::Warning, at));
        }
    }
}

/// The local, and the field of what it points to.
fn named(ast: &Ast, dict: ExprId) -> Dict {
    match ast.expr(ast.strip_casts(dict)) {
        Expr::Name(name) => (Some(name), None),
        Expr::Member { base, field, .. } => match ast.expr(ast.strip_casts(base)) {
            Expr::Name(name) => (Some(name), Some(field)),
            _ => (None, None),
        },
        _ => (None, None),
    }
}
