//! What is known of CPython itself, by version: the names that its stable ABI promises, those that it exports,
//! and those that its headers bring into binaries;
//! what its functions, structs, headers and locks are and do.
//!
//! Data and look-ups, no judgement and no input: the tables are part of the program. Rules on binaries and on sources
//! may ask them alike.

pub mod borrowed;
pub mod buffers;
pub mod callbacks;
pub mod casts;
pub mod certain;
pub mod changes;
pub mod claims;
pub mod creators;
pub mod endings;
pub mod exceptions;
pub mod exports;
pub mod families;
pub mod fields;
pub mod flags;
pub mod flavour;
pub mod formats;
pub mod functions;
pub mod generators;
pub mod given;
pub mod headers;
pub mod holders;
pub mod hooks;
pub mod immortal;
pub mod inlined;
pub mod internals;
pub mod lenders;
pub mod libc;
pub mod limited;
pub mod locks;
pub mod lvalues;
pub mod macros;
pub mod made;
pub mod members;
pub mod names;
pub mod nulls;
pub mod objects;
pub mod outside;
pub mod plain;
pub mod platforms;
pub mod pointers;
pub mod predefined;
pub mod reenters;
pub mod roles;
pub mod signatures;
pub mod slots;
pub mod stable;
pub mod stdlib;
pub mod struct_roles;
pub mod structs;
pub mod syntax;
pub mod systems;
pub mod table;
pub mod threads;
pub mod threeway;
pub mod watchers;
pub mod widths;
