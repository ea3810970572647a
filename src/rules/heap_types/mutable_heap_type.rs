//! HT005: a heap type whose attributes anybody may change.

use crate::facts::Truth;
use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::types::TypeKind;
use crate::rules::{Context, HT005};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let since = HT005.pythons(&project.targets);
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec && !t.creations.is_empty()) {
        let live = project.type_live(id).and(since);
        let mutable = |p| project.type_flags(id, p).has(flags::IMMUTABLETYPE) == Some(Truth::False);
        // Where the flag is there on some Pythons, the author has thought of it.
        if live.is_empty() || !live.iter().all(mutable) {
            continue;
        }
        let message = format!("Python code can change the attributes of the heap type `{}`", object.short_name());
        out.push(
            Finding::source(&HT005, message, Label::new(object.file, object.span, "no `Py_TPFLAGS_IMMUTABLETYPE`"))
                .symbol(object.symbol.as_str())
                .note(
                    "the attributes of a static type cannot be changed; those of a heap type can, unless it is declared immutable",
                )
                .help("set `Py_TPFLAGS_IMMUTABLETYPE` (Python 3.10)"),
        );
    }
}
