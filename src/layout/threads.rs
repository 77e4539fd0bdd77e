//! Work on several threads whose result is that of one.

use std::{panic, thread};

/// Calls a function with each of some things, on a thread for each, or here where there is no thread to be had. What it
/// gives comes in the order of the things, so it makes no difference how many of them run at a time.
pub(super) fn side_by_side<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let work = &work;
    thread::scope(|scope| {
        let start = |item| thread::Builder::new().spawn_scoped(scope, move || work(item)).map_err(|_| work(item));
        let started: Vec<_> = list.iter().map(start).collect();
        let end = |t: Result<thread::ScopedJoinHandle<'_, R>, R>| match t {
            Ok(thread) => thread.join().unwrap_or_else(|e| panic::resume_unwind(e)),
            Err(done) => done,
        };
        started.into_iter().map(end).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_gives_comes_in_the_order_of_the_things() {
        let turns: Vec<u64> = (0..20).collect();
        // the first ones take longest
        let work = |k: &u64| (0..(20 - k) * 10_000).fold(*k, |sum, n| sum ^ n ^ (sum << 1)) & 1;
        let one_by_one: Vec<u64> = turns.iter().map(work).collect();
        assert_eq!(side_by_side(&turns, work), one_by_one);
        assert_eq!(side_by_side(&turns, |k| *k), turns);
    }
}
