//! Wheels: as bytes, and archives that are sound, with names, tags, metadata and members of any kind.

use std::io::{Cursor, Write as _};

use extlint::abi;
use extlint::facts::{Artifact, FileId};
use zip::write::SimpleFileOptions;

use super::binaries::MODULE;
use super::picks::Picks;
use super::{findings_in, on_thread, words};

const PYTHONS: &[&str] = &["cp312", "cp313", "cp314", "cp315", "py3", "py2.py3", "pp310", "cp38.cp39", "cp313t", ""];
const ABIS: &[&str] = &["abi3", "cp312", "cp313t", "none", "abi3t", "cp314t", "abi3.abi3t", "pypy310_pp73", ""];
const PLATFORMS: &[&str] = &[
    "any",
    "linux_x86_64",
    "manylinux_2_17_x86_64",
    "manylinux2014_aarch64",
    "musllinux_1_2_x86_64",
    "win_amd64",
    "win32",
    "macosx_11_0_arm64",
    "macosx_10_9_universal2",
    "ios_13_0_arm64_iphoneos",
    "android_21_x86_64",
    "pyodide_2025_0_wasm32",
    "",
];
const SUFFIXES: &[&str] = &[
    ".so",
    ".abi3.so",
    ".cpython-312-x86_64-linux-gnu.so",
    ".cpython-313t-x86_64-linux-gnu.so",
    ".pyd",
    ".cp312-win_amd64.pyd",
    ".cpython-312-darwin.so",
    ".abi3t.so",
    ".dylib",
    ".dll",
    ".so.1",
];
const LINES: &[&str] = &[
    "Wheel-Version: 1.0\n",
    "Root-Is-Purelib: false\n",
    "Root-Is-Purelib: true\n",
    "Tag: cp312-abi3-linux_x86_64\n",
    "Tag: py3-none-any\n",
    "Tag:",
    " ",
    "\n",
    "Build: 1\n",
    "Tag: cp313-cp313t-win_amd64, cp313-cp313-win_amd64\n",
    "Generator: x\n",
    "\u{feff}",
    "Requires-Python: >=3.9\n",
    "Requires-Python: ",
    ">=3.",
    "<4",
    "!=3.1.*",
    "~=",
    "===",
    ",",
    "Classifier: Programming Language :: Python :: Free Threading :: 3\n",
];

/// Reads bytes as a wheel, and asks the rules.
fn read(path: &str, bytes: &[u8]) {
    on_thread(|| {
        if let Ok(facts) = abi::read_wheel_within(FileId(0), path, bytes, &abi::Limits::default()) {
            assert!(!facts.problems.iter().any(|p| p.message.contains("internal error")), "{:?}", facts.problems);
            findings_in(Artifact::Wheel(facts));
        }
    });
}

/// Any bytes.
pub fn wheel(bytes: &[u8]) {
    if bytes.len() < 1 << 20 {
        read("spam-1.0-cp312-abi3-manylinux_2_17_x86_64.whl", bytes);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A path and the bytes of what is put there.
fn member(i: usize, picks: &mut Picks<'_>) -> (String, Vec<u8>) {
    let info = |name: &str| format!("spam-1.0.dist-info/{name}");
    match picks.byte() % 8 {
        0 => (info("WHEEL"), words(picks.run(40), LINES).into_bytes()),
        1 => (info("METADATA"), words(picks.run(40), LINES).into_bytes()),
        2 => (info("RECORD"), picks.run(120).to_vec()),
        3 => (text(picks.run(60)), picks.run(200).to_vec()),
        4 => (info("METADATA"), picks.run(200).to_vec()),
        _ => {
            let mut bytes = MODULE.to_vec();
            bytes[18] = picks.byte();
            for _ in 0..picks.byte() % 8 {
                let at = picks.short() % bytes.len();
                bytes[at] = picks.byte();
            }
            let cut = picks.short();
            if cut % 8 == 1 {
                bytes.truncate(cut);
            }
            (format!("spam/m{i}{}", picks.of(SUFFIXES)), bytes)
        }
    }
}

/// An archive that is sound, and damaged in a few bytes now and then.
pub fn archive(bytes: &[u8]) {
    let mut picks = Picks(bytes);
    let kind = picks.byte();
    let name = if kind & 1 == 0 {
        let tags = (0..=kind >> 6).map(|_| format!("{}-{}-{}", picks.of(PYTHONS), picks.of(ABIS), picks.of(PLATFORMS)));
        format!("spam-1.0-{}.whl", tags.collect::<Vec<_>>().join("."))
    } else {
        text(picks.run(80))
    };
    let damage = if kind & 2 == 0 { &[] } else { picks.run(24) };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for i in 0..12 {
        if !picks.any() {
            break;
        }
        let (path, bytes) = member(i, &mut picks);
        let options = if kind & 4 == 0 { stored } else { SimpleFileOptions::default() };
        if zip.start_file(path, options).is_ok() {
            let _ = zip.write_all(&bytes);
        }
    }
    if let Ok(cursor) = zip.finish() {
        let mut bytes = cursor.into_inner();
        // What the directory at the end says counts most.
        for patch in damage.chunks_exact(3) {
            let back = 1 + (usize::from(patch[0]) | usize::from(patch[1]) << 8) % bytes.len();
            let at = bytes.len() - back;
            bytes[at] = patch[2];
        }
        read(&name, &bytes);
    }
}
