//! What the rules about builds without the GIL share: which code is in such a build and may run on several threads at
//! once, and which modules say that they are ready for it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::locks::{self, Does};
use crate::capi::predefined::WITHOUT_GIL;
use crate::capi::roles::{self, Role};
use crate::facts::{ExprId, FileId, Generator, Name, Span, Truth, VersionSet};
use crate::finding::{Finding, RuleMeta, Severity};
use crate::link::flow::locks::{Against, Protection};
use crate::link::flow::sections::{Edge, Section, sections};
use crate::link::flow::settled::settled;
use crate::link::flow::sharing::{Places, Sharing, Whose};
use crate::link::modules::Module;
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};
use crate::rules::common::built::is_never_called;
use crate::rules::common::types::on_versions;

/// Further places that a finding names; more are counted.
const NAMED: usize = 4;

/// Slots whose functions run while nobody else may have the object, or while all other threads stand still.
const ALONE: [&str; 6] = ["tp_dealloc", "tp_finalize", "tp_traverse", "tp_clear", "tp_free", "tp_del"];
const ALONE_OF_MODULES: [&str; 3] = ["m_traverse", "m_clear", "m_free"];

/// Where code may meet other threads.
pub(crate) struct Threads<'a> {
    pub(crate) project: &'a Project,
    sharing: Sharing<'a>,
    open: Open<'a>,
    claimed: FxHashSet<FileId>,
    rule: &'static RuleMeta,
}

/// Which places several threads may come to at once.
struct Open<'a> {
    project: &'a Project,
    protection: Protection<'a>,
    sections: FxHashMap<FuncRef, Vec<Section>>,
    alone: FxHashSet<FuncRef>,
    settled: Option<FxHashSet<Name>>,
    rule: &'static RuleMeta,
}

impl<'a> Threads<'a> {
    /// For one rule; None where no target is without the GIL.
    pub(crate) fn new(project: &'a Project, rule: &'static RuleMeta) -> Option<Threads<'a>> {
        if rule.pythons(&project.targets).is_empty() || project.targets.free_threading == Truth::False {
            return None;
        }
        let claims = project.modules.iter().filter(|module| claim(project, module, rule).is_some());
        let claimed = claims.flat_map(|module| project.built_files(module)).collect();
        Some(Threads {
            project,
            sharing: Sharing::new(project),
            open: Open {
                project,
                protection: Protection::new(project, Against::Threads),
                sections: FxHashMap::default(),
                alone: alone(project),
                settled: None,
                rule,
            },
            claimed,
            rule,
        })
    }

    /// The Pythons on which a place is compiled into a build without the GIL.
    pub(crate) fn built(&self, file: FileId, span: Span) -> VersionSet {
        built(self.project, self.rule, file, span)
    }

    /// Whether several threads may be at a place of a function at once.
    pub(crate) fn is_open(&mut self, at: FuncRef, span: Span) -> bool {
        self.open.is_open(at, span)
    }

    /// Who may reach the object that an expression is.
    pub(crate) fn whose(&mut self, at: FuncRef, object: ExprId) -> Whose {
        self.sharing.whose_at(at, object, &mut self.open)
    }

    /// `message`, followed by the Pythons where these are not all that the rule is about.
    pub(crate) fn on_versions(&self, message: String, versions: VersionSet) -> String {
        if versions == self.rule.pythons(&self.project.targets) {
            return message;
        }
        on_versions(self.project, message, versions)
    }

    /// Sets the level, lower where nothing calls the function `at`, and makes the finding one that need not be asked for
    /// where the module says that it is ready.
    pub(crate) fn weighed(&self, finding: Finding, level: Severity, at: FuncRef) -> Finding {
        let finding = finding.severity(level);
        let finding = match self.project.is_called_by_none(at) {
            true => finding.doubted(is_never_called("done", self.project, at)),
            false => finding,
        };
        if self.claimed.contains(&finding.file()) { finding.unasked() } else { finding }
    }
}

impl Places for Open<'_> {
    /// Whether several threads may be at a place of a function at once: no lock covers it, and it does not run as the
    /// module is initialised or as an object dies. What Cython and mypyc write follows their own rules.
    fn is_open(&mut self, at: FuncRef, span: Span) -> bool {
        let statics = self.project.statics();
        let alone = statics.runs_at_init(at) || statics.runs_once(at) || self.alone.contains(&at);
        let named = self.project.func(at).name;
        let held = named.ends_with("lock_held") || named.ends_with("_locked");
        if is_compiled_python(self.project, at.file)
            || alone
            || held
            || self.project.is_unused(at)
            || built(self.project, self.rule, at.file, span).is_empty()
        {
            return false;
        }
        let sections = self.critical(at);
        if sections.is_empty() {
            return !self.protection.covers(at);
        }
        !sections.iter().any(|s| s.span.contains(span)) && !self.is_behind_lock(at, span)
    }

    fn is_settled(&mut self, name: Name) -> bool {
        let project = self.project;
        self.settled.get_or_insert_with(|| settled(project)).contains(&name)
    }
}

