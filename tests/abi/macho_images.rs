//! Mach-O files laid out by hand: pointers by chained fixups and by rebases, files of several machines.

use extlint::abi::read_binary;
use extlint::facts::{FileId, Headers, Machine, Slice};
use extlint::finding::Place;

use crate::images::{ARM64, MachO, X86_64, macho};
use crate::support::{Wheel, check_binary};

/// How the loader is told which words are addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pointers {
    /// Addresses in the words, a list of places.
    Rebases,
    /// `DYLD_CHAINED_PTR_64`: addresses in the chain.
    Chained,
    /// `DYLD_CHAINED_PTR_64_OFFSET`: distances from the first segment in the chain.
    ChainedOffsets,
}

/// Address of the first segment.
const BASE: u64 = 0x4_0000;
const LIBRARY: &str = "@rpath/Python.framework/Versions/3.12/Python";

fn pack(shape: &str, values: &[u64]) -> Vec<u8> {
    let size = |letter| match letter {
        'w' => 8,
        'i' => 4,
        'h' => 2,
        _ => 1,
    };
    shape.chars().zip(values).flat_map(|(letter, value)| value.to_le_bytes()[..size(letter)].to_vec()).collect()
}

fn name16(name: &str) -> Vec<u8> {
    let mut out = name.as_bytes().to_vec();
    out.resize(16, 0);
    out
}

/// A segment with one section that is all of it.
fn segment(name: &str, section: &str, address: u64, offset: u64, size: u64) -> Vec<u8> {
    let mut out = pack("ii", &[0x19, 152]);
    out.extend(name16(name));
    out.extend(pack("wwwwiiii", &[address, size, offset, size, 3, 3, 1, 0]));
    out.extend(name16(section));
    out.extend(name16(name));
    out.extend(pack("wwiiiiiiii", &[address, size, offset, 3, 0, 0, 0, 0, 0, 0]));
    out
}

/// A bundle that imports `PyModuleDef_Init` and has a static module definition whose name is an address.
fn bundle(pointers: Pointers) -> Vec<u8> {
    let (text, data) = (0x1000u64, 0x2000u64);
    let (text_address, data_address) = (BASE, BASE + 0x1000);
    let strings = b"pkg.spam\0";
    let mut words = [1, 0, 0, 0, 0, text_address, 0, 24, 0, 0, 0, 0, 0, 0];
    let symbols = b"\0_PyModuleDef_Init\0";
    let link = 0x3000u64;
    let mut tail = Vec::new();
    let trie = b"\0\x01_PyInit_spam\0\x11\0\x02\0\0\0\0";
    let mut commands = segment("__TEXT", "__cstring", text_address, text, strings.len() as u64);
    commands.extend(segment("__DATA", "__data", data_address, data, 14 * 8));
    let mut count = 5;
    let mut library = pack("iiiiii", &[0xc, (24 + LIBRARY.len() as u64 + 1).next_multiple_of(8), 24, 0, 0, 0]);
    library.extend_from_slice(LIBRARY.as_bytes());
    library.resize((24 + LIBRARY.len() + 1).next_multiple_of(8), 0);
    commands.extend(library);
    commands.extend(pack("iiiiii", &[0x32, 24, 1, 12 << 16, 12 << 16, 0]));
    if pointers == Pointers::Rebases {
        // A pointer; segment 1 from its sixth word; one. Then the same for the import in its last word.
        let rebase = [0x11, 0x21, 5 * 8, 0x51, 0];
        let mut bind = vec![0x11, 0x51, 0x40];
        bind.extend_from_slice(&symbols[1..]);
        bind.extend([0x71, 13 * 8, 0x90, 0]);
        let at = |part: usize| link + part as u64;
        tail.extend_from_slice(&rebase);
        tail.extend_from_slice(&bind);
        tail.extend_from_slice(trie);
        let (first, second) = (rebase.len(), rebase.len() + bind.len());
        let sizes = [rebase.len() as u64, bind.len() as u64, trie.len() as u64];
        let fields = [0x8000_0022, 48, link, sizes[0], at(first), sizes[1], 0, 0, 0, 0, at(second), sizes[2]];
        commands.extend(pack("iiiiiiiiiiii", &fields));
    } else {
        let target = if pointers == Pointers::Chained { text_address } else { text_address - BASE };
        // The next word of the chain is eight words, sixteen strides, further on.
        words[5] = target | 16 << 51;
        words[13] = 1 << 63;
        let format = if pointers == Pointers::Chained { 2 } else { 6 };
        let starts =
            [pack("iii", &[2, 0, 12]), pack("ihhwihh", &[24, 0x1000, format, data_address - BASE, 0, 1, 40])].concat();
        let (first, second) = (28u64.next_multiple_of(8), 28u64.next_multiple_of(8) + starts.len() as u64);
        let mut fixups = pack("iiiiiii", &[0, first, second, second + 4, 1, 1, 0]);
        fixups.resize(first as usize, 0);
        fixups.extend(starts);
        // The library's number, then where the name begins.
        fixups.extend(pack("i", &[1 | 1 << 9]));
        fixups.extend_from_slice(symbols);
        tail.extend_from_slice(&fixups);
        tail.extend_from_slice(trie);
        let size = fixups.len() as u64;
        commands.extend(pack("iiii", &[0x8000_0034, 16, link, size]));
        commands.extend(pack("iiii", &[0x8000_0033, 16, link + size, trie.len() as u64]));
        count += 1;
    }
    let mut out = pack("iiiiiiii", &[0xfeed_facf, u64::from(ARM64), 0, 8, count, commands.len() as u64, 0x80, 0]);
    out.extend(commands);
    out.resize(text as usize, 0);
    out.extend_from_slice(strings);
    out.resize(data as usize, 0);
    words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    out.resize(link as usize, 0);
    [out, tail].concat()
}

