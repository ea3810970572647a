//! Arguments of `convert`, which edits modules.

use clap::Args;

use super::{InputArgs, SettingArgs, TextOrJson};
use crate::convert::Goal;

/// Arguments of `convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// What to convert.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// What the modules are to have: every step before it is taken as well
    #[arg(long, value_enum, value_name = "GOAL")]
    pub to: Goal,
    /// Change the files, all or none; without it the plan and a diff are printed
    #[arg(long)]
    pub write: bool,
    /// Format of the plan
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: TextOrJson,
    /// Settings.
    #[command(flatten)]
    pub settings: SettingArgs,
}
