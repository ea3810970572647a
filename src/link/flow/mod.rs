//! What happens along the paths of functions and through calls.

pub mod deallocs;
pub(crate) mod exceptions;
pub mod factories;
pub(crate) mod followed;
pub mod lifecycle;
pub mod locks;
pub mod names;
pub mod ownership;
pub mod paths;
pub mod reach;
pub mod references;
pub mod sections;
pub(crate) mod settled;
pub mod sharing;
pub mod traverse;
pub mod unused;
