//! Which files of the run a file may see by `#include`: for macros, which no linker joins.

use rustc_hash::FxHashMap;
use std::sync::Arc;

use super::file_set::FileSet;
use super::lex::{Directive, DirectiveKind, Lexed, Token};
use super::scan::Scanned;
use crate::facts::included;

/// The files whose macros a file may use. Files that include each other in a circle share the sets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Itself and what it includes, directly or not.
    pub(crate) below: Arc<FileSet>,
    /// For a file that others include: those others with all that they include.
    pub(crate) around: Arc<FileSet>,
}

/// What each input sees.
pub(super) fn seen(edges: &[Vec<u32>]) -> Vec<Seen> {
    closures(edges)
}

/// The sets of each file, from the files that each includes itself.
fn closures(edges: &[Vec<u32>]) -> Vec<Seen> {
    let files = edges.len();
    let (circle, circles) = circles(edges);
    // Circles are numbered behind those that they include: what is below is known when it is asked for.
    let mut below: Vec<Arc<FileSet>> = Vec::with_capacity(circles.len());
    let mut inner: Vec<Vec<u32>> = Vec::with_capacity(circles.len());
    for (number, members) in circles.iter().enumerate() {
        let mut others: Vec<u32> =
            members.iter().flat_map(|&i| &edges[i as usize]).map(|&to| circle[to as usize]).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| other as usize != number);
        let mut set = FileSet::of(members, files);
        others.iter().for_each(|&other| set.add_all(&below[other as usize], files));
        below.push(Arc::new(set));
        inner.push(others);
    }
    let mut around: Vec<Option<Arc<FileSet>>> = circles.iter().map(|_| None).collect();
    for number in (0..circles.len()).rev() {
        if around[number].is_none() && circles[number].len() > 1 {
            around[number] = Some(below[number].clone());
        }
        // What stands above a file holds all that is below it.
        let up = around[number].clone().unwrap_or_else(|| below[number].clone());
        for &other in &inner[number] {
            let place = &mut around[other as usize];
            match place {
                None => *place = Some(up.clone()),
                Some(known) if Arc::ptr_eq(known, &up) || known.holds_all(&up) => {}
                Some(known) if up.holds_all(known) => *place = Some(up.clone()),
                Some(known) => Arc::make_mut(known).add_all(&up, files),
            }
        }
    }
    let sets = circle.iter().map(|&number| {
        let number = number as usize;
        Seen { below: below[number].clone(), around: around[number].clone().unwrap_or_default() }
    });
    sets.collect()
}

