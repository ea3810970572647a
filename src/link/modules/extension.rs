//! Which files make one extension: those that share a unit with the init function, and those that define what they use.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, ExprId, FileId, Language, Linkage, Name, Storage, split_scope};
use crate::link::aside::Aside;
use crate::link::lookup::NameMap;
use crate::link::macros::tokens::words_of;
use crate::link::modules::Module;
use crate::link::{Model, Relations, Units, modules, programs};

/// The files of each module's extension.
#[derive(Debug, Default)]
pub(crate) struct Extensions {
    /// By the file of the init function, that file first.
    files: FxHashMap<FileId, Vec<FileId>>,
    /// By file the init functions' files of the extensions that it is part of.
    of: FxHashMap<FileId, Vec<FileId>>,
    /// The files that may be part of one, by any of the doubts that [`Self::of`] leaves out.
    near: FxHashSet<FileId>,
    /// For each file those others that define what it uses.
    needs: FxHashMap<FileId, Needs>,
}

/// The other files that one may need.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// They alone define a function or variable that it uses.
    pub(crate) sure: Vec<FileId>,
    /// They are among several that do, or define what its macros or classes speak of.
    maybe: Vec<FileId>,
}

impl Extensions {
    pub(crate) fn collect(project: &Model) -> Extensions {
        let mut out = Extensions::default();
        let needs = needs(project);
        if project.modules.is_empty() {
            out.needs = needs;
            return out;
        }
        let aside = Aside::new(project);
        let hooks: FxHashSet<FileId> = project.modules.iter().map(|m| m.init.file).collect();
        for module in &project.modules {
            let start = module.init.file;
            out.files.entry(start).or_insert_with(|| {
                // With each file whether it is compiled by itself: then all that it includes belongs to it. The unit of a
                // header is all that includes it, other modules as well.
                let mut pending = vec![(start, true)];
                let mut seen: FxHashSet<FileId> = FxHashSet::from_iter([start]);
                let mut next = 0;
                while let Some(&(file, compiled)) = pending.get(next) {
                    next += 1;
                    let below = if compiled { compiled_with(project, &aside, file) } else { Vec::new() };
                    let below = below.into_iter().map(|f| (f, false));
                    let needed = needs.get(&file).map_or(&[][..], |needs| &needs.sure);
                    let needed = needed.iter().map(|&f| (f, !is_header(project, f)));
                    for (file, compiled) in below.chain(needed) {
                        if !hooks.contains(&file) && seen.insert(file) {
                            pending.push((file, compiled));
                        }
                    }
                }
                pending.into_iter().map(|(file, _)| file).collect()
            });
        }
        for (&init, files) in &out.files {
            files.iter().for_each(|&file| out.of.entry(file).or_default().push(init));
        }
        let mut pending: Vec<FileId> = out.of.keys().copied().collect();
        out.near = pending.iter().copied().collect();
        while let Some(file) = pending.pop() {
            let below = if is_header(project, file) { Vec::new() } else { compiled_with(project, &aside, file) };
            let tested = |&&other: &&FileId| aside.is_test(file) || !aside.is_test(other);
            let needs = needs.get(&file);
            let needed = needs.into_iter().flat_map(|needs| needs.sure.iter().chain(needs.maybe.iter().filter(tested)));
            pending.extend(below.into_iter().chain(needed.copied()).filter(|&f| out.near.insert(f)));
        }
        out.needs = needs;
        out
    }

    /// What a whole project says of the extensions of a part of it; None where the part has a module that is not known.
    pub(in crate::link) fn within(&self, part: &Model) -> Option<Extensions> {
        if part.modules.iter().any(|module| !self.is_init(module.init.file)) {
            return None;
        }
        let here = |file: &FileId| part.facts(*file).is_some();
        let among = |files: &Vec<FileId>| files.iter().copied().filter(here).collect::<Vec<FileId>>();
        let files = self.files.iter().filter(|(init, _)| here(init)).map(|(&init, files)| (init, among(files)));
        let of = part.files.iter().filter_map(|facts| Some((facts.file, among(self.of.get(&facts.file)?))));
        let needs = part.files.iter().filter_map(|facts| {
            let Needs { sure, maybe } = self.needs.get(&facts.file)?;
            Some((facts.file, Needs { sure: among(sure), maybe: among(maybe) }))
        });
        let near = self.near.iter().copied().filter(here).collect();
        Some(Extensions { files: files.collect(), of: of.collect(), near, needs: needs.collect() })
    }

    /// Whether an extension begins in the file.
    pub(in crate::link) fn is_init(&self, file: FileId) -> bool {
        self.files.contains_key(&file)
    }

    /// The files of the extension that begins in a file.
    pub(in crate::link) fn files_of(&self, init: FileId) -> &[FileId] {
        self.files.get(&init).map_or(&[], Vec::as_slice)
    }

