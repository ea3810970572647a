//! A translation unit of libclang: parsed, saved, asked for its diagnostics and files. The cursors in it are next door.

#![allow(unsafe_code)]

use std::{
    ffi::{CStr, CString, c_char, c_uint, c_void},
    marker::PhantomData,
    path::Path,
    ptr,
};

use clang_sys::*;

use super::cursor::{Cursor, FileKey, SourceOffset};

/// Turns libclang's string into one of ours.
pub(super) fn text(string: CXString) -> String {
    // SAFETY: `string` came from libclang and is disposed exactly once, behind the copy.
    unsafe {
        let bytes = clang_getCString(string);
        let out = if bytes.is_null() { String::new() } else { CStr::from_ptr(bytes).to_string_lossy().into_owned() };
        clang_disposeString(string);
        out
    }
}

/// Where a set of translation units lives. The loaded library must stay set on the thread that uses it.
#[derive(Debug)]
pub(super) struct Index(CXIndex);

impl Index {
    /// `only_local`: cursors of a precompiled header are left out of every walk.
    pub(super) fn new(only_local: bool) -> Self {
        // SAFETY: plain call; a library is loaded on this thread.
        Index(unsafe { clang_createIndex(i32::from(only_local), 0) })
    }

    /// Parses the file `path`, whose content is `text` where given. None where libclang gave up.
    pub(super) fn parse(&self, path: &Path, arguments: &[String], text: Option<&[u8]>) -> Option<Unit<'_>> {
        self.parse_with(path, arguments, text, 0)
    }

    /// Parses a header that is to be saved.
    pub(super) fn parse_header(&self, path: &Path, arguments: &[String]) -> Option<Unit<'_>> {
        self.parse_with(path, arguments, None, CXTranslationUnit_ForSerialization | CXTranslationUnit_Incomplete)
    }

    fn parse_with(&self, path: &Path, arguments: &[String], text: Option<&[u8]>, more: i32) -> Option<Unit<'_>> {
        let path = CString::new(path.to_string_lossy().as_bytes()).ok()?;
        let arguments: Vec<CString> = arguments.iter().filter_map(|a| CString::new(a.as_bytes()).ok()).collect();
        let pointers: Vec<*const c_char> = arguments.iter().map(|a| a.as_ptr()).collect();
        let mut unsaved: Vec<CXUnsavedFile> = text
            .iter()
            .map(|text| CXUnsavedFile {
                Filename: path.as_ptr(),
                Contents: text.as_ptr().cast(),
                Length: text.len() as _,
            })
            .collect();
        let flags = CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_KeepGoing | more;
        let mut unit = ptr::null_mut();
        // SAFETY: all pointers live until the call returns; libclang copies what it keeps.
        let error = unsafe {
            clang_parseTranslationUnit2(
                self.0,
                path.as_ptr(),
                pointers.as_ptr(),
                pointers.len() as i32,
                unsaved.as_mut_ptr(),
                unsaved.len() as c_uint,
                flags,
                &mut unit,
            )
        };
        (error == CXError_Success && !unit.is_null()).then_some(Unit { raw: unit, index: PhantomData })
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        // SAFETY: units borrow the index, so none is left.
        unsafe { clang_disposeIndex(self.0) }
    }
}

/// What libclang complains about.
#[derive(Clone, Debug)]
pub(super) struct Complaint {
    /// The words, without place.
    pub(super) message: String,
    /// Line of the complaint, and the file's name.
    pub(super) place: Option<(String, u32)>,
    /// A fatal error: the rest of the unit may be missing.
    pub(super) fatal: bool,
}

impl Complaint {
    /// Whether it is about the precompiled header itself: damaged, of another compiler, older than what it was made of.
    pub(super) fn rejects_precompiled(&self) -> bool {
        ["precompiled", "PCH file", "AST file"].iter().any(|words| self.message.contains(words))
    }
}

/// One `#include` that was followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inclusion {
    /// The file included.
    pub(super) file: FileKey,
    /// The directive; None for the main file.
    pub(super) from: Option<SourceOffset>,
}

/// A parsed translation unit.
#[derive(Debug)]
pub(super) struct Unit<'i> {
    raw: CXTranslationUnit,
    index: PhantomData<&'i Index>,
}

