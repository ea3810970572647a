//! Rules about builds without the GIL, and about threads.

pub mod allow_threads_misuse;
pub mod borrowed_ref_api;
pub mod critical_section_misuse;
pub mod dict_next_unlocked;
pub mod gil_not_used_contradicted;
pub mod no_gil_slot;
pub mod object_allocator_for_buffers;
pub mod pygilstate_in_subinterpreter;
pub mod racy_lazy_init;
pub mod refcount_shortcut;
pub mod set_gil_unguarded;
pub mod unlocked_struct_write;
