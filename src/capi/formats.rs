//! Functions of the C API that take a format, and what formats mean in which version. Data and look-ups, no judgement.
//!
//! The table stands in `formats.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Takes>> = LazyLock::new(|| Named::of(include_str!("formats.tsv"), read));

/// The macro that makes `#` mean `Py_ssize_t`.
pub const SSIZE_T_CLEAN: &str = "PY_SSIZE_T_CLEAN";
/// From this minor version on a format with `#` raises an error without the macro ("What's New In Python 3.10"),
pub const NEEDS_CLEAN: u8 = 10;
/// and from this one on the macro does nothing ("What's New In Python 3.13").
pub const ALWAYS_CLEAN: u8 = 13;
/// From this minor version on `u` and `Z` are no formats of arguments ("What's New In Python 3.12").
pub const WITHOUT_WIDE: u8 = 12;

/// The letters of formats of arguments.
const LETTERS: &str = "szyUSYuZweOtbBhHiIlkLKnfdDcCp";

/// A function that takes a format.
#[derive(Clone, Copy, Debug)]
pub struct Takes {
    /// The place of the format, 0 the first argument.
    pub format: usize,
    /// It parses arguments; else it builds values.
    pub parses: bool,
}

/// All functions that take a format.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Takes)> {
    TABLE.iter()
}

impl Takes {
    /// The units of a format; what stands behind `:` or `;` where arguments are parsed are words for people.
    fn units(self, format: &str) -> &str {
        let end = format.find([':', ';']).filter(|_| self.parses);
        &format[..end.unwrap_or(format.len())]
    }

    /// Whether a format has lengths, `s#`.
    pub fn has_length(self, format: &str) -> bool {
        self.units(format).contains('#')
    }

    /// Whether it has units for wide characters, `u` and `Z`, which arguments no longer have.
    pub fn has_wide(self, format: &str) -> bool {
        let units = self.units(format);
        // A word for people without its `:` is no format.
        let letters = units.chars().all(|c| !c.is_ascii_alphabetic() || LETTERS.contains(c)) && !units.contains('_');
        self.parses && letters && units.contains(['u', 'Z'])
    }
}

fn read(row: &Row<'_>) -> Result<Takes, Wrong> {
    let place = row.map("format", |text| text.parse::<usize>().ok()?.checked_sub(1))?;
    let format = place.ok_or_else(|| row.wrong("format", "empty"))?;
    let parses = row.word("does", &[("parse", true), ("build", false)])?.ok_or_else(|| row.wrong("does", "empty"))?;
    Ok(Takes { format, parses })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::{functions, table::Table};

    #[test]
    fn table_is_whole() {
        assert!(Table::of(include_str!("formats.tsv")).collect(read).1.is_empty());
        assert!(all().all(|(name, _)| functions::facts_of(name).is_some()));
    }

    #[test]
    fn units_of_formats() {
        let (parse, build) = (Takes { format: 1, parses: true }, Takes { format: 0, parses: false });
        assert!(parse.has_length("s#O") && parse.has_length("es#") && !parse.has_length("sO:f#"));
        assert!(build.has_length("{s:s#}") && !build.has_length("u"));
        assert!(
            parse.has_wide("u")
                && parse.has_wide("OZ#")
                && !parse.has_wide("s:unique")
                && !parse.has_wide("i|_buff")
                && !build.has_wide("u")
        );
    }
}
