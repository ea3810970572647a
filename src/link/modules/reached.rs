//! Which functions of an extension its module reaches: by names in calls, tables, initialisers and macros. What it does
//! not reach never runs there, wherever else it may be used. A doubt counts as reached.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::hooks;
use crate::facts::{Expr, FileFacts, FileId, FuncId, Language, Linkage, Name, Origin, Scope, last_part, split_scope};
use crate::link::macros::tokens::{Token, tokens};
use crate::link::modules::ModuleDef;
use crate::link::statics::Site;
use crate::link::{FuncRef, Relations, StaticVar};

/// What each file says, by what says it; read once for all extensions of a project.
#[derive(Debug, Default)]
pub(crate) struct SaidByFiles(FxHashMap<FileId, Said>);

impl FromIterator<(FileId, Said)> for SaidByFiles {
    fn from_iter<T: IntoIterator<Item = (FileId, Said)>>(said: T) -> Self {
        SaidByFiles(said.into_iter().collect())
    }
}

/// Works out what extensions reach.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    project: &'a Relations,
    said: &'a SaidByFiles,
}

/// The functions of one extension that may run.
pub struct Reached {
    funcs: FxHashSet<FuncRef>,
    /// A part of its files was not understood: any function of them may be called there.
    all: Option<FxHashSet<FileId>>,
    /// Of these the ones that only run as the module dies.
    ended: FxHashSet<FuncRef>,
    /// Macros paste names of their arguments alone: which functions are called by them is not known.
    pasted: bool,
}

/// What one file says.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Names in bodies and macros, by the name of the function or macro.
    by: Vec<(Name, Vec<Name>)>,
    /// Names outside of them.
    outside: Vec<Name>,
    /// Of these the hooks that run as the module dies.
    ends: Vec<Name>,
    /// Functions that are reached in a way that names do not show.
    open: Vec<FuncRef>,
    /// Functions with a body, by their last name.
    funcs: Vec<(Name, FuncRef)>,
    /// Beginnings and ends of names that macros paste together: `run_` of `run_##name`.
    pasted: Vec<(Name, bool)>,
    /// Something was not understood.
    lossy: bool,
    /// Names are pasted of arguments alone.
    pastes: bool,
}

impl<'a> Reach<'a> {
    /// By what the files of the project say.
    pub(crate) fn new(project: &'a Relations, said: &'a SaidByFiles) -> Self {
        Reach { project, said }
    }

    /// What runs in an extension of these files.
    pub fn of(&self, files: &[FileId]) -> Reached {
        self.from(files, true)
    }

    /// What of it runs while the module is in use: what only its `m_clear` and `m_free` call is left out.
    pub fn in_use(&self, files: &[FileId]) -> Reached {
        self.from(files, false)
    }

    fn from(&self, files: &[FileId], ends: bool) -> Reached {
        let said: Vec<&Said> = files.iter().filter_map(|f| self.said.0.get(f)).collect();
        let paste = said.iter().any(|s| s.pastes);
        let all = (paste || said.iter().any(|s| s.lossy)).then(|| files.iter().copied().collect());
        let ended = if ends || all.is_none() { FxHashSet::default() } else { ended(&said) };
        let mut by: FxHashMap<Name, Vec<&[Name]>> = FxHashMap::default();
        let mut defined: FxHashMap<Name, Vec<FuncRef>> = FxHashMap::default();
        let mut open: Vec<Name> = Vec::new();
        let mut funcs: FxHashSet<FuncRef> = FxHashSet::default();
        let mut pasted: Vec<(Name, bool)> = Vec::new();
        if all.is_some() {
            open.extend(self.unnamed_statics(&said));
        }
        // A name pasted of parts may be any; that it is just a hook of the end is no doubt worth keeping.
        let hooks: FxHashSet<Name> = said.iter().filter(|_| !ends).flat_map(|s| &s.ends).copied().collect();
        for said in said {
            pasted.extend(&said.pasted);
            said.by.iter().for_each(|(name, names)| by.entry(*name).or_default().push(names));
            said.funcs.iter().for_each(|(name, func)| defined.entry(*name).or_default().push(*func));
            open.extend(&said.outside);
            open.extend(said.ends.iter().filter(|_| ends));
            funcs.extend(&said.open);
            open.extend(said.open.iter().map(|&f| last_part(self.project.func(f).name)));
        }
        pasted.sort_unstable_by_key(|(part, first)| (part.as_str(), *first));
        pasted.dedup();
        let fits = |name: &Name| {
            pasted.iter().any(
                |(part, first)| {
                    if *first { name.starts_with(part.as_str()) } else { name.ends_with(part.as_str()) }
                },
            )
        };
        open.extend(defined.keys().copied().filter(|name| fits(name) && !hooks.contains(name)));
        let mut seen: FxHashSet<Name> = FxHashSet::default();
        while let Some(name) = open.pop() {
            if seen.insert(name) {
                funcs.extend(defined.get(&name).into_iter().flatten());
                open.extend(by.get(&name).into_iter().flatten().copied().flatten());
            }
        }
        Reached { funcs, all, ended, pasted: paste }
    }

    /// Functions that only their own file sees and nothing that was understood names: what was not understood does.
    fn unnamed_statics(&self, said: &[&Said]) -> Vec<Name> {
        let names = said.iter().flat_map(|s| s.outside.iter().chain(s.by.iter().flat_map(|(_, names)| names)));
        let named: FxHashSet<&Name> = names.chain(said.iter().flat_map(|s| &s.ends)).collect();
        let own = |func: FuncRef| self.project.func(func).linkage == Linkage::Internal;
        let funcs = said.iter().flat_map(|s| &s.funcs);
        funcs.filter(|(name, func)| own(*func) && !named.contains(name)).map(|(name, _)| *name).collect()
    }
}

