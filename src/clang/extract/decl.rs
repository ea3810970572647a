//! Declarations: variables, functions, typedefs, and what encloses them.

use clang_sys::*;

use super::super::cursor::{Cursor, Look};
use super::{Extractor, types};
use crate::capi::hooks;
use crate::facts::{CType, Func, FuncId, Linkage, Name, Param, Precision, Scope, Span, Storage, Typedef, Var, VarId};

/// What stands in front of the tag of a record or enum.
fn keyword(kind: CXCursorKind) -> &'static str {
    match kind {
        CXCursor_UnionDecl => "union ",
        CXCursor_EnumDecl => "enum ",
        _ => "struct ",
    }
}

/// What is left of a declarator's text in front of its name: stars, opening brackets, qualifiers.
fn declarator_start(text: &[u8], name: u32, lowest: u32) -> u32 {
    let mut start = name;
    let mut at = name as usize;
    while at > lowest as usize {
        at -= 1;
        match text.get(at) {
            Some(b'*' | b'&' | b'(') => start = at as u32,
            Some(b' ' | b'\t' | b'\n' | b'\r') => {}
            _ => {
                let before = &text[lowest as usize..=at];
                let Some(word) = ["const", "volatile", "restrict"].iter().find(|w| before.ends_with(w.as_bytes()))
                else {
                    break;
                };
                at -= word.len() - 1;
            }
        }
    }
    start
}

