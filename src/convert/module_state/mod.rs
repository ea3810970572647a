//! Globals to the state of the module: objects that the file of a module keeps in static variables become fields of a
//! struct, which every module object has for itself.

mod access;
mod globals;

use super::definition::Written;
use super::layout::Layout;
use super::refusal::{Refusal, refuse};
use super::{Edits, Plan, Scene, Step};
use crate::facts::{FileFacts, FileId, FuncId, Language, Python, Span};
use crate::link::Project;
use crate::link::modules::{Module, ModuleDef};
use access::{Access, Route, state_name};
use globals::Global;

/// `PyModule_AddObjectRef` exists since.
const ADD_REF_SINCE: Python = Python(10);

/// Makes the edits of this step.
pub(super) fn module_state(scene: &Scene<'_>, plan: &mut Plan, edits: &mut Edits) {
    let project = scene.project;
    for module in project.modules.iter().filter(|m| !m.export && scene.is_open(m.init.file)) {
        if !project.file(module.init.file).vars.iter().any(globals::is_candidate) {
            continue;
        }
        let at = (module.init.file, project.func(module.init).name_span.start);
        let what = format!("the state of the module `{}`", module.name);
        let made = Home::of(scene, module).and_then(|home| Ok((home.convert()?, home.exec)));
        match made {
            Ok((made, _)) => {
                for Refusal { at, why } in made.left {
                    plan.left(scene, Step::ModuleState, at, "a global of the module", why);
                }
                if made.names.is_empty() {
                    continue;
                }
                match edits.join(made.edits) {
                    Ok(()) => {
                        let what = format!("{} moved to the state of `{}`", made.names.join(", "), module.name);
                        plan.done(scene, Step::ModuleState, at, what);
                    }
                    Err(_) => plan.left(scene, Step::ModuleState, at, what, "another edit wants the same lines"),
                }
            }
            Err(Refusal { at, why }) => plan.left(scene, Step::ModuleState, at, what, why),
        }
    }
}

/// What the step makes of a module.
struct Made {
    edits: Edits,
    names: Vec<String>,
    left: Vec<Refusal>,
}

/// A module of several phases, where it is written.
pub(super) struct Home<'a> {
    scene: &'a Scene<'a>,
    layout: Layout<'a>,
    module: &'a Module,
    file: FileId,
    def: &'a ModuleDef,
    exec: FuncId,
}

impl<'a> Home<'a> {
    fn of(scene: &'a Scene<'a>, module: &'a Module) -> Result<Home<'a>, Refusal> {
        let project = scene.project;
        let (file, start) = (module.init.file, project.func(module.init).name_span.start);
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
        let mut execs = def.slots.iter().filter(|s| s.name == "mod_exec");
        let exec = execs.next().and_then(|slot| facts.ast.referred_name(slot.value));
        let exec = exec.map(|name| project.resolve_func(file, name)).unwrap_or_default();
        let ([exec], None, true) = (&exec[..], execs.next(), def.var.file == file) else {
            return refuse(file, start, "it has not one function that fills it");
        };
        if exec.file != file {
            return refuse(exec.file, project.func(*exec).name_span.start, "it is filled in another file");
        }
        let layout = Layout::new(scene.bytes(file));
        Ok(Home { scene, layout, module, file, def, exec: exec.id })
    }

    fn project(&self) -> &'a Project {
        self.scene.project
    }

