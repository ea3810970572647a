//! What the rules about compiled modules share: each object once a file, with the place as evidence.

use rustc_hash::FxHashSet;

use crate::artifact::promise::may_load_since;
use crate::facts::{
    Artifact, BinaryFacts, DataModule, DataSequence, DataSpec, DataType, Declared, HookKind, Recovered, Slice,
};
use crate::finding::{Finding, RuleMeta, Severity};
use crate::rules::Context;

/// `Py_mod_create`, to 3.14 and since 3.15.
const MOD_CREATE: [u16; 2] = [1, 84];
/// What tells interpreters apart.
const ASKS: &str = "PyInterpreterState_GetID";

/// An object with a name.
pub(crate) trait Named {
    /// The name in the data.
    fn name(&self) -> &str;
}

impl Named for DataType {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for DataSpec {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for DataSequence {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for DataModule {
    fn name(&self) -> &str {
        &self.name
    }
}

/// An object with the file and slice that it was found in.
pub(crate) struct BinaryObject<'a, T> {
    /// The object.
    pub(crate) object: &'a T,
    /// The file.
    pub(crate) binary: &'a BinaryFacts,
    /// The architecture.
    pub(crate) slice: &'a Slice,
}

impl<T> BinaryObject<'_, T> {
    /// A finding about the object at an address: its symbol is the C name where the file has one, else `name`.
    pub(crate) fn finding(&self, rule: &'static RuleMeta, message: String, name: &str, address: u64) -> Finding {
        let machine = self.slice.machine.as_str();
        Finding::binary(rule, message, self.binary.file, self.binary.member.clone())
            .symbol(self.slice.recovered.symbol_at(address).unwrap_or(name))
            .evidence(format!("static data at {address:#x} ({machine})"))
            .compiled_from(self.slice.recovered.line_at(address))
    }
}

impl BinaryObject<'_, DataModule> {
    /// Whether import finds a hook of this kind for the module.
    pub(crate) fn has_hook(&self, kind: HookKind) -> bool {
        let name = self.object.name.rsplit('.').next();
        self.slice.hooks.iter().any(|h| h.exported && h.kind == kind && name == Some(h.module()))
    }
}

/// Calls `f` with every slice of every binary; of the slices of one file each kind of finding is to come once.
pub(crate) fn each_slice<'a>(context: &Context<'a>, mut f: impl FnMut(&'a BinaryFacts, &'a Slice)) {
    for binary in context.artifacts.iter().flat_map(|a| a.binaries()) {
        // The slices of one file are compiled from the same sources.
        binary.slices.iter().take(1).for_each(|slice| f(binary, slice));
    }
}

/// Calls `f` with every object of one kind; an object that several slices of a file have comes once.
pub(crate) fn each<'a, T: Named + 'a>(
    context: &Context<'a>,
    objects: impl Fn(&'a Recovered) -> &'a [T],
    f: impl FnMut(BinaryObject<'a, T>),
) {
    each_of(context.artifacts.iter().flat_map(|a| a.binaries()), objects, f);
}

/// The same with the objects of some binaries.
pub(crate) fn each_of<'a, T: Named + 'a>(
    binaries: impl Iterator<Item = &'a BinaryFacts>,
    objects: impl Fn(&'a Recovered) -> &'a [T],
    mut f: impl FnMut(BinaryObject<'a, T>),
) {
    for binary in binaries {
        let mut seen = FxHashSet::default();
        for slice in &binary.slices {
            for object in objects(&slice.recovered) {
                if seen.insert(object.name()) {
                    f(BinaryObject { object, binary, slice });
                }
            }
        }
    }
}

/// What the modules of a slice say about interpreters, as far as they say something.
fn interpreters(slice: &Slice) -> Vec<Declared> {
    let said = slice.recovered.modules.iter().map(DataModule::multiple_interpreters);
    said.filter(|s| *s != Declared::Unknown).collect()
}

/// Whether every module of the slice says that it supports the main interpreter only.
fn declines_interpreters(slice: &Slice) -> bool {
    let said = interpreters(slice);
    !said.is_empty() && said.iter().all(|s| *s == Declared::Number(0))
}

/// Whether every module of the slice is made by a function of its own, and the file asks for the interpreter's id: such
/// functions refuse to make the module in a second interpreter.
fn refuses_interpreters(slice: &Slice) -> bool {
    let modules = &slice.recovered.modules;
    let made = |m: &DataModule| m.slots.iter().flatten().any(|s| MOD_CREATE.contains(&s.id) && s.value.is_set());
    !modules.is_empty() && modules.iter().all(made) && slice.imports.iter().any(|i| i.name == ASKS)
}

/// Sets the level of an isolation hazard whose harm in an interpreter with an own GIL is not seen.
pub(crate) fn weighed(slice: &Slice, finding: Finding) -> Finding {
    let note = if declines_interpreters(slice) {
        "allowed here: the module declares that it supports only the main interpreter"
    } else if refuses_interpreters(slice) && !interpreters(slice).contains(&Declared::Number(2)) {
        "probably allowed here: the function that creates the module asks for the interpreter's ID, which suggests that it refuses to be loaded by a second interpreter"
    } else {
        return finding;
    };
    finding.severity(Severity::Note).note(note)
}

/// Sets the level of an isolation hazard by what the modules of the slice say about interpreters.
pub(crate) fn isolated(slice: &Slice, finding: Finding) -> Finding {
    if interpreters(slice).contains(&Declared::Number(2)) {
        finding.severity(Severity::Error).note(
            "the module declares that it supports interpreters with their own GIL: without a shared lock this is a data race",
        )
    } else {
        weighed(slice, finding)
    }
}

/// Calls `f` with the definitions that the file's own hooks hand to import, where all of them do so by multi-phase
/// initialization, on files that a Python from 3.`since` on may load.
pub(crate) fn each_multi_phase<'a>(
    context: &Context<'a>,
    since: u8,
    mut f: impl FnMut(&'a Artifact, BinaryObject<'a, DataModule>),
) {
    for artifact in context.artifacts {
        let modules = |recovered: &'a Recovered| recovered.modules.as_slice();
        each_of(artifact.binaries().iter(), modules, |found| {
            let multi = found.slice.is_multi_phase() && found.object.slots.is_some();
            if multi && found.has_hook(HookKind::Init) && may_load_since(artifact, found.binary, since) {
                f(artifact, found);
            }
        });
    }
}
