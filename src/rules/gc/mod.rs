//! Rules about what the garbage collector sees of types and their objects.

pub mod base_slot_not_called;
pub mod clear_leaves_dangling;
pub mod dealloc_missing_type_decref;
pub mod dealloc_missing_untrack;
pub mod fixed_alloc_of_subclassable_type;
pub mod free_mismatch;
pub mod gc_alloc_of_non_gc_type;
pub mod gc_slots;
pub mod heap_type_without_gc;
pub mod inherited_static_traverse;
pub mod managed_dict_not_traversed;
pub mod non_gc_alloc_of_gc_type;
pub mod object_tracking;
pub mod owned_field_not_released;
pub mod owned_fields;
pub mod super_slot_via_dynamic_type;
pub mod trashcan_misuse;
pub mod traverse_body;
pub mod traverse_missing_type_visit;
pub mod type_decref_order;
pub mod type_visited_twice;
pub mod visited_places;
