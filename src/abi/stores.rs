//! Which variables with static storage x86-64 instructions write, for certain.
//!
//! The code of known functions is gone through from front to back. A register counts as an address where an instruction
//! in front, on a way without a jump into it from elsewhere being needed, loaded one. A store through it, or to an
//! address that is part of the instruction, is a write. What is not found may still be written: by a callee, in a
//! loop, through a table.

use iced_x86::{
    Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, InstructionInfoOptions, Mnemonic,
    OpAccess, OpKind, Register,
};

use super::debug::CodeRange;
use super::image::{Image, Word};
use crate::facts::{CodePlace, DataVariable};

/// Bytes of code that are gone through in one file.
const CODE: u64 = 64 << 20;

/// Notes at each variable the first instruction that writes it. Both lists are in the order of their addresses.
pub(super) fn note_writes(image: &Image<'_>, functions: &[CodeRange], variables: &mut [DataVariable]) {
    if variables.is_empty() {
        return;
    }
    let mut left = CODE;
    let mut scan = Scan { image, variables, known: Known::default(), info: InstructionInfoFactory::new() };
    let mut done = 0;
    for function in functions {
        // Functions that share code are gone through once.
        let start = function.start.max(done);
        let Some(code) = image.code(start).filter(|_| start < function.end) else { continue };
        let length = (function.end - start).min(code.len() as u64);
        let Some(rest) = left.checked_sub(length) else { return };
        left = rest;
        done = start + length;
        scan.function(&code[..length as usize], start, &function.name);
    }
}

/// What is known of the general registers: the address that each holds.
#[derive(Clone, Copy, Debug, Default)]
struct Known([Option<u64>; 16]);

/// Registers that a callee need not keep, on any system.
const CHANGED_BY_CALLS: [usize; 9] = [0, 1, 2, 6, 7, 8, 9, 10, 11];

impl Known {
    fn get(&self, register: Register) -> Option<u64> {
        if register.is_gpr64() { self.0[register.number()] } else { None }
    }

