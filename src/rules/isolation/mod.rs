//! Rules about state that interpreters share.

pub mod global_object;
pub mod module_tables_mutated;
pub mod mutable_global;
pub mod process_wide_lock;
pub mod should_be_const;
pub mod static_object;
pub mod static_structseq_type;
pub mod static_type;
