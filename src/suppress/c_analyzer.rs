//! The lists of CPython's own c-analyzer (`ignored.tsv`, `globals-to-fix.tsv`) as a baseline: globals that are known, by
//! file, function and name. Reads no file.

use std::collections::HashMap;

use crate::{
    finding::{Finding, Place},
    text::Sources,
};

/// The files of a list.
pub const LISTS: [&str; 2] = ["ignored.tsv", "globals-to-fix.tsv"];

/// A row: one global.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which list, and its line (from 1).
    pub list: &'static str,
    /// Its line, from 1.
    pub line: usize,
    /// The file, below the root of the checkout.
    pub file: String,
    /// The function around it; `-` where there is none.
    pub function: String,
    /// Its name.
    pub name: String,
}

/// What the lists made of the findings of a run.
#[derive(Debug, Default)]
pub struct Compared {
    /// Findings that a row knows.
    pub taken: usize,
    /// Findings about something else than shared variables.
    pub others: usize,
    /// Rows whose file is gone, or was read and has no such name in it.
    pub stale: Vec<Row>,
    /// Rows of files that were read whose variable is there, and nothing is found about it.
    pub silent: usize,
}

/// Reads a list: tables with the columns filename, funcname, name, and one more.
///
/// # Errors
/// The line that is none of it, in words.
pub fn parse(list: &'static str, text: &str) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["filename", "funcname", "name", ..] => {}
            [file, function, name, ..] => rows.push(Row {
                list,
                line: number,
                file: file.to_owned(),
                function: function.to_owned(),
                name: name.to_owned(),
            }),
            _ => return Err(format!("{list}: line {number} lacks the columns filename, funcname and name")),
        }
    }
    Ok(rows)
}

/// Takes the findings out that a row knows, and those about something else. `gone` says of a path that no such file is
/// there.
pub fn take_out(
    rows: Vec<Row>,
    findings: &mut Vec<Finding>,
    sources: &Sources,
    gone: impl Fn(&str) -> bool,
) -> Compared {
    let mut by_name: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        by_name.entry((&row.file, &row.name)).or_default().push(i);
    }
    let mut used = vec![false; rows.len()];
    let mut compared = Compared::default();
    findings.retain(|finding| {
        let (Place::Source(_), false) = (&finding.place, finding.rule.shares.is_empty()) else {
            compared.others += 1;
            return false;
        };
        let Some(symbol) = finding.symbol.as_deref() else { return true };
        let Some(places) = by_name.get(&(&*sources.get(finding.file()).key, symbol)) else { return true };
        let function = finding.within.as_deref().unwrap_or("-");
        let exact = places.iter().copied().filter(|&i| rows[i].function == function);
        // A macro may make the function: then the name alone tells.
        let exact: Vec<usize> = exact.collect();
        let known = if exact.is_empty() { places.clone() } else { exact };
        known.iter().for_each(|&i| used[i] = true);
        compared.taken += 1;
        false
    });
    let reported = sources.files.iter().filter(|file| file.reported);
    let texts: HashMap<&str, &[u8]> = reported.map(|file| (file.key.as_str(), &*file.bytes)).collect();
    for (row, _) in rows.iter().zip(&used).filter(|(_, used)| !**used) {
        match texts.get(&*row.file) {
            Some(text) if has_word(text, row.name.as_bytes()) => compared.silent += 1,
            Some(_) => compared.stale.push(row.clone()),
            None if gone(&row.file) => compared.stale.push(row.clone()),
            None => {}
        }
    }
    compared
}

/// Whether a name stands in a text.
fn has_word(text: &[u8], name: &[u8]) -> bool {
    let part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    memchr::memmem::find_iter(text, name)
        .any(|at| !part(at.checked_sub(1).and_then(|before| text.get(before))) && !part(text.get(at + name.len())))
}

/// The row to add for a finding; its reason names the macros that the variable is behind.
pub fn row_of(finding: &Finding, sources: &Sources) -> String {
    let (file, function) = (&sources.get(finding.file()).key, finding.within.as_deref().unwrap_or("-"));
    let reason = match finding.behind.as_slice() {
        [] => "-".to_owned(),
        macros => format!("only where {}", macros.join(", ")),
    };
    format!("{file}\t{function}\t{}\t{reason}", finding.symbol.as_deref().unwrap_or("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_with_comments_are_read() {
        let text = "filename\tfuncname\tname\treason\n\n## words\n#a.c\t-\tno\t-\nModules/a.c\t-\tone\t-\nModules/a.c\tf\ttwo\n";
        let rows = parse("ignored.tsv", text).expect("rows");
        let seen: Vec<_> = rows.iter().map(|r| (r.line, &*r.file, &*r.function, &*r.name)).collect();
        assert_eq!(seen, [(5, "Modules/a.c", "-", "one"), (6, "Modules/a.c", "f", "two")]);
        assert!(parse("ignored.tsv", "a.c one\n").is_err_and(|cause| cause.contains("line 1")));
    }
}
