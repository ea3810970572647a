//! A type that nothing makes ready. Such a static type works as far as nobody looks up an attribute of it: iterators for the most
//! part. It is made where another type of its file is.

use super::made::{self, Creation};
use super::mentions::statement_around;
use super::read::Reading;
use super::style::Style;
use super::{Edits, Work};
use crate::facts::FileId;

/// Makes a type before the first other one that is made in a function which fills a module; gives the place.
pub(super) fn make(work: &Work<'_>, reading: &Reading, edits: &mut Edits) -> Option<(FileId, u32)> {
    let own = reading.var.file;
    let mut places: Vec<(FileId, u32)> = Vec::new();
    for &(file, i) in work.mentions.values().flatten() {
        let near = file == own || work.scene.project.share_unit(file, own);
        if !near || !work.scene.is_open(file) || !matches!(made::creation(work, file, i), Some(Creation::Ready(_))) {
            continue;
        }
        let token = work.words(file).tokens[i];
        let at = statement_around(work.scene.project.file(file), token.span()).filter(|_| !token.in_macro);
        places.extend(at.filter(|&at| file != own || at > reading.declaration.end).map(|at| (file, at)));
    }
    places.sort_unstable_by_key(|&(file, at)| (file != own, file, at));
    let (file, at, value) = places.into_iter().find_map(|(file, at)| Some((file, at, work.failure(file, at)?)))?;
    let (indent, tab) = (work.words(file).line_indent(at), Style::of(work, file).indent);
    let symbol = reading.symbol;
    let text = format!("if ({symbol}_create() < 0) {{\n{indent}{tab}return {value};\n{indent}}}\n{indent}");
    edits.insert(file, at, text);
    Some((file, at))
}
