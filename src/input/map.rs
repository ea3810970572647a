//! Maps a file into memory: the only place outside libclang, beside one call of the allocator, that is unsafe.

use std::{fs::File, io};

use memmap2::Mmap;

/// The file's bytes, read only.
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: nothing writes through the map. A file that another process truncates meanwhile would end this process;
    // only binaries and wheels are mapped, and these are replaced by renaming, not rewritten in place.
    #[allow(unsafe_code)]
    unsafe {
        Mmap::map(file)
    }
}
