//! The units of a format, and what each takes. What is not understood gives nothing at all: one unit more or less
//! moves all that follow.

use super::Does;

/// An integer of C, by the type that the manual names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Int {
    Char,
    Short,
    Int,
    Long,
    LongLong,
    Size,
    Max,
}

/// What an argument of C has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The address of a variable for an object.
    ObjectPlace,
    /// The address of a pointer to characters.
    TextPlace,
    /// The address of a `Py_buffer`.
    Buffer,
    /// The address of an integer.
    IntPlace(Int),
    /// The address of the length that `#` gives.
    LengthPlace,
    /// The address of a `float`.
    FloatPlace,
    /// The address of a `double`.
    DoublePlace,
    /// The address of a `Py_complex`.
    Complex,
    /// An object.
    Object,
    /// A pointer to characters.
    Text,
    /// A pointer to wide characters.
    Wide,
    /// An integer.
    Int(Int),
    /// The length of `#`.
    Length,
    /// A `double`.
    Double,
    /// A type, a converter, or what a converter gets.
    Pointer,
}

/// Units that stand for exactly one type of numbers, in formats of arguments and of values alike.
const NUMBERS: [(&str, &str); 13] = [
    ("short", "h"),
    ("unsigned short", "H"),
    ("int", "i"),
    ("unsigned", "I"),
    ("unsigned int", "I"),
    ("long", "l"),
    ("unsigned long", "k"),
    ("long long", "L"),
    ("unsigned long long", "K"),
    ("Py_ssize_t", "n"),
    ("float", "f"),
    ("double", "d"),
    ("signed int", "i"),
];

/// The unit of a type of numbers, in the place of another such unit.
pub fn instead_of(unit: &str, ty: &str) -> Option<&'static str> {
    let known = |of: &str| NUMBERS.iter().any(|(_, unit)| *unit == of);
    NUMBERS.iter().find(|(name, _)| *name == ty).map(|(_, unit)| *unit).filter(|_| known(unit))
}

/// One unit: `O!`, `es#`, `%zd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As it is written.
    pub text: String,
    /// Where it begins in the format, in bytes; 0 in formats of texts.
    pub at: usize,
    /// The arguments that it takes.
    pub takes: Vec<Takes>,
    /// It stands in no bracket.
    pub outer: bool,
}

/// The units of a format, with what is wrong with its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// In order.
    pub units: Vec<Unit>,
    /// What of a format for arguments makes CPython raise SystemError.
    pub wrong: Option<&'static str>,
    /// It has keyword-only arguments.
    pub dollar: bool,
    /// How many arguments of Python it takes, brackets counted as one.
    pub count: usize,
    /// So many stand before each `|` and `$`.
    pub marks: Vec<usize>,
}

/// The units of a format; None where it is not understood. Macros between pieces stand there as `{NAME}`.
pub fn units(does: Does, format: &str) -> Option<Units> {
    match does {
        Does::Parse => parsed(format),
        Does::Build => built(format),
        Does::Print => printed(format),
    }
}

