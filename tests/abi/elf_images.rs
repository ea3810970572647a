//! ELF files laid out by hand, of every machine that wheels are published for: both word sizes, both byte orders, the
//! three kinds of relocation tables, symbol versions. Addresses are offsets in the file.

use extlint::abi::read_binary;
use extlint::facts::{FileId, Headers, HookKind, Machine, VersionNeed};

use crate::support::{Wheel, check_binary};

/// How the loader is told which words are addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relocations {
    /// The address stands in the table.
    Rela,
    /// The address stands in the word.
    Rel,
    /// The same, and only the places are listed.
    Relr,
}

/// Name, type, flags (2 allocated, 1 written), link, info, size of an entry, bytes.
type Section<'a> = (&'a str, u64, u64, u64, u64, u64, &'a [u8]);

/// A kind of file: word size, byte order, number of the machine, number of its relative relocation.
#[derive(Clone, Copy, Debug)]
struct Kind {
    bits: u8,
    little: bool,
    machine: u16,
    relative: u64,
    relocations: Relocations,
}

impl Kind {
    fn number(self, value: u64, bytes: usize) -> Vec<u8> {
        let little = value.to_le_bytes()[..bytes].to_vec();
        if self.little { little } else { little.into_iter().rev().collect() }
    }

    fn word(self, value: u64) -> Vec<u8> {
        self.number(value, usize::from(self.bits / 8))
    }

    /// Numbers of different sizes, one behind the other: `w` a word, `h` two bytes, `i` four, `b` one.
    fn pack(self, shape: &str, values: &[u64]) -> Vec<u8> {
        assert_eq!(shape.len(), values.len());
        let size = |letter| match letter {
            'w' => usize::from(self.bits / 8),
            'i' => 4,
            'h' => 2,
            _ => 1,
        };
        shape.chars().zip(values).flat_map(|(letter, value)| self.number(*value, size(letter))).collect()
    }

    /// A shared object that exports `PyInit_spam`, imports `PyModuleDef_Init` and `PyUnicode_New`, needs `GLIBC_2.34`
    /// and has a static module definition.
    fn file(self) -> Vec<u8> {
        let wide = self.bits == 64;
        let mut strings = vec![0u8];
        let mut text = |text: &str| {
            strings.extend_from_slice(text.as_bytes());
            strings.push(0);
            (strings.len() - text.len() - 1) as u64
        };
        let names = ["PyModuleDef_Init", "PyUnicode_New", "printf", "PyInit_spam", "PySpam_Own"].map(&mut text);
        let (library, version) = (text("libc.so.6"), text("GLIBC_2.34"));
        let mut symbols = vec![0; if wide { 24 } else { 16 }];
        for (i, name) in names.into_iter().enumerate() {
            let (section, address) = if i < 3 { (0, 0) } else { (6, 0x40) };
            // Global function; 18 is both parts of `st_info`.
            symbols.extend(if wide {
                self.pack("ibbhww", &[name, 18, 0, section, address, 0])
            } else {
                self.pack("iwwbbh", &[name, address, 0, 18, 0, section])
            });
        }
        let versions = self.pack("hhhhhh", &[0, 1, 1, 2, 1, 1]);
        // Version, count, library, the list behind, no other library; hash, flags, index, name, no other version.
        let need = self.pack("hhiiiihhii", &[1, 1, library, 16, 0, 0x0696_9194, 0, 2, version, 0]);
        let dynamic = self.pack("wwww", &[1, library, 0, 0]);
        // The definition stands at the start of its section, its name behind it.
        let word = u64::from(self.bits / 8);
        let header = if wide { 64 } else { 52 };
        let at = |parts: &[&[u8]]| header + parts.iter().map(|p| p.len().next_multiple_of(16)).sum::<usize>() as u64;
        let empty: &[u8] = &[];
        let before = [&symbols[..], &strings, &versions, &need, &dynamic];
        let data = at(&before).next_multiple_of(16);
        let (place, name) = (data + 5 * word, data + 13 * word);
        let held = if self.relocations == Relocations::Rela { 0 } else { name };
        let mut object: Vec<u8> =
            [1, 0, 0, 0, 0, held, 0, 24, 0, 0, 0, 0, 0].iter().flat_map(|v| self.word(*v)).collect();
        object.extend_from_slice(b"pkg.spam\0");
        let info = self.relative;
        let table = match self.relocations {
            Relocations::Rela => self.pack("www", &[place, info, name]),
            Relocations::Rel => self.pack("ww", &[place, info]),
            Relocations::Relr => self.word(place),
        };
        let kind = match self.relocations {
            Relocations::Rela => (4, 3 * word),
            Relocations::Rel => (9, 2 * word),
            Relocations::Relr => (19, word),
        };
        let titles = b"\0.dynsym\0.dynstr\0.gnu.version\0.gnu.version_r\0.dynamic\0.data\0.rela.dyn\0.shstrtab\0";
        let title = |name: &str| {
            titles.windows(name.len() + 1).position(|w| w == [name.as_bytes(), &[0]].concat()).unwrap() as u64
        };
        let sections: [Section<'_>; 9] = [
            ("", 0, 0, 0, 0, 0, empty),
            (".dynsym", 11, 2, 2, 1, if wide { 24 } else { 16 }, &symbols),
            (".dynstr", 3, 2, 0, 0, 0, &strings),
            (".gnu.version", 0x6fff_ffff, 2, 1, 0, 2, &versions),
            (".gnu.version_r", 0x6fff_fffe, 2, 2, 1, 0, &need),
            (".dynamic", 6, 3, 2, 0, 2 * word, &dynamic),
            (".data", 1, 3, 0, 0, 0, &object),
            (".rela.dyn", kind.0, 2, 1, 0, kind.1, &table),
            (".shstrtab", 3, 0, 0, 0, 0, titles),
        ];
        let (mut body, mut headers) = (Vec::new(), Vec::new());
        for (name, kind, flags, link, info, entry, bytes) in sections {
            let offset = header + body.len() as u64;
            let offset = if name == ".data" { offset.next_multiple_of(16) } else { offset };
            body.resize((offset - header) as usize, 0);
            let address = if flags & 2 != 0 { offset } else { 0 };
            let size = bytes.len() as u64;
            headers.extend(
                self.pack("iiwwwwiiww", &[title(name), kind, flags, address, offset, size, link, info, 8, entry]),
            );
            if name == ".data" {
                assert_eq!(offset, data);
            }
            body.extend_from_slice(bytes);
            body.resize(body.len().next_multiple_of(16), 0);
        }
        let mut out = vec![0x7f, b'E', b'L', b'F', if wide { 2 } else { 1 }, if self.little { 1 } else { 2 }, 1];
        out.resize(16, 0);
        let end = header + body.len() as u64;
        let (entry, count) = (headers.len() as u64 / 9, 9);
        let fields = [3, u64::from(self.machine), 1, 0, 0, end, 0, header, 0, 0, entry, count, 8];
        out.extend(self.pack("hhiwwwihhhhhh", &fields));
        assert_eq!(out.len() as u64, header);
        [out, body, headers].concat()
    }
}

