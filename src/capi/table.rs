//! Reads the tables of this folder: comment lines, one row of column names, then rows of cells between tabs. Not what
//! the cells mean.
//!
//! The tables are part of the program, so a wrong cell is a mistake of ours: readers return it as [`Wrong`], the unit
//! tests of each table fail on it, and a build that ships has none.

use std::fmt;

use rustc_hash::FxHashMap;

/// A cell that stands for nothing, or for what is not known.
const NOTHING: &str = "-";

/// A table with named columns.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<&'static str>,
    lines: Vec<&'static str>,
}

/// A row of a table, split into its cells.
#[derive(Clone, Debug)]
pub struct Row<'t> {
    columns: &'t [&'static str],
    cells: Vec<&'static str>,
}

/// What is wrong with a table, in words for whoever edits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Table {
    /// A table whose first line without `#` names its columns.
    pub fn of(text: &'static str) -> Table {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let columns = lines.next().map_or_else(Vec::new, |line| line.split('\t').collect());
        Table { columns, lines: lines.collect() }
    }

    /// A table whose columns only its comments name.
    pub fn with_columns(columns: &[&'static str], text: &'static str) -> Table {
        let lines = text.lines().filter(|line| !line.starts_with('#')).collect();
        Table { columns: columns.to_vec(), lines }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.lines.iter().map(|line| Row { columns: &self.columns, cells: line.split('\t').collect() })
    }

    /// What `read` makes of each row, and the rows that it could not read.
    pub fn collect<T>(&self, read: impl Fn(&Row<'_>) -> Result<T, Wrong>) -> (Vec<T>, Vec<Wrong>) {
        let (mut good, mut wrong) = (Vec::with_capacity(self.len()), Vec::new());
        for row in self.rows() {
            match read(&row) {
                Ok(value) => good.push(value),
                Err(why) => wrong.push(why),
            }
        }
        (good, wrong)
    }
}

/// The rows of a table by a name that each has once, in the order of the file.
#[derive(Debug)]
pub struct Named<T> {
    rows: Vec<(&'static str, T)>,
    by_name: FxHashMap<&'static str, usize>,
}

impl<T> Named<T> {
    /// Reads a table whose column `name` has the names; rows that cannot be read are left out.
    pub fn of(text: &'static str, read: impl Fn(&Row<'_>) -> Result<T, Wrong>) -> Named<T> {
        let (rows, _) = Table::of(text).collect(|row| Ok((row.required("name")?, read(row)?)));
        let by_name = rows.iter().enumerate().map(|(i, (name, _))| (*name, i)).collect();
        Named { rows, by_name }
    }

    /// The row of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.by_name.get(name).map(|&i| &self.rows[i].1)
    }

    /// The same, with the name as the table has it.
    pub fn find(&self, name: &str) -> Option<(&'static str, &T)> {
        self.by_name.get(name).map(|&i| (self.rows[i].0, &self.rows[i].1))
    }

    /// The names in order, for look-ups by what a name begins with.
    pub fn beginnings(&self) -> Beginnings {
        let mut sorted: Vec<(&'static str, usize)> = self.rows.iter().enumerate().map(|(i, row)| (row.0, i)).collect();
        sorted.sort_unstable();
        let (mut rows, mut open) = (Vec::with_capacity(sorted.len()), Vec::new());
        for (at, (name, row)) in sorted.into_iter().enumerate() {
            while open.last().is_some_and(|&(shorter, _): &(&str, usize)| !name.starts_with(shorter)) {
                open.pop();
            }
            rows.push(Beginning { name, row, shorter: open.last().map(|&(_, at)| at) });
            open.push((name, at));
        }
        Beginnings(rows)
    }

    /// The row with the longest name that a name begins with.
    pub fn longest(&self, beginnings: &Beginnings, name: &str) -> Option<&T> {
        beginnings.longest(name).map(|row| &self.rows[row].1)
    }

    /// All rows with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.rows.iter().map(|(name, row)| (*name, row))
    }
}

