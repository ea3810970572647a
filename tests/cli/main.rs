//! The program as users run it: small projects in temporary folders, exit codes, what is written where.

mod built;
mod changed;
mod commands;
mod exact;
mod formats;
mod inputs;
mod known;
mod odd;
mod project;
mod reports;
mod selection;
mod settings;
mod shown;
mod streams;
mod suppression;
