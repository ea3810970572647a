//! Functions of the C API that take a format, and what formats mean in which version. Data and look-ups, no judgement.
//!
//! The table stands in `formats.tsv`, written by hand. What one unit takes: [`units`].

pub mod units;

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
    /// What it does with it.
    pub does: Does,
    /// The place of the names of keywords.
    pub keywords: Option<usize>,
}

/// What a function does with its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It takes arguments of Python apart.
    Parse,
    /// It makes values of Python.
    Build,
    /// It makes a text.
    Print,
}

/// What a function does with a format; None for one that takes none.
pub fn lookup(name: &str) -> Option<Takes> {
    TABLE.get(name).copied()
}

/// All functions that take a format.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Takes)> {
    TABLE.iter()
}

impl Takes {
    /// The units of a format; what stands behind `:` or `;` where arguments are parsed are words for people.
    fn units(self, format: &str) -> &str {
        let end = format.find([':', ';']).filter(|_| self.does == Does::Parse);
        &format[..end.unwrap_or(format.len())]
    }

    /// Whether a format has lengths, `s#`.
    pub fn has_length(self, format: &str) -> bool {
        self.does != Does::Print && self.units(format).contains('#')
    }

    /// Whether it has units for wide characters, `u` and `Z`, which arguments no longer have.
    pub fn has_wide(self, format: &str) -> bool {
        let units = self.units(format);
        // A word for people without its `:` is no format.
        let letters = units.chars().all(|c| !c.is_ascii_alphabetic() || LETTERS.contains(c)) && !units.contains('_');
        self.does == Does::Parse && letters && units.contains(['u', 'Z'])
    }
}

fn read(row: &Row<'_>) -> Result<Takes, Wrong> {
    let place = row.map("format", |text| text.parse::<usize>().ok()?.checked_sub(1))?;
    let format = place.ok_or_else(|| row.wrong("format", "empty"))?;
    let does = row.word("does", &[("parse", Does::Parse), ("build", Does::Build), ("print", Does::Print)])?;
    let keywords = row.map("keywords", |text| text.parse::<usize>().ok()?.checked_sub(1))?;
    Ok(Takes { format, does: does.ok_or_else(|| row.wrong("does", "empty"))?, keywords })
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
        let takes = |does| Takes { format: 0, does, keywords: None };
        let (parse, build) = (takes(Does::Parse), takes(Does::Build));
        assert!(!takes(Does::Print).has_length("%#x"));
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
