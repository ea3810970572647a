//! What DWARF says about a file: where the source defines what was found in it, which variables with static storage
//! there are, and where functions are in the code.
//!
//! Nothing is said about code inside functions. Damaged debug information ends the search, never the reading of the
//! file.

mod declared;
mod sections;
mod units;

use std::collections::{BTreeMap, HashSet};

use gimli::{AttributeValue, EndianSlice, RunTimeEndian};
use object::Object;

use super::{budget::Budget, image::Image};
use crate::facts::{BinaryCut, DataVariable, SourceLine};
use units::{EntryRef, Units};

type Input<'data> = EndianSlice<'data, RunTimeEndian>;
type Entry<'data> = gimli::DebuggingInformationEntry<Input<'data>>;

/// The machine code of a function, or one part of it.
#[derive(Clone, Debug)]
pub(super) struct CodeRange {
    pub(super) start: u64,
    pub(super) end: u64,
    #[cfg_attr(not(feature = "disasm"), expect(dead_code))]
    pub(super) name: String,
    /// Made by the compiler to give C++ variables their first values.
    #[cfg_attr(not(feature = "disasm"), expect(dead_code))]
    pub(super) initialiser: bool,
}

/// What was found, each list by address.
#[derive(Debug, Default)]
pub(super) struct DebugInfo {
    pub(super) lines: Vec<(u64, SourceLine)>,
    /// Those in memory that may be written.
    pub(super) variables: Vec<DataVariable>,
    /// Of units in C and C++ only.
    pub(super) functions: Vec<CodeRange>,
}

/// Reads the debug information of a file. `wanted` are the addresses, ascending, whose lines are of use.
pub(super) fn read<'data>(
    file: &impl Object<'data>,
    image: &Image<'_>,
    wanted: &[u64],
    budget: &mut Budget,
) -> DebugInfo {
    let mut search = Search {
        image,
        wanted,
        lines: BTreeMap::new(),
        variables: BTreeMap::new(),
        functions: Vec::new(),
        python: HashSet::new(),
    };
    if let Some(sections) = sections::load(file, budget) {
        let endian = if file.is_little_endian() { RunTimeEndian::Little } else { RunTimeEndian::Big };
        let dwarf = sections.borrow(|bytes| EndianSlice::new(bytes, endian));
        let units = Units::read(&dwarf, budget);
        for index in 0..units.list.len() {
            // What was found until the damage is good; other units may be whole.
            let _ = search.unit(&units, index, budget);
        }
        search.place_variables();
    }
    search.functions.sort_by_key(|f| (f.start, f.end));
    search.functions.dedup_by_key(|f| f.start);
    DebugInfo {
        lines: search.lines.into_iter().collect(),
        variables: search.variables.into_values().map(|v| v.1).collect(),
        functions: search.functions,
    }
}

struct Search<'a, 'data> {
    image: &'a Image<'data>,
    wanted: &'a [u64],
    lines: BTreeMap<u64, SourceLine>,
    /// With the index of the unit that defines it.
    variables: BTreeMap<u64, (usize, DataVariable)>,
    functions: Vec<CodeRange>,
    /// Indices of the units that know the struct of Python objects.
    python: HashSet<usize>,
}

