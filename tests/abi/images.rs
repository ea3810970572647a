//! The smallest PE and Mach-O files that say something: headers, imports, exports, no code.

/// `CPU_TYPE_X86_64`.
pub(crate) const X86_64: u32 = 0x0100_0007;
/// `CPU_TYPE_ARM64`.
pub(crate) const ARM64: u32 = 0x0100_000c;
/// `IMAGE_FILE_MACHINE_AMD64`.
pub(crate) const AMD64: u16 = 0x8664;

fn put32(bytes: &mut Vec<u8>, values: &[u32]) {
    values.iter().for_each(|v| bytes.extend_from_slice(&v.to_le_bytes()));
}

fn set32(bytes: &mut [u8], at: usize, value: u32) {
    bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

fn text(bytes: &mut Vec<u8>, text: &str) -> u32 {
    let at = bytes.len() as u32;
    bytes.extend_from_slice(text.as_bytes());
    bytes.push(0);
    at
}

/// A 64-bit DLL with imports by DLL and named exports.
pub(crate) fn pe(machine: u16, imports: &[(&str, &[&str])], exports: &[&str]) -> Vec<u8> {
    const RVA: u32 = 0x1000;
    let mut data = vec![0u8; 20 * (imports.len() + 1)];
    for (i, (dll, names)) in imports.iter().enumerate() {
        let dll = text(&mut data, dll);
        let names: Vec<u32> = names
            .iter()
            .map(|name| {
                data.resize(data.len().next_multiple_of(2), 0);
                data.extend_from_slice(&[0, 0]);
                text(&mut data, name) - 2
            })
            .collect();
        data.resize(data.len().next_multiple_of(8), 0);
        let thunks = data.len() as u32;
        names.iter().for_each(|name| put32(&mut data, &[RVA + name, 0]));
        put32(&mut data, &[0, 0]);
        set32(&mut data, 20 * i, RVA + thunks);
        set32(&mut data, 20 * i + 12, RVA + dll);
        set32(&mut data, 20 * i + 16, RVA + thunks);
    }
    data.resize(data.len().next_multiple_of(4), 0);
    let directory = data.len();
    data.resize(directory + 40, 0);
    let count = exports.len() as u32;
    let functions = data.len() as u32;
    exports.iter().for_each(|_| put32(&mut data, &[RVA]));
    let ordinals = data.len() as u32;
    (0..count as u16).for_each(|i| data.extend_from_slice(&i.to_le_bytes()));
    let strings: Vec<u32> = exports.iter().map(|name| RVA + text(&mut data, name)).collect();
    data.resize(data.len().next_multiple_of(4), 0);
    let names = data.len() as u32;
    put32(&mut data, &strings);
    for (at, value) in
        [(16, 1), (20, count), (24, count), (28, RVA + functions), (32, RVA + names), (36, RVA + ordinals)]
    {
        set32(&mut data, directory + at, value);
    }
    let mut out = vec![0u8; 64];
    out[..2].copy_from_slice(b"MZ");
    set32(&mut out, 60, 64);
    out.extend_from_slice(b"PE\0\0");
    out.extend_from_slice(&machine.to_le_bytes());
    out.extend_from_slice(&1u16.to_le_bytes());
    put32(&mut out, &[0, 0, 0]);
    out.extend_from_slice(&240u16.to_le_bytes());
    out.extend_from_slice(&0x2022u16.to_le_bytes());
    let header = out.len();
    out.resize(header + 240, 0);
    out[header..header + 2].copy_from_slice(&0x20bu16.to_le_bytes());
    for (at, value) in [(32, 0x1000), (36, 0x200), (56, 0x3000), (60, 0x200), (108, 16)] {
        set32(&mut out, header + at, value);
    }
    let size = data.len() as u32;
    if !exports.is_empty() {
        set32(&mut out, header + 112, RVA + directory as u32);
        set32(&mut out, header + 116, size - directory as u32);
    }
    if !imports.is_empty() {
        set32(&mut out, header + 120, RVA);
        set32(&mut out, header + 124, directory as u32);
    }
    out.extend_from_slice(b".rdata\0\0");
    put32(&mut out, &[size, RVA, size, 0x200, 0, 0, 0, 0x4000_0040]);
    out.resize(0x200, 0);
    out.extend_from_slice(&data);
    out
}

/// What a Mach-O bundle is to say.
#[derive(Clone, Copy)]
pub(crate) struct MachO<'a> {
    pub(crate) cpu: u32,
    /// Name and the library that has to provide it; None for a search among all.
    pub(crate) imports: &'a [(&'a str, Option<&'a str>)],
    pub(crate) exports: &'a [&'a str],
    /// Oldest macOS, `xxxx.yy.zz` in one number.
    pub(crate) min_macos: u32,
    /// Bindings and an exports trie instead of the symbol table.
    pub(crate) dyld_info: bool,
}

