//! ELF files made by the system's C compiler, without CPython's headers: a name is enough to import it.

use std::path::Path;
use std::process::Command;

use extlint::abi::read_binary;
use extlint::facts::{BinaryFormat, FileId, HookKind, ImageKind};

/// A shared object of this C text; None, with a notice, where there is no compiler that makes ELF files.
pub(crate) fn shared(source: &str, flags: &[&str]) -> Option<Vec<u8>> {
    compile(source, &[&["-shared", "-fPIC"], flags].concat())
}

fn compile(source: &str, flags: &[&str]) -> Option<Vec<u8>> {
    if !cfg!(target_os = "linux") {
        crate::support::skipped("the C compiler here makes no ELF files");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.c"), folder.path().join("out.so"));
    std::fs::write(&input, source).unwrap();
    let paths: [&Path; 3] = [&input, Path::new("-o"), &output];
    match Command::new("cc").arg("-O1").args(paths).args(flags).output() {
        Ok(done) if done.status.success() => Some(std::fs::read(output).unwrap()),
        Ok(done) => panic!("cc: {}", String::from_utf8_lossy(&done.stderr)),
        Err(error) => {
            crate::support::skipped(&format!("no C compiler ({error})"));
            None
        }
    }
}

/// C text that exports the hook and imports the names.
pub(crate) fn module(hook: &str, imports: &[&str]) -> String {
    let declared: String = imports.iter().map(|name| format!("extern void {name}(void);\n")).collect();
    let used: String = imports.iter().map(|name| format!("{name}, ")).collect();
    format!("{declared}void (*table[])(void) = {{{used} 0}};\nvoid *{hook}(void) {{ return table; }}\n")
}

/// This machine's platform tag.
pub(crate) fn platform() -> String {
    let arch = match std::env::consts::ARCH {
        "x86" => "i686",
        "powerpc64" if cfg!(target_endian = "little") => "ppc64le",
        "arm" => "armv7l",
        other => other,
    };
    format!("manylinux_2_28_{arch}")
}

#[test]
fn facts_of_a_shared_object() {
    let source = module("PyInit__core", &["PyLong_FromLong", "_Py_Dealloc", "printf"])
        + "extern void PyMaybe_There(void) __attribute__((weak));\n\
           void *maybe(void) { return PyMaybe_There; }\n\
           void PyOwn_Exported(void) {}\n\
           static void PyOwn_Static(void) {}\n\
           void *keep(void) { return PyOwn_Static; }\n\
           __attribute__((visibility(\"hidden\"))) void PyOwn_Hidden(void) {}\n";
    let Some(bytes) = shared(&source, &[]) else { return };
    let facts = read_binary(FileId(3), "build/_core.cpython-312-x86_64-linux-gnu.so", &bytes).unwrap();
    assert_eq!((facts.file, facts.format, facts.size), (FileId(3), BinaryFormat::Elf, bytes.len() as u64));
    let [slice] = facts.slices.as_slice() else { panic!("one slice") };
    assert_eq!(slice.kind, ImageKind::Shared);
    assert_eq!(u32::from(slice.bits), usize::BITS);
    let imports: Vec<(&str, bool)> = slice.imports.iter().map(|i| (i.name.as_str(), i.weak)).collect();
    assert_eq!(imports, [("PyLong_FromLong", false), ("PyMaybe_There", true), ("_Py_Dealloc", false)]);
    assert_eq!(slice.exports, ["PyOwn_Exported"]);
    let [hook] = slice.hooks.as_slice() else { panic!("one hook") };
    assert_eq!((hook.module(), hook.kind, hook.exported), ("_core", HookKind::Init, true));
    assert!(slice.needed.iter().any(|library| library.starts_with("libc.")), "{:?}", slice.needed);
}

#[test]
fn hidden_hooks_are_seen_only_where_none_is_exported() {
    let hidden = "-fvisibility=hidden";
    let Some(bytes) = shared(&module("PyInit_spam", &["PyLong_FromLong"]), &[hidden]) else { return };
    let facts = read_binary(FileId(0), "spam.abi3.so", &bytes).unwrap();
    let hooks: Vec<(&str, bool)> = facts.slices[0].hooks.iter().map(|h| (h.name.as_str(), h.exported)).collect();
    assert_eq!(hooks, [("PyInit_spam", false)]);
    assert!(!facts.is_extension());
}

#[test]
fn programs_are_no_extension_modules() {
    let source = module("PyInit_spam", &[]) + "int main(void) { return 0; }\n";
    let Some(bytes) = compile(&source, &["-pie", "-fPIE", "-Wl,--export-dynamic"]) else { return };
    let facts = read_binary(FileId(0), "spam.so", &bytes).unwrap();
    assert_eq!(facts.slices[0].kind, ImageKind::Executable);
    assert!(facts.exported_hooks().next().is_some());
    assert!(!facts.is_extension());
}
