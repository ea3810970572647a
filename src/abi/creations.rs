//! What x86-64 code does with the descriptions of types in static data: whether it changes them, and whether the calls
//! that make types of them name a base. Asked only where the answer matters to a rule.

use crate::capi::creators::{self, Creator};
use crate::capi::roles::{self, Role};
use iced_x86::{Code, Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, OpAccess, OpKind};

use super::budget::Budget;
use super::image::{Image, Word};
use super::linear::{Known, Register, Sweep};
use crate::facts::{BinaryCut, DataSequence, DataSpec, DataType, Recovered};

/// Bytes of code that are gone through in one file.
const CODE: u64 = 64 << 20;

/// `Py_TPFLAGS_HAVE_GC`.
const HAVE_GC: u64 = 1 << 14;

fn is(name: &[u8], role: Role) -> bool {
    std::str::from_utf8(name).is_ok_and(|name| roles::is(name, role))
}

/// A stretch of data that describes a type.
struct Region {
    start: u64,
    end: u64,
    owner: Owner,
}

#[derive(Clone, Copy)]
enum Owner {
    Type(usize),
    Spec(usize),
}

/// Fills in [`DataType::fixed`], [`DataSpec::fixed`] and [`DataSpec::without_base`], and adds the types that only calls
/// show: of `doubtful` those that are made ready, and struct sequences. `arguments` are the registers of the first four
/// arguments of a function.
pub(super) fn note(
    image: &Image<'_>,
    arguments: [Register; 4],
    recovered: &mut Recovered,
    doubtful: Vec<DataType>,
    budget: &mut Budget,
) {
    let imports = |role: Role| image.names.iter().any(|name| is(name, role));
    let asked = recovered.types.iter().any(asks_about_type)
        || recovered.specs.iter().any(asks_about_spec)
        || !doubtful.is_empty() && imports(Role::Ready)
        || imports(Role::StructseqInit);
    let total: u64 = image.code_sections().map(|(_, code)| code.len() as u64).sum();
    if !asked {
        return;
    }
    if total > CODE {
        return budget.cut(BinaryCut::Code);
    }
    let regions = regions(image, recovered);
    recovered.types.iter_mut().for_each(|t| t.fixed = true);
    recovered.specs.iter_mut().for_each(|s| s.fixed = true);
    let mut calls = vec![Calls::default(); recovered.specs.len()];
    let mut ready = vec![false; doubtful.len()];
    let mut info = InstructionInfoFactory::new();
    let mut sweep = Sweep::new(image);
    for (start, code) in image.code_sections() {
        sweep.run(code, start, |i, known| {
            if let Some(owner) = written(i, known, &regions, &mut info) {
                match owner {
                    Owner::Type(at) => recovered.types[at].fixed = false,
                    Owner::Spec(at) => recovered.specs[at].fixed = false,
                }
            }
            let values = arguments.map(|register| known.get(register));
            if !is_call(i) || values.iter().all(Option::is_none) {
                return;
            }
            let Some(name) = imported(image, i) else { return };
            if is(name, Role::Ready) {
                let object = doubtful.iter().position(|object| Some(object.address) == values[0]);
                object.into_iter().for_each(|at| ready[at] = true);
            } else if is(name, Role::StructseqInit) {
                recovered.sequences.extend(sequence(image, values));
            } else if let Some((spec, bases)) = made(name, values, &recovered.specs) {
                if bases { calls[spec].other = true } else { calls[spec].bare = true }
            }
        });
    }
    for (spec, calls) in recovered.specs.iter_mut().zip(calls) {
        let named = [DataSpec::BASE, DataSpec::BASES].iter().any(|&id| spec.slot(id).is_some());
        spec.without_base = calls.bare && !calls.other && !named && spec.fixed;
    }
    recovered.types.extend(doubtful.into_iter().zip(ready).filter(|(_, ready)| *ready).map(|(object, _)| object));
    recovered.types.sort_by_key(|object| object.address);
    recovered.sequences.sort_by_key(|object| object.address);
    recovered.sequences.dedup_by_key(|object| object.address);
}

