//! The table by module that ends a report: what each claims, and how much stands in its way. Modules of which the same is
//! said share a line: those of one file, and those of one name in several wheels.

use std::{
    collections::{HashMap, HashSet},
    io::{self, Write},
};

use super::{Look, columns, counted, plain, summary::dash};
use crate::check::{Obstacles, Readiness, SHARED, ambiguous};

/// Modules in a table: those with the most blockers.
const MODULES: usize = 60;

const COLUMNS: [columns::Column<'static>; 4 + 4 + 2 + SHARED.len() + 1] = [
    ("module", false),
    ("phase", false),
    ("interpreters", false),
    ("GIL", false),
    ("subinterp", true),
    ("own GIL", true),
    ("free-thr", true),
    ("abi3", true),
    ("to abi3", true),
    ("to abi3t", true),
    ("types", true),
    ("objects", true),
    ("state", true),
    ("unknown", true),
];

/// Writes the modules that have something in their way; all where `long`.
pub(super) fn write(rows: &[Readiness], long: bool, look: Look, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let groups = groups(rows);
    let doubtful = ambiguous(rows);
    let mut shown: Vec<&Vec<&Readiness>> =
        groups.iter().filter(|group| long || group[0].is_blocked() || group.iter().any(|row| row.wheel)).collect();
    if shown.len() > MODULES && !look.statistics {
        let mut worst = shown.clone();
        worst.sort_by_key(|group| std::cmp::Reverse(group[0].blockers.iter().sum::<usize>()));
        worst.truncate(MODULES);
        shown.retain(|group| worst.iter().any(|kept| std::ptr::eq(*kept, *group)));
    }
    let names = shown.iter().map(|group| name(group, &doubtful, false)).collect::<Vec<_>>();
    let mut seen = HashSet::new();
    // Two packages of a wheel may have modules of one name.
    let twice: HashSet<&String> = names.iter().filter(|name| !seen.insert(*name)).collect();
    let lines = shown.iter().zip(&names).map(|(group, short)| {
        let row = group[0];
        let name = if twice.contains(short) { name(group, &doubtful, true) } else { short.clone() };
        let words = [name, row.phase.to_owned(), row.interpreters.to_owned(), row.gil.to_owned()];
        let stable = |count: fn(&Obstacles) -> usize| row.stable.as_ref().map_or("?".to_owned(), |s| dash(count(s)));
        let numbers = row.shared.iter().chain([&row.unknown]);
        let blockers = row.blockers.iter().map(|&count| dash(count));
        let stable = [stable(Obstacles::to_abi3), stable(Obstacles::to_abi3t)];
        words.into_iter().chain(blockers).chain(stable).chain(numbers.map(|&count| dash(count))).collect()
    });
    let lines: Vec<Vec<String>> = lines.collect();
    writeln!(
        out,
        "readiness by module: what it declares by slots or a call (`?`: not seen); findings that block sub-interpreters, a\n\
         per-interpreter GIL, free threading and abi3; what it uses that abi3 and abi3t do not have; of the findings, static\n\
         types, objects in globals, other state; uncertain findings and notes"
    )?;
    columns::write(&COLUMNS, &lines, out)?;
    if shown.len() < groups.len() {
        writeln!(
            out,
            "and {}, with fewer or no blocking findings",
            counted(groups.len() - shown.len(), "other module")
        )?;
    }
    writeln!(out)
}

/// The rows that share a line, in the order of the first of each.
fn groups(rows: &[Readiness]) -> Vec<Vec<&Readiness>> {
    let mut groups: Vec<Vec<&Readiness>> = Vec::new();
    let mut places: HashMap<Readiness, usize> = HashMap::new();
    for row in rows {
        let mut key = Readiness { wheel: false, files: Vec::new(), ..row.clone() };
        if wheel(&row.path).is_some() {
            key.path = "a wheel".to_owned();
        } else if !row.path.is_empty() {
            key.module.clear();
        }
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(row);
    }
    groups
}

/// The module's name, with what tells it from others of the name: the tags of its wheel, or the file.
fn name(group: &[&Readiness], doubtful: &HashSet<&str>, long: bool) -> String {
    let (row, more) = (group[0], group.len() - 1);
    let where_from = match wheel(&row.path).filter(|_| !long) {
        Some(tags) => tags,
        None => plain(&row.path),
    };
    match (row.module.as_str(), more) {
        ("", 0) => "(no module)".to_owned(),
        (module, 0) if doubtful.contains(module) => format!("{} ({where_from})", plain(module)),
        (module, 0) => plain(module),
        (module, more) if wheel(&row.path).is_some() => {
            format!("{} ({where_from}, and {more} like it)", plain(module))
        }
        (module, more) if doubtful.contains(module) => format!("{} ({where_from}) and {more} like it", plain(module)),
        (module, more) => format!("{} and {more} like it", plain(module)),
    }
}

/// The Python and the platform in the name of the wheel that a path leads into: `cp312 win_amd64`.
fn wheel(path: &str) -> Option<String> {
    let (archive, _) = path.split_once(".whl!")?;
    let mut tags = archive.rsplit(['/', '\\']).next()?.rsplit('-');
    let (platforms, _, python) = (tags.next()?, tags.next()?, tags.next()?);
    let platform = platforms.split('.').min_by_key(|tag| tag.len())?;
    Some(plain(&format!("{python} {platform}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wheels_are_told_apart_by_their_tags() {
        let path = "dist/spam-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl!spam/_core.so";
        assert_eq!(wheel(path), Some("cp312 manylinux2014_x86_64".to_owned()));
        assert_eq!(wheel("src/spam.c"), None);
        let row = |tags: &str, own: usize| Readiness {
            module: "_core".to_owned(),
            path: format!("spam-1.0-{tags}.whl!_core.so"),
            blockers: [0, own, 0, 0],
            ..Readiness::default()
        };
        let rows = [row("cp312-cp312-win_amd64", 1), row("cp312-cp312-win32", 1), row("cp313-cp313-win32", 2)];
        let groups = groups(&rows);
        let names: Vec<String> = groups.iter().map(|group| name(group, &ambiguous(&rows), false)).collect();
        assert_eq!(names, ["_core (cp312 win_amd64, and 1 like it)", "_core (cp313 win32)"]);
    }
}
