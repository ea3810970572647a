//! The structs of CPython's C API by version: the order of the fields that initializers by position fill in, and fields
//! that came or are gone. Not their types and not their sizes.
//!
//! The table stands in `structs.tsv`; `tools/capi_functions.py` makes it, for builds with the GIL.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<Fact>> = LazyLock::new(|| Table::of(include_str!("structs.tsv")).collect(read).0);

/// A row of the table; versions are minor versions of Python 3.
#[derive(Clone, Debug)]
struct Fact {
    name: &'static str,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// From and to which version these are the fields, in order.
    Order(u8, u8, Vec<&'static str>),
    Came(u8, &'static str),
    Gone(u8, &'static str),
    Hidden(u8),
}

/// Pointers to functions, by their typedefs: Include/object.h, cpython/object.h, methodobject.h, descrobject.h and
/// pycapsule.h of CPython 3.6 to 3.15.
const FUNCTION_TYPES: &[&[u8]] = &[
    b"PyCFunction",
    b"PyCFunctionFast",
    b"PyCFunctionFastWithKeywords",
    b"PyCFunctionWithKeywords",
    b"PyCMethod",
    b"PyCapsule_Destructor",
    b"_PyCFunctionFast",
    b"_PyCFunctionFastWithKeywords",
    b"allocfunc",
    b"binaryfunc",
    b"descrgetfunc",
    b"descrsetfunc",
    b"destructor",
    b"freefunc",
    b"getattrfunc",
    b"getattrofunc",
    b"getbufferproc",
    b"getiterfunc",
    b"getter",
    b"hashfunc",
    b"initproc",
    b"inquiry",
    b"iternextfunc",
    b"lenfunc",
    b"newfunc",
    b"objobjargproc",
    b"objobjproc",
    b"releasebufferproc",
    b"reprfunc",
    b"richcmpfunc",
    b"sendfunc",
    b"setattrfunc",
    b"setattrofunc",
    b"setter",
    b"ssizeargfunc",
    b"ssizeobjargproc",
    b"ssizessizeargfunc",
    b"ssizessizeobjargproc",
    b"ternaryfunc",
    b"traverseproc",
    b"unaryfunc",
    b"vectorcallfunc",
    b"visitproc",
];

/// Whether a name of the C API is that of a pointer to a function.
pub fn is_function_type(name: &[u8]) -> bool {
    FUNCTION_TYPES.binary_search(&name).is_ok()
}

fn facts(name: &str) -> impl Iterator<Item = &'static What> {
    let from = TABLE.partition_point(|fact| fact.name.as_bytes() < name.as_bytes());
    let to = TABLE.partition_point(|fact| fact.name.as_bytes() <= name.as_bytes());
    TABLE[from..to].iter().map(|fact| &fact.what)
}

/// The fields of a struct in order. None where the table has no order for it in this version.
///
/// Fields of a union or struct without a name stand in its place, each one.
pub fn fields(name: &str, minor: u8) -> Option<&'static [&'static str]> {
    facts(name).find_map(|what| match what {
        What::Order(from, to, fields) if (*from..=*to).contains(&minor) => Some(fields.as_slice()),
        _ => None,
    })
}

/// First version in which the struct has the field, where older ones of the table have the struct without it.
pub fn came(name: &str, field: &str) -> Option<u8> {
    facts(name).find_map(|what| match what {
        What::Came(minor, f) if *f == field => Some(*minor),
        _ => None,
    })
}

/// First version in which the struct no longer has the field.
pub fn gone(name: &str, field: &str) -> Option<u8> {
    facts(name).find_map(|what| match what {
        What::Gone(minor, f) if *f == field => Some(*minor),
        _ => None,
    })
}

/// First version whose public headers no longer define the struct.
pub fn hidden(name: &str) -> Option<u8> {
    facts(name).find_map(|what| match what {
        What::Hidden(minor) => Some(*minor),
        _ => None,
    })
}

fn read(row: &Row<'_>) -> Result<Fact, Wrong> {
    let name = row.required("struct")?;
    let versions = row.required("versions")?;
    let number = |text: &str| text.parse::<u8>().map_err(|_| row.wrong("versions", text));
    let what = match row.required("what")? {
        "order" => {
            let (from, to) = versions.split_once('-').ok_or_else(|| row.wrong("versions", versions))?;
            let fields = row.text("fields").map_or_else(Vec::new, |f| f.split(',').collect());
            What::Order(number(from)?, number(to)?, fields)
        }
        "came" => What::Came(number(versions)?, row.required("fields")?),
        "gone" => What::Gone(number(versions)?, row.required("fields")?),
        "hidden" => What::Hidden(number(versions)?),
        other => return Err(row.wrong("what", other)),
    };
    Ok(Fact { name, what })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole_and_sorted() {
        let (rows, wrong) = Table::of(include_str!("structs.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert!(rows.len() > 250);
        assert!(rows.is_sorted_by(|a, b| a.name.as_bytes() <= b.name.as_bytes()));
        let orders = rows.iter().filter(|r| matches!(r.what, What::Order(..))).count();
        assert!(orders >= 30, "{orders}");
    }

    #[test]
    fn orders_by_version() {
        assert_eq!(fields("PyMethodDef", 12), Some(["ml_name", "ml_meth", "ml_flags", "ml_doc"].as_slice()));
        assert_eq!(fields("PyModuleDef", 6).map(|f| f[5]), Some("m_slots"));
        assert_eq!(fields("PyAsyncMethods", 9).map(<[_]>::len), Some(3));
        assert_eq!(fields("PyAsyncMethods", 10).and_then(|f| f.last().copied()), Some("am_send"));
        let fourth = |minor| fields("PyTypeObject", minor).map(|f| f[5]);
        assert_eq!((fourth(7), fourth(8)), (Some("tp_print"), Some("tp_vectorcall_offset")));
        assert_eq!(fields("PyNumberMethods", 13).map(<[_]>::len), Some(36));
        assert_eq!(fields("PyType_Spec", 15), Some(["name", "basicsize", "itemsize", "flags", "slots"].as_slice()));
        assert_eq!(fields("PyTypeObject", 40), None);
        assert_eq!(fields("PyNoSuchStruct", 12), None);
    }

    #[test]
    fn fields_that_came_and_went() {
        assert_eq!(gone("PyTypeObject", "tp_print"), Some(9));
        assert_eq!(came("PyTypeObject", "tp_watched"), Some(12));
        assert_eq!(gone("PyASCIIObject", "ready"), Some(12));
        assert_eq!(came("PyAsyncMethods", "am_send"), Some(10));
        assert_eq!(gone("PyMethodDef", "ml_name"), None);
        assert_eq!(hidden("PyFrameObject"), Some(11));
    }
}
