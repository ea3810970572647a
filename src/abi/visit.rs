//! Whether a traverse function visits the type of its instance, decided on x86-64 machine code.
//!
//! An abstract interpretation: registers and stack slots hold the instance, its type, the visitor, or something else.
//! "Yes" needs a call of the visitor with the type; "no" needs every path walked to its end with nothing lost on the
//! way. Everything else is undecided.

mod state;
mod walk;

use iced_x86::Register;

use super::budget::Budget;
use super::image::Image;
use super::{creations, filled};
use crate::facts::{DataType, Headers, Machine, Recovered};

/// `Py_TPFLAGS_HAVE_GC`.
const HAVE_GC: u32 = 1 << 14;

/// Where the first arguments of a function are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Convention {
    /// rdi, rsi, rdx: ELF and Mach-O.
    SystemV,
    /// rcx, rdx, r8: PE.
    Windows,
}

impl Convention {
    /// The registers of the first four arguments.
    fn arguments(self) -> [Register; 4] {
        match self {
            Convention::SystemV => [Register::RDI, Register::RSI, Register::RDX, Register::RCX],
            Convention::Windows => [Register::RCX, Register::RDX, Register::R8, Register::R9],
        }
    }
}

/// Fills in what code says about the types of a slice, above all [`crate::facts::DataSpec::visits_type`]. `doubtful`
/// are static types for which code has to speak.
pub(super) fn decide(
    image: &Image<'_>,
    machine: Machine,
    windows: bool,
    recovered: &mut Recovered,
    doubtful: Vec<DataType>,
    budget: &mut Budget,
) {
    if machine != Machine::X86_64 {
        return;
    }
    let convention = if windows { Convention::Windows } else { Convention::SystemV };
    creations::note(image, convention.arguments(), recovered, doubtful, budget);
    filled::note(image, recovered, budget);
    // Without a static object nothing says which header an instance has.
    let Some(headers) = recovered.headers() else { return };
    let type_at = if Headers::free_threaded(headers) { 24 } else { 8 };
    let mut known: Vec<(u64, Option<bool>)> = Vec::new();
    for spec in recovered.specs.iter_mut().filter(|s| s.flags & HAVE_GC != 0) {
        let Some(entry) = spec.traverse_at() else { continue };
        let decided = match known.iter().find(|k| k.0 == entry) {
            Some(&(_, decided)) => decided,
            None => {
                let decided = walk::visits_type(image, entry, convention, type_at, budget);
                known.push((entry, decided));
                decided
            }
        };
        spec.visits_type = decided;
    }
}
