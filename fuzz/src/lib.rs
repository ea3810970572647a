//! The fuzz targets of extlint: see README.md in this folder.

pub mod entries;
pub mod start;
