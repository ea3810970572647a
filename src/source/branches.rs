//! The tree of `#if` groups of one file, from its directives.

use super::lex::{Directive, DirectiveKind, Lexed};

/// One branch of a group: `#if`, `#elif` or `#else` up to the next directive of the group.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// The directive's kind.
    pub(crate) kind: DirectiveKind,
    /// Its expression: byte offsets.
    pub(crate) expr: (u32, u32),
    /// The branch before it in its group.
    pub(crate) previous: Option<u32>,
    /// The branch that holds the group.
    pub(crate) parent: Option<u32>,
    /// Its tokens: indices.
    pub(crate) tokens: (u32, u32),
    /// Its text between the directives: byte offsets.
    pub(crate) bytes: (u32, u32),
    /// It holds an `#error` directly.
    pub(crate) is_error: bool,
}

/// `#if … #endif`.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Indices of its branches.
    pub(crate) branches: Vec<u32>,
}

/// Where the branch in hand changes, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    /// A branch begins, and the one before it in its group ends.
    Begin(u32),
    /// A group ends: its index.
    End(u32),
}

/// All groups of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Branches {
    /// Branches in the order of their directives.
    pub(crate) all: Vec<Branch>,
    /// Groups in the order of their `#endif`: inner before outer.
    pub(crate) groups: Vec<Group>,
    /// Their beginnings and ends.
    pub(crate) changes: Vec<Change>,
    /// For each directive the branch that holds it (for `#elif`, `#else`, `#endif` the one that holds the group).
    pub(crate) holder: Vec<Option<u32>>,
}

impl Branches {
    /// Reads the tree. A missing `#endif` is supplied at the end; a stray directive is passed over.
    pub(crate) fn read(lexed: &Lexed, len: u32) -> Self {
        let mut out = Branches::default();
        let mut open: Vec<Group> = Vec::new();
        let mut current: Option<u32> = None;
        for directive in &lexed.directives {
            match directive.kind {
                DirectiveKind::If | DirectiveKind::Ifdef | DirectiveKind::Ifndef => {
                    out.holder.push(current);
                    open.push(Group { branches: Vec::new() });
                    current = Some(out.begin(directive, None, current));
                    out.changes.extend(current.map(Change::Begin));
                    open.last_mut().into_iter().for_each(|g| g.branches.extend(current));
                }
                DirectiveKind::Elif | DirectiveKind::Elifdef | DirectiveKind::Elifndef | DirectiveKind::Else => {
                    let Some(group) = open.last_mut() else {
                        out.holder.push(current);
                        continue;
                    };
                    let parent = out.end(current, directive);
                    out.holder.push(parent);
                    current = Some(out.begin(directive, current, parent));
                    out.changes.extend(current.map(Change::Begin));
                    group.branches.extend(current);
                }
                DirectiveKind::Endif => {
                    let Some(group) = open.pop() else {
                        out.holder.push(current);
                        continue;
                    };
                    let parent = out.end(current, directive);
                    out.holder.push(parent);
                    current = parent;
                    out.close(group);
                }
                kind => {
                    if let (DirectiveKind::Error, Some(branch)) = (kind, current) {
                        out.all[branch as usize].is_error = true;
                    }
                    out.holder.push(current);
                }
            }
        }
        let end = Directive {
            kind: DirectiveKind::Endif,
            start: len,
            end: len,
            body: len,
            tokens_before: lexed.tokens.len() as u32,
        };
        while let Some(group) = open.pop() {
            current = out.end(current, &end);
            out.close(group);
        }
        out
    }

    fn close(&mut self, group: Group) {
        self.changes.push(Change::End(self.groups.len() as u32));
        self.groups.push(group);
    }

    fn begin(&mut self, directive: &Directive, previous: Option<u32>, parent: Option<u32>) -> u32 {
        self.all.push(Branch {
            kind: directive.kind,
            expr: (directive.body, directive.end),
            previous,
            parent,
            tokens: (directive.tokens_before, directive.tokens_before),
            bytes: (directive.end, directive.end),
            is_error: false,
        });
        self.all.len() as u32 - 1
    }

    fn end(&mut self, branch: Option<u32>, directive: &Directive) -> Option<u32> {
        let branch = &mut self.all[branch? as usize];
        branch.tokens.1 = directive.tokens_before;
        branch.bytes.1 = directive.start;
        branch.parent
    }
}
