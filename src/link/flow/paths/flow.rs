//! The states in which paths come to one point: a set, small and in order. No meaning.

/// What is known at a point, as members of a set.
pub(crate) trait Member: Ord {
    /// Makes ready what comparisons need, where that takes work; the state does not change until it leaves the set.
    fn prepare(&mut self) {}
}

/// A set of states, in their order. Most hold one to sixteen: a list that is sorted costs less than a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flow<S>(Vec<S>);

impl<S> Default for Flow<S> {
    fn default() -> Flow<S> {
        Flow(Vec::new())
    }
}

impl<S: Member> Flow<S> {
    pub(crate) fn new() -> Flow<S> {
        Flow(Vec::new())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, S> {
        self.0.iter()
    }

    /// Takes up a state; one that is there already stays.
    pub(crate) fn insert(&mut self, mut state: S) {
        if let [one] = self.0.as_mut_slice() {
            one.prepare();
        }
        if !self.is_empty() {
            state.prepare();
        }
        if self.0.last().is_none_or(|last| *last < state) {
            self.0.push(state);
        } else if let Err(at) = self.0.binary_search(&state) {
            self.0.insert(at, state);
        }
    }

    /// Takes up the states of another, which is empty then.
    pub(crate) fn append(&mut self, other: &mut Flow<S>) {
        if self.is_empty() {
            std::mem::swap(self, other);
        } else if !other.is_empty() {
            self.0.append(&mut other.0);
            self.settle();
        }
    }

    /// Leaves out the last state in order.
    pub(crate) fn pop_last(&mut self) {
        self.0.pop();
    }

    /// Puts the states in order; of equal ones the first stays.
    fn settle(&mut self) {
        if self.len() > 1 {
            self.0.iter_mut().for_each(Member::prepare);
        }
        if !self.0.is_sorted_by(|a, b| a < b) {
            self.0.sort();
            self.0.dedup();
        }
    }
}

impl<S: Member> From<[S; 1]> for Flow<S> {
    fn from(one: [S; 1]) -> Flow<S> {
        Flow(Vec::from(one))
    }
}

impl<S: Member> FromIterator<S> for Flow<S> {
    fn from_iter<I: IntoIterator<Item = S>>(states: I) -> Flow<S> {
        let mut flow = Flow(states.into_iter().collect());
        flow.settle();
        flow
    }
}

impl<S: Member> Extend<S> for Flow<S> {
    fn extend<I: IntoIterator<Item = S>>(&mut self, states: I) {
        self.0.extend(states);
        self.settle();
    }
}

impl<S> IntoIterator for Flow<S> {
    type Item = S;
    type IntoIter = std::vec::IntoIter<S>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'f, S> IntoIterator for &'f Flow<S> {
    type Item = &'f S;
    type IntoIter = std::slice::Iter<'f, S>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
