//! The table by distribution that ends the report on wheels and folders of installed packages. Lines that differ by their
//! platforms alone are one.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use super::{columns, plain};
use crate::check::Distribution;

/// Platforms that a line names.
const NAMED: usize = 2;

const COLUMNS: [columns::Column<'static>; 8] = [
    ("distribution", false),
    ("abi", false),
    ("platform", false),
    ("phase", false),
    ("interpreters", false),
    ("GIL", false),
    ("static types", false),
    ("worst", false),
];
/// The place of the platforms.
const PLATFORM: usize = 2;

/// Writes one line a distribution, in columns; nothing where there is none.
pub(super) fn write(rows: &[Distribution], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut platforms: Vec<BTreeSet<&str>> = Vec::new();
    for row in rows {
        let cells = vec![
            plain(&row.name),
            words(&row.abi),
            String::new(),
            words(&row.phase),
            words(&row.interpreters),
            words(&row.gil),
            format!("{}{}", row.static_types, if row.hides_types { "*" } else { "" }),
            row.worst.map_or("-", |level| level.as_str()).to_owned(),
        ];
        let place = *places.entry(cells.clone()).or_insert(lines.len());
        if place == lines.len() {
            lines.push(cells);
            platforms.push(BTreeSet::new());
        }
        platforms[place].extend(row.platforms.iter().map(String::as_str));
    }
    for (line, platforms) in lines.iter_mut().zip(platforms) {
        line[PLATFORM] = match platforms.len() {
            0 => "-".to_owned(),
            count if count > NAMED => format!("{count} platforms"),
            _ => words(&platforms),
        };
    }
    columns::write(&COLUMNS, &lines, out)?;
    writeln!(out, "`?`: not seen; `worst`: of what counts for the exit code")?;
    if rows.iter().any(|row| row.hides_types) {
        writeln!(out, "* and types that are created at run time, which extlint does not see")?;
    }
    writeln!(out)
}

fn words<T: AsRef<str>>(set: &BTreeSet<T>) -> String {
    match set.is_empty() {
        true => "?".to_owned(),
        false => plain(&set.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")),
    }
}
