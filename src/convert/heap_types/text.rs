//! The text that stands in the place of a static type: slots, spec, pointer, and the function that makes the type.

use super::mentions::rewritten;
use super::read::{Line, Reading};
use super::style::Style;
use super::{Set, Work};
use crate::facts::{Language, Python};

/// What goes into the place of a definition; `defined`: the pointer is, before it.
pub(super) fn definition(
    work: &Work<'_>,
    set: &Set<'_>,
    reading: &Reading,
    (internal, defined): (bool, bool),
) -> String {
    let project = work.scene.project;
    let file = reading.var.file;
    let style = Style::of(work, file);
    let name = reading.symbol;
    let tab = style.indent.as_str();
    let cpp = project.file(file).language == Language::Cpp;
    let renamed = |text: &str| rewritten(text, |word| set.has_name(file, word.into()));
    let mut out = String::new();
    let mut members = None;
    if !reading.offsets.is_empty() && reading.members.is_none() {
        out += &format!("static PyMemberDef {name}_members[] = {{\n");
        out += &members_lines(work, reading, tab);
        out += &format!("{tab}{{NULL}},\n}};\n\n");
        members = Some(format!("{tab}{{Py_tp_members, {name}_members}},\n"));
    }
    out += &format!("static PyType_Slot {name}_slots[] = {{\n");
    let (guard, end) = ("#if PY_VERSION_HEX >= 0x03090000\n", "#endif\n");
    for slot in &reading.slots {
        out += if slot.is_new { guard } else { "" };
        out += &slot.guard.as_ref().map(|text| format!("{text}\n")).unwrap_or_default();
        out += &with_comments(slot, tab, &format!("{{{}, {}}},", slot.name, renamed(&slot.value)));
        out += if slot.guard.is_some() { end } else { "" };
        out += if slot.is_new { end } else { "" };
    }
    out += &members.unwrap_or_default();
    out += &format!("{tab}{{0, NULL}},\n}};\n\n");
    out += &spec(work, reading, &style, cpp, &renamed);
    if !defined {
        out += &format!("{}\n\n", pointer(reading));
    }
    out += &create(work, set, reading, &style, internal);
    out
}

/// The variable that a type becomes.
pub(super) fn pointer(reading: &Reading) -> String {
    format!("{}PyTypeObject *{} = NULL;", reading.storage, reading.symbol)
}

/// The items of a table of members that say the offsets.
pub(super) fn members_lines(work: &Work<'_>, reading: &Reading, tab: &str) -> String {
    let min = work.scene.project.targets.min_python;
    let item = |(what, value): &(&str, String)| match min >= Python(12) {
        true => format!("{tab}{{\"{what}\", Py_T_PYSSIZET, {value}, Py_READONLY}},\n"),
        false => format!("{tab}{{\"{what}\", T_PYSSIZET, {value}, READONLY}},\n"),
    };
    let lines: String = reading.offsets.iter().map(item).collect();
    if min < Python(9) { format!("#if PY_VERSION_HEX >= 0x03090000\n{lines}#endif\n") } else { lines }
}

/// What is set by hand on Pythons before 3.9, which have no words for it in a spec.
fn by_hand(work: &Work<'_>, reading: &Reading, tab: &str) -> String {
    if work.scene.project.targets.min_python >= Python(9) {
        return String::new();
    }
    let name = reading.symbol;
    let mut lines = String::new();
    for (what, value) in &reading.offsets {
        let field = match *what {
            "__dictoffset__" => "tp_dictoffset",
            "__weaklistoffset__" => "tp_weaklistoffset",
            _ => "tp_vectorcall_offset",
        };
        lines += &format!("{tab}{tab}{name}->{field} = {value};\n");
    }
    for slot in reading.slots.iter().filter(|slot| slot.is_new) {
        let field = slot.name.trim_start_matches("Py_");
        let cast = if field == "bf_getbuffer" { "getbufferproc" } else { "releasebufferproc" };
        lines += &format!("{tab}{tab}{name}->tp_as_buffer->{field} = ({cast}){};\n", slot.value);
    }
    if lines.is_empty() {
        return lines;
    }
    format!("#if PY_VERSION_HEX < 0x03090000\n{tab}if ({name} != NULL) {{\n{lines}{tab}}}\n#endif\n")
}

