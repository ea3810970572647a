//! The same on compiled modules, where the machine code of the traverse function was decided.

use super::WHY;
use crate::artifact::promise::may_load_since;
use crate::finding::Finding;
use crate::rules::common::binary;
use crate::rules::{Context, GC001};

/// Types made from a `PyType_Spec` whose traverse function never visits the type.
pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each(
        context,
        |recovered| &recovered.specs,
        |found| {
            let late = context.artifacts.iter().find(|a| a.file() == found.binary.file);
            let late = late.is_none_or(|artifact| may_load_since(artifact, found.binary, 9));
            if found.object.visits_type != Some(false) || !late {
                return;
            }
            let name = &found.object.name;
            let message = format!("the traverse function of `{name}` does not visit the type of its object");
            let Some(at) = found.object.traverse_at() else { return };
            let data = &found.slice.recovered;
            let mut finding = Finding::binary(&GC001, message, found.binary.file, found.binary.member.clone())
                .symbol(name)
                .evidence(format!("code at {at:#x} ({})", found.slice.machine.as_str()))
                .compiled_from(data.line_at(at));
            // The finding is about the function, where its name is known and no other type has it.
            let alone = data.specs.iter().filter(|s| s.traverse_at() == Some(at)).count() == 1;
            if let Some(function) = data.symbol_at(at).filter(|_| alone) {
                finding = finding.symbol(function);
            }
            out.push(finding.note(WHY).help("add `Py_VISIT(Py_TYPE(self));` to `tp_traverse`"));
        },
    );
}
