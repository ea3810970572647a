//! PE files laid out by hand: sections, delayed imports, imports by number, base relocations, 32 bits.

use extlint::abi::{AbiError, read_binary};
use extlint::facts::{FileId, Headers, Machine, Slice};

use crate::support::{Wheel, check_binary};

/// Addresses of the three sections, relative to the image.
const RDATA: u32 = 0x1000;
const DATA: u32 = 0x2000;
const RELOC: u32 = 0x3000;
/// Where the image wants to be loaded.
const BASE: u64 = 0x1000_0000;

/// A DLL under construction. `data` claims four bytes in memory only: the rest is its padding.
struct Dll {
    bits: u8,
    rdata: Vec<u8>,
    data: Vec<u8>,
    reloc: Vec<u8>,
    /// Index, address and size of the directories in use.
    directories: Vec<(usize, u32, u32)>,
    data_size: u32,
}

impl Dll {
    fn new(bits: u8) -> Self {
        let (rdata, data, reloc) = (vec![0; 16], vec![0; 16], Vec::new());
        Dll { bits, rdata, data, reloc, directories: Vec::new(), data_size: 4 }
    }

    /// Puts bytes into `.rdata`, at a multiple of eight; their address.
    fn put(&mut self, bytes: &[u8]) -> u32 {
        self.rdata.resize(self.rdata.len().next_multiple_of(8), 0);
        let at = RDATA + self.rdata.len() as u32;
        self.rdata.extend_from_slice(bytes);
        at
    }

    fn text(&mut self, text: &str) -> u32 {
        self.put(&[text.as_bytes(), &[0]].concat())
    }

    fn word(&self, value: u64) -> Vec<u8> {
        if self.bits == 64 { value.to_le_bytes().to_vec() } else { (value as u32).to_le_bytes().to_vec() }
    }

    /// A list of thunks: names, or a number for None.
    fn thunks(&mut self, names: &[Option<&str>]) -> u32 {
        let mut list = Vec::new();
        for name in names {
            let thunk = match name {
                Some(name) => u64::from(self.put(&[&[0, 0], name.as_bytes(), &[0]].concat())),
                None => 1 << (self.bits - 1) | 7,
            };
            list.extend(self.word(thunk));
        }
        list.extend(self.word(0));
        self.put(&list)
    }

