//! Rules about headers and names that are no part of the API.

pub mod build_core_macro;
pub mod build_time_version;
pub mod changed_signature;
pub mod core_module;
pub mod deprecated_api;
pub mod internal_header;
pub mod internal_struct_field;
pub mod lvalue_macro;
pub mod object_header_access;
pub mod private_api;
pub mod python_h_late;
pub mod removed_api;
pub mod ssize_t_clean;
pub mod struct_fields;
