//! Lists by a key, each in the order in which its items came, with all items in one run of memory.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash};

/// Lists by a key, while items are added.
pub(crate) struct Grouping<K, T, S> {
    /// The number of a list, in the order of its first item.
    lists: HashMap<K, u32, S>,
    items: Vec<(u32, T)>,
}

impl<K, T, S: Default> Default for Grouping<K, T, S> {
    fn default() -> Self {
        Grouping { lists: HashMap::default(), items: Vec::new() }
    }
}

impl<K: Hash + Eq, T: Copy, S: BuildHasher> Grouping<K, T, S> {
    /// Adds an item to the end of a list.
    pub(crate) fn add(&mut self, key: K, item: T) {
        let next = self.lists.len() as u32;
        self.items.push((*self.lists.entry(key).or_insert(next), item));
    }

    /// All lists.
    pub(crate) fn done(self) -> Grouped<K, T, S> {
        let Grouping { lists, items } = self;
        // Where each list ends, then, as it is filled from its end, where it begins.
        let mut places = vec![0; lists.len()];
        items.iter().for_each(|&(list, _)| places[list as usize] += 1);
        let mut sum = 0;
        for place in &mut places {
            sum += *place;
            *place = sum;
        }
        let Some(&(_, any)) = items.first() else { return Grouped { places: vec![0], lists, items: Vec::new() } };
        let mut out = vec![any; items.len()];
        for &(list, item) in items.iter().rev() {
            let place = &mut places[list as usize];
            *place -= 1;
            out[*place as usize] = item;
        }
        places.push(sum);
        Grouped { lists, places, items: out }
    }
}

/// Lists by a key.
pub struct Grouped<K, T, S> {
    /// The number of a list.
    lists: HashMap<K, u32, S>,
    /// Where the list of a number begins, and at the end where the last one ends.
    places: Vec<u32>,
    items: Vec<T>,
}

impl<K: fmt::Debug, T: fmt::Debug, S> fmt::Debug for Grouped<K, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grouped").field("lists", &self.lists).field("items", &self.items).finish_non_exhaustive()
    }
}

impl<K, T, S: Default> Default for Grouped<K, T, S> {
    fn default() -> Self {
        Grouped { lists: HashMap::default(), places: vec![0], items: Vec::new() }
    }
}

impl<K: Hash + Eq, T, S: BuildHasher> Grouped<K, T, S> {
    /// A list; empty where there is none.
    pub(crate) fn get(&self, key: &K) -> &[T] {
        self.lists.get(key).map_or(&[], |&list| self.list(list))
    }

    /// Whether there is a list.
    pub(crate) fn has(&self, key: &K) -> bool {
        self.lists.contains_key(key)
    }

    /// The keys, in no order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.lists.keys()
    }

    /// Keys with their lists, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &[T])> {
        self.lists.iter().map(|(key, &list)| (key, self.list(list)))
    }

    fn list(&self, list: u32) -> &[T] {
        let list = list as usize;
        &self.items[self.places[list] as usize..self.places[list + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxBuildHasher;

    use super::*;

    #[test]
    fn lists_keep_the_order_of_their_items() {
        let mut grouping: Grouping<&str, u32, FxBuildHasher> = Grouping::default();
        for (key, item) in [("b", 1), ("a", 2), ("b", 3), ("c", 4), ("a", 5), ("b", 6)] {
            grouping.add(key, item);
        }
        let lists = grouping.done();
        assert_eq!((lists.get(&"a"), lists.get(&"b"), lists.get(&"c")), (&[2, 5][..], &[1, 3, 6][..], &[4][..]));
        assert!(lists.get(&"d").is_empty());
        assert!(lists.has(&"a") && !lists.has(&"d"));
        assert_eq!(lists.iter().map(|(_, list)| list.len()).sum::<usize>(), 6);
    }

    #[test]
    fn nothing_added_is_no_list() {
        let lists = Grouping::<u8, u8, FxBuildHasher>::default().done();
        assert_eq!((lists.get(&1), lists.keys().count()), (&[][..], 0));
        assert_eq!(Grouped::<u8, u8, FxBuildHasher>::default().iter().count(), 0);
    }
}
