//! What only C++ has: qualified names, constructor initialisers, overloaded operators, casts by name, `new`.

use clang_sys::*;

use super::super::cursor::{Cursor, Look};
use super::Extractor;
use crate::facts::{
    BinaryOp, CType, Expr, ExprId, Func, FuncId, Linkage, Name, Precision, Span, Stmt, StmtId, UnaryOp,
};

impl<'u> Extractor<'u, '_> {
    /// The name with the scope that is written in front of it (`Foo::bar`).
    pub(super) fn qualified(&self, cursor: Cursor<'u>, bare: &str) -> Name {
        let Some(place) = cursor.place(Look::Expansion).filter(|_| self.is_cpp()) else { return Name::from(bare) };
        let text = self.source();
        let mut start = (self.offset(place) as usize).min(text.len());
        let written = start;
        loop {
            let before = text[..start].trim_ascii_end();
            let Some(scope) = before.strip_suffix(b"::") else { break };
            let scope = scope.trim_ascii_end();
            let plain = &scope[..template_start(scope)];
            let word = plain.iter().rposition(|b| !(b.is_ascii_alphanumeric() || *b == b'_')).map_or(0, |i| i + 1);
            if word == plain.len() {
                break;
            }
            start = word;
        }
        if start == written {
            return Name::from(bare);
        }
        let scope: String = String::from_utf8_lossy(&text[start..written]).split_whitespace().collect();
        Name::from(&format!("{scope}{bare}"))
    }

    /// The body of a function; constructor initialisers come first, as calls of `this->member`.
    pub(super) fn function_body(&mut self, children: &[Cursor<'u>], body: Cursor<'u>) -> StmtId {
        let mut all = Vec::new();
        for (i, member) in children.iter().enumerate() {
            if !matches!(member.kind(), CXCursor_MemberRef) {
                continue;
            }
            let span = self.span(*member);
            let value = children.get(i + 1).copied().filter(|c| c.is_expression());
            let args: Vec<ExprId> = value.map(|v| self.expr(v)).into_iter().collect();
            let name = Name::from(&member.spelling());
            let ast = &mut self.facts().ast;
            let base = ast.add_expr(Expr::Name(Name::from("this")), span);
            let callee = ast.add_expr(Expr::Member { base, field: name, arrow: true }, span);
            let args = ast.add_exprs(&args);
            let call = ast.add_expr(Expr::Call { callee, args }, span);
            all.push(ast.add_stmt(Stmt::Expr(call), span));
        }
        let block = self.stmt(body);
        if all.is_empty() {
            return block;
        }
        all.push(block);
        let span = self.span(body);
        let list = self.facts().ast.add_stmts(&all);
        self.facts().ast.add_stmt(Stmt::Block(list), span)
    }

    /// A call of an overloaded operator as the operator that it looks like; None where it is none.
    pub(super) fn overloaded(&mut self, cursor: Cursor<'u>, children: &[Cursor<'u>]) -> Option<ExprId> {
        let name = cursor.spelling();
        let operator = name.strip_prefix("operator")?.trim().to_owned();
        let is_callee = |c: &&Cursor<'u>| {
            let mut at = **c;
            for _ in 0..4 {
                if at.kind() == CXCursor_DeclRefExpr {
                    return at.spelling().starts_with("operator");
                }
                match at.children()[..] {
                    [only] => at = only,
                    _ => return false,
                }
            }
            false
        };
        let operands: Vec<Cursor<'u>> = children.iter().filter(|c| !is_callee(c)).copied().collect();
        let span = self.span(cursor);
        let expr = match (operator.as_str(), &operands[..]) {
            ("()", [callee, args @ ..]) => {
                let callee = self.expr(*callee);
                let args: Vec<ExprId> = args.iter().map(|a| self.expr(*a)).collect();
                Expr::Call { callee, args: self.facts().ast.add_exprs(&args) }
            }
            ("[]", [base, index]) => Expr::Index { base: self.expr(*base), index: self.expr(*index) },
            ("++" | "--", [arg, ..]) => Expr::Step { arg: self.expr(*arg), increment: operator == "++" },
            ("->", [base]) => return Some(self.expr(*base)),
            (op, [arg]) => {
                let op = match op {
                    "*" => UnaryOp::Deref,
                    "&" => UnaryOp::AddressOf,
                    "!" => UnaryOp::Not,
                    "~" => UnaryOp::BitNot,
                    "-" => UnaryOp::Negate,
                    "+" => UnaryOp::Plus,
                    _ => return None,
                };
                Expr::Unary { op, arg: self.expr(*arg) }
            }
            (op, [left, right]) => {
                let (left, right) = (self.expr(*left), self.expr(*right));
                match (binary(op), op.strip_suffix('=')) {
                    (Some(op), _) => Expr::Binary { op, left, right },
                    (None, Some("")) => Expr::Assign { op: None, target: left, value: right },
                    (None, Some(op)) => Expr::Assign { op: Some(binary(op)?), target: left, value: right },
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(self.facts().ast.add_expr(expr, span))
    }

    /// A lambda: a function of its own without a name, in the class of the function around it.
    pub(super) fn lambda(&mut self, cursor: Cursor<'u>) -> ExprId {
        let around = self.func.map(|f| self.part().facts.func(f).name);
        let name = match around.and_then(|n| n.as_str().rsplit_once("::")) {
            Some((class, _)) => Name::from(&format!("{class}::{}", Func::LAMBDA)),
            None => Name::from(Func::LAMBDA),
        };
        let span = self.span(cursor);
        let (cond, origin) = (self.cond(span), self.origin(span));
        let params = self.parameters(cursor);
        let id = FuncId(self.part().facts.funcs.len() as u32);
        self.facts().funcs.push(Func {
            name,
            name_span: Span::new(span.start, (span.start + 1).min(span.end)),
            span,
            ret: CType::plain("auto"),
            params,
            open_params: cursor.has_open_parameters(),
            linkage: Linkage::Internal,
            c_linkage: false,
            at_load: false,
            body: None,
            locals: (0, 0),
            indent: Name::from(""),
            cond,
            origin,
            precision: Precision::Exact,
        });
        self.body_of(cursor, id);
        self.add(Expr::Opaque, cursor)
    }

    /// `new T(args)`
    pub(super) fn new_expression(&mut self, cursor: Cursor<'u>) -> ExprId {
        let span = self.span(cursor);
        let made = cursor.children().into_iter().rfind(|c| c.is_expression());
        let args = match made {
            Some(made) if made.kind() == CXCursor_CallExpr => made.arguments(),
            Some(made) => vec![made],
            None => Vec::new(),
        };
        let args: Vec<ExprId> = args.into_iter().map(|a| self.expr(a)).collect();
        let ast = &mut self.facts().ast;
        let callee = ast.add_expr(Expr::Name(Name::from("new")), span);
        let args = ast.add_exprs(&args);
        ast.add_expr(Expr::Call { callee, args }, span)
    }

    /// `delete x`
    pub(super) fn delete_expression(&mut self, cursor: Cursor<'u>) -> ExprId {
        let span = self.span(cursor);
        let arg = self.only_operand(cursor);
        let ast = &mut self.facts().ast;
        let callee = ast.add_expr(Expr::Name(Name::from("delete")), span);
        let args = ast.add_exprs(&[arg]);
        ast.add_expr(Expr::Call { callee, args }, span)
    }
}

/// Where the template arguments at the end of a scope begin; its end where it has none.
fn template_start(scope: &[u8]) -> usize {
    let mut depth = 0usize;
    for (at, byte) in scope.iter().enumerate().rev() {
        match byte {
            b'>' => depth += 1,
            b'<' => depth = depth.saturating_sub(1),
            b';' | b'{' | b'}' => break,
            _ => {}
        }
        if depth == 0 {
            return if *byte == b'<' { at } else { scope.len() };
        }
    }
    scope.len()
}

fn binary(op: &str) -> Option<BinaryOp> {
    Some(match op {
        "+" => BinaryOp::Add,
        "-" => BinaryOp::Sub,
        "*" => BinaryOp::Mul,
        "/" => BinaryOp::Div,
        "%" => BinaryOp::Rem,
        "&" => BinaryOp::BitAnd,
        "|" => BinaryOp::BitOr,
        "^" => BinaryOp::BitXor,
        "<<" => BinaryOp::ShiftLeft,
        ">>" => BinaryOp::ShiftRight,
        "==" => BinaryOp::Equal,
        "!=" => BinaryOp::NotEqual,
        "<" => BinaryOp::Less,
        "<=" => BinaryOp::LessEqual,
        ">" => BinaryOp::Greater,
        ">=" => BinaryOp::GreaterEqual,
        "&&" => BinaryOp::And,
        "||" => BinaryOp::Or,
        _ => return None,
    })
}