impl Open<'_> {
    /// Whether a lock is taken before a place of a function and not given up in between, in the order of the text. Critical
    /// sections stay aside: where they end is known.
    fn is_behind_lock(&self, at: FuncRef, span: Span) -> bool {
        let facts = self.project.file(at.file);
        let Some(body) = facts.func(at.id).body else { return false };
        let mut last: Option<(Span, bool)> = None;
        facts.each_body_expr(body, &mut |e| {
            let Some(name) = facts.ast.callee_name(e).filter(|name| critical_edge(name).is_none()) else { return };
            let Some(lock) = locks::lookup_cpp(&name) else { return };
            let here = facts.ast.expr_span(e);
            let later = last.is_none_or(|(before, _)| before.start < here.start);
            if here.start < span.start && later && (lock.acquires() || lock.does == Does::Release) {
                last = Some((here, lock.acquires()));
            }
        });
        last.is_some_and(|(_, held)| held)
    }

    /// The critical sections of a function.
    fn critical(&mut self, at: FuncRef) -> &[Section] {
        let project = self.project;
        self.sections.entry(at).or_insert_with(|| {
            let facts = project.file(at.file);
            let body = facts.func(at.id).body;
            body.map(|body| sections(facts, body, &critical_edge)).unwrap_or_default()
        })
    }
}

fn built(project: &Project, rule: &RuleMeta, file: FileId, span: Span) -> VersionSet {
    let conds = &project.file(file).conds;
    conds.live_with(WITHOUT_GIL, conds.at_span(span)).and(rule.pythons(&project.targets))
}

/// What a macro of critical sections does.
pub(crate) fn critical_edge(name: &str) -> Option<Edge> {
    let lock = locks::lookup(name).filter(|lock| lock.from == "cpython" && lock.free_threaded_only)?;
    let word = name.contains("CRITICAL_SECTION");
    match lock.does {
        Does::Acquire if word => Some(Edge::Begins),
        Does::Release if word => Some(Edge::Ends),
        _ => None,
    }
}

/// Adds the places behind the first one, as labels and as a count.
pub(crate) fn with_places(finding: Finding, more: &[(FileId, Span)], what: &'static str) -> Finding {
    finding.with_places(more, what, NAMED)
}

/// Whether Cython or mypyc wrote a file: nobody changes it there, and they have their own ways.
pub(crate) fn is_compiled_python(project: &Project, file: FileId) -> bool {
    let by = project.file(file).generated.as_ref().map(|g| g.by);
    matches!(by, Some(Generator::Cython | Generator::Mypyc))
}

/// The functions in slots that run alone.
fn alone(project: &Project) -> FxHashSet<FuncRef> {
    let mut found: FxHashSet<FuncRef> = FxHashSet::default();
    for view in project.type_views() {
        let slots = ALONE.into_iter().flat_map(|name| view.slots_ever(name));
        found.extend(slots.flat_map(|slot| slot.funcs()));
    }
    for def in project.modules.iter().flat_map(|m| &m.defs) {
        let hooks = def.fields.iter().filter(|(name, ..)| ALONE_OF_MODULES.contains(&name.as_str()));
        found.extend(hooks.flat_map(|&(_, value, _)| project.setting(def.var.file, value).funcs()));
    }
    found
}

/// The calls of a function of CPython with the function around each, dead ones left out.
pub(crate) fn calls<'p>(project: &'p Project, name: &'static str) -> impl Iterator<Item = (FuncRef, CallSite)> + 'p {
    let calls = project.api_calls(name).filter(|call| !call.live().is_empty());
    calls.filter_map(|call| Some((call.site.func_ref()?, call.site)))
}

/// Where a module says that it needs no GIL: a slot, or the call for modules without slots.
pub(crate) fn claim(project: &Project, module: &Module, rule: &RuleMeta) -> Option<(FileId, Span, VersionSet)> {
    let unused = |name: Option<Name>| name.is_some_and(|n| n == "Py_MOD_GIL_NOT_USED");
    let free_threaded = rule.pythons(&project.targets);
    for slot in module.defs.iter().flat_map(|d| &d.slots).filter(|s| s.name == "mod_gil") {
        let set_to = project.module_slot(slot);
        let versions = set_to.live().and(free_threaded);
        if !versions.is_empty() && unused(set_to.name()) {
            return Some((slot.file, slot.span, versions));
        }
    }
    let calls = roles::named(Role::SetGil).flat_map(|name| project.sites.calls_of(name));
    // The call stands in the init function, or in one that only this module has.
    let near = calls.filter(|s| project.extension(module).contains(&s.file) && project.is_live(s.file, s.expr));
    let mut near =
        near.filter(|s| s.file == module.init.file || !project.modules.iter().any(|m| m.init.file == s.file));
    let site = near.find(|s| {
        let mut says = false;
        let ast = &project.file(s.file).ast;
        ast.each_expr(s.expr, &mut |e| says |= unused(ast.referred_name(e)));
        says
    })?;
    Some((site.file, project.file(site.file).ast.expr_span(site.expr), free_threaded))
}
