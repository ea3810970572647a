//! How files are written: line ends, encodings, rights, links.

use super::*;

#[test]
fn line_ends_stay() {
    let place = folder();
    let path = place.path().join("spam.c");
    write(&path, spam("x").replace('\n', "\r\n"));
    let diff = extlint(place.path(), ["check", "--diff", "."]);
    let copy = folder();
    write(&copy.path().join("spam.c"), fs::read(&path).expect("bytes"));
    assert_eq!(fix(place.path(), &["."]).code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("text"), mended("x").replace('\n', "\r\n"));
    if patch(copy.path(), &diff.stdout) {
        assert_eq!(fs::read(copy.path().join("spam.c")).expect("bytes"), fs::read(&path).expect("bytes"));
    }
}

#[test]
fn bytes_that_are_no_utf_8_stay() {
    let place = folder();
    let path = place.path().join("spam.c");
    let latin = |text: String| -> Vec<u8> {
        text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Latin-1 character")).collect()
    };
    write(&path, latin(spam("caf\u{e9} \u{ff}")));
    assert_eq!(fix(place.path(), &["."]).code, Some(0));
    assert_eq!(fs::read(&path).expect("bytes"), latin(mended("caf\u{e9} \u{ff}")));
}

#[test]
fn a_file_without_a_last_line_end_gets_none() {
    let place = folder();
    let path = place.path().join("spam.c");
    write(&path, spam("x").trim_end());
    assert_eq!(fix(place.path(), &["."]).code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("text"), mended("x").trim_end());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("metadata").mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode is set");
    }

    #[test]
    fn rights_stay_and_nothing_else_is_left() {
        let place = folder();
        let path = place.path().join("spam.c");
        write(&path, spam("x"));
        set_mode(&path, 0o741);
        assert_eq!(fix(place.path(), &["."]).code, Some(0));
        assert_eq!(mode(&path), 0o741);
        assert_eq!(texts(place.path()), [(path, mended("x").into_bytes())]);
    }

    #[test]
    fn a_link_stays_and_its_target_is_changed() {
        let place = folder();
        let target = place.path().join("real/spam.c");
        write(&target, spam("x"));
        let link = place.path().join("src/spam.c");
        fs::create_dir(place.path().join("src")).expect("a folder");
        symlink("../real/spam.c", &link).expect("a link");
        let output = fix(place.path(), &["src/spam.c"]);
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        assert!(fs::symlink_metadata(&link).expect("metadata").is_symlink());
        assert_eq!(fs::read_to_string(&target).expect("text"), mended("x"));
    }

    #[test]
    fn a_file_with_two_names_stays_one() {
        let place = folder();
        let (one, other) = (place.path().join("src/spam.c"), place.path().join("spam.c"));
        write(&one, spam("x"));
        fs::hard_link(&one, &other).expect("a second name");
        assert_eq!(fix(place.path(), &["src"]).code, Some(0));
        assert_eq!(fs::metadata(&one).expect("metadata").nlink(), 2);
        for path in [one, other] {
            assert_eq!(fs::read_to_string(&path).expect("text"), mended("x"), "{}", path.display());
        }
    }

    #[test]
    fn a_read_only_file_is_an_error_and_the_others_go_on() {
        let place = folder();
        let (one, other) = (place.path().join("a.c"), place.path().join("b.c"));
        write(&one, spam("x"));
        write(&other, spam("y").replace("thing", "other"));
        set_mode(&one, 0o444);
        let output = fix(place.path(), &["."]);
        assert_eq!(output.code, Some(2), "{}", output.stderr);
        assert!(output.stderr.contains("extlint: error: a.c: was not changed: it is read-only\n"), "{}", output.stderr);
        assert!(output.stderr.contains("extlint: fixed 3 findings in 1 file\n"), "{}", output.stderr);
        assert!(output.stdout.contains("GC001") && output.stdout.contains("a.c"), "what is left is reported");
        assert_eq!(fs::read_to_string(&one).expect("text"), spam("x"));
        assert_eq!(fs::read_to_string(&other).expect("text"), mended("y").replace("thing", "other"));
    }
}