impl Search<'_, '_> {
    fn unit(&mut self, units: &Units<'_, '_>, index: usize, budget: &mut Budget) -> Result<(), gimli::Error> {
        let unit = &units.list[index];
        let mut entries = unit.entries();
        let mut c_family = false;
        // Functions around the entry, by depth.
        let mut around: Vec<(isize, EntryRef)> = Vec::new();
        let mut inside = false;
        loop {
            // Nothing that is looked for is in a type or behind a call. Some entries name the next one on their level.
            let next = if inside { entries.next_sibling()?.is_some() } else { false };
            if !next && entries.next_dfs()?.is_none() || !budget.entry_of(BinaryCut::Debug) {
                return Ok(());
            }
            let Some(entry) = entries.current() else { return Ok(()) };
            inside = entry.has_children() && is_skipped(entry.tag());
            while around.last().is_some_and(|(depth, _)| *depth >= entry.depth()) {
                around.pop();
            }
            let place = EntryRef { unit: index, at: entry.offset() };
            match entry.tag() {
                gimli::DW_TAG_compile_unit => c_family = is_c_family(entry),
                gimli::DW_TAG_structure_type
                    if !self.python.contains(&index) && units.name(place).as_deref() == Some("_object") =>
                {
                    self.python.insert(index);
                }
                gimli::DW_TAG_subprogram => {
                    around.push((entry.depth(), place));
                    self.function(units, place, entry, c_family)?;
                }
                gimli::DW_TAG_variable => {
                    let Some(address) = units.static_address(index, entry) else { continue };
                    self.line(units, place, address);
                    if c_family && self.image.is_writable(address) && !self.variables.contains_key(&address) {
                        let function = around.last().map(|(_, place)| *place);
                        if let Some(found) = variable(units, place, address, function, budget) {
                            self.variables.insert(address, found);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn function<'b>(
        &mut self,
        units: &Units<'_, 'b>,
        place: EntryRef,
        entry: &Entry<'b>,
        c_family: bool,
    ) -> Result<(), gimli::Error> {
        let ranges = units.code_ranges(place.unit, entry)?;
        if let Some(first) = ranges.first() {
            self.line(units, place, first.0);
        }
        if c_family && !ranges.is_empty() {
            let name = units.name(place).unwrap_or_default();
            let initialiser = is_initialiser(&name);
            let range = |(start, end)| CodeRange { start, end, name: name.clone(), initialiser };
            self.functions.extend(ranges.into_iter().map(range));
        }
        Ok(())
    }

    /// Notes at each variable what its unit knows.
    fn place_variables(&mut self) {
        for (unit, variable) in self.variables.values_mut() {
            variable.beside_python = self.python.contains(unit);
        }
    }

    fn line(&mut self, units: &Units<'_, '_>, place: EntryRef, address: u64) {
        if self.wanted.binary_search(&address).is_ok()
            && let Some(line) = units.line(place)
        {
            self.lines.insert(address, line);
        }
    }
}

/// Functions that give C++ variables their first values, under names that GCC and Clang keep to themselves. Such a
/// value is what the declaration says: nothing is changed by it.
fn is_initialiser(name: &str) -> bool {
    let reserved = ["_GLOBAL__", "_sub_I_", "__static_init", "__cxx_global_"];
    reserved.iter().any(|start| name.starts_with(start))
}

/// Types, and calls in functions, inlined ones as well: their static variables stand at the function that was inlined.
fn is_skipped(tag: gimli::DwTag) -> bool {
    matches!(
        tag,
        gimli::DW_TAG_structure_type
            | gimli::DW_TAG_class_type
            | gimli::DW_TAG_union_type
            | gimli::DW_TAG_enumeration_type
            | gimli::DW_TAG_subroutine_type
            | gimli::DW_TAG_array_type
            | gimli::DW_TAG_inlined_subroutine
            | gimli::DW_TAG_call_site
            | gimli::DW_TAG_GNU_call_site
    )
}

/// Machine code of other languages follows other rules, and so do their variables.
fn is_c_family(unit: &Entry<'_>) -> bool {
    let language = unit.attr_value(gimli::DW_AT_language);
    matches!(
        language,
        Some(AttributeValue::Language(
            gimli::DW_LANG_C
                | gimli::DW_LANG_C89
                | gimli::DW_LANG_C99
                | gimli::DW_LANG_C11
                | gimli::DW_LANG_C17
                | gimli::DW_LANG_C_plus_plus
                | gimli::DW_LANG_C_plus_plus_03
                | gimli::DW_LANG_C_plus_plus_11
                | gimli::DW_LANG_C_plus_plus_14
                | gimli::DW_LANG_C_plus_plus_17
                | gimli::DW_LANG_C_plus_plus_20
        ))
    )
}

fn variable(
    units: &Units<'_, '_>,
    place: EntryRef,
    address: u64,
    function: Option<EntryRef>,
    budget: &mut Budget,
) -> Option<(usize, DataVariable)> {
    let name = units.name(place)?;
    let (owner, value) = units.find(place, |entry| entry.attr_value(gimli::DW_AT_type))?;
    let ty = units.target(owner.unit, value)?;
    let (declared, size) = declared::declared(units, ty, budget)?;
    let local_to = function.and_then(|at| units.name(at));
    let line = units.line(place);
    let found = DataVariable {
        address,
        size,
        name,
        local_to,
        declared,
        line,
        beside_python: false,
        used: false,
        written: None,
    };
    (!found.declared.constant).then_some((owner.unit, found))
}
