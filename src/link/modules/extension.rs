//! Which files make one extension: those that share a unit with the init function, and those that define what they use.

use std::collections::{HashMap, HashSet};

use crate::facts::{Expr, ExprId, FileId, Linkage, Name, Storage};
use crate::link::lookup::NameMap;
use crate::link::modules::Module;
use crate::link::{Model, Relations, modules};

/// The files of each module's extension.
#[derive(Debug, Default)]
pub(crate) struct Extensions {
    /// By the file of the init function, that file first.
    files: HashMap<FileId, Vec<FileId>>,
    /// By file the init functions' files of the extensions that it is part of.
    of: HashMap<FileId, Vec<FileId>>,
}

impl Extensions {
    pub(crate) fn collect(project: &Model) -> Extensions {
        let mut out = Extensions::default();
        if project.modules.is_empty() {
            return out;
        }
        let needs = needs(project);
        let hooks: HashSet<FileId> = project.modules.iter().map(|m| m.init.file).collect();
        for module in &project.modules {
            let start = module.init.file;
            out.files.entry(start).or_insert_with(|| {
                // With each file whether it is compiled by itself: then all that it includes belongs to it. The unit of a
                // header is all that includes it, other modules as well.
                let mut open = vec![(start, true)];
                let mut seen: HashSet<FileId> = HashSet::from([start]);
                let mut next = 0;
                while let Some(&(file, compiled)) = open.get(next) {
                    next += 1;
                    let below = if compiled { project.unit(file) } else { Vec::new() };
                    let below = below.into_iter().map(|f| (f, false));
                    let needed = needs.get(&file).into_iter().flatten().map(|&f| (f, !is_header(project, f)));
                    for (file, compiled) in below.chain(needed) {
                        if !hooks.contains(&file) && seen.insert(file) {
                            open.push((file, compiled));
                        }
                    }
                }
                open.into_iter().map(|(file, _)| file).collect()
            });
        }
        for (&init, files) in &out.files {
            files.iter().for_each(|&file| out.of.entry(file).or_default().push(init));
        }
        out
    }

    fn of(&self, file: FileId) -> &[FileId] {
        self.of.get(&file).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn is_header(project: &Model, file: FileId) -> bool {
    let end = project.path(file).rsplit('.').next().unwrap_or("");
    !matches!(end, "c" | "cc" | "cpp" | "cxx" | "c++" | "C" | "m" | "mm")
}

/// For each file those others that define an external function or variable that it names.
fn needs(project: &Model) -> HashMap<FileId, Vec<FileId>> {
    let mut external: NameMap<Vec<FileId>> = NameMap::default();
    for facts in &project.files {
        let funcs = facts.funcs.iter().filter(|f| f.body.is_some() && f.linkage == Linkage::External).map(|f| f.name);
        let vars = facts.vars.iter().filter(|v| {
            v.is_static_definition() && v.storage == Storage::Default && matches!(v.scope, crate::facts::Scope::File)
        });
        for name in funcs.chain(vars.map(|v| v.name)) {
            let files = external.entry(name).or_default();
            if files.last() != Some(&facts.file) {
                files.push(facts.file);
            }
        }
    }
    let seen = Seen::of(project, &external);
    let mut needs = HashMap::new();
    for facts in &project.files {
        let mut asked: HashSet<(Name, bool)> = HashSet::new();
        let mut used: HashSet<Name> = HashSet::new();
        let mut files: Vec<FileId> = Vec::new();
        for i in 0..facts.ast.expr_count() {
            let (name, called) = match facts.ast.expr(ExprId(i as u32)) {
                Expr::Name(name) => (name, false),
                Expr::Call { callee, .. } => match facts.ast.expr(callee) {
                    Expr::Name(name) => (name, true),
                    _ => continue,
                },
                _ => continue,
            };
            if !asked.insert((name, called)) {
                continue;
            }
            // No project defines what is `std::`.
            if name.starts_with("std::") {
                continue;
            }
            // `spam::helper()`: functions are known by their last name where they are no members.
            if name.starts_with("std::") {
                continue;
            }
            let name = match name.rsplit_once("::") {
                Some((_, last)) if !external.contains_key(&name) => Name::from(last),
                _ => name,
            };
            let Some(defined) = external.get(&name).filter(|_| !used.contains(&name)) else { continue };
            // A function or variable of its own, or a local that is just called the same, is not the other file's.
            let near = |all: &NameMap<Vec<FileId>>| {
                let all = all.get(&name).map_or(&[][..], Vec::as_slice);
                all.binary_search(&facts.file).is_ok() || all.iter().any(|&f| project.share_unit(facts.file, f))
            };
            if near(&seen.own) || !(called || near(&seen.declared)) {
                continue;
            }
            used.insert(name);
            // Of several programs' functions of one name only the nearest is meant; which one that is, is open. A header
            // that is not included gives nothing.
            if let [one] = defined[..]
                && one != facts.file
                && (!is_header(project, one) || project.share_unit(facts.file, one))
            {
                files.push(one);
            }
        }
        files.sort_unstable();
        files.dedup();
        needs.insert(facts.file, files);
    }
    needs
}

/// The files that say something about a name, ascending.
#[derive(Default)]
struct Seen {
    /// Functions and variables of internal linkage.
    own: NameMap<Vec<FileId>>,
    /// Prototypes, and variables declared or defined for the linker.
    declared: NameMap<Vec<FileId>>,
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
        for facts in &project.files {
            for func in &facts.funcs {
                let own = func.linkage == Linkage::Internal && func.body.is_some();
                let to = if own { &mut seen.own } else { &mut seen.declared };
                add(to, func.name, facts.file);
                if let Some((_, last)) = func.name.rsplit_once("::") {
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
