//! Which variables with static storage x86-64 instructions write, for certain.
//!
//! A store through a register that surely holds an address, or to an address that is part of the instruction, is a
//! write. What is not found may still be written: by a callee, in a loop, through a table.

use iced_x86::{Instruction, InstructionInfoFactory, InstructionInfoOptions, OpAccess, OpKind};

use super::budget::Budget;
use super::debug::CodeRange;
use super::image::Image;
use super::linear::{Known, Register, Sweep, constant};
use crate::facts::{BinaryCut, CodePlace, DataVariable, Holds};

/// Bytes of code that are gone through in one file.
const CODE: u64 = 64 << 20;

/// Notes at each variable the first instruction that writes it. Both lists are in the order of their addresses.
pub(super) fn note_writes(
    image: &Image<'_>,
    functions: &[CodeRange],
    variables: &mut [DataVariable],
    budget: &mut Budget,
) {
    if variables.is_empty() {
        return;
    }
    let mut left = CODE;
    let mut sweep = Sweep::new(image);
    let mut notes = Notes { image, variables, info: InstructionInfoFactory::new() };
    let mut done = 0;
    for function in functions {
        // Functions that share code are gone through once.
        let start = function.start.max(done);
        let Some(code) = image.code(start).filter(|_| start < function.end) else { continue };
        let length = (function.end - start).min(code.len() as u64);
        let Some(rest) = left.checked_sub(length) else { return budget.cut(BinaryCut::Code) };
        left = rest;
        done = start + length;
        sweep.run(&code[..length as usize], start, |instruction, known| {
            notes.note_use(instruction);
            notes.note_store(instruction, known, function);
        });
    }
}

struct Notes<'a, 'data> {
    image: &'a Image<'data>,
    variables: &'a mut [DataVariable],
    info: InstructionInfoFactory,
}

impl Notes<'_, '_> {
    /// Notes that an instruction names a variable.
    fn note_use(&mut self, i: &Instruction) {
        if i.is_ip_rel_memory_operand() {
            let address = i.ip_rel_memory_address();
            for address in [Some(address), constant(self.image, address)].into_iter().flatten() {
                if let Some(at) = self.variable(address) {
                    self.variables[at].used = true;
                }
            }
        }
    }

    /// Notes a write.
    fn note_store(&mut self, i: &Instruction, known: &Known, function: &CodeRange) {
        if i.op_count() == 0 || i.op0_kind() != OpKind::Memory || i.segment_prefix() != Register::None {
            return;
        }
        let Some((address, base)) = known.address(i) else { return };
        let Some(at) = self.variable(address) else { return };
        // An index moves on from the base, so this one has to be in the same variable.
        let moved = i.memory_index() != Register::None && base.is_none_or(|base| self.variable(base) != Some(at));
        // An object that is made before anything runs is state all the same.
        let first_value = function.initialiser && self.variables[at].declared.holds == Holds::Nothing;
        if self.variables[at].written.is_some() || moved || first_value {
            return;
        }
        let access = self.info.info_options(i, InstructionInfoOptions::NO_REGISTER_USAGE).op0_access();
        if matches!(access, OpAccess::Write | OpAccess::ReadWrite) {
            let place = CodePlace { address: i.ip(), function: function.name.clone() };
            self.variables[at].written = Some(place);
        }
    }

    /// The variable around an address.
    fn variable(&self, address: u64) -> Option<usize> {
        let at = self.variables.partition_point(|v| v.address <= address).checked_sub(1)?;
        let found = &self.variables[at];
        (address - found.address < found.size.max(1)).then_some(at)
    }
}
