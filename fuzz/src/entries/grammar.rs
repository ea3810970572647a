//! C that a grammar makes: each choice is a byte, and where these are used up the first and shortest is taken.

use super::picks::Picks;
use super::vocabulary::{ATOMS, BETWEEN, DEEP, INFIX, NAMES, PREFIX, PURE, STARS, STRAY, TYPES};

/// A text in the making.
pub struct Maker<'a> {
    picks: Picks<'a>,
    out: String,
    /// Whether stray words are put in.
    stray: bool,
}

/// A file of some items of C.
pub fn file(bytes: &[u8]) -> String {
    let mut picks = Picks(bytes);
    let stray = picks.byte() % 4 == 3;
    let mut maker = Maker { picks, out: String::new(), stray };
    for _ in 0..8 {
        maker.item();
        maker.out.push('\n');
        if !maker.picks.any() {
            break;
        }
    }
    maker.out
}

impl Maker<'_> {
    fn put(&mut self, text: &str) {
        self.out += text;
        if self.stray {
            match self.picks.byte() {
                0xf0.. => {
                    let word = self.picks.of(STRAY);
                    self.out += word;
                }
                0xe0..0xf0 => {
                    let blank = self.picks.of(BETWEEN);
                    self.out += blank;
                }
                _ => {}
            }
        }
    }

    /// One of a list of texts.
    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        let text = self.picks.of(list);
        self.put(text);
        text
    }

    fn name(&mut self) {
        self.pick(NAMES);
    }

    fn list(&mut self, depth: u8, most: u8, one: fn(&mut Self, u8)) {
        for i in 0..self.picks.byte() % most {
            if i > 0 {
                self.put(", ");
            }
            one(self, depth);
        }
    }

    /// Something between brackets.
    fn between(&mut self, open: &str, close: &str, one: impl FnOnce(&mut Self)) {
        self.put(open);
        one(self);
        self.put(close);
    }

    fn operand(&mut self, depth: u8) {
        match self.picks.byte() % 4 {
            0 => self.name(),
            1 => drop(self.pick(ATOMS)),
            2 => self.between("(", ")", |maker| maker.expression(depth + 1)),
            _ => self.expression(depth + 1),
        }
    }

    /// Whether something in parentheses ends here that is no call. A sign or arguments behind it may be read in two ways,
    /// and the two readers differ where the grammar takes a cast that nobody wrote. `(T)(x())` may be a cast to a function.
    fn behind_parentheses(&self) -> bool {
        let text = self.out.trim_end();
        let mut depth = 0;
        let open = text.char_indices().rev().find(|(_, c)| {
            depth += i32::from(*c == ')') - i32::from(*c == '(');
            depth <= 0
        });
        let before = open.map_or("", |(at, _)| &text[..at]);
        text.ends_with(')') && !before.ends_with(|c: char| c.is_ascii_alphanumeric() || "_]".contains(c))
    }

    fn type_name(&mut self) {
        self.pick(&TYPES[..PURE]);
        self.pick(&["", " *", " **", " (*)(int)", "[3]", " *const"]);
    }

    fn expression(&mut self, depth: u8) {
        if depth > DEEP {
            return self.name();
        }
        match self.picks.byte() % 16 {
            0 => self.name(),
            1 => drop(self.pick(ATOMS)),
            2..=4 => {
                self.operand(depth);
                let infix = self.picks.of(INFIX);
                let doubtful = self.behind_parentheses() && matches!(infix, "+" | "-" | "*" | "&" | "&&");
                self.put(&format!(" {} ", if doubtful { "==" } else { infix }));
                self.operand(depth);
            }
            5 => {
                self.pick(PREFIX);
                self.operand(depth);
            }
            6 => {
                self.operand(depth);
                self.pick(&["++", "--"]);
            }
            7 | 8 => {
                self.operand(depth);
                self.put(if self.behind_parentheses() { "->x" } else { "" });
                self.between("(", ")", |maker| maker.list(depth + 1, 4, Self::expression));
            }
            9 => {
                self.operand(depth);
                self.between("[", "]", |maker| maker.expression(depth + 1));
            }
            10 | 11 => {
                self.operand(depth);
                self.pick(&["->", "."]);
                self.name();
            }
            12 => {
                self.between("(", ")", Self::type_name);
                if self.behind_parentheses() {
                    return self.between("(", ")", |maker| maker.operand(depth));
                }
                self.operand(depth);
            }
            13 => {
                self.operand(depth);
                self.between(" ? ", " : ", |maker| maker.expression(depth + 1));
                self.operand(depth);
            }
            14 => {
                self.between("(", ")", Self::type_name);
                self.braces(depth + 1);
            }
            _ => {
                self.between("(", ")", Self::name);
                self.pick(&["->x", "[1]", " == 1", "++"]);
            }
        }
    }

    fn braces(&mut self, depth: u8) {
        self.put("{");
        self.list(depth, 5, Self::member);
        let end = self.picks.of(&["}", ", }", "}"]);
        self.put(if self.out.ends_with('{') { "}" } else { end });
    }

    fn member(&mut self, depth: u8) {
        match self.picks.byte() % 6 {
            0 | 1 => self.expression(depth + 1),
            2 => {
                self.between(".", " = ", Self::name);
                self.expression(depth + 1);
            }
            3 => {
                self.between("[", "] = ", |maker| maker.expression(depth + 1));
                self.expression(depth + 1);
            }
            4 if depth < DEEP => self.braces(depth + 1),
            _ => {
                self.between("", ": ", Self::name);
                self.expression(depth + 1);
            }
        }
    }

    fn enumerator(&mut self, depth: u8) {
        self.name();
        if self.picks.byte() % 2 == 1 {
            self.put(" = ");
            self.expression(depth + 1);
        }
    }

    /// `int *x[3] = …, y;` without the `;`. Fields of a record have a width where variables have a value.
    fn declaration(&mut self, depth: u8, field: bool) {
        let ty = self.pick(TYPES);
        self.put(" ");
        for i in 0..=self.picks.byte() % 3 {
            if i > 0 {
                self.put(", ");
            }
            // `T *x, (*y)(…)` is a product and a call to the grammar, where `T` may be a variable. It is read as written.
            let doubtful = i > 0 && !field && ty.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let stars = if doubtful { self.pick(&STARS[..4]) } else { self.pick(STARS) };
            self.name();
            if stars == "(*" {
                self.between(")(", ")", |maker| maker.list(depth, 3, Self::parameter));
            }
            match self.picks.byte() % 8 {
                4 => self.between("[", "]", |maker| maker.expression(depth + 2)),
                5 => self.put("[]"),
                6 => self.between("(", ")", |maker| maker.list(depth, 3, Self::parameter)),
                7 if field => self.between(" : ", "", |maker| maker.expression(depth + 2)),
                _ => {}
            }
            match self.picks.byte() % 4 {
                _ if field => {}
                1 => self.between(" = ", "", |maker| maker.expression(depth + 1)),
                2 => self.between(" = ", "", |maker| maker.braces(depth + 1)),
                _ => {}
            }
        }
    }

    fn parameter(&mut self, _: u8) {
        self.head();
    }

    /// `T *name`
    fn head(&mut self) {
        self.pick(TYPES);
        self.pick(&[" ", " *", " **", "\n", " *const "]);
        self.name();
    }

    fn block(&mut self, depth: u8) {
        self.put("{\n");
        for _ in 0..self.picks.byte() % 6 {
            self.statement(depth + 1);
        }
        self.put("}\n");
    }

    fn statement(&mut self, depth: u8) {
        let pick = if depth > DEEP { 0 } else { self.picks.byte() % 20 };
        let (before, behind) = match pick {
            1 => return self.block(depth),
            3 | 4 => ("if (", ")\n"),
            5 => ("while (", ")\n"),
            6 => ("switch (", ")\n"),
            7 => ("return ", ";\n"),
            8 => ("case ", ":\n"),
            9 => {
                self.pick(&["break;\n", "continue;\n", "default:\n", "return;\n", ";\n", "goto x;\n", "x:\n"]);
                return;
            }
            10 => {
                self.put("do ");
                self.statement(depth + 1);
                ("while (", ");\n")
            }
            11 => {
                self.put("for (");
                if self.picks.byte().is_multiple_of(2) {
                    self.expression(depth + 1)
                } else {
                    self.declaration(depth + 1, false)
                }
                self.between("; ", "", |maker| maker.expression(depth + 1));
                ("; ", ")\n")
            }
            12..=14 => {
                self.declaration(depth, false);
                return self.put(";\n");
            }
            _ => ("", ";\n"),
        };
        self.between(before, behind, |maker| maker.expression(depth));
        if behind == ")\n" {
            self.statement(depth + 1);
            if pick == 4 {
                self.put("else ");
                self.statement(depth + 1);
            }
        }
    }

    fn item(&mut self) {
        match self.picks.byte() % 10 {
            0 | 1 => self.between("", ";", |maker| maker.declaration(0, false)),
            2 => self.between("typedef ", ";", |maker| maker.declaration(0, true)),
            3 => {
                let kind = self.pick(&["struct ", "union ", "typedef struct "]);
                self.between("", " {\n", Self::name);
                for _ in 0..self.picks.byte() % 5 {
                    self.between("", ";\n", |maker| maker.declaration(1, true));
                }
                self.put("} ");
                if kind.starts_with('t') || self.picks.byte() % 2 == 1 {
                    self.name();
                }
                self.put(";");
            }
            4 => self.between("enum { ", " };", |maker| maker.list(2, 4, Self::enumerator)),
            5 => {
                self.name();
                self.between("(", ")", |maker| maker.list(1, 3, Self::expression));
                self.pick(&[";", ""]);
            }
            _ => {
                self.head();
                self.between("(", ")\n", |maker| maker.list(0, 4, Self::parameter));
                self.block(0);
            }
        }
    }
}
