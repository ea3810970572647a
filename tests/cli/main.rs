//! The program as users run it: small projects in temporary folders, exit codes, what is written where.

mod built;
mod commands;
mod exact;
mod formats;
mod inputs;
mod odd;
mod project;
mod reports;
mod settings;
mod streams;
mod suppression;
