//! Names with a scope before them, as C++ writes them. Every name of a project is asked, and nearly none has one.

use super::Name;

/// The scope and the last part of a name: `spam` and `begin` of `spam::begin`.
pub fn split_scope(name: &str) -> Option<(&str, &str)> {
    memchr::memchr(b':', name.as_bytes())?;
    name.rsplit_once("::")
}

/// The last part of a name, which is all of one without a scope.
pub fn last_part(name: Name) -> Name {
    split_scope(name.as_str()).map_or(name, |(_, last)| Name::from(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_stands_behind_the_last_scope() {
        let parts = |name: &str| last_part(Name::from(name)).as_str();
        assert_eq!(["a", "a::b", "a::b::c", "a:b", "::a"].map(parts), ["a", "b", "c", "a:b", "a"]);
        assert_eq!(split_scope("a::b::c"), Some(("a::b", "c")));
    }
}