/// Machine of the facts, platform's name for it, the kinds of file.
const MACHINES: &[(Machine, &str, Kind)] = {
    use Relocations::{Rel, Rela, Relr};
    const fn kind(bits: u8, little: bool, machine: u16, relative: u64, relocations: Relocations) -> Kind {
        Kind { bits, little, machine, relative, relocations }
    }
    &[
        (Machine::X86_64, "x86_64", kind(64, true, 62, 8, Rela)),
        (Machine::X86_64, "x86_64", kind(64, true, 62, 8, Relr)),
        (Machine::I686, "i686", kind(32, true, 3, 8, Rel)),
        (Machine::I686, "i686", kind(32, true, 3, 8, Relr)),
        (Machine::Aarch64, "aarch64", kind(64, true, 183, 1027, Rela)),
        (Machine::Aarch64, "aarch64", kind(64, true, 183, 1027, Relr)),
        (Machine::Arm, "armv7l", kind(32, true, 40, 23, Rel)),
        (Machine::Ppc64le, "ppc64le", kind(64, true, 21, 22, Rela)),
        (Machine::Ppc64, "ppc64", kind(64, false, 21, 22, Rela)),
        (Machine::S390x, "s390x", kind(64, false, 22, 12, Rela)),
        (Machine::S390x, "s390x", kind(64, false, 22, 12, Relr)),
        (Machine::Riscv64, "riscv64", kind(64, true, 243, 3, Rela)),
        (Machine::LoongArch64, "loongarch64", kind(64, true, 258, 3, Rela)),
    ]
};

/// One file of each kind.
pub(crate) fn files() -> Vec<Vec<u8>> {
    MACHINES.iter().map(|(_, _, kind)| kind.file()).collect()
}

#[test]
fn every_machine() {
    for (machine, name, kind) in MACHINES {
        let facts = read_binary(FileId(0), "spam.so", &kind.file()).unwrap_or_else(|e| panic!("{name} {kind:?}: {e}"));
        let [slice] = facts.slices.as_slice() else { panic!("one slice") };
        assert_eq!((slice.machine, slice.bits), (*machine, kind.bits), "{kind:?}");
        let imports: Vec<&str> = slice.imports.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(imports, ["PyModuleDef_Init", "PyUnicode_New"], "{kind:?}");
        assert_eq!(slice.exports, ["PySpam_Own"]);
        let [hook] = slice.hooks.as_slice() else { panic!("one hook") };
        assert_eq!((hook.module(), hook.kind, hook.exported), ("spam", HookKind::Init, true));
        assert_eq!(slice.needed, ["libc.so.6"]);
        assert_eq!(slice.version_needs, [VersionNeed { library: "libc.so.6".into(), version: "GLIBC_2.34".into() }]);
        let [module] = slice.recovered.modules.as_slice() else { panic!("{kind:?}: {:?}", slice.recovered) };
        assert_eq!(
            (module.name.as_str(), module.size, module.headers),
            ("pkg.spam", 24, Some(Headers::Old)),
            "{kind:?}"
        );
    }
}

#[test]
fn machines_against_tags() {
    for (machine, name, kind) in MACHINES {
        let says = |platform: &str| {
            let mut said = Wheel::new(&format!("cp312-cp312-{platform}")).member("spam.so", kind.file()).says();
            said.retain(|line| line.starts_with("WHL"));
            said
        };
        assert_eq!(says(&format!("manylinux_2_34_{name}")), [""; 0], "{kind:?}");
        assert_eq!(says(&format!("manylinux_2_28_{name}")), ["WHL005 error spam.so GLIBC_2.34"], "{kind:?}");
        assert_eq!(says(&format!("musllinux_1_2_{name}")), ["WHL005 error spam.so"], "{kind:?}");
        let other = if *machine == Machine::S390x { "x86_64" } else { "s390x" };
        assert_eq!(says(&format!("manylinux_2_34_{other}")), ["WHL004 error spam.so"], "{kind:?}");
        // The symbols are read as those of the usual machines are.
        let stable = check_binary("spam.abi3.so", &kind.file());
        assert!(stable.contains(&"WHL007 warning PyUnicode_New".to_owned()), "{kind:?}: {stable:?}");
    }
}