fn parsed(format: &str) -> Option<Units> {
    let mut out = Units::default();
    let (mut depth, mut bar) = (0usize, false);
    let mut chars = format.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let mut text = String::from(letter);
        let mut next = |wanted: &[char], text: &mut String| {
            let found = chars.next_if(|(_, c)| wanted.contains(c)).map(|(_, c)| c);
            text.extend(found);
            found
        };
        let takes = match letter {
            ':' | ';' => break,
            '|' if depth == 0 => {
                out.marks.push(out.count);
                if std::mem::replace(&mut bar, true) {
                    out.wrong = Some("`|` stands there twice");
                } else if out.dollar {
                    out.wrong = Some("`$` stands before `|`");
                }
                continue;
            }
            '$' if depth == 0 => {
                out.marks.push(out.count);
                if std::mem::replace(&mut out.dollar, true) {
                    out.wrong = Some("`$` stands there twice");
                }
                continue;
            }
            '(' => {
                out.count += usize::from(depth == 0);
                depth += 1;
                continue;
            }
            ')' => {
                depth = depth.checked_sub(1)?;
                continue;
            }
            's' | 'z' | 'y' => match next(&['*', '#'], &mut text) {
                Some('*') => vec![Takes::Buffer],
                Some(_) => vec![Takes::TextPlace, Takes::LengthPlace],
                None => vec![Takes::TextPlace],
            },
            'w' => next(&['*'], &mut text).map(|_| vec![Takes::Buffer])?,
            'e' => {
                next(&['s', 't'], &mut text)?;
                match next(&['#'], &mut text) {
                    Some(_) => vec![Takes::Text, Takes::TextPlace, Takes::LengthPlace],
                    None => vec![Takes::Text, Takes::TextPlace],
                }
            }
            'u' | 'Z' => match next(&['#'], &mut text) {
                Some(_) => vec![Takes::Pointer, Takes::LengthPlace],
                None => vec![Takes::Pointer],
            },
            'O' => match next(&['!', '&'], &mut text) {
                Some('!') => vec![Takes::Pointer, Takes::ObjectPlace],
                Some(_) => vec![Takes::Pointer, Takes::Pointer],
                None => vec![Takes::ObjectPlace],
            },
            'S' | 'Y' | 'U' => vec![Takes::ObjectPlace],
            'b' | 'B' | 'c' => vec![Takes::IntPlace(Int::Char)],
            'h' | 'H' => vec![Takes::IntPlace(Int::Short)],
            'i' | 'I' | 'C' | 'p' => vec![Takes::IntPlace(Int::Int)],
            'l' | 'k' => vec![Takes::IntPlace(Int::Long)],
            'L' | 'K' => vec![Takes::IntPlace(Int::LongLong)],
            'n' => vec![Takes::IntPlace(Int::Size)],
            'f' => vec![Takes::FloatPlace],
            'd' => vec![Takes::DoublePlace],
            'D' => vec![Takes::Complex],
            _ => return None,
        };
        out.count += usize::from(depth == 0);
        out.units.push(Unit { text, at, takes, outer: depth == 0 });
    }
    (depth == 0).then_some(out)
}

fn built(format: &str) -> Option<Units> {
    let mut out = Units::default();
    let mut open = Vec::new();
    let mut chars = format.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let mut text = String::from(letter);
        let mut next = |wanted: char, text: &mut String| {
            let found = chars.next_if(|(_, c)| *c == wanted).map(|(_, c)| c);
            text.extend(found);
            found.is_some()
        };
        let takes = match letter {
            ' ' | '\t' | ',' | ':' => continue,
            '(' | '[' | '{' => {
                out.count += usize::from(open.is_empty());
                open.push(letter);
                continue;
            }
            ')' | ']' | '}' => {
                let opener = open.pop()?;
                if !matches!((opener, letter), ('(', ')') | ('[', ']') | ('{', '}')) {
                    return None;
                }
                continue;
            }
            's' | 'z' | 'y' | 'U' if next('#', &mut text) => vec![Takes::Text, Takes::Length],
            's' | 'z' | 'y' | 'U' => vec![Takes::Text],
            'u' if next('#', &mut text) => vec![Takes::Wide, Takes::Length],
            'u' => vec![Takes::Wide],
            'b' | 'B' | 'h' | 'H' | 'i' | 'I' | 'c' | 'C' | 'p' => vec![Takes::Int(Int::Int)],
            'l' | 'k' => vec![Takes::Int(Int::Long)],
            'L' | 'K' => vec![Takes::Int(Int::LongLong)],
            'n' => vec![Takes::Int(Int::Size)],
            'd' | 'f' => vec![Takes::Double],
            'D' => vec![Takes::Complex],
            'O' if next('&', &mut text) => vec![Takes::Pointer, Takes::Pointer],
            'N' if next('&', &mut text) => vec![Takes::Pointer, Takes::Pointer],
            'O' | 'N' | 'S' => vec![Takes::Object],
            _ => return None,
        };
        out.count += usize::from(open.is_empty());
        out.units.push(Unit { text, at, takes, outer: open.is_empty() });
    }
    open.is_empty().then_some(out)
}

/// The macro of CPython that is a length, as it stands in a literal.
const SIZE_LENGTH: &str = "{PY_FORMAT_SIZE_T}";

