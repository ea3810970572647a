//! Objects of the C API in static data: found by their shape, whatever the symbols say.
//!
//! Every one of them holds a pointer to its name, so only pointers that the loader fills are looked at. A shape is
//! believed where all its fields fit; a region that one object claims is no other object.

mod labels;
mod methods;
mod module;
mod slots;
mod spec;
mod types;

use super::image::{Image, Target, Word};
use super::{AbiError, budget::Budget};
use crate::facts::{DataType, DataValue, Headers, Recovered};

pub(super) use labels::Labels;

/// Longest name of a type, module or method: longer text is taken for no name, as no compiler's example comes near.
const NAME: usize = 255;
/// Sizes of instances and module state are below this: what is larger is taken for another table of numbers.
const SIZES: u64 = 1 << 20;

/// Finds the objects of a slice. The second list holds what looks like a static type without a header: code has to
/// show that it is one.
pub(super) fn recover(image: &Image<'_>, budget: &mut Budget) -> Result<(Recovered, Vec<DataType>), AbiError> {
    let (mut found, mut doubtful) = (Recovered::default(), Vec::new());
    let mut claimed: Vec<(u64, u64)> = Vec::new();
    let size = image.word_size();
    for &(at, target) in &image.pointers {
        budget.entry()?;
        let Target::Inside(name) = target else { continue };
        if !may_be_object(image, at) {
            continue;
        }
        if let Some(module) = module::at_name(image, at, name, budget)? {
            let words = if module.headers.is_some_and(Headers::free_threaded) { 15 } else { 13 };
            claimed.push((module.address, module.address + words * size));
            found.modules.push(module);
        } else if let Some(object) = types::at_name(image, at, name) {
            claimed.push((object.address, object.address + 48 * size));
            found.types.push(object);
        } else {
            doubtful.extend(types::without_header(image, at, name));
        }
    }
    claimed.sort_unstable();
    for (i, &(at, target)) in image.pointers.iter().enumerate() {
        let Target::Inside(name) = target else { continue };
        if covers(&claimed, at) {
            continue;
        }
        found.specs.extend(spec::at_name(image, at, name, image.pointers.get(i + 1), budget)?);
    }
    claimed.extend(found.specs.iter().map(|s| (s.address, s.address + 4 * size)));
    claimed.sort_unstable();
    found.methods = methods::tables(image, |at| covers(&claimed, at), budget)?;
    slots::unified(image, &mut found, budget)?;
    doubtful.retain(|object| !covers(&claimed, object.address));
    Ok((found, doubtful))
}

/// Whether a pointer may be the name of a module definition or a type, by one look at what stands in front of it: the
/// first word of a header, or zeros.
fn may_be_object(image: &Image<'_>, at: u64) -> bool {
    let size = image.word_size();
    let Some(front) = at.checked_sub(7 * size).and_then(|start| image.raw_words::<7>(start)) else { return true };
    // Five words in front of a module's name, three in front of a type's; two more where the header is the longer one.
    let short = [front[2], front[4]].into_iter().any(|word| by_word(image, word).is_some());
    let long = [front[1], front[3]].into_iter().any(|word| [word >> 32, word & 0xFFFF_FFFF].contains(&0xFFFF_FFFF));
    short || image.bits == 64 && long || front[4..] == [0; 3]
}

/// The headers with this reference count of static objects.
fn by_word(image: &Image<'_>, word: u64) -> Option<Headers> {
    let wide = image.bits == 64;
    match word {
        1 => Some(Headers::Old),
        0xFFFF_FFFF if wide => Some(Headers::Immortal),
        0x3FFF_FFFF if !wide => Some(Headers::Immortal),
        0x0005_0000_C000_0000 if wide => Some(Headers::Flagged),
        0x7000_0000 if !wide => Some(Headers::Flagged),
        _ => None,
    }
}

fn covers(claimed: &[(u64, u64)], at: u64) -> bool {
    let after = claimed.partition_point(|c| c.0 <= at);
    after > 0 && at < claimed[after - 1].1
}

