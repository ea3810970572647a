//! Scripts beside setup.py that build an extension: those that a pyproject.toml names, and the own backend of a project.

use std::path::Path;

use crate::input::read_small;

/// The scripts that the pyproject.toml of a folder names, from there on.
pub(super) fn of(folder: &Path) -> Vec<String> {
    let text = read_small(&folder.join("pyproject.toml")).unwrap_or_default();
    let table = String::from_utf8_lossy(&text).parse::<toml::Table>().map(toml::Value::Table);
    let mut out = table.map(|table| named(&table)).unwrap_or_default();
    out.retain(|path| folder.join(path).is_file());
    out.sort();
    out.dedup();
    out
}

fn named(table: &toml::Value) -> Vec<String> {
    let at = |path: &str| path.split('.').try_fold(table, |table, key| table.get(key));
    let text = |path: &str| at(path).and_then(toml::Value::as_str).map(str::to_owned);
    let mut out = Vec::new();
    // `build = "build.py"`, `build = { script = "build.py" }`: of poetry; then pdm, in its order of time.
    for key in [
        "tool.poetry.build",
        "tool.poetry.build.script",
        "tool.pdm.build",
        "tool.pdm.build.setup-script",
        "tool.pdm.build.custom-hook",
    ] {
        out.extend(text(key));
    }
    out.extend(at("tool.pdm").map(|_| "pdm_build.py".to_owned()));
    // Of hatch, for all targets or one; each has the name of its file.
    let of_targets = at("tool.hatch.build.targets").and_then(toml::Value::as_table).into_iter().flatten();
    let hooks = of_targets.filter_map(|(_, target)| target.get("hooks")).chain(at("tool.hatch.build.hooks"));
    for hook in hooks.filter_map(|hooks| hooks.get("custom")) {
        let path = hook.get("path").and_then(toml::Value::as_str).unwrap_or("hatch_build.py");
        out.push(path.to_owned());
    }
    // A backend that stands in the project.
    let folders = at("build-system.backend-path").and_then(toml::Value::as_array).into_iter().flatten();
    if let Some(backend) = text("build-system.build-backend") {
        let module = backend.split(':').next().unwrap_or_default().replace('.', "/");
        for folder in folders.filter_map(toml::Value::as_str) {
            let folder = folder.trim_start_matches("./").trim_matches(['.', '/']);
            let slash = if folder.is_empty() { "" } else { "/" };
            out.extend([".py", "/__init__.py"].map(|end| format!("{folder}{slash}{module}{end}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_backends() {
        let of = |text: &str| named(&toml::Value::Table(text.parse::<toml::Table>().unwrap_or_default()));
        assert_eq!(of("[tool.poetry]\nbuild = 'build.py'"), ["build.py"]);
        assert_eq!(of("[tool.poetry.build]\nscript = 'make/build.py'\ngenerate-setup-file = true"), ["make/build.py"]);
        assert_eq!(of("[tool.pdm.build]\nsetup-script = 'b.py'\nrun-setuptools = true"), ["b.py", "pdm_build.py"]);
        assert_eq!(of("[tool.hatch.build.hooks.custom]"), ["hatch_build.py"]);
        assert_eq!(of("[tool.hatch.build.targets.wheel.hooks.custom]\npath = 'x.py'"), ["x.py"]);
        let text = "[build-system]\nbuild-backend = 'own.backend:api'\nbackend-path = ['.', '_build']";
        assert_eq!(
            of(text),
            ["own/backend.py", "own/backend/__init__.py", "_build/own/backend.py", "_build/own/backend/__init__.py"]
        );
        assert_eq!(of("[build-system]\nbuild-backend = 'setuptools.build_meta'"), [""; 0]);
        assert_eq!(of("[project]\nname = 'x'"), [""; 0]);
    }
}
