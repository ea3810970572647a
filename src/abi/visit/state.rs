//! What registers and stack slots hold while a traverse function is followed.

use iced_x86::Register;

/// A value of pointer size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Value {
    /// Anything else.
    Other,
    /// The instance plus so many bytes.
    Instance(i64),
    /// `ob_type` of the instance.
    Type,
    /// The visitor.
    Visitor,
    /// The stack pointer at entry plus so many bytes.
    Stack(i64),
}

impl Value {
    /// The value a number of bytes further; nothing known where that is absurdly far.
    pub(super) fn moved(self, by: i64) -> Self {
        let near = |at: i64| at.checked_add(by).filter(|at| at.unsigned_abs() < 1 << 40);
        match self {
            Value::Instance(at) => near(at).map_or(Value::Other, Value::Instance),
            Value::Stack(at) => near(at).map_or(Value::Other, Value::Stack),
            _ => Value::Other,
        }
    }

    /// Whether it is of interest once it leaves what is followed.
    pub(super) fn is_tracked(self) -> bool {
        matches!(self, Value::Instance(_) | Value::Type | Value::Visitor)
    }
}

/// One point of one path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct MachineState {
    regs: [Value; 16],
    /// Slots that hold something of interest, by offset from the stack pointer at entry.
    stack: Vec<(i64, Value)>,
}

impl MachineState {
    /// At the entry of a function: nothing known but the stack pointer.
    pub(super) fn entry() -> Self {
        let mut state = MachineState { regs: [Value::Other; 16], stack: Vec::new() };
        state.set(Register::RSP, Value::Stack(0));
        state
    }

    /// The value of a general register; a part of one is no pointer.
    pub(super) fn get(&self, register: Register) -> Value {
        if register.is_gpr64() { self.regs[register.number()] } else { Value::Other }
    }

    /// Writes a register; writing the low 32 bits clears the rest, writing fewer leaves a mixture.
    pub(super) fn set(&mut self, register: Register, value: Value) {
        if register.is_gpr() {
            self.regs[register.full_register().number()] = if register.is_gpr64() { value } else { Value::Other };
        }
    }

    /// The value of the full register that a part belongs to.
    pub(super) fn full(&self, register: Register) -> Value {
        if register.is_gpr() { self.regs[register.full_register().number()] } else { Value::Other }
    }

    /// The stack slot at an offset.
    pub(super) fn load(&self, offset: i64) -> Value {
        self.stack.iter().find(|s| s.0 == offset).map_or(Value::Other, |s| s.1)
    }

    /// Writes `size` bytes of the stack.
    pub(super) fn store(&mut self, offset: i64, size: i64, value: Value) {
        self.stack.retain(|s| s.0 + 8 <= offset || offset + size <= s.0);
        if size == 8 && value != Value::Other {
            self.stack.push((offset, value));
            self.stack.sort_unstable();
        }
    }

    /// Where the stack pointer is, if that is known.
    pub(super) fn stack_pointer(&self) -> Option<i64> {
        match self.get(Register::RSP) {
            Value::Stack(offset) => Some(offset),
            _ => None,
        }
    }

    /// Forgets stack slots below an offset: they belong to functions that have returned.
    pub(super) fn drop_below(&mut self, offset: i64) {
        self.stack.retain(|s| s.0 >= offset);
    }
}
