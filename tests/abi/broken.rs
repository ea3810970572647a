//! Inputs that cannot be read: each ends in an error or a finding that says so, never in silence.

use extlint::abi::{AbiError, Limits, read_binary, read_wheel, read_wheel_within};
use extlint::facts::{FileId, WheelFacts};

use crate::elf::{module, shared};
use crate::images::{AMD64, ARM64, MachO, X86_64, bundle, fat, macho, pe};
use crate::support::Wheel;

const TAGS: &str = "cp311-abi3-macosx_11_0_arm64";

fn good() -> Wheel {
    Wheel::new(TAGS).member("spam/_core.abi3.so", bundle("PyInit__core", &["PyLong_FromLong"]))
}

fn read(wheel: &Wheel, bytes: &[u8]) -> WheelFacts {
    read_wheel(FileId(0), &wheel.name, bytes).unwrap()
}

fn problems(wheel: &Wheel, bytes: &[u8]) -> Vec<(Option<String>, String)> {
    read(wheel, bytes).problems.into_iter().map(|p| (p.member, p.message)).collect()
}

#[test]
fn good_wheel_has_no_problem() {
    assert_eq!(problems(&good(), &good().bytes()), []);
    assert!(good().check().is_empty());
}

#[test]
fn empty_and_foreign_files() {
    let read = |bytes: &[u8]| read_binary(FileId(0), "x.so", bytes).unwrap_err();
    assert_eq!(read(b""), AbiError::Empty);
    assert_eq!(read(b"#!/bin/sh\n"), AbiError::UnknownFormat);
    // A Java class begins like a fat Mach-O file.
    assert_eq!(read(&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 10]), AbiError::UnknownFormat);
    for start in [&b"\x7fELF"[..], b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf\0\0\0\x02"] {
        assert!(matches!(read(start), AbiError::Malformed { .. }), "{start:?}");
    }
}

/// Every prefix is read without a panic; all that end within what is used give an error.
fn prefixes(bytes: &[u8], format: &str, shortest: usize) {
    assert_eq!(read_binary(FileId(0), "_core.abi3.so", bytes).err(), None);
    let step = (bytes.len() / 2000).max(1);
    for end in (1..bytes.len()).step_by(step) {
        let result = read_binary(FileId(0), "_core.abi3.so", &bytes[..end]);
        if end < shortest {
            match result.unwrap_err() {
                AbiError::Malformed { format: f, .. } => assert_eq!(f, format),
                // The first bytes alone do not say what it is.
                error => assert!(end < 4 && error == AbiError::UnknownFormat, "{end}: {error}"),
            }
        }
    }
}

#[test]
fn truncated_files() {
    let dll = pe(AMD64, &[("python3.dll", &["PyLong_FromLong"])], &["PyInit__core"]);
    prefixes(&dll, "PE", 0x200);
    for dyld_info in [false, true] {
        let imports = [("PyLong_FromLong", None)];
        let slice = |cpu| macho(MachO { cpu, imports: &imports, exports: &["PyInit__core"], min_macos: 0, dyld_info });
        let thin = slice(ARM64);
        prefixes(&thin, "Mach-O", thin.len() - 1);
        let both = fat(&[(X86_64, slice(X86_64)), (ARM64, thin)]);
        prefixes(&both, "Mach-O", both.len() - 1);
    }
    if let Some(elf) = shared(&module("PyInit__core", &["PyLong_FromLong"]), &[]) {
        // The section headers stand at the end.
        prefixes(&elf, "ELF", elf.len() - 1);
    }
}

#[test]
fn exports_trie_that_leads_back() {
    let of = MachO { cpu: ARM64, imports: &[], exports: &["PyInit__core"], min_macos: 0, dyld_info: true };
    let mut file = macho(of);
    let trie = file.windows(8).position(|w| w == b"_PyInit_").unwrap() - 2;
    let name = file[trie..].iter().skip(2).position(|b| *b == 0).unwrap();
    // Two edges out of the root, both back to it.
    let root = [&[0, 2][..], b"_Py\0\0", b"_Py\0\0"].concat();
    assert!(root.len() < name + 4);
    file[trie..trie + root.len()].copy_from_slice(&root);
    assert!(matches!(read_binary(FileId(0), "x.so", &file), Err(AbiError::Limit { .. })));
}

#[test]
fn more_architectures_than_machines_have() {
    let slice = |cpu| macho(MachO { cpu, imports: &[], exports: &["PyInit__core"], min_macos: 0, dyld_info: false });
    let of = |count: u32| {
        let slices: Vec<(u32, Vec<u8>)> = (0..count).map(|i| (ARM64 + (i << 8), slice(ARM64))).collect();
        read_binary(FileId(0), "x.so", &fat(&slices)).err()
    };
    let over = AbiError::Limit { what: "architectures in one file", limit: 16 };
    assert_eq!(of(17), Some(over.clone()));
    assert_ne!(of(16), Some(over));
}