/// The number of each file's circle of includes, and the files of each circle, ascending: those whom a circle includes
/// have smaller numbers (Tarjan's algorithm, its stack on the heap).
fn circles(edges: &[Vec<u32>]) -> (Vec<u32>, Vec<Vec<u32>>) {
    const NONE: u32 = u32::MAX;
    let mut circle = vec![NONE; edges.len()];
    let mut circles: Vec<Vec<u32>> = Vec::new();
    let mut order = vec![NONE; edges.len()];
    let mut low = vec![NONE; edges.len()];
    let (mut next, mut stack) = (0, Vec::new());
    for root in 0..edges.len() as u32 {
        if order[root as usize] != NONE {
            continue;
        }
        let mut path: Vec<(u32, usize)> = vec![(root, 0)];
        while let Some((file, edge)) = path.last_mut() {
            let at = *file as usize;
            if *edge == 0 {
                (order[at], low[at]) = (next, next);
                next += 1;
                stack.push(at as u32);
            }
            if let Some(&to) = edges[at].get(*edge) {
                *edge += 1;
                if order[to as usize] == NONE {
                    path.push((to, 0));
                } else if circle[to as usize] == NONE {
                    low[at] = low[at].min(order[to as usize]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                let parent = *parent as usize;
                low[parent] = low[parent].min(low[at]);
            }
            if low[at] == order[at] {
                let first = stack.iter().rposition(|&file| file == at as u32).unwrap_or(0);
                let mut members = stack.split_off(first);
                members.sort_unstable();
                members.iter().for_each(|&member| circle[member as usize] = circles.len() as u32);
                circles.push(members);
            }
        }
    }
    (circle, circles)
}

/// The files that each file includes itself.
pub(crate) fn edges(scanned: &[Scanned<'_>]) -> Vec<Vec<u32>> {
    let by_name = by_name(scanned);
    let mut out = Vec::with_capacity(scanned.len());
    for file in scanned {
        let mut targets = Vec::new();
        for directive in file.directives.iter().filter(|d| d.kind == DirectiveKind::Include) {
            targets.extend(targets_of(scanned, &by_name, file, directive));
        }
        targets.sort_unstable();
        targets.dedup();
        out.push(targets);
    }
    out
}

/// For each file that others include: whether all of them do so in the middle of code, inside of braces.
pub(super) fn within(scanned: &[Scanned<'_>]) -> Vec<Option<bool>> {
    let by_name = by_name(scanned);
    let mut out: Vec<Option<bool>> = vec![None; scanned.len()];
    for file in scanned {
        for directive in file.directives.iter().filter(|d| d.kind == DirectiveKind::Include) {
            let inside = file.inside.binary_search(&directive.start).is_ok();
            for target in targets_of(scanned, &by_name, file, directive) {
                let known = &mut out[target as usize];
                *known = Some(known.unwrap_or(true) && inside);
            }
        }
    }
    out
}

/// Where the `#include`s of a text stand that are inside of braces: ascending offsets.
pub(super) fn inside(text: &[u8], lexed: &Lexed) -> Vec<u32> {
    let mut out = Vec::new();
    let (mut open, mut next) = (Vec::new(), 0);
    for directive in lexed.directives.iter().filter(|d| d.kind == DirectiveKind::Include) {
        let to = directive.tokens_before as usize;
        for i in next..to {
            match lexed.tokens[i].punct(text) {
                b'{' => open.push(is_code(text, &lexed.tokens[i.saturating_sub(4)..i])),
                b'}' => drop(open.pop()),
                _ => {}
            }
        }
        next = next.max(to);
        if open.contains(&true) {
            out.push(directive.start);
        }
    }
    out
}

/// Whether the brace behind some tokens opens something other than a namespace or a linkage.
fn is_code(text: &[u8], before: &[Token]) -> bool {
    let statement = before.iter().rposition(|t| matches!(t.punct(text), b';' | b'}' | b'{')).map_or(0, |at| at + 1);
    !before[statement..].iter().any(|t| matches!(t.bytes(text), b"namespace" | b"extern"))
}

fn by_name<'s>(scanned: &'s [Scanned<'_>]) -> FxHashMap<&'s str, Vec<u32>> {
    let mut by_name: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    for (i, file) in scanned.iter().enumerate() {
        by_name.entry(file_name(made(file.input.path))).or_default().push(i as u32);
    }
    by_name
}

/// The files that an `#include` may mean.
fn targets_of(
    scanned: &[Scanned<'_>],
    by_name: &FxHashMap<&str, Vec<u32>>,
    file: &Scanned<'_>,
    directive: &Directive,
) -> Vec<u32> {
    let body = String::from_utf8_lossy(&file.text[directive.body as usize..directive.end as usize]);
    let path = body.trim();
    let path = path.get(1..).and_then(|p| p.split(['"', '>']).next()).unwrap_or("");
    let Some(candidates) = by_name.get(file_name(path)) else { return Vec::new() };
    let candidates = candidates.iter().map(|&i| (i, made(scanned[i as usize].input.path)));
    included(file.input.path, path, candidates).into_iter().collect()
}

/// What the build makes of a template `NAME.in`.
fn made(path: &str) -> &str {
    path.strip_suffix(".in").unwrap_or(path)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(edges: &[&[u32]], file: usize) -> (Vec<u32>, Vec<u32>) {
        let edges: Vec<Vec<u32>> = edges.iter().map(|to| to.to_vec()).collect();
        let seen = closures(&edges)[file].clone();
        let all = |set: &FileSet| (0..edges.len() as u32).filter(|&i| set.holds(i)).collect();
        (all(&seen.below), all(&seen.around))
    }

    #[test]
    fn a_header_sees_what_is_around_it() {
        // 0 and 1 include 2, which includes 3; 4 stands alone.
        let edges: &[&[u32]] = &[&[2], &[2], &[3], &[], &[]];
        assert_eq!(sets(edges, 0), (vec![0, 2, 3], vec![]));
        assert_eq!(sets(edges, 2), (vec![2, 3], vec![0, 1, 2, 3]));
        assert_eq!(sets(edges, 3), (vec![3], vec![0, 1, 2, 3]));
        assert_eq!(sets(edges, 4), (vec![4], vec![]));
    }

    #[test]
    fn a_circle_shares_its_sets() {
        let edges: &[&[u32]] = &[&[1], &[2], &[1, 3], &[3]];
        assert_eq!(sets(edges, 0), (vec![0, 1, 2, 3], vec![]));
        for file in [1, 2] {
            assert_eq!(sets(edges, file), (vec![1, 2, 3], vec![0, 1, 2, 3]));
        }
        assert_eq!(sets(edges, 3), (vec![3], vec![0, 1, 2, 3]));
        assert_eq!(sets(&[&[0]], 0), (vec![0], vec![]));
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<u32>> = (0..20_000).map(|i| if i + 1 < 20_000 { vec![i + 1] } else { vec![] }).collect();
        let (circle, circles) = circles(&edges);
        assert_eq!((circles.len(), circle[19_999]), (20_000, 0));
    }
}
