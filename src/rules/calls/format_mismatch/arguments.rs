//! One argument against what its unit takes.

use super::platforms;
use crate::capi::formats::Does;
use crate::capi::formats::units::{Int, Takes};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, Language, Name};
use crate::finding::Severity;
use crate::link::Project;
use crate::link::scalars::{Scalar, Width};
use crate::link::typed::Typed;
use crate::link::view::Call;

/// What is wrong with an argument.
pub(super) struct Unfit {
    pub severity: Severity,
    /// Behind the unit and the function.
    pub says: String,
    pub label: String,
    pub note: &'static str,
    /// The type of numbers that the argument has, or leads to, and over how many pointers.
    pub number: Option<(Name, u8)>,
}

/// What an argument is, where that is told for sure.
struct Argument<'p> {
    project: &'p Project,
    typed: Typed,
    /// The file is C++: a reference looks like a pointer there.
    cpp: bool,
    literal: bool,
}

/// What is wrong with an argument; None where it fits or is not known. `clean`: `#` means `Py_ssize_t` for sure.
pub(super) fn unfit(
    project: &Project,
    call: &Call<'_>,
    does: Does,
    wants: Takes,
    value: ExprId,
    clean: bool,
) -> Option<Unfit> {
    let facts = call.facts();
    let (file, func) = (call.site.file, call.site.func?);
    let ast = &facts.ast;
    // A cast of an address changes nothing but its name.
    let value = match ast.expr(value) {
        Expr::Cast { ty, .. } if ty.pointers > 0 => ast.strip_casts(value),
        _ => value,
    };
    let typed = match ast.expr(value) {
        Expr::Int(number) => return literal(wants, number, does),
        _ => project.typed(file, func, value)?,
    };
    let literal = matches!(ast.expr(value), Expr::Str(_));
    let argument = Argument { project, typed, cpp: facts.language == Language::Cpp, literal };
    let at = || platforms::of(project, file, ast.expr_span(value));
    match wants {
        Takes::ObjectPlace => argument.object_place(),
        Takes::TextPlace => argument.text_place(),
        Takes::Buffer => argument.buffer(),
        Takes::IntPlace(int) => argument.int_place(width(int), name(int), at),
        Takes::LengthPlace => clean.then(|| argument.int_place(Width::SIZE, name(Int::Size), at))?,
        Takes::FloatPlace => argument.number_place(Scalar::Float, "a float"),
        Takes::DoublePlace => argument.number_place(Scalar::Double, "a double"),
        Takes::Complex => None,
        Takes::Object => argument.object(does),
        Takes::Text => argument.text(does),
        Takes::Int(int) => argument.int(width(int), name(int), does, at),
        Takes::Length => clean.then(|| argument.int(Width::SIZE, name(Int::Size), does, at))?,
        Takes::Double => argument.double(),
        Takes::Wide | Takes::Pointer => None,
    }
}

/// A number where a pointer is wanted; of numbers only that is told: their suffix is not known.
fn literal(wants: Takes, number: u64, does: Does) -> Option<Unfit> {
    let pointer = matches!(wants, Takes::Object | Takes::Text) || does == Does::Parse;
    (pointer && number != 0).then(|| Unfit {
        severity: Severity::Error,
        says: "takes a pointer, and gets a number".to_owned(),
        label: "a number".to_owned(),
        note: ADDRESS,
        number: None,
    })
}

const ADDRESS: &str = "the number is taken for an address";
const SMALLER: &str = "more bytes are written than the variable has: what lies beside it is overwritten";
const LARGER: &str = "part of the variable keeps what was there before";
const OTHER: &str = "the variable gets the bytes of something else";

fn width(int: Int) -> Width {
    match int {
        Int::Char => Width::CHAR,
        Int::Short => Width::SHORT,
        Int::Int => Width::INT,
        Int::Long => Width::LONG,
        Int::LongLong | Int::Max => Width::LONG_LONG,
        Int::Size => Width::SIZE,
    }
}

