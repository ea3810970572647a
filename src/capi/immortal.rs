//! Calls whose result is an object that all interpreters have in common: immortal since Python 3.12, and made with the
//! runtime. Not what is immortal in one interpreter only, such as interned strings.

/// What is known about an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// This number.
    Int(i64),
    /// A text of so many bytes.
    Text(usize),
    /// Something else.
    Other,
}

/// Small numbers that every release from 3.12 on keeps: `_PY_NSMALLNEGINTS` and `_PY_NSMALLPOSINTS`,
/// Include/internal/pycore_runtime_structs.h.
const SMALL: std::ops::RangeInclusive<i64> = -5..=256;

/// Functions that make a number of an argument.
const NUMBERS: &[&str] = &[
    "PyLong_FromLong",
    "PyLong_FromLongLong",
    "PyLong_FromSsize_t",
    "PyLong_FromSize_t",
    "PyLong_FromUnsignedLong",
    "PyLong_FromUnsignedLongLong",
    "PyLong_FromInt32",
    "PyLong_FromUInt32",
    "PyLong_FromInt64",
    "PyLong_FromUInt64",
];

/// Static types that a table of pointers to the API of a module of the standard library holds.
///
/// Source: `PyDateTime_CAPI` in Include/datetime.h, and what `get_datetime_capi` of Modules/_datetimemodule.c puts there, 3.6 to 3.14.
const TYPES: &[(&str, &[&str])] =
    &[("PyDateTimeAPI", &["DateType", "DateTimeType", "TimeType", "DeltaType", "TZInfoType"])];

/// Whether `table->field` is a static type, which is never freed.
pub fn is_type_of_table(table: &str, field: &str) -> bool {
    TYPES.iter().any(|(name, fields)| *name == table && fields.contains(&field))
}

/// Whether a call gives such an object: small numbers, the empty tuple, and texts and bytes of length 0 or 1.
///
/// Source: `_Py_SINGLETON` in Include/internal/pycore_global_objects.h of 3.12 to 3.15, and what returns it in
/// Objects/longobject.c, tupleobject.c, unicodeobject.c and bytesobject.c.
pub fn is_shared(function: &str, args: &[Literal]) -> bool {
    match (function, args) {
        ("PyBool_FromLong", [_]) => true,
        ("PyTuple_New" | "PyTuple_Pack", [Literal::Int(0)]) => true,
        ("PyUnicode_New", [Literal::Int(0), _]) => true,
        ("PyUnicode_FromString" | "PyUnicode_InternFromString" | "PyBytes_FromString", [Literal::Text(0 | 1)]) => true,
        ("PyUnicode_FromStringAndSize" | "PyBytes_FromStringAndSize", [_, Literal::Int(0)]) => true,
        (name, [Literal::Int(number)]) => NUMBERS.contains(&name) && SMALL.contains(number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_interpreters_have() {
        assert!(is_shared("PyLong_FromLong", &[Literal::Int(0)]));
        assert!(is_shared("PyLong_FromSsize_t", &[Literal::Int(-5)]));
        assert!(is_shared("PyTuple_New", &[Literal::Int(0)]));
        assert!(is_shared("PyBytes_FromStringAndSize", &[Literal::Int(0), Literal::Int(0)]));
        assert!(is_shared("PyUnicode_FromString", &[Literal::Text(0)]));
    }

    #[test]
    fn what_each_interpreter_makes() {
        assert!(is_type_of_table("PyDateTimeAPI", "DateType") && !is_type_of_table("PyDateTimeAPI", "TimeZone_UTC"));
        assert!(!is_shared("PyLong_FromLong", &[Literal::Int(257)]));
        assert!(!is_shared("PyLong_FromLong", &[Literal::Other]));
        assert!(!is_shared("PyTuple_New", &[Literal::Int(2)]));
        assert!(!is_shared("PyList_New", &[Literal::Int(0)]));
        assert!(!is_shared("PyUnicode_FromString", &[Literal::Text(4)]));
        assert!(!is_shared("PyFloat_FromDouble", &[Literal::Int(0)]));
    }
}
