//! Projects whose reports the tests read, and the parts of a page.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::support::{Output, extlint};

/// A file in a folder, with the folders above it.
pub(crate) fn file(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("in the folder")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

/// Text that would be markup where a page did not take it for text.
pub(crate) const MARKUP: &str = "</script><img src=x onerror=alert(1)><!--";

/// A module with a static type, objects in globals and other state, and with sources that look like markup.
pub(crate) fn small(folder: &Path) {
    file(folder, "setup.py", "");
    let spam = format!(
        "#include <Python.h>\n#include \"eggs.h\"\n\n\
         static PyObject *cache; /* {MARKUP} */\n\
         static int calls;\n\n\
         static PyTypeObject Spam_Type = {{PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"spam.Spam\"}};\n\n\
         static PyObject *\ncount(PyObject *self, PyObject *arg)\n{{\n\
         \tif (cache == NULL) {{\n\t\tcache = PyDict_New();\n\t}}\n\
         \tcalls++;\n\treturn Py_NewRef(cache);\n}}\n\n\
         static PyMethodDef methods[] = {{{{\"count\", count, METH_O, NULL}}, {{NULL}}}};\n\
         static PyModuleDef def = {{PyModuleDef_HEAD_INIT, .m_name = \"spam\", .m_methods = methods}};\n\n\
         PyMODINIT_FUNC\nPyInit_spam(void)\n{{\n\
         \tPyObject *m = PyModule_Create(&def);\n\
         \tPyModule_AddObject(m, \"Spam\", (PyObject *)&Spam_Type);\n\treturn m;\n}}\n"
    );
    file(folder, "src/spam.c", spam);
    file(
        folder,
        "src/eggs.h",
        format!("#define Py_BUILD_CORE 1\nint x; /* extlint: ignore[{}] */\n", MARKUP.replace(['[', ']'], "")),
    );
    file(folder, "vendor/old.c", "#define Py_BUILD_CORE 1\nint y;\n");
}

/// One finding more in [`small`].
pub(crate) fn more(folder: &Path) {
    let path = folder.join("src/eggs.h");
    let text = fs::read_to_string(&path).expect("it is there");
    fs::write(path, text + "#define Py_BUILD_CORE_MODULE 1\n").expect("files can be written");
}

/// A wheel whose name promises the stable ABI; with an extension module where there is a compiler.
pub(crate) fn wheel(folder: &Path) {
    file(folder, "fast.c", "void *_PyObject_Dump(void *);\nvoid *PyInit_fast(void) { return _PyObject_Dump(0); }\n");
    let (source, built) = (folder.join("fast.c"), folder.join("fast.so"));
    let cc = std::process::Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&built).arg(&source).output();
    let built = cc.is_ok_and(|done| done.status.success()).then(|| fs::read(&built).expect("it was built"));
    let path = folder.join("dist/spam-1.0-cp310-abi3-linux_x86_64.whl");
    fs::create_dir_all(folder.join("dist")).expect("folders can be made");
    let mut archive = zip::ZipWriter::new(fs::File::create(path).expect("files can be made"));
    let metadata = "Metadata-Version: 2.1\nName: spam\nVersion: 1.0\n";
    let tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp310-abi3-linux_x86_64\n";
    let parts = [
        ("spam/__init__.py", Some(Vec::new())),
        ("spam/fast.cpython-312-x86_64-linux-gnu.so", built),
        ("spam-1.0.dist-info/METADATA", Some(metadata.into())),
        ("spam-1.0.dist-info/WHEEL", Some(tags.into())),
        ("spam-1.0.dist-info/RECORD", Some(Vec::new())),
    ];
    for (name, bytes) in parts {
        let Some(bytes) = bytes else { continue };
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        archive.write_all(&bytes).expect("it is written");
    }
    archive.finish().expect("it ends");
}

/// Modules with 5,000 findings in 50 files.
pub(crate) fn large(folder: &Path) {
    file(folder, "setup.py", "");
    for module in 0..50 {
        let mut text = String::from("#include <Python.h>\n");
        for i in 0..100 {
            let _ = write!(
                text,
                "static PyObject *f{i}(PyObject *self, PyObject *arg)\n{{\n    static PyObject *cache = NULL;\n    \
                 if (!cache) {{ cache = PyDict_New(); }}\n    return Py_NewRef(cache);\n}}\n"
            );
        }
        text += "static PyMethodDef methods[] = {";
        (0..100).for_each(|i| _ = write!(text, "{{\"f{i}\", f{i}, METH_O, NULL}}, "));
        let _ = write!(
            text,
            "{{NULL}}}};\nstatic PyModuleDef def = {{PyModuleDef_HEAD_INIT, .m_name = \"m{module}\", .m_methods = methods}};\n\
             PyMODINIT_FUNC PyInit_m{module}(void)\n{{\n    return PyModule_Create(&def);\n}}\n"
        );
        file(folder, &format!("src/m{module}.c"), text);
    }
}

/// A run in the folder that must work: findings are no failure.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = extlint(folder, arguments);
    assert!(matches!(output.code, Some(0 | 1)), "{arguments:?}: {}", output.stderr);
    output
}

/// The JSON in an element of a page.
pub(crate) fn element(page: &str, id: &str) -> serde_json::Value {
    let begin = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("no element {id}"));
    let text = rest.split_once("</script>").expect("the element ends").0;
    serde_json::from_str(text).expect("it holds JSON")
}
