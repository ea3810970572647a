//! Which files of the run a file may see by `#include`: for macros, which no linker joins.

use std::collections::HashMap;

use super::Scanned;
use super::lex::DirectiveKind;
use crate::facts::included;

/// The files whose macros a file may use, ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Itself and what it includes, directly or not.
    pub(crate) below: Vec<u32>,
    /// For a file that others include: those others with all that they include.
    pub(crate) around: Vec<u32>,
}

/// What each input sees.
pub(super) fn seen(scanned: &[Scanned<'_>]) -> Vec<Seen> {
    let below = edges(scanned);
    let mut above = vec![Vec::new(); scanned.len()];
    for (from, targets) in below.iter().enumerate() {
        for &to in targets {
            above[to as usize].push(from as u32);
        }
    }
    let closed: Vec<Vec<u32>> = (0..below.len()).map(|i| closure(&[i as u32], &below)).collect();
    (0..below.len())
        .map(|i| {
            let includers = closure(&[i as u32], &above);
            let around = if includers.len() == 1 { Vec::new() } else { closure(&includers, &below) };
            Seen { below: closed[i].clone(), around }
        })
        .collect()
}

fn closure(start: &[u32], edges: &[Vec<u32>]) -> Vec<u32> {
    let mut seen = vec![false; edges.len()];
    let mut out = start.to_vec();
    start.iter().for_each(|&i| seen[i as usize] = true);
    let mut next = 0;
    while next < out.len() {
        for &to in &edges[out[next] as usize] {
            if !std::mem::replace(&mut seen[to as usize], true) {
                out.push(to);
            }
        }
        next += 1;
    }
    out.sort_unstable();
    out
}

/// The files that each file includes itself.
fn edges(scanned: &[Scanned<'_>]) -> Vec<Vec<u32>> {
    let mut by_name: HashMap<&str, Vec<u32>> = HashMap::new();
    for (i, file) in scanned.iter().enumerate() {
        by_name.entry(file_name(file.input.path)).or_default().push(i as u32);
    }
    let mut out = Vec::with_capacity(scanned.len());
    for file in scanned {
        let mut targets = Vec::new();
        for directive in file.lexed.directives.iter().filter(|d| d.kind == DirectiveKind::Include) {
            let body = String::from_utf8_lossy(&file.text[directive.body as usize..directive.end as usize]);
            let path = body.trim();
            let path = path.get(1..).and_then(|p| p.split(['"', '>']).next()).unwrap_or("");
            let Some(candidates) = by_name.get(file_name(path)) else { continue };
            let candidates = candidates.iter().map(|&i| (i, scanned[i as usize].input.path));
            targets.extend(included(file.input.path, path, candidates));
        }
        targets.sort_unstable();
        targets.dedup();
        out.push(targets);
    }
    out
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
