//! libclang and the sources of projects: those that are there, else fetched by pip into the build folder. Not a test.

use std::path::{Path, PathBuf};
use std::process::Command;

use extlint::clang::{FrontEnd, Python, Wish};

/// The package that brings libclang with its own headers, and its version.
const PACKAGE: &str = "libclang-ng==22.1.4.2";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("exact")
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("{program} {}: {}", arguments.join(" "), text.lines().last().unwrap_or_default()))
}

/// The Python in use.
fn python() -> Result<String, String> {
    let found = Python::find(None).ok_or("there is no Python")?;
    Ok(found.program.to_string_lossy().into_owned())
}

/// The front end with the library that is found, else with one that is fetched.
pub(crate) fn front_end() -> Result<FrontEnd, String> {
    let found = FrontEnd::start(&Wish::default());
    let Err(missing) = found else { return found.map_err(|error| error.to_string()) };
    let packages = folder().join("python");
    let native = packages.join("clang").join("native");
    if !native.is_dir() {
        println!("fetching {PACKAGE} with pip");
        let target = packages.to_string_lossy().into_owned();
        run(&python()?, &["-m", "pip", "install", "--quiet", "--no-deps", "--target", &target, PACKAGE])
            .map_err(|error| format!("{missing}; {error}"))?;
    }
    let wish = Wish { library: Some(native), ..Wish::default() };
    FrontEnd::start(&wish).map_err(|error| error.to_string())
}

/// The unpacked sources of a project.
pub(crate) fn project(name: &str, version: &str) -> Result<PathBuf, String> {
    let full = format!("{name}-{version}");
    if let Some(given) = std::env::var_os("EXTLINT_PROJECTS") {
        let path = Path::new(&given).join(&full);
        return if path.is_dir() { Ok(path) } else { Err(format!("{} is not there", path.display())) };
    }
    let (sdists, sources) = (folder().join("sdist"), folder().join("sources"));
    let unpacked = sources.join(&full);
    if unpacked.is_dir() {
        return Ok(unpacked);
    }
    let archive = sdists.join(format!("{full}.tar.gz"));
    if !archive.is_file() {
        println!("fetching the sources of {full} with pip");
        let (target, wanted) = (sdists.to_string_lossy().into_owned(), format!("{name}=={version}"));
        run(
            &python()?,
            &["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name, "-d", &target, &wanted],
        )?;
    }
    const UNPACK: &str = "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])";
    run(&python()?, &["-c", UNPACK, &archive.to_string_lossy(), &sources.to_string_lossy()])?;
    if unpacked.is_dir() { Ok(unpacked) } else { Err(format!("{} holds no {full}", archive.display())) }
}
