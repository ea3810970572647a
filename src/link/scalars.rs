//! How a declared type is passed and stored: a pointer, an integer of which width, a floating-point number. Typedefs are
//! followed; what is not known from the text is None. No judgement.

pub use crate::capi::widths::Width;
use crate::capi::{structs, widths};
use crate::facts::{CType, FileId, Name};
use crate::link::Units;
use crate::link::lookup::MAX_ALIASES;

/// How a value is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `void` itself.
    Void,
    /// A pointer, an array, a function.
    Pointer,
    /// An integer with its bytes.
    Integer(Width),
    /// `float`.
    Float,
    /// `double`.
    Double,
}

impl Units {
    /// How a type is passed as an argument or result; None where that is not known: structs, enums, templates, types of
    /// headers that the run does not have.
    pub fn scalar(&self, file: FileId, ty: &CType) -> Option<Scalar> {
        let mut base = ty.base;
        if ty.pointers > 0 || ty.arrays > 0 || ty.function_pointer {
            return Some(Scalar::Pointer);
        }
        for _ in 0..MAX_ALIASES {
            let known = named(&base);
            if known.is_some() {
                return known;
            }
            let next = self.only_typedef(file, Name::from(base.trim()))?;
            if next.ty.pointers > 0 || next.ty.arrays > 0 || next.ty.function_pointer {
                return Some(Scalar::Pointer);
            }
            if next.ty.base == base {
                return None;
            }
            base = next.ty.base;
        }
        None
    }
}

/// A type that needs no typedef of the project.
fn named(base: &str) -> Option<Scalar> {
    if let Some(width) = widths::of(base) {
        return Some(Scalar::Integer(width));
    }
    if structs::is_function_type(base.as_bytes()) {
        return Some(Scalar::Pointer);
    }
    let (mut longs, mut short, mut kind, mut any) = (0, false, None, false);
    for word in base.split_whitespace() {
        match word {
            "long" => longs += 1,
            "short" => short = true,
            "unsigned" | "signed" => any = true,
            "int" | "char" | "double" | "float" | "void" if kind.is_none() => kind = Some(word),
            _ => return None,
        }
    }
    Some(match (kind, longs, short) {
        (Some("void"), 0, false) => Scalar::Void,
        (Some("float"), 0, false) => Scalar::Float,
        (Some("double"), 0, false) => Scalar::Double,
        (Some("char"), 0, false) => Scalar::Integer(Width::CHAR),
        (Some("int") | None, 0, true) => Scalar::Integer(Width::SHORT),
        (Some("int"), 0, false) => Scalar::Integer(Width::INT),
        (None, 0, false) if any => Scalar::Integer(Width::INT),
        (Some("int") | None, 1, false) => Scalar::Integer(Width::LONG),
        (Some("int") | None, 2, false) => Scalar::Integer(Width::LONG_LONG),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_order() {
        let width = |base: &str| match named(base) {
            Some(Scalar::Integer(width)) => Some(width),
            _ => None,
        };
        assert_eq!(width("unsigned"), Some(Width::INT));
        assert_eq!(width("long unsigned int"), Some(Width::LONG));
        assert_eq!(width("unsigned long long"), Some(Width::LONG_LONG));
        assert_eq!(width("short"), Some(Width::SHORT));
        assert_eq!(width("signed char"), Some(Width::CHAR));
        assert_eq!(width("size_t"), Some(Width::SIZE));
        assert_eq!((named("long double"), named("foo_t"), named("struct int"), named("")), (None, None, None, None));
        assert_eq!((named("visitproc"), named("double")), (Some(Scalar::Pointer), Some(Scalar::Double)));
    }
}
