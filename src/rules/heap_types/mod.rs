//! Rules about types made at run time: their references, slots, members and creation.

pub mod fields_set_in_init_only;
pub mod inherited_new;
pub mod metaclass_with_new;
pub mod module_state_access;
pub mod module_state_in_destructor;
pub mod mutable_heap_type;
pub mod type_changed_after_ready;
pub mod type_creation;
pub mod type_getdict_leak;
pub mod type_members;
pub mod type_slots;
pub mod type_stored_borrowed;
pub mod type_without_module;