#[test]
fn broken_archives() {
    let wheel = good();
    let bytes = wheel.bytes();
    assert_eq!(read_wheel(FileId(0), &wheel.name, b"").unwrap_err(), AbiError::Empty);
    for bytes in [&b"not a zip"[..], &bytes[..bytes.len() / 2], &bytes[..bytes.len() - 10]] {
        assert!(matches!(read_wheel(FileId(0), &wheel.name, bytes), Err(AbiError::Archive(_))));
    }
    assert!(matches!(read_wheel(FileId(0), "spam.whl", &bytes), Err(AbiError::WheelName(_))));
}

#[test]
fn damaged_member() {
    let wheel = good();
    let mut bytes = wheel.bytes();
    // The CRC in the archive's directory, 16 bytes into the entry that is named last.
    let name = b"spam/_core.abi3.so";
    let entry = bytes.windows(name.len()).rposition(|w| w == name).unwrap() - 46;
    assert_eq!(&bytes[entry..entry + 4], b"PK\x01\x02");
    bytes[entry + 16] ^= 0xff;
    let found = problems(&wheel, &bytes);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0.as_deref(), Some("spam/_core.abi3.so"));
    assert!(found[0].1.to_lowercase().contains("checksum"), "{}", found[0].1);
}

#[test]
fn damaged_member_leaves_the_others_readable() {
    let whole = bundle("PyInit__core", &[]);
    let wheel = Wheel::new(TAGS)
        .member("spam/_cut.abi3.so", &whole[..whole.len() / 2])
        .member("spam/_empty.abi3.so", "")
        .member("spam/_text.pyd", "oid sha256:0123")
        .member("spam/linker_script.so", "INPUT(libc.so.6)")
        .member("spam/_core.abi3.so", whole);
    let said = wheel.says();
    let expected = ["_cut.abi3.so", "_empty.abi3.so", "_text.pyd"].map(|base| format!("WHL013 error {base}"));
    assert_eq!(said, expected);
    assert_eq!(read(&wheel, &wheel.bytes()).binaries.len(), 1);
}

#[test]
fn missing_parts() {
    let whole = bundle("PyInit__core", &[]);
    assert_eq!(Wheel::bare(TAGS).member("_core.abi3.so", whole).says(), ["WHL013 error"]);
    assert_eq!(Wheel::new(TAGS).says(), ["WHL013 error"]);
    assert_eq!(Wheel::new("py3-none-macosx_11_0_arm64").says(), ["WHL013 warning"]);
    assert_eq!(Wheel::new("cp312-cp312-pyodide_2024_0_wasm32").says(), [""; 0]);
}

#[test]
fn two_members_of_one_name() {
    let whole = bundle("PyInit__core", &[]);
    let wheel = Wheel::new(TAGS).member("spam/_core.abi3.so", whole.clone()).member("spam/_c0re.abi3.so", whole);
    let mut bytes = wheel.bytes();
    let (name, twin) = (b"spam/_core.abi3.so", b"spam/_c0re.abi3.so");
    while let Some(at) = bytes.windows(twin.len()).position(|w| w == twin) {
        bytes[at..at + name.len()].copy_from_slice(name);
    }
    let found = problems(&wheel, &bytes);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("occurs twice"));
}

#[test]
fn archives_over_a_limit() {
    let mut big = bundle("PyInit__core", &[]);
    big.resize(8 << 20, 0);
    let wheel = Wheel::new(TAGS).member("spam/_core.abi3.so", big.clone()).member("spam/_more.abi3.so", big);
    let bytes = wheel.bytes();
    assert!(bytes.len() < 100_000, "packed a thousand times");
    let read = |limits: Limits| read_wheel_within(FileId(0), &wheel.name, &bytes, &limits);
    let limit = |what, limit| Err(AbiError::Limit { what, limit });
    let default = Limits::default();
    assert_eq!(read(Limits { entries: 3, ..default }), limit("members in an archive", 3));
    let total = Limits { total_bytes: 10 << 20, ..default };
    assert_eq!(read(total), limit("bytes of binaries in an archive", 10 << 20));
    let found = read(Limits { member_bytes: 1 << 20, ..default }).unwrap();
    assert_eq!(found.problems.len(), 2);
    assert!(found.problems.iter().all(|p| p.message == "over the limit of 1048576 bytes in one member"));
    let found = read(Limits { ratio_from: 1 << 20, ..default }).unwrap();
    assert_eq!(found.problems.len(), 2);
    assert!(found.problems.iter().all(|p| p.message == "over the limit of 200 decompressed bytes per compressed byte"));
    assert!(read(default).unwrap().problems.is_empty());
}

#[test]
fn member_that_declares_less_than_it_holds() {
    let wheel = good();
    let mut bytes = wheel.bytes();
    let name = b"spam/_core.abi3.so";
    let entry = bytes.windows(name.len()).rposition(|w| w == name).unwrap() - 46;
    let own = bytes.windows(name.len()).position(|w| w == name).unwrap() - 30;
    // The inflated size in the archive's directory, and in the header before the bytes.
    for place in [entry + 24, own + 22] {
        bytes[place..place + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    let found = problems(&wheel, &bytes);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("decompress"), "{}", found[0].1);
}