fn name(int: Int) -> &'static str {
    match int {
        Int::Char => "a char",
        Int::Short => "a short",
        Int::Int => "an int",
        Int::Long => "a long",
        Int::LongLong => "a long long",
        Int::Size => "a Py_ssize_t",
        Int::Max => "an intmax_t",
    }
}

impl Argument<'_> {
    /// The type in words.
    fn shown(&self) -> String {
        if self.literal {
            return "a string".to_owned();
        }
        let ty = &self.typed.ty;
        let stars = "*".repeat(usize::from(ty.pointers));
        let (space, dimensions) = (if stars.is_empty() { "" } else { " " }, "[]".repeat(usize::from(ty.arrays)));
        format!("`{}{space}{stars}{dimensions}`", ty.base)
    }

    /// What the base is, without pointers.
    fn base(&self) -> Option<Scalar> {
        let ty = crate::facts::CType { pointers: 0, arrays: 0, function_pointer: false, ..self.typed.ty };
        self.project.scalar(self.typed.file, &ty)
    }

    fn is_object(&self) -> bool {
        struct_roles::is(self.typed.ty.bare_base(), Kind::Object)
    }

    /// Whether it is so many pointers away from its base, for sure.
    fn is_deep(&self, depth: u8) -> bool {
        !self.typed.ty.function_pointer && self.typed.depth() == depth && (depth == 0 || !self.cpp)
    }

    fn is_number(&self) -> bool {
        matches!(self.base(), Some(Scalar::Integer(_) | Scalar::Float | Scalar::Double))
    }

    fn wrong(&self, severity: Severity, takes: &str, note: &'static str) -> Unfit {
        let says = format!("takes {takes}, and gets {}", self.shown());
        let number = (self.is_number() && !self.literal).then_some((self.typed.ty.base, self.typed.depth()));
        Unfit { severity, says, label: format!("is {}", self.shown()), note, number }
    }

    /// A value where an address is wanted.
    fn no_address(&self, takes: &str) -> Option<Unfit> {
        (self.is_deep(0) && self.is_number()).then(|| self.wrong(Severity::Error, takes, ADDRESS))
    }

    fn object_place(&self) -> Option<Unfit> {
        const TAKES: &str = "the address of a pointer to an object";
        let wrong = self.literal || self.is_deep(1) && (self.is_object() || self.is_number());
        wrong.then(|| self.wrong(Severity::Error, TAKES, OTHER)).or_else(|| self.no_address(TAKES))
    }

    fn text_place(&self) -> Option<Unfit> {
        const TAKES: &str = "the address of a `const char *`";
        let object = self.is_object() && (self.is_deep(1) || self.typed.depth() == 2);
        let wrong = self.literal || object || self.is_deep(1) && self.is_number();
        wrong.then(|| self.wrong(Severity::Error, TAKES, OTHER)).or_else(|| self.no_address(TAKES))
    }

    fn buffer(&self) -> Option<Unfit> {
        const TAKES: &str = "the address of a `Py_buffer`";
        let text = self.is_deep(2) && self.is_number();
        let wrong = self.literal || text || self.is_deep(1) && (self.is_number() || self.is_object());
        wrong.then(|| self.wrong(Severity::Error, TAKES, SMALLER)).or_else(|| self.no_address(TAKES))
    }

    fn int_place(&self, wanted: Width, name: &str, at: impl Fn() -> [bool; 3]) -> Option<Unfit> {
        let takes = format!("the address of {name}");
        if self.literal || self.is_deep(1) && (self.is_object() || matches!(self.base(), Some(Scalar::Float))) {
            return Some(self.wrong(Severity::Error, &takes, OTHER));
        }
        let deep = self.is_deep(2) && (self.is_number() || self.is_object());
        if deep || self.is_deep(1) && self.base() == Some(Scalar::Double) {
            return Some(self.wrong(Severity::Error, &takes, OTHER));
        }
        if self.typed.depth() == 1
            && !self.typed.ty.function_pointer
            && let Some(Scalar::Integer(given)) = self.base()
        {
            return self.widths(wanted, given, &takes, at);
        }
        self.no_address(&takes)
    }

    /// Integers of different widths: how bad that is depends on the platforms.
    fn widths(&self, wanted: Width, given: Width, takes: &str, at: impl Fn() -> [bool; 3]) -> Option<Unfit> {
        if wanted == given {
            return None;
        }
        let at = at();
        let differs: Vec<usize> = (0..3).filter(|&i| at[i] && wanted.0[i] != given.0[i]).collect();
        let &first = differs.first()?;
        let (severity, place) = match first {
            0 => (Severity::Error, if wanted.0[1] == given.0[1] { " on 64-bit Linux and macOS" } else { "" }),
            1 => (Severity::Warning, " on 64-bit Windows"),
            _ => (Severity::Note, " on 32-bit systems"),
        };
        let note = if wanted.0[first] > given.0[first] { SMALLER } else { LARGER };
        let mut wrong = self.wrong(severity, takes, note);
        if !place.is_empty() {
            wrong.says = format!("{}: the sizes differ{place}", wrong.says);
        }
        Some(wrong)
    }

    fn number_place(&self, wanted: Scalar, name: &str) -> Option<Unfit> {
        let takes = format!("the address of {name}");
        let other = self.is_deep(1)
            && (self.is_object()
                || self.base().is_some_and(|base| base != wanted && base != Scalar::Void && base != Scalar::Pointer));
        (self.literal || other).then(|| self.wrong(Severity::Error, &takes, OTHER)).or_else(|| self.no_address(&takes))
    }

    fn object(&self, does: Does) -> Option<Unfit> {
        let text = self.is_deep(1) && matches!(self.base(), Some(Scalar::Integer(Width::CHAR))) || self.literal;
        let place = self.is_deep(2) && self.is_object();
        let number = self.is_deep(0) && self.is_number();
        let note = if does == Does::Print { "the text is taken for an object" } else { OBJECT };
        (text || place || number).then(|| self.wrong(Severity::Error, "an object", note))
    }

    fn text(&self, does: Does) -> Option<Unfit> {
        let takes = if does == Does::Parse { "the name of an encoding" } else { "a `const char *`" };
        let object = self.is_deep(1) && self.is_object();
        let place = self.is_deep(2) && matches!(self.base(), Some(Scalar::Integer(Width::CHAR)));
        let number = self.is_deep(0) && self.is_number();
        (object || place || number).then(|| self.wrong(Severity::Error, takes, "the bytes there are read as text"))
    }

    fn int(&self, wanted: Width, name: &str, does: Does, at: impl Fn() -> [bool; 3]) -> Option<Unfit> {
        if self.literal || self.is_deep(1) && (self.is_object() || self.is_number()) {
            return Some(self.wrong(Severity::Error, name, "the address is taken for a number"));
        }
        if !self.is_deep(0) {
            return None;
        }
        let given = match self.base()? {
            Scalar::Integer(width) => promoted(width),
            Scalar::Float | Scalar::Double => {
                return Some(self.wrong(Severity::Error, name, "the function reads whatever an integer register has"));
            }
            _ => return None,
        };
        let mut wrong = self.widths(wanted, given, name, at)?;
        let first = (0..3).find(|&i| wanted.0[i] != given.0[i])?;
        let cut = wanted.0[first] < given.0[first];
        // A large number loses its upper half in a message: nobody is hurt.
        if cut && does == Does::Print {
            return None;
        }
        wrong.note = if cut { "the upper half is lost" } else { "the upper half is undefined" };
        if cut || does == Does::Print {
            wrong.severity = wrong.severity.min(Severity::Warning);
        }
        Some(wrong)
    }

    fn double(&self) -> Option<Unfit> {
        let number = self.is_deep(0) && matches!(self.base(), Some(Scalar::Integer(_)));
        let pointer = self.literal || self.is_deep(1) && (self.is_object() || self.is_number());
        (number || pointer).then(|| {
            self.wrong(Severity::Error, "a double", "the function reads whatever a floating-point register has")
        })
    }
}

const OBJECT: &str = "what is there is taken for an object";

/// What an integer is passed as behind `…`.
fn promoted(width: Width) -> Width {
    if width.0[0] < Width::INT.0[0] { Width::INT } else { width }
}
