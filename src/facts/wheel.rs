//! What is known about one wheel: its name, its metadata, its members. Plain values, no archive type.

use std::collections::BTreeSet;

use super::{BinaryFacts, FileId};

/// One tag of a wheel: who may install it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Tag {
    /// `cp311`.
    pub python: String,
    /// `abi3`.
    pub abi: String,
    /// `manylinux_2_28_x86_64`.
    pub platform: String,
}

impl std::fmt::Display for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.python, self.abi, self.platform)
    }
}

/// A set of tags as names and metadata write it: three lists joined by dots, meaning every combination.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TagSet {
    /// `["cp311"]`.
    pub pythons: Vec<String>,
    /// `["abi3", "abi3t"]`.
    pub abis: Vec<String>,
    /// `["manylinux2014_x86_64", "manylinux_2_17_x86_64"]`.
    pub platforms: Vec<String>,
}

impl TagSet {
    /// Reads `py-abi-platform`; None where these are not three parts.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-').map(|part| part.split('.').map(str::to_owned).collect::<Vec<_>>());
        let set = TagSet { pythons: parts.next()?, abis: parts.next()?, platforms: parts.next()? };
        let complete = [&set.pythons, &set.abis, &set.platforms].iter().all(|list| list.iter().all(|t| !t.is_empty()));
        (parts.next().is_none() && complete).then_some(set)
    }

    /// Every combination.
    pub fn tags(&self) -> BTreeSet<Tag> {
        let mut tags = BTreeSet::new();
        for python in &self.pythons {
            for abi in &self.abis {
                for platform in &self.platforms {
                    tags.insert(Tag { python: python.clone(), abi: abi.clone(), platform: platform.clone() });
                }
            }
        }
        tags
    }
}

/// The file name of a wheel taken apart.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WheelName {
    /// The distribution, as written.
    pub distribution: String,
    /// The version, as written.
    pub version: String,
    /// The build tag, which starts with a digit.
    pub build: Option<String>,
    /// The tags.
    pub tags: TagSet,
}

/// The member `*.dist-info/WHEEL`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WheelMetadata {
    /// Its path.
    pub path: String,
    /// The `Tag:` lines, as written.
    pub tags: Vec<String>,
    /// The first `Root-Is-Purelib`, which installers read; None where it is missing or neither true nor false.
    pub root_is_purelib: Option<bool>,
    /// Whether a later such line says something else.
    pub purelib_differs: bool,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Member {
    /// Its path.
    pub path: String,
    /// Its size in bytes, as the archive declares it.
    pub size: u64,
}

/// Something of a wheel that was not read, or that has to be there and is not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The member; None for the archive.
    pub member: Option<String>,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
}

/// Everything known about one wheel.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WheelFacts {
    /// The wheel.
    pub file: FileId,
    /// Its file name.
    pub name: WheelName,
    /// Its metadata; None where the member is missing or was not read (see `problems`).
    pub metadata: Option<WheelMetadata>,
    /// Lowest minor version of Python 3 that `Requires-Python` admits, where it says so.
    pub min_python: Option<u8>,
    /// Highest minor version of Python 3 that it admits; None where none is the last.
    pub max_python: Option<u8>,
    /// Its files in the archive's order, folders left out.
    pub members: Vec<Member>,
    /// Its ELF, Mach-O and PE members, in the archive's order.
    pub binaries: Vec<BinaryFacts>,
    /// What was not read or is missing. Where this is not empty, the wheel was not checked in full.
    pub problems: Vec<Problem>,
}

impl WheelFacts {
    /// Whether a binary lies where files for one platform belong, whatever `Root-Is-Purelib` says.
    pub fn is_platlib_data(member: &str) -> bool {
        member.split_once('/').is_some_and(|(top, rest)| top.ends_with(".data") && !rest.starts_with("purelib/"))
    }

    /// Whether it holds a CPython of its own: a library of the interpreter, or a folder of its standard modules. The
    /// modules in it are that interpreter's.
    pub fn brings_python(&self) -> bool {
        self.members.iter().any(|member| {
            let base = member.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
            let library = base.starts_with("libpython3") || base.starts_with("python3") && base.ends_with(".dll");
            library || member.path.split('/').any(|folder| folder == "lib-dynload")
        })
    }

    /// Other binaries for the same module in the same folder: its variants, itself included.
    pub fn variants<'a>(&'a self, of: &'a BinaryFacts) -> impl Iterator<Item = &'a BinaryFacts> {
        self.binaries.iter().filter(move |b| b.folder() == of.folder() && b.name.stem == of.name.stem)
    }
}

/// A binary input of the run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Artifact {
    /// A wheel with its members.
    Wheel(WheelFacts),
    /// A binary outside an archive.
    Binary(BinaryFacts),
}

impl Artifact {
    /// The file of the run.
    pub fn file(&self) -> FileId {
        match self {
            Artifact::Wheel(wheel) => wheel.file,
            Artifact::Binary(binary) => binary.file,
        }
    }

    /// Its binaries.
    pub fn binaries(&self) -> &[BinaryFacts] {
        match self {
            Artifact::Wheel(wheel) => &wheel.binaries,
            Artifact::Binary(binary) => std::slice::from_ref(binary),
        }
    }

    /// The wheel, where it is one.
    pub fn wheel(&self) -> Option<&WheelFacts> {
        match self {
            Artifact::Wheel(wheel) => Some(wheel),
            Artifact::Binary(_) => None,
        }
    }
}
