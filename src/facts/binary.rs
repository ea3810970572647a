//! What is known about one ELF, Mach-O or PE file: plain values, no parser type.
//!
//! Only names of the C API's shape (`Py…`, `_Py…`) and module hooks are kept of the symbol tables; the rest of a
//! library's symbols concerns no rule.

use super::{FileId, Recovered};
use crate::capi::roles::{self, Role};
use crate::capi::{creators, hooks};

/// The container format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub enum BinaryFormat {
    Elf,
    MachO,
    Pe,
}

impl BinaryFormat {
    /// The format's name.
    pub fn as_str(self) -> &'static str {
        match self {
            BinaryFormat::Elf => "ELF",
            BinaryFormat::MachO => "Mach-O",
            BinaryFormat::Pe => "PE",
        }
    }
}

/// The instruction set with its word size and byte order, spelled as platform tags spell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[allow(missing_docs)]
pub enum Machine {
    X86_64,
    I686,
    Aarch64,
    Arm,
    Ppc64,
    Ppc64le,
    S390x,
    Riscv64,
    LoongArch64,
    /// Any other; the header's own number.
    Other(u32),
}

impl Machine {
    /// The name that Linux platform tags use (`aarch64`; Mach-O and Windows call it `arm64`).
    pub fn as_str(self) -> &'static str {
        match self {
            Machine::X86_64 => "x86_64",
            Machine::I686 => "i686",
            Machine::Aarch64 => "aarch64",
            Machine::Arm => "arm",
            Machine::Ppc64 => "ppc64",
            Machine::Ppc64le => "ppc64le",
            Machine::S390x => "s390x",
            Machine::Riscv64 => "riscv64",
            Machine::LoongArch64 => "loongarch64",
            Machine::Other(_) => "unknown",
        }
    }
}

/// What the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum ImageKind {
    /// Shared object, bundle, dylib, DLL. A position-independent ELF program counts as [`ImageKind::Executable`].
    Shared,
    /// A program.
    Executable,
    /// Anything else: object file, debug companion.
    Other,
}

/// A name that the dynamic linker has to find in another file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Import {
    /// The C name, without the underscore that Mach-O puts in front.
    pub name: String,
    /// The file that has to provide it, where the format says: PE, two-level Mach-O, versioned ELF.
    pub library: Option<String>,
    /// The symbol version asked for (ELF).
    pub version: Option<String>,
    /// Loading goes on where it is not found.
    pub weak: bool,
}

/// The four kinds of function that import calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum HookKind {
    /// `PyInit_<name>`, `PyInitU_<encoded name>`.
    Init,
    /// `PyModExport_<name>`, `PyModExportU_<encoded name>`: 3.15 and later.
    ModExport,
}

/// A module hook defined in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Hook {
    /// Its C name.
    pub name: String,
    /// Which kind.
    pub kind: HookKind,
    /// The spelling for names that are not ASCII (`PyInitU_`, `PyModExportU_`).
    pub encoded: bool,
    /// Whether the dynamic linker can see it; a hidden one is of no use to import.
    pub exported: bool,
}

impl Hook {
    /// Splits the C name of a hook; None for any other name.
    pub fn from_symbol(name: &str, exported: bool) -> Option<Self> {
        let hooks::Hook { export, encoded, .. } = hooks::of(name)?;
        let kind = if export { HookKind::ModExport } else { HookKind::Init };
        Some(Hook { name: name.to_owned(), kind, encoded, exported })
    }

    /// The module's name as the hook spells it.
    pub fn module(&self) -> &str {
        self.name.split_once('_').map_or("", |(_, module)| module)
    }
}

/// A symbol version that the file asks a library for (ELF `.gnu.version_r`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct VersionNeed {
    /// `libc.so.6`.
    pub library: String,
    /// `GLIBC_2.17`.
    pub version: String,
}

/// The file for one machine: the whole file, or one architecture of a fat Mach-O.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Slice {
    /// Instruction set.
    pub machine: Machine,
    /// 32 or 64.
    pub bits: u8,
    /// What the file is for.
    pub kind: ImageKind,
    /// Names of the C API's shape that are imported, sorted, each once.
    pub imports: Vec<Import>,
    /// Names of the C API's shape that are exported, hooks left out, sorted, each once.
    pub exports: Vec<String>,
    /// Module hooks, sorted. Hidden ones are listed only where no hook is exported.
    pub hooks: Vec<Hook>,
    /// Libraries, DLLs and frameworks it is linked with, in the file's order.
    pub needed: Vec<String>,
    /// Symbol versions asked for, sorted, each once.
    pub version_needs: Vec<VersionNeed>,
    /// Oldest macOS that it is built for (major, minor).
    pub min_macos: Option<(u16, u8)>,
    /// Objects of the C API in its static data; empty where the file uses no name of the C API.
    pub recovered: Recovered,
}

