//! The same on compiled modules: the flags and slots of static types and of `PyType_Spec`s that nothing in the file
//! changes before a type is made of them.

use super::{MISSING_HELP, MISSING_NOTE, UNUSED_HELP};
use crate::artifact::promise::may_load_since;
use crate::facts::{DataSpec, DataType, DataValue};
use crate::finding::{Finding, Severity};
use crate::link::macros::constants::flags;
use crate::rules::common::binary::{self, BinaryObject, Named};
use crate::rules::{Context, GC006, GC007};

/// What both kinds of description say.
struct Described {
    flags: u64,
    traverse: bool,
    clear: bool,
    address: u64,
}

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each(
        context,
        |recovered| &recovered.types,
        |found| {
            let DataType { flags, traverse, clear, address, fixed, .. } = *found.object;
            let described = Described { flags, traverse: traverse.is_set(), clear: clear.is_set(), address };
            out.extend(fixed.then(|| judge(context, &found, &described)).flatten());
        },
    );
    binary::each(
        context,
        |recovered| &recovered.specs,
        |found| {
            let spec = found.object;
            let sets = |id| spec.slot(id).is_some_and(DataValue::is_set);
            let (traverse, clear) = (sets(DataSpec::TRAVERSE), sets(DataSpec::CLEAR));
            let described = Described { flags: spec.flags.into(), traverse, clear, address: spec.address };
            out.extend(spec.fixed.then(|| judge(context, &found, &described)).flatten());
        },
    );
}

fn judge<T: Named>(context: &Context<'_>, found: &BinaryObject<'_, T>, of: &Described) -> Option<Finding> {
    let name = found.object.name();
    let gc = of.flags & flags::HAVE_GC != 0;
    if gc && !of.traverse {
        let artifact = context.artifacts.iter().find(|a| a.file() == found.binary.file)?;
        let fails = may_load_since(artifact, found.binary, 11);
        let message = format!("`{name}` has `Py_TPFLAGS_HAVE_GC` but no `tp_traverse`");
        let finding = found.finding(&GC007, message, name, of.address).note(MISSING_NOTE).help(MISSING_HELP);
        return Some(finding.severity(if fails { Severity::Error } else { Severity::Warning }));
    }
    // Of a class that has subclasses, theirs call it.
    let inherited = of.flags & flags::BASETYPE != 0;
    if !gc && !inherited && (of.traverse || of.clear) {
        let which = if of.traverse { "tp_traverse" } else { "tp_clear" };
        let message = format!("`{which}` has no effect: `{name}` lacks `Py_TPFLAGS_HAVE_GC`");
        return Some(found.finding(&GC006, message, name, of.address).help(UNUSED_HELP));
    }
    None
}