/// Where types are described: each type and specification, and the slots of these.
fn regions(image: &Image<'_>, recovered: &Recovered) -> Vec<Region> {
    let word = image.word_size();
    let mut regions = Vec::new();
    for (i, object) in recovered.types.iter().enumerate() {
        regions.push(Region { start: object.address, end: object.address + 50 * word, owner: Owner::Type(i) });
    }
    for (i, spec) in recovered.specs.iter().enumerate() {
        let owner = Owner::Spec(i);
        regions.push(Region { start: spec.address, end: spec.address + 4 * word, owner });
        let behind = if word == 8 { 24 } else { 16 };
        if let Some(Word::Inside(slots)) = image.word(spec.address + behind) {
            let size = (spec.slots.len() as u64 + 1) * 2 * word;
            regions.push(Region { start: slots, end: slots.saturating_add(size), owner });
        }
    }
    regions.sort_by_key(|r| r.start);
    regions
}

/// What `PyStructSequence_InitType(type, desc)` fills, where both are static.
fn sequence(image: &Image<'_>, values: [Option<u64>; 4]) -> Option<DataSequence> {
    let (address, desc) = (values[0].filter(|&at| image.is_writable(at))?, values[1]?);
    let Word::Inside(name) = image.word(desc)? else { return None };
    let name = std::str::from_utf8(image.string(name, 255)?).ok()?;
    Some(DataSequence { address, name: name.to_owned() })
}

/// Calls that make a type of one specification.
#[derive(Clone, Copy, Default)]
struct Calls {
    /// One without bases.
    bare: bool,
    /// One with bases, or perhaps with them.
    other: bool,
}

/// A static type whose slots and flags do not agree: code may set the rest.
fn asks_about_type(object: &DataType) -> bool {
    let slots = [object.traverse, object.clear].iter().any(|v| v.is_set());
    (object.flags & HAVE_GC != 0) != slots || (object.flags & HAVE_GC != 0 && !object.traverse.is_set())
}

fn asks_about_spec(spec: &DataSpec) -> bool {
    u64::from(spec.flags) & HAVE_GC == 0 || spec.slot(DataSpec::TRAVERSE).is_none()
}

/// The owner of the region that an instruction writes to.
fn written(i: &Instruction, known: &Known, regions: &[Region], info: &mut InstructionInfoFactory) -> Option<Owner> {
    if i.op_count() == 0 || i.op0_kind() != OpKind::Memory {
        return None;
    }
    let (address, _) = known.address(i)?;
    let at = regions.partition_point(|r| r.start <= address).checked_sub(1)?;
    let region = regions.get(at).filter(|r| address < r.end)?;
    let access = info.info(i).op0_access();
    (!matches!(access, OpAccess::Read | OpAccess::NoMemAccess | OpAccess::None)).then_some(region.owner)
}

fn is_call(i: &Instruction) -> bool {
    matches!(
        i.flow_control(),
        FlowControl::Call | FlowControl::IndirectCall | FlowControl::UnconditionalBranch | FlowControl::IndirectBranch
    )
}

/// The specification that a call makes a type of, and whether bases are given, or may be.
fn made(name: &[u8], values: [Option<u64>; 4], specs: &[DataSpec]) -> Option<(usize, bool)> {
    let Creator { spec: place, bases, .. } = creators::lookup(std::str::from_utf8(name).ok()?)?;
    let spec = specs.binary_search_by_key(&values[place]?, |s| s.address).ok()?;
    Some((spec, bases.is_some_and(|bases| values[bases] != Some(0))))
}

/// The imported function that an instruction calls or jumps to, by way of the table of imports or a stub.
fn imported<'data>(image: &Image<'data>, i: &Instruction) -> Option<&'data [u8]> {
    let mut i = *i;
    // The stub may begin with a mark for indirect branches.
    for _ in 0..3 {
        if i.is_ip_rel_memory_operand() {
            return match image.word(i.ip_rel_memory_address())? {
                Word::Import(name) => Some(image.name(name)),
                _ => None,
            };
        }
        let to = match i.flow_control() {
            FlowControl::Call | FlowControl::UnconditionalBranch => i.near_branch_target(),
            FlowControl::Next if i.code() == Code::Endbr64 => i.next_ip(),
            _ => return None,
        };
        let code = image.code(to)?;
        i = Decoder::with_ip(64, &code[..code.len().min(15)], to, DecoderOptions::NONE).decode();
    }
    None
}
