//! Which calls use an argument again after they ran code of it, without a reference of their own: whoever lends them such
//! an argument has to hold one. Data and look-ups, no judgement.
//!
//! The table stands in `reenters.tsv`, written by hand.

use std::sync::LazyLock;

use super::formats;
use super::formats::units::{Takes, units};
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Reenters>> = LazyLock::new(|| Named::of(include_str!("reenters.tsv"), read));

/// Whose code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// That of the argument itself.
    Value,
    /// That of the argument itself, which mostly is a number, and has none.
    Number,
    /// That of what is called, which gets the argument.
    Call,
    /// That of the arguments that the format says.
    Format,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Reenters {
    numbers: Vec<usize>,
    /// All arguments from this one on.
    onward: Option<usize>,
    /// Whose code runs.
    pub of: Of,
}

impl Reenters {
    /// The arguments that the call uses again, 1 the first, of a call with so many; `format`: what its literal format says.
    pub fn arguments(&self, name: &str, count: usize, format: impl Fn(usize) -> Option<&'static str>) -> Vec<usize> {
        if self.of != Of::Format {
            let onward = self.onward.into_iter().flat_map(|from| from..=count);
            return self.numbers.iter().copied().chain(onward).filter(|&n| n <= count).collect();
        }
        let Some(takes) = formats::lookup(name) else { return Vec::new() };
        let Some(units) = format(takes.format).and_then(|text| units(takes.does, text)) else { return Vec::new() };
        let (mut out, mut next) = (Vec::new(), takes.format + 2);
        for unit in units.units {
            let prints = unit.text.starts_with('%') && unit.text.ends_with(['A', 'R', 'S']);
            if prints && unit.takes.contains(&Takes::Object) {
                out.push(next);
            }
            if unit.takes.contains(&Takes::Buffer) {
                out.extend(self.numbers.iter().copied().filter(|n| !out.contains(n)).collect::<Vec<_>>());
            }
            next += unit.takes.len();
        }
        out
    }
}

/// What a call uses again after it ran code; None where it uses nothing, or that is not known.
pub fn lookup(name: &str) -> Option<&'static Reenters> {
    TABLE.get(name)
}

/// The calls that run code of these.
pub fn named(of: Of) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, row)| row.of == of).map(|(name, _)| name)
}

fn read(row: &Row<'_>) -> Result<Reenters, Wrong> {
    let cell = row.text("arguments").ok_or_else(|| row.wrong("arguments", "empty"))?;
    let (mut numbers, mut onward) = (Vec::new(), None);
    for part in cell.split(',') {
        let number = part.trim_end_matches('+').parse().map_err(|_| row.wrong("arguments", "no numbers"))?;
        if part.ends_with('+') {
            onward = Some(number);
        } else {
            numbers.push(number);
        }
    }
    let of =
        row.word("of", &[("value", Of::Value), ("number", Of::Number), ("call", Of::Call), ("format", Of::Format)])?;
    Ok(Reenters { numbers, onward, of: of.ok_or_else(|| row.wrong("of", "empty"))? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::{RunsPython, facts_of};
    use crate::capi::table::Table;

    #[test]
    fn rows_agree_with_the_table_of_functions() {
        let (rows, wrong) = Table::of(include_str!("reenters.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, _) in TABLE.iter() {
            assert!(facts_of(name).is_some_and(|f| f.runs_python == Some(RunsPython::Yes)), "{name}");
        }
    }

    #[test]
    fn formats_say_which_arguments() {
        let of = |name: &str, count, text: &'static str| {
            lookup(name).expect("in the table").arguments(name, count, |_| Some(text))
        };
        assert_eq!(of("PyUnicode_FromFormat", 3, "%U=%R"), [3]);
        assert_eq!(of("PyUnicode_FromFormat", 3, "%s=%d"), [0usize; 0]);
        assert_eq!(of("PyArg_Parse", 3, "y*"), [1]);
        assert_eq!(of("PyArg_Parse", 3, "i"), [0usize; 0]);
        assert_eq!(of("PyObject_CallFunctionObjArgs", 3, ""), [2, 3]);
    }
}