/// The header of a static object that ends before the word at `end`: its kind and where it starts.
///
/// `words` is what stands between the header of `PyObject` and `end`, in pointer sizes. The numbers are those of
/// `PyObject_HEAD_INIT` in the headers of 3.6 to 3.15.
fn header(image: &Image<'_>, end: u64, words: u64) -> Option<(u64, Headers)> {
    let size = image.word_size();
    let start = end.checked_sub((words + 2) * size)?;
    let wide = image.bits == 64;
    if let Some(headers) = by_word(image, image.raw(start)?)
        && is_plain(image, start)
        && is_type_pointer(image, start + size)
    {
        return Some((start, headers));
    }
    // A free-threaded header: thread, flags and local count, shared count, type. Only 64-bit builds were seen.
    let start = end.checked_sub((words + 4) * size).filter(|_| wide)?;
    let local = image.u32(start + 12)?;
    let flags = image.u32(start + 8)?;
    let headers = match (local, flags) {
        (0xFFFF_FFFF, 0) => Headers::FreeThreaded,
        (0xFFFF_FFFF, 4) => Headers::FreeThreadedFlagged,
        _ => return None,
    };
    let null = |at| image.word(at) == Some(Word::Plain(0));
    let fits = null(start) && is_plain(image, start + 8) && null(start + 16) && is_type_pointer(image, start + 24);
    fits.then_some((start, headers))
}

fn is_plain(image: &Image<'_>, at: u64) -> bool {
    matches!(image.word(at), Some(Word::Plain(_)))
}

/// `ob_type` of a static object: NULL, a type of the file, or an imported one.
fn is_type_pointer(image: &Image<'_>, at: u64) -> bool {
    match image.word(at) {
        Some(Word::Plain(0)) => true,
        Some(Word::Inside(to)) => image.is_data(to),
        Some(Word::Import(name)) => memchr::memmem::find(image.name(name), b"Type").is_some(),
        _ => false,
    }
}

/// Whether a field is NULL, code of the file, or an imported function.
fn is_function(image: &Image<'_>, at: u64) -> bool {
    match image.word(at) {
        Some(Word::Plain(0) | Word::Import(_)) => true,
        Some(Word::Inside(to)) => image.is_code(to),
        _ => false,
    }
}

/// Whether a field is NULL, data of the file, or imported data.
fn is_data(image: &Image<'_>, at: u64) -> bool {
    match image.word(at) {
        Some(Word::Plain(0) | Word::Import(_)) => true,
        Some(Word::Inside(to)) => image.is_data(to),
        _ => false,
    }
}

/// A field that is no pointer, as a signed number of pointer size.
fn number(image: &Image<'_>, at: u64) -> Option<i64> {
    match image.word(at)? {
        Word::Plain(value) if image.bits == 64 => Some(value as i64),
        Word::Plain(value) => Some(i64::from(value as u32 as i32)),
        _ => None,
    }
}

fn value(image: &Image<'_>, at: u64) -> Option<DataValue> {
    Some(match image.word(at)? {
        Word::Plain(value) => DataValue::Plain(value),
        Word::Inside(to) => DataValue::Address(to),
        Word::Import(_) => DataValue::Import,
    })
}

/// The text of a name: printable, and no number in front.
fn name(image: &Image<'_>, address: u64) -> Option<String> {
    let text = std::str::from_utf8(image.string(address, NAME)?).ok()?;
    let shaped = !text.starts_with(|c: char| c.is_ascii_digit() || c == ' ' || c == '.')
        && text.chars().all(|c| !c.is_control());
    shaped.then(|| text.to_owned())
}

/// A name of letters, digits and underscores, in parts joined by dots.
fn dotted(text: &str) -> bool {
    text.split('.').all(|part| {
        !part.is_empty()
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().all(|c| c == '_' || c.is_alphanumeric())
    })
}
