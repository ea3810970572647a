//! The text parts of a wheel: file name, `WHEEL`, `METADATA`. Reads no archive.

use std::str::FromStr as _;

use pep440_rs::{Version, VersionSpecifiers};

use super::AbiError;
use crate::facts::{TagSet, WheelMetadata, WheelName};

/// Tags that a file name or metadata stands for: every combination of its parts counts.
const TAGS: u64 = 10_000;
/// Bytes of `Requires-Python`; a longer one says nothing, as one that is not there.
const SPECIFIER_BYTES: usize = 4096;

/// How many tags `py-abi-platform` stands for.
fn combinations(text: &str) -> u64 {
    text.split('-').fold(1, |all, part| all.saturating_mul(part.split('.').count() as u64))
}

/// A name as comparisons write it.
pub(super) fn normal(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

/// Takes `name-version[-build]-python-abi-platform.whl` apart; `path` may have folders in front.
pub(super) fn wheel_name(path: &str) -> Result<WheelName, AbiError> {
    let base = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let wrong = || AbiError::WheelName(base.to_owned());
    let parts: Vec<&str> = base.strip_suffix(".whl").ok_or_else(wrong)?.split('-').collect();
    let (build, tags) = match parts.as_slice() {
        [_, _, python, abi, platform] => (None, [python, abi, platform]),
        [_, _, build, python, abi, platform] if build.starts_with(|c: char| c.is_ascii_digit()) => {
            (Some((*build).to_owned()), [python, abi, platform])
        }
        _ => return Err(wrong()),
    };
    let tags = tags.map(|part| *part).join("-");
    if combinations(&tags) > TAGS {
        return Err(AbiError::Limit { what: "tags in a wheel's file name", limit: TAGS });
    }
    let tags = TagSet::parse(&tags).ok_or_else(wrong)?;
    if parts[0].is_empty() || parts[1].is_empty() {
        return Err(wrong());
    }
    Ok(WheelName { distribution: parts[0].to_owned(), version: parts[1].to_owned(), build, tags })
}

/// Reads the member `WHEEL`.
///
/// # Errors
/// Where it stands for more tags than are read.
pub(super) fn wheel_metadata(path: &str, text: &str) -> Result<WheelMetadata, AbiError> {
    let mut all = 0u64;
    let mut metadata =
        WheelMetadata { path: path.to_owned(), tags: Vec::new(), root_is_purelib: None, purelib_differs: false };
    // Installers read the file as a message, of which the first line of a name counts.
    let mut purelib: Option<&str> = None;
    for (key, value) in fields(text) {
        if key.eq_ignore_ascii_case("tag") {
            all = all.saturating_add(combinations(value));
            if all > TAGS {
                return Err(AbiError::Limit { what: "tags in the metadata", limit: TAGS });
            }
            metadata.tags.push(value.to_owned());
        } else if key.eq_ignore_ascii_case("root-is-purelib") {
            let first = *purelib.get_or_insert(value);
            metadata.purelib_differs |= !first.eq_ignore_ascii_case(value);
        }
    }
    metadata.root_is_purelib = match purelib.map(str::to_ascii_lowercase).as_deref() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    };
    Ok(metadata)
}

/// A minor version of Python 3 that is far off.
const FAR: u8 = 40;

/// The lowest minor version of Python 3 that `Requires-Python` of the member `METADATA` admits, and the highest; the
/// second is None where none is the last.
pub(super) fn pythons(text: &str) -> Option<(u8, Option<u8>)> {
    let (_, value) = fields(text).find(|(key, _)| key.eq_ignore_ascii_case("requires-python"))?;
    if value.len() > SPECIFIER_BYTES {
        return None;
    }
    let specifiers = VersionSpecifiers::from_str(value).ok()?;
    let version = |minor: u8, patch: u64| specifiers.contains(&Version::new([3, u64::from(minor), patch]));
    let admits = |minor: &u8| version(*minor, 0) || version(*minor, 99);
    let first = (0..=FAR).find(admits)?;
    Some((first, (0..=FAR).rev().find(admits).filter(|&last| last < FAR)))
}

/// The `Key: value` lines up to the first empty line.
fn fields(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let header = text.trim_start_matches('\u{feff}').lines().take_while(|line| !line.trim().is_empty());
    header.filter_map(|line| line.split_once(':')).map(|(key, value)| (key.trim(), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_without_end_are_unknown() {
        let of = |count: usize| pythons(&format!("Requires-Python: {}>=3.9\n", ">=3.8,".repeat(count)));
        assert_eq!((of(100), of(SPECIFIER_BYTES)), (Some((9, None)), None));
    }

    #[test]
    fn file_names() {
        let name = wheel_name("dist/a_b-1.0-1x-cp311.cp312-abi3-manylinux2014_x86_64.manylinux_2_17_x86_64.whl");
        let name = name.expect("a legal name");
        assert_eq!((name.distribution.as_str(), name.build.as_deref()), ("a_b", Some("1x")));
        assert_eq!(name.tags.tags().len(), 4);
        for wrong in ["a-1.0.whl", "a-1.0-cp311-abi3-any.zip", "a-1.0-x-cp311-abi3-any.whl", "a-1.0-cp311--any.whl"] {
            assert_eq!(wheel_name(wrong), Err(AbiError::WheelName(wrong.to_owned())));
        }
    }

    #[test]
    fn purelib_of_the_first_line() {
        let of = |lines: &str| {
            let found = wheel_metadata("WHEEL", lines).unwrap();
            (found.root_is_purelib, found.purelib_differs)
        };
        assert_eq!(of("Root-Is-Purelib: true\nRoot-Is-Purelib: false"), (Some(true), true));
        assert_eq!(of("root-is-purelib: False\nTag: a-b-c\nRoot-Is-Purelib: true"), (Some(false), true));
        assert_eq!(of("Root-Is-Purelib: true\nRoot-Is-Purelib: True"), (Some(true), false));
        assert_eq!(of("Root-Is-Purelib: maybe\nRoot-Is-Purelib: true"), (None, true));
        assert_eq!(of("Tag: a-b-c"), (None, false));
    }

    #[test]
    fn lowest_python() {
        let all = |spec: &str| pythons(&format!("Metadata-Version: 2.1\nRequires-Python: {spec}\n\nbody"));
        let of = |spec: &str| all(spec).map(|(first, _)| first);
        assert_eq!(all(">=3.9"), Some((9, None)));
        assert_eq!(all("==3.13.*"), Some((13, Some(13))));
        assert_eq!(all(">=3.9,<3.13"), Some((9, Some(12))));
        assert_eq!(of(">=3.9"), Some(9));
        assert_eq!(of(">=3.8.2,<4"), Some(8));
        assert_eq!(of(">=2.7, !=3.0.*, !=3.1.*"), Some(2));
        assert_eq!(of("nonsense"), None);
        assert_eq!(pythons("Name: x\n\nRequires-Python: >=3.9"), None);
    }
}