/// A bundle for arm64 that exports the hook and uses the names, found at run time.
pub(crate) fn bundle(hook: &str, imports: &[&str]) -> Vec<u8> {
    let imports: Vec<(&str, Option<&str>)> = imports.iter().map(|name| (*name, None)).collect();
    let (cpu, min_macos, dyld_info) = (ARM64, 11 << 16, false);
    macho(MachO { cpu, imports: &imports, exports: &[hook], min_macos, dyld_info })
}

/// A 64-bit bundle.
pub(crate) fn macho(of: MachO<'_>) -> Vec<u8> {
    let mut libraries: Vec<&str> = of.imports.iter().filter_map(|(_, library)| *library).collect();
    libraries.dedup();
    let ordinal = |library: &str| libraries.iter().position(|l| *l == library).unwrap() as u8 + 1;
    let mut commands = Vec::new();
    for library in &libraries {
        let size = (24 + library.len() + 1).next_multiple_of(8);
        let at = commands.len();
        put32(&mut commands, &[0xc, size as u32, 24, 0, 0, 0]);
        text(&mut commands, library);
        commands.resize(at + size, 0);
    }
    put32(&mut commands, &[0x32, 24, 1, of.min_macos, of.min_macos, 0]);
    let count = libraries.len() as u32 + 2;
    let length = commands.len() + if of.dyld_info { 48 } else { 24 };
    let start = 32 + length as u32;
    let mut data = Vec::new();
    if of.dyld_info {
        // A pointer, at the start of segment 0 (which is not there: no address matters here).
        data.extend_from_slice(&[0x51, 0x70, 0]);
        for (name, library) in of.imports {
            data.push(library.map_or(0x3e, |library| 0x10 | ordinal(library)));
            data.push(0x40);
            text(&mut data, &format!("_{name}"));
            data.push(0x90);
        }
        data.push(0);
        let bind = data.len() as u32;
        let trie = trie(of.exports);
        put32(&mut commands, &[0x8000_0022, 48, 0, 0, start, bind, 0, 0, 0, 0, start + bind, trie.len() as u32]);
        data.extend_from_slice(&trie);
    } else {
        let mut strings = vec![0u8];
        for (name, library) in of.imports {
            put32(&mut data, &[text(&mut strings, &format!("_{name}"))]);
            data.extend_from_slice(&[1, 0, 0, library.map_or(0xfe, ordinal)]);
            put32(&mut data, &[0, 0]);
        }
        for name in of.exports {
            put32(&mut data, &[text(&mut strings, &format!("_{name}"))]);
            data.extend_from_slice(&[0xf, 1, 0, 0]);
            put32(&mut data, &[0, 0]);
        }
        let (symbols, size) = ((of.imports.len() + of.exports.len()) as u32, data.len() as u32);
        put32(&mut commands, &[2, 24, start, symbols, start + size, strings.len() as u32]);
        data.extend_from_slice(&strings);
    }
    let mut out = Vec::new();
    put32(&mut out, &[0xfeed_facf, of.cpu, 0, 8, count, length as u32, 0x80, 0]);
    [out, commands, data].concat()
}

/// An exports trie of one level.
fn trie(names: &[&str]) -> Vec<u8> {
    let edges: usize = names.iter().map(|name| name.len() + 3).sum();
    assert!(2 + edges + 4 * names.len() < 128, "offsets of one byte");
    let mut out = vec![0, names.len() as u8];
    for (i, name) in names.iter().enumerate() {
        text(&mut out, &format!("_{name}"));
        out.push((2 + edges + 4 * i) as u8);
    }
    names.iter().for_each(|_| out.extend_from_slice(&[2, 0, 0, 0]));
    out
}

/// A fat file of thin ones.
pub(crate) fn fat(slices: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = 0xcafe_babe_u32.to_be_bytes().to_vec();
    let put = |out: &mut Vec<u8>, value: u32| out.extend_from_slice(&value.to_be_bytes());
    put(&mut out, slices.len() as u32);
    let mut at = 4096;
    for (cpu, slice) in slices {
        [*cpu, 0, at, slice.len() as u32, 12].iter().for_each(|v| put(&mut out, *v));
        at += slice.len().next_multiple_of(4096) as u32;
    }
    for (_, slice) in slices {
        out.resize(out.len().next_multiple_of(4096), 0);
        out.extend_from_slice(slice);
    }
    out
}
