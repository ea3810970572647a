//! Arguments of `check` about what is known already: findings, changes, earlier runs.

use std::path::PathBuf;

use clap::Args;

use crate::suppress::comments::parse_reason;

/// Findings that are known already.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Known findings")]
pub struct KnownArgs {
    /// Write all findings of this run to a baseline file, and exit with 0
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "prune_baseline", "c_analyzer"])]
    pub write_baseline: Option<PathBuf>,
    /// Leave out the findings that this baseline file contains
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Remove findings from the baseline that are no longer found
    #[arg(long)]
    pub prune_baseline: bool,
    /// Report only shared variables that ignored.tsv and globals-to-fix.tsv in this folder do not list
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["baseline", "prune_baseline"])]
    pub c_analyzer: Option<PathBuf>,
    /// Write a suppression comment with this reason for every finding that affects the exit code
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    pub add_suppressions: Option<String>,
}

/// Findings on changed lines.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Changes")]
pub struct ChangeArgs {
    /// Report only findings on lines that changed since this commit, according to git; every file is still read
    #[arg(long, value_name = "REF", conflicts_with = "git_staged")]
    pub git_since: Option<String>,
    /// Report only findings on lines that are staged
    #[arg(long)]
    pub git_staged: bool,
}

impl ChangeArgs {
    /// Whether only changed lines are asked for.
    pub fn is_given(&self) -> bool {
        self.git_staged || self.git_since.is_some()
    }
}

/// What is kept from run to run.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Cache")]
pub struct CacheArgs {
    /// Keep what a run found in this folder, for the next run over the same files [default: the user's cache folder]
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub cache_dir: Option<PathBuf>,
    /// Read everything again, and keep nothing
    #[arg(long)]
    pub no_cache: bool,
}