impl Slice {
    /// Whether its code creates a module at once, and hands on no definition.
    pub fn is_single_phase(&self) -> bool {
        self.creates() && !self.hands_on()
    }

    /// Whether its code hands on the definition of a module, and creates none at once.
    pub fn is_multi_phase(&self) -> bool {
        self.hands_on() && !self.creates()
    }

    /// Whether its code creates a module at once.
    pub fn creates(&self) -> bool {
        // The other names are macros, or of Python 2.
        self.imports.iter().any(|i| i.name == "PyModule_Create2")
    }

    fn hands_on(&self) -> bool {
        self.imports.iter().any(|i| roles::is(&i.name, Role::ModuleInit))
    }

    /// Whether code makes types of which the data shows none: what they are like is out of sight.
    pub fn hides_types(&self) -> bool {
        let imports = |holds: fn(&str) -> bool| self.imports.iter().any(|i| holds(&i.name));
        let makes = |name: &str| creators::lookup(name).is_some();
        let readies = |name: &str| roles::is(name, Role::Ready);
        let data = &self.recovered;
        let fixed = data.types.is_empty() && data.sequences.is_empty();
        data.specs.is_empty() && (imports(makes) || imports(readies) && fixed)
    }
}

/// What the suffix of an extension module's file says about who may load it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum SuffixTag {
    /// `.cpython-313t-x86_64-linux-gnu.so`, `.cp313-win_amd64.pyd`: one minor version and build.
    CPython {
        /// 13.
        minor: u8,
        /// Build flags as written, of `t`, `d`, `m`, `u`.
        flags: String,
        /// What follows: `x86_64-linux-gnu`, `darwin`, `win_amd64`; may be empty.
        platform: String,
    },
    /// `.abi3.so`, `.abi3-x86_64-linux-gnu.so`.
    Abi3,
    /// `.abi3t.so`, `.abi3t-x86_64-linux-gnu.so`.
    Abi3t,
    /// Another implementation: `pypy39-pp73-x86_64-linux-gnu`.
    Other(String),
    /// `.so`, `.pyd`, `.dylib`, `.dll`: nothing said.
    None,
}

impl SuffixTag {
    /// Whether import looks for this suffix before the other one: the more exact comes first, the plain one last.
    pub fn is_before(&self, other: &SuffixTag) -> bool {
        let rank = |tag: &SuffixTag| match tag {
            SuffixTag::CPython { .. } | SuffixTag::Other(_) => 0,
            SuffixTag::Abi3 => 1,
            SuffixTag::Abi3t => 2,
            SuffixTag::None => 3,
        };
        rank(self) < rank(other)
    }
}

/// The name of a binary taken apart.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ModuleName {
    /// The name that import would use: what stands before the tag.
    pub stem: String,
    /// The stem as module hooks spell it; equal to it for ASCII names.
    pub hook: String,
    /// The tag.
    pub tag: SuffixTag,
    /// What follows `abi3-` or `abi3t-` in the tag: `x86_64-linux-gnu`; else empty.
    pub platform: String,
    /// The last suffix, in lower case, without the dot: `so`, `pyd`; empty where there is none.
    pub extension: String,
}

impl ModuleName {
    /// Whether the name says that the file is a Python extension module: a tag, or `.pyd`.
    pub fn says_extension(&self) -> bool {
        self.tag != SuffixTag::None || self.extension == "pyd"
    }
}

/// Everything known about one binary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BinaryFacts {
    /// The file of the run: the binary itself or the archive that holds it.
    pub file: FileId,
    /// Path inside the archive.
    pub member: Option<String>,
    /// Container format.
    pub format: BinaryFormat,
    /// Size in bytes.
    pub size: u64,
    /// The name taken apart.
    pub name: ModuleName,
    /// One, or one for each architecture of a fat Mach-O file; never empty.
    pub slices: Vec<Slice>,
}

impl BinaryFacts {
    /// Whether every slice is a shared object, so that import could load it.
    pub fn is_shared(&self) -> bool {
        self.slices.iter().all(|s| s.kind == ImageKind::Shared)
    }

    /// Whether it is an extension module: shared, with a hook that import can see.
    pub fn is_extension(&self) -> bool {
        self.is_shared() && self.exported_hooks().next().is_some()
    }

    /// The hooks that import can see, of every slice.
    pub fn exported_hooks(&self) -> impl Iterator<Item = &Hook> {
        self.slices.iter().flat_map(|s| &s.hooks).filter(|h| h.exported)
    }

    /// The folder of the member, with its trailing slash; empty at the root.
    pub fn folder(&self) -> &str {
        let path = self.member.as_deref().unwrap_or("");
        path.rfind('/').map_or("", |i| &path[..=i])
    }
}
