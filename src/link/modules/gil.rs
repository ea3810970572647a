//! The call by which a module without slots says whether it needs the GIL.

use crate::capi::roles::{self, Role};
use crate::link::Project;
use crate::link::modules::Module;
use crate::link::sites::CallSite;

impl Project {
    /// The live calls of `PyUnstable_Module_SetGIL` in a module's files. They stand in the init function, or in one that
    /// only this module has.
    pub fn set_gil_calls<'a>(&'a self, module: &'a Module) -> impl Iterator<Item = &'a CallSite> {
        let calls = roles::named(Role::SetGil).flat_map(|name| self.sites.calls_of(name));
        let near = calls.filter(|s| self.extension(module).contains(&s.file) && self.is_live(s.file, s.expr));
        near.filter(|s| s.file == module.init.file || !self.modules.iter().any(|m| m.init.file == s.file))
    }
}
