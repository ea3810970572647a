//! Fields and sizes of CPython's structs in expressions and initialisers, by declared types.

use rustc_hash::FxHashMap;

use super::types::{declared, struct_of};
use super::{Compiled, FieldUse, FieldUseKind};
use crate::capi::fields;
use crate::facts::{CType, Expr, ExprId, FileFacts, FuncId, Name, Scope, Span, VersionSet, Word, WordKind};
use crate::link::macros::tokens::{Token, tokens};
use crate::link::{FuncRef, Relations};

/// So many words of an expression are looked at for its field.
const MAX_WORDS: usize = 1000;

pub(super) fn collect(project: &Relations, compiled: &Compiled) -> Vec<FieldUse> {
    let mut out = Vec::new();
    let bodies = by_macros(project, compiled);
    for facts in project.files.iter().filter(|f| !project.includes.dead.contains(&f.file)) {
        let mut finder =
            Finder { project, compiled, facts, bodies: &bodies, own: FxHashMap::default(), skip: None, out: &mut out };
        for (i, func) in facts.funcs.iter().enumerate() {
            let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
            if let Some(body) = func.body {
                facts.each_body_expr(body, &mut |e| finder.see(Some(at), e));
            }
        }
        for var in &facts.vars {
            let Some(init) = var.init else { continue };
            if !matches!(var.scope, Scope::Local(_)) {
                facts.ast.each_expr(init, &mut |e| finder.see(None, e));
            }
            if let (Expr::List(items), Some(of)) =
                (facts.ast.expr(init), declared(project, facts.file, var.ty, var.ty.arrays))
            {
                facts.ast.exprs(items).iter().for_each(|&item| finder.designated(of, item));
            }
        }
    }
    out.sort_by_key(|u| (u.file, u.span.start, u.span.end));
    out
}

/// Targets on which a macro is defined, and those on which that hangs on macros that nothing here defines.
#[derive(Clone, Copy, Default)]
struct Defined {
    live: VersionSet,
    doubted: VersionSet,
}

/// The fields that the bodies of the project's macros reach for, with the targets on which such macros are defined.
fn by_macros(project: &Relations, compiled: &Compiled) -> FxHashMap<Name, Defined> {
    let mut out: FxHashMap<Name, Defined> = FxHashMap::default();
    for facts in &project.files {
        for define in facts.defines.iter().filter(|d| d.body.contains("->") || d.body.contains('.')) {
            for pair in tokens(&define.body).windows(2) {
                let [Token::Sign("->" | "."), Token::Word(field)] = pair else { continue };
                if fields::is_field(field) {
                    let (live, certain) = compiled.at(facts.file, define.cond);
                    let known = out.entry(Name::from(field)).or_default();
                    known.live = known.live.or(live);
                    known.doubted = known.doubted.or(live.without(certain));
                }
            }
        }
    }
    out
}

struct Finder<'p, 'o> {
    project: &'p Relations,
    compiled: &'p Compiled,
    facts: &'p FileFacts,
    bodies: &'p FxHashMap<Name, Defined>,
    /// The targets on which the project itself defines a struct.
    own: FxHashMap<&'static str, VersionSet>,
    skip: Option<ExprId>,
    out: &'o mut Vec<FieldUse>,
}

impl Finder<'_, '_> {
    fn see(&mut self, func: Option<FuncRef>, expr: ExprId) {
        let (project, facts) = (self.project, self.facts);
        match facts.ast.expr(expr) {
            Expr::Member { base, field, arrow } if fields::is_field(&field) => {
                if let Some(of) = struct_of(project, facts.file, func, base, u8::from(arrow)) {
                    self.add(of, Some(field), FieldUseKind::Member(base), func, expr);
                }
            }
            // The type of an `offsetof` stands behind it.
            Expr::SizeofType(_) if self.skip == Some(expr) => {}
            Expr::SizeofType(ty) => {
                if let Some(of) = declared(project, facts.file, ty, 0) {
                    self.add(of, None, FieldUseKind::Size, func, expr);
                }
            }
            // `sizeof(Name)`: only names tell a type from a variable.
            Expr::SizeofExpr(arg) => {
                let Expr::Name(name) = facts.ast.expr(arg) else { return };
                let variable = func.is_some_and(|f| project.local(f, name).is_some());
                let ty = CType::plain(&name);
                if let Some(of) = declared(project, facts.file, ty, 0).filter(|_| !variable) {
                    self.add(of, None, FieldUseKind::Size, func, expr);
                }
            }
            Expr::Call { args, .. } if facts.ast.callee_name(expr).is_some_and(|n| n == "offsetof") => {
                let [of, field] = facts.ast.exprs(args) else { return };
                let (Expr::SizeofType(ty), Expr::Name(field)) = (facts.ast.expr(*of), facts.ast.expr(*field)) else {
                    return;
                };
                self.skip = Some(*of);
                if let Some(of) = declared(project, facts.file, ty, 0) {
                    self.add(of, Some(field), FieldUseKind::Offset, func, expr);
                }
            }
            _ => {}
        }
    }

    fn designated(&mut self, of: &'static str, item: ExprId) {
        match self.facts.ast.expr(item) {
            Expr::Designated { field, value } => {
                self.add(of, Some(field), FieldUseKind::Designated(value), None, item);
            }
            Expr::List(items) => {
                self.facts.ast.exprs(items).iter().for_each(|&inner| {
                    if let Expr::Designated { field, value } = self.facts.ast.expr(inner) {
                        self.add(of, Some(field), FieldUseKind::Designated(value), None, inner);
                    }
                });
            }
            _ => {}
        }
    }

    fn add(&mut self, of: &'static str, field: Option<Name>, kind: FieldUseKind, func: Option<FuncRef>, expr: ExprId) {
        let (project, facts) = (self.project, self.facts);
        let span = facts.ast.expr_span(expr);
        let (mut live, mut certain) = self.compiled.at(facts.file, facts.conds.at_span(span));
        let made = matches!(kind, FieldUseKind::Member(_)) && field.is_some_and(|f| !is_written(&facts.words, f, span));
        if let (true, Some(field)) = (made, field) {
            // Which of several definitions of a macro made it is not known: on no target where none is.
            let bodies = self.bodies.get(&field).copied().unwrap_or_default();
            live = live.and(bodies.live);
            certain = certain.without(bodies.doubted);
        }
        let own = self.own.entry(of).or_insert_with(|| project.own(facts.file, Name::from(of)).0);
        live = live.without(*own);
        if live.is_empty() {
            return;
        }
        let certain = certain.and(live);
        self.out.push(FieldUse { of, field, kind, file: facts.file, func, expr, span, made, live, certain });
    }
}

/// Whether the member stands in the text of an expression: at its end, or in an argument of a macro that made it.
fn is_written(words: &[Word], field: Name, span: Span) -> bool {
    let first = words.partition_point(|word| word.start < span.start);
    let inside = words[first..].iter().take_while(|word| word.start < span.end);
    inside.take(MAX_WORDS).any(|word| word.name == field && word.kind == WordKind::Member)
}
