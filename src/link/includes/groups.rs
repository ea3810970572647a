//! The outermost files above each file of a graph of includes; those in a circle count as one.

use rustc_hash::FxHashMap;

/// A set of numbers: words of 64 with the numbers of the words, ascending.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Set(Vec<(u32, u64)>);

impl Set {
    fn one(number: usize) -> Set {
        Set(vec![((number / 64) as u32, 1 << (number % 64))])
    }

    fn join<'a>(sets: impl Iterator<Item = &'a Set>) -> Set {
        let mut words: Vec<(u32, u64)> = sets.flat_map(|set| &set.0).copied().collect();
        words.sort_unstable_by_key(|&(word, _)| word);
        words.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= if same { next.1 } else { 0 };
            same
        });
        Set(words)
    }

    /// Whether they have a number in common.
    pub(crate) fn meets(&self, other: &Set) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        let mut from = 0;
        short.0.iter().any(|&(word, bits)| {
            from += long.0[from..].partition_point(|&(other, _)| other < word);
            long.0.get(from).is_some_and(|&(other, set)| other == word && set & bits != 0)
        })
    }
}

/// For each file the place of its set, and the sets.
pub(crate) fn groups(includes: &[Vec<usize>], included_by: &[Vec<usize>]) -> (Vec<usize>, Vec<Set>) {
    let circles = circles(includes);
    let mut circle_of = vec![0; includes.len()];
    for (i, circle) in circles.iter().enumerate() {
        circle.iter().for_each(|&file| circle_of[file] = i);
    }
    let (mut sets, mut known): (Vec<Set>, FxHashMap<Set, usize>) = (Vec::new(), FxHashMap::default());
    let mut of_circle = vec![usize::MAX; circles.len()];
    let mut outermost = 0;
    // What includes comes behind what it includes.
    for (i, circle) in circles.iter().enumerate().rev() {
        let above = circle.iter().flat_map(|&file| &included_by[file]).map(|&by| circle_of[by]).filter(|&by| by != i);
        let mut above: Vec<usize> = above.map(|by| of_circle[by]).collect();
        above.sort_unstable();
        above.dedup();
        of_circle[i] = match above[..] {
            [one] => one,
            _ => {
                let set = if above.is_empty() {
                    outermost += 1;
                    Set::one(outermost - 1)
                } else {
                    Set::join(above.iter().map(|&set| &sets[set]))
                };
                *known.entry(set).or_insert_with_key(|set| {
                    sets.push(set.clone());
                    sets.len() - 1
                })
            }
        };
    }
    (circle_of.into_iter().map(|circle| of_circle[circle]).collect(), sets)
}

/// The circles of a graph, what is in none by itself; a circle comes before those that lead to it.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut out = Vec::new();
    let (mut number, mut low, mut on) = (vec![NEW; edges.len()], vec![0; edges.len()], vec![false; edges.len()]);
    let (mut next, mut kept, mut open) = (0, Vec::new(), Vec::<(usize, usize)>::new());
    for start in 0..edges.len() {
        if number[start] != NEW {
            continue;
        }
        open.push((start, 0));
        while let Some(&mut (at, ref mut edge)) = open.last_mut() {
            if *edge == 0 {
                (number[at], low[at], on[at]) = (next, next, true);
                next += 1;
                kept.push(at);
            }
            if let Some(&to) = edges[at].get(*edge) {
                *edge += 1;
                if number[to] == NEW {
                    open.push((to, 0));
                } else if on[to] {
                    low[at] = low[at].min(number[to]);
                }
                continue;
            }
            open.pop();
            if let Some(&(from, _)) = open.last() {
                low[from] = low[from].min(low[at]);
            }
            if low[at] == number[at] {
                let mut circle = Vec::new();
                while let Some(file) = kept.pop() {
                    on[file] = false;
                    circle.push(file);
                    if file == at {
                        break;
                    }
                }
                out.push(circle);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::groups;

    fn share(edges: &[(usize, usize)], files: usize) -> Vec<Vec<usize>> {
        let (mut includes, mut by) = (vec![Vec::new(); files], vec![Vec::new(); files]);
        for &(from, to) in edges {
            includes[from].push(to);
            by[to].push(from);
        }
        let (of, sets) = groups(&includes, &by);
        (0..files).map(|a| (0..files).filter(|&b| sets[of[a]].meets(&sets[of[b]])).collect()).collect()
    }

    #[test]
    fn files_share_a_unit_by_an_outermost_file() {
        // 0 and 1 include 2, 2 includes 3; 4 and 5 include each other; 6 is alone.
        let found = share(&[(0, 2), (1, 2), (2, 3), (4, 5), (5, 4)], 7);
        assert_eq!(
            found,
            [vec![0, 2, 3], vec![1, 2, 3], vec![0, 1, 2, 3], vec![0, 1, 2, 3], vec![4, 5], vec![4, 5], vec![6]]
        );
    }

    #[test]
    fn a_long_chain_and_a_long_circle_are_one_set() {
        for last in [None, Some((99_999, 0))] {
            let mut includes: Vec<Vec<usize>> = (0..100_000).map(|i| vec![i + 1]).collect();
            includes[99_999] = last.map(|(_, to)| to).into_iter().collect();
            let mut by = vec![Vec::new(); 100_000];
            includes.iter().enumerate().for_each(|(from, to)| to.iter().for_each(|&to| by[to].push(from)));
            let (of, sets) = groups(&includes, &by);
            assert_eq!((of.iter().max(), sets.len()), (Some(&0), 1));
        }
    }
}
