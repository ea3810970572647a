//! Collects the names of one slice that concern a rule, in a form that does not depend on the order of the tables.

use crate::facts::{Hook, Import};

/// The imports, exports and hooks found so far.
#[derive(Default)]
pub(super) struct Symbols {
    imports: Vec<Import>,
    exports: Vec<String>,
    hooks: Vec<Hook>,
}

impl Symbols {
    /// Adds an imported name; names of another shape are dropped.
    pub(super) fn import(&mut self, name: &[u8], library: Option<&[u8]>, version: Option<&[u8]>, weak: bool) {
        let Some(name) = c_api_name(name) else { return };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let library = library.filter(|l| !l.is_empty()).map(text);
        self.imports.push(Import { name: name.to_owned(), library, version: version.map(text), weak });
    }

    /// Adds an exported name.
    pub(super) fn export(&mut self, name: &[u8]) {
        let Some(name) = c_api_name(name) else { return };
        match Hook::from_symbol(name, true) {
            Some(hook) => self.hooks.push(hook),
            None => self.exports.push(name.to_owned()),
        }
    }

    /// Adds a name that is defined and not exported.
    pub(super) fn local(&mut self, name: &[u8]) {
        self.hooks.extend(c_api_name(name).and_then(|name| Hook::from_symbol(name, false)));
    }

    /// Whether the file has to do with CPython at all.
    pub(super) fn uses_c_api(&self) -> bool {
        !self.imports.is_empty() || !self.hooks.is_empty()
    }

    /// Whether it is worth looking for hidden hooks: the C API is used and no hook was seen.
    pub(super) fn lacks_hook(&self) -> bool {
        self.hooks.is_empty() && !self.imports.is_empty()
    }

    /// The three lists, sorted, each entry once.
    pub(super) fn finish(mut self) -> (Vec<Import>, Vec<String>, Vec<Hook>) {
        self.imports.sort();
        // A name both weak and strong is strong: `false` sorts first.
        self.imports.dedup_by(|b, a| a.name == b.name && a.library == b.library && a.version == b.version);
        self.exports.sort();
        self.exports.dedup();
        self.hooks.sort();
        self.hooks.dedup();
        (self.imports, self.exports, self.hooks)
    }
}

fn c_api_name(name: &[u8]) -> Option<&str> {
    let shaped = name.starts_with(b"Py") || name.starts_with(b"_Py");
    if shaped { std::str::from_utf8(name).ok() } else { None }
}
