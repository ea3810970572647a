//! The order in which fields are settled: each after all that it is given; those that are given each other together.

use rustc_hash::FxHashMap;

use crate::link::Model;
use crate::link::flow::references::Walks;
use crate::link::objects::acyclic::{FieldRef, Kept, Stored};
use crate::link::objects::owned::{FieldOf, FieldUses};

/// What these fields hold, and those that they are given.
pub(crate) fn settle<'a>(
    model: &'a Model,
    uses: &FieldUses,
    fields: impl Iterator<Item = FieldRef<'a>>,
) -> FxHashMap<FieldOf, Kept> {
    let (mut known, mut walks) = (FxHashMap::default(), Walks::default());
    let (places, given) = graph(model, uses, fields, &mut known, &mut walks);
    for circle in circles(&given) {
        // Whatever one of them holds comes to all of them.
        let kept = circle.iter().map(|&i| Stored::read(model, uses, &known, places[i], &mut walks).0).max();
        let kept = kept.filter(|kept| *kept != Kept::Open).unwrap_or(Kept::Nothing);
        known.extend(circle.iter().map(|&i| (places[i].key(), kept)));
    }
    known
}

/// The fields that hang on others, and for each on which; the others are settled at once.
fn graph<'a>(
    model: &'a Model,
    uses: &FieldUses,
    fields: impl Iterator<Item = FieldRef<'a>>,
    known: &mut FxHashMap<FieldOf, Kept>,
    walks: &mut Walks,
) -> (Vec<FieldRef<'a>>, Vec<Vec<usize>>) {
    let mut number: FxHashMap<FieldOf, usize> = FxHashMap::default();
    let mut places: Vec<FieldRef<'a>> = Vec::new();
    let mut given: Vec<Vec<usize>> = Vec::new();
    let mut add = |of: FieldRef<'a>, places: &mut Vec<FieldRef<'a>>| {
        *number.entry(of.key()).or_insert_with(|| {
            places.push(of);
            places.len() - 1
        })
    };
    for of in fields {
        add(of, &mut places);
    }
    while let Some(&of) = places.get(given.len()) {
        let (kept, open) = Stored::read(model, uses, known, of, walks);
        // An open field never makes it more than it is: what may be anything is so in any case.
        if open.is_empty() || kept == Kept::Other {
            known.insert(of.key(), kept);
            given.push(Vec::new());
        } else {
            given.push(open.into_iter().map(|of| add(of, &mut places)).collect());
        }
    }
    (places, given)
}

/// The sets of nodes that reach each other (Tarjan's algorithm, on a stack of its own), each after all that it reaches.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut out = Vec::new();
    let (mut found, mut low) = (vec![NEW; edges.len()], vec![NEW; edges.len()]);
    let (mut pending, mut is_pending) = (Vec::new(), vec![false; edges.len()]);
    let mut count = 0;
    for root in 0..edges.len() {
        // Each node on the way with the edge to follow next.
        let mut way = vec![(root, 0)];
        while let Some((node, edge)) = way.pop() {
            if edge == 0 {
                if found[node] != NEW {
                    continue;
                }
                (found[node], low[node], count) = (count, count, count + 1);
                pending.push(node);
                is_pending[node] = true;
            }
            if let Some(&next) = edges[node].get(edge) {
                way.push((node, edge + 1));
                if found[next] == NEW {
                    way.push((next, 0));
                } else if is_pending[next] {
                    low[node] = low[node].min(found[next]);
                }
                continue;
            }
            if low[node] == found[node] {
                let start = pending.iter().rposition(|&n| n == node).unwrap_or(0);
                let circle = pending.split_off(start);
                circle.iter().for_each(|&n| is_pending[n] = false);
                out.push(circle);
            }
            if let Some(&(above, _)) = way.last() {
                low[above] = low[above].min(low[node]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn a_circle_comes_after_what_it_reaches() {
        // 0 → 1 ⇄ 2 → 3 → 3, 4 → 0
        let edges = [vec![1], vec![2], vec![1, 3], vec![3], vec![0]];
        let mut found = circles(&edges);
        found.iter_mut().for_each(|circle| circle.sort_unstable());
        assert_eq!(found, [vec![3], vec![1, 2], vec![0], vec![4]]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let edges: Vec<Vec<usize>> = (0..100_000).map(|i| if i == 0 { vec![99_999] } else { vec![i - 1] }).collect();
        assert_eq!(circles(&edges).len(), 1);
        let chain: Vec<Vec<usize>> = (0..100_000).map(|i| if i == 0 { Vec::new() } else { vec![i - 1] }).collect();
        assert_eq!(circles(&chain).len(), 100_000);
    }
}
