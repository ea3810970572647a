//! What formulas ask of all files of a run, whoever includes them: remembered, as another answer is another formula.

use super::super::generated::is_own_switch;
use super::Conditions;
use crate::facts::Name;

impl Conditions<'_> {
    /// A switch of the tool that wrote the file which nothing in the project sets.
    pub(super) fn is_unset(&mut self, name: Name, at: Option<(u32, u32)>) -> bool {
        let generated = at.and_then(|(input, _)| self.scanned[input as usize].generated.as_ref());
        is_own_switch(generated, name.as_str()) && !self.any_defines(name)
    }

    /// Whether any file of the run defines the name; what is asked is remembered.
    pub(crate) fn any_defines(&mut self, name: Name) -> bool {
        self.known.push(name);
        self.macros.is_known(name)
    }

    /// What was asked that way.
    pub(crate) fn asked_of_all(&mut self) -> Vec<Name> {
        let mut asked = std::mem::take(&mut self.known);
        asked.sort_unstable_by_key(|name| name.as_char_ptr());
        asked.dedup();
        asked
    }
}
