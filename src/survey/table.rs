//! Tables of rows to Parquet files, packed by deflate. A file takes its name when it is whole: who reads sees all of it or
//! nothing, and whoever writes the same a second time is in nobody's way.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};

use parquet::{
    basic::{Compression, GzipLevel},
    data_type::{ByteArray, ByteArrayType, Int64Type},
    errors::ParquetError,
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::parser::parse_message_type,
};

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A text; None where there is none.
    Text(Option<String>),
    /// A number; None where there is none.
    Number(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Value::Text(text)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::Number(i64::try_from(number).ok())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Number(i64::try_from(number).ok())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(Some(text.clone()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Value::Text(text.map(str::to_owned))
    }
}

impl From<Option<u64>> for Value {
    fn from(number: Option<u64>) -> Self {
        Value::Number(number.and_then(|number| i64::try_from(number).ok()))
    }
}

impl From<Option<usize>> for Value {
    fn from(number: Option<usize>) -> Self {
        Value::Number(number.and_then(|number| i64::try_from(number).ok()))
    }
}

/// The columns of a table: name, and whether it holds numbers.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The table's name, which is its folder's.
    pub(crate) name: &'static str,
    /// Its columns behind those that every table has.
    pub(crate) columns: &'static [(&'static str, bool)],
}

/// What every table begins with.
pub(crate) const FIRST: [(&str, bool); 6] = [
    ("distribution", false),
    ("version", false),
    ("file", false),
    ("sha256", false),
    ("extlint", false),
    ("build", false),
];

/// Rows of one table, without what all of them begin with.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) shape: &'static Shape,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Table {
    /// An empty one.
    pub(crate) fn new(shape: &'static Shape) -> Self {
        Table { shape, rows: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn put<const N: usize>(&mut self, row: [Value; N]) {
        debug_assert_eq!(N, self.shape.columns.len(), "{}", self.shape.name);
        self.rows.push(row.into());
    }

    /// Writes it below a folder, under the name of a key; every row begins with `first`.
    pub(crate) fn write(&self, first: &[Value; FIRST.len()], folder: &Path, key: &str) -> io::Result<()> {
        let folder = folder.join(self.shape.name);
        fs::create_dir_all(&folder)?;
        // A name that no other run on any machine has, and the rights of any file.
        let create = |path: &Path| File::options().write(true).create_new(true).open(path);
        let part = tempfile::Builder::new().prefix(".").suffix(".part").make_in(&folder, create)?;
        self.encode(first, part.as_file()).map_err(|error| match error {
            // What the system says, without the layers around it.
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(cause) => *cause,
                Err(cause) => io::Error::other(cause.to_string()),
            },
            other => io::Error::other(other.to_string()),
        })?;
        // Before the name is taken: a machine that stops must not leave an empty file under it.
        part.as_file().sync_all()?;
        part.persist(folder.join(format!("{key}.parquet"))).map_err(|error| error.error)?;
        Ok(())
    }

    fn encode(&self, first: &[Value; FIRST.len()], file: &File) -> Result<(), ParquetError> {
        let columns: Vec<&(&str, bool)> = FIRST.iter().chain(self.shape.columns).collect();
        let kind = |number: bool, name: &str| {
            if number { format!("OPTIONAL INT64 {name};") } else { format!("OPTIONAL BYTE_ARRAY {name} (UTF8);") }
        };
        let fields: String = columns.iter().map(|(name, number)| kind(*number, name)).collect();
        let schema = Arc::new(parse_message_type(&format!("message {} {{ {fields} }}", self.shape.name))?);
        // Indexes of pages would take more room than the few pages that a part has.
        let packed = WriterProperties::builder()
            .set_compression(Compression::GZIP(GzipLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true);
        let mut writer = SerializedFileWriter::new(io::BufWriter::new(file), schema, Arc::new(packed.build()))?;
        let mut group = writer.next_row_group()?;
        let mut at = 0usize;
        while let Some(mut column) = group.next_column()? {
            let cells =
                || self.rows.iter().filter_map(|row| first.get(at).or_else(|| row.get(at.checked_sub(FIRST.len())?)));
            if columns.get(at).is_some_and(|(_, number)| *number) {
                let cell = |value: &Value| if let Value::Number(number) = value { *number } else { None };
                let levels: Vec<i16> = cells().map(|value| i16::from(cell(value).is_some())).collect();
                let values: Vec<i64> = cells().filter_map(cell).collect();
                column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
            } else {
                let cell = |value: &Value| match value {
                    Value::Text(Some(text)) => Some(ByteArray::from(text.as_str())),
                    _ => None,
                };
                let (mut levels, mut values) = (Vec::new(), Vec::new());
                for value in cells() {
                    let text = cell(value);
                    levels.push(i16::from(text.is_some()));
                    values.extend(text);
                }
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            column.close()?;
            at += 1;
        }
        group.close()?;
        writer.finish()?;
        // What a buffer holds back must be written, or said not to be.
        Ok(writer.inner_mut().flush()?)
    }
}
