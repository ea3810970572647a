//! Variables with static storage of a compiled file, as its debug information declares them. Whether one of them is
//! state of a module is for rules to say.

use super::SourceLine;

/// What a declared type holds, as far as Python objects go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Holds {
    /// No Python object.
    Nothing,
    /// A pointer to an object, or an array of such.
    ObjectPointer,
    /// A struct, union or class with object pointers in it.
    ObjectStruct,
    /// An object itself.
    Object,
    /// A type that the debug information does not describe.
    Unknown,
}

/// The declared type of a variable.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DeclaredType {
    /// As the source would write it, without the variable: `PyObject *`, `int [4]`.
    pub text: String,
    /// The names of the type of the variable, or of an element: those of typedefs from the outermost on, then the tag.
    pub names: Vec<String>,
    /// The names of the type that pointers lead to, in the same order.
    pub behind: Vec<String>,
    /// Pointers around it.
    pub pointers: u8,
    /// Whether it is an array.
    pub array: bool,
    /// Whether the variable itself, or each element of the array, is const.
    pub constant: bool,
    /// `_Atomic`.
    pub atomic: bool,
    /// Whether it is a pointer to a function.
    pub function: bool,
    /// What it holds.
    pub holds: Holds,
}

/// A place in machine code.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CodePlace {
    /// The address of the instruction.
    pub address: u64,
    /// The function it is in.
    pub function: String,
}

/// A variable with static storage and a fixed address.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataVariable {
    /// Where it is.
    pub address: u64,
    /// Its size in bytes; 0 where the type does not say it.
    pub size: u64,
    /// Its name.
    pub name: String,
    /// The function that it is a local variable of.
    pub local_to: Option<String>,
    /// Its type.
    pub declared: DeclaredType,
    /// Where the source defines it.
    pub line: Option<SourceLine>,
    /// Whether the unit of the source that defines it knows the struct of Python objects. Others belong to libraries
    /// that are linked in, and to the C runtime.
    pub beside_python: bool,
    /// Whether an instruction of the file was seen that takes its address, reads it or writes it.
    pub used: bool,
    /// An instruction that surely writes it, or a part of it; None: none was found, which proves nothing.
    pub written: Option<CodePlace>,
}
