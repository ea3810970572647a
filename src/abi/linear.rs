//! x86-64 code gone through from front to back, with the numbers and addresses that registers surely hold.
//!
//! What a register holds is known where an instruction in front put it there and none in between, on the straight way
//! or past branches that are not taken, may have changed it. Behind a jump, a return or bytes that are no instruction
//! nothing is known. So what is found here happens on some path; what is not found proves nothing by itself.

pub(super) use iced_x86::Register;
use iced_x86::{Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, OpKind};

use super::image::{Image, Word};

/// Registers that a callee need not keep, on any system.
const CHANGED_BY_CALLS: [usize; 9] = [0, 1, 2, 6, 7, 8, 9, 10, 11];

/// What is known of the general registers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known([Option<u64>; 16]);

impl Known {
    /// What a register holds.
    pub(super) fn get(&self, register: Register) -> Option<u64> {
        if register.is_gpr64() { self.0[register.number()] } else { None }
    }

    fn set(&mut self, register: Register, value: Option<u64>) {
        if register.is_gpr() {
            // Writing the low half clears the other one; of smaller parts nothing is made.
            let whole = register.is_gpr64() || register.is_gpr32();
            self.0[register.full_register().number()] = value.filter(|_| whole);
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The address of a memory operand without its index, and the base that it starts from.
    pub(super) fn address(&self, i: &Instruction) -> Option<(u64, Option<u64>)> {
        if i.is_ip_rel_memory_operand() {
            return Some((i.ip_rel_memory_address(), None));
        }
        // `[rdx + rcx]`: which of the two is the index is for the code to know.
        let index = || (i.memory_index_scale() == 1).then(|| self.get(i.memory_index())).flatten();
        let base = self.get(i.memory_base()).or_else(index)?;
        Some((base.wrapping_add(i.memory_displacement64()), Some(base)))
    }
}

/// Goes through a piece of code; `see` gets each instruction with what is known in front of it.
pub(super) struct Sweep<'a, 'data> {
    image: &'a Image<'data>,
    info: InstructionInfoFactory,
}

impl<'a, 'data> Sweep<'a, 'data> {
    pub(super) fn new(image: &'a Image<'data>) -> Self {
        Sweep { image, info: InstructionInfoFactory::new() }
    }

    /// `code` is loaded at `start`.
    pub(super) fn run(&mut self, code: &[u8], start: u64, mut see: impl FnMut(&Instruction, &Known)) {
        let mut known = Known::default();
        let mut decoder = Decoder::with_ip(64, code, start, DecoderOptions::NONE);
        let mut instruction = Instruction::default();
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            if instruction.is_invalid() {
                known = Known::default();
                continue;
            }
            see(&instruction, &known);
            self.follow(&instruction, &mut known);
        }
    }

    fn follow(&mut self, i: &Instruction, known: &mut Known) {
        match i.flow_control() {
            FlowControl::Next => {}
            // The next instruction is reached where the condition does not hold: with the same registers.
            FlowControl::ConditionalBranch => return,
            FlowControl::Call | FlowControl::IndirectCall => {
                CHANGED_BY_CALLS.iter().for_each(|&register| known.0[register] = None);
                return;
            }
            _ => {
                *known = Known::default();
                return;
            }
        }
        let register = i.op_count() > 0 && i.op0_kind() == OpKind::Register;
        match (i.mnemonic(), i.op1_kind()) {
            (Mnemonic::Lea, _) => {
                let value = known.address(i).filter(|_| i.memory_index() == Register::None);
                known.set(i.op0_register(), value.map(|v| v.0).filter(|_| i.op0_register().is_gpr64()));
            }
            (Mnemonic::Mov, OpKind::Register) if register => {
                let value = known.get(i.op1_register());
                known.set(i.op0_register(), value);
            }
            (Mnemonic::Mov, OpKind::Memory) if register => {
                let address = i.is_ip_rel_memory_operand().then(|| i.ip_rel_memory_address());
                known.set(i.op0_register(), address.and_then(|at| constant(self.image, at)));
            }
            (Mnemonic::Mov, kind) if register && is_immediate(kind) => {
                known.set(i.op0_register(), Some(i.immediate(1)));
            }
            (Mnemonic::Add | Mnemonic::Sub, kind) if register && is_immediate(kind) => {
                let by = i.immediate(1);
                let add = i.mnemonic() == Mnemonic::Add;
                let value = known.get(i.op0_register());
                known.set(i.op0_register(), value.map(|v| if add { v.wrapping_add(by) } else { v.wrapping_sub(by) }));
            }
            (Mnemonic::Xor | Mnemonic::Sub, OpKind::Register) if register && i.op0_register() == i.op1_register() => {
                known.set(i.op0_register(), Some(0));
            }
            (Mnemonic::Cmp | Mnemonic::Test | Mnemonic::Nop | Mnemonic::Endbr64, _) => {}
            (Mnemonic::Mov, _) if i.op0_kind() == OpKind::Memory => {}
            _ if known.is_empty() => {}
            _ => {
                for used in self.info.info(i).used_registers() {
                    if writes(used.access()) {
                        known.set(used.register(), None);
                    }
                }
            }
        }
    }
}

fn is_immediate(kind: OpKind) -> bool {
    matches!(
        kind,
        OpKind::Immediate8
            | OpKind::Immediate32
            | OpKind::Immediate64
            | OpKind::Immediate8to32
            | OpKind::Immediate8to64
            | OpKind::Immediate32to64
    )
}

/// Whether an access may change something.
fn writes(access: OpAccess) -> bool {
    matches!(access, OpAccess::Write | OpAccess::ReadWrite | OpAccess::CondWrite | OpAccess::ReadCondWrite)
}

/// The address that the loader puts at a place that nothing changes later: the global offset table.
pub(super) fn constant(image: &Image<'_>, slot: u64) -> Option<u64> {
    match image.word(slot)? {
        Word::Inside(to) if !image.is_writable(slot) => Some(to),
        _ => None,
    }
}
