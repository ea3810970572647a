//! Which functions follow an argument without a look for NULL. Data and look-ups, no judgement.
//!
//! The table stands in `nulls.tsv`; `tools/capi_nulls.py` makes it from the sources of CPython.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Vec<usize>>> = LazyLock::new(|| Named::of(include_str!("nulls.tsv"), read));

/// Whether NULL as this argument, 1 the first, crashes a function; false where that is not known.
pub fn follows(name: &str, argument: usize) -> bool {
    TABLE.get(name).is_some_and(|numbers| numbers.contains(&argument))
}

fn read(row: &Row<'_>) -> Result<Vec<usize>, Wrong> {
    let numbers = |text: &str| text.split(',').map(|n| n.parse().ok()).collect::<Option<Vec<usize>>>();
    row.map("arguments", numbers)?.ok_or_else(|| row.wrong("arguments", "empty"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn rows_agree_with_the_table_of_functions() {
        let (rows, wrong) = Table::of(include_str!("nulls.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, numbers) in TABLE.iter() {
            let arity = facts_of(name).and_then(|f| f.args(13));
            assert!(
                arity.is_none_or(|arity| arity.more || numbers.iter().all(|&n| n <= usize::from(arity.fixed))),
                "{name}"
            );
        }
    }

    #[test]
    fn what_takes_null_is_not_in_it() {
        assert!(follows("PyUnicode_AsUTF8", 1) && follows("PyObject_GetAttr", 2));
        assert!(
            !follows("PyObject_Repr", 1) && !follows("PyObject_CallFunctionObjArgs", 1) && !follows("Py_XDECREF", 1)
        );
    }
}
