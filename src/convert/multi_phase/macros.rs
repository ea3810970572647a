//! Macros that leave the function that creates the module: where nothing else uses such a macro, it is told what to return
//! now.

use super::super::layout::Layout;
use super::super::refusal::Refusal;
use super::body::Work;
use super::found::Init;
use crate::facts::{Define, Name, Span};
use crate::source::text_tokens::{DirectiveKind, lex_range};

/// A macro, at a place that uses it.
pub(super) struct Used<'a> {
    pub(super) define: &'a Define,
    /// The tokens of its body.
    body: Vec<Span>,
    /// Each place that uses it, behind its name.
    uses: Vec<usize>,
}

/// The macro that a place begins with: the last definition before it.
pub(super) fn used<'a>(init: &Init<'a>, place: Span) -> Option<Used<'a>> {
    let layout = &init.layout;
    let first = layout.at(place.start);
    let name = Name::from_existing(layout.word(first))?;
    let all = init.facts().defines.iter().filter(|d| d.name == name && d.name_span.start < place.start);
    let define = all.max_by_key(|d| d.name_span.start)?;
    let own = |d: &(DirectiveKind, Span, u32)| d.0 == DirectiveKind::Define && d.1.contains(define.name_span);
    let (_, whole, start) = layout.directives().find(own)?;
    let tokens: Vec<Span> =
        lex_range(layout.text, start, whole.end).iter().map(|token| Span::new(token.start, token.end)).collect();
    // Behind the name, and the parameters.
    let closes = |span: &Span| layout.slice(*span) == ")";
    let head = if define.params.is_some() { tokens.iter().position(closes)? + 1 } else { 1 };
    let body = tokens.get(head..)?.to_vec();
    // Until it is defined anew, or no longer.
    let names = |d: &(DirectiveKind, Span, u32)| {
        matches!(d.0, DirectiveKind::Define | DirectiveKind::Undef)
            && d.1.start > whole.start
            && layout.slice(d.1).split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).nth(1)
                == Some(name.as_str())
    };
    let end = layout.directives().filter(names).map(|d| d.1.start).min().unwrap_or(layout.text.len() as u32);
    let uses = layout.inside(Span::new(whole.end, end)).filter(|&i| layout.word(i) == name.as_str()).map(|i| i + 1);
    Some(Used { define, body, uses: uses.collect() })
}

impl Used<'_> {
    fn word<'t>(&self, layout: &Layout<'t>, at: usize) -> &'t str {
        self.body.get(at).map_or("", |&span| layout.slice(span))
    }

    /// Whether it does nothing but to return what it is given.
    pub(super) fn returns_its_argument(&self, layout: &Layout<'_>) -> bool {
        let Some([parameter]) = self.define.params.as_deref() else { return false };
        let words: Vec<&str> = (0..self.body.len()).map(|i| self.word(layout, i)).collect();
        let parameter = parameter.as_str();
        words == ["return", parameter] || words == ["return", "(", parameter, ")"]
    }

    /// Whether nothing but the function that creates the module uses it.
    fn is_own(&self, init: &Init<'_>) -> bool {
        let (layout, name) = (&init.layout, self.define.name.as_str());
        let inside = |&i: &usize| {
            layout.tokens().get(i - 1).is_some_and(|t| init.func().span.contains(Span::new(t.start, t.end)))
        };
        let in_macro = init.facts().defines.iter().any(|d| {
            d.name_span != self.define.name_span
                && d.body.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
        });
        let elsewhere = init.project().files.iter().any(|facts| {
            facts.file != init.file
                && init.project().share_unit(facts.file, init.file)
                && memchr::memmem::find(init.scene.bytes(facts.file), name.as_bytes()).is_some()
        });
        self.uses.iter().all(inside) && !in_macro && !elsewhere
    }

    /// What a place that uses it gives for a parameter.
    fn argument<'t>(&self, layout: &Layout<'t>, open: usize, wanted: usize) -> Option<&'t str> {
        let close = layout.closing(open).filter(|_| layout.word(open) == "(")?;
        let (mut depth, mut index, mut start) = (0usize, 0, open + 1);
        for i in open + 1..=close {
            match layout.word(i) {
                "," | ")" if depth == 0 => {
                    if index == wanted {
                        return (i == start + 1).then(|| layout.word(start));
                    }
                    (index, start) = (index + 1, i + 1);
                }
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }
}

/// Lets a macro return -1 where it returned NULL. Gives whether it could.
pub(super) fn fails(work: &mut Work<'_, '_>, place: Span) -> Result<bool, Refusal> {
    let init = work.init;
    let Some(used) = used(init, place).filter(|used| used.is_own(init)) else { return Ok(false) };
    let returns: Vec<usize> = (0..used.body.len()).filter(|&i| used.word(&init.layout, i) == "return").collect();
    let null =
        |&i: &usize| used.word(&init.layout, i + 1) == "NULL" && matches!(used.word(&init.layout, i + 2), ";" | "");
    if returns.is_empty() || !returns.iter().all(null) {
        return Ok(false);
    }
    returns.iter().for_each(|i| work.replace_once(used.body[i + 1], "-1"));
    Ok(true)
}

/// Takes the release of the module out of a macro. Gives whether it could.
pub(super) fn releases(work: &mut Work<'_, '_>, place: Span, callee: &str) -> bool {
    let init = work.init;
    let (layout, Some(holder)) = (&init.layout, init.holder) else { return false };
    let Some(used) = used(init, place).filter(|used| used.is_own(init)) else { return false };
    let calls: Vec<usize> = (0..used.body.len()).filter(|&i| used.word(layout, i) == callee).collect();
    let [call] = calls[..] else { return false };
    let given = used.word(layout, call + 2);
    let plain =
        used.word(layout, call + 1) == "(" && used.word(layout, call + 3) == ")" && used.word(layout, call + 4) == ";";
    let alone = call > 0 && matches!(used.word(layout, call - 1), "{" | ";" | "}");
    let parameter = used.define.params.as_ref().and_then(|all| all.iter().position(|p| p == given));
    let is_holder = match parameter {
        Some(wanted) => used.uses.iter().all(|&open| used.argument(layout, open, wanted) == Some(holder.as_str())),
        None => given == holder.as_str(),
    };
    if !plain || !alone || !is_holder {
        return false;
    }
    let (start, end) = (used.body[call].start, used.body[call + 4].end);
    // Up to the next token, so that its line is not left empty.
    let next = used.body.get(call + 5).map_or(end, |span| span.start);
    let gap = layout.slice(Span::new(end, next));
    let blank = gap.chars().all(|c| c.is_whitespace() || c == '\\');
    work.replace_once(Span::new(start, if blank { next } else { end }), "");
    true
}
