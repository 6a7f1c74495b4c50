//! Whatever is sent, the reader answers: samples cut, joined and changed at random, for some seconds or as many as
//! `KITH_TEST_FUZZ_SECONDS` says.

use super::truth::samples;
use kith::rosters::read_any;
use std::{
    io::{Cursor, Read, Write},
    time::{Duration, Instant},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Changes some bytes: others, none, twice, cut off.
fn changed(bytes: &[u8], dice: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..dice.usize(1..12) {
        if bytes.is_empty() {
            break;
        }
        let at = dice.usize(..bytes.len());
        let to = (at + dice.usize(1..64)).min(bytes.len());
        match dice.u8(..6) {
            0 => bytes[at] = dice.u8(..),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let piece = bytes[at..to].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => bytes.truncate(at.max(1)),
            4 => bytes[at..to].fill(dice.u8(..)),
            _ => bytes[at] ^= 1 << dice.u8(..8),
        }
    }
    bytes
}

/// Changes one part of a packed workbook and packs it again, so that the change is read and not refused.
fn repacked(bytes: &[u8], dice: &mut fastrand::Rng) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = dice.usize(..archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).ok()?;
        let mut text = Vec::new();
        part.read_to_end(&mut text).ok()?;
        let text = if at == chosen { changed(&text, dice) } else { text };
        writer.start_file(part.name().ok()?, SimpleFileOptions::default()).ok()?;
        writer.write_all(&text).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

#[test]
fn whatever_is_sent_the_reader_answers() {
    let seconds =
        std::env::var("KITH_TEST_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let end = Instant::now() + Duration::from_secs(seconds);
    // Large files would be few rounds.
    let samples: Vec<Vec<u8>> =
        samples().into_iter().map(|sample| sample.bytes).filter(|bytes| bytes.len() < 150_000).collect();
    let mut dice = fastrand::Rng::with_seed(
        std::env::var("KITH_TEST_FUZZ_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1),
    );
    let (mut rounds, mut read) = (0_u32, 0_u32);
    while Instant::now() < end {
        let sample = &samples[dice.usize(..samples.len())];
        let bytes = match sample.starts_with(b"PK") && dice.bool() {
            true => repacked(sample, &mut dice).unwrap_or_default(),
            false => changed(sample, &mut dice),
        };
        // A fault shows as a panic, with the bytes that caused it where they can be found again.
        let answer = std::panic::catch_unwind(|| read_any(&bytes));
        if answer.is_err() {
            let path = std::env::temp_dir().join(format!("kith-fuzz-{rounds}"));
            std::fs::write(&path, &bytes).expect("a file");
            panic!("the reader stumbled over {}", path.display());
        }
        rounds += 1;
        read += u32::from(matches!(answer, Ok(Ok(_))));
    }
    println!("{rounds} files, {read} of them read");
    assert!(rounds > 0 && read <= rounds);
}
