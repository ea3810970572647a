//! Static `PyTypeObject` in static data.

use super::{Image, SIZES, Word, header, is_data, is_function, name, number, value};
use crate::facts::{DataType, Headers};

/// Fields that are NULL or a function, in pointer sizes behind `tp_name`. Number 4 is `tp_print` or, from 3.8, an
/// offset.
const FUNCTIONS: [u64; 23] = [3, 5, 6, 8, 12, 13, 14, 15, 16, 20, 21, 22, 24, 25, 31, 32, 34, 35, 36, 37, 38, 44, 46];
/// Fields that are NULL or data.
const DATA: [u64; 16] = [7, 9, 10, 11, 17, 19, 26, 27, 28, 29, 30, 39, 40, 41, 42, 43];
/// Fields that are numbers: sizes, offsets.
const NUMBERS: [u64; 4] = [1, 2, 23, 33];

/// The type whose `tp_name` is the pointer at `at`, if that is what it is.
pub(super) fn at_name(image: &Image<'_>, at: u64, text: u64) -> Option<DataType> {
    // `ob_size` stands between the header and the name.
    let (address, headers) = header(image, at, 1)?;
    fields(image, at, text, address, Some(headers))
}

/// The same for an object whose header is all zero: little tells it from other structures.
pub(super) fn without_header(image: &Image<'_>, at: u64, text: u64) -> Option<DataType> {
    let size = image.word_size();
    let address = at.checked_sub(3 * size)?;
    let zero = (0..3).all(|i| image.word(address + i * size) == Some(Word::Plain(0)));
    fields(image, at, text, address, None).filter(|object| zero && object.basicsize > 0)
}

fn fields(image: &Image<'_>, at: u64, text: u64, address: u64, headers: Option<Headers>) -> Option<DataType> {
    let size = image.word_size();
    let field = |i: u64| at + i * size;
    let sizes = |i: &u64| number(image, field(*i)).is_some_and(|n| n > -(SIZES as i64) && n < SIZES as i64);
    if number(image, at - size)? != 0 || !NUMBERS.iter().all(sizes) {
        return None;
    }
    let basicsize = number(image, field(1)).filter(|&n| n >= 0)?;
    let flags = number(image, field(18)).filter(|&f| (0..1 << 32).contains(&f) || image.bits == 32)? as u64;
    let fits =
        FUNCTIONS.iter().all(|&i| is_function(image, field(i))) && DATA.iter().all(|&i| is_data(image, field(i)));
    if !fits {
        return None;
    }
    let name = name(image, text)?;
    let flags = flags & 0xFFFF_FFFF;
    let [traverse, clear, methods] = [value(image, field(20))?, value(image, field(21))?, value(image, field(26))?];
    Some(DataType { address, name, basicsize, flags, traverse, clear, methods, fixed: false, headers })
}
