//! What is known at one point of a path: the objects that came in, who holds them, how tests came out. No judgement.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHasher;

use crate::facts::{ExprId, Name};
use crate::link::flow::paths::Member;

/// So many tests that came out one way or the other are remembered, the first of a path; of the others both ways are
/// walked again, which adds paths.
const MAX_TESTS: usize = 12;

/// What a local holds; one without a value holds something that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Value {
    /// NULL, or the number.
    Number(i64),
    /// The object of this number.
    Object(u16),
    /// The answer of a call: it failed, or did not.
    Answer(bool),
}

/// How the last reference was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gone {
    /// The count went down there.
    Released(ExprId),
    /// A call took it.
    Stolen(ExprId),
}

/// An object, from where it comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Object {
    /// Its number in the function: each place where an object comes in has one.
    pub id: u16,
    /// References that this function has to give up.
    pub owned: i8,
    /// References stored in a field, an array or a variable outside.
    pub stored: u8,
    /// Whether it is NULL.
    pub null: Option<bool>,
    /// It went where it is not followed.
    pub lost: bool,
    /// A call may have taken a reference of its own.
    pub shared: bool,
    /// The function took a reference that it was not given.
    pub taken: bool,
    /// How its last reference of this function went.
    pub gone: Option<Gone>,
    /// It is borrowed from what Python code can change.
    pub lent: bool,
    /// A call that can run Python code came since.
    pub stale: Option<ExprId>,
    /// It is what a parameter holds: callers ask what became of it.
    pub argument: bool,
}

impl Object {
    /// All that it says, in few numbers.
    fn words(&self) -> [u64; 2] {
        let null = self.null.map_or(2, u64::from);
        let flags = [self.lost, self.shared, self.taken, self.lent, self.argument]
            .into_iter()
            .fold(null, |all, flag| all << 1 | u64::from(flag));
        let gone = match self.gone {
            None => 0,
            Some(Gone::Released(ExprId(at))) => 1 | u64::from(at) << 2,
            Some(Gone::Stolen(ExprId(at))) => 2 | u64::from(at) << 2,
        };
        let stale = self.stale.map_or(0, |ExprId(at)| u64::from(at) + 1);
        let counts = u64::from(self.id) | u64::from(self.owned as u8) << 16 | u64::from(self.stored) << 24;
        [counts | flags << 32, gone ^ stale.rotate_left(32)]
    }
}

/// One thing on the way of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A test came out so.
    Test(ExprId, bool),
    /// An object came in, or a reference was taken.
    Taken(u16, ExprId),
    /// A call that steals what it gets, where it succeeds, has failed.
    Refused(u16, ExprId),
}

#[derive(Debug)]
struct Link {
    mark: Mark,
    length: u32,
    before: Trail,
}

/// The way of a path, the last mark first. Two states that differ in it alone are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail(Option<Rc<Link>>);

impl Trail {
    pub(super) fn add(&mut self, mark: Mark) {
        let length = self.len() + 1;
        self.0 = Some(Rc::new(Link { mark, length, before: Trail(self.0.take()) }));
    }

    pub(super) fn len(&self) -> u32 {
        self.0.as_ref().map_or(0, |link| link.length)
    }

    pub(super) fn marks(&self) -> impl Iterator<Item = Mark> + '_ {
        let mut next = self.0.as_ref();
        std::iter::from_fn(move || {
            let link = next?;
            next = link.before.0.as_ref();
            Some(link.mark)
        })
    }
}

impl Drop for Trail {
    /// A way is as long as the function: to drop it link by link needs no stack.
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(Ok(mut link)) = next.map(Rc::try_unwrap) {
            next = link.before.0.take();
        }
    }
}

/// What is known at a point of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    /// In the order of their numbers.
    pub objects: Vec<Object>,
    /// By the numbers of the locals.
    pub locals: Vec<(u16, Value)>,
    /// What the last such call answered that is a number, or says whether they failed.
    pub answer: Option<(ExprId, Value)>,
    /// How tests came out whose operands are still the same, by the number of the test.
    pub tests: Vec<(u16, bool)>,
    /// Fields that were set, of objects whose memory is not zeroed.
    pub fields: Vec<(u16, Name)>,
    /// A call has set an exception, and none that may have cleared it came since.
    pub raised: bool,
    /// The last call that returned an object that was there before.
    pub result: Option<(ExprId, u16)>,
}

