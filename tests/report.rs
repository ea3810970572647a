//! Every report over findings made by hand: what each format writes for each kind of place.

use std::path::PathBuf;

use extlint::{
    check::Outcome,
    facts::{FileId, Span},
    finding::{Applicability, Finding, Label, Severity},
    input::Bytes,
    report::{self, Format, Look, Sort},
    rules::{ABI003, SUP001},
    text::{SourceText, Sources},
};
use snapbox::{assert_data_eq, str};

const MODULE: &str = "\
#include <Python.h>

static int
thing_traverse(PyObject *self, visitproc visit, void *arg)
{
    Thing *thing = (Thing *)self;
    Py_VISIT(thing->one);
    Py_VISIT(thing->two);
    return 0;
}

static PyType_Slot slots[] = {{Py_tp_traverse, thing_traverse}, {0, NULL}};
";

fn text(name: &str, bytes: &[u8]) -> SourceText {
    SourceText::new(PathBuf::from(name), name.into(), name.into(), Bytes::Owned(bytes.to_vec()), true)
}

fn span(text: &str, word: &str) -> Span {
    let start = text.find(word).expect("the word") as u32;
    Span::new(start, start + word.len() as u32)
}

fn outcome() -> Outcome {
    let header = "struct thing { int x; };\n";
    let mut files = vec![text("src/thing.c", MODULE.as_bytes()), text("src/thing.h", header.as_bytes())];
    files.push(text("dist/thing-1-cp310-abi3-any.whl", b"PK"));
    let mut generated = text("src/gen,1.c", b"int a; int b;\nint c;\n");
    generated.generator = Some("Cython 3.1.2".to_owned());
    files.push(generated);
    let one = FileId(0);
    let at = |word| Label::new(one, span(MODULE, word), "");
    let insert = span(MODULE, "    return 0;").start;
    let visit = Finding::source(&ABI003, "the traverse does not visit the type", at("thing_traverse("))
        .label(one, span(MODULE, "{Py_tp_traverse, thing_traverse}"), "it is used here")
        .label(FileId(1), span(header, "thing"), "for this struct")
        .symbol("thing_traverse")
        .note("since Python 3.9 an instance holds its heap type")
        .help("visit the type")
        .edit(one, Span::new(insert, insert), "    Py_VISIT(Py_TYPE(self));\n", Applicability::Safe)
        .edit(one, span(MODULE, "visitproc visit"), "visitproc v", Applicability::Unsafe);
    let whole = Span::new(span(MODULE, "static int").start, span(MODULE, "}\n\nstatic").end - 8);
    let body = Finding::source(&SUP001, "50% of\nthis", Label::new(one, whole, "this function"));
    let wheel = Finding::binary(&ABI003, "uses a private symbol", FileId(2), Some("thing/_one.abi3.so".into()))
        .symbol("_PyObject_Dump")
        .evidence("x86_64: undefined symbol `_PyObject_Dump`")
        .note("not in the stable ABI")
        .severity(Severity::Warning);
    let generated = |start: u32| {
        let mut finding = Finding::source(&ABI003, "a global", Label::new(FileId(3), Span::new(start, start + 5), ""));
        finding.summarised = true;
        finding.severity(Severity::Warning).symbol("x")
    };
    let mut outcome = Outcome { sources: Sources { files }, ..Outcome::default() };
    outcome.findings = vec![body, visit, wheel, generated(0), generated(7), generated(14)];
    outcome.counts.files = 4;
    outcome.counts.gaps = 1;
    outcome
}

