//! Borrowed references that are given to what takes them over: nobody had a reference to give.

use super::state::{Gone, State};
use super::summary::call_of;
use super::walk::Walk;
use crate::capi::borrowed;
use crate::capi::formats::units::units;
use crate::capi::formats::{self, Does};
use crate::capi::functions::Function;
use crate::facts::{Expr, ExprId};
use crate::link::flow::references::Meaning;

impl Walk<'_, '_> {
    /// `PyList_SET_ITEM(list, 0, PyTuple_GET_ITEM(tuple, 0))`: no variable holds the reference that could be taken elsewhere.
    pub(super) fn given_away(&mut self, call: ExprId, function: &Function, args: &[ExprId]) {
        let taken =
            (1..=args.len()).filter(|&n| function.steals_on_success(n)).chain(self.taken_by_format(function, args));
        for arg in taken.filter_map(|number| args.get(number - 1)).copied().collect::<Vec<_>>() {
            let inner = self.facts.ast.strip_casts(arg);
            if let Expr::Call { .. } = self.facts.ast.expr(inner)
                && let Some(id) = self.plan.object_of(inner)
                && self.is_item(id)
                && !self.goes_back(id, call)
            {
                self.faults.given_away(id, call, self.facts.ast.expr_span(arg));
            }
        }
    }

    /// The arguments that units `N` of a literal format take over.
    fn taken_by_format(&self, function: &Function, args: &[ExprId]) -> Vec<usize> {
        let Some(takes) = formats::lookup(function.name).filter(|takes| takes.does == Does::Build) else {
            return Vec::new();
        };
        let text = args.get(takes.format).map(|&arg| self.facts.ast.expr(arg));
        let Some(units) =
            text.and_then(|text| if let Expr::Str(text) = text { units(takes.does, &text) } else { None })
        else {
            return Vec::new();
        };
        let (mut out, mut next) = (Vec::new(), takes.format + 2);
        for unit in units.units {
            out.extend((unit.text == "N").then_some(next));
            next += unit.takes.len();
        }
        out
    }

    /// Whether an object is an item that a container lends.
    pub(super) fn is_item(&self, id: u16) -> bool {
        let name = call_of(self.plan, id).and_then(|call| self.facts.ast.callee_name(call));
        name.is_some_and(|name| match self.meaning(name) {
            Meaning::Api(f) => {
                let item =
                    f.name.contains("GetItem") || f.name.contains("GET_ITEM") || borrowed::lookup(f.name).is_some();
                f.returns_borrowed() && item
            }
            _ => false,
        })
    }

    /// Whether an item goes back to where it was.
    fn goes_back(&self, id: u16, call: ExprId) -> bool {
        let ast = &self.facts.ast;
        let container = |call: ExprId| match ast.expr(call) {
            Expr::Call { args, .. } => ast.exprs(args).first().and_then(|&arg| ast.referred_name(arg)),
            _ => None,
        };
        let from = call_of(self.plan, id).and_then(container);
        from.is_some() && from == container(call)
    }

    /// A path ends, and an item was given away of which no reference was taken.
    pub(super) fn ended_without(&mut self, state: &State) {
        let gone = state.known.objects.iter().filter(|o| o.owned < 0 && o.stored == 0 && !o.lost && !o.shared);
        let gone: Vec<(u16, ExprId)> = gone
            .filter_map(|o| if let Some(Gone::Stolen(call)) = o.gone { Some((o.id, call)) } else { None })
            .filter(|&(id, call)| self.is_item(id) && !self.goes_back(id, call))
            .collect();
        for (id, call) in gone {
            self.faults.given_away(id, call, self.facts.ast.expr_span(call));
        }
    }
}