fn printed(format: &str) -> Option<Units> {
    let mut out = Units::default();
    let text = format.replace(SIZE_LENGTH, "z");
    // Pieces that macros make may hold conversions.
    if has_macro(&text) {
        return None;
    }
    let mut chars = text.chars().peekable();
    while let Some(letter) = chars.next() {
        if letter == '\\' {
            chars.next();
            continue;
        }
        if letter != '%' {
            continue;
        }
        let mut unit = String::from('%');
        if chars.next_if_eq(&'%').is_some() {
            continue;
        }
        let mut takes = Vec::new();
        let mut length = String::new();
        let conversion = loop {
            let c = chars.next()?;
            unit.push(c);
            match c {
                '0'..='9' | '-' | '+' | ' ' | '#' | '.' => {}
                '*' => takes.push(Takes::Int(Int::Int)),
                'l' | 'z' | 'j' | 't' => length.push(c),
                other => break other,
            }
        };
        let int = match length.as_str() {
            "" => Int::Int,
            "l" => Int::Long,
            "ll" => Int::LongLong,
            "z" | "t" => Int::Size,
            "j" => Int::Max,
            _ => return None,
        };
        match (conversion, length.is_empty()) {
            ('d' | 'i' | 'u' | 'x' | 'X' | 'o', _) => takes.push(Takes::Int(int)),
            ('c', true) => takes.push(Takes::Int(Int::Int)),
            ('p', true) => takes.push(Takes::Pointer),
            ('s', true) => takes.push(Takes::Text),
            ('s', false) if length == "l" => takes.push(Takes::Wide),
            ('A' | 'U' | 'S' | 'R', true) => takes.push(Takes::Object),
            ('N', true) => takes.push(Takes::Object),
            ('T', true) => takes.push(Takes::Object),
            ('V', true) => takes.extend([Takes::Object, Takes::Text]),
            ('V', false) if length == "l" => takes.extend([Takes::Object, Takes::Wide]),
            _ => return None,
        }
        out.units.push(Unit { text: unit, at: 0, takes, outer: true });
    }
    Some(out)
}

/// Whether a name in braces stands in a text, as macros between the pieces of a literal do.
fn has_macro(text: &str) -> bool {
    text.match_indices('{').any(|(at, _)| {
        let rest = &text[at + 1..];
        let name = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
        name > 1 && rest[name..].starts_with('}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(does: Does, format: &str) -> Option<Vec<Takes>> {
        units(does, format).map(|u| u.units.into_iter().flat_map(|u| u.takes).collect())
    }

    #[test]
    fn formats_of_arguments() {
        use Takes::*;
        let parse = |format| takes(Does::Parse, format);
        assert_eq!(
            parse("O!s#|i$p:name s"),
            Some(vec![
                Pointer,
                ObjectPlace,
                TextPlace,
                LengthPlace,
                IntPlace(super::Int::Int),
                IntPlace(super::Int::Int)
            ])
        );
        assert_eq!(
            parse("(ii)es#w*"),
            Some(vec![IntPlace(super::Int::Int), IntPlace(super::Int::Int), Text, TextPlace, LengthPlace, Buffer])
        );
        assert_eq!((parse("i,i"), parse("(i"), parse("w#"), parse("i{FMT}")), (None, None, None, None));
        let whole = units(Does::Parse, "O(ii)|n$d").expect("a format");
        assert_eq!((whole.count, whole.dollar, whole.wrong), (4, true, None));
        assert!(units(Does::Parse, "O$|i").is_some_and(|u| u.wrong.is_some()));
    }

    #[test]
    fn formats_of_values() {
        use Takes::*;
        let build = |format| takes(Does::Build, format);
        assert_eq!(build("{s:i, s:N}"), Some(vec![Text, Int(super::Int::Int), Text, Object]));
        assert_eq!(build("(y#O&)"), Some(vec![Text, Length, Pointer, Pointer]));
        assert_eq!((build("(i]"), build("i{FMT}"), build("q")), (None, None, None));
    }

    #[test]
    fn formats_of_texts() {
        use Takes::*;
        let print = |format| takes(Does::Print, format);
        assert_eq!(
            print(r"%% \%%.200s{x} %*d %zd %R"),
            Some(vec![Text, Int(super::Int::Int), Int(super::Int::Int), Int(super::Int::Size), Object])
        );
        assert_eq!(print("%{PY_FORMAT_SIZE_T}d"), Some(vec![Int(super::Int::Size)]));
        assert_eq!((print("%{PRId64}"), print("{PREFIX} %d"), print("%f"), print("100%")), (None, None, None, None));
    }
}
