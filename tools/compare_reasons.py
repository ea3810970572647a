"""Why only one of compiler and extlint speaks of a word: reasons that are checked, for `compare_with_compiler.py`."""

import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))

ASKED = re.compile(r"\b[A-Za-z_]\w*")
CPP = (".cpp", ".cc", ".cxx", ".hpp")
# Words of conditions that all compilations here settle alike: what hangs on them is for the rules to judge.
SETTLED = re.compile(r"defined|Py_LIMITED_API|PY_(VERSION_HEX|(MAJOR|MINOR|MICRO)_VERSION)|__GNUC__|__cplusplus|(PYPY|PYSTON)_VERSION|GRAALVM_PYTHON|\w*_(H|HPP|H_|INCLUDED)$")


class Reasons:
    """Checks reasons against the headers and what the compiler reads."""

    def __init__(self, compiler, configurations, known):
        self.compiler, self.configurations, self.known = compiler, configurations, known
        self.plain = {c.minor: known[c.name] for c in configurations if not c.limited}
        self.texts, self.own, self.changed, self.debug = {}, {}, set(), {}

    def why(self, side, item, project, configuration, answers, theirs, ours):
        """A reason in words, None where none was found."""
        self.project, self.configuration, self.answers = project, configuration, answers
        return self.only_compiler(item) if side == "compiler" else self.only_extlint(item, theirs)

    def only_compiler(self, item):
        configuration = self.configuration
        if configuration.limited and item.kind == "types":
            return "only the limited API has no cast there (subject of LIM005)" if self.without_limit(item) else None
        if configuration.limited and item.kind in ("args", "lvalue", "void", "header") and not self.without_limit(item):
            return "the same without the limited API"
        word = item.word or item.of
        if item.kind in ("name", "field", "header"):
            has = [minor for minor, words in self.plain.items() if word in words]
            if item.kind in ("name", "field") and not has:
                return "no Python 3 here has it"
            if configuration.limited and item.kind == "name" and word not in self.plain.get(configuration.minor, ()):
                return "the same without the limited API"
            if item.kind == "name" and has and min(has) > configuration.minor:
                return "of a newer Python: no rule asks for names that are not there yet"
            newer = [c for c in self.configurations if c.limited == configuration.limited and c.minor > configuration.minor]
            if configuration.limited and any(word in self.known[c.name] for c in newer):
                return "newer headers show it to this limited API"
        if item.kind in ("types", "args") and word in self.steady():
            return "its parameters are the same in all versions: an error of the code"
        if item.kind == "name" and word in self.in_debug_builds():
            return "the headers of this version declare it in debug builds alone: the tables take it as there"
        if item.file.endswith((".inc", ".inl", ".ipp", ".tpp")):
            return "in a file of an ending that a folder is not searched for: read, not reported"
        if item.kind == "header" and not re.match("py|longintrepr|.*object.h", word):
            return "a header of a common name, in quotes"
        if self.internal(item):
            return "the unit includes internal headers of CPython: what those declare is not known"
        if item.kind in ("field", "struct", "args") and item.file.endswith(CPP) and all(self.is_macro(item.file, line) or self.macro_near(item, line) for line in item.lines):
            return "C++: macros in expressions are not expanded"
        if macros := self.hangs_on(item.file, min(item.lines)):
            return f"in a branch that hangs on {', '.join(macros[:3])}: not known, and the rule is silent"
        return None

    def macro_near(self, item, line):
        """Whether the compiler names a place of use beside that of the macro."""
        return len(item.lines) > 1 and any(self.is_macro(item.file, other) for other in item.lines)

    def steady(self):
        """Functions whose parameters never changed: those of no row in the table of signatures."""
        if not self.changed:
            self.changed = {line.split("\t")[0] for line in open(f"{HERE}/../src/capi/signatures.tsv")}
        return {word for words in self.plain.values() for word in words} - self.changed

    def in_debug_builds(self):
        """The words of the headers with what only debug builds declare."""
        name = self.configuration.name
        if name not in self.debug:
            debug = self.configuration.with_defines(["-DPy_TRACE_REFS=1", "-DPy_REF_DEBUG=1", "-DPy_DEBUG=1"])
            self.debug[name] = self.compiler.words(debug)
        return self.debug[name]

    def internal(self, item):
        """Whether all units that say it read an internal header of CPython, by the text of their includes."""
        return all(any(re.search(r'#[ \t]*include[ \t]*[<"](internal/)?(pycore_|internal/)', "\n".join(self.lines(f))) for f in self.answers[self.configuration.name, unit]["read"]) for unit in item.units)

    def hangs_on(self, file, line):
        """The macros in the conditions around a line that nothing in the project defines, nor the versions settle."""
        words = {w for part in self.chain(file, line) for w in ASKED.findall(part) if not SETTLED.fullmatch(w)}
        return sorted(words - self.defined())

    def defined(self):
        """The macros that the project defines."""
        root = self.project.root
        if root not in self.own:
            files = [p for paths in self.project.headers.values() for p in paths] + self.project.units
            self.own[root] = {m for file in files for m in re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", "\n".join(self.lines(file)), re.M)}
        return self.own[root]

    def without_limit(self, item):
        """Whether the same compilation without the limited API does not say it."""
        for unit in item.units:
            for configuration in self.configurations:
                if configuration.minor == self.configuration.minor and not configuration.limited:
                    answer = self.answers.get((configuration.name, unit)) or self.compiler.syntax(self.project, configuration, unit)
                    if any(kind == item.kind and word == item.word and any(p[0] == item.file and p[1] in item.lines for p in places) for kind, word, _, places, _ in answer["said"]):
                        return False
        return True

    def units_of(self, file):
        name = self.configuration.name
        return [unit for (n, unit), a in self.answers.items() if n == name and not a["missing"] and file in a["read"]]

    def only_extlint(self, item, theirs):
        units = self.units_of(item.file)
        seen, beside = [], []
        for unit in units:
            text = self.compiler.preprocessed(self.project, self.configuration, unit)
            lines = text.get(item.file, {})
            if any(item.word in words for words in lines.values()):
                seen.append(unit)
            elif any(item.word in words for f in text.values() for words in f.values()):
                beside.append(unit)
        for said in theirs:
            same = said.word == item.word or said.kind in ("name", "struct") and item.struct and item.struct in (said.word, said.of)
            if same and said.units & set(seen + beside):
                return BY_UNIT
        if any(said.file == item.file and said.kind in ("struct", "field", "name") and said.lines & set(item.lines) for said in theirs) and item.code in ("ABI011", "ABI010", "LIM003"):
            return "the compiler gives up the expression at an earlier part"
        skipped = {line for said in theirs if said.kind == "name" and said.file == item.file and said.text.startswith("unknown type") for line in said.lines}
        if skipped and all(self.is_skipped(item.file, line, skipped) for line in item.lines):
            return "the compiler skips a function with a parameter of an unknown type"
        if not seen and not beside:
            macros = self.hangs_on(item.file, item.lines[0])
            if self.is_macro(item.file, item.lines[0]):
                return "in a macro that nothing compiled here expands"
            if macros:
                return f"in a branch that hangs on {', '.join(macros[:3])}: not compiled here"
        return None

    def lines(self, file):
        if file not in self.texts:
            text = open(file, encoding="utf-8", errors="replace").read()
            self.texts[file] = text.split("\n")
        return self.texts[file]

    def is_skipped(self, file, line, unknown):
        """Whether the head of the function around a line, or of what it is in, has an unknown type."""
        lines = self.lines(file)
        while line > 1 and not lines[line - 1].startswith("}"):
            if line in unknown and not lines[line - 1].rstrip().endswith(";"):
                return True
            line -= 1
        return False

    def is_macro(self, file, line):
        """Whether a line belongs to a `#define`."""
        lines = self.lines(file)
        while line > 1 and lines[line - 2].rstrip().endswith("\\"):
            line -= 1
        return re.match(r"\s*#\s*define\b", lines[line - 1]) is not None

    def chain(self, file, line):
        """The conditions around a line."""
        stack = []
        for text in self.lines(file)[: line - 1]:
            if m := re.match(r"\s*#\s*(ifdef|ifndef|if|elif|else|endif)\b(.*)", text):
                if m[1] in ("if", "ifdef", "ifndef"):
                    stack.append([m[2]])
                elif m[1] in ("elif", "else") and stack:
                    stack[-1].append(m[2])
                elif stack:
                    stack.pop()
        return [part for parts in stack for part in parts]


BY_UNIT = "both: the compiler says it once in a unit, at another place"
