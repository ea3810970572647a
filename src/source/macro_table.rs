//! The macros of all files of a run, by name, and which of them a file may see. Not what a use means.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::file_set::FileSet;
use super::includes::Seen;
use super::macros::{MacroDef, MacroText};
use crate::facts::Name;

/// All macros of a project by name; definitions in the order of files, then of offsets.
#[derive(Debug, Default)]
pub(crate) struct MacroTable {
    /// Those of one name stand together.
    defs: Vec<MacroDef>,
    /// For each name its definitions: first, and behind the last.
    by_name: HashMap<Name, (u32, u32), FxBuildHasher>,
    /// For each input the inputs whose macros it may use.
    seen: Vec<Seen>,
}

impl MacroTable {
    /// Collects the definitions of all files; `seen[input]` lists the files whose macros `input` may use.
    pub(super) fn new<'f>(files: impl Iterator<Item = &'f [Arc<MacroText>]>, seen: Vec<Seen>) -> Self {
        let of = |(input, file): (u32, &'f [Arc<MacroText>])| {
            file.iter().map(move |text| MacroDef { input, text: Arc::clone(text) })
        };
        let mut defs: Vec<MacroDef> = (0..).zip(files).flat_map(of).collect();
        // By the place where the name is kept: which order names have does not matter, that of one name's stays.
        defs.sort_by_key(|def: &MacroDef| def.name.as_char_ptr());
        let mut by_name = HashMap::default();
        let mut start = 0;
        for run in defs.chunk_by(|a, b| a.name == b.name) {
            by_name.insert(run[0].name, (start, start + run.len() as u32));
            start += run.len() as u32;
        }
        MacroTable { defs, by_name, seen }
    }

    /// The definitions (and `#undef`s) of a name.
    fn all(&self, name: Name) -> &[MacroDef] {
        self.by_name.get(&name).map_or(&[], |&(start, end)| &self.defs[start as usize..end as usize])
    }

    /// The definitions (and `#undef`s) of a name in one file.
    pub(crate) fn own(&self, input: u32, name: Name) -> &[MacroDef] {
        let all = self.all(name);
        let first = all.partition_point(|d| d.input < input);
        &all[first..first + all[first..].partition_point(|d| d.input == input)]
    }

    /// The definitions that a use in `input` may mean: its own, else those of files that it includes, else those of the
    /// files that include it.
    pub(crate) fn visible(&self, input: u32, name: Name) -> Vec<&MacroDef> {
        let own = self.own(input, name);
        if !own.is_empty() || !self.is_known(name) {
            return own.iter().collect();
        }
        let seen = &self.seen[input as usize];
        let below = self.within(&seen.below, name);
        if below.is_empty() { self.within(&seen.around, name) } else { below }
    }

    /// The definitions of a name in some files: from the shorter side of the two.
    fn within(&self, files: &FileSet, name: Name) -> Vec<&MacroDef> {
        let all = self.all(name);
        match files.few() {
            Some(few) if few.len() < all.len() => few.iter().flat_map(|&file| self.own(file, name)).collect(),
            _ => all.iter().filter(|d| files.holds(d.input)).collect(),
        }
    }

    /// Whether the file itself or one that it includes defines the name: a definition of a file that includes it holds
    /// in some programs only.
    pub(crate) fn is_certain(&self, input: u32, name: Name) -> bool {
        !self.own(input, name).is_empty() || !self.within(&self.seen[input as usize].below, name).is_empty()
    }

    /// Whether any file defines the name.
    pub(crate) fn is_known(&self, name: Name) -> bool {
        self.by_name.contains_key(&name)
    }
}
