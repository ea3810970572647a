//! The modules of CPython that are written in C. Data and look-ups, no judgement.
//!
//! The table stands in `stdlib.tsv`.

use std::sync::LazyLock;

use super::table::Named;

static TABLE: LazyLock<Named<()>> = LazyLock::new(|| Named::of(include_str!("stdlib.tsv"), |_| Ok(())));

/// Whether CPython has a module of this name that is written in C.
pub fn is_module(name: &str) -> bool {
    TABLE.get(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole() {
        let names: Vec<&str> = TABLE.iter().map(|(name, ())| name).collect();
        assert!(names.is_sorted() && names.len() > 100, "sorted, each module once");
        assert!(is_module("_ssl") && is_module("_asyncio") && !is_module("ssl") && !is_module("_core"));
    }
}
