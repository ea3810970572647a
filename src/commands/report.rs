//! `extlint report`.

use super::{
    CommandError, Exit, Streams, files,
    known::{read, wrong},
};
use crate::{
    cli::ReportArgs,
    report::compare::{self, Document},
};

/// Compares the reports of earlier runs.
pub(super) fn run(args: &ReportArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let documents = args.files.iter().map(|path| {
        let name = path.display().to_string();
        Document::parse(&name, read(path)?).map_err(|cause| wrong(path, cause))
    });
    let documents = documents.collect::<Result<Vec<Document>, CommandError>>()?;
    match &args.output_file {
        Some(path) => files::write(path, |out| compare::write(&documents, args.output_format, out))?,
        None => compare::write(&documents, args.output_format, streams.out)?,
    }
    Ok(Exit::Clean)
}
