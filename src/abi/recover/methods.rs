//! Arrays of `PyMethodDef`: name, function, flags, text.

use super::{Image, NAME, Target, is_function};
use crate::abi::{AbiError, budget::Budget};
use crate::facts::{DataMethod, DataMethods};

/// `METH_CLASS`, `METH_STATIC`, `METH_COEXIST`: each goes with any calling convention.
const MODIFIERS: u32 = 0x70;
/// The calling conventions: of `METH_VARARGS`, `KEYWORDS`, `NOARGS`, `O`, `FASTCALL`, `METHOD` those that make one.
const CONVENTIONS: [u32; 10] = [1, 2, 3, 4, 8, 0x80, 0x82, 0x83, 0x280, 0x282];

/// Bytes of one entry.
pub(super) fn entry_size(image: &Image<'_>) -> u64 {
    4 * image.word_size()
}

/// The entry at an address.
fn entry(image: &Image<'_>, at: u64) -> Option<DataMethod> {
    let size = image.word_size();
    let super::Word::Inside(name) = image.word(at)? else { return None };
    if image.word(at + size)? == super::Word::Plain(0) || !is_function(image, at + size) {
        return None;
    }
    let flags = image.u32(at + 2 * size)?;
    if !CONVENTIONS.contains(&(flags & !MODIFIERS)) || (size == 8 && image.u32(at + 20)? != 0) {
        return None;
    }
    let text = match image.word(at + 3 * size)? {
        super::Word::Plain(0) => true,
        super::Word::Inside(to) => image.is_data(to),
        _ => false,
    };
    let name = std::str::from_utf8(image.string(name, NAME)?).ok()?;
    let shaped =
        !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(|c| c == '_' || c.is_alphanumeric());
    (text && shaped).then(|| DataMethod { name: name.to_owned(), flags })
}

/// Whether a table may start here: an entry, or the closing one.
pub(super) fn starts(image: &Image<'_>, at: u64) -> bool {
    image.word(at) == Some(super::Word::Plain(0)) || entry(image, at).is_some()
}

/// Every table outside the claimed regions.
pub(super) fn tables(
    image: &Image<'_>,
    claimed: impl Fn(u64) -> bool,
    budget: &mut Budget,
) -> Result<Vec<DataMethods>, AbiError> {
    let size = entry_size(image);
    let mut tables: Vec<DataMethods> = Vec::new();
    // Entries follow each other, but other entries' pointers stand between their names.
    let mut next = None;
    for (i, &(at, target)) in image.pointers.iter().enumerate() {
        let followed = image.pointers.get(i + 1).is_some_and(|p| p.0 == at + image.word_size());
        if !matches!(target, Target::Inside(_)) || !followed || claimed(at) || next.is_some_and(|next| at < next) {
            continue;
        }
        budget.entry()?;
        let Some(method) = entry(image, at) else { continue };
        match tables.last_mut() {
            Some(table) if next == Some(at) => table.methods.push(method),
            _ => tables.push(DataMethods { address: at, methods: vec![method] }),
        }
        next = Some(at + size);
    }
    Ok(tables)
}
