//! `PyModuleDef` in static data.

use super::{Image, SIZES, Word, header, is_function, methods, name, number, slots, value};
use crate::abi::{AbiError, budget::Budget};
use crate::facts::{DataModule, DataValue};

/// The definition whose `m_name` is the pointer at `at`, if that is what it is.
pub(super) fn at_name(
    image: &Image<'_>,
    at: u64,
    text: u64,
    budget: &mut Budget,
) -> Result<Option<DataModule>, AbiError> {
    let Some(mut module) = fields(image, at, text) else { return Ok(None) };
    let size = image.word_size();
    match image.word(at + 4 * size) {
        Some(Word::Plain(0)) => {}
        Some(Word::Inside(list)) => match slots::array(image, list, slots::MODULE, budget)? {
            Some(found) => module.slots = Some(found),
            None => return Ok(None),
        },
        _ => return Ok(None),
    }
    Ok(Some(module))
}

/// In pointer sizes from the object's header: m_init, m_index, m_copy, m_name, m_doc, m_size, m_methods, m_slots,
/// m_traverse, m_clear, m_free.
fn fields(image: &Image<'_>, at: u64, text: u64) -> Option<DataModule> {
    let (address, headers) = header(image, at, 3)?;
    let size = image.word_size();
    let base = (1..=3).all(|i| image.word(at - i * size) == Some(Word::Plain(0)));
    if !base || !super::is_data(image, at + size) {
        return None;
    }
    let state = number(image, at + 2 * size).filter(|&n| n >= -1 && n < SIZES as i64)?;
    let methods = value(image, at + 3 * size)?;
    let table = match methods {
        DataValue::Plain(0) => true,
        DataValue::Address(to) => methods::starts(image, to),
        _ => false,
    };
    let hooks = [5, 6, 7].map(|i| at + i * size);
    if !table || !hooks.iter().all(|&hook| is_function(image, hook)) {
        return None;
    }
    let hooks = hooks.map(|hook| image.word(hook) != Some(Word::Plain(0)));
    let name = name(image, text)?;
    Some(DataModule { address, name, size: state, methods, slots: None, hooks, headers: Some(headers), filled: None })
}