fn check_slice(slice: &Slice, pointers: Pointers) {
    let imports: Vec<(&str, Option<&str>)> =
        slice.imports.iter().map(|i| (i.name.as_str(), i.library.as_deref())).collect();
    assert_eq!(imports, [("PyModuleDef_Init", Some(LIBRARY))], "{pointers:?}");
    assert_eq!(slice.hooks.iter().map(|h| h.name.as_str()).collect::<Vec<_>>(), ["PyInit_spam"], "{pointers:?}");
    assert_eq!((slice.min_macos, slice.machine), (Some((12, 0)), Machine::Aarch64));
    let [module] = slice.recovered.modules.as_slice() else { panic!("{pointers:?}: {:?}", slice.recovered) };
    assert_eq!((module.name.as_str(), module.size, module.headers), ("pkg.spam", 24, Some(Headers::Old)));
}

const EVERY: [Pointers; 3] = [Pointers::Rebases, Pointers::Chained, Pointers::ChainedOffsets];

/// One file of each kind.
pub(crate) fn files() -> Vec<Vec<u8>> {
    let fat = fat64(&[(ARM64, bundle(Pointers::Chained)), (ARM64, bundle(Pointers::Rebases))]);
    EVERY.map(bundle).into_iter().chain([fat]).collect()
}

#[test]
fn pointers_of_every_kind() {
    for pointers in EVERY {
        let facts =
            read_binary(FileId(0), "spam.so", &bundle(pointers)).unwrap_or_else(|e| panic!("{pointers:?}: {e}"));
        check_slice(&facts.slices[0], pointers);
    }
}

/// The head of a fat file with 64-bit offsets, and its slices.
fn fat64(slices: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = [0xcafe_babf_u32, slices.len() as u32].iter().flat_map(|v| v.to_be_bytes()).collect::<Vec<u8>>();
    let mut at = 0x1000u64;
    for (cpu, slice) in slices {
        out.extend_from_slice(&cpu.to_be_bytes());
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&at.to_be_bytes());
        out.extend_from_slice(&(slice.len() as u64).to_be_bytes());
        out.extend_from_slice(&[0, 0, 0, 12, 0, 0, 0, 0]);
        at += (slice.len() as u64).next_multiple_of(0x1000);
    }
    for (_, slice) in slices {
        out.resize(out.len().next_multiple_of(0x1000), 0);
        out.extend_from_slice(slice);
    }
    out
}

/// Both slices are read, each with its own imports and its own oldest macOS.
#[test]
fn fat_files_with_long_offsets() {
    let old = macho(MachO {
        cpu: X86_64,
        imports: &[("PyUnicode_New", None)],
        exports: &["PyInit_spam"],
        min_macos: 10 << 16 | 13 << 8,
        dyld_info: true,
    });
    let file = fat64(&[(X86_64, old), (ARM64, bundle(Pointers::Chained))]);
    let facts = read_binary(FileId(0), "spam.so", &file).unwrap();
    let machines: Vec<(Machine, Option<(u16, u8)>)> = facts.slices.iter().map(|s| (s.machine, s.min_macos)).collect();
    assert_eq!(machines, [(Machine::X86_64, Some((10, 13))), (Machine::Aarch64, Some((12, 0)))]);
    check_slice(&facts.slices[1], Pointers::Chained);
    let wheel = Wheel::new("cp312-abi3-macosx_11_0_universal2").member("spam.abi3.so", file.clone());
    let findings = wheel.check();
    let evidence = |code: &str| {
        let Some(finding) = findings.iter().find(|f| f.rule.code == code) else { panic!("no {code}") };
        let Place::Binary { evidence, .. } = &finding.place else { panic!("not in a binary") };
        evidence.clone()
    };
    // Each of these is true of one slice alone.
    assert_eq!(evidence("WHL007"), ["slice x86_64"]);
    assert_eq!(evidence("WHL004"), ["slice aarch64"]);
    let one = Wheel::new("cp312-abi3-macosx_10_13_x86_64").member("spam.abi3.so", file);
    assert!(one.says().contains(&"WHL007 warning spam.abi3.so PyUnicode_New".to_owned()));
    let cut = &fat64(&[(ARM64, bundle(Pointers::Rebases))])[..0x1800];
    assert!(read_binary(FileId(0), "spam.so", cut).is_err());
    assert_eq!(
        check_binary(
            "spam.so",
            &fat64(&[(
                ARM64,
                macho(MachO { cpu: ARM64, imports: &[], exports: &["PyInit_spam"], min_macos: 0, dyld_info: false })
            )])
        ),
        [""; 0]
    );
}