impl<'u> Extractor<'u, '_> {
    /// A declaration at file, namespace or class scope, or one that stands among statements.
    pub(super) fn item(&mut self, cursor: Cursor<'u>) {
        if cursor.is_invalid() || self.is_too_deep(cursor) {
            return;
        }
        self.look_into(cursor);
        match cursor.kind() {
            CXCursor_VarDecl => {
                self.variable(cursor);
            }
            CXCursor_FunctionDecl
            | CXCursor_CXXMethod
            | CXCursor_Constructor
            | CXCursor_Destructor
            | CXCursor_ConversionFunction
            | CXCursor_FunctionTemplate => self.function(cursor),
            CXCursor_TypedefDecl | CXCursor_TypeAliasDecl => self.typedef(cursor),
            CXCursor_StructDecl | CXCursor_UnionDecl | CXCursor_ClassDecl | CXCursor_ClassTemplate => {
                self.record(cursor, None);
            }
            CXCursor_EnumDecl => self.enumeration(cursor),
            CXCursor_LinkageSpec | CXCursor_UnexposedDecl => {
                let outer = std::mem::replace(&mut self.c_linkage, true);
                cursor.children().into_iter().filter(|c| !c.is_expression()).for_each(|c| self.item(c));
                self.c_linkage = outer;
            }
            CXCursor_Namespace => {
                let outer = self.anonymous;
                self.anonymous |= cursor.is_anonymous() || cursor.spelling().is_empty();
                self.depth += 1;
                cursor.children().into_iter().for_each(|c| self.item(c));
                self.depth -= 1;
                self.anonymous = outer;
            }
            _ => {}
        }
    }

    /// Adds a variable.
    pub(super) fn variable(&mut self, cursor: Cursor<'u>) -> Option<VarId> {
        if cursor.is_invalid() {
            return None;
        }
        let bare = cursor.spelling();
        let name_span = self.name_span(cursor, &bare);
        let name = self.qualified(cursor, &bare);
        let whole = self.span(cursor);
        let written = name_span.end - name_span.start == bare.len() as u32;
        let start = if written {
            declarator_start(self.source(), name_span.start, whole.start.min(name_span.start))
        } else {
            whole.start
        };
        let ty = cursor.ty();
        let (declared, canonical) = (types::ctype(ty), types::canonical(ty));
        let initializer = cursor.initializer();
        let scope = match (self.func, self.class) {
            (Some(func), _) => Scope::Local(func),
            (None, Some(class)) => Scope::Class(class),
            (None, None) => Scope::File,
        };
        let storage = match cursor.storage() {
            _ if matches!(scope, Scope::Class(_)) || name.contains("::") => Storage::Member,
            CX_SC_Static => Storage::Static,
            // `extern "C" T x;` declares.
            CX_SC_None if self.is_cpp() && scope == Scope::File && !cursor.is_definition() => Storage::Extern,
            CX_SC_Extern | CX_SC_PrivateExtern => Storage::Extern,
            _ => Storage::Default,
        };
        let dimension = (declared.arrays > 0).then(|| {
            let sizes = cursor.children().into_iter().filter(|c| c.is_expression());
            sizes.rev().find(|c| initializer.is_none_or(|i| !i.is(*c)))
        });
        let init = initializer.map(|i| self.initial_value(i, &canonical));
        let dimension = dimension.flatten().map(|d| self.expr(d));
        let (cond, origin) = (self.cond(name_span), self.origin(name_span));
        let hidden = canonical.is_const_object() && !declared.is_const_object()
            || declared.function_pointer && ty.canonical().is_const();
        let id = VarId(self.part().facts.vars.len() as u32);
        self.facts().vars.push(Var {
            name,
            name_span,
            span: Span::new(start, whole.end.max(name_span.end)),
            ty: declared,
            storage,
            scope,
            thread_local: cursor.is_thread_local(),
            constexpr: hidden,
            init,
            dimension,
            cond,
            origin,
            canonical: Some(canonical),
            precision: Precision::Exact,
        });
        Some(id)
    }

    /// A typedef; the record that it defines gets its name.
    fn typedef(&mut self, cursor: Cursor<'u>) {
        let name = Name::from(&cursor.spelling());
        let underlying = cursor.underlying();
        let ty = types::ctype(underlying);
        let own = underlying.declaration().and_then(|d| d.range(Look::Expansion)).map(|(start, _)| self.offset(start));
        let span = self.span(cursor);
        if let Some(start) = own.filter(|&s| span.start <= s && s < span.end)
            && ty.pointers == 0
            && ty.arrays == 0
            && !ty.function_pointer
            && let Some(&record) = self.part().records.get(&start)
        {
            self.facts().records[record].typedef.get_or_insert(name);
        }
        // An unnamed record is spelled by the typedef that names it, which is no tag.
        let unnamed = underlying.declaration().filter(|d| ty.bare_base() == name && self.tag(*d).is_none());
        let base = unnamed.map_or(ty.base, |d| Name::from(keyword(d.kind())));
        let cond = self.cond(self.name_span(cursor, &name));
        self.facts().typedefs.push(Typedef { name, ty: CType { base, ..ty }, cond });
    }

    fn function(&mut self, cursor: Cursor<'u>) {
        let bare = cursor.spelling();
        let bare = bare.split('<').next().filter(|n| !n.is_empty() && !n.ends_with("operator")).unwrap_or(&bare);
        let name_span = self.name_span(cursor, bare);
        let mut name = self.qualified(cursor, bare);
        if let Some(class) = self.class {
            name = Name::from(&format!("{class}::{name}"));
        }
        let span = self.span(cursor);
        let internal = !cursor.is_external() && cursor.kind() != CXCursor_FunctionTemplate;
        let linkage = if internal || self.anonymous && !self.c_linkage { Linkage::Internal } else { Linkage::External };
        let params = self.parameters(cursor);
        let (cond, origin) = (self.cond(name_span), self.origin(name_span));
        let id = FuncId(self.part().facts.funcs.len() as u32);
        let c_linkage = self.c_linkage;
        let init_macro = self.part().uses.get(&span.start).filter(|u| hooks::is_keyword(u.name.as_bytes()));
        let ret = init_macro.map_or_else(|| types::ctype(cursor.result()), |u| CType::plain(u.name.as_str()));
        self.facts().funcs.push(Func {
            name,
            name_span,
            span,
            ret,
            params,
            open_params: cursor.has_open_parameters(),
            linkage,
            c_linkage,
            at_load: false,
            body: None,
            locals: (0, 0),
            indent: Name::from(""),
            cond,
            origin,
            precision: Precision::Exact,
        });
        self.body_of(cursor, id);
    }

    /// Reads the body of the function just added, where it has one.
    pub(super) fn body_of(&mut self, cursor: Cursor<'u>, id: FuncId) {
        let first = self.part().facts.vars.len() as u32;
        let children = cursor.children();
        let Some(&body) = children.iter().find(|c| matches!(c.kind(), CXCursor_CompoundStmt | CXCursor_CXXTryStmt))
        else {
            return;
        };
        let (outer_func, outer_class) = (self.func.replace(id), self.class.take());
        let indent = self.first_indent(body);
        let body = self.function_body(&children, body);
        self.func = outer_func;
        self.class = outer_class;
        let end = self.part().facts.vars.len() as u32;
        let func = &mut self.facts().funcs[id.0 as usize];
        func.body = Some(body);
        func.indent = indent;
        func.locals = (first, end);
    }

    pub(super) fn parameters(&mut self, cursor: Cursor<'u>) -> Vec<Param> {
        let mut all = cursor.arguments();
        if all.is_empty() {
            all = cursor.children().into_iter().filter(|c| c.kind() == CXCursor_ParmDecl).collect();
        }
        let param = |p: Cursor<'u>| {
            let name = p.spelling();
            Param { name: (!name.is_empty()).then(|| Name::from(&name)), ty: types::ctype(p.ty()), span: self.span(p) }
        };
        all.into_iter().map(param).collect()
    }

    /// The blanks in front of a block's first statement.
    fn first_indent(&self, body: Cursor<'u>) -> Name {
        let Some(&first) = body.children().first() else { return Name::from("") };
        let start = self.span(first).start as usize;
        let before = &self.source()[..start.min(self.source().len())];
        let line = &before[memchr::memrchr(b'\n', before).map_or(0, |n| n + 1)..];
        let blank = line.iter().all(|b| matches!(b, b' ' | b'\t'));
        Name::from(if blank { std::str::from_utf8(line).unwrap_or("") } else { "" })
    }
}
