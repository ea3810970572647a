//! Declared types, as far as a rule needs them: a base name, pointers, arrays and `const`.

use super::Name;

/// A C type as spelled by its declaration, typedefs not resolved.
///
/// `static PyObject *const cache[4]` is base `PyObject`, one pointer, `const` on the pointer, one array
/// dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub struct CType {
    /// `PyObject`, `struct foo`, `unsigned int`: specifiers without qualifiers and storage, single blanks.
    /// Template arguments and scope (`std::atomic<int>`) stay as written.
    pub base: Name,
    /// Number of `*` (and of C++ `&`) between the base and the name.
    pub pointers: u8,
    /// Number of array dimensions of the declared name.
    pub arrays: u8,
    /// The base is `const` (what the innermost pointer points to, or the object itself without pointers).
    pub const_base: bool,
    /// Bit i: the i-th pointer, counted from the base, is itself `const`.
    pub const_pointers: u8,
    /// A pointer to a function (or an array of such): `int (*hook)(void)`.
    pub function_pointer: bool,
    /// `volatile` anywhere.
    pub volatile: bool,
    /// `_Atomic` or `std::atomic`.
    pub atomic: bool,
}

impl CType {
    /// A type without pointers, arrays or qualifiers.
    pub fn plain(base: &str) -> Self {
        CType {
            base: Name::from(base),
            pointers: 0,
            arrays: 0,
            const_base: false,
            const_pointers: 0,
            function_pointer: false,
            volatile: false,
            atomic: false,
        }
    }

    /// Whether the declared object itself (the elements, for an array) is `const`: it can never be written.
    pub fn is_const_object(&self) -> bool {
        if self.pointers == 0 {
            self.const_base && !self.function_pointer
        } else {
            self.const_pointers & (1 << (self.pointers - 1)) != 0
        }
    }

    /// The base without `struct `, `union `, `enum `.
    pub fn bare_base(&self) -> &'static str {
        let s = self.base.as_str();
        for tag in ["struct ", "union ", "enum ", "class "] {
            if let Some(rest) = s.strip_prefix(tag) {
                return rest;
            }
        }
        s
    }

    /// The object itself, not a pointer to it nor an array.
    pub fn is_value(&self) -> bool {
        self.pointers == 0 && !self.function_pointer
    }
}
