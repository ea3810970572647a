//! What is done before the first input: the fuzzer's own thread gets the room that the program's threads have, and does
//! all of the work. To hand each input to another thread and wait for it takes longer than most inputs take.

/// Room for the stack. Linux keeps at least so much free below the stack of the first thread.
const STACK: u64 = 112 << 20;

/// Makes ready.
///
/// # Panics
/// Where the system gives no room, or threads were started before.
pub fn start() {
    let (_, most) = rlimit::Resource::STACK.get().expect("the limit of the stack");
    rlimit::Resource::STACK.set(STACK.min(most), most).expect("room for the stack");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no threads were started before");
}
