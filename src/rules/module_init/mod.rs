//! Rules about how modules are created, what their slots claim and what their state holds.

pub mod add_object_leak;
pub mod bad_module_slots;
pub mod exported_helper;
pub mod init_name;
pub mod init_not_exported;
pub mod init_without_module;
pub mod modexport;
pub mod module_leaked_on_error;
pub mod module_state_null;
pub mod moduledef_storage;
pub mod negative_m_size;
pub mod no_multiple_interpreters_slot;
pub mod per_interpreter_gil_contradicted;
pub mod pystate_lookup;
pub mod single_phase_init;
pub mod state_without_gc_hooks;
pub mod work_before_moduledef_init;
