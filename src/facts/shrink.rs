//! Gives back the room that facts were read into but do not fill: they are kept until the run ends.

use super::FileFacts;
use super::order::Order;

impl FileFacts {
    /// About the bytes that the lists take: the same for the same file in every run.
    pub fn bytes(&self) -> usize {
        let defines: usize = self.defines.iter().map(|define| define.body.len()).sum();
        let comments: usize = self.comments.iter().map(|comment| comment.text.len()).sum();
        let params: usize = self.funcs.iter().map(|func| size_of_val(&func.params[..])).sum();
        let fields: usize = self.records.iter().map(|record| size_of_val(&record.fields[..])).sum();
        size_of_val(&self.vars[..])
            + size_of_val(&self.funcs[..])
            + size_of_val(&self.records[..])
            + size_of_val(&self.typedefs[..])
            + size_of_val(&self.enumerators[..])
            + size_of_val(&self.includes[..])
            + size_of_val(&self.defines[..])
            + size_of_val(&self.comments[..])
            + size_of_val(&self.gaps[..])
            + (defines + comments + params + fields)
            + (self.ast.bytes() + self.conds.bytes() + self.order.bytes())
    }

    /// Gives back what the lists hold in reserve, and notes the order of the bodies: call it when they are complete, and
    /// again after changes.
    pub fn shrink(&mut self) {
        self.order = Order::of(self);
        self.ast.shrink();
        self.conds.shrink();
        self.funcs.iter_mut().for_each(|func| func.params.shrink_to_fit());
        for record in &mut self.records {
            record.fields.shrink_to_fit();
            record.bases.shrink_to_fit();
        }
        self.vars.shrink_to_fit();
        self.funcs.shrink_to_fit();
        self.records.shrink_to_fit();
        self.typedefs.shrink_to_fit();
        self.enumerators.shrink_to_fit();
        self.includes.shrink_to_fit();
        self.defines.shrink_to_fit();
        self.comments.shrink_to_fit();
        self.gaps.shrink_to_fit();
        self.words.shrink_to_fit();
    }
}
