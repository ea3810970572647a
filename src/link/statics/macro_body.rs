//! Reads what a macro does off the tokens of its body. No expansion: a pattern that is not understood has no effect.

use crate::facts::{Define, Name};
use crate::link::macros::tokens::{Token, tokens};

use super::Value;
use super::macros::{Alias, AliasKind, Effect, Macro, Path, Root, Stored};

/// Longest body that is read, in tokens: more is no macro that wraps a statement or two.
const MAX_TOKENS: usize = 2000;

/// None where the body is too long.
pub(crate) fn read(define: &Define) -> Option<Macro> {
    let tokens: Vec<&str> = tokens(&define.body).into_iter().map(Token::text).collect();
    if tokens.len() > MAX_TOKENS {
        return None;
    }
    let params = define.params.as_deref().unwrap_or(&[]);
    let body = Body { tokens: &tokens, params };
    Some(Macro { alias: body.alias(), effects: body.effects() })
}

struct Body<'a> {
    tokens: &'a [&'a str],
    params: &'a [Name],
}

impl Body<'_> {
    fn at(&self, i: usize) -> &str {
        self.tokens.get(i).copied().unwrap_or("")
    }

    fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |i| self.at(i))
    }

    fn param(&self, name: &str) -> Option<usize> {
        self.params.iter().position(|p| p == name)
    }

    fn root(&self, name: &str) -> Root {
        self.param(name).map_or_else(|| Root::Name(Name::from(name)), Root::Param)
    }

    /// The index of the bracket that matches the one at `i`, forwards.
    fn closing(&self, i: usize) -> Option<usize> {
        let mut depth = 0usize;
        for (j, token) in self.tokens.iter().enumerate().skip(i) {
            match *token {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(j);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The same backwards.
    fn opening(&self, i: usize) -> Option<usize> {
        let mut depth = 0usize;
        for j in (0..=i).rev() {
            match self.at(j) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(j);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn alias(&self) -> Option<Alias> {
        let mut body = self.tokens;
        let wrapped = |body: &[&str]| {
            let whole = Body { tokens: body, params: &[] };
            body.len() > 2 && body[0] == "(" && whole.closing(0) == Some(body.len() - 1)
        };
        while wrapped(body) {
            body = &body[1..body.len() - 1];
        }
        let alias = |name: &str, kind| Some(Alias { name: Name::from(name), kind });
        match body {
            ["&", name] if is_ident(name) => alias(name, AliasKind::Address),
            ["*", name] if is_ident(name) => alias(name, AliasKind::Pointee),
            [name] if is_ident(name) && self.param(name).is_none() => alias(name, AliasKind::Object),
            [name, "->", ..] if is_ident(name) => alias(name, AliasKind::Pointee),
            [name, ".", rest @ ..] if is_ident(name) && rest.iter().all(|t| *t == "." || is_ident(t)) => {
                alias(name, AliasKind::Object)
            }
            [name, "(", .., ")"] if is_ident(name) => alias(name, AliasKind::Call),
            ["(", "*", name, ")", ".", ..] | ["(", "*", name, ")"] if is_ident(name) => alias(name, AliasKind::Pointee),
            _ => None,
        }
    }

    fn effects(&self) -> Vec<Effect> {
        let mut out = Vec::new();
        let mut own: Vec<Name> = Vec::new();
        for i in 0..self.tokens.len() {
            match self.at(i) {
                "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" | "<<=" | ">>=" => {
                    match self.lvalue_before(i) {
                        Lvalue::Declared(name) => own.push(name),
                        Lvalue::Of(root, path) => {
                            let step = self.at(i) != "=";
                            let stored = if step { Stored::Value(Value::Other) } else { self.stored(i + 1) };
                            out.push(Effect::Write { root, path, stored, step });
                        }
                        Lvalue::Unknown => {}
                    }
                }
                "++" | "--" => {
                    let (root, path) = if is_ident(self.at(i + 1)) && self.at(i + 2) != "##" {
                        (self.root(self.at(i + 1)), Path::Object { part: false })
                    } else if let Lvalue::Of(root, path) = self.lvalue_before(i) {
                        (root, path)
                    } else {
                        continue;
                    };
                    out.push(Effect::Write { root, path, stored: Stored::Value(Value::Other), step: true });
                }
                name if is_ident(name) && self.at(i + 1) == "(" => {
                    if let Some(end) = self.closing(i + 1) {
                        out.push(Effect::Call { callee: Name::from(name), args: self.args(i + 2, end) });
                    }
                }
                name if is_ident(name)
                    && self.param(name).is_none()
                    && !matches!(self.before(i), "." | "->" | "##" | "#")
                    && self.at(i + 1) != "##" =>
                {
                    out.push(Effect::Mention(Name::from(name)));
                }
                _ => {}
            }
        }
        out.retain(|effect| match effect {
            Effect::Write { root: Root::Name(name), .. } | Effect::Mention(name) => !own.contains(name),
            _ => true,
        });
        out.shrink_to_fit();
        out
    }

    fn args(&self, start: usize, end: usize) -> Vec<Option<(Root, bool)>> {
        let mut out = Vec::new();
        let (mut depth, mut from) = (0i32, start);
        for i in start..=end {
            match self.at(i) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if i < end => depth -= 1,
                "," if depth == 0 => {
                    out.push(self.arg(&self.tokens[from..i]));
                    from = i + 1;
                }
                _ => {}
            }
        }
        if from < end {
            out.push(self.arg(&self.tokens[from..end]));
        }
        out.shrink_to_fit();
        out
    }

    fn arg(&self, tokens: &[&str]) -> Option<(Root, bool)> {
        match tokens {
            [name] if is_ident(name) => Some((self.root(name), false)),
            ["&", rest @ ..] if rest.contains(&"##") => Some((self.pasted(rest)?, true)),
            [first, "##", ..] if is_ident(first) => Some((self.pasted(tokens)?, false)),
            ["(", name, ")"] if is_ident(name) => Some((self.root(name), false)),
            ["&", name] | ["&", "(", name, ")"] | ["(", "&", name, ")"] if is_ident(name) => {
                Some((self.root(name), true))
            }
            ["(", ..] => {
                // A cast in front.
                let close = tokens.iter().position(|t| *t == ")").filter(|&i| tokens[i - 1] == "*")?;
                self.arg(&tokens[close + 1..])
            }
            _ => None,
        }
    }

    /// The name that `a##x##b` makes of the one parameter in it.
    fn pasted(&self, tokens: &[&str]) -> Option<Root> {
        let (mut prefix, mut suffix, mut param) = (String::new(), String::new(), None);
        for (i, token) in tokens.iter().enumerate() {
            match (i % 2, self.param(token)) {
                (1, _) if *token == "##" => {}
                (0, Some(_)) if param.is_some() => return None,
                (0, Some(index)) => param = Some(index),
                (0, None) if is_ident(token) || token.bytes().all(|b| b.is_ascii_digit()) => {
                    if param.is_some() { &mut suffix } else { &mut prefix }.push_str(token);
                }
                _ => return None,
            }
        }
        Some(Root::Pasted(Box::new((prefix, param?, suffix))))
    }

    fn lvalue_before(&self, i: usize) -> Lvalue {
        let Some(mut j) = i.checked_sub(1) else { return Lvalue::Unknown };
        let (mut part, mut element, mut pointee) = (false, false, false);
        let name = loop {
            match self.at(j) {
                "]" => {
                    let Some(open) = self.opening(j).and_then(|o| o.checked_sub(1)) else { return Lvalue::Unknown };
                    element = true;
                    j = open;
                }
                ")" => {
                    let Some(open) = self.opening(j) else { return Lvalue::Unknown };
                    let inner = &self.tokens[open + 1..j];
                    if open > 0 && is_ident(self.at(open - 1)) && !is_keyword(self.at(open - 1)) {
                        return Lvalue::Unknown;
                    }
                    let Some(last) = inner.iter().rev().find(|t| is_ident(t)) else { return Lvalue::Unknown };
                    pointee |= inner.first() == Some(&"*");
                    part |= inner.contains(&".");
                    if inner.contains(&"->") {
                        return Lvalue::Unknown;
                    }
                    let name = *last;
                    j = open;
                    break name;
                }
                name if is_ident(name) => match self.before(j) {
                    "." | "->" if j >= 2 => {
                        part = true;
                        pointee |= self.before(j) == "->";
                        j -= 2;
                    }
                    _ => break self.tokens[j],
                },
                _ => return Lvalue::Unknown,
            }
        };
        if self.before(j) == "##" {
            let mut first = j;
            while self.before(first) == "##" && first >= 2 {
                first -= 2;
            }
            let Some(root) = self.pasted(&self.tokens[first..=j]) else { return Lvalue::Unknown };
            let path = match (pointee || self.before(first) == "*", element) {
                (true, _) => Path::Pointee,
                (false, true) => Path::Element,
                (false, false) => Path::Object { part },
            };
            return Lvalue::Of(root, path);
        }
        match self.before(j) {
            "*" if j >= 2 && is_ident(self.at(j - 2)) && !is_keyword(self.at(j - 2)) => {
                return Lvalue::Declared(Name::from(name));
            }
            "*" => pointee = true,
            type_name if is_ident(type_name) && !is_keyword(type_name) => return Lvalue::Declared(Name::from(name)),
            _ => {}
        }
        let path = match (pointee, element) {
            (true, _) => Path::Pointee,
            (false, true) => Path::Element,
            (false, false) => Path::Object { part },
        };
        Lvalue::Of(self.root(name), path)
    }

    /// What stands behind `=`, up to the end of the expression.
    fn stored(&self, start: usize) -> Stored {
        let mut i = start;
        while matches!(self.at(i), "(" | "*") || self.at(i) == ")" || is_type_word(self.at(i), self.at(i + 1)) {
            i += 1;
        }
        let name = self.at(i);
        if let Some(param) = self.param(name)
            && self.at(i + 1) != "("
        {
            return Stored::Param(param);
        }
        Stored::Value(match name {
            "NULL" | "nullptr" | "0" | "false" => Value::Null,
            "1" | "true" => Value::Int(1),
            name if is_ident(name) && self.at(i + 1) == "(" => Value::Call(Name::from(name)),
            _ => Value::Other,
        })
    }
}

enum Lvalue {
    Of(Root, Path),
    Declared(Name),
    Unknown,
}

fn is_ident(token: &str) -> bool {
    token.bytes().next().is_some_and(|c| c.is_ascii_alphabetic() || c == b'_')
}

fn is_keyword(token: &str) -> bool {
    matches!(token, "else" | "return" | "do" | "case" | "goto" | "if" | "while" | "for" | "switch" | "sizeof")
}

/// A word of a cast: what a `*` or a `)` follows.
fn is_type_word(token: &str, next: &str) -> bool {
    is_ident(token) && matches!(next, "*" | ")") || matches!(token, "struct" | "const" | "unsigned")
}

#[cfg(test)]
#[path = "macro_body_tests.rs"]
mod tests;
