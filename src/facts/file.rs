//! What a front end says about one C or C++ file.

use rustc_hash::FxHashSet;

use super::order::Order;
use super::{Ast, CType, Cond, CondId, CondTable, ExprId, FileId, Gap, Name, Precision, Span, StmtId, Word};

/// Names a variable in its file's `vars`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct VarId(pub u32);

/// Names a function in its file's `funcs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FuncId(pub u32);

/// The language a file was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Language {
    /// C, by the C grammar.
    C,
    /// C++, by the C++ grammar.
    Cpp,
}

/// A tool that writes C.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub enum Generator {
    Cython,
    Mypyc,
    Swig,
    /// What `set_source()` and `verify()` write.
    Cffi,
    /// "Automatically generated" by something else.
    Other,
}

/// Who generated the file, from its first lines.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Generated {
    /// The tool.
    pub by: Generator,
    /// Its version, as the header says it.
    pub version: Option<String>,
}

impl Generated {
    /// Whether all of the file is the tool's own: nobody changes what calls and references it writes there.
    pub fn is_whole(&self) -> bool {
        matches!(self.by, Generator::Cython | Generator::Mypyc | Generator::Swig)
    }
}

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Origin {
    /// Written where its span says.
    Written,
    /// Made by expanding the macro of this name, used where the span says.
    Macro(Name),
}

/// Storage class as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Storage {
    /// `static`.
    Static,
    /// `extern` (without initialiser: no definition).
    Extern,
    /// None given: external linkage at file scope, automatic in a function.
    Default,
    /// A C++ static data member, declared in its class (`static T x;`) or defined outside (`T C::x`).
    Member,
}

/// Linkage of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Linkage {
    /// Seen in its file only.
    Internal,
    /// Seen by the whole program.
    External,
}

/// Where a variable is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Scope {
    /// At file (or namespace) scope.
    File,
    /// In a function.
    Local(FuncId),
    /// In a C++ class.
    Class(Name),
}

/// A variable: of file scope, local (automatic ones too), a C++ static member.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Var {
    /// Its name (`Foo::bar` for a member defined outside its class).
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole declarator with its initialiser.
    pub span: Span,
    /// Declared type.
    pub ty: CType,
    /// Storage class.
    pub storage: Storage,
    /// Scope.
    pub scope: Scope,
    /// `_Thread_local`, `thread_local`, `__thread`, `__declspec(thread)`.
    pub thread_local: bool,
    /// `constexpr`, or `const`ness that the declarator hides.
    pub constexpr: bool,
    /// The initialiser.
    pub init: Option<ExprId>,
    /// The first array dimension, where one is written.
    pub dimension: Option<ExprId>,
    /// Presence condition.
    pub cond: CondId,
    /// Written or made by a macro.
    pub origin: Origin,
    /// The type with all typedefs resolved, where a compiler's front end saw it.
    pub canonical: Option<CType>,
    /// How well it is known.
    pub precision: Precision,
}

impl Var {
    /// Whether the variable lives as long as the process and is not declared elsewhere: `extern` without an
    /// initialiser is no definition; a tentative definition is one (the linker merges them).
    pub fn is_static_definition(&self) -> bool {
        match (self.scope, self.storage) {
            (_, Storage::Extern) => self.init.is_some(),
            (Scope::Local(_), storage) => storage == Storage::Static,
            (Scope::File, _) => true,
            (Scope::Class(_), _) => false,
        }
    }
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Param {
    /// Its name; None where it has none.
    pub name: Option<Name>,
    /// Declared type.
    pub ty: CType,
    /// Where the parameter stands.
    pub span: Span,
}

/// A function: definition, or prototype without body.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Func {
    /// Its name (`Foo::bar` for a C++ member defined outside its class; `Foo::bar` as well when defined inside).
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole definition.
    pub span: Span,
    /// Return type.
    pub ret: CType,
    /// Parameters.
    pub params: Vec<Param>,
    /// It takes others than these or says nothing of them: `…`, `f()` in C, types behind the parentheses.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub open_params: bool,
    /// Linkage.
    pub linkage: Linkage,
    /// Inside or behind `extern "C"`; says nothing about files in C.
    pub c_linkage: bool,
    /// The loader runs it before or after everything else: `__attribute__((constructor))`, `destructor`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_load: bool,
    /// The body; None for a prototype.
    pub body: Option<StmtId>,
    /// Its local variables (automatic and static) are `vars[locals.0..locals.1]` of the file.
    pub locals: (u32, u32),
    /// The blanks in front of the body's first statement, for edits.
    pub indent: Name,
    /// Presence condition.
    pub cond: CondId,
    /// Written or made by a macro.
    pub origin: Origin,
    /// How well it is known.
    pub precision: Precision,
}

impl Func {
    /// What a lambda is called, behind the class around it: no name of C or C++.
    pub const LAMBDA: &'static str = "[lambda]";

