//! Modules that are built like a part of CPython itself, outside of it: by what they include and define, and by their names.

use std::collections::BTreeSet;

use crate::capi::{headers, names, predefined, stdlib};
use crate::facts::{FileId, Span, VersionSet};
use crate::link::Project;
use crate::link::modules::Module;

/// A place in a file.
pub type Spot = (FileId, Span);

/// A module that takes from CPython what CPython keeps to itself, and shows signs of having been written for it.
#[derive(Clone, Debug)]
pub struct CoreModule<'p> {
    /// The module.
    pub module: &'p Module,
    /// Its files that no other module has.
    pub files: Vec<FileId>,
    /// Internal headers by name, each with its first include and the targets on which that is live.
    pub headers: Vec<(String, Spot, VersionSet)>,
    /// Definitions of `Py_BUILD_CORE` and its kin.
    pub core: Vec<Spot>,
    /// Includes of files that Argument Clinic wrote.
    pub clinic: Vec<Spot>,
    /// Private names that it uses.
    pub private: BTreeSet<&'static str>,
    /// CPython has a module of its name.
    pub named: bool,
}

impl Project {
    /// The modules that are built like a part of CPython; none in a checkout of CPython.
    pub fn core_modules(&self) -> Vec<CoreModule<'_>> {
        if self.targets.cpython {
            return Vec::new();
        }
        self.modules.iter().filter_map(|module| self.core_module(module)).collect()
    }

    fn core_module<'p>(&'p self, module: &'p Module) -> Option<CoreModule<'p>> {
        let all = self.extension(module);
        let all = if all.is_empty() { std::slice::from_ref(&module.init.file) } else { all };
        let mut found = CoreModule {
            module,
            files: Vec::new(),
            headers: Vec::new(),
            core: Vec::new(),
            clinic: Vec::new(),
            private: BTreeSet::new(),
            named: stdlib::is_module(&module.name),
        };
        for facts in all.iter().map(|&file| self.file(file)) {
            for include in &facts.includes {
                let live = self.live(facts.file, include.cond);
                let path = include.path.replace('\\', "/");
                let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
                if live.is_empty() {
                    continue;
                }
                if headers::is_internal(&path) {
                    match found.headers.iter_mut().find(|(other, ..)| *other == name) {
                        Some((.., known)) => *known = known.or(live),
                        None => found.headers.push((name, (facts.file, include.span), live)),
                    }
                } else if is_clinic(&path) {
                    found.clinic.push((facts.file, include.span));
                }
            }
            let defines = facts.defines.iter().filter(|d| predefined::is_core(&d.name));
            let live = defines.filter(|d| !self.live(facts.file, d.cond).is_empty());
            found.core.extend(live.map(|d| (facts.file, d.name_span)));
        }
        if !found.named && found.clinic.is_empty() {
            return None;
        }
        let used = all.iter().flat_map(|&file| self.api().names_in(file)).filter(|used| !used.live.is_empty());
        let private = used.filter(|used| names::is_private(&used.name) && !names::is_accepted(&used.name));
        found.private = private.map(|used| used.name.as_str()).collect();
        let by_build = self.build.defines.iter().any(|d| predefined::is_core(&d.name));
        let inside = !found.headers.is_empty() || !found.core.is_empty() || by_build;
        // Private names alone say little, but for a module that has both the name and the files of one of CPython.
        let alike = found.named && !found.clinic.is_empty() && !found.private.is_empty();
        let alone = |file: &&FileId| self.modules_of(**file).iter().all(|other| other.init == module.init);
        found.files = all.iter().filter(alone).copied().collect();
        (inside || alike).then_some(found)
    }
}

/// Whether Argument Clinic wrote a file, by its path: `clinic/_ssl.c.h`.
fn is_clinic(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let of_source = [".c.h", ".cpp.h", ".h.h"].iter().any(|end| name.ends_with(end));
    folder.rsplit('/').next() == Some("clinic") && of_source
}
