//! Slot arrays of modules and types, the `PySlot` arrays of 3.15, and `PyABIInfo`.

use std::ops::RangeInclusive;

use super::{Image, Target, Word, name, value};
use crate::abi::{AbiError, budget::Budget};
use crate::facts::{AbiInfo, DataModule, DataSlot, DataValue, Recovered};

/// Numbers of module slots: the first ones, and those of 3.15, which are shared with types.
pub(super) const MODULE: &[RangeInclusive<u16>] = &[1..=4, 84..=110];
/// Numbers of type slots: the first ones, and those of 3.15.
pub(super) const TYPE: &[RangeInclusive<u16>] = &[1..=83, 88..=95, 107..=110];
/// No array has more entries than there are numbers.
const ENTRIES: u64 = 256;

/// `Py_mod_name`, `Py_mod_state_size`, `Py_mod_methods`, the three functions behind it, `Py_mod_abi`.
const NAME: u16 = 100;
const STATE_SIZE: u16 = 102;
const METHODS: u16 = 103;
const ABI: u16 = 109;

/// Reads `{int, void *}` entries up to the one with number 0; None where one does not fit.
pub(super) fn array(
    image: &Image<'_>,
    start: u64,
    numbers: &[RangeInclusive<u16>],
    budget: &mut Budget,
) -> Result<Option<Vec<DataSlot>>, AbiError> {
    let size = image.word_size();
    let mut slots = Vec::new();
    for i in 0..ENTRIES {
        budget.entry()?;
        let at = start.wrapping_add(i * 2 * size);
        let (Some(Word::Plain(_)), Some(id)) = (image.word(at), image.u32(at)) else { return Ok(None) };
        if size == 8 && image.u32(at.wrapping_add(4)) != Some(0) {
            return Ok(None);
        }
        if id == 0 {
            return Ok(Some(slots));
        }
        let id = u16::try_from(id).ok().filter(|id| numbers.iter().any(|range| range.contains(id)));
        let (Some(id), Some(value)) = (id, value(image, at.wrapping_add(size))) else { return Ok(None) };
        slots.push(DataSlot { id, value });
    }
    Ok(None)
}

/// Finds `PyABIInfo` and the `PySlot` arrays that name it: `{u16 number, u16 flags, u32 0, 8 bytes}`.
pub(super) fn unified(image: &Image<'_>, found: &mut Recovered, budget: &mut Budget) -> Result<(), AbiError> {
    for &(at, target) in &image.pointers {
        let Target::Inside(info) = target else { continue };
        let Some(entry) = at.checked_sub(8) else { continue };
        if image.u16(entry) != Some(ABI) {
            continue;
        }
        let Some(info) = abi_info(image, info) else { continue };
        found.abi_info = found.abi_info.or(Some(info));
        if image.u32(entry + 4) != Some(0) {
            continue;
        }
        if let Some(module) = module(image, entry, budget)?
            && !found.modules.iter().any(|m| m.address == module.address)
        {
            found.modules.push(module);
        }
    }
    Ok(())
}

fn abi_info(image: &Image<'_>, at: u64) -> Option<AbiInfo> {
    // Major version 1, minor version 0.
    let version = image.u16(at)?;
    let [flags, build, abi] = [image.u16(at + 2)?.into(), image.u32(at + 4)?, image.u32(at + 8)?];
    let first = version == 1 || version == 0x100;
    let hex = |v: u32| v == 0 || (0x0302_0000..0x0400_0000).contains(&v);
    (first && flags < 0x100 && build != 0 && hex(build) && hex(abi)).then_some(AbiInfo {
        flags: flags as u16,
        build_version: build,
        abi_version: abi,
    })
}

/// The array around an entry; None where it names no module.
fn module(image: &Image<'_>, entry: u64, budget: &mut Budget) -> Result<Option<DataModule>, AbiError> {
    let number = |at: u64| image.u16(at).filter(|id| (1..=110).contains(id) && image.u32(at + 4) == Some(0));
    let mut start = entry;
    while let Some(before) = start.checked_sub(16).filter(|&before| number(before).is_some()) {
        budget.entry()?;
        start = before;
    }
    let mut slots = Vec::new();
    let mut at = start;
    while let Some(id) = number(at) {
        budget.entry()?;
        let Some(value) = value(image, at + 8) else { break };
        slots.push(DataSlot { id, value });
        at += 16;
    }
    let get = |id: u16| slots.iter().find(|s| s.id == id).map(|s| s.value);
    let Some(DataValue::Address(text)) = get(NAME) else { return Ok(None) };
    let Some(name) = name(image, text) else { return Ok(None) };
    let size = match get(STATE_SIZE) {
        Some(DataValue::Plain(size)) => size as i64,
        _ => 0,
    };
    let hooks = [104, 105, 106].map(|id| get(id).is_some_and(DataValue::is_set));
    let methods = get(METHODS).unwrap_or(DataValue::Plain(0));
    Ok(Some(DataModule { address: start, name, size, methods, slots: Some(slots), hooks, headers: None, filled: None }))
}
