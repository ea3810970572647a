//! `PyType_Spec` in static data.

use super::{Image, SIZES, Target, dotted, name, slots};
use crate::abi::{AbiError, budget::Budget};
use crate::facts::DataSpec;

/// The specification whose name is the pointer at `at`, if that is what it is; `next` is the pointer behind it.
pub(super) fn at_name(
    image: &Image<'_>,
    at: u64,
    text: u64,
    next: Option<&(u64, Target)>,
    budget: &mut Budget,
) -> Result<Option<DataSpec>, AbiError> {
    let wide = image.bits == 64;
    // basicsize, itemsize and flags are int; on 64-bit machines the pointer behind them is aligned.
    let list = at + if wide { 24 } else { 16 };
    // No pointer stands between the name and the slots.
    let Some(&(_, Target::Inside(list))) = next.filter(|p| p.0 == list) else { return Ok(None) };
    if wide && image.u32(at + 20) != Some(0) {
        return Ok(None);
    }
    let offset = image.word_size();
    let sizes = (image.u32(at + offset), image.u32(at + offset + 4), image.u32(at + offset + 8));
    let (Some(basicsize), Some(itemsize), Some(flags)) = sizes else { return Ok(None) };
    let basicsize = basicsize as i32;
    if basicsize.unsigned_abs() as u64 >= SIZES || u64::from(itemsize) >= SIZES {
        return Ok(None);
    }
    let Some(name) = name(image, text).filter(|n| dotted(n)) else { return Ok(None) };
    let Some(slots) = slots::array(image, list, slots::TYPE, budget)? else { return Ok(None) };
    // Little is left to tell a specification without slots: then the name has to be a type's in a module.
    if slots.is_empty() && !(name.contains('.') && basicsize % 4 == 0) {
        return Ok(None);
    }
    Ok(Some(DataSpec {
        address: at,
        name,
        basicsize,
        flags,
        slots,
        // Elsewhere code may change it.
        fixed: !image.is_writable(at) && !image.is_writable(list),
        without_base: false,
        visits_type: None,
    }))
}