    fn facts(&self) -> &'a FileFacts {
        self.scene.project.file(self.file)
    }

    fn written(&self) -> Written<'_> {
        Written { project: self.scene.project, layout: &self.layout, file: self.file, def: self.def }
    }

    /// Where the body of a function begins.
    fn body_start(&self, id: FuncId) -> u32 {
        let func = self.facts().func(id);
        func.body.map_or(func.span.end, |body| self.facts().ast.stmt_span(body).start)
    }

    /// The function whose body holds a place.
    fn function_at(&self, offset: u32) -> Option<FuncId> {
        let funcs = self.facts().funcs.iter().enumerate().filter(|(_, f)| f.body.is_some());
        let mut holding = funcs.filter(|(i, f)| self.body_start(FuncId(*i as u32)) <= offset && offset < f.span.end);
        holding.next().map(|(i, _)| FuncId(i as u32))
    }

    /// The name of a function's first parameter, where it is an object.
    fn parameter(&self, id: FuncId) -> Option<String> {
        let first = self.facts().func(id).params.first()?;
        let plain = first.ty.base == "PyObject" && first.ty.pointers == 1;
        let text = self.layout.slice(first.span);
        first.name.filter(|_| plain && !text.contains('(')).map(|name| name.to_string())
    }

    /// Moves what can be moved.
    fn convert(&self) -> Result<Made, Refusal> {
        let access = Access::of(self);
        let (globals, left) = globals::find(self, &access);
        let mut made = Made { edits: Edits::default(), names: Vec::new(), left };
        let Some(first) = globals.iter().map(|g| self.facts().var(g.id).name_span.start).min() else { return Ok(made) };
        let start = self.project().func(self.module.init).name_span.start;
        let written = self.written();
        let states = ["m_traverse", "m_clear", "m_free"];
        for field in states {
            if let Some(value) = written.value(field)? {
                let at = self.facts().ast.expr_span(value).start;
                return refuse(self.file, at, "the module has a state already");
            }
        }
        if let Some(size) = written.value("m_size")? {
            return refuse(self.file, self.facts().ast.expr_span(size).start, "the module has a state already");
        }
        let def_at = self.layout.declaration(self.project().var(self.def.var).name_span.start);
        let place = self.layout.declaration(first);
        let earliest = globals.iter().flat_map(|g| &g.uses).map(|(_, f)| self.facts().func(*f).span.start).min();
        if place > def_at || earliest.is_some_and(|use_at| use_at < place) || !self.layout.branch(def_at).is_empty() {
            return refuse(self.file, start, "its definition stands before its globals, or under a condition");
        }
        if self.project().targets.min_python < ADD_REF_SINCE && globals.iter().any(|g| !g.given.is_empty()) {
            return refuse(self.file, start, "`PyModule_AddObjectRef` is not on all Pythons that are supported");
        }
        let prefix = self.prefix()?;
        let mut own = Edits::default();
        self.functions(&access, &globals, &prefix, &mut own)?;
        self.declarations(&globals, &prefix, (place, def_at), &mut own)?;
        let fields = [
            ("m_size", format!("sizeof({prefix}_state)")),
            ("m_traverse", format!("{prefix}_traverse")),
            ("m_clear", format!("{prefix}_clear")),
            ("m_free", format!("{prefix}_free")),
        ];
        let set = written.set(&fields)?;
        for edits in [own, set] {
            made.edits.join(edits).or_else(|c| refuse(self.file, c.span.start, "what would change here overlaps"))?;
        }
        made.names = globals.iter().map(|g| format!("`{}`", g.name)).collect();
        Ok(made)
    }

    /// What the names of the new things begin with.
    fn prefix(&self) -> Result<String, Refusal> {
        let module = self.module.name.trim_start_matches('_');
        let all = Span::new(0, self.layout.text.len() as u32);
        let free = |prefix: &&String| {
            let ends = ["state", "traverse", "clear", "free"];
            let names = ends.map(|end| format!("{prefix}_{end}"));
            names.iter().chain([&format!("get_{prefix}_state")]).all(|name| !self.layout.names(all, name))
        };
        let candidates = [module.to_owned(), format!("{module}_module")];
        let start = self.project().func(self.module.init).name_span.start;
        candidates.iter().find(free).cloned().map_or_else(|| refuse(self.file, start, "no names are free"), Ok)
    }

    /// The uses, the heads and the first lines of the functions.
    fn functions(&self, access: &Access, globals: &[Global], prefix: &str, own: &mut Edits) -> Result<(), Refusal> {
        let (layout, facts) = (&self.layout, self.facts());
        let tokens = layout.tokens();
        let name_in = |id: FuncId| state_name(self, id).unwrap_or("state");
        for span in globals.iter().flat_map(|g| &g.given) {
            let end = span.start + "PyModule_AddObject".len() as u32;
            if layout.slice(Span::new(span.start, end)) != "PyModule_AddObject" {
                return refuse(self.file, span.start, "a macro gives its reference away");
            }
            own.insert(self.file, end, "Ref");
        }
        for id in access.needed(globals.iter().flat_map(|g| &g.uses).map(|(_, f)| *f)) {
            let func = facts.func(id);
            let route = access.route(id).or_else(|why| refuse(self.file, func.name_span.start, why))?;
            match route {
                Route::Module(parameter) => {
                    let indent = if func.indent.is_empty() { "    " } else { func.indent.as_str() };
                    let line = format!("\n{indent}{prefix}_state *{} = get_{prefix}_state({parameter});", name_in(id));
                    own.insert(self.file, self.body_start(id) + 1, line);
                }
                Route::Handed { calls, prototypes } => {
                    let head = layout.at(func.name_span.start) + 1;
                    let heads = std::iter::once(head).chain(prototypes.iter().map(|t| t + 1));
                    for open in heads {
                        let next = layout.word(open + 1);
                        let parameter = format!("{prefix}_state *{}", name_in(id));
                        let end = tokens[open].end;
                        if next == "void" && layout.word(open + 2) == ")" {
                            own.replace(self.file, Span::new(tokens[open + 1].start, tokens[open + 1].end), parameter);
                        } else {
                            own.insert(self.file, end, if next == ")" { parameter } else { format!("{parameter}, ") });
                        }
                    }
                    for (token, by) in calls {
                        let end = tokens[token + 1].end;
                        let comma = if layout.word(token + 2) == ")" { "" } else { ", " };
                        own.insert(self.file, end, format!("{}{comma}", name_in(*by)));
                    }
                }
            }
        }
        // Last: an argument may stand where the state goes in before it.
        for (token, func) in globals.iter().flat_map(|g| &g.uses) {
            own.insert(self.file, tokens[*token].start, format!("{}->", name_in(*func)));
        }
        Ok(())
    }

    /// The struct in the place of the globals, and the functions of the definition before it.
    fn declarations(
        &self,
        globals: &[Global],
        prefix: &str,
        (place, def_at): (u32, u32),
        own: &mut Edits,
    ) -> Result<(), Refusal> {
        let (layout, facts) = (&self.layout, self.facts());
        let (mut fields, mut gone) = (String::new(), Vec::<Span>::new());
        for global in globals {
            fields += &format!("    {} *{};\n", global.base, global.name);
            let span = facts.var(global.id).span;
            let inside = layout.inside(span);
            let start = layout.declaration(span.start);
            let (first, last) = (inside.start, inside.end);
            let alone = layout.word(last) == ";" && !(layout.at(start)..first).any(|i| layout.word(i) == ",");
            if !alone {
                return refuse(self.file, span.start, "it is declared together with others");
            }
            let whole = Span::new(start, layout.tokens()[last].end);
            // Those that stand together go together.
            match gone.last_mut() {
                Some(before) if layout.blank(before.end, whole.start) => before.end = whole.end,
                _ => gone.push(whole),
            }
        }
        let mut text = format!(
            "typedef struct {{\n{fields}}} {prefix}_state;\n\nstatic inline {prefix}_state *\nget_{prefix}_state(PyObject *module)\n{{\n    return ({prefix}_state *)PyModule_GetState(module);\n}}"
        );
        for span in gone {
            if span.start == place {
                own.replace(self.file, span, std::mem::take(&mut text));
            } else {
                own.delete(self.file, layout.lines(span));
            }
        }
        let each = |what: &str| globals.iter().map(|g| format!("    {what}(state->{});\n", g.name)).collect::<String>();
        let line = format!("    {prefix}_state *state = get_{prefix}_state(module);\n");
        own.insert(
            self.file,
            layout.above_comments(def_at),
            format!(
                "static int\n{prefix}_traverse(PyObject *module, visitproc visit, void *arg)\n{{\n{line}{}    return 0;\n}}\n\nstatic int\n{prefix}_clear(PyObject *module)\n{{\n{line}{}    return 0;\n}}\n\nstatic void\n{prefix}_free(void *module)\n{{\n    {prefix}_clear((PyObject *)module);\n}}\n\n",
                each("Py_VISIT"),
                each("Py_CLEAR"),
            ),
        );
        Ok(())
    }
}
