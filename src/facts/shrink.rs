//! Gives back the room that facts were read into but do not fill: they are kept until the run ends.

use super::FileFacts;

impl FileFacts {
    /// Gives back what the lists hold in reserve.
    pub fn shrink(&mut self) {
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
    }
}