fn with_comments(line: &Line, tab: &str, text: &str) -> String {
    let mut out = String::new();
    for comment in &line.lead {
        out += &format!("{tab}{comment}\n");
    }
    out += &format!("{tab}{text}");
    if let Some(comment) = &line.tail {
        out += &format!("  {comment}");
    }
    out + "\n"
}

fn spec(work: &Work<'_>, reading: &Reading, style: &Style, cpp: bool, renamed: &dyn Fn(&str) -> String) -> String {
    let (name, tab) = (reading.symbol, style.indent.as_str());
    let field = |what: &str, value: &str| match cpp {
        true => format!("{value},"),
        false => format!(".{what} = {value},"),
    };
    let mut out = format!("static PyType_Spec {name}_spec = {{\n");
    for what in ["name", "basicsize", "itemsize"] {
        match reading.fields.iter().find(|line| line.name == what) {
            Some(line) => out += &with_comments(line, tab, &field(what, &renamed(&line.value))),
            // By position nothing may be left out.
            None if cpp => out += &format!("{tab}0,\n"),
            None => {}
        }
    }
    out += &with_comments(&reading.flags, tab, &field("flags", &flags(work, reading, tab)));
    out + &format!("{tab}{}\n}};\n\n", field("slots", &format!("{name}_slots")))
}

/// The flags, with those that a static type has by itself.
fn flags(work: &Work<'_>, reading: &Reading, tab: &str) -> String {
    let own = &reading.flags.value;
    let more = if reading.no_new {
        "Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION"
    } else {
        "Py_TPFLAGS_IMMUTABLETYPE"
    };
    let has_directive = own.contains("\n#");
    if work.scene.project.targets.min_python < Python(10) {
        format!("{own}\n#if PY_VERSION_HEX >= 0x030a0000\n{tab}{tab}| {more}\n#endif\n{tab}{tab}")
    } else if has_directive || own.contains('\n') || own.len() + more.len() > 80 {
        format!("{own}\n{tab}{tab}| {more}")
    } else if own.trim() == "0" {
        more.to_owned()
    } else {
        format!("{own} | {more}")
    }
}

/// The head of the function that makes a type.
pub(super) fn prototype(reading: &Reading, internal: bool) -> String {
    format!("{}int {}_create(void);", if internal { "static " } else { "" }, reading.symbol)
}

fn create(work: &Work<'_>, set: &Set<'_>, reading: &Reading, style: &Style, internal: bool) -> String {
    let (name, tab) = (reading.symbol, style.indent.as_str());
    let min = work.scene.project.targets.min_python;
    let mut out = style.head(if internal { "static int" } else { "int" }, &format!("{name}_create(void)"));
    let tuple = reading.base.is_some() && min < Python(10);
    if tuple {
        out += &format!("{tab}PyObject *bases;\n");
    }
    out += &style.if_return(&format!("{name} != NULL"), "0");
    match &reading.base {
        None => out += &format!("{tab}{name} = (PyTypeObject *)PyType_FromSpec(&{name}_spec);\n"),
        Some(base) => {
            let made = base.of.is_some_and(|of| set.readings.contains_key(&of));
            if made {
                out += &style.if_return(&format!("{}_create() < 0", base.text), "-1");
            }
            let text = match base.text.as_str() {
                text if text.starts_with("PyExc_") || text.starts_with('(') => text.to_owned(),
                text if made => format!("(PyObject *){text}"),
                text => format!("(PyObject *)&{text}"),
            };
            let given = if tuple {
                out += &format!("{tab}bases = PyTuple_Pack(1, {text});\n");
                out += &style.if_return("bases == NULL", "-1");
                "bases"
            } else {
                &text
            };
            out += &format!("{tab}{name} = (PyTypeObject *)PyType_FromSpecWithBases(&{name}_spec, {given});\n");
            if tuple {
                out += &format!("{tab}Py_DECREF(bases);\n");
            }
        }
    }
    out += &by_hand(work, reading, tab);
    if reading.no_new && min < Python(10) {
        out += &format!("#if PY_VERSION_HEX < 0x030a0000\n{tab}if ({name} != NULL) {{\n");
        out += &format!("{tab}{tab}{name}->tp_new = NULL;\n{tab}}}\n#endif\n");
    }
    out + &format!("{tab}return {name} != NULL ? 0 : -1;\n}}")
}
