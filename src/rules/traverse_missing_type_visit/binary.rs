//! The same on compiled modules, where the machine code of the traverse function was decided.

use super::WHY;
use crate::finding::Finding;
use crate::link::promise::may_load_since;
use crate::rules::common::binary;
use crate::rules::{Context, GC001};

/// Types made from a `PyType_Spec` whose traverse function never visits the type.
pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each(context, |recovered| &recovered.specs, |found| {
        let late = context.artifacts.iter().find(|a| a.file() == found.binary.file);
        let late = late.is_none_or(|artifact| may_load_since(artifact, found.binary, 9));
        if found.object.visits_type != Some(false) || !late {
            return;
        }
        let name = &found.object.name;
        let message = format!("the traverse function of `{name}` does not visit the type of its object");
        let mut finding = found.finding(&GC001, message, name, found.object.address);
        // The finding is about the function, where its name is known and no other type has it.
        let at = found.object.traverse_at();
        let alone = found.slice.recovered.specs.iter().filter(|s| s.traverse_at() == at).count() == 1;
        if let Some(function) = at.filter(|_| alone).and_then(|at| found.slice.recovered.symbol_at(at)) {
            finding = finding.symbol(function);
        }
        out.push(finding.note(WHY).help("visit `Py_TYPE(self)` with Py_VISIT in tp_traverse"));
    });
}
