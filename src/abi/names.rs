//! File names of extension modules taken apart, and the spelling of module names in hooks. Reads no file.

use crate::facts::{ModuleName, SuffixTag};

/// Takes the last component of a path apart: `a/_x.cpython-313t-x86_64-linux-gnu.so` has the stem `_x`.
pub fn module_name(path: &str) -> ModuleName {
    let base = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (body, extension) = base.rsplit_once('.').unwrap_or((base, ""));
    let extension = extension.to_ascii_lowercase();
    let tagged = match (body.rsplit_once('.'), extension.as_str()) {
        (Some((stem, tag)), "so" | "pyd") => suffix_tag(tag).map(|tag| (stem, tag)),
        // Elsewhere a library may have such a name, and import does not look for it.
        (Some((stem, tag)), "dll") if tag.ends_with("-cygwin") => suffix_tag(tag).map(|tag| (stem, tag)),
        _ => None,
    };
    let (stem, (tag, platform)) = tagged.unwrap_or((body, (SuffixTag::None, "")));
    ModuleName { stem: stem.to_owned(), hook: hook_spelling(stem), tag, platform: platform.to_owned(), extension }
}

/// The tag, and the platform behind a stable one.
fn suffix_tag(text: &str) -> Option<(SuffixTag, &str)> {
    let (abi, after) = text.split_once('-').unwrap_or((text, ""));
    match abi {
        "abi3" => return Some((SuffixTag::Abi3, after)),
        "abi3t" => return Some((SuffixTag::Abi3t, after)),
        _ => {}
    }
    version_tag(text).map(|tag| (tag, ""))
}

fn version_tag(text: &str) -> Option<SuffixTag> {
    if text.starts_with("pypy") || text.starts_with("graalpy") {
        return Some(SuffixTag::Other(text.to_owned()));
    }
    let rest = text.strip_prefix("cpython-").or_else(|| text.strip_prefix("cp"))?;
    let (version, platform) = rest.split_once('-').unwrap_or((rest, ""));
    let (minor, flags) = cpython_version(version)?;
    Some(SuffixTag::CPython { minor, flags: flags.to_owned(), platform: platform.to_owned() })
}

/// `313t` to the minor version and the build flags behind it; None for anything but CPython 3.
pub(super) fn cpython_version(text: &str) -> Option<(u8, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, flags) = text.split_at(digits);
    let minor = number.strip_prefix('3')?.parse().ok()?;
    flags.chars().all(|c| "tdmu".contains(c)).then_some((minor, flags))
}

/// A module's name as hooks spell it: itself, or punycode with `-` as `_` where it is not ASCII.
fn hook_spelling(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { punycode(name).replace('-', "_") }
}

/// RFC 3492 (section 6.3), the encoder alone, as Python's codec `punycode` does it. Names are short; the result of an
/// absurdly long one is cut, never wrong for a name that import can use.
fn punycode(name: &str) -> String {
    const BASE: u32 = 36;
    let points: Vec<u32> = name.chars().take(4096).map(u32::from).collect();
    let mut out: String = name.chars().take(4096).filter(char::is_ascii).collect();
    let basic = out.len() as u32;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    while (handled as usize) < points.len() {
        let Some(next) = points.iter().copied().filter(|&p| p >= n).min() else { break };
        delta = delta.wrapping_add((next - n).wrapping_mul(handled + 1));
        n = next;
        for &point in &points {
            if point < n {
                delta = delta.wrapping_add(1);
            }
            if point == n {
                let (mut q, mut k) = (delta, BASE);
                loop {
                    let t = k.saturating_sub(bias).clamp(1, 26);
                    if q < t {
                        break;
                    }
                    out.push(digit(t + (q - t) % (BASE - t)));
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                out.push(digit(q));
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.wrapping_add(1);
        n += 1;
    }
    out
}

fn digit(value: u32) -> char {
    char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[(value % 36) as usize])
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes() {
        let tag = |path: &str| (module_name(path).stem, module_name(path).tag);
        let cpython = |minor, flags: &str, platform: &str| SuffixTag::CPython {
            minor,
            flags: flags.into(),
            platform: platform.into(),
        };
        assert_eq!(tag("a/_x.cpython-313t-x86_64-linux-gnu.so"), ("_x".into(), cpython(13, "t", "x86_64-linux-gnu")));
        assert_eq!(tag("_x.cpython-36m-darwin.so"), ("_x".into(), cpython(6, "m", "darwin")));
        assert_eq!(tag("_x.cp39-win_amd64.pyd"), ("_x".into(), cpython(9, "", "win_amd64")));
        assert_eq!(tag("_x.abi3.so"), ("_x".into(), SuffixTag::Abi3));
        assert_eq!(tag("_x.abi3t.so"), ("_x".into(), SuffixTag::Abi3t));
        assert_eq!(tag("_x.so"), ("_x".into(), SuffixTag::None));
        // CPython 3.15.0: importlib.machinery.EXTENSION_SUFFIXES.
        let stable = module_name("a/_x.abi3-x86_64-linux-gnu.so");
        assert_eq!(
            (stable.stem.as_str(), stable.tag, stable.platform.as_str()),
            ("_x", SuffixTag::Abi3, "x86_64-linux-gnu")
        );
        let stable = module_name("_x.abi3t-aarch64-linux-musl.so");
        assert_eq!(
            (stable.stem.as_str(), stable.tag, stable.platform.as_str()),
            ("_x", SuffixTag::Abi3t, "aarch64-linux-musl")
        );
        assert_eq!(module_name("_x.abi3.so").platform, "");
        assert_eq!(tag("_x.cpython-39-x86_64-cygwin.dll"), ("_x".into(), cpython(9, "", "x86_64-cygwin")));
        assert_eq!(tag("spam.abi3.dll"), ("spam.abi3".into(), SuffixTag::None));
        assert_eq!(tag("_x.cpython-313td-darwin.so"), ("_x".into(), cpython(13, "td", "darwin")));
        assert_eq!(tag("_x_d.cp313t-win_arm64.pyd"), ("_x_d".into(), cpython(13, "t", "win_arm64")));
        assert_eq!(tag("a.b.so"), ("a.b".into(), SuffixTag::None));
        assert_eq!(tag("libz.so.1"), ("libz.so".into(), SuffixTag::None));
        for other in ["pypy39-pp73-x86_64-linux-gnu", "pypy310-pp73-win_amd64", "graalpy241-311-native-x86_64-linux"] {
            assert_eq!(tag(&format!("_x.{other}.so")), ("_x".into(), SuffixTag::Other(other.into())));
        }
    }

    /// Expected values are what Python's codec gives.
    #[test]
    fn hooks_of_names_beyond_ascii() {
        for (name, hook) in [
            ("späm", "spm_rla"),
            ("mod_ñ", "mod__jqa"),
            ("модуль", "d1aobi0a9c"),
            ("日本", "wgv71a"),
            ("plain", "plain"),
        ] {
            assert_eq!(hook_spelling(name), hook);
        }
    }
}
