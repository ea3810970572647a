//! Declarations outside of functions: variables, prototypes, names of types, calls of macros.

use super::tokens::{Tok, What};
use super::types::Specifiers;
use super::{Mark, Plain};
use crate::facts::{CType, Func, Linkage, Name, Param, Precision, Scope, Span, Storage, Typedef};

/// A function's declarator.
struct Prototype {
    name: Tok,
    ret: CType,
    params: Vec<Param>,
    open_params: bool,
}

/// How the parameters of a function are read.
type Parameters<R> = fn(&mut R) -> Option<(Vec<Param>, bool)>;

impl Plain<'_> {
    /// All items of the text: one, or what a macro made.
    pub(super) fn items(&mut self) -> Option<()> {
        while self.what() != What::Nothing {
            match self.what() {
                What::Semicolon => self.at += 1,
                What::Typedef => self.typedef()?,
                What::Name if self.peek(1) == What::Open => self.call()?,
                _ => self.declarations()?,
            }
        }
        Some(())
    }

    /// The call of a macro: no fact is made of it.
    fn call(&mut self) -> Option<()> {
        let mark = Mark::of(self.facts);
        let read = self.assignment()?;
        let call = matches!(self.facts.ast.expr(read.id), crate::facts::Expr::Call { .. });
        mark.rewind(self.facts);
        self.expect(What::Semicolon)?;
        call.then_some(())
    }

    /// `typedef T *name;`
    fn typedef(&mut self) -> Option<()> {
        self.expect(What::Typedef)?;
        let first = self.at;
        let specifiers = self.specifiers()?;
        let register = self.tokens[first..self.at].iter().any(|token| token.what == What::Register);
        if specifiers.storage != Storage::Default || register {
            return None;
        }
        loop {
            let (name, ty) = match self.prototype(&specifiers, Self::parameters_of_type)? {
                Some(Prototype { name, ret, .. }) => (name, CType { function_pointer: true, ..ret }),
                None => {
                    let found = self.declarator(specifiers.ty)?;
                    self.unread(found.dimension)?;
                    (found.name?, found.ty)
                }
            };
            let cond = self.cond(self.span(name.start, name.end));
            if let (Some(record), true) = (specifiers.record, ty.pointers == 0 && ty.arrays == 0) {
                let name = self.name(name);
                self.facts.records[record].typedef.get_or_insert(name);
            }
            self.facts.typedefs.push(Typedef { name: self.name(name), ty, cond });
            match self.take().what {
                What::Comma => {}
                What::Semicolon => return Some(()),
                _ => return None,
            }
        }
    }

    /// Variables, prototypes, or the definition of a function.
    fn declarations(&mut self) -> Option<()> {
        let (start, tagged) = (self.start(), matches!(self.what(), What::Struct | What::Union | What::Enum));
        let specifiers = self.specifiers()?;
        if tagged && self.eat(What::Semicolon) {
            return Some(());
        }
        self.eat(What::Calling);
        let (from, first) = (self.at, self.facts.funcs.len());
        loop {
            match self.prototype(&specifiers, Self::parameters)? {
                Some(found) if self.what() == What::Begin => {
                    let only = first == self.facts.funcs.len() && found.name.start >= self.tokens[from].start;
                    self.declare(found, start, &specifiers);
                    return if only { self.definition(start) } else { None };
                }
                Some(found) => self.declare(found, start, &specifiers),
                None => self.variable(&specifiers, Scope::File)?,
            }
            match self.take().what {
                What::Comma => {}
                What::Semicolon => break,
                _ => return None,
            }
        }
        let span = self.span(start, self.end());
        self.facts.funcs[first..].iter_mut().for_each(|func| func.span = span);
        Some(())
    }

    /// `*name(parameters)`; None and nothing read where something else is declared.
    fn prototype(&mut self, specifiers: &Specifiers, parameters: Parameters<Self>) -> Option<Option<Prototype>> {
        let from = self.at;
        let mut ret = specifiers.ty;
        self.stars(&mut ret);
        if self.what() != What::Name || self.peek(1) != What::Open {
            self.at = from;
            return Some(None);
        }
        let name = self.take();
        self.expect(What::Open)?;
        let (params, open_params) = parameters(self)?;
        Some(Some(Prototype { name, ret, params, open_params }))
    }

    fn declare(&mut self, found: Prototype, start: u32, specifiers: &Specifiers) {
        let Prototype { name, ret, params, open_params } = found;
        let name_span = self.span(name.start, name.end);
        let linkage = if specifiers.storage == Storage::Static { Linkage::Internal } else { Linkage::External };
        let (cond, origin) = (self.cond(name_span), self.origin(start));
        self.facts.funcs.push(Func {
            name: self.name(name),
            name_span,
            // All of the declaration, when its end is known.
            span: Span::new(name_span.start, name_span.start),
            ret,
            params,
            open_params,
            linkage,
            c_linkage: false,
            at_load: false,
            body: None,
            locals: (0, 0),
            indent: Name::from(""),
            cond,
            origin,
            precision: Precision::Syntactic,
        });
    }
}
