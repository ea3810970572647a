//! Functions: prototypes, definitions, the lambdas of C++, and their parameters.

use tree_sitter::Node;

use super::{DEPTH, Extractor, Specifiers};
use crate::facts::{
    CType, Expr, Func, FuncId, Language, Linkage, Name, Param, Precision, Scope, Span, Storage, Var, VarId,
};
use crate::source::syntax::Syntax;

impl Extractor<'_> {
    /// A declaration of a function without its body.
    pub(super) fn prototype(
        &mut self,
        node: Node<'_>,
        name: Name,
        name_span: Span,
        ret: CType,
        params: Node<'_>,
        s: &Specifiers,
    ) {
        let (params, open_params) = (self.parameters(params), self.has_open(params));
        let span = self.span(node);
        let linkage = self.linkage(s.storage);
        let (cond, origin) = (self.cond(name_span), self.origin(node));
        self.facts.funcs.push(Func {
            name,
            name_span,
            span,
            ret,
            params,
            open_params,
            linkage,
            c_linkage: self.c_linkage,
            at_load: false,
            body: None,
            locals: (0, 0),
            indent: Name::from(""),
            cond,
            origin,
            precision: Precision::Syntactic,
        });
    }

    fn parameters(&mut self, node: Node<'_>) -> Vec<Param> {
        let mut out = Vec::new();
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if !matches!(self.kind(child), Syntax::Parameter | Syntax::OptionalParameter) {
                continue;
            }
            let specifiers = self.specifiers(child);
            let declarator = child.child_by_field_id(self.fields.declarator);
            let found = declarator.and_then(|d| self.declarator(d, specifiers.ty));
            let ty = found.as_ref().map_or(specifiers.ty, |f| f.ty);
            let name = found.and_then(|f| f.name).map(|n| self.name(n));
            if name.is_none() && ty == CType::plain("void") {
                continue;
            }
            let span = self.span(child);
            out.push(Param { name, ty, span });
        }
        out
    }

    /// Whether a list of parameters is not all that a function takes, or says nothing of it.
    fn has_open(&self, node: Node<'_>) -> bool {
        let mut cursor = node.walk();
        let (mut any, mut open) = (false, false);
        for child in node.children(&mut cursor).filter(|child| self.kind(*child) != Syntax::Comment) {
            let known = matches!(self.kind(child), Syntax::Parameter | Syntax::OptionalParameter);
            any |= known;
            open |= !known && !matches!(child.kind(), "(" | ")" | ",");
        }
        open || !any && self.facts.language == Language::C
    }

    /// A definition.
    pub(super) fn function(&mut self, node: Node<'_>) {
        let specifiers = self.specifiers(node);
        let Some(declarator) = node.child_by_field_id(self.fields.declarator) else { return };
        let Some(found) = self.declarator(declarator, specifiers.ty) else { return };
        let (Some(name), Some(parameters)) = (found.name, found.parameters) else { return };
        let (name_span, span, mut text) = (self.span(name), self.span(node), self.name(name));
        if let Some(class) = self.class {
            text = Name::from(&format!("{class}::{text}"));
        }
        let linkage = self.linkage(specifiers.storage);
        let (params, open_params) = (self.parameters(parameters), self.has_open(parameters));
        let (cond, origin) = (self.cond(name_span), self.origin(node));
        let first = self.facts.vars.len() as u32;
        let id = FuncId(self.facts.funcs.len() as u32);
        self.facts.funcs.push(Func {
            name: text,
            name_span,
            span,
            ret: found.ty,
            params,
            open_params,
            linkage,
            c_linkage: self.c_linkage,
            at_load: false,
            body: None,
            locals: (first, first),
            indent: Name::from(""),
            cond,
            origin,
            precision: Precision::Syntactic,
        });
        self.body_of(node, id, first);
    }

    /// Reads the body of the function just added; its locals begin at `first`.
    fn body_of(&mut self, node: Node<'_>, id: FuncId, first: u32) {
        let (outer_func, outer_class) = (self.func.replace(id), self.class.take());
        let body = node.child_by_field_id(self.fields.body);
        let indent = body.and_then(|b| b.named_child(0)).map_or(Name::from(""), |s| self.indent(s));
        let body = body.map(|b| self.function_body(node, b));
        self.func = outer_func;
        self.class = outer_class;
        let end = self.facts.vars.len() as u32;
        let func = &mut self.facts.funcs[id.0 as usize];
        func.body = body;
        func.indent = indent;
        func.locals = (first, end);
    }

    /// A lambda: a function of its own without a name, in the class of the function around it.
    pub(super) fn lambda(&mut self, node: Node<'_>) {
        if self.depth > DEPTH {
            return self.cut(node);
        }
        let around = self.func.map(|f| self.facts.funcs[f.0 as usize].name);
        let name = match around.and_then(|n| n.as_str().rsplit_once("::")) {
            Some((class, _)) => Name::from(&format!("{class}::{}", Func::LAMBDA)),
            None => Name::from(Func::LAMBDA),
        };
        let declarator = node.child_by_field_id(self.fields.declarator);
        let parameters = declarator.and_then(|d| d.child_by_field_id(self.fields.parameters));
        let params = parameters.map(|p| self.parameters(p)).unwrap_or_default();
        let open_params = parameters.is_some_and(|p| self.has_open(p));
        let span = self.span(node);
        let first = self.facts.vars.len() as u32;
        let id = FuncId(self.facts.funcs.len() as u32);
        self.facts.funcs.push(Func {
            name,
            name_span: Span::new(span.start, (span.start + 1).min(span.end)),
            span,
            ret: CType::plain("auto"),
            params,
            open_params,
            linkage: Linkage::Internal,
            c_linkage: false,
            at_load: false,
            body: None,
            locals: (first, first),
            indent: Name::from(""),
            cond: self.cond(span),
            origin: self.origin(node),
            precision: Precision::Syntactic,
        });
        self.depth += 1;
        self.body_of(node, id, first);
        self.depth -= 1;
    }

    /// The names in `[a, b] = …`, `&[a, b]`.
    pub(super) fn binding_in<'t>(&self, declarator: Node<'t>) -> Option<Node<'t>> {
        let mut node = declarator;
        for _ in 0..4 {
            match self.kind(node) {
                Syntax::StructuredBinding => return Some(node),
                Syntax::InitDeclarator | Syntax::Reference => {
                    node = node.child_by_field_id(self.fields.declarator).or_else(|| node.named_child(0))?;
                }
                _ => return None,
            }
        }
        None
    }

    /// `auto [a, b] = value`: a variable for each name, a part of the value for the first.
    pub(super) fn structured_binding(
        &mut self,
        node: Node<'_>,
        value: Option<Node<'_>>,
        s: &Specifiers,
        each: &mut dyn FnMut(VarId),
    ) {
        let whole = value.map(|v| (self.expr(v), self.span(v)));
        let mut init = whole.map(|(base, span)| {
            let index = self.facts.ast.add_expr(Expr::Opaque, span);
            self.facts.ast.add_expr(Expr::Index { base, index }, span)
        });
        let Some(func) = self.func else { return };
        let mut cursor = node.walk();
        for name in node.named_children(&mut cursor) {
            let span = self.span(name);
            let id = VarId(self.facts.vars.len() as u32);
            let (cond, origin) = (self.cond(span), self.origin(name));
            self.facts.vars.push(Var {
                name: self.name(name),
                name_span: span,
                span,
                ty: s.ty,
                storage: Storage::Default,
                scope: Scope::Local(func),
                thread_local: false,
                constexpr: false,
                init: init.take(),
                dimension: None,
                cond,
                origin,
                canonical: None,
                precision: Precision::Syntactic,
            });
            each(id);
        }
    }

    /// The blanks between the start of the line and a node, empty where something else stands there.
    fn indent(&self, node: Node<'_>) -> Name {
        let before = &self.text[..node.start_byte()];
        let blanks = before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let (rest, line) = before.split_at(before.len() - blanks);
        let blank = rest.is_empty() || rest.ends_with(b"\n");
        Name::from(if blank { std::str::from_utf8(line).unwrap_or("") } else { "" })
    }
}
