//! What a build leaves out, as a user sees it: files that are named all the same, and libraries kept as submodules.

use crate::project::Project;

const MODULE: &str = "#include <Python.h>\n#include \"lib.h\"\n\
    static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = \"m\"};\n\
    PyMODINIT_FUNC PyInit_m(void) { lib_step(); return PyModuleDef_Init(&def); }\n";
const PROGRAM: &str = "static int runs;\nint main(void) { return ++runs; }\n";
const LIBRARY: &str = "static int steps;\nint lib_step(void) { return ++steps; }\n";

#[test]
fn a_program_that_is_named_keeps_its_findings() {
    let project = Project::with("m.c", MODULE);
    project.file("lib.c", LIBRARY);
    project.file("prog.c", PROGRAM);
    let all = project.run(&["check", "--output-format", "concise", "."]);
    assert!(all.out.contains("lib.c:1:12: ") && !all.out.contains("prog.c"), "{}", all.out);
    assert!(all.err.contains("note: prog.c: not part of an extension (a program"), "{}", all.err);
    let named = project.run(&["check", "--output-format", "concise", "prog.c"]);
    assert!(named.out.contains("prog.c:1:12: warning[ISO020]"), "{}", named.out);
    assert!(!named.err.contains("a program"), "{}", named.err);
}

#[test]
fn a_submodule_belongs_to_the_project_around_it() {
    let of = |git: &str| {
        let project = Project::with("m.c", MODULE);
        project.file("vendor/lib/.git", git);
        project.file("vendor/lib/lib.c", LIBRARY);
        project.file("vendor/lib/test/checks.c", "static int checks;\nint check_all(void) { return ++checks; }\n");
        project.check(&["--all", "."]).out
    };
    let submodule = of("gitdir: ../../.git/modules/vendor/lib\n");
    assert!(submodule.contains("lib.c:1:12: ") && !submodule.contains("checks.c"), "{submodule}");
    let of_its_own = of("gitdir: /elsewhere/.git/worktrees/lib\n");
    assert!(of_its_own.contains("lib.c:1:12: ") && of_its_own.contains("checks.c:1:12: "), "{of_its_own}");
}
