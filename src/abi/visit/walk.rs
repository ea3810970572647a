//! Follows the paths of a traverse function, instruction by instruction.

use crate::capi::roles::{self, Role};
use std::collections::HashSet;

use iced_x86::{
    Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, OpKind, Register,
};

use super::Convention;
use super::state::{MachineState, Value};
use crate::abi::budget::Budget;
use crate::abi::image::{Image, Word};
use crate::facts::BinaryCut;

/// Instructions followed for one traverse function, helpers included. The largest ones take a few hundred.
const STEPS: u32 = 20_000;
/// Points waiting to be followed.
const WAITING: usize = 2_000;
/// Helpers called by helpers.
const DEPTH: u32 = 3;

/// See [`super`]. `type_at` is the offset of `ob_type`.
pub(super) fn visits_type(
    image: &Image<'_>,
    entry: u64,
    convention: Convention,
    type_at: i64,
    budget: &mut Budget,
) -> Option<bool> {
    let arguments = convention.arguments();
    let mut walk = Walk {
        image,
        convention,
        type_at,
        arguments,
        steps: STEPS,
        lost: false,
        cut: false,
        info: InstructionInfoFactory::new(),
    };
    let mut state = MachineState::entry();
    state.set(arguments[0], Value::Instance(0));
    state.set(arguments[1], Value::Visitor);
    let end = walk.function(entry, state, 0);
    for _ in 0..(STEPS - walk.steps) {
        budget.entry_of(BinaryCut::Paths).then_some(())?;
    }
    if walk.cut {
        budget.cut(BinaryCut::Paths);
    }
    match end {
        End::Visits => Some(true),
        End::Returns(values) if !walk.lost && !values.is_empty() => Some(false),
        End::Returns(_) => None,
    }
}

/// How a function ends.
enum End {
    /// Some path visits the type.
    Visits,
    /// No path does; what rax may hold.
    Returns(Vec<Value>),
}

/// What one instruction leads to.
enum Step {
    Next,
    Jump(u64),
    Branch(u64),
    Return,
    Stop,
    Visits,
    /// A call that returns with one of these values.
    Called(Vec<Value>),
}

struct Walk<'a, 'data> {
    image: &'a Image<'data>,
    convention: Convention,
    type_at: i64,
    arguments: [Register; 4],
    steps: u32,
    /// Something that matters went where it is not followed.
    lost: bool,
    /// Lost at a limit.
    cut: bool,
    info: InstructionInfoFactory,
}

impl Walk<'_, '_> {
    fn function(&mut self, entry: u64, state: MachineState, depth: u32) -> End {
        let mut seen: HashSet<(u64, MachineState)> = HashSet::new();
        let mut waiting = vec![(entry, state)];
        let mut returned = Vec::new();
        while let Some((mut at, mut state)) = waiting.pop() {
            if waiting.len() > WAITING {
                (self.lost, self.cut) = (true, true);
                break;
            }
            loop {
                if self.steps == 0 {
                    (self.lost, self.cut) = (true, true);
                    return End::Returns(returned);
                }
                self.steps -= 1;
                let Some(instruction) = self.decode(at) else {
                    self.lost = true;
                    break;
                };
                let next = instruction.next_ip();
                // Paths meet behind branches: only there it pays to look whether this one was walked before.
                let branches = instruction.flow_control() != FlowControl::Next;
                if branches && !seen.insert((at, state.clone())) {
                    break;
                }
                match self.step(&instruction, &mut state, depth) {
                    Step::Next => at = next,
                    Step::Jump(to) => at = to,
                    Step::Branch(to) => {
                        waiting.push((to, state.clone()));
                        at = next;
                    }
                    Step::Return => {
                        let value = state.get(Register::RAX);
                        if !returned.contains(&value) {
                            returned.push(value);
                        }
                        break;
                    }
                    Step::Stop => break,
                    Step::Visits => return End::Visits,
                    Step::Called(values) => {
                        for value in values {
                            let mut after = state.clone();
                            after.set(Register::RAX, value);
                            waiting.push((next, after));
                        }
                        break;
                    }
                }
            }
        }
        End::Returns(returned)
    }

    fn decode(&self, at: u64) -> Option<Instruction> {
        let code = self.image.code(at)?;
        let mut decoder = Decoder::with_ip(64, &code[..code.len().min(15)], at, DecoderOptions::NONE);
        let instruction = decoder.decode();
        (!instruction.is_invalid()).then_some(instruction)
    }