impl Unit<'_> {
    /// The root.
    pub(super) fn root(&self) -> Cursor<'_> {
        // SAFETY: the unit is alive.
        Cursor::new(unsafe { clang_getTranslationUnitCursor(self.raw) })
    }

    /// Errors and fatal errors, in order.
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let mut out = Vec::new();
        // SAFETY: the set and its diagnostics belong to the unit; each diagnostic is disposed once.
        unsafe {
            for i in 0..clang_getNumDiagnostics(self.raw) {
                let diagnostic = clang_getDiagnostic(self.raw, i);
                let severity = clang_getDiagnosticSeverity(diagnostic);
                if severity >= CXDiagnostic_Error {
                    let mut file = ptr::null_mut();
                    let mut line = 0;
                    let at = clang_getDiagnosticLocation(diagnostic);
                    clang_getExpansionLocation(at, &mut file, &mut line, ptr::null_mut(), ptr::null_mut());
                    let place = (!file.is_null()).then(|| (text(clang_getFileName(file)), line));
                    let message = text(clang_getDiagnosticSpelling(diagnostic));
                    // To keep going, libclang makes an error of the fatal one.
                    let fatal = severity == CXDiagnostic_Fatal || message.ends_with("file not found");
                    out.push(Complaint { message, place, fatal });
                }
                clang_disposeDiagnostic(diagnostic);
            }
        }
        out
    }

    /// Writes the unit as a precompiled header; false where that failed.
    pub(super) fn save(&self, path: &Path) -> bool {
        let Ok(path) = CString::new(path.to_string_lossy().as_bytes()) else { return false };
        // SAFETY: the unit is alive, the path ends with a zero byte.
        unsafe { clang_saveTranslationUnit(self.raw, path.as_ptr(), CXSaveTranslationUnit_None) == CXSaveError_None }
    }

    /// The files of the unit in the order of their inclusion, the main file first.
    pub(super) fn inclusions(&self) -> Vec<Inclusion> {
        extern "C" fn visit(file: CXFile, stack: *mut CXSourceLocation, depth: c_uint, data: CXClientData) {
            // SAFETY: `data` is the vector below; `stack` holds `depth` locations.
            unsafe {
                let out = &mut *data.cast::<Vec<Inclusion>>();
                let from = if depth > 0 { SourceOffset::of(*stack, SourceOffset::expansion) } else { None };
                out.push(Inclusion { file: FileKey(file as usize), from });
            }
        }
        let mut out: Vec<Inclusion> = Vec::new();
        // SAFETY: the visitor runs during the call only.
        unsafe { clang_getInclusions(self.raw, visit, ptr::from_mut(&mut out).cast::<c_void>()) }
        out
    }

    /// The file's name as it was opened.
    pub(super) fn file_name(&self, file: FileKey) -> String {
        // SAFETY: keys come from this unit's locations.
        text(unsafe { clang_getFileName(file.0 as CXFile) })
    }

    /// The file's bytes.
    pub(super) fn contents(&self, file: FileKey) -> &[u8] {
        let mut size = 0;
        // SAFETY: the buffer belongs to the unit and lives as long as it.
        unsafe {
            let bytes = clang_getFileContents(self.raw, file.0 as CXFile, &mut size);
            if bytes.is_null() { &[] } else { std::slice::from_raw_parts(bytes.cast(), size) }
        }
    }

    /// The byte ranges that `#if` left out of a file.
    pub(super) fn skipped(&self, file: FileKey) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        // SAFETY: the list is libclang's, read before it is disposed.
        unsafe {
            let list = clang_getSkippedRanges(self.raw, file.0 as CXFile);
            if list.is_null() {
                return out;
            }
            for i in 0..(*list).count {
                let range = *(*list).ranges.add(i as usize);
                let start = SourceOffset::of(clang_getRangeStart(range), SourceOffset::expansion);
                let end = SourceOffset::of(clang_getRangeEnd(range), SourceOffset::expansion);
                if let (Some(start), Some(end)) = (start, end) {
                    out.push((start.offset, end.offset));
                }
            }
            clang_disposeSourceRangeList(list);
        }
        out
    }
}

impl Drop for Unit<'_> {
    fn drop(&mut self) {
        // SAFETY: cursors borrow the unit, so none is left.
        unsafe { clang_disposeTranslationUnit(self.raw) }
    }
}
