//! Choices that bytes make: what an input that is put together is made of. Bytes that are used up give zeros.

/// What is left of the bytes.
pub struct Picks<'a>(pub &'a [u8]);

impl<'a> Picks<'a> {
    /// Whether bytes are left.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    /// The next two bytes.
    pub fn short(&mut self) -> usize {
        usize::from(self.byte()) | usize::from(self.byte()) << 8
    }

    /// One of a list, which is not empty.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::from(self.byte()) % list.len()]
    }

    /// The next bytes, as many as the first of them says, at most `most`.
    pub fn run(&mut self, most: usize) -> &'a [u8] {
        let count = usize::from(self.byte()) % (most + 1);
        let (run, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        run
    }
}
