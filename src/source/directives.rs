//! What directives and comments say: includes, definitions, the generator's mark. Not which branches are compiled.

use super::file::Reader;
use super::lex::{DirectiveKind, Kind, lex_range};
use super::macro_table::MacroTable;
use super::macros::name_of;
use crate::facts::{Comment, Define, FileFacts, Include, Span};

/// Includes, definitions, comments and the generator's mark.
pub(super) fn say(facts: &mut FileFacts, reader: &mut Reader<'_>, macros: &MacroTable, input: u32) {
    let scanned = reader.scanned;
    let text = scanned.text;
    for (directive, &holder) in scanned.directives.iter().zip(&scanned.branches.holder) {
        let cond = reader.conditions.holder(input, holder);
        match directive.kind {
            DirectiveKind::Include => {
                let body = String::from_utf8_lossy(&text[directive.body as usize..directive.end as usize]);
                let body = body.trim();
                let Some(open) = body.chars().next().filter(|c| matches!(c, '<' | '"')) else { continue };
                let close = if open == '<' { '>' } else { '"' };
                let Some((path, _)) = body[1..].split_once(close) else { continue };
                let path = path.replace('\\', "/");
                let span = Span::new(directive.start, directive.end);
                facts.includes.push(Include { path, system: open == '<', span, cond });
            }
            DirectiveKind::Define => {
                let first = lex_range(text, directive.body, directive.end).first().copied();
                let Some(first) = first.filter(|t| t.kind == Kind::Ident) else { continue };
                let name = name_of(first.bytes(text));
                let own = macros.own(input, name);
                let Ok(at) = own.binary_search_by_key(&directive.start, |d| d.offset) else { continue };
                let def = &own[at];
                let name_span = Span::new(def.name_span.0, def.name_span.1);
                facts.defines.push(Define {
                    name,
                    name_span,
                    params: def.params.clone(),
                    body: def.body.clone(),
                    cond,
                });
            }
            _ => {}
        }
    }
    for comment in &scanned.comments {
        let span = Span::new(comment.start, comment.end);
        let words = String::from_utf8_lossy(&text[span.start as usize..span.end as usize]);
        let words = words.trim_start_matches(['/', '*']).trim_end_matches(['/', '*']).trim().to_owned();
        facts.comments.push(Comment { span, text: words, own_line: comment.own_line });
    }
    facts.generated = scanned.generated.clone();
}
