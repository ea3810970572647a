//! What is known about an input: plain values, no parser type, no I/O.
//!
//! [`FileFacts`] is what a front end says about one C or C++ file. Expressions, statements and types
//! live in the file's [`Ast`] and are named by small ids; everything else is a table. [`BinaryFacts`] and [`WheelFacts`]
//! are what is known about compiled files and archives.

mod assumed;
mod ast;
mod binary;
mod binary_cut;
mod build;
mod comparison;
mod cond;
mod ctype;
mod file;
pub mod folders;
mod gap;
mod include_path;
mod mentions;
mod order;
mod packed;
mod precision;
mod predefined;
mod recovered;
mod scoped;
mod shrink;
mod systems;
mod targets;
mod truth_table;
mod variables;
mod walk;
mod wheel;
mod words;

pub use ast::{Ast, AstMark, BinaryOp, Expr, ExprId, ExprList, Stmt, StmtId, StmtList, UnaryOp};
pub use binary::{
    BinaryFacts, BinaryFormat, Hook, HookKind, ImageKind, Import, Machine, ModuleName, Slice, SuffixTag, VersionNeed,
};
pub use binary_cut::BinaryCut;
pub use build::{BuildDefine, BuildExtension, BuildFacts};
pub use comparison::Comparison;
pub use cond::{Cond, CondId, CondTable};
pub use ctype::CType;
pub use file::{
    Comment, Define, Enumerator, Field, FileFacts, Func, FuncId, Generated, Generator, Include, Language, Linkage,
    Origin, Param, Record, RecordKind, Scope, SourceStats, Storage, Typedef, Var, VarId,
};
pub use gap::{Gap, GapKind};
pub use include_path::included;
pub use mentions::Mentions;
pub use precision::Precision;
pub use recovered::{
    AbiInfo, DataMethod, DataMethods, DataModule, DataSequence, DataSlot, DataSpec, DataType, DataValue, Declared,
    Headers, Recovered, SourceLine,
};
pub use scoped::{last_part, split_scope};
pub use targets::{Isolation, Python, Targets, Truth, VersionSet};
pub use ustr::Ustr as Name;
pub use variables::{CodePlace, DataVariable, DeclaredType, Holds};
pub use wheel::{Artifact, Member, Problem, Tag, TagSet, WheelFacts, WheelMetadata, WheelName};
pub use words::{Word, WordKind};

/// A half-open range of byte offsets in the original file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span from two byte offsets.
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Index of an input file in the run; the same in facts, findings and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FileId(pub u32);
