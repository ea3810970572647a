//! On which platforms a place is compiled, as far as widths of integers go.

use crate::capi::systems::{self, Systems};
use crate::facts::{CondId, FileId, Span};
use crate::link::Project;

/// The header of Windows: a file that includes it everywhere is compiled nowhere else.
const WINDOWS_HEADER: &str = "windows.h";

/// Whether a place may be compiled on LP64, LLP64 and ILP32.
pub(super) fn of(project: &Project, file: FileId, span: Span) -> [bool; 3] {
    let facts = project.file(file);
    let cond = facts.conds.at_span(span);
    let dead = |name: &str, defined: bool| facts.conds.live_where(name, defined, cond).is_empty();
    let (mut windows, mut others) = (true, true);
    for (name, on) in systems::all().filter(|_| cond != CondId::ALWAYS) {
        let on_windows = on.meet(Systems::windows());
        let (needs, avoids) = (dead(name, false), dead(name, true));
        windows &= !(needs && !on_windows || avoids && on_windows);
        others &= !needs || on.has_posix();
    }
    let always = |path: &str| path.eq_ignore_ascii_case(WINDOWS_HEADER);
    let header = facts.includes.iter().any(|include| always(&include.path) && include.cond == CondId::ALWAYS);
    [others && !header, windows, true]
}
