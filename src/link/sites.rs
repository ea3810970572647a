//! Where calls, assignments and initialised variables stand in a project, by name. An index, no meaning.

use rustc_hash::FxBuildHasher;

use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, FileId, Func, FuncId, Name, Scope, Stmt, UnaryOp, split_scope};
use crate::link::FuncRef;
use crate::link::grouped::{Grouped, Grouping};
use crate::link::lookup::{ByName, NameMap, Naming, of_file};

/// A place of interest.
#[derive(Clone, Copy, Debug)]
pub struct CallSite {
    /// Its file.
    pub file: FileId,
    /// The function around it; None in an initialiser at file scope.
    pub func: Option<FuncId>,
    /// The call.
    pub expr: ExprId,
}

/// `target op= value`, or a variable's initialiser.
#[derive(Clone, Copy, Debug)]
pub struct Assignment {
    /// Its file.
    pub file: FileId,
    /// The function around it.
    pub func: Option<FuncId>,
    /// The assignment itself; None for an initialiser.
    pub expr: Option<ExprId>,
    /// What is assigned to; None for an initialiser.
    pub target: Option<ExprId>,
    /// The operator of a compound assignment.
    pub op: Option<BinaryOp>,
    /// The value.
    pub value: ExprId,
}

/// The index.
#[derive(Debug, Default)]
pub struct Sites {
    /// Calls by callee, in order of file and place.
    pub calls: ByName<CallSite>,
    /// Assignments by the last name of their target: the variable, or the field.
    pub assignments: ByName<Assignment>,
    /// Plain assignments whose value is a call (casts looked through), by file and call.
    pub(crate) results: ByCall,
    /// Plain assignments by the name that the value refers to, or that it calls.
    pub(crate) copies: ByName<(Name, Assignment)>,
    /// Calls by a name that an argument refers to (`f`, `&x`, casts looked through).
    pub arguments: ByName<CallSite>,
    /// Where functions and variables at file scope are mentioned, by name: once for each function that does.
    mentions: NameMap<Vec<(FileId, Option<FuncId>)>>,
}

/// By file and call: what gets the result, with the assignment.
type ByCall = Grouped<(FileId, ExprId), (Name, Assignment), FxBuildHasher>;

/// The index, while it is gathered.
#[derive(Default)]
struct Gathering {
    calls: Naming<CallSite>,
    assignments: Naming<Assignment>,
    results: Grouping<(FileId, ExprId), (Name, Assignment), FxBuildHasher>,
    copies: Naming<(Name, Assignment)>,
    arguments: Naming<CallSite>,
    mentions: NameMap<Vec<(FileId, Option<FuncId>)>>,
}

impl Sites {
    pub(crate) fn collect(files: &[FileFacts]) -> Sites {
        let mut sites = Gathering::default();
        for facts in files {
            let vars = facts.vars.iter().filter(|v| !matches!(v.scope, Scope::Local(_))).map(|v| v.name);
            sites.mentions.extend(facts.funcs.iter().map(|f| f.name).chain(vars).map(|name| (name, Vec::new())));
        }
        for facts in files {
            for (i, func) in facts.funcs.iter().enumerate() {
                let Some(body) = func.body else { continue };
                let id = Some(FuncId(i as u32));
                facts.each_body_expr(body, &mut |expr| sites.add(facts, id, expr));
                facts.ast.each_stmt(body, &mut |stmt| {
                    if let Stmt::Decl(var) = facts.ast.stmt(stmt) {
                        sites.initialiser(facts, id, var.0 as usize);
                    }
                });
            }
            for (i, var) in facts.vars.iter().enumerate() {
                if matches!(var.scope, Scope::Local(_)) {
                    continue;
                }
                sites.initialiser(facts, None, i);
                if let Some(init) = var.init {
                    facts.ast.each_expr(init, &mut |expr| sites.add(facts, None, expr));
                }
            }
        }
        Sites {
            calls: sites.calls.done(),
            assignments: sites.assignments.done(),
            results: sites.results.done(),
            copies: sites.copies.done(),
            arguments: sites.arguments.done(),
            mentions: sites.mentions,
        }
    }

    /// Calls of a function or macro.
    pub fn calls_of(&self, name: &str) -> &[CallSite] {
        self.calls.get(&Name::from(name))
    }

    /// Assignments to a variable or field of this name.
    pub fn assignments_to(&self, name: Name) -> &[Assignment] {
        self.assignments.get(&name)
    }

    /// Those of them in one file.
    pub fn assignments_of_in(&self, file: FileId, name: Name) -> &[Assignment] {
        of_file(self.assignments_to(name), |a| a.file, file)
    }

    /// Those of them in one function.
    pub fn assignments_in(&self, at: FuncRef, name: Name) -> impl Iterator<Item = &Assignment> {
        in_func(self.assignments_to(name), |a| (a.file, a.func), at).iter()
    }

    /// The functions that mention one, by calling it as well, or a variable at file scope; with their files. None
    /// stands for an initialiser at file scope.
    pub(crate) fn mentions_of(&self, name: Name) -> &[(FileId, Option<FuncId>)] {
        self.mentions.get(&name).map_or(&[], Vec::as_slice)
    }

    /// What gets the result of this call: names with the assignments.
    pub fn results_of(&self, file: FileId, call: ExprId) -> &[(Name, Assignment)] {
        self.results.get(&(file, call))
    }

    /// What one function assigns this name, or the result of a call of it, to.
    pub(crate) fn copies_in(&self, at: FuncRef, name: Name) -> &[(Name, Assignment)] {
        in_func(self.copies.get(&name), |(_, a)| (a.file, a.func), at)
    }

