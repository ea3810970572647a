//! Wheels and binaries from bytes to findings. Every input is made here: archives by a zip writer, ELF files by the
//! system's C compiler, Mach-O and PE files byte by byte.
#![allow(clippy::unwrap_used)]

mod archives;
mod broken;
mod cut_short;
mod declared;
mod dlls;
mod elf;
mod elf_images;
mod flavours;
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
mod heap_types;
mod images;
mod limited;
mod macho_images;
mod mutate;
mod names;
mod promises;
mod recover;
mod segments;
mod support;
mod symbols;
mod tables;
mod tags;
mod takers;
mod variables;
mod whole;