impl Reached {
    /// Whether a place may run, or is read, in this extension.
    pub fn has(&self, site: Site) -> bool {
        site.func.is_none_or(|func| self.runs(func))
    }

    /// Whether this function may.
    pub fn runs(&self, func: FuncRef) -> bool {
        match &self.all {
            Some(files) => files.contains(&func.file) && !self.ended.contains(&func),
            None => self.funcs.contains(&func),
        }
    }

    /// Whether something that was understood calls it, or may by a name that a macro puts together.
    pub fn is_named(&self, func: FuncRef) -> bool {
        self.pasted || self.funcs.contains(&func)
    }

    /// The variable as this extension sees it: with the writes and escapes that may run there.
    pub fn part_of(&self, var: &StaticVar) -> StaticVar {
        let mut part = var.clone();
        part.writes.retain(|w| self.has(w.site));
        part.escapes.retain(|&site| self.has(site));
        part
    }
}

/// The hooks that run as the module dies and that nothing else names.
fn ended(said: &[&Said]) -> FxHashSet<FuncRef> {
    let mut ends: FxHashSet<Name> = said.iter().flat_map(|s| &s.ends).copied().collect();
    if ends.is_empty() {
        return FxHashSet::default();
    }
    // Of many names few are hooks: one look at each.
    let names = said.iter().flat_map(|s| s.outside.iter().chain(s.by.iter().flat_map(|(_, names)| names)));
    names.for_each(|name| _ = ends.remove(name));
    let funcs = said.iter().flat_map(|s| &s.funcs);
    funcs.filter(|(name, _)| ends.contains(name)).map(|(_, func)| *func).collect()
}

/// The functions that a variable of this name, if it is a module's definition or its slots, sets as `m_clear` and
/// `m_free`.
fn ends(project: &Relations, file: FileId, name: Name) -> Vec<Name> {
    let of = |def: &&ModuleDef| def.var.file == file && project.var(def.var).name == name;
    let defs = project.modules.iter().flat_map(|m| &m.defs).filter(of);
    let mut seen = FxHashSet::default();
    let fields = defs.filter(|def| seen.insert(def.var)).flat_map(|def| &def.fields);
    let hooks = fields.filter(|(field, ..)| field == "m_clear" || field == "m_free");
    hooks.filter_map(|&(_, value, _)| project.setting(file, value).name()).collect()
}

/// Reads what a file says.
pub(crate) fn said(project: &Relations, facts: &FileFacts) -> Said {
    let mut out = Said { lossy: facts.gaps.iter().any(|gap| gap.kind.is_loss()), ..Said::default() };
    for (i, func) in facts.funcs.iter().enumerate() {
        let Some(body) = func.body else { continue };
        let at = FuncRef { file: facts.file, id: FuncId(i as u32) };
        let mut names = Vec::new();
        facts.each_body_expr(body, &mut |e| {
            if let Expr::Name(name) = facts.ast.expr(e) {
                names.push(name);
                names.extend(split_scope(name.as_str()).map(|(_, last)| Name::from(last)));
            }
        });
        names.sort_unstable_by_key(|name| name.as_char_ptr());
        names.dedup();
        names.shrink_to_fit();
        let name = last_part(func.name);
        out.by.push((name, names));
        out.funcs.push((name, at));
        // Methods, operators and lambdas are called by other names; what a macro made, perhaps too.
        let hook = project.exported_name(facts.file, func.name);
        let hook = hooks::has_shape(hook.as_bytes());
        let unseen = facts.language == Language::Cpp && (func.name.contains("::") || func.name.starts_with("operator"));
        if hook || unseen || func.is_lambda() || func.origin != Origin::Written {
            out.open.push(at);
        }
    }
    for var in facts.vars.iter().filter(|v| !matches!(v.scope, Scope::Local(_))) {
        if let Some(init) = var.init {
            let mut hooks: FxHashMap<Name, usize> = FxHashMap::default();
            for name in ends(project, facts.file, var.name) {
                *hooks.entry(name).or_default() += 1;
            }
            facts.ast.each_expr(init, &mut |e| {
                if let Expr::Name(name) = facts.ast.expr(e) {
                    match hooks.get_mut(&name).filter(|left| **left > 0) {
                        Some(left) => {
                            *left -= 1;
                            out.ends.push(last_part(name));
                        }
                        None => out.outside.push(last_part(name)),
                    }
                }
            });
        }
    }
    for define in &facts.defines {
        let tokens = tokens(&define.body);
        let words = tokens.iter().filter_map(|token| match token {
            Token::Word(word) => Some(Name::from(word)),
            _ => None,
        });
        let is_param = |word: &str| define.params.iter().flatten().any(|p| *p == *word);
        for three in tokens.windows(3) {
            match three {
                [Token::Word(first), Token::Sign("##"), _] if !is_param(first) => {
                    out.pasted.push((Name::from(first), true));
                }
                [_, Token::Sign("##"), Token::Word(last)] if !is_param(last) => {
                    out.pasted.push((Name::from(last), false));
                }
                // What is pasted of arguments alone may be any name.
                [_, Token::Sign("##"), _] => out.pastes = true,
                _ => {}
            }
        }
        // Entries of tables (`SPAM_METHODDEF`) stand in initialisers that are read without their names.
        if tokens.contains(&Token::Sign("{")) {
            out.outside.extend(words);
        } else {
            out.by.push((define.name, words.collect()));
        }
    }
    out
}
