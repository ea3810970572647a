//! What to do with a type to see whether it does what a rule warns of. Python statements, no harness.

/// One rule's probe. `t` is the type, or the string `refused` where the interpreter did not make it.
pub(crate) struct Probe {
    /// The rule's name: the folder of its `runs.c`.
    pub(crate) rule: &'static str,
    /// The minor versions of Python 3 on which there is something to see.
    pub(crate) pythons: std::ops::RangeInclusive<u32>,
    /// Statements, each on a line.
    pub(crate) steps: &'static str,
    /// True where it does. `False`: only a crash shows it.
    pub(crate) observed: &'static str,
}

const NEW: u32 = 10;
const ALL: std::ops::RangeInclusive<u32> = NEW..=u32::MAX;

/// References to the type per object made and dropped.
const GROWTH: &str = "n = sys.getrefcount(t)\nfor i in range(100): t()\ngrowth = sys.getrefcount(t) - n\n";
/// Many objects, and a look at all of them.
const MANY: &str = "for i in range(100): t()\ngc.collect()\n";
/// The last instance outlives the names of its type: the collector clears the type before it drops the instance.
const LAST: &str = "l = [t()]\nl.append(l)\nfor n, v in list(vars(runs).items()):\n    if v is t: delattr(runs, n)\n\
                    gc.collect()\ndel t, l, v\ngc.collect()\n";

const fn probe(rule: &'static str, steps: &'static str, observed: &'static str) -> Probe {
    Probe { rule, pythons: ALL, steps, observed }
}

const fn since(minor: u32, rule: &'static str, steps: &'static str, observed: &'static str) -> Probe {
    Probe { rule, pythons: minor..=u32::MAX, steps, observed }
}

const fn until(minor: u32, rule: &'static str, steps: &'static str, observed: &'static str) -> Probe {
    Probe { rule, pythons: NEW..=minor, steps, observed }
}

