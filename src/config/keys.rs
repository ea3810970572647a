//! The keys of a configuration as text: what each means, its default, and what a JSON schema says of its value. What is
//! read is in [`super::file`]; a test holds that both have the same keys.

use serde_json::{Value, json};

use crate::rules::RULES;

/// A key.
pub(super) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it is for, a sentence.
    pub meaning: &'static str,
    /// Its default as a file has it, or an example where nothing is the default.
    pub example: &'static str,
    /// What its value may be.
    schema: fn() -> Value,
}

/// Every key, tables last as TOML wants them.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "min-python",
        meaning: "Oldest Python version supported; the default is that of requires-python, or 3.10.",
        example: "\"3.10\"",
        schema: version,
    },
    Key { name: "max-python", meaning: "Newest Python version checked.", example: "\"3.15\"", schema: version },
    Key {
        name: "limited-api",
        meaning: "Whether the project is built for the limited API: \"auto\", true, false, or its version.",
        example: "\"auto\"",
        schema: || json!({ "anyOf": [{ "type": "boolean" }, { "const": "auto" }, version()] }),
    },
    Key {
        name: "isolation",
        meaning: "Interpreters to support; with \"auto\", the slots of each module decide.",
        example: "\"auto\"",
        schema: || json!({ "enum": ["auto", "process", "subinterpreter", "per-interpreter-gil"] }),
    },
    Key {
        name: "free-threading",
        meaning: "Whether to support running without the GIL; with \"auto\", pyproject.toml and the slots of each module decide.",
        example: "\"auto\"",
        schema: || json!({ "enum": ["auto", true, false] }),
    },
    Key {
        name: "select",
        meaning: "Rules to run: codes, names, categories, beginnings of codes; the default is all stable rules.",
        example: "[\"ALL\"]",
        schema: selectors,
    },
    Key { name: "ignore", meaning: "Rules to leave out.", example: "[]", schema: selectors },
    Key {
        name: "preview",
        meaning: "Whether to run the rules that are in preview too.",
        example: "false",
        schema: || json!({ "type": "boolean" }),
    },
    Key {
        name: "exclude",
        meaning: "Paths to leave out, written as in .gitignore.",
        example: "[]",
        schema: || json!({ "type": "array", "items": { "type": "string" } }),
    },
    Key {
        name: "fail-on",
        meaning: "Lowest level of findings that leads to exit code 1: \"error\", \"warning\", \"note\", \"never\".",
        example: "\"warning\"",
        schema: || json!({ "enum": ["error", "warning", "note", "never"] }),
    },
    Key {
        name: "baseline",
        meaning: "File with known findings, from `extlint check --write-baseline FILE`.",
        example: "\"extlint-baseline.json\"",
        schema: || json!({ "type": "string" }),
    },
    Key {
        name: "clang",
        meaning: "Whether to read sources with libclang as well: \"off\", \"auto\", \"on\", or the path of libclang.",
        example: "\"off\"",
        schema: || json!({ "type": ["string", "boolean"] }),
    },
    Key {
        name: "python",
        meaning: "The Python interpreter whose headers libclang reads.",
        example: "\"python3\"",
        schema: || json!({ "type": "string" }),
    },
    Key {
        name: "compile-commands",
        meaning: "The compile_commands.json, or its folder, from which libclang takes compiler flags.",
        example: "\"build\"",
        schema: || json!({ "type": "string" }),
    },
    Key {
        name: "severity",
        meaning: "Levels of rules, by code or name: \"error\", \"warning\", \"note\", \"off\".",
        example: "mutable-global = \"warning\"",
        schema: || {
            let level = json!({ "enum": ["error", "warning", "note", "off"] });
            json!({ "type": "object", "propertyNames": selector(), "additionalProperties": level })
        },
    },
    Key {
        name: "per-file-ignores",
        meaning: "Rules to leave out in files that match a pattern.",
        example: "\"src/compat.c\" = [\"abi\"]",
        schema: || json!({ "type": "object", "additionalProperties": selectors() }),
    },
    Key {
        name: ACCEPT,
        meaning: "Private names and internal headers that the project uses on purpose, in tables with a reason each.",
        example: "names = [\"_PyLong_Sign\"]\nheaders = [\"pycore_frame.h\"]\nreason = \"no public function gives it\"",
        schema: || {
            let words = json!({ "type": "array", "items": { "type": "string" } });
            json!({ "type": "array", "items": {
                "type": "object",
                "properties": {
                    "names": words, "headers": words, "files": words,
                    "profile": { "const": "cpython" },
                    "reason": { "type": "string", "minLength": 1 },
                },
                "required": ["reason"],
                "anyOf": [{ "required": ["names"] }, { "required": ["headers"] }, { "required": ["profile"] }],
                "additionalProperties": false,
            } })
        },
    },
];

/// The key whose tables are items of a list.
const ACCEPT: &str = "accept";

fn version() -> Value {
    json!({ "type": "string", "pattern": r"^3\.[0-9]+$" })
}

fn selectors() -> Value {
    json!({ "type": "array", "items": selector() })
}

/// A word for rules: editors offer the names, and beginnings of codes are right as well.
fn selector() -> Value {
    let mut words: Vec<&str> = vec!["ALL"];
    for rule in RULES {
        words.extend(
            [rule.category, rule.code, rule.name].iter().filter(|word| !words.contains(word)).collect::<Vec<_>>(),
        );
    }
    json!({ "anyOf": [{ "enum": words }, { "type": "string", "pattern": "^[A-Za-z]+[0-9]{0,3}$" }] })
}

/// The JSON schema of a configuration file.
pub fn schema() -> String {
    let property = |key: &Key| {
        let mut value = (key.schema)();
        value["description"] = json!(key.meaning);
        (key.name.to_owned(), value)
    };
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "extlint",
        "description": "extlint.toml, or the table tool.extlint in pyproject.toml",
        "type": "object",
        "properties": KEYS.iter().map(property).collect::<serde_json::Map<String, Value>>(),
        "additionalProperties": false,
    });
    format!("{schema:#}\n")
}

/// A configuration file that says nothing, with every key in a comment.
pub fn commented() -> String {
    let mut out = String::from("# Configuration of extlint; `extlint config` prints the settings in effect.\n");
    for key in KEYS {
        let table = key.example.contains(" = ");
        let line = if key.name == ACCEPT {
            format!("# [[{}]]\n# {}", key.name, key.example.replace('\n', "\n# "))
        } else if table {
            format!("# [{}]\n# {}", key.name, key.example)
        } else {
            format!("# {} = {}", key.name, key.example)
        };
        out += &format!("\n# {}\n{line}\n", key.meaning);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FileConfig;

    #[test]
    fn what_is_commented_can_be_read() {
        let keys = commented();
        let settings = keys
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.contains(" = ") && !line.contains("`") || line.starts_with('['));
        let text = settings.collect::<Vec<_>>().join("\n");
        let table: toml::Table = text.parse().expect("TOML");
        assert_eq!(table.len(), KEYS.len(), "{text}");
        FileConfig::read(&table).expect("a configuration");
    }
}
