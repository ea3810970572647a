//! Makes the edits of findings fit for their files: none in macros, directives or dead branches, none that takes a
//! statement away from its `if`; whole lines where whole lines go, and the line ends of the file. Applies none.

mod lines;

use std::collections::{HashMap, HashSet};

use crate::facts::{FileFacts, FileId, Span, Stmt};
use crate::finding::{Edit, Finding};
use crate::link::Project;
use crate::text::{SourceText, Sources};

/// Where statements may come and go in one file.
struct Blocks {
    /// The functions, ascending.
    bodies: Vec<Span>,
    /// Where the statements of blocks begin and end.
    bounds: HashSet<u32>,
}

/// Takes out the edits of each finding where one of them cannot be made; shapes them else.
pub(super) fn settle(findings: &mut [Finding], projects: &[Project], sources: &Sources) {
    let mut blocks: HashMap<FileId, Blocks> = HashMap::new();
    for finding in findings.iter_mut().filter(|finding| !finding.edits.is_empty()) {
        if !finding.edits.iter().all(|edit| can_be_made(edit, projects, sources, &mut blocks)) {
            finding.edits.clear();
            continue;
        }
        let shaped: Vec<Edit> = finding.edits.iter().map(|edit| lines::shape(edit, sources.get(edit.file))).collect();
        if !overlap(&shaped) {
            finding.edits = shaped;
        }
        for edit in &mut finding.edits {
            edit.text = lines::with_ends(&edit.text, sources.get(edit.file), edit.span.start);
        }
    }
}

/// Whether edits get into each other's way.
fn overlap(edits: &[Edit]) -> bool {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.file, edit.span));
    sorted.windows(2).any(|pair| pair[0].file == pair[1].file && pair[0].span.end > pair[1].span.start)
}

fn can_be_made(edit: &Edit, projects: &[Project], sources: &Sources, blocks: &mut HashMap<FileId, Blocks>) -> bool {
    let text = sources.get(edit.file);
    let fits = edit.span.start <= edit.span.end && edit.span.end as usize <= text.bytes.len();
    let Some(project) = projects.iter().find(|project| project.facts(edit.file).is_some()) else { return false };
    let blocks = blocks.entry(edit.file).or_insert_with(|| Blocks::of(project.file(edit.file)));
    fits && !lines::touches_directive(edit, text)
        && !project.live_at(edit.file, edit.span).is_empty()
        && (!is_statement(edit, text) || blocks.take(edit.span))
}

/// Whether it adds statements, or takes one away.
fn is_statement(edit: &Edit, text: &SourceText) -> bool {
    let replaced = text.bytes[edit.span.start as usize..edit.span.end as usize].trim_ascii();
    match edit.text.is_empty() {
        true => replaced.ends_with(b";"),
        false => edit.text.contains(';') && !edit.text.contains(['{', '}']),
    }
}

impl Blocks {
    fn of(facts: &FileFacts) -> Self {
        let funcs = facts.funcs.iter().filter(|func| !func.is_lambda());
        let mut bodies: Vec<Span> = funcs.filter(|func| func.body.is_some()).map(|func| func.span).collect();
        bodies.sort_unstable();
        let mut bounds = HashSet::new();
        let ast = &facts.ast;
        for body in facts.funcs.iter().filter_map(|func| func.body) {
            ast.each_stmt(body, &mut |id| {
                let around = ast.stmt_span(id);
                let list = match ast.stmt(id) {
                    Stmt::Block(list) => {
                        bounds.extend([around.start + 1, around.end.saturating_sub(1)]);
                        list
                    }
                    Stmt::Case { body, .. } => body,
                    _ => return,
                };
                bounds.extend(ast.stmts(list).iter().map(|&s| ast.stmt_span(s)).flat_map(|s| [s.start, s.end]));
            });
        }
        Blocks { bodies, bounds }
    }

    /// Whether a place begins and ends where a statement of a block does: what an `if` without braces governs neither
    /// goes nor gets company. Outside of functions there is nothing to lose.
    fn take(&self, span: Span) -> bool {
        let before = self.bodies.partition_point(|body| body.start <= span.start);
        let inside = before.checked_sub(1).is_some_and(|at| self.bodies[at].contains(span));
        !inside || [span.start, span.end].iter().all(|offset| self.bounds.contains(offset))
    }
}
