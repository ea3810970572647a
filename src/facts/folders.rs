//! What the names of folders say of the files below them, as projects use these names. Compares names, knows no path.

/// The work of others.
const VENDORED: [&str; 22] = [
    "vendor",
    "vendored",
    "_vendor",
    "vendors",
    "third_party",
    "third-party",
    "thirdparty",
    "3rdparty",
    "3rd_party",
    "3rd-party",
    "extern",
    "external",
    "externals",
    "cextern",
    "deps",
    "_deps",
    "dependencies",
    "subprojects",
    "bundled",
    "node_modules",
    "site-packages",
    "dist-packages",
];
/// Tests and benchmarks: a library takes nothing from them.
const TESTS: [&str; 13] = [
    "test",
    "tests",
    "testing",
    "testsuite",
    "unittest",
    "unittests",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "fuzz",
    "fuzzing",
    "fuzzers",
];
/// Examples, which nobody installs.
const EXAMPLES: [&str; 6] = ["example", "examples", "sample", "samples", "demo", "demos"];
/// Programs and extras beside a library, which an extension may take from.
const EXTRAS: [&str; 2] = ["contrib", "tools"];

/// What the name of a folder says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The work of others.
    Vendored,
    /// Tests and benchmarks.
    Tests,
    /// Examples.
    Examples,
    /// Programs and extras.
    Extras,
}

/// What a folder of this name holds, in any case of its letters; None for others.
pub fn holds(name: &str) -> Option<Holds> {
    let name = name.to_ascii_lowercase();
    let lists: [(&[&str], Holds); 4] =
        [(&VENDORED, Holds::Vendored), (&TESTS, Holds::Tests), (&EXAMPLES, Holds::Examples), (&EXTRAS, Holds::Extras)];
    lists.into_iter().find(|(list, _)| list.contains(&name.as_str())).map(|(_, holds)| holds)
}
