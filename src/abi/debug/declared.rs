//! The declared type of a variable, and whether it holds Python objects: told from the structs' own members, by the
//! object header at their start.

use gimli::AttributeValue;

use super::units::{EntryRef, Units};
use super::{Entry, Input};
use crate::abi::budget::Budget;
use crate::facts::{BinaryCut, DeclaredType, Holds};

/// Types that make up a type, one inside the other.
const LAYERS: usize = 24;
/// Structs in structs that are looked into.
const DEPTH: u8 = 6;

/// The type and the size of a variable of it; None where the debug information ends or is damaged.
pub(super) fn declared(units: &Units<'_, '_>, ty: EntryRef, budget: &mut Budget) -> Option<(DeclaredType, u64)> {
    let mut found = DeclaredType {
        text: String::new(),
        names: Vec::new(),
        behind: Vec::new(),
        pointers: 0,
        array: false,
        constant: false,
        atomic: false,
        function: false,
        holds: Holds::Nothing,
    };
    let (mut base, mut stars, mut arrays) = (None, String::new(), String::new());
    let (mut size, mut elements) = (None, 1u64);
    let mut place = ty;
    for layer in 0.. {
        if layer == LAYERS {
            budget.cut(BinaryCut::Types);
            found.holds = Holds::Unknown;
            break;
        }
        if !budget.entry_of(BinaryCut::Debug) {
            return None;
        }
        let entry = units.entry(place)?;
        let value = found.pointers == 0;
        if value && size.is_none() {
            size = entry.attr_value(gimli::DW_AT_byte_size).and_then(|v| v.udata_value());
        }
        let name = || units.name(place);
        match entry.tag() {
            gimli::DW_TAG_typedef => {
                let name = name()?;
                base.get_or_insert_with(|| name.clone());
                if value { &mut found.names } else { &mut found.behind }.push(name);
            }
            gimli::DW_TAG_const_type => found.constant |= value,
            gimli::DW_TAG_atomic_type => found.atomic |= value,
            gimli::DW_TAG_volatile_type | gimli::DW_TAG_restrict_type => {}
            gimli::DW_TAG_pointer_type | gimli::DW_TAG_reference_type | gimli::DW_TAG_rvalue_reference_type => {
                size = size.or(value.then(|| u64::from(units.list[place.unit].encoding().address_size)));
                found.pointers = found.pointers.saturating_add(1);
                if base.is_none() {
                    stars.push('*');
                }
            }
            gimli::DW_TAG_array_type => {
                let count = count(units, place, budget)?;
                if value {
                    elements = elements.saturating_mul(count.unwrap_or(0));
                    found.array = true;
                }
                if base.is_none() {
                    arrays += &count.map_or("[]".to_owned(), |n| format!("[{n}]"));
                }
            }
            gimli::DW_TAG_subroutine_type => {
                found.function = !value;
                base.get_or_insert_with(|| "function".to_owned());
                break;
            }
            gimli::DW_TAG_structure_type | gimli::DW_TAG_class_type | gimli::DW_TAG_union_type => {
                if let Some(name) = name() {
                    base.get_or_insert_with(|| name.clone());
                    if value { &mut found.names } else { &mut found.behind }.push(name);
                }
                found.holds = match found.pointers {
                    0 => record(units, place, 0, budget),
                    1 if is_object(units, place, &found.behind, 0, budget) => Holds::ObjectPointer,
                    _ => Holds::Nothing,
                };
                base.get_or_insert_with(|| "struct".to_owned());
                break;
            }
            _ => {
                if let Some(name) = name() {
                    base.get_or_insert_with(|| name.clone());
                    if value { &mut found.names } else { &mut found.behind }.push(name);
                }
                break;
            }
        }
        match entry.attr_value(gimli::DW_AT_type) {
            Some(AttributeValue::DebugTypesRef(_)) => {
                found.holds = Holds::Unknown;
                break;
            }
            Some(value) => place = units.target(place.unit, value)?,
            None => break,
        }
    }
    found.text = base.unwrap_or_else(|| "void".to_owned());
    if !stars.is_empty() || !arrays.is_empty() {
        found.text += &format!(" {stars}{arrays}");
    }
    Some((found, size.unwrap_or(0).saturating_mul(elements)))
}