    fn step(&mut self, i: &Instruction, state: &mut MachineState, depth: u32) -> Step {
        match i.flow_control() {
            FlowControl::Next => {
                self.compute(i, state);
                Step::Next
            }
            FlowControl::UnconditionalBranch => Step::Jump(i.near_branch_target()),
            FlowControl::ConditionalBranch => Step::Branch(i.near_branch_target()),
            FlowControl::Return => Step::Return,
            FlowControl::Call => self.call(Callee::Inside(i.near_branch_target()), state, depth),
            FlowControl::IndirectCall => {
                let callee = self.callee(i, state);
                self.call(callee, state, depth)
            }
            FlowControl::IndirectBranch => match self.callee(i, state) {
                // The way into an imported or interposable function.
                Callee::Inside(to) => Step::Jump(to),
                callee => match self.call(callee, state, depth) {
                    Step::Visits => Step::Visits,
                    // A table of jumps, or a function that is not known: whoever it is returns to the caller.
                    _ if matches!(callee, Callee::Unknown) => {
                        self.lost = true;
                        Step::Return
                    }
                    _ => {
                        state.set(Register::RAX, Value::Other);
                        Step::Return
                    }
                },
            },
            FlowControl::Interrupt | FlowControl::Exception => Step::Stop,
            _ => {
                self.lost = true;
                Step::Stop
            }
        }
    }

    fn callee(&self, i: &Instruction, state: &MachineState) -> Callee {
        let value = match i.op0_kind() {
            OpKind::Register => state.get(i.op0_register()),
            OpKind::Memory if i.is_ip_rel_memory_operand() => {
                return match self.image.word(i.ip_rel_memory_address()) {
                    Some(Word::Inside(to)) => Callee::Inside(to),
                    Some(Word::Import(name)) => Callee::Import(name),
                    _ => Callee::Unknown,
                };
            }
            OpKind::Memory => self.load(i, state),
            _ => Value::Other,
        };
        if value == Value::Visitor { Callee::Visitor } else { Callee::Unknown }
    }

    fn call(&mut self, callee: Callee, state: &mut MachineState, depth: u32) -> Step {
        let values = self.arguments.map(|register| state.get(register));
        // The rest of the arguments is on the stack on Windows, in two more registers elsewhere.
        let holds = |value: fn(&Value) -> bool| values.iter().any(value);
        let instance = holds(|v| matches!(v, Value::Instance(_)));
        let (of_type, visitor) = (holds(|v| *v == Value::Type), holds(|v| *v == Value::Visitor));
        let mut results = vec![Value::Other];
        match callee {
            Callee::Visitor if values[0] == Value::Type => return Step::Visits,
            Callee::Visitor => {}
            Callee::Import(name) => {
                self.lost |= visitor && (instance || of_type) && !keeps_from_visiting(self.image.name(name));
            }
            Callee::Inside(to) if (instance || of_type) && depth < DEPTH => {
                let mut inner = MachineState::entry();
                self.arguments.iter().zip(values).for_each(|(register, value)| {
                    inner.set(*register, if matches!(value, Value::Stack(_)) { Value::Other } else { value });
                });
                for register in [Register::R8, Register::R9] {
                    if self.convention == Convention::SystemV {
                        inner.set(register, state.get(register));
                    }
                }
                match self.function(to, inner, depth + 1) {
                    End::Visits => return Step::Visits,
                    End::Returns(values) => results = values,
                }
            }
            // What a helper out of reach gives back may be the type.
            Callee::Inside(_) if instance || of_type => (self.lost, self.cut) = (true, true),
            Callee::Inside(_) | Callee::Unknown => self.lost |= visitor && (instance || of_type),
        }
        let mut changed =
            vec![Register::RAX, Register::RCX, Register::RDX, Register::R8, Register::R9, Register::R10, Register::R11];
        if self.convention == Convention::SystemV {
            changed.extend([Register::RSI, Register::RDI]);
        }
        changed.into_iter().for_each(|register| state.set(register, Value::Other));
        if let Some(top) = state.stack_pointer() {
            state.drop_below(top);
        }
        Step::Called(results.into_iter().map(|v| if matches!(v, Value::Stack(_)) { Value::Other } else { v }).collect())
    }

    /// The address of a memory operand relative to a tracked value.
    fn address(&self, i: &Instruction, state: &MachineState) -> Value {
        let displacement = i.memory_displacement64() as i64;
        match (state.get(i.memory_base()), i.memory_index()) {
            (base, Register::None) => base.moved(displacement),
            _ => Value::Other,
        }
    }

    /// What a memory operand of pointer size holds.
    fn load(&self, i: &Instruction, state: &MachineState) -> Value {
        match self.address(i, state) {
            Value::Instance(at) if at == self.type_at => Value::Type,
            Value::Stack(at) => state.load(at),
            _ => Value::Other,
        }
    }

