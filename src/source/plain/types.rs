//! Declared types: specifiers, declarators, parameters, the types of casts.

use super::tokens::{Tok, What};
use super::{Mark, Plain};
use crate::facts::{BinaryOp, CType, Name, Param, Storage};

/// A pointer's star.
pub(super) const STAR: What = What::Op(BinaryOp::Mul);

/// What the specifiers of a declaration say.
pub(super) struct Specifiers {
    pub(super) ty: CType,
    pub(super) storage: Storage,
    /// The record that is defined in them.
    pub(super) record: Option<usize>,
}

/// What a declarator declares.
pub(super) struct Declared {
    /// None for an abstract declarator.
    pub(super) name: Option<Tok>,
    pub(super) ty: CType,
    /// The tokens of the size of the first array dimension.
    pub(super) dimension: Option<(usize, usize)>,
}

impl Plain<'_> {
    /// Storage, qualifiers and one type.
    pub(super) fn specifiers(&mut self) -> Option<Specifiers> {
        let mut storage = Storage::Default;
        let mut qualified = CType::plain("int");
        let (mut base, mut record) = (None, None);
        loop {
            match self.what() {
                What::Static => storage = Storage::Static,
                What::Extern => storage = Storage::Extern,
                What::Register | What::Restrict => {}
                What::Const => qualified.const_base = true,
                What::Volatile => qualified.volatile = true,
                _ if base.is_some() => break,
                _ => {
                    base = Some(self.base(&mut record)?);
                    continue;
                }
            }
            self.at += 1;
        }
        Some(Specifiers { ty: CType { base: base?, ..qualified }, storage, record })
    }

    /// The one type of some specifiers. Words of a size have their qualifiers before them.
    fn base(&mut self, record: &mut Option<usize>) -> Option<Name> {
        let first = self.take();
        match first.what {
            What::Name => Some(self.name(first)),
            What::Primitive if self.what() != What::Sized => Some(self.name(first)),
            What::Enum => {
                let tag = self.expect(What::Name).map(|tag| self.name(tag));
                if self.what() == What::Begin {
                    self.nest(Self::enumerators)?;
                } else if tag.is_none() || self.what() == What::Colon {
                    return None;
                }
                Some(Name::from(&format!("enum {}", tag.map_or("", |t| t.as_str()))))
            }
            What::Struct | What::Union => {
                let keyword = if first.what == What::Union { "union" } else { "struct" };
                if self.what() == What::Begin || self.peek(1) == What::Begin {
                    self.at -= 1;
                    let index = self.nest(|reader| reader.record(None))?;
                    *record = Some(index);
                    let tag = self.facts.records[index].tag;
                    return Some(Name::from(&format!("{keyword} {}", tag.map_or("", |t| t.as_str()))));
                }
                let tag = self.expect(What::Name)?;
                Some(Name::from(&format!("{keyword} {}", self.name(tag))))
            }
            What::Sized => {
                let mut text = self.bytes(first).to_vec();
                let mut last = first;
                loop {
                    let primitive = self.what() == What::Primitive;
                    if !primitive && self.what() != What::Sized {
                        break;
                    }
                    let next = self.take();
                    // A comment between them would be a part of the name.
                    let between = &self.text[last.end as usize..next.start as usize];
                    if !between.iter().all(u8::is_ascii_whitespace) {
                        return None;
                    }
                    text.push(b' ');
                    text.extend_from_slice(self.bytes(next));
                    last = next;
                    if primitive {
                        break;
                    }
                }
                let open = matches!(self.what(), What::Sized | What::Primitive | What::Const | What::Volatile);
                // `unsigned T x`: the grammar has `T` in the type.
                let two = self.what() == What::Name && self.peek(1) == What::Name;
                (!open && !two).then(|| Name::from(std::str::from_utf8(&text).unwrap_or_default()))
            }
            _ => None,
        }
    }

    /// `*`, each with its qualifiers.
    pub(super) fn stars(&mut self, ty: &mut CType) {
        while self.eat(STAR) {
            let counted = ty.pointers < 7;
            loop {
                match self.what() {
                    What::Const if counted => ty.const_pointers |= 1 << ty.pointers,
                    What::Volatile if counted => ty.volatile = true,
                    What::Const | What::Volatile | What::Restrict => {}
                    _ => break,
                }
                self.at += 1;
            }
            ty.pointers += u8::from(counted);
        }
    }

    /// A declarator over the type of its specifiers: `*name[2]`, `(*name)(parameters)`, or without the name.
    pub(super) fn declarator(&mut self, base: CType) -> Option<Declared> {
        let mut ty = base;
        self.stars(&mut ty);
        if self.what() == What::Open {
            return self.pointer_to_function(ty);
        }
        let name = self.expect(What::Name);
        let mut dimension = None;
        while self.eat(What::Bracket) {
            let first = self.at;
            let mut open = 0;
            loop {
                match self.what() {
                    What::Bracket => open += 1,
                    What::Unbracket if open == 0 => break,
                    What::Unbracket => open -= 1,
                    // `[static 3]`, `[*]` and what does not close.
                    What::Static | What::Const | What::Restrict | What::Nothing | What::Semicolon => return None,
                    _ => {}
                }
                self.at += 1;
            }
            let size = (first < self.at).then_some((first, self.at));
            if ty.arrays == 0 {
                dimension = size;
            } else {
                self.unread(size)?;
            }
            ty.arrays = ty.arrays.saturating_add(1);
            self.at += 1;
        }
        Some(Declared { name, ty, dimension })
    }

    /// `(*name)(parameters)`.
    fn pointer_to_function(&mut self, mut ty: CType) -> Option<Declared> {
        self.expect(What::Open)?;
        self.expect(STAR)?;
        let name = self.expect(What::Name);
        self.expect(What::Close)?;
        self.expect(What::Open)?;
        self.parameters_of_type()?;
        ty.function_pointer = true;
        Some(Declared { name, ty, dimension: None })
    }

    /// What stands behind the `(` of a function's parameters, up to the `)`; and whether it takes others than these, or
    /// says nothing of them.
    pub(super) fn parameters(&mut self) -> Option<(Vec<Param>, bool)> {
        let mut out = Vec::new();
        if self.eat(What::Close) {
            return Some((out, true));
        }
        let mut open = false;
        loop {
            if self.eat(What::Dots) {
                open = true;
            } else {
                out.extend(self.nest(Self::parameter)?);
            }
            match self.take().what {
                What::Comma => {}
                What::Close => return Some((out, open)),
                _ => return None,
            }
        }
    }

    /// The same of a type alone: what is defined in them, the walk of a tree does not look for.
    pub(super) fn parameters_of_type(&mut self) -> Option<(Vec<Param>, bool)> {
        let before = (self.facts.records.len(), self.facts.enumerators.len());
        let read = self.parameters()?;
        (before == (self.facts.records.len(), self.facts.enumerators.len())).then_some(read)
    }

    /// One parameter; nothing for `void`.
    fn parameter(&mut self) -> Option<Option<Param>> {
        let start = self.start();
        let specifiers = self.specifiers()?;
        let found = self.declarator(specifiers.ty)?;
        self.unread(found.dimension)?;
        let name = found.name.map(|name| self.name(name));
        if name.is_none() && found.ty == CType::plain("void") {
            return Some(None);
        }
        let span = self.span(start, self.end());
        Some(Some(Param { name, ty: found.ty, span }))
    }

    /// Whether what stands behind a `(` is a type and not an expression: no name alone, which may be either.
    pub(super) fn is_type(&self) -> bool {
        match self.what() {
            What::Const | What::Volatile | What::Sized | What::Primitive | What::Struct | What::Union | What::Enum => {
                true
            }
            What::Name => {
                let mut ahead = 1;
                while matches!(self.peek(ahead), STAR | What::Const | What::Volatile | What::Restrict) {
                    ahead += 1;
                }
                match self.peek(ahead) {
                    What::Close | What::Comma => ahead > 1,
                    What::Open => self.peek(ahead + 1) == STAR && self.peek(ahead + 2) == What::Close,
                    What::Bracket => self.peek(ahead + 1) == What::Unbracket,
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// The type of a cast, of `sizeof`, of a compound literal.
    pub(super) fn described(&mut self) -> Option<CType> {
        if matches!(self.what(), What::Static | What::Extern | What::Register) {
            return None;
        }
        let specifiers = self.specifiers()?;
        let plain = specifiers.storage == Storage::Default;
        let found = self.declarator(specifiers.ty)?;
        self.unread(found.dimension)?;
        (plain && found.name.is_none()).then_some(found.ty)
    }

    /// Makes sure that the size of an array is an expression; no fact is made of it.
    pub(super) fn unread(&mut self, size: Option<(usize, usize)>) -> Option<()> {
        let Some((first, last)) = size else { return Some(()) };
        let behind = std::mem::replace(&mut self.at, first);
        let mark = Mark::of(self.facts);
        self.nest(Self::assignment)?;
        mark.rewind(self.facts);
        let all = self.at == last;
        self.at = behind;
        all.then_some(())
    }
}
