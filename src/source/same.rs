//! Whether two texts have the same code: the same tokens and directives in the same order, whatever comments and blanks
//! stand between them.

use super::lex::{Directive, Token, lex, lex_range};

/// Whether two texts differ in nothing but comments and blanks.
pub fn same_code(one: &[u8], other: &[u8]) -> bool {
    let (a, b) = (lex(one), lex(other));
    let same_directive = |a: &Directive, b: &Directive| {
        let (x, y) = (lex_range(one, a.start, a.end), lex_range(other, b.start, b.end));
        a.tokens_before == b.tokens_before && same_tokens((&x, one), (&y, other))
    };
    same_tokens((&a.tokens, one), (&b.tokens, other))
        && a.directives.len() == b.directives.len()
        && a.directives.iter().zip(&b.directives).all(|(a, b)| same_directive(a, b))
}

fn same_tokens((a, one): (&[Token], &[u8]), (b, other): (&[Token], &[u8])) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.bytes(one) == b.bytes(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blanks_make_no_difference() {
        let same = |a: &str, b: &str| same_code(a.as_bytes(), b.as_bytes());
        assert!(same("int a; // b\n#if 1 /* c */\n", "int  a;\n/* d */\n# if 1\n"));
        assert!(same("#define A \\\n  1\n", "#define A \\\n  /* b */ \\\n  1\n"));
        assert!(!same("int a;", "int b;"));
        assert!(!same("/* a\n#if 1\n", "/* a */\n#if 1\n"), "what was a comment is a directive");
        assert!(!same("#define A \"x\"\n", "#define A \"/* b */x\"\n"), "a string in a macro");
        assert!(!same("#if 1\nint a;\n", "int a;\n#if 1\n"));
    }
}
