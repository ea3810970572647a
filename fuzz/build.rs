//! Compiles the extension module that binary targets start from: with debug information, without headers of Python.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=module.c");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets it");
    let out = Path::new(&out).join("module.so");
    let options = ["-g", "-O1", "-shared", "-fPIC", "-nostdlib", "module.c", "-o"];
    let made = Command::new("cc").args(options).arg(&out).status();
    assert!(made.is_ok_and(|status| status.success()), "cc does not compile module.c");
}
