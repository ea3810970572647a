//! A set of the files of a run: a list while it is short, bits when it is long. Knows nothing of includes.

/// Indices of files.
#[derive(Clone, Debug)]
pub(crate) enum FileSet {
    /// Ascending.
    Few(Vec<u32>),
    /// A bit for each file of the run.
    Many(Vec<u64>),
}

impl Default for FileSet {
    fn default() -> Self {
        FileSet::Few(Vec::new())
    }
}

impl FileSet {
    /// The files of an ascending list; there are `files` in all.
    pub(crate) fn of(list: &[u32], files: usize) -> Self {
        // A list of so many takes the place of the bits.
        if list.len() < files / 32 + 2 {
            return FileSet::Few(list.to_vec());
        }
        let mut bits = vec![0; files.div_ceil(64)];
        list.iter().for_each(|&file| set(&mut bits, file));
        FileSet::Many(bits)
    }

    /// Whether `file` is in it.
    pub(crate) fn holds(&self, file: u32) -> bool {
        match self {
            FileSet::Few(list) => list.binary_search(&file).is_ok(),
            FileSet::Many(bits) => bits.get(file as usize / 64).is_some_and(|word| word >> (file % 64) & 1 == 1),
        }
    }

    /// Whether all of `other` is in it.
    pub(crate) fn holds_all(&self, other: &FileSet) -> bool {
        match (self, other) {
            (_, FileSet::Few(list)) => list.iter().all(|&file| self.holds(file)),
            (FileSet::Many(bits), FileSet::Many(others)) => bits.iter().zip(others).all(|(a, b)| b & !a == 0),
            // Bits are taken for sets that are longer than any list.
            (FileSet::Few(_), FileSet::Many(_)) => false,
        }
    }

    /// Adds the files of `other`, a set of the same run of `files` files.
    pub(crate) fn add_all(&mut self, other: &FileSet, files: usize) {
        match (&mut *self, other) {
            (FileSet::Many(bits), FileSet::Many(others)) => bits.iter_mut().zip(others).for_each(|(a, b)| *a |= b),
            (FileSet::Many(bits), FileSet::Few(list)) => list.iter().for_each(|&file| set(bits, file)),
            (FileSet::Few(list), FileSet::Many(others)) => {
                let mut bits = others.clone();
                list.iter().for_each(|&file| set(&mut bits, file));
                *self = FileSet::Many(bits);
            }
            (FileSet::Few(list), FileSet::Few(others)) => {
                list.extend(others);
                list.sort_unstable();
                list.dedup();
                *self = FileSet::of(list, files);
            }
        }
    }

    /// Shows each of its files, ascending.
    pub(crate) fn each(&self, mut show: impl FnMut(u32)) {
        match self {
            FileSet::Few(list) => list.iter().for_each(|&file| show(file)),
            FileSet::Many(bits) => {
                for (at, &word) in bits.iter().enumerate() {
                    (0..64).filter(|bit| word >> bit & 1 == 1).for_each(|bit| show((at * 64) as u32 + bit));
                }
            }
        }
    }

    /// The files of a short set; None for a long one.
    pub(crate) fn few(&self) -> Option<&[u32]> {
        match self {
            FileSet::Few(list) => Some(list),
            FileSet::Many(_) => None,
        }
    }
}

fn set(bits: &mut [u64], file: u32) {
    if let Some(word) = bits.get_mut(file as usize / 64) {
        *word |= 1 << (file % 64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_that_grows_becomes_bits() {
        let files = 200;
        let mut set = FileSet::of(&[3, 70], files);
        assert!(set.few().is_some() && set.holds(70) && !set.holds(4));
        set.add_all(&FileSet::of(&[3, 4, 5, 6, 7, 199], files), files);
        assert!(set.few().is_some() && set.holds_all(&FileSet::of(&[5, 199], files)));
        set.add_all(&FileSet::of(&[100, 101, 102], files), files);
        assert!(set.few().is_none() && set.holds(199) && set.holds(3) && !set.holds(103));
        let mut short = FileSet::of(&[150], files);
        assert!(!short.holds_all(&set));
        short.add_all(&set, files);
        assert!(short.holds_all(&set) && short.holds(150) && !set.holds_all(&short));
    }
}