fn written(format: Format, color: bool) -> String {
    let mut out = Vec::new();
    let look = Look { color, sort: Sort::Place, ..Look::default() };
    report::write(format, &outcome(), look, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn full() {
    assert_data_eq!(
        written(Format::Full, false),
        str![[r#"
note[SUP001]: 50% of this
   --> src/thing.c:3:1
   |  
 3 | / static int
 4 | | thing_traverse(PyObject *self, visitproc visit, void *arg)
 5 | | {
 6 | |     Thing *thing = (Thing *)self;
   . |
 9 | |     return 0;
10 | | }
   | |_^ this function

error[ABI003]: the traverse does not visit the type
   --> src/thing.c:4:1
   |
 4 | thing_traverse(PyObject *self, visitproc visit, void *arg)
   | ^^^^^^^^^^^^^^^
   .
12 | static PyType_Slot slots[] = {{Py_tp_traverse, thing_traverse}, {0, NULL}};
   |                               -------------------------------- it is used here
   |
   --> src/thing.h:1:8
   |
 1 | struct thing { int x; };
   |        ----- for this struct
   |
   = note: since Python 3.9 an instance holds its heap type
help: visit the type
  |
4 - thing_traverse(PyObject *self, visitproc visit, void *arg)
4 + thing_traverse(PyObject *self, visitproc v, void *arg)
  .
9 +     Py_VISIT(Py_TYPE(self));

warning[ABI003]: uses a private symbol
  --> dist/thing-1-cp310-abi3-any.whl!thing/_one.abi3.so
   | x86_64: undefined symbol `_PyObject_Dump`
   = note: not in the stable ABI

warning[ABI003]: 3 findings in code that Cython 3.1.2 generated; the first: a global
  --> src/gen,1.c:1:1
  |
1 | int a; int b;
  | ^^^^^
  |
  = note: the formats json and json-lines list all of them


"#]]
    );
}

#[test]
fn concise() {
    assert_data_eq!(
        written(Format::Concise, false),
        str![[r#"
src/thing.c:3:1: note[SUP001] 50% of this
src/thing.c:4:1: error[ABI003] the traverse does not visit the type
dist/thing-1-cp310-abi3-any.whl!thing/_one.abi3.so: warning[ABI003] uses a private symbol
src/gen,1.c:1:1: warning[ABI003] 3 findings in code that Cython 3.1.2 generated; the first: a global

"#]]
    );
}

#[test]
fn github() {
    assert_data_eq!(
        written(Format::Github, false),
        str![[r#"
::error file=src/thing.c,line=4,col=1,endLine=4,endColumn=16,title=ABI003 build-core-macro::the traverse does not visit the type%0Ahelp: visit the type
::warning file=dist/thing-1-cp310-abi3-any.whl,title=ABI003 build-core-macro::thing/_one.abi3.so: uses a private symbol%0Ax86_64: undefined symbol `_PyObject_Dump`
::warning file=src/gen%2C1.c,line=1,col=1,endLine=1,endColumn=6,title=ABI003 build-core-macro::3 findings in code that Cython 3.1.2 generated; the first: a global
::notice file=src/thing.c,line=3,endLine=10,title=SUP001 unused-suppression::50%25 of this

"#]]
    );
}

#[test]
fn json_lines() {
    assert_data_eq!(
        written(Format::JsonLines, false).lines().nth(1).unwrap_or_default(),
        str![[
            r#"{"version":1,"code":"ABI003","rule":"build-core-macro","category":"abi","severity":"error","confidence":"certain","message":"the traverse does not visit the type","path":"src/thing.c","member":null,"line":4,"column":1,"end_line":4,"end_column":16,"symbol":"thing_traverse","source":null,"labels":[{"message":"","path":"src/thing.c","line":4,"column":1,"end_line":4,"end_column":16},{"message":"it is used here","path":"src/thing.c","line":12,"column":31,"end_line":12,"end_column":63},{"message":"for this struct","path":"src/thing.h","line":1,"column":8,"end_line":1,"end_column":13}],"notes":["since Python 3.9 an instance holds its heap type"],"help":"visit the type","edits":[{"path":"src/thing.c","start":179,"end":179,"text":"    Py_VISIT(Py_TYPE(self));/n","applicability":"safe"},{"path":"src/thing.c","start":63,"end":78,"text":"visitproc v","applicability":"unsafe"}],"summarised":false,"folded":null,"fingerprint":"e9d665165d4ee4f5"}"#
        ]]
    );
}

#[test]
fn closing_line() {
    assert_data_eq!(
        report::closing_line(&outcome()),
        str!["1 error, 2 warnings, 1 note, +2 summarised; 4 files, 1 region not understood, 0.00 s"]
    );
}

#[test]
fn sarif() {
    let log: serde_json::Value = serde_json::from_str(&written(Format::Sarif, false)).expect("a document");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((log["version"].as_str(), results.len()), (Some("2.1.0"), 6));
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().map(Vec::len), Some(1));
    }
    let visit = &results[1];
    assert_eq!(visit["level"], "error");
    let place = &visit["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "src/thing.c");
    assert_eq!((&place["region"]["startLine"], &place["region"]["endColumn"]), (&4.into(), &16.into()));
    assert_eq!(visit["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"], "src/thing.h");
    let region = &visit["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"];
    assert_eq!((&region["startLine"], &region["endLine"], &region["endColumn"]), (&9.into(), &9.into(), &1.into()));
    // A binary has no lines; services want a region all the same.
    let region = &results[2]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], region.get("endLine")), (&1.into(), None));
    assert_eq!(results[5]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/gen%2C1.c");
}

#[test]
fn gitlab() {
    assert_data_eq!(
        written(Format::Gitlab, false),
        str![[r#"
[
  {
    "description": "SUP001: 50% of this",
    "check_name": "unused-suppression",
    "fingerprint": "3255047d8be5beeb",
    "severity": "info",
    "location": {
      "path": "src/thing.c",
      "lines": {
        "begin": 3
      }
    }
  },
  {
    "description": "ABI003: the traverse does not visit the type",
    "check_name": "build-core-macro",
    "fingerprint": "e9d665165d4ee4f5",
    "severity": "critical",
    "location": {
      "path": "src/thing.c",
      "lines": {
        "begin": 4
      }
    }
  },
  {
    "description": "ABI003: thing/_one.abi3.so: uses a private symbol",
    "check_name": "build-core-macro",
    "fingerprint": "1e6733e9d2b843fe",
    "severity": "major",
    "location": {
      "path": "dist/thing-1-cp310-abi3-any.whl",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "ABI003: a global",
    "check_name": "build-core-macro",
    "fingerprint": "6e6c30186614e539",
    "severity": "major",
    "location": {
      "path": "src/gen,1.c",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "ABI003: a global",
    "check_name": "build-core-macro",
    "fingerprint": "014a19dd6ec2f4b8",
    "severity": "major",
    "location": {
      "path": "src/gen,1.c",
      "lines": {
        "begin": 1
      }
    }
  },
  {
    "description": "ABI003: a global",
    "check_name": "build-core-macro",
    "fingerprint": "e13a1df671642a6b",
    "severity": "major",
    "location": {
      "path": "src/gen,1.c",
      "lines": {
        "begin": 2
      }
    }
  }
]

"#]]
    );
}

#[test]
fn junit() {
    assert_data_eq!(
        written(Format::Junit, false),
        str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="extlint" tests="6" failures="5" errors="0">
  <testsuite name="src/thing.c" tests="2" failures="1" errors="0">
    <testcase name="SUP001 unused-suppression src/thing.c:3:1" classname="suppression">
      <system-out>src/thing.c:3:1: 50% of this</system-out>
    </testcase>
    <testcase name="ABI003 build-core-macro src/thing.c:4:1" classname="abi">
      <failure type="error" message="the traverse does not visit the type">src/thing.c:4:1: the traverse does not visit the type
note: since Python 3.9 an instance holds its heap type
help: visit the type</failure>
    </testcase>
  </testsuite>
  <testsuite name="dist/thing-1-cp310-abi3-any.whl" tests="1" failures="1" errors="0">
    <testcase name="ABI003 build-core-macro dist/thing-1-cp310-abi3-any.whl!thing/_one.abi3.so" classname="abi">
      <failure type="warning" message="uses a private symbol">dist/thing-1-cp310-abi3-any.whl!thing/_one.abi3.so: uses a private symbol
note: not in the stable ABI</failure>
    </testcase>
  </testsuite>
  <testsuite name="src/gen,1.c" tests="3" failures="3" errors="0">
    <testcase name="ABI003 build-core-macro src/gen,1.c:1:1" classname="abi">
      <failure type="warning" message="a global">src/gen,1.c:1:1: a global</failure>
    </testcase>
    <testcase name="ABI003 build-core-macro src/gen,1.c:1:8" classname="abi">
      <failure type="warning" message="a global">src/gen,1.c:1:8: a global</failure>
    </testcase>
    <testcase name="ABI003 build-core-macro src/gen,1.c:2:1" classname="abi">
      <failure type="warning" message="a global">src/gen,1.c:2:1: a global</failure>
    </testcase>
  </testsuite>
</testsuites>

"#]]
    );
}

#[test]
fn azure() {
    assert_data_eq!(
        written(Format::Azure, false),
        str![[r#"
src/thing.c:3:1: note[SUP001] 50% of this
##vso[task.logissue type=error;sourcepath=src/thing.c;linenumber=4;columnnumber=1;code=ABI003;]the traverse does not visit the type
##vso[task.logissue type=warning;sourcepath=dist/thing-1-cp310-abi3-any.whl;code=ABI003;]thing/_one.abi3.so: uses a private symbol
##vso[task.logissue type=warning;sourcepath=src/gen,1.c;linenumber=1;columnnumber=1;code=ABI003;]3 findings in code that Cython 3.1.2 generated; the first: a global

"#]]
    );
}

#[test]
fn rdjson() {
    assert_data_eq!(
        written(Format::Rdjson, false),
        str![[r#"
{
  "diagnostics": [
    {
      "code": {
        "value": "SUP001"
      },
      "location": {
        "path": "src/thing.c",
        "range": {
          "end": {
            "column": 2,
            "line": 10
          },
          "start": {
            "column": 1,
            "line": 3
          }
        }
      },
      "message": "50% of/nthis",
      "severity": "INFO"
    },
    {
      "code": {
        "value": "ABI003"
      },
      "location": {
        "path": "src/thing.c",
        "range": {
          "end": {
            "column": 16,
            "line": 4
          },
          "start": {
            "column": 1,
            "line": 4
          }
        }
      },
      "message": "the traverse does not visit the type/nnote: since Python 3.9 an instance holds its heap type/nhelp: visit the type",
      "severity": "ERROR"
    },
    {
      "code": {
        "value": "ABI003"
      },
      "location": {
        "path": "dist/thing-1-cp310-abi3-any.whl"
      },
      "message": "thing/_one.abi3.so: uses a private symbol/nnote: not in the stable ABI",
      "severity": "WARNING"
    },
    {
      "code": {
        "value": "ABI003"
      },
      "location": {
        "path": "src/gen,1.c",
        "range": {
          "end": {
            "column": 6,
            "line": 1
          },
          "start": {
            "column": 1,
            "line": 1
          }
        }
      },
      "message": "a global",
      "severity": "WARNING"
    },
    {
      "code": {
        "value": "ABI003"
      },
      "location": {
        "path": "src/gen,1.c",
        "range": {
          "end": {
            "column": 13,
            "line": 1
          },
          "start": {
            "column": 8,
            "line": 1
          }
        }
      },
      "message": "a global",
      "severity": "WARNING"
    },
    {
      "code": {
        "value": "ABI003"
      },
      "location": {
        "path": "src/gen,1.c",
        "range": {
          "end": {
            "column": 6,
            "line": 2
          },
          "start": {
            "column": 1,
            "line": 2
          }
        }
      },
      "message": "a global",
      "severity": "WARNING"
    }
  ],
  "source": {
    "name": "extlint",
    "url": "https://github.com/extlint/extlint"
  }
}

"#]]
    );
}

#[test]
fn markdown() {
    assert_data_eq!(
        written(Format::Markdown, false),
        str![[r#"
### extlint

1 error, 2 warnings, 1 note, +2 summarised; 4 files, 1 region not understood, 0.00 s

| level | rule | place | finding |
|---|---|---|---|
| error | ABI003 `build-core-macro` | src/thing.c:4:1 | the traverse does not visit the type |
| warning | ABI003 `build-core-macro` | dist/thing-1-cp310-abi3-any.whl!thing//_one.abi3.so | uses a private symbol |
| warning | ABI003 `build-core-macro` | src/gen,1.c:1:1 | 3 findings in code that Cython 3.1.2 generated; the first: a global |
| note | SUP001 `unused-suppression` | src/thing.c:3:1 | 50% of this |

"#]]
    );
}
