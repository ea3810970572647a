//! Rules about builds without the GIL.

pub mod gil_not_used_contradicted;
pub mod no_gil_slot;
