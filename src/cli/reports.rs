//! Arguments of `report`, which compares what earlier runs wrote.

use std::path::PathBuf;

use clap::Args;

use crate::report::compare::Form;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Files that `check --output-format json` wrote, the oldest first; the last two are compared finding by finding
    #[arg(value_name = "JSON", num_args = 2.., required = true)]
    pub files: Vec<PathBuf>,
    /// Format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: Form,
    /// Write the report to this file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub output_file: Option<PathBuf>,
}