    fn compute(&mut self, i: &Instruction, state: &mut MachineState) {
        let immediate = || i.try_immediate(1).map(|v| v as i64).unwrap_or(0);
        match (i.mnemonic(), i.op0_kind(), i.op1_kind()) {
            (Mnemonic::Mov, OpKind::Register, OpKind::Register) if i.op0_register().is_gpr64() => {
                state.set(i.op0_register(), state.get(i.op1_register()));
            }
            (Mnemonic::Mov, OpKind::Register, OpKind::Memory) if i.op0_register().is_gpr64() => {
                state.set(i.op0_register(), self.load(i, state));
            }
            (Mnemonic::Mov, OpKind::Memory, _) => {
                let value = if i.op1_kind() == OpKind::Register { state.get(i.op1_register()) } else { Value::Other };
                self.store(i, state, value);
            }
            (Mnemonic::Lea, OpKind::Register, _) => state.set(i.op0_register(), self.address(i, state)),
            (Mnemonic::Push, kind, _) => {
                let value = match kind {
                    OpKind::Register => state.get(i.op0_register()),
                    OpKind::Memory => self.load(i, state),
                    _ => Value::Other,
                };
                if let Some(top) = state.stack_pointer() {
                    state.store(top - 8, 8, value);
                    state.set(Register::RSP, Value::Stack(top).moved(-8));
                }
            }
            (Mnemonic::Pop, OpKind::Register, _) => {
                if let Some(top) = state.stack_pointer() {
                    state.set(i.op0_register(), state.load(top));
                    state.set(Register::RSP, Value::Stack(top).moved(8));
                }
            }
            (Mnemonic::Leave, ..) => {
                let Value::Stack(frame) = state.get(Register::RBP) else { return };
                state.set(Register::RBP, state.load(frame));
                state.set(Register::RSP, Value::Stack(frame).moved(8));
            }
            (Mnemonic::Add | Mnemonic::Sub | Mnemonic::And, OpKind::Register, kind)
                if kind != OpKind::Register
                    && kind != OpKind::Memory
                    && state.get(i.op0_register()) != Value::Other =>
            {
                let value = match (state.get(i.op0_register()), i.mnemonic()) {
                    (value @ (Value::Stack(_) | Value::Instance(_)), Mnemonic::Add) => value.moved(immediate()),
                    (value @ (Value::Stack(_) | Value::Instance(_)), Mnemonic::Sub) => {
                        value.moved(immediate().checked_neg().unwrap_or(i64::MAX))
                    }
                    (Value::Stack(at), _) => Value::Stack(at).moved((at & immediate()).wrapping_sub(at)),
                    _ => {
                        self.lost = true;
                        Value::Other
                    }
                };
                state.set(i.op0_register(), value);
            }
            (Mnemonic::Xchg, OpKind::Register, OpKind::Register) => {
                let (a, b) = (state.get(i.op0_register()), state.get(i.op1_register()));
                state.set(i.op0_register(), b);
                state.set(i.op1_register(), a);
            }
            (Mnemonic::Cmp | Mnemonic::Test | Mnemonic::Nop | Mnemonic::Endbr64, ..) => {}
            (Mnemonic::Xor | Mnemonic::Sub, OpKind::Register, OpKind::Register)
                if i.op0_register() == i.op1_register() =>
            {
                state.set(i.op0_register(), Value::Other);
            }
            _ => self.other(i, state),
        }
    }

    /// Any other instruction: what it writes is unknown, and a tracked value that it reads is lost.
    fn other(&mut self, i: &Instruction, state: &mut MachineState) {
        let memory = i.memory_base() != Register::None;
        // A wide load may take the type into a vector register.
        let width = i.memory_size().size() as i64;
        let wide = memory
            && match self.address(i, state) {
                Value::Instance(at) => at < self.type_at + 8 && self.type_at < at + width,
                Value::Stack(at) => (at - 7..at + width).any(|at| state.load(at).is_tracked()),
                _ => false,
            };
        let info = self.info.info(i);
        let writes = |access| {
            matches!(access, OpAccess::Write | OpAccess::ReadWrite | OpAccess::CondWrite | OpAccess::ReadCondWrite)
        };
        let addresses = [i.memory_base(), i.memory_index()];
        let lost = info.used_registers().iter().any(|used| {
            let read = !matches!(used.access(), OpAccess::Write | OpAccess::CondWrite | OpAccess::None);
            let only_addresses = memory && addresses.contains(&used.register());
            read && !only_addresses && state.full(used.register()).is_tracked()
        });
        let stores = info.used_memory().iter().any(|m| writes(m.access()));
        let written: Vec<Register> =
            info.used_registers().iter().filter(|u| writes(u.access())).map(|u| u.register()).collect();
        self.lost |= lost || (wide && !stores);
        if stores && memory {
            self.store(i, state, Value::Other);
        }
        for register in written {
            self.lost |= register == Register::RSP;
            state.set(register, Value::Other);
        }
    }

    fn store(&mut self, i: &Instruction, state: &mut MachineState, value: Value) {
        match self.address(i, state) {
            Value::Stack(at) => state.store(at, i.memory_size().size() as i64, value),
            _ => self.lost |= value.is_tracked(),
        }
    }
}

/// Who is called.
#[derive(Clone, Copy)]
enum Callee {
    Visitor,
    Inside(u64),
    Import(u32),
    Unknown,
}

/// Whether an imported function surely does not visit the type of an instance. The visitor may still be in a register
/// from before; functions of CPython that take one say so in their names.
fn keeps_from_visiting(name: &[u8]) -> bool {
    // Visits what the instance holds.
    let contents = std::str::from_utf8(name).is_ok_and(|name| roles::is(name, Role::VisitDict));
    let lower = name.to_ascii_lowercase();
    let takes_visitor = [&b"visit"[..], b"traverse"].iter().any(|word| memchr::memmem::find(&lower, word).is_some());
    contents || ((name.starts_with(b"Py") || name.starts_with(b"_Py")) && !takes_visitor)
}
