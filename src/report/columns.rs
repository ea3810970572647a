//! A table of plain text in columns, for the ends of reports.

use std::io::{self, Write};

/// A column: its name, and whether it holds numbers.
pub(super) type Column<'a> = (&'a str, bool);

/// Writes a table with its head; numbers end where their column ends.
pub(super) fn write(columns: &[Column<'_>], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let head: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let lines: Vec<&Vec<String>> = std::iter::once(&head).chain(rows).collect();
    let width = |i: usize| lines.iter().map(|line| line[i].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    for line in lines {
        let cells = line.iter().zip(columns).zip(&widths);
        let cells: Vec<String> = cells
            .map(
                |((cell, (_, number)), &width)| {
                    if *number { format!("{cell:>width$}") } else { format!("{cell:width$}") }
                },
            )
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
