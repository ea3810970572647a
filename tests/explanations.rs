//! Checks the examples in `rules.toml`: what an explanation calls bad fires its rule, what it calls good does not.
//!
//! Examples are the fenced `c` or `cpp` blocks behind a line `Bad:` or `Good:`. `key=value` behind the language
//! (` ```c min-python=3.8 `) is the configuration that the example is about.

mod support;

use std::fs;

use extlint::finding::RuleMeta;
use libtest_mimic::{Arguments, Failed, Trial};
use support::{all_rules_on, extlint, rows};

#[derive(Clone, Debug, PartialEq)]
struct Example {
    bad: bool,
    extension: &'static str,
    settings: Vec<(String, String)>,
    text: String,
}

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("examples_are_found", examples_are_found)];
    for &rule in extlint::rules::RULES.iter().filter(|r| r.inputs.contains(&"source")) {
        let examples = examples(rule.explanation);
        let both = [true, false].map(|bad| examples.iter().any(|e| e.bad == bad));
        trials.push(Trial::test(format!("{}/has_both", rule.name), move || match both {
            [true, true] => Ok(()),
            [bad, _] => {
                let word = if bad { "Good:" } else { "Bad:" };
                Err(format!("{}: no fenced C block behind `{word}`", rule.code).into())
            }
        }));
        for (i, example) in examples.into_iter().enumerate() {
            let word = if example.bad { "bad" } else { "good" };
            trials.push(Trial::test(format!("{}/{word}_{}", rule.name, i + 1), move || check(rule, &example)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn check(rule: &RuleMeta, example: &Example) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let file = format!("example.{}", example.extension);
    fs::write(place.path().join(&file), &example.text)?;
    let mut config = String::new();
    for (key, value) in &example.settings {
        let bare = matches!(value.as_str(), "true" | "false");
        config += &if bare { format!("{key} = {value}\n") } else { format!("{key} = {value:?}\n") };
    }
    fs::write(place.path().join("extlint.toml"), all_rules_on(&config, rule.name))?;
    let args = ["check", &file, "--config", "extlint.toml", "--select", "ALL", "--output-format", "json-lines"];
    let output = extlint(place.path(), args);
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    let fired: Vec<_> = rows(&output.stdout)?.into_iter().filter(|r| r.code == rule.code).collect();
    match (example.bad, fired.is_empty()) {
        (true, true) => Err(format!("{} does not fire on its bad example:\n{}", rule.code, example.text).into()),
        (false, false) => {
            let first = &fired[0];
            let line = first.line.unwrap_or(0);
            Err(format!("{} fires on its good example, line {line}: {}\n{}", rule.code, first.message, example.text)
                .into())
        }
        _ => Ok(()),
    }
}

fn examples(explanation: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut bad = None;
    let mut open: Option<(String, Option<Example>)> = None;
    for line in explanation.lines() {
        let trimmed = line.trim();
        match &mut open {
            Some((fence, _)) if trimmed == fence.as_str() => {
                found.extend(open.take().and_then(|(_, example)| example));
            }
            Some((_, Some(example))) => {
                example.text.push_str(line);
                example.text.push('\n');
            }
            Some(_) => {}
            None if trimmed.starts_with("```") => {
                let fence: String = trimmed.chars().take_while(|&c| c == '`').collect();
                let mut words = trimmed[fence.len()..].split_whitespace();
                let extension = match words.next() {
                    Some("c") => Some("c"),
                    Some("cpp" | "c++") => Some("cpp"),
                    _ => None,
                };
                let settings: Vec<(String, String)> =
                    words.filter_map(|w| w.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
                let example = bad.zip(extension).map(|(bad, extension)| Example {
                    bad,
                    extension,
                    settings,
                    text: String::new(),
                });
                open = Some((fence, example));
            }
            None if trimmed.starts_with("Bad") && trimmed.ends_with(':') => bad = Some(true),
            None if trimmed.starts_with("Good") && trimmed.ends_with(':') => bad = Some(false),
            None => {}
        }
    }
    found
}

fn examples_are_found() -> Result<(), Failed> {
    let text = "Why.\n\n```c\nint before;\n```\n\nBad:\n\n```c min-python=3.8\nint a;\n\nint b;\n```\n\nGood:\n\n```cpp\nint c;\n```\n\n```sh\nls\n```\n";
    let expected = vec![
        Example {
            bad: true,
            extension: "c",
            settings: vec![("min-python".to_owned(), "3.8".to_owned())],
            text: "int a;\n\nint b;\n".to_owned(),
        },
        Example { bad: false, extension: "cpp", settings: Vec::new(), text: "int c;\n".to_owned() },
    ];
    let found = examples(text);
    if found == expected { Ok(()) } else { Err(format!("{found:#?}").into()) }
}