    fn set(&mut self, register: Register, value: Option<u64>) {
        if register.is_gpr() {
            self.0[register.full_register().number()] = value.filter(|_| register.is_gpr64());
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

struct Scan<'a, 'data> {
    image: &'a Image<'data>,
    variables: &'a mut [DataVariable],
    known: Known,
    info: InstructionInfoFactory,
}

impl Scan<'_, '_> {
    fn function(&mut self, code: &[u8], start: u64, name: &str) {
        self.known = Known::default();
        let mut decoder = Decoder::with_ip(64, code, start, DecoderOptions::NONE);
        let mut instruction = Instruction::default();
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            if instruction.is_invalid() {
                // Data between functions, or a decoder that lost its place: what follows is no proof.
                return;
            }
            self.note_use(&instruction);
            self.store(&instruction, name);
            self.follow(&instruction);
        }
    }

    /// Notes that an instruction names a variable.
    fn note_use(&mut self, i: &Instruction) {
        if i.is_ip_rel_memory_operand() {
            let address = i.ip_rel_memory_address();
            for address in [Some(address), self.constant(address)].into_iter().flatten() {
                if let Some(at) = self.variable(address) {
                    self.variables[at].used = true;
                }
            }
        }
    }

    /// Notes a write.
    fn store(&mut self, i: &Instruction, function: &str) {
        if i.op_count() == 0 || i.op0_kind() != OpKind::Memory || i.segment_prefix() != Register::None {
            return;
        }
        let (Some(address), base) = self.address(i) else { return };
        let Some(at) = self.variable(address) else { return };
        // An index moves on from the base, so this one has to be in the same variable.
        let moved = i.memory_index() != Register::None && base.is_none_or(|base| self.variable(base) != Some(at));
        if self.variables[at].written.is_some() || moved {
            return;
        }
        let access = self.info.info_options(i, InstructionInfoOptions::NO_REGISTER_USAGE).op0_access();
        if matches!(access, OpAccess::Write | OpAccess::ReadWrite) {
            let place = CodePlace { address: i.ip(), function: function.to_owned() };
            self.variables[at].written = Some(place);
        }
    }

    /// The address of a memory operand without its index, and the value of its base.
    fn address(&self, i: &Instruction) -> (Option<u64>, Option<u64>) {
        if i.is_ip_rel_memory_operand() {
            return (Some(i.ip_rel_memory_address()), None);
        }
        // `[rdx + rcx]`: which of the two is the index is for the code to know.
        let index = || (i.memory_index_scale() == 1).then(|| self.known.get(i.memory_index())).flatten();
        let base = self.known.get(i.memory_base()).or_else(index);
        (base.map(|base| base.wrapping_add(i.memory_displacement64())), base)
    }

    /// The variable around an address.
    fn variable(&self, address: u64) -> Option<usize> {
        let at = self.variables.partition_point(|v| v.address <= address).checked_sub(1)?;
        let found = &self.variables[at];
        (address - found.address < found.size.max(1)).then_some(at)
    }

    /// What the registers hold behind an instruction.
    fn follow(&mut self, i: &Instruction) {
        match i.flow_control() {
            FlowControl::Next => {}
            // The next instruction is reached where the condition does not hold: with the same registers.
            FlowControl::ConditionalBranch => return,
            FlowControl::Call | FlowControl::IndirectCall => {
                CHANGED_BY_CALLS.iter().for_each(|&register| self.known.0[register] = None);
                return;
            }
            _ => {
                self.known = Known::default();
                return;
            }
        }
        let register = i.op0_kind() == OpKind::Register && i.op_count() > 0;
        match (i.mnemonic(), i.op1_kind()) {
            (Mnemonic::Lea, _) if i.is_ip_rel_memory_operand() => {
                self.known.set(i.op0_register(), Some(i.ip_rel_memory_address()));
            }
            (Mnemonic::Lea, _) => {
                let value = self.address(i).0.filter(|_| i.memory_index() == Register::None);
                self.known.set(i.op0_register(), value);
            }
            (Mnemonic::Mov, OpKind::Register) if register => {
                self.known.set(i.op0_register(), self.known.get(i.op1_register()));
            }
            (Mnemonic::Mov, OpKind::Memory) if register => {
                let value = i.is_ip_rel_memory_operand().then(|| self.constant(i.ip_rel_memory_address())).flatten();
                self.known.set(i.op0_register(), value);
            }
            (Mnemonic::Add | Mnemonic::Sub, kind) if register && is_immediate(kind) => {
                let by = i.immediate(1);
                let moved =
                    |at: u64| if i.mnemonic() == Mnemonic::Add { at.wrapping_add(by) } else { at.wrapping_sub(by) };
                self.known.set(i.op0_register(), self.known.get(i.op0_register()).map(moved));
            }
            (Mnemonic::Cmp | Mnemonic::Test | Mnemonic::Nop | Mnemonic::Endbr64, _) => {}
            (Mnemonic::Mov, _) if i.op0_kind() == OpKind::Memory => {}
            _ if self.known.is_empty() => {}
            _ => {
                let writes = |access| {
                    matches!(
                        access,
                        OpAccess::Write | OpAccess::ReadWrite | OpAccess::CondWrite | OpAccess::ReadCondWrite
                    )
                };
                for used in self.info.info(i).used_registers() {
                    if writes(used.access()) {
                        self.known.set(used.register(), None);
                    }
                }
            }
        }
    }

    /// The address that the loader puts at a place that no variable is at and no instruction need write: the global
    /// offset table.
    fn constant(&self, slot: u64) -> Option<u64> {
        match self.image.word(slot)? {
            Word::Inside(to) if !self.image.is_writable(slot) && self.variable(slot).is_none() => Some(to),
            _ => None,
        }
    }
}

fn is_immediate(kind: OpKind) -> bool {
    matches!(kind, OpKind::Immediate8 | OpKind::Immediate32 | OpKind::Immediate8to64 | OpKind::Immediate32to64)
}
