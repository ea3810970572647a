//! Which files make one extension: those that share a unit with the init function, and those that define what they use.

use std::collections::{HashMap, HashSet};

use super::modules::Module;
use super::{Model, Relations, modules};
use crate::facts::{Expr, ExprId, FileId, Linkage, Name, Storage};

/// The files of each module's extension.
#[derive(Debug, Default)]
pub(crate) struct Extensions {
    /// By the file of the init function, that file first.
    files: HashMap<FileId, Vec<FileId>>,
}

impl Extensions {
    pub(super) fn collect(project: &Model) -> Extensions {
        let mut out = Extensions::default();
        if project.modules.is_empty() {
            return out;
        }
        let needs = needs(project);
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
                    let below = if compiled { project.unit(file) } else { &[] };
                    let below = below.iter().map(|&f| (f, false));
                    let needed = needs.get(&file).into_iter().flatten().map(|&f| (f, !is_header(project, f)));
                    for (file, compiled) in below.chain(needed) {
                        if !defines_hook(project, file) && seen.insert(file) {
                            open.push((file, compiled));
                        }
                    }
                }
                open.into_iter().map(|(file, _)| file).collect()
            });
        }
        out
    }
}

pub(super) fn is_header(project: &Model, file: FileId) -> bool {
    let end = project.path(file).rsplit('.').next().unwrap_or("");
    !matches!(end, "c" | "cc" | "cpp" | "cxx" | "c++" | "C" | "m" | "mm")
}

fn defines_hook(project: &Model, file: FileId) -> bool {
    project.modules.iter().any(|m| m.init.file == file)
}

/// For each file those others that define an external function or variable that it names.
fn needs(project: &Model) -> HashMap<FileId, Vec<FileId>> {
    let mut external: HashMap<Name, Vec<FileId>> = HashMap::new();
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
    let mut needs = HashMap::new();
    for facts in &project.files {
        let mut used: HashSet<Name> = HashSet::new();
        let mut files: Vec<FileId> = Vec::new();
        let seen = Seen::of(project, facts.file);
        for i in 0..facts.ast.expr_count() {
            let (name, called) = match facts.ast.expr(ExprId(i as u32)) {
                Expr::Name(name) => (name, false),
                Expr::Call { callee, .. } => match facts.ast.expr(callee) {
                    Expr::Name(name) => (name, true),
                    _ => continue,
                },
                _ => continue,
            };
            // `spam::helper()`: functions are known by their last name where they are no members.
            let name = match name.rsplit_once("::") {
                Some((_, last)) if !external.contains_key(&name) => Name::from(last),
                _ => name,
            };
            let Some(defined) = external.get(&name).filter(|_| !used.contains(&name)) else { continue };
            // A function or variable of its own, or a local that is just called the same, is not the other file's.
            if seen.own.contains(&name) || !(called || seen.declared.contains(&name)) {
                continue;
            }
            used.insert(name);
            // Of several programs' functions of one name only the nearest is meant; which one that is, is open.
            if let [one] = defined[..]
                && one != facts.file
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

/// What the unit of a file says about names.
#[derive(Default)]
struct Seen {
    /// Functions and variables of internal linkage.
    own: HashSet<Name>,
    /// Prototypes, and variables declared or defined for the linker.
    declared: HashSet<Name>,
}

impl Seen {
    fn of(project: &Model, file: FileId) -> Seen {
        let mut seen = Seen::default();
        for facts in project.unit(file).iter().map(|&f| project.file(f)) {
            for func in &facts.funcs {
                let own = func.linkage == Linkage::Internal && func.body.is_some();
                let names = if own { &mut seen.own } else { &mut seen.declared };
                names.insert(func.name);
                names.extend(func.name.rsplit_once("::").map(|(_, last)| Name::from(last)));
            }
            for var in facts.vars.iter().filter(|v| !matches!(v.scope, crate::facts::Scope::Local(_))) {
                let names = if var.storage == Storage::Static { &mut seen.own } else { &mut seen.declared };
                names.insert(var.name);
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
        let near: Vec<&Module> = self.modules.iter().filter(|m| self.extension(m).contains(&file)).collect();
        if near.is_empty() { self.modules.iter().collect() } else { near }
    }

    /// Whether two files are known to be linked into one extension.
    pub fn same_extension(&self, a: FileId, b: FileId) -> bool {
        a == b
            || self.unit(a).contains(&b)
            || self.extensions.files.values().any(|files| files.contains(&a) && files.contains(&b))
    }
}
