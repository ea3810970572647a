//! The table by distribution that ends the report on wheels and folders of installed packages.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::plain;
use crate::check::Distribution;

const HEAD: [&str; 7] = ["distribution", "abi", "phase", "interpreters", "GIL", "static types", "worst"];

/// Writes one line a distribution, in columns; nothing where there is none.
pub(super) fn write(rows: &[Distribution], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut table = vec![HEAD.map(str::to_owned)];
    table.extend(rows.iter().map(|row| {
        [
            plain(&row.name),
            words(&row.abi),
            words(&row.phase),
            words(&row.interpreters),
            words(&row.gil),
            format!("{}{}", row.static_types, if row.hides_types { "*" } else { "" }),
            row.worst.map_or("-", |level| level.as_str()).to_owned(),
        ]
    }));
    let widths: Vec<usize> =
        (0..HEAD.len()).map(|i| table.iter().map(|row| row[i].chars().count()).max().unwrap_or(0)).collect();
    for row in &table {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
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
