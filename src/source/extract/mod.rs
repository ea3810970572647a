//! The walk from a syntax tree to facts. One tree is one top-level item, or a whole C++ file.

mod declarator;
mod expression;
mod function;
mod operands;
mod record;
mod statement;

pub(crate) use expression::character;
use tree_sitter::Node;

use super::macros::name_of;
use super::places::Places;
use super::syntax::{self, Fields, Syntax};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{
    CType, CondId, FileFacts, FuncId, GapKind, Language, Name, Origin, Precision, Scope, Span, Storage, Var, VarId,
};

/// Nesting of statements, records, namespaces and lambdas that is followed, by recursion; deeper ones become a gap.
const DEPTH: u32 = 400;
/// Nesting of expressions, and length of a chain of `else if`, that is followed; what lies deeper becomes a gap. They are
/// read without recursion, but who reads facts may recurse: so many levels fit the stack of the program's threads.
const NESTING: u32 = 10_000;

/// Walks trees into the facts of one file.
pub(crate) struct Extractor<'a> {
    /// The facts that are filled.
    pub(crate) facts: &'a mut FileFacts,
    text: &'a [u8],
    places: &'a Places,
    kinds: &'static [Syntax],
    fields: &'static Fields,
    func: Option<FuncId>,
    class: Option<Name>,
    c_linkage: bool,
    /// `extern "C"` before a single declaration, which then defines nothing.
    declares_only: bool,
    anonymous: bool,
    depth: u32,
    /// Inside of an ERROR node at file scope: what looks like a global there is a local of a function not understood.
    broken: bool,
}

/// What the specifiers of a declaration say.
struct Specifiers {
    ty: CType,
    storage: Storage,
    thread_local: bool,
    constexpr: bool,
    /// The specifier holds the tag of a record defined right here.
    record: Option<usize>,
}

impl<'a> Extractor<'a> {
    /// For a tree over `text`, whose offsets `places` maps to the file.
    pub(crate) fn new(facts: &'a mut FileFacts, text: &'a [u8], places: &'a Places) -> Self {
        let kinds = syntax::table(facts.language);
        let fields = syntax::fields(facts.language);
        Extractor {
            facts,
            text,
            places,
            kinds,
            fields,
            func: None,
            class: None,
            c_linkage: false,
            declares_only: false,
            anonymous: false,
            depth: 0,
            broken: false,
        }
    }

    /// Reads the items of a root node.
    pub(crate) fn root(&mut self, root: Node<'_>) {
        if root.has_error() {
            self.errors(root);
        }
        self.items(root);
    }

    fn kind(&self, node: Node<'_>) -> Syntax {
        self.kinds.get(node.kind_id() as usize).copied().unwrap_or(Syntax::Other)
    }

