//! PE files: imports with the DLL that provides them, delayed ones included; named exports.

mod imports;

use object::LittleEndian as LE;
use object::pe::{self, ImageNtHeaders32, ImageNtHeaders64};
use object::read::pe::{ExportTable, ImageNtHeaders, PeFile};
use object::{Object as _, ObjectSymbol as _};

pub(super) use imports::{Library, libraries};

use super::{AbiError, budget::Budget, examine, image::pe_pointers, recover::Labels, symbols::Symbols};
use crate::facts::{BinaryFormat, ImageKind, Machine, Recovered, Slice};

pub(super) fn read32(bytes: &[u8]) -> Result<Slice, AbiError> {
    read::<ImageNtHeaders32>(bytes, 32)
}

pub(super) fn read64(bytes: &[u8]) -> Result<Slice, AbiError> {
    read::<ImageNtHeaders64>(bytes, 64)
}

fn broken(error: impl std::fmt::Display) -> AbiError {
    AbiError::malformed(BinaryFormat::Pe, error)
}

fn read<Pe: ImageNtHeaders>(bytes: &[u8], bits: u8) -> Result<Slice, AbiError> {
    let mut budget = Budget::new();
    let file = PeFile::<Pe>::parse(bytes).map_err(broken)?;
    let mut found = Symbols::default();
    let libraries = libraries(&file, &mut budget)?;
    let mut needed = Vec::new();
    for library in &libraries {
        needed.push(String::from_utf8_lossy(library.name).into_owned());
        for name in library.names.iter().flatten() {
            found.import(name, Some(library.name), None, false);
        }
    }
    if let Some(table) = exports(&file, bytes)? {
        for (pointer, _) in table.name_iter() {
            budget.entry()?;
            let name = table.name_from_pointer(pointer).map_err(broken)?;
            budget.name(name)?;
            found.export(name);
        }
    }
    let header = file.nt_headers().file_header();
    let number = header.machine.get(LE);
    let machine = match number {
        pe::IMAGE_FILE_MACHINE_AMD64 => Machine::X86_64,
        pe::IMAGE_FILE_MACHINE_I386 => Machine::I686,
        pe::IMAGE_FILE_MACHINE_ARM64 => Machine::Aarch64,
        pe::IMAGE_FILE_MACHINE_ARMNT => Machine::Arm,
        _ => Machine::Other(u32::from(number.0)),
    };
    let library = header.characteristics.get(LE).contains(pe::IMAGE_FILE_DLL);
    let kind = if library { ImageKind::Shared } else { ImageKind::Executable };
    let mut recovered = Recovered::default();
    if found.uses_c_api() && kind == ImageKind::Shared {
        let image = pe_pointers(&file, &libraries, bits, &mut budget)?;
        recovered = examine(&image, machine, true, &mut budget)?;
        let labels = label(&file, &recovered, &mut budget)?;
        #[cfg(feature = "debuginfo")]
        super::describe(&file, &image, machine, &labels.addresses(), &mut recovered, &mut budget);
        labels.finish(&mut recovered);
        recovered.cuts = budget.cuts();
    }
    let (imports, exports, hooks) = found.finish();
    Ok(Slice {
        machine,
        bits,
        kind,
        imports,
        exports,
        hooks,
        needed,
        version_needs: Vec::new(),
        min_macos: None,
        recovered,
    })
}

/// The table of exports. Loaders do not ask for its size, and some linkers give that of its head alone.
fn exports<'data, Pe: ImageNtHeaders>(
    file: &PeFile<'data, Pe>,
    bytes: &'data [u8],
) -> Result<Option<ExportTable<'data>>, AbiError> {
    let error = match file.export_table() {
        Ok(table) => return Ok(table),
        Err(error) => error,
    };
    let whole = || {
        let at = file.data_directory(pe::IMAGE_DIRECTORY_ENTRY_EXPORT)?.virtual_address.get(LE);
        ExportTable::parse(file.section_table().pe_data_at(bytes, at)?, at).ok()
    };
    whole().map(Some).ok_or_else(|| broken(error))
}

/// Names the objects found by the symbols that MinGW leaves in the file.
fn label<Pe: ImageNtHeaders>(
    file: &PeFile<'_, Pe>,
    recovered: &Recovered,
    budget: &mut Budget,
) -> Result<Labels, AbiError> {
    let mut labels = Labels::wanted(recovered);
    for symbol in file.symbols().filter(|s| !s.is_undefined()) {
        budget.entry()?;
        if let Ok(name) = symbol.name_bytes() {
            labels.symbol(symbol.address(), name);
        }
    }
    Ok(labels)
}