    /// Whether some extension may hold the file.
    pub(crate) fn may_hold(&self, file: FileId) -> bool {
        self.near.contains(&file)
    }

    /// The files that alone define what this one uses.
    pub(crate) fn needs(&self, file: FileId) -> &[FileId] {
        self.needs.get(&file).map_or(&[], |needs| &needs.sure)
    }

    /// The files that may define what this one uses, as others do.
    pub(crate) fn may_need(&self, file: FileId) -> &[FileId] {
        self.needs.get(&file).map_or(&[], |needs| &needs.maybe)
    }

    pub(crate) fn of(&self, file: FileId) -> &[FileId] {
        self.of.get(&file).map_or(&[], Vec::as_slice)
    }
}

/// What is compiled with a file: its unit, but for tests that include a library's code.
fn compiled_with(project: &Model, aside: &Aside<'_>, file: FileId) -> Vec<FileId> {
    let mut unit = project.unit(file);
    if !aside.is_test(file) && unit.iter().any(|&other| aside.is_test(other)) {
        let below: FxHashSet<FileId> = project.includes.below(file).into_iter().collect();
        unit.retain(|other| below.contains(other) || !aside.is_test(*other));
    }
    unit
}

pub(crate) fn is_header(project: &Units, file: FileId) -> bool {
    let end = project.path(file).rsplit('.').next().unwrap_or("");
    !matches!(end, "c" | "cc" | "cpp" | "cxx" | "c++" | "C" | "m" | "mm")
}

/// For each file those others that define an external function or variable that it names.
fn needs(project: &Model) -> FxHashMap<FileId, Needs> {
    let mut external: NameMap<Vec<FileId>> = NameMap::default();
    // Names of functions: a variable is hardly called.
    let mut called: FxHashSet<Name> = FxHashSet::default();
    // A name that only a program defines is another's where anything else speaks of it.
    let programs = programs::sure(project);
    for facts in project.files.iter().filter(|f| !programs.contains(&f.file)) {
        let funcs = facts.funcs.iter().filter(|f| f.body.is_some() && f.linkage == Linkage::External).map(|f| f.name);
        let vars = facts.vars.iter().filter(|v| {
            v.is_static_definition() && v.storage == Storage::Default && matches!(v.scope, crate::facts::Scope::File)
        });
        let funcs: Vec<Name> = funcs.collect();
        called.extend(&funcs);
        for name in funcs.into_iter().chain(vars.map(|v| v.name)) {
            let files = external.entry(name).or_default();
            if files.last() != Some(&facts.file) {
                files.push(facts.file);
            }
        }
    }
    let members = members(project, &programs);
    let seen = Seen::of(project, &external);
    let mut needs = FxHashMap::default();
    for facts in &project.files {
        // What a parameter or a local variable holds is called by their names: `alloc_cb(handle)`.
        let params = facts.funcs.iter().flat_map(|func| &func.params).filter_map(|param| param.name);
        let locals = facts.vars.iter().filter(|var| matches!(var.scope, crate::facts::Scope::Local(_)));
        let inner: FxHashSet<Name> = params.chain(locals.map(|var| var.name)).collect();
        let mut asked: FxHashSet<(Name, bool)> = FxHashSet::default();
        let mut used: FxHashSet<Name> = FxHashSet::default();
        let mut files = Needs::default();
        for i in 0..facts.ast.expr_count() {
            let (name, is_call) = match facts.ast.expr(ExprId(i as u32)) {
                Expr::Name(name) => (name, false),
                Expr::Call { callee, .. } => match facts.ast.expr(callee) {
                    Expr::Name(name) => (name, true),
                    _ => continue,
                },
                _ => continue,
            };
            if !asked.insert((name, is_call)) {
                continue;
            }
            // No project defines what is `std::`.
            if name.starts_with("std::") {
                continue;
            }
            // `spam::helper()`: functions are known by their last name where they are no members.
            let scope = split_scope(name.as_str());
            let qualified = scope.is_some();
            let name = match scope {
                Some((_, last)) if !external.contains_key(&name) => Name::from(last),
                _ => name,
            };
            let Some(defined) = external.get(&name).filter(|_| !used.contains(&name)) else { continue };
            // What a header of its own unit defines is not another file's.
            let given_here = |&one: &FileId| is_header(project, one) && project.share_unit(facts.file, one);
            if defined.iter().any(given_here) {
                continue;
            }
            // A function or variable of its own, or a local that is just called the same, is not the other file's.
            let near = |all: &NameMap<Vec<FileId>>, but: &[FileId]| {
                let all = all.get(&name).map_or(&[][..], Vec::as_slice);
                all.iter().any(|&f| f == facts.file || !but.contains(&f) && project.share_unit(facts.file, f))
            };
            // What the other file says of its own is not seen here.
            let declared = near(&seen.declared, defined);
            // C alone calls what nobody declared.
            let calls = is_call && facts.language == Language::C && !inner.contains(&name) && called.contains(&name);
            if near(&seen.own, &[]) || !(calls || declared) {
                continue;
            }
            used.insert(name);
            // Of several programs' functions of one name only the nearest is meant; which one that is, is open. A header
            // that is not included gives nothing.
            let given =
                |&one: &FileId| one != facts.file && (!is_header(project, one) || project.share_unit(facts.file, one));
            match defined[..] {
                // `length()` in a class is its own member first.
                [one] if declared || qualified || !near(&seen.members, &[]) => {
                    files.sure.extend(Some(one).filter(given))
                }
                _ => files.maybe.extend(defined.iter().copied().filter(given)),
            }
        }
        let words = facts.defines.iter().flat_map(|define| words_of(&define.body)).map(Name::from);
        files.maybe.extend(words.filter_map(|word| external.get(&word)).flatten());
        // Who defines members of a class sees the class.
        let classes = facts.records.iter().flat_map(|record| record.tag);
        let defining = classes.filter_map(|class| members.get(&class)).flatten();
        files.maybe.extend(defining.filter(|&&file| project.share_unit(facts.file, file)));
        for list in [&mut files.sure, &mut files.maybe] {
            list.sort_unstable();
            list.dedup();
        }
        needs.insert(facts.file, files);
    }
    needs
}

