//! Cursors, types and places of a translation unit: safe views that cannot outlive it.

#![allow(unsafe_code)]

use std::{ffi::c_void, marker::PhantomData, ptr};

use clang_sys::*;

use super::unit::text;

/// Names a file of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct FileKey(pub(super) usize);

/// A byte of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SourceOffset {
    pub(super) file: FileKey,
    pub(super) offset: u32,
}

impl SourceOffset {
    /// Where the outermost macro is used, for what a macro made.
    pub(super) fn expansion(location: CXSourceLocation, file: *mut CXFile, offset: *mut u32) {
        // SAFETY: the pointers come from `of`.
        unsafe { clang_getExpansionLocation(location, file, ptr::null_mut(), ptr::null_mut(), offset) }
    }

    /// Where the token was written: for an argument of a macro its place there.
    pub(super) fn written(location: CXSourceLocation, file: *mut CXFile, offset: *mut u32) {
        // SAFETY: the pointers come from `of`.
        unsafe { clang_getFileLocation(location, file, ptr::null_mut(), ptr::null_mut(), offset) }
    }

    /// Where the token's characters stand: for what a macro made, in its definition.
    pub(super) fn spelling(location: CXSourceLocation, file: *mut CXFile, offset: *mut u32) {
        // SAFETY: the pointers come from `of`.
        unsafe { clang_getSpellingLocation(location, file, ptr::null_mut(), ptr::null_mut(), offset) }
    }

    /// The place that `resolve` finds; None for what stands in no file.
    pub(super) fn of(
        location: CXSourceLocation,
        resolve: fn(CXSourceLocation, *mut CXFile, *mut u32),
    ) -> Option<SourceOffset> {
        let (mut file, mut offset) = (ptr::null_mut(), 0);
        resolve(location, &mut file, &mut offset);
        (!file.is_null()).then_some(SourceOffset { file: FileKey(file as usize), offset })
    }
}

/// How a cursor's range is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Where the outermost macro is used.
    Expansion,
    /// Where the tokens were written, arguments of macros in their place.
    Written,
    /// Where the characters stand, in a macro's definition where one made them.
    Spelling,
}

impl Look {
    fn resolve(self) -> fn(CXSourceLocation, *mut CXFile, *mut u32) {
        match self {
            Look::Expansion => SourceOffset::expansion,
            Look::Written => SourceOffset::written,
            Look::Spelling => SourceOffset::spelling,
        }
    }
}

/// A node of the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'u> {
    raw: CXCursor,
    unit: PhantomData<&'u c_void>,
}

impl<'u> Cursor<'u> {
    /// Wraps a cursor of a unit that lives for `'u`.
    pub(super) fn new(raw: CXCursor) -> Self {
        Cursor { raw, unit: PhantomData }
    }

    fn some(raw: CXCursor) -> Option<Self> {
        // SAFETY: looks at the cursor's own words.
        (unsafe { clang_Cursor_isNull(raw) } == 0).then(|| Cursor::new(raw))
    }

    /// `CXCursor_…`
    pub(super) fn kind(self) -> CXCursorKind {
        self.raw.kind
    }

    /// An expression of any kind.
    pub(super) fn is_expression(self) -> bool {
        // SAFETY: a plain number goes in.
        unsafe { clang_isExpression(self.raw.kind) != 0 }
    }

    /// A statement of any kind, expressions excluded.
    pub(super) fn is_statement(self) -> bool {
        // SAFETY: a plain number goes in.
        unsafe { clang_isStatement(self.raw.kind) != 0 }
    }