pub(crate) const PROBES: &[Probe] = &[
    probe("dealloc-missing-type-decref", GROWTH, "growth >= 100"),
    probe(
        "double-type-decref",
        "keep = [t() for i in range(300)]\nn = sys.getrefcount(t)\nfor i in range(100): t()\ngrowth = sys.getrefcount(t) - n\n",
        "growth <= -100",
    ),
    probe("traverse-missing-type-visit", "o = t()\n", "t not in gc.get_referents(o)"),
    probe("inherited-static-traverse", "o = t()\n", "gc.is_tracked(o) and t not in gc.get_referents(o)"),
    Probe {
        rule: "type-visit-before-3.9",
        pythons: 8..=8,
        steps: "import weakref\nX = type('X', (t,), {})\nX.i = X()\nr = weakref.ref(X)\ndel X\nfor i in range(3): gc.collect()\n",
        observed: "r() is not None",
    },
    probe("type-visited-twice", "o = t()\n", "gc.get_referents(o).count(t) > 1"),
    probe("heap-type-without-gc", "o = t()\n", "not gc.is_tracked(o)"),
    probe("traverse-without-have-gc", "o = t()\n", "not gc.is_tracked(o)"),
    since(11, "have-gc-without-traverse", "", "t == 'refused'"),
    probe(
        "have-gc-without-clear",
        "n = sys.getrefcount(t)\nfor i in range(100):\n    o = t()\n    if hasattr(o, 'set'): o.set((o,))\ndel o\n\
         gc.collect()\ngrowth = sys.getrefcount(t) - n\n",
        "growth >= 100",
    ),
    probe("non-gc-alloc-of-gc-type", MANY, "False"),
    probe(
        "fixed-alloc-of-subclassable-type",
        "try: X = type('X', (t,), {})\nexcept TypeError: X = t\nfor i in range(200): X()\ngc.collect()\n",
        "False",
    ),
    probe("gc-alloc-of-non-gc-type", MANY, "False"),
    probe("free-mismatch", MANY, "False"),
    probe("gc-new-without-track", "o = t()\n", "not gc.is_tracked(o)"),
    probe("double-track", "t()\n", "False"),
    probe("track-before-init", "t()\n", "False"),
    probe(
        "dealloc-missing-untrack",
        "class Collects:\n    def __del__(self): gc.collect()\no = t()\no.set(Collects())\ndel o\ngc.collect()\n",
        "False",
    ),
    probe("type-decref-before-free", LAST, "False"),
    probe("tp-free-override", MANY, "False"),
    // Immortal since 3.12.
    until(
        11,
        "type-decref-in-static-dealloc",
        "keep = [t] * 1000\nn = sys.getrefcount(t)\nfor i in range(100): t()\ngrowth = sys.getrefcount(t) - n\n",
        "growth <= -100",
    ),
    // Deallocations are nested by the interpreter itself since 3.14.
    until(
        13,
        "trashcan-misuse",
        "o = None\nfor i in range(300000):\n    n = t()\n    n.set(o)\n    o = n\ndel o, n\n",
        "False",
    ),
    since(
        12,
        "managed-dict-not-traversed",
        "x = []\no = t()\no.x = x\nseen = gc.get_referents(o)\n\
         visited = any(r is x or isinstance(r, dict) and r.get('x') is x for r in seen)\ndel seen\n\
         n = sys.getrefcount(x)\ndel o\ngc.collect()\nkept = sys.getrefcount(x) >= n\n",
        "not visited or kept",
    ),
    probe("owned-field-not-visited", "o = t()\n", "not any(type(r) is list for r in gc.get_referents(o))"),
    probe(
        "traverse-side-effect",
        "o = t()\nx = next(r for r in gc.get_referents(o) if type(r) is list)\nn = sys.getrefcount(x)\n\
         for i in range(10): gc.get_referents(o)\n",
        "sys.getrefcount(x) - n >= 10",
    ),
    probe(
        "weakref-list-visited",
        "import weakref\no = t()\nr = weakref.ref(o)\n",
        "any(x is r for x in gc.get_referents(o))",
    ),
    probe("visit-address-of", "o = t()\ngc.collect()\n", "False"),
    probe(
        "clear-leaves-dangling",
        "x = object()\nkeep = [x] * 10\nn = sys.getrefcount(x)\no = t()\no.set(x)\ndel o\ngc.collect()\n",
        "sys.getrefcount(x) < n",
    ),
    probe(
        "traverse-result-dropped",
        "o = t()\nx = next(r for r in gc.get_referents(o) if type(r) is list)\n",
        "not any(r is o for r in gc.get_referrers(x))",
    ),
    probe("super-slot-via-dynamic-type", "try: X = type('X', (t,), {})\nexcept TypeError: X = t\nX()\n", "False"),
    probe(
        "module-state-via-type-of-self",
        "try: X = type('X', (t,), {})\nexcept TypeError: X = t\ntry: X().ask(); failed = False\nexcept TypeError: failed = True\n",
        "failed",
    ),
    probe("module-state-in-destructor", LAST, "False"),
    // A warning up to 3.13.
    since(12, "immutable-type-mutable-base", "", "t == 'refused'"),
    since(12, "metaclass-with-new", "", "t == 'refused'"),
    probe("spec-name-without-dot", "", "t == 'refused'"),
    // Before, the last one counts.
    since(12, "bad-slots", "", "t == 'refused'"),
    // Refused, or the member reads the reference count.
    since(12, "relative-offset", "n = 0 if t == 'refused' else getattr(t(), 'n', 0)\n", "t == 'refused' or n != 0"),
    since(
        12,
        "bad-module-slots",
        "import importlib.util as u\nfrom importlib.machinery import ExtensionFileLoader, ModuleSpec\n\
         l = ExtensionFileLoader(t, runs.__file__)\ns = ModuleSpec(t, l, origin=runs.__file__)\nfailed = False\n\
         try: l.exec_module(u.module_from_spec(s))\nexcept SystemError: failed = True\n",
        "failed",
    ),
];
