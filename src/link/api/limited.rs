//! Which limited API a file is compiled with: by the settings, by a definition in its unit, by the build.

use crate::capi::limited::ABI3T;
use crate::capi::predefined::LIMITED_API;
use crate::facts::{Define, FileId, Name, Truth};
use crate::link::Project;
use crate::link::modules::extension::is_header;

/// A value of `Py_LIMITED_API` or of `Py_TARGET_ABI3T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// The value, `0x030B0000`; the lowest where it is not known.
    pub value: u32,
    /// The value is known.
    pub known: bool,
}

/// The value of the first limited API: what 3 or less mean, and nothing.
const FIRST: u32 = 0x0302_0000;

impl Limited {
    /// Its minor version.
    pub fn minor(self) -> u8 {
        (self.value >> 16) as u8
    }

    fn of(value: Option<u32>) -> Limited {
        Limited { value: value.unwrap_or(FIRST).max(FIRST), known: value.is_some() }
    }
}

impl Project {
    /// The limited API that a file is compiled with; None where it is not, or where that hangs on what is not known.
    pub fn limited(&self, file: FileId) -> Option<Limited> {
        if self.targets.limited_api == Truth::False || self.file(file).generated.is_some() {
            return None;
        }
        if self.targets.limited_api == Truth::True {
            return Some(Limited::of(self.targets.limited_api_version));
        }
        self.defined_as(file, LIMITED_API)
    }

    /// The value of `Py_TARGET_ABI3T` that a file is compiled with.
    pub fn abi3t(&self, file: FileId) -> Option<Limited> {
        if self.file(file).generated.is_some() {
            return None;
        }
        self.defined_as(file, ABI3T)
    }

    /// The definitions of a macro that hold in a file for some target.
    pub fn live_defines(&self, file: FileId, name: &'static str) -> Vec<(FileId, &Define)> {
        let mut found = self.defines_of(file, Name::from(name));
        found.retain(|(at, define)| self.share_unit(file, *at) && !self.live(*at, define.cond).is_empty());
        found
    }

    fn defined_as(&self, file: FileId, name: &'static str) -> Option<Limited> {
        let found = self.live_defines(file, name);
        let values: Vec<Option<u32>> = found.iter().map(|(_, d)| number(&d.body)).collect();
        if let Some(first) = values.first() {
            return values.iter().all(|v| v == first).then(|| Limited::of(*first)).filter(|l| l.known);
        }
        // What a build file gives to one of several extensions is not said of all.
        if self.build.extensions.len() > 1 || is_header(self, file) && !self.is_included(file) {
            return None;
        }
        let mut built = self.build.defines.iter().filter(|d| d.name == name);
        let (Some(define), None) = (built.next(), built.next()) else { return None };
        let value = define.value.as_deref().map(|v| number(v.trim_matches(['"', '\''])))?;
        value.map(|value| Limited::of(Some(value)))
    }
}

/// The number that a macro stands for.
pub fn number(body: &str) -> Option<u32> {
    let text = body.trim().trim_matches(['(', ')']).trim_end_matches(['u', 'U', 'l', 'L']);
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}
