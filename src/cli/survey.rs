//! The arguments of `survey`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `survey`.
#[derive(Debug, Args)]
pub struct SurveyArgs {
    /// Wheels, source distributions (.tar.gz, .zip), projects, folders that hold them, and `@FILE` for the paths in a file
    #[arg(value_name = "PATH", required_unless_present_any = ["from", "requirements"])]
    pub paths: Vec<PathBuf>,
    /// Also the paths in this file, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub from: Vec<PathBuf>,
    /// Also the wheels of the requirements in this file, one a line, fetched by pip
    #[arg(long, short, value_name = "FILE")]
    pub requirements: Vec<PathBuf>,
    /// The folder of the tables; what is done there is not done again
    #[arg(long, short, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Distributions that are checked at one time [default: the number of processors, 4 at most]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// The Python interpreter that runs pip [default: python3]
    #[arg(long, value_name = "PROGRAM")]
    pub python: Option<PathBuf>,
}