    /// The direct children in source order.
    pub(super) fn children(self) -> Vec<Cursor<'u>> {
        extern "C" fn visit(cursor: CXCursor, _: CXCursor, data: CXClientData) -> CXChildVisitResult {
            // SAFETY: `data` is the vector below.
            unsafe { (*data.cast::<Vec<CXCursor>>()).push(cursor) };
            CXChildVisit_Continue
        }
        let mut out: Vec<CXCursor> = Vec::new();
        // SAFETY: the visitor runs during the call only.
        unsafe { clang_visitChildren(self.raw, visit, ptr::from_mut(&mut out).cast::<c_void>()) };
        out.into_iter().map(Cursor::new).collect()
    }

    /// Its name, or the text of a literal.
    pub(super) fn spelling(self) -> String {
        // SAFETY: the unit is alive, as for every call below.
        text(unsafe { clang_getCursorSpelling(self.raw) })
    }

    /// What it refers to.
    pub(super) fn referenced(self) -> Option<Cursor<'u>> {
        Cursor::some(unsafe { clang_getCursorReferenced(self.raw) })
    }

    /// Its name's place.
    pub(super) fn place(self, look: Look) -> Option<SourceOffset> {
        SourceOffset::of(unsafe { clang_getCursorLocation(self.raw) }, look.resolve())
    }

    /// Start and end (behind the last byte) of its text.
    pub(super) fn range(self, look: Look) -> Option<(SourceOffset, SourceOffset)> {
        let range = unsafe { clang_getCursorExtent(self.raw) };
        let start = SourceOffset::of(unsafe { clang_getRangeStart(range) }, look.resolve())?;
        let end = SourceOffset::of(unsafe { clang_getRangeEnd(range) }, look.resolve())?;
        Some((start, end))
    }

    /// Its type; kind `CXType_Invalid` for what has none.
    pub(super) fn ty(self) -> Type<'u> {
        Type::new(unsafe { clang_getCursorType(self.raw) })
    }

    /// The type that a function returns.
    pub(super) fn result(self) -> Type<'u> {
        Type::new(unsafe { clang_getCursorResultType(self.raw) })
    }

    /// The type that a typedef names.
    pub(super) fn underlying(self) -> Type<'u> {
        Type::new(unsafe { clang_getTypedefDeclUnderlyingType(self.raw) })
    }

    /// Parameters of a function, arguments of a call.
    pub(super) fn arguments(self) -> Vec<Cursor<'u>> {
        let count = unsafe { clang_Cursor_getNumArguments(self.raw) };
        let at = |i: i32| Cursor::some(unsafe { clang_Cursor_getArgument(self.raw, i as u32) });
        (0..count.max(0)).filter_map(at).collect()
    }

    /// `CX_SC_…`
    pub(super) fn storage(self) -> CX_StorageClass {
        unsafe { clang_Cursor_getStorageClass(self.raw) }
    }

    /// Linkage: seen by other units.
    pub(super) fn is_external(self) -> bool {
        unsafe { clang_getCursorLinkage(self.raw) == CXLinkage_External }
    }

    /// Its type does not say what it takes, or takes more than its parameters.
    pub(super) fn has_open_parameters(self) -> bool {
        let kind = unsafe { clang_getCursorType(self.raw) }.kind;
        kind == CXType_FunctionNoProto || unsafe { clang_Cursor_isVariadic(self.raw) != 0 }
    }

    /// One object a thread.
    pub(super) fn is_thread_local(self) -> bool {
        unsafe { clang_getCursorTLSKind(self.raw) != CXTLS_None }
    }

    /// The initialiser of a variable.
    pub(super) fn initializer(self) -> Option<Cursor<'u>> {
        Cursor::some(unsafe { clang_Cursor_getVarDeclInitializer(self.raw) })
            .filter(|c| c.kind() != CXCursor_InvalidFile)
    }

    /// It defines what it declares.
    pub(super) fn is_definition(self) -> bool {
        unsafe { clang_isCursorDefinition(self.raw) != 0 }
    }

    /// A record or enum without tag.
    pub(super) fn is_anonymous(self) -> bool {
        unsafe { clang_Cursor_isAnonymous(self.raw) != 0 }
    }

    /// An unnamed record whose members belong to the record around it.
    pub(super) fn is_anonymous_record(self) -> bool {
        unsafe { clang_Cursor_isAnonymousRecordDecl(self.raw) != 0 }
    }

    /// A declaration that did not make sense.
    pub(super) fn is_invalid(self) -> bool {
        unsafe { clang_isInvalidDeclaration(self.raw) != 0 }
    }

    /// Whether two cursors are the same node.
    pub(super) fn is(self, other: Cursor<'_>) -> bool {
        unsafe { clang_equalCursors(self.raw, other.raw) != 0 }
    }

    /// `CXBinaryOperator_…`; None where the library (before 17) cannot say.
    pub(super) fn binary_operator(self) -> Option<CXBinaryOperatorKind> {
        if !clang_getCursorBinaryOperatorKind::is_loaded() {
            return None;
        }
        Some(unsafe { clang_getCursorBinaryOperatorKind(self.raw) }).filter(|&k| k != CXBinaryOperator_Invalid)
    }

    /// `CXUnaryOperator_…`; None where the library (before 17) cannot say.
    pub(super) fn unary_operator(self) -> Option<CXUnaryOperatorKind> {
        if !clang_getCursorUnaryOperatorKind::is_loaded() {
            return None;
        }
        Some(unsafe { clang_getCursorUnaryOperatorKind(self.raw) }).filter(|&k| k != CXUnaryOperator_Invalid)
    }

    /// The value of a constant integer expression.
    pub(super) fn evaluate(self) -> Option<u64> {
        // SAFETY: the result is disposed once, behind its last use.
        unsafe {
            let result = clang_Cursor_Evaluate(self.raw);
            if result.is_null() {
                return None;
            }
            let value = (clang_EvalResult_getKind(result) == CXEval_Int).then(|| {
                if clang_EvalResult_isUnsignedInt(result) != 0 {
                    clang_EvalResult_getAsUnsigned(result)
                } else {
                    clang_EvalResult_getAsLongLong(result) as u64
                }
            });
            clang_EvalResult_dispose(result);
            value
        }
    }
}