/// The files that define member functions of a class, by its last name.
fn members(project: &Model, programs: &FxHashSet<FileId>) -> NameMap<Vec<FileId>> {
    let mut out: NameMap<Vec<FileId>> = NameMap::default();
    for facts in project.files.iter().filter(|f| !programs.contains(&f.file)) {
        for func in facts.funcs.iter().filter(|f| f.body.is_some()) {
            if let Some((class, _)) = func.name.rsplit_once("::") {
                let files = out.entry(Name::from(class.rsplit("::").next().unwrap_or(class))).or_default();
                if files.last() != Some(&facts.file) {
                    files.push(facts.file);
                }
            }
        }
    }
    out
}

/// The files that say something about a name, ascending.
#[derive(Default)]
struct Seen {
    /// Functions and variables of internal linkage.
    own: NameMap<Vec<FileId>>,
    /// Prototypes, and variables declared or defined for the linker.
    declared: NameMap<Vec<FileId>>,
    /// Member functions of classes, by their last name.
    members: NameMap<Vec<FileId>>,
}

impl Seen {
    /// `wanted`: the names asked for.
    fn of(project: &Model, wanted: &NameMap<Vec<FileId>>) -> Seen {
        let mut seen = Seen::default();
        let add = |to: &mut NameMap<Vec<FileId>>, name: Name, file: FileId| {
            if wanted.contains_key(&name) {
                let files = to.entry(name).or_default();
                if files.last() != Some(&file) {
                    files.push(file);
                }
            }
        };
        let classes: FxHashSet<Name> = project.files.iter().flat_map(|f| &f.records).filter_map(|r| r.tag).collect();
        for facts in &project.files {
            for func in &facts.funcs {
                let own = func.linkage == Linkage::Internal && func.body.is_some();
                let to = if own { &mut seen.own } else { &mut seen.declared };
                add(to, func.name, facts.file);
                if let Some((class, last)) = func.name.rsplit_once("::") {
                    let class = class.rsplit("::").next().unwrap_or(class);
                    let to = if classes.contains(&Name::from(class)) { &mut seen.members } else { to };
                    add(to, Name::from(last), facts.file);
                }
            }
            for var in facts.vars.iter().filter(|v| !matches!(v.scope, crate::facts::Scope::Local(_))) {
                let to = if var.storage == Storage::Static { &mut seen.own } else { &mut seen.declared };
                add(to, var.name, facts.file);
            }
        }
        seen
    }
}

impl Relations {
    /// The files that make a module's extension, that of its init function first.
    pub fn extension(&self, module: &Module) -> &[FileId] {
        self.extensions.files.get(&module.init.file).map_or(&[], Vec::as_slice)
    }

    /// The modules that a file belongs to; all of the project where that is not known.
    pub fn modules_of(&self, file: FileId) -> Vec<&modules::Module> {
        let of = self.extensions.of(file);
        let near: Vec<&Module> = self.modules.iter().filter(|m| of.contains(&m.init.file)).collect();
        if near.is_empty() { self.modules.iter().collect() } else { near }
    }

    /// Whether two files are known to be linked into one extension.
    pub fn same_extension(&self, a: FileId, b: FileId) -> bool {
        a == b || self.share_unit(a, b) || {
            let of = self.extensions.of(b);
            self.extensions.of(a).iter().any(|init| of.contains(init))
        }
    }
}