    /// The table of imports, of one DLL whose name stands at an address.
    fn imports(mut self, dll: u32, names: &[Option<&str>]) -> Self {
        let thunks = self.thunks(names);
        let entry: Vec<u8> = [thunks, 0, 0, dll, thunks, 0, 0, 0, 0, 0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let at = self.put(&entry);
        self.directories.push((1, at, 40));
        self
    }

    /// The table of delayed imports, of one DLL.
    fn delayed(mut self, attributes: u32, dll: &str, names: &[Option<&str>]) -> Self {
        let (name, thunks) = (self.text(dll), self.thunks(names));
        let entry = [attributes, name, 0, thunks, thunks, 0, 0, 0].into_iter().flat_map(|v: u32| v.to_le_bytes());
        let entry: Vec<u8> = entry.chain([0; 32]).collect();
        let at = self.put(&entry);
        self.directories.push((13, at, 64));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = vec![0u8; 64];
        out[..2].copy_from_slice(b"MZ");
        out[60] = 64;
        let (machine, magic, optional) =
            if self.bits == 64 { (0x8664u16, 0x20bu16, 240usize) } else { (0x14c, 0x10b, 224) };
        out.extend_from_slice(b"PE\0\0");
        [machine, 3].iter().for_each(|v| out.extend_from_slice(&v.to_le_bytes()));
        out.extend_from_slice(&[0; 12]);
        [optional as u16, 0x2022].iter().for_each(|v| out.extend_from_slice(&v.to_le_bytes()));
        let header = out.len();
        out.resize(header + optional, 0);
        let mut set = |at: usize, value: &[u8]| out[header + at..header + at + value.len()].copy_from_slice(value);
        set(0, &magic.to_le_bytes());
        set(if self.bits == 64 { 24 } else { 28 }, &self.word(BASE));
        for (at, value) in [(32, 0x1000u32), (36, 0x200), (56, 0x4000), (60, 0x200), (optional - 132, 16)] {
            set(at, &value.to_le_bytes());
        }
        for (index, address, size) in &self.directories {
            set(optional - 128 + 8 * index, &address.to_le_bytes());
            set(optional - 124 + 8 * index, &size.to_le_bytes());
        }
        let mut offset = 0x200u32;
        let sections = [
            (RDATA, &self.rdata, self.rdata.len() as u32),
            (DATA, &self.data, self.data_size),
            (RELOC, &self.reloc, 0x100),
        ];
        for (start, bytes, size) in sections {
            let held = (bytes.len() as u32).next_multiple_of(0x200);
            out.extend_from_slice(b".section");
            for value in [size, start, held, offset, 0, 0, 0, 0x4000_0040] {
                out.extend_from_slice(&value.to_le_bytes());
            }
            offset += held;
        }
        for (_, bytes, _) in sections {
            out.resize(out.len().next_multiple_of(0x200), 0);
            out.extend_from_slice(bytes);
        }
        out.resize(out.len().next_multiple_of(0x200), 0);
        out
    }

    fn slice(&self) -> Slice {
        let facts = read_binary(FileId(0), "_core.pyd", &self.bytes()).unwrap();
        facts.slices.into_iter().next().unwrap()
    }
}

fn imported(slice: &Slice) -> Vec<(&str, &str)> {
    slice.imports.iter().map(|i| (i.name.as_str(), i.library.as_deref().unwrap())).collect()
}

/// Tools that bundle DLLs write the new name of one into the padding behind another section.
#[test]
fn name_of_a_library_in_another_section() {
    for bits in [64, 32] {
        let mut dll = Dll::new(bits);
        dll.data.extend_from_slice(b"python3.dll\0");
        let dll = dll.imports(DATA + 16, &[Some("PyLong_FromLong"), None, Some("PyUnicode_New")]);
        let slice = dll.slice();
        assert_eq!(slice.needed, ["python3.dll"]);
        assert_eq!(imported(&slice), [("PyLong_FromLong", "python3.dll"), ("PyUnicode_New", "python3.dll")]);
    }
    let nowhere = Dll::new(64).imports(0x9000, &[Some("PyLong_FromLong")]).bytes();
    assert!(matches!(read_binary(FileId(0), "_core.pyd", &nowhere), Err(AbiError::Malformed { .. })));
}

#[test]
fn delayed_imports() {
    let mut dll = Dll::new(64);
    let name = dll.text("KERNEL32.dll");
    let dll = dll.imports(name, &[Some("Sleep"), None]);
    let slice = dll.delayed(1, "python311.dll", &[Some("PyType_GetQualName"), None]).slice();
    assert_eq!(slice.needed, ["KERNEL32.dll", "python311.dll"]);
    assert_eq!(imported(&slice), [("PyType_GetQualName", "python311.dll")]);
    let only = Dll::new(32).delayed(1, "python3.dll", &[Some("PyUnicode_New")]);
    assert_eq!(imported(&only.slice()), [("PyUnicode_New", "python3.dll")]);
    // Absolute addresses are of compilers that never built for Python 3.
    let absolute = Dll::new(32).delayed(0, "python3.dll", &[Some("PyUnicode_New")]).bytes();
    assert!(matches!(read_binary(FileId(0), "_core.pyd", &absolute), Err(AbiError::Malformed { .. })));
}

#[test]
fn machines_of_32_bits() {
    let mut dll = Dll::new(32);
    let name = dll.text("python3.dll");
    let dll = dll.imports(name, &[Some("PyUnicode_New")]);
    assert_eq!((dll.slice().machine, dll.slice().bits), (Machine::I686, 32));
    let wheel = |platform: &str| Wheel::new(&format!("cp311-abi3-{platform}")).member("spam/other.dll", dll.bytes());
    assert_eq!(wheel("win32").says(), ["WHL007 warning other.dll PyUnicode_New"]);
    assert_eq!(check_binary("_core.cp311-win32.pyd", &dll.bytes()), ["WHL003 warning PyInit__core"]);
}

/// A module definition whose pointers are in the base relocations.
fn with_definition(bits: u8) -> Dll {
    let mut dll = Dll::new(bits);
    let name = dll.text("pkg.spam");
    let library = dll.text("python3.dll");
    let size = u32::from(bits / 8);
    // Reference count, type, init, index, copy; name, documentation, size; methods, slots, three functions.
    let fields = [1, 0, 0, 0, 0, BASE + u64::from(name), 0, 24, 0, 0, 0, 0, 0];
    dll.data = fields.iter().flat_map(|v| dll.word(*v)).collect();
    dll.data_size = dll.data.len() as u32;
    let kind = if bits == 64 { 10u16 } else { 3 };
    let entry = kind << 12 | (5 * size) as u16;
    dll.reloc = [&DATA.to_le_bytes()[..], &12u32.to_le_bytes(), &entry.to_le_bytes(), &[0, 0]].concat();
    dll.directories.push((5, RELOC, 12));
    dll.imports(library, &[Some("PyModuleDef_Init")])
}

/// A file of either word size with every table there is.
pub(crate) fn files() -> Vec<Vec<u8>> {
    [64, 32]
        .map(|bits| with_definition(bits).delayed(1, "python311.dll", &[Some("PyUnicode_New"), None]).bytes())
        .into()
}

#[test]
fn base_relocations() {
    for bits in [64, 32] {
        let slice = with_definition(bits).slice();
        let [module] = slice.recovered.modules.as_slice() else { panic!("{bits}: {:?}", slice.recovered) };
        assert_eq!((module.name.as_str(), module.size, module.headers), ("pkg.spam", 24, Some(Headers::Old)));
    }
}
