//! The parts of a function between two macros that belong together: critical sections, blocks without a thread state.
//! By the order of the text; which ways lead out of them. Not what the macros mean.

use crate::facts::{Expr, ExprId, FileFacts, Name, Span, Stmt, StmtId};

/// A part of a function.
#[derive(Clone, Debug)]
pub struct Section {
    /// The macro that begins it.
    pub name: Name,
    /// Its use: a call, or a name alone.
    pub begin: ExprId,
    /// The macro that ends it, in the same block; None where none does.
    pub end: Option<(Name, ExprId)>,
    /// The statements between them.
    pub inside: Vec<StmtId>,
    /// From the first to the second macro.
    pub span: Span,
}

/// How a path leaves a section without passing its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// `return`.
    Return,
    /// `goto` to a label outside.
    Goto,
    /// `break` of a loop or switch around it.
    Break,
    /// `continue` of a loop around it.
    Continue,
}

impl Exit {
    /// Its keyword.
    pub fn as_str(self) -> &'static str {
        match self {
            Exit::Return => "return",
            Exit::Goto => "goto",
            Exit::Break => "break",
            Exit::Continue => "continue",
        }
    }
}

/// What a macro does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It begins a section.
    Begins,
    /// It ends one.
    Ends,
}

/// The sections of a body, by what macros do; outer ones before inner ones.
pub fn sections(facts: &FileFacts, body: StmtId, edge: &dyn Fn(&str) -> Option<Edge>) -> Vec<Section> {
    let ast = &facts.ast;
    let mut lists: Vec<Vec<StmtId>> = Vec::new();
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Block(list) | Stmt::Try(list) | Stmt::Case { body: list, .. } = ast.stmt(stmt) {
            lists.push(ast.stmts(list).to_vec());
        }
    });
    let mut found = Vec::new();
    for list in lists {
        let mut open: Vec<(usize, Name, ExprId)> = Vec::new();
        for (i, &stmt) in list.iter().enumerate() {
            let Some((name, at)) = macro_of(facts, stmt) else { continue };
            match edge(name.as_str()) {
                Some(Edge::Begins) => open.push((i, name, at)),
                Some(Edge::Ends) => {
                    if let Some((first, begun, begin)) = open.pop() {
                        let span = Span::new(ast.expr_span(begin).start, ast.expr_span(at).end);
                        let inside = list[first + 1..i].to_vec();
                        found.push(Section { name: begun, begin, end: Some((name, at)), inside, span });
                    }
                }
                None => {}
            }
        }
        for (first, name, begin) in open {
            let inside = list[first + 1..].to_vec();
            let end = inside.last().map_or(ast.expr_span(begin).end, |&last| ast.stmt_span(last).end);
            let span = Span::new(ast.expr_span(begin).start, end);
            found.push(Section { name, begin, end: None, inside, span });
        }
    }
    found.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
    found
}

/// The macro that stands alone as a statement, behind labels as well.
fn macro_of(facts: &FileFacts, mut stmt: StmtId) -> Option<(Name, ExprId)> {
    let ast = &facts.ast;
    while let Stmt::Label { body: Some(body), .. } = ast.stmt(stmt) {
        stmt = body;
    }
    let Stmt::Expr(e) = ast.stmt(stmt) else { return None };
    match ast.expr(e) {
        Expr::Name(name) => Some((name, e)),
        Expr::Call { .. } => Some((ast.callee_name(e)?, e)),
        _ => None,
    }
}

impl Section {
    /// The arguments of the macro that begins it.
    pub fn args<'f>(&self, facts: &'f FileFacts) -> &'f [ExprId] {
        match facts.ast.expr(self.begin) {
            Expr::Call { args, .. } => facts.ast.exprs(args),
            _ => &[],
        }
    }

    /// The statements that lead out of it, but for its end.
    pub fn exits(&self, facts: &FileFacts) -> Vec<(Exit, StmtId)> {
        let ast = &facts.ast;
        let mut labels: Vec<Name> = Vec::new();
        for &stmt in &self.inside {
            ast.each_stmt(stmt, &mut |stmt| {
                if let Stmt::Label { name, .. } = ast.stmt(stmt) {
                    labels.push(name);
                }
            });
        }
        // The label at the end itself: `done: Py_END_…`.
        labels.extend(self.label_at_end(facts));
        let mut out = Vec::new();
        let mut open: Vec<(StmtId, bool, bool)> = self.inside.iter().rev().map(|&s| (s, false, false)).collect();
        while let Some((stmt, in_loop, in_switch)) = open.pop() {
            match ast.stmt(stmt) {
                Stmt::Return(_) => out.push((Exit::Return, stmt)),
                Stmt::Goto(name) if !labels.contains(&name) => out.push((Exit::Goto, stmt)),
                Stmt::Break if !in_loop && !in_switch => out.push((Exit::Break, stmt)),
                Stmt::Continue if !in_loop => out.push((Exit::Continue, stmt)),
                _ => {}
            }
            let is_loop = matches!(ast.stmt(stmt), Stmt::While { .. } | Stmt::For { .. });
            let is_switch = matches!(ast.stmt(stmt), Stmt::Switch { .. });
            let first = open.len();
            ast.each_inner(stmt, &mut |inner| open.push((inner, in_loop || is_loop, in_switch || is_switch)));
            open[first..].reverse();
        }
        out
    }

    fn label_at_end(&self, facts: &FileFacts) -> Vec<Name> {
        let Some((_, end)) = self.end else { return Vec::new() };
        let (ast, place) = (&facts.ast, facts.ast.expr_span(end));
        let around = |f: &&crate::facts::Func| f.body.is_some() && f.span.contains(place);
        let mut labels = Vec::new();
        if let Some(body) = facts.funcs.iter().rfind(around).and_then(|f| f.body) {
            ast.each_stmt(body, &mut |stmt| {
                if let Stmt::Label { name, body: Some(_) } = ast.stmt(stmt) {
                    let mut inner = stmt;
                    while let Stmt::Label { body: Some(next), .. } = ast.stmt(inner) {
                        inner = next;
                    }
                    if matches!(ast.stmt(inner), Stmt::Expr(e) if e == end) {
                        labels.push(name);
                    }
                }
            });
        }
        labels
    }
}
