//! A static type taken apart: its slots, flags, offsets and base, as text that a spec can hold. What a spec cannot say is
//! a reason to leave the type as it is.

use super::items::{self, Item};
use super::{Answer, Refused, Work, assigned, declared, suites};
use crate::capi::slots;
use crate::facts::{Expr, FileId, Language, Name, Span, UnaryOp};
use crate::link::types::{TypeId, TypeKind, TypeRef};
use crate::link::{FuncRef, VarRef, initialiser};

/// Fields that PyType_Ready fills in.
const OWN: [&str; 10] = [
    "tp_dict",
    "tp_bases",
    "tp_mro",
    "tp_cache",
    "tp_subclasses",
    "tp_weaklist",
    "tp_version_tag",
    "tp_watched",
    "tp_versions_used",
    "tp_print",
];

/// A line of the slots or of the spec.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// `Py_tp_dealloc`, or a field of the spec.
    pub name: String,
    /// Its value as text.
    pub value: String,
    /// Comments on lines before it.
    pub lead: Vec<String>,
    /// A comment behind it.
    pub tail: Option<String>,
    /// There is such a slot from Python 3.9 on.
    pub is_new: bool,
    /// The `#if` that it stands under.
    pub guard: Option<String>,
}

/// The base of a type.
#[derive(Clone, Debug)]
pub(super) struct Base {
    /// The expression.
    pub text: String,
    /// The type, where it is one of the project.
    pub of: Option<TypeId>,
}

