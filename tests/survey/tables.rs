//! Reads tables of Parquet back.

use std::{collections::BTreeMap, fs::File, path::Path};

use parquet::{
    file::reader::{FileReader as _, SerializedFileReader},
    record::Field,
};

use crate::support::files_below;

/// Texts and numbers by column; `-` where there is nothing.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of all parts of a table, in the order of their values.
pub(crate) fn rows(folder: &Path, table: &str) -> Vec<Row> {
    let mut out = Vec::new();
    let parts = files_below(&folder.join(table));
    for part in parts.iter().filter(|part| part.extension().is_some_and(|ending| ending == "parquet")) {
        let file = SerializedFileReader::new(File::open(part).expect("a file")).expect("a table");
        for row in file.get_row_iter(None).expect("rows") {
            let row = row.expect("a row");
            let value = |field: &Field| match field {
                Field::Str(text) => text.clone(),
                Field::Long(number) => number.to_string(),
                Field::Null => "-".to_owned(),
                other => panic!("no column holds {other:?}"),
            };
            out.push(row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect());
        }
    }
    let key = |row: &Row| ["file", "path", "code", "line", "direction", "name"].map(|column| row.get(column).cloned());
    out.sort_by_key(key);
    out
}
