//! Addresses of files as the protocol writes them, and their paths. No other address is known.

use std::path::{Path, PathBuf};

/// The path of a `file:` address; None for another one, and for a file of another machine.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let bytes = decoded(rest.split(['?', '#']).next().filter(|path| path.starts_with('/'))?);
    // `/c:/x` of Windows.
    let drive = cfg!(windows) && bytes.len() > 2 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    let bytes = if drive { &bytes[1..] } else { &bytes[..] };
    #[cfg(unix)]
    let path = PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    let path = PathBuf::from(String::from_utf8_lossy(bytes).replace('/', std::path::MAIN_SEPARATOR_STR));
    Some(crate::input::normal(Path::new(""), &path))
}

/// The address of an absolute path.
pub(super) fn of(path: &Path) -> String {
    let mut out = String::from("file://");
    let text = path.as_os_str().as_encoded_bytes();
    if !text.starts_with(b"/") {
        out.push('/');
    }
    for &byte in text {
        match byte {
            b'\\' if cfg!(windows) => out.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out += &format!("%{byte:02X}"),
        }
    }
    out
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|&b| char::from(b).to_digit(16)).map(|digit| digit as u8);
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn paths_and_addresses() {
        for name in ["/home/me/a b.c", "/\u{FC}/100%.c", "/c:/x.c", "/a#b?.c"] {
            assert_eq!(path(&of(Path::new(name))), Some(PathBuf::from(name)), "{name}");
        }
        assert_eq!(of(Path::new("/a b.c")), "file:///a%20b.c");
        assert_eq!(path("file:///x/../y/%2Ez.c"), Some(PathBuf::from("/y/.z.c")));
        assert_eq!(path("file://localhost/x.c"), Some(PathBuf::from("/x.c")));
        for other in ["untitled:Untitled-1", "file://server/x.c", "git:/x.c", "x.c", "file:///%zz"] {
            assert!(path(other).is_none_or(|path| path == Path::new("/%zz")), "{other}");
        }
    }
}
