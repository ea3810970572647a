//! Names that are declared again in an inner block: which local an expression means there. Where a name is declared in
//! blocks that stand side by side, one number does for all.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, ExprId, FileFacts, Func, Name, Stmt, StmtId, VarId};

/// What names mean that are declared in a block within the reach of another declaration of theirs.
#[derive(Debug, Default)]
pub(super) struct Shadows {
    /// The inner variables; one that stands beside another of its name in the same block, for another build, is that one.
    pub vars: FxHashMap<VarId, VarId>,
    /// The inner variable that a name means, of expressions that mean one.
    pub names: FxHashMap<ExprId, VarId>,
}

/// What is to do next on the way through the blocks.
enum Next {
    Enter(StmtId),
    /// A block ends: so many declarations were open before it.
    Leave(usize),
}

/// A declaration that is open: in which depth of blocks, and the variable where it hides another.
struct Open {
    name: Name,
    depth: usize,
    inner: Option<VarId>,
}

impl Shadows {
    /// Those of a function.
    pub(super) fn of(facts: &FileFacts, func: &Func, body: StmtId) -> Shadows {
        let mut shadows = Shadows::default();
        let again = declared_again(facts, func);
        if again.is_empty() {
            return shadows;
        }
        let mut open: Vec<Open> = func
            .params
            .iter()
            .filter_map(|param| param.name)
            .filter(|name| again.contains(name))
            .map(|name| Open { name, depth: 0, inner: None })
            .collect();
        let (mut depth, mut next) = (0, vec![Next::Enter(body)]);
        while let Some(step) = next.pop() {
            let stmt = match step {
                Next::Enter(stmt) => stmt,
                Next::Leave(before) => {
                    depth -= 1;
                    open.truncate(before);
                    continue;
                }
            };
            if let Stmt::Decl(var) = facts.ast.stmt(stmt) {
                shadows.declare(facts, &again, &mut open, depth, var);
            }
            if matches!(facts.ast.stmt(stmt), Stmt::Block(_) | Stmt::For { .. }) {
                depth += 1;
                next.push(Next::Leave(open.len()));
            }
            let first = next.len();
            facts.ast.each_inner(stmt, &mut |inner| next.push(Next::Enter(inner)));
            next[first..].reverse();
            // What the head of a `for` declares is seen in its test and step too; those stand behind it.
            if let Stmt::For { init: Some(init), .. } = facts.ast.stmt(stmt) {
                facts.ast.each_stmt(init, &mut |part| match facts.ast.stmt(part) {
                    Stmt::Decl(var) => shadows.declare(facts, &again, &mut open, depth, var),
                    _ => facts.ast.stmt_exprs(part, &mut |e| shadows.read(facts, &open, e)),
                });
                next.retain(|step| !matches!(step, Next::Enter(inner) if *inner == init));
            }
            facts.ast.stmt_exprs(stmt, &mut |e| shadows.read(facts, &open, e));
        }
        shadows
    }

    fn declare(&mut self, facts: &FileFacts, again: &FxHashSet<Name>, open: &mut Vec<Open>, depth: usize, id: VarId) {
        let var = facts.var(id);
        if again.contains(&var.name) {
            let outer = open.iter().rev().find(|open| open.name == var.name);
            // The body of a function is a block below its parameters; a variant in the same block is no inner one.
            let inner = outer.and_then(|outer| if outer.depth < depth { Some(id) } else { outer.inner });
            if let Some(inner) = inner {
                self.vars.insert(id, inner);
            }
            open.push(Open { name: var.name, depth, inner });
        }
        if let Some(init) = var.init {
            self.read(facts, open, init);
        }
    }

    fn read(&mut self, facts: &FileFacts, open: &[Open], e: ExprId) {
        facts.ast.each_expr(e, &mut |e| {
            if let Expr::Name(name) = facts.ast.expr(e)
                && let Some(inner) = open.iter().rev().find(|open| open.name == name).and_then(|open| open.inner)
            {
                self.names.insert(e, inner);
            }
        });
    }
}

/// The names that a function declares more than once.
fn declared_again(facts: &FileFacts, func: &Func) -> FxHashSet<Name> {
    let locals = (func.locals.0..func.locals.1).map(|i| facts.var(VarId(i)).name);
    let (mut seen, mut again) = (FxHashSet::default(), FxHashSet::default());
    for name in func.params.iter().filter_map(|param| param.name).chain(locals) {
        if !seen.insert(name) {
            again.insert(name);
        }
    }
    again
}
