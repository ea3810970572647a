//! Globals to the state of the module: objects that an extension keeps in global variables become fields of a struct,
//! which every module object has for itself. Functions get it from the module, from the type of an object, or from those
//! that call them; the types of these objects are made with their module.

mod access;
mod called;
mod globals;
mod heads;
mod kinds;
mod old;
mod owned;
mod params;
mod parts;
mod place;
mod text;

use super::definition::Written;
use super::refusal::{Refusal, refuse};
use super::{Edits, Plan, Scene, Step};
use crate::facts::{FileId, Func, Language, Python, Span, Storage};
use crate::link::modules::{Module, ModuleDef};
use crate::link::{FuncRef, Project};
use access::Access;
use globals::Global;
use heads::Heads;
use old::Old;
use parts::{At, Parts};
use text::Forward;

/// Makes the edits of this step.
pub(super) fn module_state(scene: &Scene<'_>, plan: &mut Plan, edits: &mut Edits) {
    let project = scene.project;
    for module in project.modules.iter().filter(|m| !m.export && scene.is_open(m.init.file)) {
        let at = (module.init.file, project.func(module.init).name_span.start);
        let what = format!("the state of the module `{}`", module.name);
        let mut made = match Home::of(scene, module) {
            Ok(Some(home)) => home.convert(),
            Ok(None) => continue,
            Err(why) => Err(why),
        };
        if let Ok(Made { left, .. }) = &mut made {
            for Refusal { at, why } in std::mem::take(left) {
                plan.left(scene, Step::ModuleState, at, "a global of the module", why);
            }
        }
        match made {
            Ok(made) if made.names.is_empty() => {}
            Ok(made) => match edits.join(made.edits) {
                Ok(()) => {
                    let what = format!("{} moved to the state of `{}`", made.names.join(", "), module.name);
                    plan.done(scene, Step::ModuleState, at, what).notes = made.notes;
                }
                Err(_) => plan.left(scene, Step::ModuleState, at, what, "another edit wants the same lines"),
            },
            Err(Refusal { at, why }) => plan.left(scene, Step::ModuleState, at, what, why),
        }
    }
}

/// What the step makes of a module.
#[derive(Default)]
struct Made {
    edits: Edits,
    names: Vec<String>,
    notes: Vec<String>,
    left: Vec<Refusal>,
}

/// A module of several phases, where it is written.
pub(super) struct Home<'a> {
    scene: &'a Scene<'a>,
    parts: Parts<'a>,
    module: &'a Module,
    file: FileId,
    def: &'a ModuleDef,
}

impl<'a> Home<'a> {
    /// None where there is nothing to move.
    fn of(scene: &'a Scene<'a>, module: &'a Module) -> Result<Option<Home<'a>>, Refusal> {
        let project = scene.project;
        let (file, start) = (module.init.file, project.func(module.init).name_span.start);
        let Some(def) = module.defs.first() else { return Ok(None) };
        let parts = Parts::of(scene, file, project.extension(module));
        let mut home = Home { scene, parts, module, file, def };
        if !project.statics().vars.iter().any(|var| globals::is_candidate(&home, var)) {
            return Ok(None);
        }
        let facts = project.file(file);
        let several = |python: Python| {
            let phases = project.phases(module, python);
            phases.multi && phases.single.is_none()
        };
        if !project.targets.versions().iter().all(several) {
            return refuse(file, start, "it is not initialised in several phases");
        }
        if facts.language != Language::C || project.is_included(file) {
            return refuse(file, start, "it is written in C++, or in a file that others include");
        }
        let live = |d: &&ModuleDef| !project.live(d.var.file, project.var(d.var).cond).is_empty();
        let mut defs = module.defs.iter().filter(live);
        let (Some(def), None) = (defs.next(), defs.next()) else {
            return refuse(file, start, "it has not one definition that was found");
        };
        if def.var.file != file {
            return refuse(def.var.file, project.var(def.var).name_span.start, "its definition stands in another file");
        }
        home.def = def;
        Ok(Some(home))
    }

    fn project(&self) -> &'a Project {
        self.scene.project
    }

