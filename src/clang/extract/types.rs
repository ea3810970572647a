//! Types: from libclang's to the base, pointers and qualifiers that facts hold.

use clang_sys::*;

use super::super::cursor::Type;
use crate::facts::{CType, Name};

fn is_array(kind: CXTypeKind) -> bool {
    matches!(kind, CXType_ConstantArray | CXType_IncompleteArray | CXType_VariableArray | CXType_DependentSizedArray)
}

/// Below attributes and parentheses.
fn plain(ty: Type<'_>) -> Type<'_> {
    let mut ty = ty;
    for _ in 0..8 {
        if ty.kind() != CXType_Attributed {
            break;
        }
        ty = ty.modified();
    }
    ty
}

/// The type as it is declared: typedefs stay, as in the text.
pub(super) fn ctype(ty: Type<'_>) -> CType {
    let mut out = CType::plain("int");
    let mut ty = plain(ty);
    let mut const_array = false;
    while is_array(ty.kind()) {
        out.arrays = out.arrays.saturating_add(1);
        // Which of the two levels carries the qualifier depends on libclang's version.
        const_array |= ty.is_const();
        ty = plain(ty.element());
    }
    // Outside in; facts count from the base.
    let mut pointers: Vec<bool> = Vec::new();
    let mut outermost = const_array;
    for _ in 0..32 {
        let is_const = ty.is_const() || std::mem::take(&mut outermost);
        out.volatile |= ty.is_volatile();
        match ty.kind() {
            CXType_Pointer | CXType_LValueReference | CXType_RValueReference | CXType_BlockPointer => {
                let target = plain(ty.pointee());
                let function = function_below(target);
                if let Some(result) = function {
                    out.function_pointer = true;
                    ty = plain(result);
                } else {
                    pointers.push(is_const);
                    ty = target;
                    while is_array(ty.kind()) {
                        ty = plain(ty.element());
                    }
                }
            }
            CXType_Atomic => {
                out.atomic = true;
                ty = plain(ty.value());
            }
            CXType_FunctionProto | CXType_FunctionNoProto => {
                out.function_pointer = true;
                ty = plain(ty.result());
            }
            _ => {
                out.const_base = is_const;
                break;
            }
        }
    }
    let spelling = ty.spelling();
    out.base = base(&spelling);
    out.atomic |= spelling.contains("atomic<");
    out.pointers = pointers.len().min(7) as u8;
    for (i, _) in pointers.iter().rev().enumerate().filter(|(_, is_const)| **is_const) {
        out.const_pointers |= 1u8.checked_shl(i as u32).unwrap_or(0);
    }
    out
}

/// What the function that `ty` is returns.
fn function_below(ty: Type<'_>) -> Option<Type<'_>> {
    let direct = matches!(ty.kind(), CXType_FunctionProto | CXType_FunctionNoProto);
    if direct {
        return Some(ty.result());
    }
    // Parentheses around a declarator hide the function type.
    let canonical = ty.canonical();
    let hidden = matches!(ty.kind(), CXType_Unexposed)
        && matches!(canonical.kind(), CXType_FunctionProto | CXType_FunctionNoProto);
    if !hidden {
        return None;
    }
    let result = ty.result();
    Some(if result.kind() == CXType_Invalid { canonical.result() } else { result })
}

/// The type with every typedef resolved.
pub(super) fn canonical(ty: Type<'_>) -> CType {
    ctype(ty.canonical())
}

/// The spelling of a base without qualifiers; an unnamed record keeps its keyword alone.
fn base(spelling: &str) -> Name {
    let mut rest = spelling.trim();
    loop {
        let before = rest;
        for word in ["const ", "volatile ", "restrict ", "__restrict "] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        for word in [" const", " volatile"] {
            rest = rest.strip_suffix(word).unwrap_or(rest).trim_end();
        }
        if rest == before {
            break;
        }
    }
    if rest.contains("(unnamed") || rest.contains("(anonymous") {
        let keyword = rest.split(' ').next().unwrap_or("struct");
        let keyword = if keyword.starts_with('(') { "struct" } else { keyword };
        return Name::from(&format!("{keyword} "));
    }
    // What the macro of `stdbool.h` stands for.
    Name::from(if rest == "_Bool" { "bool" } else { rest })
}
