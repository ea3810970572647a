//! Archives that lie: headers that contradict each other, members that share bytes, and more inflated bytes than
//! anybody wants. Each is an error that names the member; what is sound is read.

use std::io::Cursor;

use extlint::abi::{AbiError, Limits, WheelInput, read_wheels};
use extlint::facts::{FileId, WheelFacts};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::images::bundle;
use crate::support::Wheel;

const NAME: &str = "spam-1.0-cp311-abi3-macosx_11_0_arm64.whl";
const TEXT: &[u8] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-abi3-macosx_11_0_arm64\n";

/// A member that is stored as it is, with what its two headers say.
struct Raw {
    name: Vec<u8>,
    own_name: Vec<u8>,
    bytes: Vec<u8>,
    method: u16,
    own_method: u16,
    flags: u16,
    own_size: u32,
    own_crc: u32,
    /// Put behind the own header and behind the entry of the directory.
    extra: [Vec<u8>; 2],
    /// What the directory says about sizes.
    size: u32,
}

impl Raw {
    fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Raw {
            name: name.into(),
            own_name: name.into(),
            method: 0,
            own_method: 0,
            flags: 0,
            own_size: bytes.len() as u32,
            own_crc: crc(&bytes),
            extra: [Vec::new(), Vec::new()],
            size: bytes.len() as u32,
            bytes,
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Raw)) -> Self {
        change(&mut self);
        self
    }
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