    fn bytes(&self, node: Node<'_>) -> &'a [u8] {
        &self.text[node.start_byte()..node.end_byte()]
    }

    fn name(&self, node: Node<'_>) -> Name {
        name_of(self.bytes(node))
    }

    fn span(&self, node: Node<'_>) -> Span {
        self.places.span(node.start_byte(), node.end_byte())
    }

    fn origin(&self, node: Node<'_>) -> Origin {
        self.places.macro_at(node.start_byte()).map_or(Origin::Written, Origin::Macro)
    }

    fn cond(&self, span: Span) -> CondId {
        self.facts.conds.at_span(span)
    }

    /// The children that stand in a field.
    fn all<'t>(&self, node: Node<'t>, field: u16) -> Vec<Node<'t>> {
        let mut out = Vec::new();
        let mut cursor = node.walk();
        let mut more = cursor.goto_first_child();
        while more {
            if cursor.field_id().is_some_and(|id| id.get() == field) {
                out.push(cursor.node());
            }
            more = cursor.goto_next_sibling();
        }
        out
    }

    /// Records outermost ERROR nodes and MISSING tokens.
    fn errors(&mut self, root: Node<'_>) {
        let mut cursor = root.walk();
        loop {
            let node = cursor.node();
            let bad = node.is_error() || node.is_missing();
            if bad {
                let span = self.span(node);
                self.facts.stats.errors += 1;
                self.facts.stats.error_bytes += u64::from(span.end.saturating_sub(span.start));
                self.facts.gap(GapKind::Unparsed, span);
            }
            if !bad && node.has_error() && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    /// Says that what stands here is nested deeper than is followed.
    fn cut(&mut self, node: Node<'_>) {
        let span = self.span(node);
        self.facts.gap(GapKind::Depth, span);
    }

    fn items(&mut self, node: Node<'_>) {
        if self.depth > DEPTH {
            return self.cut(node);
        }
        self.depth += 1;
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            self.item(child);
        }
        self.depth -= 1;
    }

    fn item(&mut self, node: Node<'_>) {
        match self.kind(node) {
            Syntax::FunctionDefinition => self.function(node),
            Syntax::Declaration => {
                self.declaration(node, &mut |_| {});
            }
            Syntax::TypeDefinition => self.typedef(node),
            Syntax::Alias => self.alias(node),
            Syntax::Struct | Syntax::Union | Syntax::Class => {
                self.record(node, None);
            }
            Syntax::Enum => self.enumeration(node),
            Syntax::LinkageSpecification | Syntax::Namespace => self.enclosed(node),
            // An ERROR node often holds good items.
            Syntax::Template | Syntax::DeclarationList => self.items(node),
            _ if node.is_error() => {
                let outer = std::mem::replace(&mut self.broken, true);
                self.items(node);
                self.broken = outer;
            }
            _ => {}
        }
    }

    /// Storage, type and qualifiers of a declaration; a record defined inside is added to the facts.
    fn specifiers(&mut self, node: Node<'_>) -> Specifiers {
        let mut out = Specifiers {
            ty: CType::plain("int"),
            storage: Storage::Default,
            thread_local: false,
            constexpr: false,
            record: None,
        };
        let ty = node.child_by_field_id(self.fields.ty);
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if Some(child) == ty {
                continue;
            }
            match self.kind(child) {
                Syntax::StorageClass => match self.bytes(child) {
                    b"static" => out.storage = Storage::Static,
                    b"extern" => out.storage = Storage::Extern,
                    b"thread_local" | b"_Thread_local" | b"__thread" => out.thread_local = true,
                    // What masking puts for a short macro that means the same: C has no other use for it here.
                    b"auto" if !self.is_cpp() => out.thread_local = true,
                    _ => {}
                },
                Syntax::TypeQualifier => match self.bytes(child) {
                    b"const" => out.ty.const_base = true,
                    b"constexpr" => (out.constexpr, out.ty.const_base) = (true, true),
                    b"volatile" => out.ty.volatile = true,
                    b"_Atomic" => out.ty.atomic = true,
                    _ => {}
                },
                Syntax::MsDeclspec if memchr::memmem::find(self.bytes(child), b"thread").is_some() => {
                    out.thread_local = true;
                }
                _ => {}
            }
        }
        if let Some(ty) = ty {
            self.type_specifier(ty, &mut out);
        }
        // The grammar takes C11's spelling for the type.
        out.thread_local |= out.ty.base == "_Thread_local";
        out
    }

    fn type_specifier(&mut self, node: Node<'_>, out: &mut Specifiers) {
        match self.kind(node) {
            Syntax::Struct | Syntax::Union | Syntax::Class => {
                let keyword = match self.kind(node) {
                    Syntax::Struct => "struct",
                    Syntax::Union => "union",
                    _ => "class",
                };
                if node.child_by_field_id(self.fields.body).is_some() {
                    out.record = self.record(node, None);
                }
                let tag = node.child_by_field_id(self.fields.name).map(|n| self.name(n));
                let tag = tag.or_else(|| out.record.and_then(|r| self.facts.records[r].tag));
                out.ty.base = Name::from(&format!("{keyword} {}", tag.map_or("", |t| t.as_str())));
            }
            Syntax::Enum => {
                self.enumeration(node);
                let tag = node.child_by_field_id(self.fields.name).map(|n| self.name(n));
                out.ty.base = Name::from(&format!("enum {}", tag.map_or("", |t| t.as_str())));
            }
            _ => {
                let text = String::from_utf8_lossy(self.bytes(node)).split_whitespace().collect::<Vec<_>>().join(" ");
                let atomic = text
                    .strip_prefix("_Atomic")
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
                out.ty.atomic |= atomic || text.contains("atomic<");
                out.ty.base = match self.kind(node) == Syntax::Sized {
                    true => Name::from(&self.sized(&text, out)),
                    false => Name::from(&text),
                };
            }
        }
    }

    /// `unsigned const` and `unsigned volatile long`: the grammar takes the qualifiers for a part of the type's name.
    fn sized(&self, text: &str, out: &mut Specifiers) -> String {
        let words = text.split(' ').filter(|word| {
            match *word {
                "const" => out.ty.const_base = true,
                "volatile" => out.ty.volatile = true,
                _ => return true,
            }
            false
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// A declaration of variables, prototypes or records; `each` gets every variable added.
    fn declaration(&mut self, node: Node<'_>, each: &mut dyn FnMut(VarId)) {
        let specifiers = self.specifiers(node);
        let mut declarators = self.all(node, self.fields.declarator);
        // How a function is called (`__cdecl`) stands beside its declarator, and declares nothing.
        declarators.retain(|declarator| self.kind(*declarator) != Syntax::CallModifier);
        for declarator in declarators {
            if let Some(names) = self.binding_in(declarator) {
                let value = declarator.child_by_field_id(self.fields.value);
                self.structured_binding(names, value, &specifiers, each);
            } else if let Some(var) = self.declare(node, declarator, &specifiers) {
                each(var);
            }
        }
    }

    /// One declarator: a variable (its id) or a prototype.
    fn declare(&mut self, node: Node<'_>, declarator: Node<'_>, specifiers: &Specifiers) -> Option<VarId> {
        let (target, value) = if self.kind(declarator) == Syntax::InitDeclarator {
            (declarator.child_by_field_id(self.fields.declarator)?, declarator.child_by_field_id(self.fields.value))
        } else {
            let value = declarator.child_by_field_id(self.fields.default_value);
            // `static inline T x = …;` in a class: the value belongs to the declaration.
            (declarator, value.or_else(|| node.child_by_field_id(self.fields.default_value)))
        };
        let found = self.declarator(target, specifiers.ty)?;
        let mut origin = self.origin(declarator);
        let (mut name_span, mut name) = found.name.map(|n| (self.span(n), self.name(n)))?;
        if is_keyword(name.as_bytes()) || is_keyword(found.ty.base.as_bytes()) {
            return None;
        }
        if let Some(parameters) = found.parameters {
            let constructed = value.is_none() && self.is_constructed(found.ty, parameters);
            if !constructed && value.is_none_or(|v| self.kind(v) == Syntax::Number) {
                self.prototype(node, name, name_span, found.ty, parameters, specifiers);
                return None;
            }
            if let Some(argument) = self.named_by_macro(name, parameters) {
                origin = Origin::Macro(name);
                (name_span, name) = (self.span(argument), self.name(argument));
            }
        }
        if self.broken
            && self.func.is_none()
            && specifiers.storage == Storage::Default
            && !struct_roles::is(&found.ty.base, Kind::TypeObject)
        {
            return None;
        }
        let init = value.map(|v| self.expr(v));
        let dimension = found.dimension.map(|d| self.expr(d));
        let scope = match (self.func, self.class) {
            (Some(func), _) => Scope::Local(func),
            (None, Some(class)) => Scope::Class(class),
            (None, None) => Scope::File,
        };
        let storage = match specifiers.storage {
            Storage::Default if name.contains("::") => Storage::Member,
            Storage::Static if matches!(scope, Scope::Class(_)) => Storage::Member,
            Storage::Default if self.declares_only && scope == Scope::File => Storage::Extern,
            storage => storage,
        };
        let id = VarId(self.facts.vars.len() as u32);
        let var = Var {
            name,
            name_span,
            span: self.span(declarator),
            ty: self.deduced(found.ty, init),
            storage,
            scope,
            thread_local: specifiers.thread_local,
            constexpr: specifiers.constexpr || found.fixed,
            init,
            dimension,
            cond: self.cond(name_span),
            origin,
            canonical: None,
            precision: Precision::Syntactic,
        };
        self.facts.vars.push(var);
        Some(id)
    }

    fn is_cpp(&self) -> bool {
        self.facts.language == Language::Cpp
    }
}

/// Words that are never the name of anything, nor of a type: where one is read as such, the text was not understood.
fn is_keyword(word: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"break",
        b"case",
        b"continue",
        b"default",
        b"do",
        b"else",
        b"for",
        b"goto",
        b"if",
        b"return",
        b"sizeof",
        b"static",
        b"struct",
        b"switch",
        b"typedef",
        b"while",
    ];
    WORDS.binary_search(&word).is_ok()
}
