//! The plan of a conversion: what is done and what is left, in the order of the edits; as text and as JSON.

use std::io::{self, Write};

use super::Scene;
use crate::facts::FileId;

/// A step of a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Step {
    HeapTypes,
    MultiPhase,
    ModuleState,
    Isolated,
}

impl Step {
    /// Its name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Step::HeapTypes => "heap-types",
            Step::MultiPhase => "multi-phase",
            Step::ModuleState => "module-state",
            Step::Isolated => "isolated",
        }
    }
}

/// Something that is done.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Done {
    /// The step that did it.
    pub step: Step,
    /// The file.
    pub path: String,
    /// The line, in the text that the step found.
    pub line: usize,
    /// What, in words.
    pub what: String,
    /// What a person should know about it.
    pub notes: Vec<String>,
}

/// Something that is left for a person.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Left {
    /// The step that would do it.
    pub step: Step,
    /// The file; empty where it is about no single one.
    pub path: String,
    /// The line, in the text that the step found; 0 without a file.
    pub line: usize,
    /// What is left, in words.
    pub what: String,
    /// Why.
    pub why: String,
}

/// What is done and what is left.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Plan {
    /// In the order of the edits.
    pub done: Vec<Done>,
    /// In the order of the steps.
    pub left: Vec<Left>,
}

impl Plan {
    /// Says that something is done; gives it, so that notes can be added.
    pub fn done(&mut self, scene: &Scene<'_>, step: Step, at: (FileId, u32), what: impl Into<String>) -> &mut Done {
        let (path, line) = scene.place(at.0, at.1);
        self.done.push(Done { step, path, line, what: what.into(), notes: Vec::new() });
        let last = self.done.len() - 1;
        &mut self.done[last]
    }

    /// Says that something is left, and why.
    pub fn left(
        &mut self,
        scene: &Scene<'_>,
        step: Step,
        at: (FileId, u32),
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        let (path, line) = scene.place(at.0, at.1);
        self.left.push(Left { step, path, line, what: what.into(), why: why.into() });
    }

    /// Says that a step as a whole is left.
    pub fn left_whole(&mut self, step: Step, why: &str) {
        let what = format!("the step {}", step.name());
        self.left.push(Left { step, path: String::new(), line: 0, what, why: why.to_owned() });
    }

    /// Writes the plan as text; `would` where nothing was written.
    ///
    /// # Errors
    /// What writing says.
    pub fn print(&self, out: &mut dyn Write, would: bool) -> io::Result<()> {
        let plain = crate::report::plain;
        writeln!(out, "{}", if would { "Would be done:" } else { "Done:" })?;
        if self.done.is_empty() {
            writeln!(out, "  nothing")?;
        }
        for done in &self.done {
            let (step, path) = (done.step.name(), plain(&done.path));
            writeln!(out, "  {step}: {path}:{}: {}", done.line, plain(&done.what))?;
            for note in &done.notes {
                writeln!(out, "    note: {}", plain(note))?;
            }
        }
        writeln!(out, "Left for a person:")?;
        if self.left.is_empty() {
            writeln!(out, "  nothing")?;
        }
        for left in &self.left {
            let step = left.step.name();
            if left.path.is_empty() {
                writeln!(out, "  {step}: {}: {}", plain(&left.what), plain(&left.why))?;
            } else {
                let (path, what) = (plain(&left.path), plain(&left.what));
                writeln!(out, "  {step}: {path}:{}: {what}: {}", left.line, plain(&left.why))?;
            }
        }
        Ok(())
    }
}