    fn func(&self, at: FuncRef) -> &'a Func {
        self.scene.project.func(at)
    }

    /// Whether a token stands in a branch that no Python of the project compiles.
    fn is_left_out(&self, at: At) -> bool {
        self.project().live_at(at.file, self.parts.span(at)).is_empty()
    }

    /// Whether a token stands in no function, and in such a branch.
    fn is_dead(&self, at: At) -> bool {
        self.parts.function_at(at).is_none() && self.is_left_out(at)
    }

    fn written(&self) -> Written<'_> {
        let layout = self.parts.layout(self.file);
        Written { project: self.scene.project, layout, file: self.file, def: self.def }
    }

    /// Moves what can be moved.
    fn convert(&self) -> Result<Made, Refusal> {
        let access = Access::of(self);
        let (globals, mut left) = globals::find(self, &access);
        if globals.is_empty() {
            return Ok(Made { left, ..Made::default() });
        }
        match self.moved(&access, &globals) {
            Ok(made) => Ok(Made { left, ..made }),
            // Structs of the project may be declared behind the place of the state.
            Err(why) if globals.iter().any(Global::is_own_struct) => {
                left.push(why);
                let plain: Vec<Global> = globals.into_iter().filter(|g| !g.is_own_struct()).collect();
                match plain.is_empty() {
                    true => Ok(Made { left, ..Made::default() }),
                    false => self.moved(&access, &plain).map(|made| Made { left, ..made }),
                }
            }
            Err(why) => Err(why),
        }
    }

    fn moved(&self, access: &Access, globals: &[Global]) -> Result<Made, Refusal> {
        let old = self.old()?;
        let prefix = self.prefix()?;
        let heads = heads::heads(self, access, globals, &prefix)?;
        let mut made = Made { edits: self.declarations(globals, &heads, &prefix, &old)?, ..Made::default() };
        let fields = [
            ("m_size", format!("sizeof({prefix}_state)")),
            ("m_traverse", format!("{prefix}_traverse")),
            ("m_clear", format!("{prefix}_clear")),
            ("m_free", format!("{prefix}_free")),
        ];
        let set = self.written().set_anew(&fields)?;
        let types = heads.types.iter().map(|&id| format!("`{}`", self.project().types.get(id).short_name()));
        let types = types.collect::<Vec<_>>().join(", ");
        for edits in [heads.edits, set] {
            made.edits.join(edits).or_else(|c| refuse(c.file, c.span.start, "what would change here overlaps"))?;
        }
        made.names = globals.iter().map(|g| format!("`{}`", g.name)).collect();
        if !types.is_empty() {
            made.notes.push(format!("by their module the methods of {types} find the state"));
        }
        Ok(made)
    }

    /// What the names of the new things begin with.
    fn prefix(&self) -> Result<String, Refusal> {
        let module = self.module.name.trim_start_matches('_');
        let free = |prefix: &&String| {
            let ends = ["state", "traverse", "clear", "free"];
            let mut names: Vec<String> = ends.map(|end| format!("{prefix}_{end}")).to_vec();
            names.extend(["state", "module"].map(|end| format!("find_{prefix}_{end}")));
            names.extend([format!("get_{prefix}_state"), format!("find_{prefix}_state_of")]);
            let is_free =
                |name: &String| self.parts.tokens_of(name).is_empty() && self.parts.macros_with(name).is_empty();
            names.iter().all(is_free)
        };
        let candidates = [module.to_owned(), format!("{module}_module"), format!("{module}_own")];
        let start = self.project().func(self.module.init).name_span.start;
        candidates.iter().find(free).cloned().map_or_else(|| refuse(self.file, start, "no names are free"), Ok)
    }

    /// The struct in the place of the globals, and the functions of the definition before it.
    fn declarations(&self, globals: &[Global], heads: &Heads, prefix: &str, old: &Old) -> Result<Edits, Refusal> {
        let (project, layout) = (self.project(), self.parts.layout(self.file));
        let var = project.var(self.def.var);
        let def_at = layout.declaration(var.name_span.start);
        let place = place::place(self, globals, heads, (old, def_at))?;
        old::known(self, old, (place.file, place.at))?;
        for global in globals.iter().filter(|g| g.is_own_struct()) {
            place::known(self, global, &place)?;
        }
        let mut own = Edits::default();
        let kind = self.definition_kind(var.storage, var.name_span, def_at, place.shared, &mut own)?;
        let forward = Forward { kind: &kind, name: &var.name, targets: &project.targets };
        let text = text::state(globals, (prefix, old), heads, &forward);
        place.includes.iter().for_each(|(file, at, line)| own.insert(*file, *at, line.clone()));
        let there = self.parts.layout(place.file);
        match place::remove(self, globals, (place.file, place.at), &mut own) {
            Some(span) => own.replace(place.file, span, text),
            None => own.insert(place.file, there.above_comments(place.at), format!("{text}\n\n")),
        }
        own.insert(self.file, layout.above_comments(def_at), text::hooks(globals, prefix, old));
        Ok(own)
    }

    /// How the definition of the module is declared beforehand; where other files speak of it, it is no longer `static`.
    fn definition_kind(
        &self,
        storage: Storage,
        name: Span,
        def_at: u32,
        shared: bool,
        own: &mut Edits,
    ) -> Result<String, Refusal> {
        let layout = self.parts.layout(self.file);
        let words: Vec<usize> = layout.inside(Span::new(def_at, name.start)).collect();
        let kind = words.iter().map(|&i| layout.word(i)).filter(|word| !matches!(*word, "static" | "extern"));
        let kind = kind.collect::<Vec<_>>().join(" ");
        if !kind.split(' ').all(|word| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')) {
            return refuse(self.file, name.start, "its definition is declared in a way that is not understood");
        }
        if !shared {
            let storage = if storage == Storage::Static { "static" } else { "extern" };
            return Ok(format!("{storage} {kind}"));
        }
        let var = self.project().var(self.def.var).name;
        if self.project().vars_named(var).len() > 1 {
            return refuse(
                self.file,
                name.start,
                format!("several files would share `{var}`, and others have one of that name"),
            );
        }
        if let Some(&first) = words.iter().find(|&&i| layout.word(i) == "static") {
            let end = layout.tokens()[first + 1].start;
            own.delete(self.file, Span::new(layout.tokens()[first].start, end));
        }
        Ok(format!("extern {kind}"))
    }
}