/// A type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type<'u> {
    raw: CXType,
    unit: PhantomData<&'u c_void>,
}

impl<'u> Type<'u> {
    fn new(raw: CXType) -> Self {
        Type { raw, unit: PhantomData }
    }

    /// `CXType_…`
    pub(super) fn kind(self) -> CXTypeKind {
        self.raw.kind
    }

    /// As C spells it.
    pub(super) fn spelling(self) -> String {
        text(unsafe { clang_getTypeSpelling(self.raw) })
    }

    /// Typedefs resolved.
    pub(super) fn canonical(self) -> Type<'u> {
        Type::new(unsafe { clang_getCanonicalType(self.raw) })
    }

    /// What a pointer or reference points to.
    pub(super) fn pointee(self) -> Type<'u> {
        Type::new(unsafe { clang_getPointeeType(self.raw) })
    }

    /// What an array holds.
    pub(super) fn element(self) -> Type<'u> {
        Type::new(unsafe { clang_getArrayElementType(self.raw) })
    }

    /// What a function type returns.
    pub(super) fn result(self) -> Type<'u> {
        Type::new(unsafe { clang_getResultType(self.raw) })
    }

    /// What `_Atomic` holds.
    pub(super) fn value(self) -> Type<'u> {
        Type::new(unsafe { clang_Type_getValueType(self.raw) })
    }

    /// Below an attribute.
    pub(super) fn modified(self) -> Type<'u> {
        Type::new(unsafe { clang_Type_getModifiedType(self.raw) })
    }

    /// Where the type is declared.
    pub(super) fn declaration(self) -> Option<Cursor<'u>> {
        Cursor::some(unsafe { clang_getTypeDeclaration(self.raw) }).filter(|c| c.kind() != CXCursor_NoDeclFound)
    }

    /// `const` on this level.
    pub(super) fn is_const(self) -> bool {
        unsafe { clang_isConstQualifiedType(self.raw) != 0 }
    }

    /// `volatile` on this level.
    pub(super) fn is_volatile(self) -> bool {
        unsafe { clang_isVolatileQualifiedType(self.raw) != 0 }
    }
}
