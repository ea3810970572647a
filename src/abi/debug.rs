//! Where the source defines what was found in a binary: read from DWARF, where the file has it uncompressed.
//!
//! Only declarations of variables and functions at known addresses are looked up; nothing is said about code inside
//! functions. Damaged debug information ends the search, never the reading of the file.

use std::collections::BTreeMap;

use gimli::{AttributeValue, DwAt, EndianSlice, RunTimeEndian};

use super::budget::Budget;
use crate::facts::SourceLine;

type Input<'data> = EndianSlice<'data, RunTimeEndian>;

/// File and line of the definitions at these addresses, as far as they are found. `section` gives the bytes of a
/// section by its ELF name, empty where there is none.
pub(super) fn lines<'data>(
    wanted: &[u64],
    little: bool,
    section: impl Fn(&str) -> &'data [u8],
    budget: &mut Budget,
) -> Vec<(u64, SourceLine)> {
    let endian = if little { RunTimeEndian::Little } else { RunTimeEndian::Big };
    let mut found = BTreeMap::new();
    let load = |id: gimli::SectionId| Ok::<_, gimli::Error>(EndianSlice::new(section(id.name()), endian));
    if let Ok(dwarf) = gimli::Dwarf::load(load) {
        // What was found until the damage is good.
        let _ = walk(&dwarf, wanted, &mut found, budget);
    }
    found.into_iter().collect()
}

fn walk(
    dwarf: &gimli::Dwarf<Input<'_>>,
    wanted: &[u64],
    found: &mut BTreeMap<u64, SourceLine>,
    budget: &mut Budget,
) -> Result<(), gimli::Error> {
    let mut headers = dwarf.units();
    while let Some(header) = headers.next()? {
        let unit = dwarf.unit(header)?;
        let mut entries = unit.entries();
        while let Some(entry) = entries.next_dfs()? {
            if budget.entry().is_err() {
                return Ok(());
            }
            let variable = entry.tag() == gimli::DW_TAG_variable;
            if !variable && entry.tag() != gimli::DW_TAG_subprogram {
                continue;
            }
            let address = match (variable, entry.attr_value(gimli::DW_AT_location)) {
                (true, Some(AttributeValue::Exprloc(expression))) => static_address(expression, unit.encoding()),
                (true, _) => None,
                (false, _) => match entry.attr_value(gimli::DW_AT_low_pc) {
                    Some(value) => dwarf.attr_address(&unit, value)?,
                    None => None,
                },
            };
            let Some(address) = address.filter(|at| wanted.binary_search(at).is_ok()) else { continue };
            // Definitions of C++ members and of what was declared before name the declaration.
            let mut declared = entry.clone();
            for _ in 0..3 {
                let has = |name: DwAt| declared.attr_value(name).is_some();
                if has(gimli::DW_AT_decl_line) && has(gimli::DW_AT_decl_file) {
                    break;
                }
                let next = [gimli::DW_AT_specification, gimli::DW_AT_abstract_origin];
                let next = next.into_iter().find_map(|name| declared.attr_value(name));
                let Some(AttributeValue::UnitRef(at)) = next else { break };
                declared = unit.entry(at)?;
            }
            let line = declared.attr_value(gimli::DW_AT_decl_line).and_then(|v| v.udata_value());
            let file = match declared.attr_value(gimli::DW_AT_decl_file) {
                Some(AttributeValue::FileIndex(index)) => Some(index),
                Some(value) => value.udata_value(),
                None => None,
            };
            if let (Some(line), Some(path)) = (line, file.and_then(|file| path(dwarf, &unit, file))) {
                found.insert(address, SourceLine { path, line: line.min(u64::from(u32::MAX)) as u32 });
            }
            if found.len() == wanted.len() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The address of a variable with static storage.
fn static_address(expression: gimli::Expression<Input<'_>>, encoding: gimli::Encoding) -> Option<u64> {
    let mut operations = expression.operations(encoding);
    match operations.next() {
        Ok(Some(gimli::Operation::Address { address })) => Some(address),
        _ => None,
    }
}

/// The path as the compiler recorded it: of folder and name, without the folder it was called in.
fn path(dwarf: &gimli::Dwarf<Input<'_>>, unit: &gimli::Unit<Input<'_>>, file: u64) -> Option<String> {
    let header = unit.line_program.as_ref()?.header();
    let entry = header.file(file)?;
    let text = |value| Some(dwarf.attr_string(unit, value).ok()?.to_string_lossy().into_owned());
    let name = text(entry.path_name())?;
    // Folder 0 is the one in which the compiler was called.
    if name.starts_with('/') || entry.directory_index() == 0 {
        return Some(name);
    }
    let folder = entry.directory(header).and_then(text)?;
    Some(format!("{folder}/{name}"))
}