/// The names of a table in order, each with the longest other that it begins with.
#[derive(Debug)]
pub struct Beginnings(Vec<Beginning>);

#[derive(Debug)]
struct Beginning {
    name: &'static str,
    row: usize,
    shorter: Option<usize>,
}

impl Beginnings {
    fn longest(&self, name: &str) -> Option<usize> {
        // Whatever stands between a name and its beginning in order begins so too.
        let mut next = self.0.partition_point(|b| b.name <= name).checked_sub(1);
        while let Some(at) = next {
            let Beginning { name: beginning, row, shorter } = self.0[at];
            if name.starts_with(beginning) {
                return Some(row);
            }
            next = shorter;
        }
        None
    }
}

impl Row<'_> {
    /// Whether a cell says `yes`.
    ///
    /// # Errors
    /// Where it says something else.
    pub fn yes(&self, column: &str) -> Result<bool, Wrong> {
        Ok(self.word(column, &[("yes", true)])?.unwrap_or(false))
    }

    /// The text of a column; None for nothing, and for cells that a row leaves out at its end.
    pub fn text(&self, column: &str) -> Option<&'static str> {
        let at = self.columns.iter().position(|c| *c == column)?;
        self.cells.get(at).copied().filter(|cell| *cell != NOTHING && !cell.is_empty())
    }

    /// The text of a column that every row has.
    ///
    /// # Errors
    /// Where the cell is empty, or the table has no such column.
    pub fn required(&self, column: &str) -> Result<&'static str, Wrong> {
        self.text(column).ok_or_else(|| self.wrong(column, "empty"))
    }

    /// A minor version of Python 3, written `3.12` or `12`.
    ///
    /// # Errors
    /// Where the cell is something else.
    pub fn minor(&self, column: &str) -> Result<Option<u8>, Wrong> {
        self.map(column, |text| text.strip_prefix("3.").unwrap_or(text).parse().ok())
    }

    /// One of some words.
    ///
    /// # Errors
    /// Where the cell has another one.
    pub fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<Option<T>, Wrong> {
        self.map(column, |text| words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value))
    }

    /// What `read` makes of a cell that is not empty.
    ///
    /// # Errors
    /// Where `read` makes nothing of it.
    pub fn map<T>(&self, column: &str, read: impl FnOnce(&'static str) -> Option<T>) -> Result<Option<T>, Wrong> {
        match self.text(column) {
            None => Ok(None),
            Some(text) => read(text).map(Some).ok_or_else(|| self.wrong(column, text)),
        }
    }

    /// An error that names the row and the column.
    pub fn wrong(&self, column: &str, cell: &str) -> Wrong {
        Wrong(format!("row {}, column {column}: {cell}", self.cells.first().unwrap_or(&"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# words\n# more\nname\tsince\tkind\none\t3.7\tf\ntwo\t-\tq\nthree\tx\n";

    #[test]
    fn cells_by_column() {
        let table = Table::of(TEXT);
        assert_eq!(table.len(), 3);
        assert!(!table.is_empty());
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!(rows[0].text("name"), Some("one"));
        assert_eq!(rows[0].minor("since"), Ok(Some(7)));
        assert_eq!(rows[1].minor("since"), Ok(None));
        assert_eq!(rows[0].text("nowhere"), None);
        assert_eq!(rows[2].text("kind"), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let table = Table::of(TEXT);
        let (good, wrong) = table.collect(|row| row.word("kind", &[("f", 1)]));
        assert_eq!(good, [Some(1), None]);
        assert_eq!(wrong[0].to_string(), "row two, column kind: q");
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert!(rows[2].minor("since").is_err_and(|w| w.to_string() == "row three, column since: x"));
        assert!(rows[2].required("kind").is_err());
    }

    #[test]
    fn columns_may_be_named_in_code() {
        let table = Table::with_columns(&["name", "versions"], "# words\nPy_X\t6-8\n");
        let row = table.rows().next().expect("one row");
        assert_eq!((row.text("name"), row.text("versions")), (Some("Py_X"), Some("6-8")));
    }
}
