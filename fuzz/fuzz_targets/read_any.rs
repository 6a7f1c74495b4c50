//! Whatever is sent, the reader of rosters answers.
//!
//! - To see that it still compiles: `cargo check --manifest-path fuzz/Cargo.toml`, on stable, with a C++ compiler.
//! - To run it: nightly and `cargo install cargo-fuzz`, then
//!   `cargo +nightly fuzz run read_any fuzz/corpus tests/it/rosters/samples`.
//!
//! Without either, `tests/it/rosters/fuzzing.rs` drives the same function for as long as `KITH_TEST_FUZZ_SECONDS` says.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // That there is an answer is all that is asked here.
    let _ = kith::rosters::read_any(bytes);
});