/// What a static type says.
#[derive(Debug)]
pub(super) struct Reading {
    /// Its variable.
    pub var: VarRef,
    /// The name of that.
    pub symbol: Name,
    /// The definition, to its semicolon.
    pub declaration: Span,
    /// Where what comes into its place stands: there, or behind it, where all is declared that it names.
    pub place: u32,
    /// What stands before `PyTypeObject` there: `static `.
    pub storage: String,
    /// `name`, `basicsize`, `itemsize`, without the flags.
    pub fields: Vec<Line>,
    /// The flags.
    pub flags: Line,
    /// The slots.
    pub slots: Vec<Line>,
    /// `__dictoffset__` and its like, with their values.
    pub offsets: Vec<(&'static str, String)>,
    /// Its base, where that is not `object`.
    pub base: Option<Base>,
    /// Nobody can make an instance by calling it.
    pub no_new: bool,
    /// Its instances are tracked by the collector, by its own flag.
    pub gc: bool,
    /// Suites that are taken apart.
    pub suites: Vec<VarRef>,
    /// The macros that hold fields of it.
    pub macros: Vec<Name>,
    /// Its table of members.
    pub members: Option<VarRef>,
    /// Statements that go: slots set before the type is made ready.
    pub taken: Vec<(FileId, Span)>,
    /// What frees its instances.
    pub deallocs: Vec<FuncRef>,
    /// What visits them.
    pub traverses: Vec<FuncRef>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// Reads a static type.
pub(super) fn read(work: &Work<'_>, id: TypeId) -> Answer<Reading> {
    let project = work.scene.project;
    let object = project.types.get(id);
    let refuse = |why: &str| Err(Refused { at: (object.file, object.span.start), why: why.to_owned() });
    if object.kind == TypeKind::StructSequence {
        return refuse("it is a struct sequence: PyStructSequence_NewType makes such types at run time");
    }
    let Some(at) = object.var else { return refuse("its variable is not known") };
    let var = project.var(at);
    let (storage, declaration) = match declared::declaration(work, object) {
        Ok(found) => found,
        Err(why) => return refuse(why),
    };
    let Some(init) = var.init else { return refuse("its fields are set one by one, and not by an initializer") };
    if work.definitions(at.file, var.name) > 1 {
        return refuse("there are several definitions of it");
    }
    let items = items::items(work, at.file, init, initialiser::TYPE_OBJECT)?;
    let mut all: Vec<Item> = items;
    let more = assigned::assigned(work, id, declaration)?;
    let mut flags: Vec<String> = Vec::new();
    for item in more.items {
        if item.name == "tp_flags" {
            flags.push(item.text);
        } else {
            all.retain(|old| old.name != item.name);
            all.push(item);
        }
    }
    let line = |name: &str, value: &str| Line {
        name: name.to_owned(),
        value: value.to_owned(),
        lead: Vec::new(),
        tail: None,
        is_new: false,
        guard: None,
    };
    let mut reading = Reading {
        var: at,
        symbol: var.name,
        declaration,
        place: more.place.unwrap_or(declaration.start),
        storage,
        fields: Vec::new(),
        flags: line("flags", "0"),
        slots: Vec::new(),
        offsets: Vec::new(),
        base: None,
        no_new: false,
        gc: false,
        suites: Vec::new(),
        macros: all.iter().filter_map(|item| item.macro_name).collect(),
        members: None,
        taken: more.statements,
        deallocs: Vec::new(),
        traverses: Vec::new(),
        notes: Vec::new(),
    };
    // Comments on the lines before a field that goes stand before the next one.
    let mut carried: Vec<String> = Vec::new();
    for item in &mut all {
        carried.append(&mut item.lead);
        if !item.is_null && item.name != "ob_base" {
            item.lead = std::mem::take(&mut carried);
        }
        take(work, id, &mut reading, item)?;
    }
    if !reading.fields.iter().any(|field| field.name == "name") {
        return refuse("it has no name");
    }
    let own = std::mem::take(&mut reading.flags.value);
    let own = if own.contains('?') { format!("({own})") } else { own };
    let own = Some(own).filter(|own| own.trim() != "0" || flags.is_empty());
    reading.flags.value = own.into_iter().chain(flags).collect::<Vec<_>>().join(" | ");
    let max = project.targets.max_python;
    let is_set = project.type_sets(id, "tp_new", max);
    let Some(is_set) = is_set else { return refuse("not all of its slots are known") };
    reading.no_new = is_set == crate::facts::Truth::False && reading.base.is_none();
    reading.gc = project.type_flags(id, max).may_have(crate::link::macros::constants::flags::HAVE_GC);
    Ok(reading)
}

/// Takes one field in.
fn take(work: &Work<'_>, id: TypeId, reading: &mut Reading, item: &Item) -> Answer<()> {
    let project = work.scene.project;
    let name = item.name.as_str();
    let refuse = |why: String| Err(Refused { at: (item.file, item.span.start), why });
    let text = || item.text.clone();
    let line = |name: &str, value: String| Line {
        name: name.to_owned(),
        value,
        lead: item.lead.clone(),
        tail: item.tail.clone(),
        is_new: false,
        guard: None,
    };
    const ALWAYS: [&str; 5] = ["tp_dealloc", "tp_traverse", "tp_new", "tp_members", "tp_base"];
    let is_slot = slots::lookup(name).is_some() && !ALWAYS.contains(&name);
    if item.guard.is_some() && !is_slot {
        return refuse(format!("its {name} differs by `#if`"));
    }
    if work.words(item.file).has_directive(item.span) && !matches!(name, "tp_flags" | "ob_base") {
        return refuse(format!("its {name} differs by `#if`"));
    }
    match name {
        "ob_base" => return if is_plain_head(work, item) { Ok(()) } else { refuse("it has a metatype".to_owned()) },
        "ob_size" if item.is_null => return Ok(()),
        "tp_name" => {
            let named = qualified(work, reading, item, line("name", text()));
            reading.fields.push(named);
        }
        "tp_basicsize" => reading.fields.push(line("basicsize", text())),
        "tp_itemsize" if !item.is_null => reading.fields.push(line("itemsize", text())),
        "tp_flags" => reading.flags = line("flags", text()),
        _ if item.is_null => {}
        "tp_as_async" | "tp_as_number" | "tp_as_sequence" | "tp_as_mapping" | "tp_as_buffer" => {
            suites::flatten(work, reading, item)?;
        }
        "tp_base" => {
            let Some(base) = base(work, id, item) else { return refuse("its base is not a constant".to_owned()) };
            reading.base = (base.text != "PyBaseObject_Type").then_some(base);
        }
        "tp_dictoffset" => reading.offsets.push(("__dictoffset__", text())),
        "tp_weaklistoffset" => reading.offsets.push(("__weaklistoffset__", text())),
        "tp_vectorcall_offset" => {
            let min = project.targets.min_python;
            if min.0 < 8 {
                return refuse(format!("it sets tp_vectorcall_offset, and min-python is {min}"));
            }
            if is_own_function(work, item) {
                return refuse("it sets tp_print, which later versions read as an offset".to_owned());
            }
            reading.offsets.push(("__vectorcalloffset__", text()));
        }
        _ if OWN.contains(&name) => return refuse(format!("it sets {name}, which no slot can")),
        "tp_dealloc" if frees_only(work, item) => {
            reading
                .notes
                .push("its dealloc function only freed the object: the one of all heap types does that".to_owned());
        }
        "tp_alloc" | "tp_free" if is_own_function(work, item) => {
            return refuse(format!(
                "its {name} is a function of the project, which may keep objects without their type"
            ));
        }
        _ => {
            slot(work, reading, item)?;
            if name == "tp_members" {
                let named = project.file(item.file).ast.referred_name(item.value);
                let vars = named.map(|n| project.resolve_var(item.file, n)).unwrap_or_default();
                reading.members = vars.first().copied().filter(|_| vars.len() == 1);
            }
        }
    }
    Ok(())
}

/// Takes in what a slot says as it is.
pub(super) fn slot(work: &Work<'_>, reading: &mut Reading, item: &Item) -> Answer<()> {
    let project = work.scene.project;
    let name = item.name.as_str();
    let refuse = |why: String| Err(Refused { at: (item.file, item.span.start), why });
    let min = project.targets.min_python;
    let since = match slots::lookup(name) {
        Some(slot) => slot.since,
        None => return refuse(format!("there is no slot for {name}")),
    };
    // A buffer is set by hand where there is no slot for it yet.
    let is_new = since == 9 && min.0 < 9 && name.starts_with("bf_");
    if since > min.0 && !is_new {
        return refuse(format!("there is a slot for {name} from Python 3.{since} on, and min-python is {min}"));
    }
    let facts = project.file(item.file);
    let cpp = facts.language == Language::Cpp;
    let bare = facts.ast.strip_casts(item.value);
    let named = match facts.ast.expr(bare) {
        Expr::Name(name) => Some(name),
        Expr::Unary { op: UnaryOp::AddressOf, arg } => match facts.ast.expr(arg) {
            Expr::Name(name) if !project.resolve_func(item.file, name).is_empty() => Some(name),
            _ => None,
        },
        _ => None,
    };
    let value = match named {
        Some(word) if name != "tp_doc" && cpp => format!("(void *){word}"),
        Some(word) if name != "tp_doc" => word.to_string(),
        _ => {
            let text = item.text.as_str();
            let simple = text.starts_with('"') || text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let called = text.starts_with("PyDoc_STR(");
            if simple || called { format!("(void *){text}") } else { format!("(void *)({text})") }
        }
    };
    if matches!(name, "tp_dealloc" | "tp_traverse") {
        let funcs = named.map(|word| project.resolve_func_at(item.file, word, item.span)).unwrap_or_default();
        if funcs.is_empty() {
            return refuse(format!("its {name} function is not in sight"));
        }
        if name == "tp_dealloc" { reading.deallocs = funcs } else { reading.traverses = funcs }
    }
    let (lead, tail) = (item.lead.clone(), item.tail.clone());
    reading.slots.push(Line { name: format!("Py_{name}"), value, lead, tail, is_new, guard: item.guard.clone() });
    Ok(())
}

/// Whether the object header of a type names no metatype.
fn is_plain_head(work: &Work<'_>, item: &Item) -> bool {
    let ast = &work.scene.project.file(item.file).ast;
    let mut plain = true;
    ast.each_expr(item.value, &mut |e| {
        if let Expr::Name(name) = ast.expr(e) {
            let known = ["NULL", "nullptr", "PyType_Type", "DEFERRED_ADDRESS", "_PyObject_EXTRA_INIT"];
            plain &= known.contains(&name.as_str()) || name.contains("HEAD_INIT");
        }
    });
    plain
}

/// Whether a field holds a function of the project, and not one of CPython's whose sources these are.
fn is_own_function(work: &Work<'_>, item: &Item) -> bool {
    let project = work.scene.project;
    let named = project.file(item.file).ast.referred_name(item.value);
    named.is_some_and(|name| !name.starts_with("Py") && !project.resolve_func(item.file, name).is_empty())
}

/// Whether the dealloc slot frees the object and does nothing else.
fn frees_only(work: &Work<'_>, item: &Item) -> bool {
    let named = work.scene.project.file(item.file).ast.referred_name(item.value);
    named.is_some_and(|name| super::functions::only_frees(&name))
}

/// The base that an expression names.
fn base(work: &Work<'_>, id: TypeId, item: &Item) -> Option<Base> {
    let project = work.scene.project;
    let ast = &project.file(item.file).ast;
    let name = match ast.expr(ast.strip_casts(item.value)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(arg) {
            Expr::Name(name) => name,
            _ => return None,
        },
        Expr::Name(name) if name.starts_with("PyExc_") => name,
        // `PyDateTimeAPI->TZInfoType`, which is read when the type is made.
        Expr::Member { base, arrow: true, .. } if ast.referred_name(base).is_some() => {
            let bare = ast.expr_span(ast.strip_casts(item.value));
            return Some(Base { text: format!("(PyObject *){}", work.scene.text(item.file, bare)), of: None });
        }
        _ => return None,
    };
    let of = match project.type_ref(item.file, None, item.value) {
        TypeRef::Type(base) if base != id => Some(base),
        TypeRef::Builtin(_) => None,
        _ if name.starts_with("PyExc_") => None,
        _ => return None,
    };
    Some(Base { text: name.to_string(), of })
}

/// The name of a type with its module: a heap type takes `__module__` from it.
fn qualified(work: &Work<'_>, reading: &mut Reading, item: &Item, mut line: Line) -> Line {
    let project = work.scene.project;
    let ast = &project.file(item.file).ast;
    let Expr::Str(name) = ast.expr(ast.strip_casts(item.value)) else {
        reading.notes.push("its name is not a plain string: it must hold the name of the module and a dot".to_owned());
        return line;
    };
    if name.contains('.') || !line.value.starts_with('"') {
        return line;
    }
    let modules = project.modules_of(item.file);
    let called = |m: &&crate::link::modules::Module| {
        m.defs.iter().find_map(|d| d.name).map_or(m.name.to_string(), |n| n.to_string())
    };
    let module = match &modules[..] {
        [one] => called(one),
        _ => "builtins".to_owned(),
    };
    line.value = format!("\"{module}.{}", &line.value[1..]);
    reading.notes.push(if module == "builtins" {
        "its name has no module, so that its __module__ was \"builtins\"; it still is".to_owned()
    } else {
        format!("its name had no module, so that its __module__ was \"builtins\"; it is \"{module}\" now")
    });
    line
}
