//! Rules about changes of what the interpreter owns.

pub mod builtins_or_sysmodules_write;
pub mod cached_lookup;
pub mod code_mutation;
pub mod dict_api_on_subclass;
pub mod dict_version_guard;
pub mod eval_frame_hook;
pub mod foreign_type_patch;
pub mod function_internals_write;
pub mod immutable_buffer_write;
pub mod type_dict_write;
pub mod type_pointer_overwrite;
pub mod watcher_callback_contract;
pub mod watcher_id_global;
pub mod watcher_not_cleared;
