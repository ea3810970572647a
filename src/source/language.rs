//! Which language a header is read as: by its ending, by what its text says, by who includes it. Parses nothing.

use super::branches::Branches;
use super::lex::{Kind, Lexed, Token};
use super::scan::Scanned;
use crate::facts::Language;

/// The language of a file by its ending and its own text; None for a header that may be of either.
pub(super) fn of(extension: &str, text: &[u8], lexed: &Lexed, branches: &Branches) -> Option<Language> {
    match extension {
        "cc" | "cpp" | "cxx" | "hpp" | "hh" | "hxx" | "C" | "c++" | "h++" | "H" | "ipp" | "tpp" => {
            return Some(Language::Cpp);
        }
        "h" | "inc" | "inl" | "in" => {}
        _ => return Some(Language::C),
    }
    let guarded: Vec<(u32, u32)> = branches
        .all
        .iter()
        .filter(|b| memchr::memmem::find(&text[b.expr.0 as usize..b.expr.1 as usize], b"__cplusplus").is_some())
        .map(|b| b.bytes)
        .collect();
    let outside = |token: &Token| !guarded.iter().any(|&(start, end)| start <= token.start && token.start < end);
    let speaks = lexed.tokens.windows(4).any(|run| is_cpp(text, run) && outside(&run[0]));
    speaks.then_some(Language::Cpp)
}

/// Whether a text declares something of Objective-C.
pub(super) fn is_objective(text: &[u8], lexed: &Lexed) -> bool {
    let declares = |pair: &[Token]| {
        pair[0].first
            && pair[0].punct(text) == b'@'
            && matches!(pair[1].bytes(text), b"interface" | b"protocol" | b"class" | b"implementation")
    };
    lexed.tokens.windows(2).any(declares)
}

/// Whether four tokens make no sense in C.
fn is_cpp(text: &[u8], run: &[Token]) -> bool {
    let word = |i: usize| run[i].bytes(text);
    let punct = |i: usize| run[i].punct(text);
    let ident = |i: usize| run[i].kind == Kind::Ident;
    let adjacent = |i: usize| run[i].end == run[i + 1].start;
    match word(0) {
        b"class" | b"namespace" | b"template" => run[0].first && (ident(1) || punct(1) == b'<' || punct(1) == b'{'),
        b"using" => run[0].first && ident(1) && (word(2) == b"=" || ident(2) || punct(2) == b':'),
        b"nullptr" => !ident(1),
        b"extern" => word(1) == b"\"C\"" || word(1) == b"\"C++\"",
        b"static_cast" | b"reinterpret_cast" | b"const_cast" | b"dynamic_cast" => punct(1) == b'<',
        b"auto" => punct(1) == b'*' || ident(1) && word(2) == b"=",
        b"private" | b"public" | b"protected" => run[0].first && punct(1) == b':' && punct(2) != b':',
        b"constexpr" => ident(1) && ident(2),
        // `f() const {`, `f() noexcept {`: a member function.
        b")" => {
            word(1) == b"const" && matches!(punct(2), b'{' | b';')
                || word(1) == b"noexcept" && matches!(punct(2), b'{' | b';')
        }
        // `a::b`.
        _ if ident(0) => punct(1) == b':' && punct(2) == b':' && ident(3) && adjacent(1) && adjacent(0),
        _ => false,
    }
}

/// Settles the headers that do not say it themselves: the language of all files that include them, through other
/// headers too. Where files of both do, the header has to be C.
pub(super) fn settle(scanned: &mut [Scanned<'_>], edges: &[Vec<u32>]) {
    let open: Vec<bool> = scanned.iter().map(|file| file.either).collect();
    // Bits: included by C, by C++.
    let mut from = vec![0u8; scanned.len()];
    let own = |scanned: &[Scanned<'_>], i: usize| if scanned[i].language == Language::Cpp { 2u8 } else { 1 };
    let mut work: Vec<usize> = (0..scanned.len()).filter(|&i| !open[i]).collect();
    while let Some(file) = work.pop() {
        // What may be of either language passes on who includes it.
        let says = if open[file] { from[file] } else { own(scanned, file) };
        for &to in &edges[file] {
            let to = to as usize;
            if from[to] | says != from[to] {
                from[to] |= says;
                if open[to] {
                    work.push(to);
                }
            }
        }
    }
    for (file, from) in scanned.iter_mut().zip(&from).filter(|(file, _)| file.either) {
        (file.language, file.either) = match from {
            2 => (Language::Cpp, false),
            0 => (Language::C, true),
            _ => (Language::C, false),
        };
    }
}
