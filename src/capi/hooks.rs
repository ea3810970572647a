//! The functions by which the import machinery gets a module, by their names (PEP 489, PEP 793). Not what they do.

/// A hook's name, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hook<'n> {
    /// `PyModExport_`: gives slots, not a module or a definition.
    pub export: bool,
    /// The spelling for names that are not ASCII.
    pub encoded: bool,
    /// The module's name as the hook spells it; never empty.
    pub module: &'n str,
}

/// What each begins with, whether it gives slots, whether the name behind it is encoded.
const PREFIXES: [(&str, bool, bool); 4] = [
    ("PyInit_", false, false),
    ("PyInitU_", false, true),
    ("PyModExport_", true, false),
    ("PyModExportU_", true, true),
];

/// Takes the name of a hook apart; None for any other name.
pub fn of(name: &str) -> Option<Hook<'_>> {
    PREFIXES.iter().find_map(|&(prefix, export, encoded)| {
        let module = name.strip_prefix(prefix).filter(|module| !module.is_empty())?;
        Some(Hook { export, encoded, module })
    })
}

/// What the name of a hook begins with.
pub fn prefix(export: bool, encoded: bool) -> &'static str {
    PREFIXES.iter().find(|p| (p.1, p.2) == (export, encoded)).map_or("", |p| p.0)
}

/// Whether a name is of a hook's shape, whatever the version that has it.
pub fn has_shape(name: &[u8]) -> bool {
    name.starts_with(b"PyInit") || name.starts_with(b"PyModExport")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_hooks() {
        assert_eq!(of("PyInitU_x"), Some(Hook { export: false, encoded: true, module: "x" }));
        assert_eq!((of("PyInit_"), of("PyInitx"), prefix(true, false)), (None, None, "PyModExport_"));
        assert!(has_shape(b"PyModExport_x") && !has_shape(b"PyModule_Create2"));
    }
}
