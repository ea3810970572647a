//! Cost of the exact front end beside a compiler's syntax check of the same files, and what the precompiled header
//! gains.
//!
//! `EXTLINT_BENCH_DIR` names a folder of C sources; without it the sources of the repository's tests are taken. Every
//! row is a process of its own, on one thread: CPU time and peak memory are its own (with its children's for a compiler).

// What it prints is its report.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use extlint::clang::{FrontEnd, Input, Wish};
use extlint::facts::{FileId, Targets};
use extlint::source::{self, SourceInput};

/// Names the row that a child process measures.
const ROW: &str = "EXTLINT_BENCH_ROW";

/// Clock ticks a second in /proc, on every Linux.
const TICKS: f64 = 100.0;

fn main() {
    let files = files();
    if let Ok(row) = std::env::var(ROW) {
        return child(&row, &files);
    }
    let bytes: u64 = files.iter().filter_map(|f| fs::metadata(f).ok()).map(|m| m.len()).sum();
    let cache = tempfile::tempdir().expect("a temporary folder");
    println!("{} files, {:.2} MB", files.len(), bytes as f64 / 1e6);
    println!("{:<44} {:>8} {:>8} {:>8}", "", "wall s", "CPU s", "peak MB");
    for (row, name) in [
        ("tree-sitter", "tree-sitter alone"),
        ("plain", "libclang, Python.h read for every file"),
        ("cold", "libclang, precompiled header made first"),
        ("warm", "libclang, precompiled header there"),
        ("gcc", "gcc -fsyntax-only"),
        ("clang", "clang -fsyntax-only"),
    ] {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.env(ROW, row).env("EXTLINT_CACHE_DIR", cache.path()).env("RAYON_NUM_THREADS", "1");
        let output = command.stderr(Stdio::inherit()).output().expect("a child");
        println!("{name:<44} {}", String::from_utf8_lossy(&output.stdout).trim_end());
    }
}

/// The C files that are measured.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let given = std::env::var_os("EXTLINT_BENCH_DIR").map(PathBuf::from);
    let mut open = given.map_or_else(|| vec![root.join("tests/corpus"), root.join("tests/exact/sources")], |f| vec![f]);
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|e| e.path()));
        } else if path.extension().is_some_and(|e| e == "c") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn child(row: &str, files: &[PathBuf]) {
    let started = Instant::now();
    let peak = match row {
        "gcc" | "clang" => compile(row, files),
        row => read(row, files).then(|| status("VmHWM:") / 1024.0),
    };
    match peak {
        Some(peak) => println!("{:>8.2} {:>8.2} {:>8.0}", started.elapsed().as_secs_f64(), cpu(), peak),
        None => println!("{:>8} {:>8} {:>8}", "-", "-", "-"),
    }
}

/// Reads all files by a front end; false where there is no libclang.
fn read(row: &str, files: &[PathBuf]) -> bool {
    let texts: Vec<Vec<u8>> = files.iter().filter_map(|f| fs::read(f).ok()).collect();
    let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
    let all = names.iter().zip(&texts).enumerate();
    let inputs: Vec<SourceInput<'_>> =
        all.map(|(i, (path, text))| SourceInput { file: FileId(i as u32), path, text }).collect();
    let facts = source::read(&inputs, &Targets::default());
    if row == "tree-sitter" {
        return true;
    }
    let wish = Wish { without_precompiled: row == "plain", ..Wish::default() };
    let Ok(front_end) = FrontEnd::start(&wish) else { return false };
    let inputs: Vec<Input<'_>> = files.iter().zip(&texts).map(|(path, text)| Input { path, text }).collect();
    let root = files.first().and_then(|f| f.parent()).unwrap_or(Path::new("/"));
    let reading = front_end.read(&inputs, &facts, root);
    reading.is_ok_and(|reading| {
        if row == "plain" && !reading.given_up.is_empty() {
            eprintln!("({} files do not compile and are read up to that only)", reading.given_up.len());
        }
        true
    })
}

/// Runs a compiler over every file, one process each; its peak memory in MB. None where there is none.
fn compile(compiler: &str, files: &[PathBuf]) -> Option<f64> {
    let python = extlint::clang::Python::find(None)?;
    Command::new(compiler).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    let mut peak: f64 = 0.0;
    for file in files {
        let mut command = Command::new("/usr/bin/time");
        command.args(["-f", "%M", compiler, "-fsyntax-only", "-w", "-DNDEBUG"]);
        command.args(python.includes.iter().map(|folder| format!("-I{}", folder.display()))).arg(file);
        let output = command.stdout(Stdio::null()).output().ok()?;
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        let kilobytes = words.lines().last().and_then(|line| line.trim().parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0) / 1024.0);
    }
    Some(peak)
}

/// A number of kilobytes from this process's status.
fn status(key: &str) -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}

/// CPU seconds of this process and of the children that ended.
fn cpu() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = behind.split_whitespace().skip(11).take(4).filter_map(|word| word.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS
}
