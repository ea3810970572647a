//! Whether x86-64 code names the slot array of a module definition: code that does may fill it before import reads it.
//! Asked only where the answer matters to a rule.

use iced_x86::{Instruction, OpKind};

use super::budget::Budget;
use super::image::{Image, Word};
use super::linear::{Known, Sweep, constant};
use crate::facts::{BinaryCut, DataModule, Declared, Headers, Recovered};

/// Bytes of code that are gone through in one file.
const CODE: u64 = 64 << 20;

/// Fills in [`DataModule::filled`].
pub(super) fn note(image: &Image<'_>, recovered: &mut Recovered, budget: &mut Budget) {
    let mut arrays: Vec<(u64, usize)> = Vec::new();
    for (i, module) in recovered.modules.iter().enumerate().filter(|(_, module)| asks(module)) {
        arrays.extend(slots_at(image, module).map(|at| (at, i)));
    }
    let total: u64 = image.code_sections().map(|(_, code)| code.len() as u64).sum();
    if arrays.is_empty() {
        return;
    }
    if total > CODE {
        return budget.cut(BinaryCut::Code);
    }
    arrays.sort_unstable();
    let mut named: Vec<usize> = Vec::new();
    let mut sweep = Sweep::new(image);
    for (start, code) in image.code_sections() {
        sweep.run(code, start, |i, known| {
            for address in addresses(image, i, known) {
                named.extend(array(&arrays, &recovered.modules, image.word_size(), address));
            }
        });
    }
    for (_, at) in arrays {
        recovered.modules[at].filled = Some(named.contains(&at));
    }
}

/// An array without an entry, or one that lacks a slot which free-threaded builds ask for.
fn asks(module: &DataModule) -> bool {
    let Some(slots) = &module.slots else { return false };
    slots.is_empty() || module.headers.is_some_and(Headers::free_threaded) && module.gil() == Declared::No
}

/// Where `m_slots` points to: behind the header, seven words into the definition.
fn slots_at(image: &Image<'_>, module: &DataModule) -> Option<u64> {
    let header = if module.headers?.free_threaded() { 4 } else { 2 };
    match image.word(module.address + (header + 7) * image.word_size())? {
        Word::Inside(at) => Some(at),
        _ => None,
    }
}

/// The addresses in static data that an instruction surely has to do with.
fn addresses<'a>(image: &'a Image<'_>, i: &Instruction, known: &Known) -> impl Iterator<Item = u64> + use<'a> {
    let memory = (0..i.op_count()).any(|op| i.op_kind(op) == OpKind::Memory);
    let place = if memory { known.address(i).map(|(address, _)| address) } else { None };
    let through = place.filter(|_| i.is_ip_rel_memory_operand()).and_then(|at| constant(image, at));
    let number = (0..i.op_count()).find_map(|op| i.try_immediate(op).ok());
    [place, through, number].into_iter().flatten()
}

/// The module in whose array the address lies, the entry that ends it included.
fn array(arrays: &[(u64, usize)], modules: &[DataModule], word: u64, address: u64) -> Option<usize> {
    let before = arrays.partition_point(|(start, _)| *start <= address).checked_sub(1)?;
    let (start, module) = arrays[before];
    let entries = modules[module].slots.as_ref().map_or(0, Vec::len) as u64 + 1;
    (address < start + entries * 2 * word).then_some(module)
}