    /// Whether it is a lambda: it sees the locals of the functions around it.
    pub fn is_lambda(&self) -> bool {
        self.name.ends_with(Self::LAMBDA)
    }
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub enum RecordKind {
    Struct,
    Union,
    Class,
}

/// A field of a record.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Field {
    /// Its name. `PyObject_HEAD` gives a field `ob_base` of type `PyObject`, `PyObject_VAR_HEAD` one of type `PyVarObject`;
    /// an anonymous inner record gives its own fields.
    pub name: Name,
    /// Declared type; an inner record has the base `struct <tag>`, where an unnamed one gets the tag `<outer>.<field>`.
    pub ty: CType,
    /// Where the name stands.
    pub span: Span,
}

/// A struct, union or class with its fields.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Record {
    /// Kind.
    pub kind: RecordKind,
    /// The tag, where it has one.
    pub tag: Option<Name>,
    /// A name given to it by the typedef that holds it.
    pub typedef: Option<Name>,
    /// Base classes (C++).
    pub bases: Vec<Name>,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// Where it stands.
    pub span: Span,
    /// Presence condition.
    pub cond: CondId,
}

/// `typedef ty name;`
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Typedef {
    /// The new name.
    pub name: Name,
    /// What it stands for.
    pub ty: CType,
    /// When it is compiled.
    pub cond: CondId,
}

/// A constant of an `enum`.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Enumerator {
    /// Its name.
    pub name: Name,
    /// Its value expression, where written.
    pub value: Option<ExprId>,
    /// When it is compiled.
    pub cond: CondId,
}

/// `#include`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Include {
    /// The path between the delimiters; None for a computed include.
    pub path: String,
    /// `<…>` instead of `"…"`.
    pub system: bool,
    /// The directive without its line end.
    pub span: Span,
    /// Presence condition.
    pub cond: CondId,
}

/// `#define`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Define {
    /// The macro's name.
    pub name: Name,
    /// Where the name stands.
    pub name_span: Span,
    /// Parameters of a function-like macro.
    pub params: Option<Vec<Name>>,
    /// The body as written, comments and line joins taken out.
    pub body: String,
    /// Presence condition.
    pub cond: CondId,
}

/// A comment that speaks to the linter (`extlint: …`), text without its delimiters.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Comment {
    /// Where the comment stands.
    pub span: Span,
    /// Its text, trimmed.
    pub text: String,
    /// Nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// Byte counts of the front end, for `extlint facts --stats`.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct SourceStats {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of code: without comments, blanks and directives.
    pub code_bytes: u64,
    /// Bytes in outermost ERROR nodes.
    pub error_bytes: u64,
    /// ERROR nodes and MISSING tokens.
    pub errors: u64,
    /// Code bytes that masking blanked.
    pub blanked_bytes: u64,
    /// Code bytes in branches left out.
    pub left_out_bytes: u64,
    /// Initialisers of type objects, specs and slot arrays with an error inside.
    pub broken_initialisers: u64,
    /// Such initialisers in all.
    pub initialisers: u64,
}

/// Everything known about one C or C++ file.
#[derive(Clone, Debug, serde::Serialize)]
#[allow(missing_docs)]
pub struct FileFacts {
    pub file: FileId,
    pub language: Language,
    /// What every fact of the file has at least; single facts may be known better.
    pub precision: Precision,
    pub generated: Option<Generated>,
    pub ast: Ast,
    pub vars: Vec<Var>,
    pub funcs: Vec<Func>,
    pub records: Vec<Record>,
    pub typedefs: Vec<Typedef>,
    pub enumerators: Vec<Enumerator>,
    pub includes: Vec<Include>,
    pub defines: Vec<Define>,
    pub comments: Vec<Comment>,
    #[serde(skip)]
    pub words: Vec<Word>,
    pub gaps: Vec<Gap>,
    /// The words of what was not understood or left out: what is named there alone may be used there.
    #[serde(skip)]
    pub lost_words: FxHashSet<Name>,
    pub conds: CondTable,
    pub stats: SourceStats,
    /// The order of a walk through the bodies; see [`FileFacts::shrink`].
    #[serde(skip)]
    pub(super) order: Order,
}

impl FileFacts {
    /// Facts of an empty file.
    pub fn empty(file: FileId, language: Language) -> Self {
        FileFacts {
            file,
            language,
            precision: Precision::Syntactic,
            generated: None,
            ast: Ast::default(),
            vars: Vec::new(),
            funcs: Vec::new(),
            records: Vec::new(),
            typedefs: Vec::new(),
            enumerators: Vec::new(),
            includes: Vec::new(),
            defines: Vec::new(),
            comments: Vec::new(),
            words: Vec::new(),
            gaps: Vec::new(),
            lost_words: FxHashSet::default(),
            conds: CondTable::default(),
            order: Order::default(),
            stats: SourceStats::default(),
        }
    }

    /// The variable.
    #[inline]
    pub fn var(&self, id: VarId) -> &Var {
        &self.vars[id.0 as usize]
    }

    /// The function.
    #[inline]
    pub fn func(&self, id: FuncId) -> &Func {
        &self.funcs[id.0 as usize]
    }

    /// The formula of a presence condition.
    pub fn cond(&self, id: CondId) -> &Cond {
        self.conds.get(id)
    }
}