impl Known {
    fn digest(&self) -> u64 {
        let Known { objects, locals, answer, tests, fields, raised, result } = self;
        let mut hasher = FxHasher::default();
        for object in objects {
            object.words().iter().for_each(|&word| hasher.write_u64(word));
        }
        // Which fields are set is left to the comparison: names have no number that is the same in each run.
        (locals, answer, tests, fields.len(), raised, result).hash(&mut hasher);
        hasher.finish()
    }
}

/// The same with the way to it. States are copied at each branch and seldom changed: what they know is shared until then.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub known: Rc<Known>,
    pub trail: Trail,
    /// A number made of what is known, so that most comparisons are of two numbers; None until it is asked for.
    digest: Option<u64>,
}

impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for State {}

impl Member for State {
    fn prepare(&mut self) {
        self.digest = Some(self.digest());
    }
}

impl PartialOrd for State {
    fn partial_cmp(&self, other: &State) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for State {
    fn cmp(&self, other: &State) -> Ordering {
        if Rc::ptr_eq(&self.known, &other.known) {
            return Ordering::Equal;
        }
        self.digest().cmp(&other.digest()).then_with(|| self.known.cmp(&other.known))
    }
}

impl State {
    fn digest(&self) -> u64 {
        self.digest.unwrap_or_else(|| self.known.digest())
    }

    fn edit(&mut self) -> &mut Known {
        self.digest = None;
        Rc::make_mut(&mut self.known)
    }

    pub(super) fn object(&self, id: u16) -> Option<&Object> {
        let at = self.known.objects.binary_search_by_key(&id, |o| o.id).ok()?;
        Some(&self.known.objects[at])
    }

    /// Changes what is known of an object.
    pub(super) fn change(&mut self, id: u16, change: impl FnOnce(&mut Object)) {
        let Ok(at) = self.known.objects.binary_search_by_key(&id, |o| o.id) else { return };
        let mut object = self.known.objects[at];
        change(&mut object);
        if object != self.known.objects[at] {
            self.edit().objects[at] = object;
        }
    }

    /// An object comes in, in the place of an older one from there.
    pub(super) fn put(&mut self, object: Object) {
        match self.known.objects.binary_search_by_key(&object.id, |o| o.id) {
            Ok(at) => self.edit().objects[at] = object,
            Err(at) => self.edit().objects.insert(at, object),
        }
    }

    /// An object is not followed any more.
    pub(super) fn drop_object(&mut self, id: u16) {
        if let Ok(at) = self.known.objects.binary_search_by_key(&id, |o| o.id) {
            self.edit().objects.remove(at);
        }
    }

    pub(super) fn local(&self, local: u16) -> Option<Value> {
        let at = self.known.locals.binary_search_by_key(&local, |(l, _)| *l).ok()?;
        Some(self.known.locals[at].1)
    }

    pub(super) fn set(&mut self, local: u16, value: Option<Value>) {
        match (self.known.locals.binary_search_by_key(&local, |(l, _)| *l), value) {
            (Ok(at), Some(value)) if self.known.locals[at].1 != value => self.edit().locals[at].1 = value,
            (Ok(at), None) => _ = self.edit().locals.remove(at),
            (Err(at), Some(value)) => self.edit().locals.insert(at, (local, value)),
            _ => {}
        }
    }

    /// The locals that hold an object.
    pub(super) fn holders(&self, id: u16) -> impl Iterator<Item = u16> + '_ {
        let held = self.known.locals.iter().filter(move |(_, value)| *value == Value::Object(id));
        held.map(|(local, _)| *local)
    }

    pub(super) fn lose(&mut self, id: u16) {
        self.change(id, |object| {
            (object.lost, object.gone, object.stale, object.owned, object.stored) = (true, None, None, 0, 0);
        });
    }