    /// Calls with an argument that refers to this name.
    pub fn calls_with(&self, name: Name) -> &[CallSite] {
        self.arguments.get(&name)
    }

    /// Those of them in one file.
    pub fn calls_with_in(&self, file: FileId, name: Name) -> &[CallSite] {
        of_file(self.calls_with(name), |site| site.file, file)
    }

    /// Those of them in one function.
    pub fn calls_in(&self, at: FuncRef, name: Name) -> impl Iterator<Item = &CallSite> {
        in_func(self.calls_with(name), |s| (s.file, s.func), at).iter()
    }

    /// The calls of a name in one file, by the functions around them.
    pub(crate) fn calls_of_in(&self, file: FileId, name: Name) -> &[CallSite] {
        of_file(self.calls_of(&name), |site| site.file, file)
    }

    /// The calls of a name that one function makes.
    pub(crate) fn calls_by(&self, at: FuncRef, name: Name) -> &[CallSite] {
        in_func(self.calls_of(&name), |s| (s.file, s.func), at)
    }
}

impl Gathering {
    fn initialiser(&mut self, facts: &FileFacts, func: Option<FuncId>, var: usize) {
        let var = &facts.vars[var];
        if let Some(value) = var.init {
            let site = Assignment { file: facts.file, func, expr: None, target: None, op: None, value };
            self.assign(facts, var.name, site);
        }
    }

    fn assign(&mut self, facts: &FileFacts, target: Name, site: Assignment) {
        self.assignments.add(target, site);
        if site.op.is_some() {
            return;
        }
        let value = facts.ast.strip_casts(site.value);
        if let Expr::Call { .. } = facts.ast.expr(value) {
            self.results.add((facts.file, value), (target, site));
        }
        if let Some(from) = facts.ast.callee_name(value).or_else(|| facts.ast.referred_name(value)) {
            self.copies.add(from, (target, site));
        }
    }

    fn add(&mut self, facts: &FileFacts, func: Option<FuncId>, expr: ExprId) {
        let (file, ast) = (facts.file, &facts.ast);
        match ast.expr(expr) {
            Expr::Name(name) => {
                // `spam::begin` is `begin` to the namespace that has it.
                let last = split_scope(name.as_str()).map(|(_, last)| Name::from(last));
                for name in std::iter::once(name).chain(last) {
                    if let Some(places) = self.mentions.get_mut(&name)
                        && places.last() != Some(&(file, func))
                    {
                        places.push((file, func));
                    }
                }
            }
            Expr::Call { args, .. } => {
                let site = CallSite { file, func, expr };
                if let Some(name) = ast.callee_name(expr) {
                    self.calls.add(name, site);
                    if let Some(member) = func.and_then(|id| self.sibling(facts, id, name)) {
                        self.calls.add(member, site);
                        if let Some(places) = self.mentions.get_mut(&member)
                            && places.last() != Some(&(file, func))
                        {
                            places.push((file, func));
                        }
                    }
                }
                for &arg in ast.exprs(args) {
                    if let Some(name) = referred_element(facts, arg) {
                        self.arguments.add(name, site);
                    }
                }
            }
            Expr::Assign { op, target, value } => {
                if let Some(name) = target_name(facts, target) {
                    let site = Assignment { file, func, expr: Some(expr), target: Some(target), op, value };
                    self.assign(facts, name, site);
                }
            }
            _ => {}
        }
    }

    /// The function of the same namespace or class that a call in `void spam::begin()` may mean: `spam::end` by `end()`.
    fn sibling(&self, facts: &FileFacts, func: FuncId, callee: Name) -> Option<Name> {
        member_beside(facts.func(func), callee).filter(|member| self.mentions.contains_key(member))
    }
}

/// The name that an unqualified one has within the namespace or class of a function that is defined outside of it.
pub(crate) fn member_beside(func: &Func, name: Name) -> Option<Name> {
    let (qualifier, _) = func.name.rsplit_once("::")?;
    if name.contains("::") { None } else { Name::from_existing(&format!("{qualifier}::{name}")) }
}

/// The part of a list that one function made; lists are in the order of files and functions, what stands in none last.
fn in_func<T>(list: &[T], place: impl Fn(&T) -> (FileId, Option<FuncId>), at: FuncRef) -> &[T] {
    let order = |site: &T| {
        let (file, func) = place(site);
        (file, func.map_or(u32::MAX, |id| id.0))
    };
    let first = list.partition_point(|site| order(site) < (at.file, at.id.0));
    let length = list[first..].partition_point(|site| order(site) == (at.file, at.id.0));
    &list[first..first + length]
}

impl CallSite {
    /// The function around it.
    pub fn func_ref(&self) -> Option<FuncRef> {
        self.func.map(|id| FuncRef { file: self.file, id })
    }
}

/// The name that an argument refers to; for `&x[i]` the array.
pub(crate) fn referred_element(facts: &FileFacts, arg: ExprId) -> Option<Name> {
    let ast = &facts.ast;
    ast.referred_name(arg).or_else(|| match ast.expr(ast.strip_casts(arg)) {
        Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(ast.strip_casts(arg)) {
            Expr::Index { base, .. } => ast.referred_name(base),
            _ => None,
        },
        _ => None,
    })
}

/// The variable or field that an assignment writes.
pub(crate) fn target_name(facts: &FileFacts, mut target: ExprId) -> Option<Name> {
    let ast = &facts.ast;
    loop {
        target = match ast.expr(ast.strip_casts(target)) {
            Expr::Name(name) => return Some(name),
            Expr::Member { field, .. } => return Some(field),
            Expr::Index { base, .. } => base,
            Expr::Unary { op: UnaryOp::Deref, arg } => arg,
            _ => return None,
        };
    }
}
