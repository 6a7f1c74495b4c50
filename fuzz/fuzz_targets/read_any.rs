//! `cargo +nightly fuzz run read_any fuzz/corpus tests/it/rosters/samples`: whatever is sent, the reader answers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = kith::rosters::read_any(bytes);
});
