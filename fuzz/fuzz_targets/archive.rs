//! Wheels whose archive is sound: names, tags, metadata and members of any kind.
#![no_main]

use std::io::{Cursor, Write as _};

use arbitrary::Arbitrary;
use extlint_fuzz::{on_thread, wheel};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

#[derive(Arbitrary, Debug)]
struct Made {
    name: Name,
    members: Vec<Member>,
}

#[derive(Arbitrary, Debug)]
enum Name {
    Any(String),
    Tags(Vec<(u8, u8, u8)>),
}

#[derive(Arbitrary, Debug)]
enum Member {
    Wheel(Vec<u8>),
    Record(String),
    Metadata(String),
    Module { suffix: u8, machine: u8, cut: u16, patches: Vec<(u16, u8)> },
    Any { path: String, bytes: Vec<u8> },
}

const PYTHONS: &[&str] = &["cp312", "cp313", "cp314", "cp315", "py3", "py2.py3", "pp310", "cp38.cp39", "cp313t", ""];
const ABIS: &[&str] = &["abi3", "cp312", "cp313t", "none", "abi3t", "cp314t", "abi3.abi3t", "pypy310_pp73", ""];
const PLATFORMS: &[&str] = &[
    "any", "linux_x86_64", "manylinux_2_17_x86_64", "manylinux2014_aarch64", "musllinux_1_2_x86_64", "win_amd64", "win32", "macosx_11_0_arm64",
    "macosx_10_9_universal2", "ios_13_0_arm64_iphoneos", "android_21_x86_64", "pyodide_2025_0_wasm32", "",
];
const SUFFIXES: &[&str] = &[
    ".so", ".abi3.so", ".cpython-312-x86_64-linux-gnu.so", ".cpython-313t-x86_64-linux-gnu.so", ".pyd", ".cp312-win_amd64.pyd",
    ".cpython-312-darwin.so", ".abi3t.so", ".dylib", ".dll", ".so.1",
];
const LINES: &[&str] = &[
    "Wheel-Version: 1.0\n", "Root-Is-Purelib: false\n", "Root-Is-Purelib: true\n", "Tag: cp312-abi3-linux_x86_64\n", "Tag: py3-none-any\n",
    "Tag:", " ", "\n", "Build: 1\n", "Tag: cp313-cp313t-win_amd64, cp313-cp313-win_amd64\n", "Generator: x\n", "\u{feff}",
];

fuzz_target!(|made: Made| {
    let pick = |list: &[&'static str], i: u8| list[i as usize % list.len()];
    let name = match &made.name {
        Name::Any(name) => name.clone(),
        Name::Tags(tags) => {
            let tags = tags.iter().take(4);
            let tags = tags.map(|&(p, a, f)| format!("{}-{}-{}", pick(PYTHONS, p), pick(ABIS, a), pick(PLATFORMS, f)));
            format!("spam-1.0-{}.whl", tags.collect::<Vec<_>>().join("."))
        }
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (i, member) in made.members.iter().take(12).enumerate() {
        let (path, bytes) = match member {
            Member::Wheel(lines) => {
                ("spam-1.0.dist-info/WHEEL".to_owned(), lines.iter().map(|&l| pick(LINES, l)).collect::<String>().into_bytes())
            }
            Member::Record(text) => ("spam-1.0.dist-info/RECORD".to_owned(), text.clone().into_bytes()),
            Member::Metadata(text) => ("spam-1.0.dist-info/METADATA".to_owned(), text.clone().into_bytes()),
            Member::Module { suffix, machine, cut, patches } => {
                let mut bytes = extlint_fuzz::module::BYTES.to_vec();
                if let Some(at) = bytes.get_mut(18) {
                    *at = *machine;
                }
                for &(at, value) in patches.iter().take(16) {
                    if let Some(byte) = bytes.get_mut(at as usize) {
                        *byte = value;
                    }
                }
                if cut % 8 == 0 {
                    bytes.truncate(*cut as usize);
                }
                (format!("spam/m{i}{}", pick(SUFFIXES, *suffix)), bytes)
            }
            Member::Any { path, bytes } => (path.clone(), bytes.clone()),
        };
        if zip.start_file(path, SimpleFileOptions::default()).is_ok() {
            let _ = zip.write_all(&bytes);
        }
    }
    if let Ok(cursor) = zip.finish() {
        on_thread(|| wheel(&name, cursor.get_ref()));
    }
});
