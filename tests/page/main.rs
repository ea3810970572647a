//! The page that `--output-format html` writes, and comparisons of reports: what the files hold, and in a browser what
//! they do.

mod browser;
mod compare;
mod data;
mod projects;
#[path = "../support/mod.rs"]
mod support;