fn header(raw: &Raw, own: bool, at: u32) -> Vec<u8> {
    let halves = |values: &[u16]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let words = |values: &[u32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let (name, extra) = if own { (&raw.own_name, &raw.extra[0]) } else { (&raw.name, &raw.extra[1]) };
    let lengths = [name.len() as u16, extra.len() as u16];
    let parts = if own {
        let start = [&b"PK\x03\x04"[..], &halves(&[20, raw.flags, raw.own_method, 0, 33])].concat();
        [start, words(&[raw.own_crc, raw.own_size, raw.own_size]), halves(&lengths)].concat()
    } else {
        let start = [&b"PK\x01\x02"[..], &halves(&[20, 20, raw.flags, raw.method, 0, 33])].concat();
        let sizes = words(&[crc(&raw.bytes), raw.size, raw.size]);
        [start, sizes, halves(&lengths), halves(&[0, 0, 0]), words(&[0, at])].concat()
    };
    [&parts, &name[..], &extra[..]].concat()
}

/// An archive; `place` moves what the directory says about where a member begins.
fn archive_at(members: &[Raw], place: impl Fn(usize, &[u32]) -> u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut starts = Vec::new();
    for raw in members {
        starts.push(out.len() as u32);
        out.extend(header(raw, true, 0));
        out.extend(&raw.bytes);
    }
    let directory = out.len() as u32;
    for (i, raw) in members.iter().enumerate() {
        out.extend(header(raw, false, place(i, &starts)));
    }
    let (count, size) = (members.len() as u16, out.len() as u32 - directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend([size.to_le_bytes(), directory.to_le_bytes()].concat());
    out.extend([0, 0]);
    out
}

fn archive(members: Vec<Raw>) -> Vec<u8> {
    let metadata = Raw::new("spam-1.0.dist-info/WHEEL", TEXT);
    archive_at(&[vec![metadata], members].concat_raw(), |i, starts| starts[i])
}

trait Concat {
    fn concat_raw(self) -> Vec<Raw>;
}

impl Concat for [Vec<Raw>; 2] {
    fn concat_raw(self) -> Vec<Raw> {
        self.into_iter().flatten().collect()
    }
}

fn read_within(bytes: &[u8], limits: &Limits) -> Result<WheelFacts, AbiError> {
    read_wheels(&[WheelInput { file: FileId(0), path: NAME, bytes }], limits).remove(0)
}

/// `member: message` of everything that is wrong, and the number of binaries that were read all the same.
fn wrong(bytes: &[u8]) -> (Vec<String>, usize) {
    let facts = read_within(bytes, &Limits::default()).unwrap();
    let said = facts.problems.into_iter().map(|p| format!("{}: {}", p.member.unwrap_or_default(), p.message));
    (said.collect(), facts.binaries.len())
}

fn core() -> Vec<u8> {
    bundle("PyInit__core", &["PyLong_FromLong"])
}

/// A sound member beside one that is not.
fn beside(raw: Raw) -> Vec<u8> {
    archive(vec![raw, Raw::new("spam/_core.abi3.so", core())])
}

#[test]
fn sound_archives_have_no_problem() {
    assert_eq!(wrong(&beside(Raw::new("spam/_more.abi3.so", core()))), (vec![], 2));
    // Checksum and sizes behind the bytes, zeros in front of them.
    let mut streamed = Raw::new("spam/_more.abi3.so", core());
    (streamed.flags, streamed.own_size, streamed.own_crc) = (8, 0, 0);
    streamed.bytes.extend(b"PK\x07\x08");
    streamed.bytes.extend([crc(&core()), core().len() as u32, core().len() as u32].map(u32::to_le_bytes).concat());
    let mut bytes = beside(streamed);
    // The directory speaks of the bytes without what follows them.
    let entry = bytes.windows(18).rposition(|w| w == b"spam/_more.abi3.so").unwrap() - 46;
    let facts = [crc(&core()), core().len() as u32, core().len() as u32].map(u32::to_le_bytes).concat();
    bytes[entry + 16..entry + 28].copy_from_slice(&facts);
    assert_eq!(wrong(&bytes), (vec![], 2));
    // Sizes of 64 bits.
    let wide = |count: usize| {
        let sizes = [core().len() as u64; 2].map(u64::to_le_bytes).concat();
        [&1u16.to_le_bytes()[..], &(8 * count as u16).to_le_bytes(), &sizes].concat()
    };
    let raw = Raw::new("spam/_more.abi3.so", core()).with(|raw| {
        (raw.own_size, raw.size) = (u32::MAX, u32::MAX);
        raw.extra = [wide(2), wide(2)];
    });
    assert_eq!(wrong(&beside(raw)), (vec![], 2));
}

#[test]
fn headers_that_contradict_each_other() {
    let of = |change: fn(&mut Raw)| wrong(&beside(Raw::new("spam/_more.abi3.so", core()).with(change)));
    let said = |message: &str| (vec![format!("spam/_more.abi3.so: {message}")], 1);
    let directory = "than in the central directory of the archive";
    assert_eq!(
        of(|raw| raw.own_name = b"spam/_hide.abi3.so".into()),
        said("is named `spam/_hide.abi3.so` in its own header, unlike in the central directory of the archive")
    );
    assert_eq!(of(|raw| raw.own_size += 1), said(&format!("has a different size in its own header {directory}")));
    assert_eq!(of(|raw| raw.own_crc ^= 1), said(&format!("has a different checksum in its own header {directory}")));
    assert_eq!(
        of(|raw| raw.own_method = 8),
        said(&format!("has a different compression method in its own header {directory}"))
    );
    assert_eq!(of(|raw| raw.flags = 1), said("is encrypted"));
    let packed = |raw: &mut Raw| (raw.method, raw.own_method) = (14, 14);
    assert_eq!(of(packed), said("is compressed with method 14, which is not supported"));
    assert_eq!(
        of(|raw| (raw.own_size, raw.size) = (1 << 30, 1 << 30)),
        said("overlaps with the central directory of the archive")
    );
}

#[test]
fn members_that_share_bytes() {
    let metadata = || Raw::new("spam-1.0.dist-info/WHEEL", TEXT);
    let sound = || Raw::new("spam/_core.abi3.so", core());
    // Two entries of one member, under one name each: the header of the second tells.
    let twice = [metadata(), Raw::new("spam/_more.abi3.so", core()), sound()];
    let (said, read) = wrong(&archive_at(&twice, |i, starts| starts[i.max(1)]));
    assert!(said.iter().any(|line| line.starts_with("spam-1.0.dist-info/WHEEL: is named")), "{said:?}");
    assert_eq!(read, 2, "{said:?}");
    // A member that holds another one as its bytes.
    let inner = Raw::new("spam/_core.abi3.so", core());
    let outer = [header(&inner, true, 0), core()].concat();
    let nested = [metadata(), Raw::new("spam/_box.bin", outer), sound()];
    let start = 30 + 13;
    let bytes = archive_at(&nested, |i, starts| if i == 2 { starts[1] + start } else { starts[i] });
    let message = "spam/_core.abi3.so: overlaps with `spam/_box.bin` in the archive";
    assert_eq!(wrong(&bytes), (vec![message.to_owned()], 0));
    let nowhere = archive_at(&[metadata(), sound()], |i, starts| starts[i] + i as u32);
    let message = "spam/_core.abi3.so: has no header where the central directory of the archive says";
    assert_eq!(wrong(&nowhere), (vec![message.to_owned()], 0));
}

#[test]
fn many_wrong_members_are_counted() {
    let members = (0..300).map(|i| Raw::new(&format!("spam/{i}.txt"), "x").with(|raw| raw.own_crc ^= 1));
    let (said, _) = wrong(&archive(members.collect()));
    assert_eq!(said.len(), 51, "{said:?}");
    assert_eq!(said[50], ": more damaged members: 250");
}

#[test]
fn many_small_members_are_no_trouble() {
    let members =
        (0..20_000).map(|i| Raw::new(&format!("spam/{i}.py"), "")).chain([Raw::new("spam/_core.abi3.so", core())]);
    assert_eq!(wrong(&archive(members.collect())), (vec![], 1));
    let limits = Limits { entries: 20_000, ..Limits::default() };
    let many = archive((0..20_000).map(|i| Raw::new(&format!("spam/{i}.py"), "")).collect());
    let limit = AbiError::Limit { what: "members in an archive", limit: 20_000 };
    assert_eq!(read_within(&many, &limits).err(), Some(limit));
}

/// Text that packs a thousand times.
fn padded(text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    text.resize(8 << 20, b'\n');
    text
}

#[test]
fn only_the_metadata_of_the_wheel_itself_is_read() {
    let mut wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_core.abi3.so", core());
    for i in 0..40 {
        let text = padded(b"Requires-Python: >=3.99\n");
        wheel = wheel.member(&format!("vendored_{i}-1.0.dist-info/METADATA"), text.clone());
        wheel = wheel.member(&format!("spam/vendored_{i}-1.0.dist-info/WHEEL"), text);
    }
    let wheel = wheel.member("spam-1.0.dist-info/METADATA", "Requires-Python: >=3.11\n");
    // Everything else would be over the limit.
    let limits = Limits { archive_from: 1 << 20, ..Limits::default() };
    let facts = read_within(&wheel.bytes(), &limits).unwrap();
    assert_eq!((facts.problems.len(), facts.min_python), (0, Some(11)), "{:?}", facts.problems);
    let other = Wheel::bare("cp311-abi3-macosx_11_0_arm64")
        .member("a-1.0.dist-info/WHEEL", TEXT)
        .member("b-1.0.dist-info/WHEEL", TEXT)
        .member("_core.abi3.so", core());
    let (said, read) = wrong(&other.bytes());
    assert_eq!(
        said,
        [": there are several `*.dist-info` directories, and it is unclear which one belongs to the wheel"]
    );
    assert_eq!(read, 1);
}

#[test]
fn metadata_that_stands_for_endless_tags_is_not_read() {
    let list = |word: &str| vec![word; 100].join(".");
    let text = format!("Tag: {}-{}-{}\n", list("py3"), list("none"), list("any"));
    let wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_core.abi3.so", core());
    let (said, read) = wrong(&wheel.member("spam-1.0.dist-info/WHEEL", text).bytes());
    assert_eq!(said, ["spam-1.0.dist-info/WHEEL: over the limit of 10000 tags in the metadata"]);
    assert_eq!(read, 1);
}

#[test]
fn the_run_has_one_budget_and_spends_it_in_order() {
    let mut big = core();
    big.resize(4 << 20, 0);
    let wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_core.abi3.so", big.clone());
    let more = wheel.member("spam/_more.abi3.so", big);
    let bytes = more.bytes();
    let inputs: Vec<WheelInput<'_>> =
        (0..5).map(|i| WheelInput { file: FileId(i), path: NAME, bytes: &bytes }).collect();
    let limits = Limits { run_from: 30 << 20, run_bytes: 30 << 20, held_bytes: 5 << 20, ..Limits::default() };
    let over = AbiError::Limit { what: "decompressed bytes in the wheels of one run", limit: 30 << 20 };
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let read = pool.install(|| read_wheels(&inputs, &limits));
        let binaries: Vec<Option<usize>> = read.iter().map(|r| r.as_ref().ok().map(|w| w.binaries.len())).collect();
        assert_eq!(binaries, [Some(2), Some(2), Some(2), None, None]);
        assert_eq!(read[4].as_ref().err(), Some(&over));
        assert!(read[0].as_ref().is_ok_and(|wheel| wheel.problems.is_empty() && wheel.file == FileId(0)));
    }
    // What an archive may inflate to follows its size.
    let tight = Limits { archive_from: 1 << 20, total_ratio: 10, ..Limits::default() };
    assert!(matches!(
        read_within(&bytes, &tight),
        Err(AbiError::Limit { what: "bytes of binaries in an archive", .. })
    ));
}

/// The limits as they are, each just passed.
#[test]
fn the_limits_of_archives_are_those_of_the_page() {
    let over = |what, limit| Some(AbiError::Limit { what, limit });
    let tags = "cp311-abi3-macosx_11_0_arm64";
    // Members.
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..=200_000 {
        many.start_file(format!("{i}"), SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .unwrap();
    }
    let many = many.finish().unwrap().into_inner();
    let read = |bytes: &[u8]| read_within(bytes, &Limits::default());
    assert_eq!(read(&many).err(), over("members in an archive", 200_000));
    // A member that packs a thousand times, and an archive of such, each below the limit of its own.
    let zeros = |mb: usize| {
        let mut binary = core();
        binary.resize(mb << 20, 0);
        binary
    };
    let wheel = |members: usize, mb: usize| {
        let binary = zeros(mb);
        let add = |wheel: Wheel, i: usize| wheel.member(&format!("spam/_{i}.abi3.so"), binary.clone());
        (0..members).fold(Wheel::new(tags), add).bytes()
    };
    let found = read(&wheel(1, 65)).unwrap();
    let said: Vec<&str> = found.problems.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(said, ["over the limit of 200 decompressed bytes per compressed byte"]);
    assert!(read(&wheel(1, 60)).unwrap().problems.is_empty());
    assert!(matches!(read(&wheel(9, 60)), Err(AbiError::Limit { limit, .. }) if limit == 512 << 20));
    // Texts.
    for (name, limit) in [("WHEEL", 1u64 << 20), ("METADATA", 16 << 20)] {
        let path = format!("spam-1.0.dist-info/{name}");
        let text = |bytes: u64| {
            let mut text = if name == "WHEEL" { TEXT.to_vec() } else { b"Requires-Python: >=3.11\n".to_vec() };
            text.resize(bytes as usize, b'\n');
            Wheel::new(tags).member("spam/_core.abi3.so", core()).member(&path, text).bytes()
        };
        assert!(read(&text(limit)).unwrap().problems.is_empty());
        let said = read(&text(limit + 1)).unwrap().problems;
        assert!(said.len() == 1 && said[0].message.contains(&format!("the limit of {limit} bytes")), "{said:?}");
    }
    let limits = Limits::default();
    assert_eq!((limits.member_bytes, limits.total_bytes, limits.total_ratio), (2 << 30, 8 << 30, 50));
    assert_eq!((limits.run_from, limits.run_bytes, limits.held_bytes), (4 << 30, 256 << 30, 1 << 30));
}
