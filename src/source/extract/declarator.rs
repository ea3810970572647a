//! Declarators: from the inside of `*(*name[3])(int)` to a name and a type.

use tree_sitter::Node;

use super::Extractor;
use crate::facts::{CType, Define, Expr, ExprId, Linkage, Name, Storage, Typedef};
use crate::source::syntax::Syntax;

/// What a declarator declares.
pub(super) struct Declared<'t> {
    /// The node of the name; None for an abstract declarator.
    pub(super) name: Option<Node<'t>>,
    /// The declared type (of the function's result, where it declares a function).
    pub(super) ty: CType,
    /// The parameter list, where the name itself is a function (not a pointer to one).
    pub(super) parameters: Option<Node<'t>>,
    /// The size of the first array dimension.
    pub(super) dimension: Option<Node<'t>>,
    /// A pointer to a function, or to an array, that is `const` itself: `int (*const f)(void)`.
    pub(super) fixed: bool,
}

impl Extractor<'_> {
    /// `typedef`: each of its names.
    pub(super) fn typedef(&mut self, node: Node<'_>) {
        let specifiers = self.specifiers(node);
        let declarators = self.all(node, self.fields.declarator);
        for declarator in declarators {
            let Some(found) = self.declarator(declarator, specifiers.ty) else { continue };
            // `typedef struct s { … };` names nothing; the grammar puts an empty name there.
            let Some(node) = found.name.filter(|n| !self.name(*n).is_empty()) else { continue };
            let (name, cond) = (self.name(node), self.cond(self.span(node)));
            let mut ty = found.ty;
            if found.parameters.is_some() {
                ty.function_pointer = true;
            }
            if let (Some(record), true) = (specifiers.record, ty.pointers == 0 && ty.arrays == 0) {
                self.facts.records[record].typedef.get_or_insert(name);
            }
            self.facts.typedefs.push(Typedef { name, ty, cond });
        }
    }

    /// `using T = PyObject *;`
    pub(super) fn alias(&mut self, node: Node<'_>) {
        let Some(name) = node.child_by_field_id(self.fields.name) else { return };
        // `template <typename X> using T = …;` is no type by itself.
        if node.parent().is_some_and(|outer| self.kind(outer) == Syntax::Template) {
            return;
        }
        let (name, cond) = (self.name(name), self.cond(self.span(name)));
        let ty = self.type_field(node);
        self.facts.typedefs.push(Typedef { name, ty, cond });
    }

    /// The type of a variable: where it is left to the value (`auto *self = static_cast<Thing *>(object)`), that of the
    /// cast which makes the value.
    pub(super) fn deduced(&self, declared: CType, value: Option<ExprId>) -> CType {
        match value.map(|value| self.facts.ast.expr(value)) {
            Some(Expr::Cast { ty, .. }) if declared.base == "auto" && declared.arrays == 0 => {
                CType { const_base: ty.const_base || declared.const_base, ..ty }
            }
            _ => declared,
        }
    }

    /// What an `extern "C"` or a namespace holds.
    pub(super) fn enclosed(&mut self, node: Node<'_>) {
        let outer = (self.c_linkage, self.anonymous, self.declares_only);
        self.declares_only = false;
        if self.kind(node) == Syntax::LinkageSpecification {
            self.c_linkage = node.child_by_field_name("value").is_some_and(|v| self.bytes(v) == b"\"C\"");
        } else {
            self.anonymous |= node.child_by_field_name("name").is_none();
        }
        if let Some(body) = node.child_by_field_id(self.fields.body) {
            if self.kind(body) == Syntax::DeclarationList {
                self.items(body);
            } else {
                self.declares_only = self.kind(body) == Syntax::Declaration;
                self.item(body);
            }
        }
        (self.c_linkage, self.anonymous, self.declares_only) = outer;
    }

    /// Linkage of a function declared here with this storage class.
    pub(super) fn linkage(&self, storage: Storage) -> Linkage {
        let internal = storage == Storage::Static || self.anonymous && !self.c_linkage;
        if internal { Linkage::Internal } else { Linkage::External }
    }

    /// Reads a declarator over the type of its specifiers.
    pub(super) fn declarator<'t>(&self, node: Node<'t>, base: CType) -> Option<Declared<'t>> {
        let mut out = Declared { name: None, ty: base, parameters: None, dimension: None, fixed: false };
        let mut node = node;
        // Outside in: pointers bind last to the name, so that the order of `*` is that of the walk.
        loop {
            match self.kind(node) {
                Syntax::Pointer | Syntax::AbstractPointer | Syntax::PointerType => {
                    if out.parameters.is_some() || out.ty.arrays > 0 {
                        // A pointer inside the parentheses of a function or array: `int (*f)(void)`, `int (*p)[3]`.
                        self.pointer_to_declarator(&mut out);
                        let mut cursor = node.walk();
                        let mut children = node.children(&mut cursor);
                        out.fixed = children.any(|c| self.bytes(c) == b"const");
                    } else {
                        self.add_pointer(node, &mut out.ty);
                    }
                }
                Syntax::Reference | Syntax::AbstractReference => self.add_pointer(node, &mut out.ty),
                Syntax::Array | Syntax::AbstractArray => {
                    out.ty.arrays = out.ty.arrays.saturating_add(1);
                    out.dimension = node.child_by_field_id(self.fields.size);
                }
                Syntax::Function | Syntax::AbstractFunction => {
                    if out.parameters.is_none() {
                        out.parameters = node.child_by_field_id(self.fields.parameters);
                    }
                }
                Syntax::ParenDeclarator | Syntax::AbstractParen | Syntax::AttributedDeclarator => {}
                Syntax::InitDeclarator => {}
                _ => {
                    out.name = Some(node);
                    return Some(out);
                }
            }
            let inner = node.child_by_field_id(self.fields.declarator).or_else(|| {
                let mut cursor = node.walk();
                node.named_children(&mut cursor).find(|n| {
                    !n.is_extra()
                        && !matches!(
                            self.kind(*n),
                            Syntax::TypeQualifier | Syntax::Other | Syntax::Number | Syntax::Comment
                        )
                })
            });
            let holds_name =
                !matches!(self.kind(node), Syntax::Array | Syntax::AbstractArray | Syntax::AbstractFunction)
                    || node.child_by_field_id(self.fields.declarator).is_some();
            match inner.filter(|_| holds_name) {
                Some(inner) => node = inner,
                None => return Some(out),
            }
        }
    }

    /// The name in `static T *MACRO(name) = …`, where a definition of the macro is its parameter and nothing else.
    pub(super) fn named_by_macro<'t>(&self, callee: Name, parameters: Node<'t>) -> Option<Node<'t>> {
        let echoes = |define: &Define| match define.params.as_deref() {
            Some([param]) => define.name == callee && define.body.trim() == param.as_str(),
            _ => false,
        };
        let argument = parameters.named_child(0).filter(|_| parameters.named_child_count() == 1)?;
        let word = self.bytes(argument).iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
        (word && self.facts.defines.iter().any(echoes)).then_some(argument)
    }

    /// `Guard guard(mutex);` in a function of C++: the grammar takes the names of variables for those of types, and the
    /// variable for a prototype. Types that this file declares are none.
    pub(super) fn is_constructed(&self, ty: CType, parameters: Node<'_>) -> bool {
        if !self.is_cpp() || self.func.is_none() || ty.base == "void" || parameters.named_child_count() == 0 {
            return false;
        }
        let mut cursor = parameters.walk();
        parameters.named_children(&mut cursor).all(|child| {
            let one = self.kind(child) == Syntax::Parameter && child.named_child_count() == 1;
            let Some(word) = child.named_child(0).filter(|n| one && self.kind(*n) == Syntax::TypeIdentifier) else {
                return false;
            };
            let name = self.name(word);
            !name.ends_with("_t")
                && !self.facts.typedefs.iter().any(|t| t.name == name)
                && !self.facts.records.iter().any(|r| r.tag == Some(name))
        })
    }

    fn pointer_to_declarator(&self, out: &mut Declared<'_>) {
        if out.parameters.take().is_some() {
            out.ty.function_pointer = true;
        } else {
            out.ty.arrays = 0;
            out.ty.pointers = out.ty.pointers.saturating_add(1);
        }
        out.dimension = None;
    }

    fn add_pointer(&self, node: Node<'_>, ty: &mut CType) {
        if ty.pointers < 7 {
            let mut cursor = node.walk();
            for child in node.children(&mut cursor) {
                if self.kind(child) == Syntax::TypeQualifier {
                    match self.bytes(child) {
                        b"const" => ty.const_pointers |= 1 << ty.pointers,
                        b"volatile" => ty.volatile = true,
                        b"_Atomic" => ty.atomic = true,
                        _ => {}
                    }
                }
            }
            ty.pointers += 1;
        }
    }

    /// The type that a `type_descriptor` names.
    pub(super) fn described(&mut self, node: Node<'_>) -> CType {
        let specifiers = self.specifiers(node);
        match node.child_by_field_id(self.fields.declarator).and_then(|d| self.declarator(d, specifiers.ty)) {
            Some(found) => {
                let mut ty = found.ty;
                ty.function_pointer |= found.parameters.is_some();
                ty
            }
            None => specifiers.ty,
        }
    }
}
