//! The program as users run it: small projects in temporary folders, exit codes, what is written where.

mod accept;
mod built;
mod changed;
mod commands;
mod exact;
mod first_hour;
mod formats;
mod harsh;
mod hook;
mod inputs;
mod known;
mod lost;
mod odd;
mod preview;
mod project;
mod reports;
mod selection;
mod settings;
mod shown;
mod stable;
mod streams;
mod suppression;
mod tables;
mod terminal;
#[cfg(feature = "watch")]
mod watch;