    /// Forgets objects that nobody holds and that this function owes nothing.
    pub(super) fn prune(&mut self) {
        let Known { objects, locals, .. } = &*self.known;
        let needed = |object: &Object| {
            object.owned > 0
                || object.argument && (object.lost || object.owned < 0 || object.stored > 0 || object.null.is_some())
                || locals.iter().any(|(_, value)| *value == Value::Object(object.id))
        };
        if objects.iter().all(needed) {
            return;
        }
        let kept: Vec<Object> = objects.iter().copied().filter(needed).collect();
        let known = self.edit();
        known.fields.retain(|(of, _)| kept.iter().any(|object| object.id == *of));
        known.objects = kept;
    }

    /// A call has answered.
    pub(super) fn answer(&mut self, call: ExprId, answer: Value) {
        self.edit().answer = Some((call, answer));
    }

    /// A call has returned an object that was there before.
    pub(super) fn result(&mut self, call: ExprId, id: u16) {
        self.edit().result = Some((call, id));
    }

    pub(super) fn answer_of(&self, call: ExprId) -> Option<Value> {
        self.known.answer.filter(|(of, _)| *of == call).map(|(_, answer)| answer)
    }

    /// Forgets what calls answered and returned.
    pub(super) fn forget_calls(&mut self) {
        if self.known.answer.is_some() || self.known.result.is_some() {
            let known = self.edit();
            (known.answer, known.result) = (None, None);
        }
    }

    pub(super) fn remember(&mut self, test: u16, holds: bool) {
        if self.known.tests.len() < MAX_TESTS {
            let tests = &mut self.edit().tests;
            tests.push((test, holds));
            tests.sort_unstable();
        }
    }

    /// Whether tests are remembered though no object is owed, gone or stale.
    pub(super) fn is_idle(&self) -> bool {
        let idle = |o: &Object| o.lost || o.owned == 0 && o.stored == 0 && o.gone.is_none() && o.stale.is_none();
        !self.known.tests.is_empty() && self.known.objects.iter().all(idle)
    }

    pub(super) fn forget_all_tests(&mut self) {
        self.edit().tests.clear();
    }

    /// Forgets the tests that are not to be kept.
    pub(super) fn keep_tests(&mut self, keep: impl Fn(u16) -> bool) {
        if !self.known.tests.iter().all(|(test, _)| keep(*test)) {
            self.edit().tests.retain(|(test, _)| keep(*test));
        }
    }

    /// The orders that two values may stand in, by the number of the first one.
    pub(super) fn orders(&self, number: u16) -> u8 {
        if self.known.tests.contains(&(number + 1, true)) {
            return 1 << 1;
        }
        let out = |bit: &u16| self.known.tests.contains(&(number + bit, false));
        (0..3).filter(|bit| !out(bit)).fold(0, |orders, bit| orders | 1 << bit)
    }

    /// Two values stand in one of these orders.
    pub(super) fn remember_orders(&mut self, number: u16, orders: u8) {
        let before = self.orders(number);
        if before & orders == 1 << 1 {
            self.forget_tests(&[number, number + 2]);
            self.remember(number + 1, true);
            return;
        }
        for bit in (0..3).filter(|bit| before & !orders & 1 << bit != 0) {
            self.remember(number + bit, false);
        }
    }

    pub(super) fn forget_tests(&mut self, which: &[u16]) {
        if self.known.tests.iter().any(|(test, _)| which.contains(test)) {
            self.edit().tests.retain(|(test, _)| !which.contains(test));
        }
    }

    /// An exception is set for sure, or that is not known.
    pub(super) fn raise(&mut self, raised: bool) {
        if self.known.raised != raised {
            self.edit().raised = raised;
        }
    }

    /// A field of an object was set.
    pub(super) fn field_set(&mut self, id: u16, field: Name) {
        if !self.known.fields.contains(&(id, field)) {
            let fields = &mut self.edit().fields;
            fields.push((id, field));
            fields.sort_unstable();
        }
    }
}
