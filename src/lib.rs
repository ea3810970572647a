//! extlint: a static ABI and isolation linter for CPython C extensions.
//!
//! Bytes become **facts**, facts are **linked** into extensions, **rules** read facts and write
//! **findings**, **reports** print findings.
//!
//! ```text
//! input ─► source (C, C++ text) ─┐
//!          clang (the same)     ─┼► facts ─► link ─► rules ─► finding ─► report
//!          abi (.so, wheels)    ─┘
//! ```
//!
//! Direction of dependencies, held by `tests/architecture.rs`:
//!
//! - [`facts`] and [`finding`] know nothing above them: no parser type, no I/O.
//! - [`artifact`] is what wheels and compiled files promise.
//! - [`cache`] keeps bytes on the disk for the next run, and does not know what they mean.
//! - [`capi`] is what is known of CPython itself: tables, which rules may ask.
//! - [`source`], `clang` and [`abi`] fill facts and know no rule; `clang` refines what `source` saw.
//! - [`rules`] read facts and never see a parser, an object file or a renderer.
//! - [`fix`] makes edits and judges them by runs of [`check`]; with `--output-file` it is all that writes files.
//! - `survey` runs [`check`] over one distribution after the other, and writes tables.
//! - [`convert`] turns modules that are not isolated into ones that are: it reads linked facts and makes edits.
//! - `server` speaks to editors: it runs [`check`] again and again, and knows no rule.
//! - only [`report`]'s `full` knows codespan-reporting; only `main.rs` prints or exits.
//!
//! Invariants:
//!
//! - Parsing never fails: what could not be read is a [`facts::Gap`], and no rule fires on a gap.
//! - Positions are byte offsets in the original file.
//! - The same input gives the same bytes of output, whatever the number of threads.
//! - Every analysis of a project is finished before a rule runs; rules share nothing that is half done.
//! - An input given up is an error message and exit code 2, never silence.

pub mod abi;
pub mod artifact;
pub mod cache;
pub mod capi;
pub mod check;
#[cfg(feature = "clang")]
pub mod clang;
pub mod cli;
pub mod commands;
pub mod config;
pub mod convert;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod input;
pub mod link;
pub mod report;
pub mod rules;
#[cfg(feature = "server")]
pub mod server;
pub mod source;
pub mod suppress;
#[cfg(feature = "survey")]
pub mod survey;
pub mod text;