/// The elements of an array; None where its type does not say.
fn count(units: &Units<'_, '_>, array: EntryRef, budget: &mut Budget) -> Option<Option<u64>> {
    let mut total = Some(1u64);
    each_child(units, array, budget, |child, _| {
        if child.tag() == gimli::DW_TAG_subrange_type {
            let number = |name| child.attr_value(name).and_then(|v: AttributeValue<Input<'_>>| v.udata_value());
            let upper = || number(gimli::DW_AT_upper_bound).map(|n| n.saturating_add(1));
            let here = number(gimli::DW_AT_count).or_else(upper);
            total = total.zip(here).map(|(a, b)| a.saturating_mul(b));
        }
        true
    })?;
    Some(total)
}

/// What a struct holds as a value.
fn record(units: &Units<'_, '_>, place: EntryRef, depth: u8, budget: &mut Budget) -> Holds {
    if is_object(units, place, &[], depth, budget) {
        return Holds::Object;
    }
    let mut members = Vec::new();
    let read = each_child(units, place, budget, |child, unit| {
        let member = matches!(child.tag(), gimli::DW_TAG_member | gimli::DW_TAG_inheritance)
            && child.attr_value(gimli::DW_AT_external).is_none();
        if member {
            members.extend(child.attr_value(gimli::DW_AT_type).and_then(|ty| units.target(unit, ty)));
        }
        true
    });
    if read.is_none() {
        return Holds::Unknown;
    }
    let holds = members.into_iter().any(|ty| {
        let Some((pointers, Some(ty), names)) = strip(units, ty, budget) else { return false };
        match pointers {
            0 if depth < DEPTH => record(units, ty, depth + 1, budget) == Holds::ObjectStruct,
            0 => {
                budget.cut(BinaryCut::Types);
                false
            }
            1 => is_object(units, ty, &names, 0, budget),
            _ => false,
        }
    });
    if holds { Holds::ObjectStruct } else { Holds::Nothing }
}

/// Takes typedefs, qualifiers, arrays and pointers off: the number of pointers, the record, where it is one, and the
/// names of typedefs met.
fn strip(units: &Units<'_, '_>, ty: EntryRef, budget: &mut Budget) -> Option<(u8, Option<EntryRef>, Vec<String>)> {
    let (mut place, mut pointers, mut names) = (ty, 0u8, Vec::new());
    for _ in 0..LAYERS {
        if !budget.entry_of(BinaryCut::Debug) {
            return None;
        }
        let entry = units.entry(place)?;
        match entry.tag() {
            gimli::DW_TAG_structure_type | gimli::DW_TAG_class_type | gimli::DW_TAG_union_type => {
                return Some((pointers, Some(place), names));
            }
            gimli::DW_TAG_pointer_type | gimli::DW_TAG_reference_type => pointers = pointers.saturating_add(1),
            gimli::DW_TAG_typedef => names.extend(units.name(place)),
            gimli::DW_TAG_const_type
            | gimli::DW_TAG_volatile_type
            | gimli::DW_TAG_restrict_type
            | gimli::DW_TAG_atomic_type
            | gimli::DW_TAG_array_type => {}
            _ => return Some((pointers, None, names)),
        }
        let Some(next) = entry.attr_value(gimli::DW_AT_type) else { return Some((pointers, None, names)) };
        place = units.target(place.unit, next)?;
    }
    budget.cut(BinaryCut::Types);
    None
}

/// Whether a struct starts with an object header. `names` are its typedefs, which count where it is declared only.
fn is_object(units: &Units<'_, '_>, place: EntryRef, names: &[String], depth: u8, budget: &mut Budget) -> bool {
    let Some(entry) = units.entry(place) else { return false };
    if entry.tag() == gimli::DW_TAG_union_type {
        return false;
    }
    if depth > DEPTH {
        budget.cut(BinaryCut::Types);
        return false;
    }
    let tag = units.name(place).unwrap_or_default();
    if tag == "_object" || tag == "_typeobject" {
        return true;
    }
    if entry.attr_value(gimli::DW_AT_declaration).is_some() {
        return names.iter().any(|name| name.starts_with("Py") && name.ends_with("Object"));
    }
    let mut first = None;
    let read = each_child(units, place, budget, |child, unit| {
        let member = matches!(child.tag(), gimli::DW_TAG_member | gimli::DW_TAG_inheritance)
            && child.attr_value(gimli::DW_AT_external).is_none();
        if member {
            let at = child.attr_value(gimli::DW_AT_data_member_location).and_then(|v| v.udata_value());
            first = child.attr_value(gimli::DW_AT_type).filter(|_| at == Some(0)).and_then(|ty| units.target(unit, ty));
        }
        !member
    });
    let Some(first) = first.filter(|_| read.is_some()) else { return false };
    match strip(units, first, budget) {
        Some((0, Some(first), names)) => is_object(units, first, &names, depth + 1, budget),
        _ => false,
    }
}

/// Calls `f` with the direct children of an entry until it says false; None where they cannot be read.
fn each_child<'data>(
    units: &Units<'_, 'data>,
    place: EntryRef,
    budget: &mut Budget,
    mut f: impl FnMut(&Entry<'data>, usize) -> bool,
) -> Option<()> {
    let mut entries = units.list.get(place.unit)?.entries_at_offset(place.at).ok()?;
    let parent = entries.next_dfs().ok()??;
    if !parent.has_children() {
        return Some(());
    }
    let depth = parent.depth();
    // The first child, or the end of none.
    let mut child = entries.next_dfs().ok()?.filter(|e| e.depth() == depth + 1);
    while let Some(entry) = child {
        if !budget.entry_of(BinaryCut::Debug) {
            return None;
        }
        if !f(entry, place.unit) {
            break;
        }
        child = entries.next_sibling().ok()?;
    }
    Some(())
}
