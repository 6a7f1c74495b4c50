//! The keys: one master key a line in a file of mode 0600, sub-keys derived from it.

use aes_gcm_siv::{Aes256GcmSiv, aead::Payload};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{cell::RefCell, fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

/// Algorithm byte before every sealed value: AES-256-GCM-SIV, random nonce.
const AES_GCM_SIV: u8 = 1;
const NONCE: usize = 12;
const HEAD: usize = 2;

/// Why the key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileProblem {
    #[error("the key file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    #[error("line {0} of the key file is not a key (64 hexadecimal digits)")]
    Line(usize),
    #[error("the key file holds no key")]
    Empty,
}

struct SealKey {
    id: u8,
    cipher: Aes256GcmSiv,
}

/// All keys of one county. New values are sealed with the last key; blind terms use the first for ever.
pub struct Keys {
    seals: Vec<SealKey>,
    blind: Hmac<Sha256>,
}

impl Keys {
    /// Reads the key file, or makes one with a fresh key when there is none.
    pub fn open(path: &Path) -> Result<Keys, KeyFileProblem> {
        match fs::read_to_string(path) {
            Ok(text) => Keys::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Keys::create(path),
            Err(error) => Err(error.into()),
        }
    }

    fn create(path: &Path) -> Result<Keys, KeyFileProblem> {
        let master = random::<32>();
        let line: String = master.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        writeln!(file, "{line}")?;
        file.sync_all()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Keys::parse(&line)
    }

    /// Reads keys from text: one key of 64 hexadecimal digits a line.
    pub fn parse(text: &str) -> Result<Keys, KeyFileProblem> {
        let masters = text
            .lines()
            .map(str::trim)
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
            .map(|(at, line)| from_hex(line).ok_or(KeyFileProblem::Line(at + 1)))
            .collect::<Result<Vec<_>, _>>()?;
        Keys::from_masters(&masters).ok_or(KeyFileProblem::Empty)
    }

    fn from_masters(masters: &[[u8; 32]]) -> Option<Keys> {
        let blind = <Hmac<Sha256> as KeyInit>::new(&derive::<64>(masters.first()?, b"blind.v1").into());
        let seals = masters
            .iter()
            .zip(0u8..)
            .map(|(master, id)| SealKey {
                id,
                cipher: Aes256GcmSiv::new(&derive::<32>(master, b"seal.v1").into()),
            })
            .collect();
        Some(Keys { seals, blind })
    }

    /// The number of the key that seals new values.
    pub fn current(&self) -> u8 {
        self.seals.last().map_or(0, |key| key.id)
    }

    pub(super) fn seal(&self, place: &str, value: &[u8]) -> Vec<u8> {
        let nonce = random::<NONCE>();
        let Some(key) = self.seals.last() else { return Vec::new() };
        let payload = Payload { msg: value, aad: place.as_bytes() };
        let body = aes_gcm_siv::aead::Aead::encrypt(&key.cipher, &nonce.into(), payload).unwrap_or_default();
        [&[AES_GCM_SIV, key.id][..], &nonce, &body].concat()
    }

    pub(super) fn open_bytes(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (head, rest) = sealed.split_at_checked(HEAD)?;
        let (nonce, body) = rest.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let key = self.seals.iter().find(|key| head == [AES_GCM_SIV, key.id])?;
        let payload = Payload { msg: body, aad: place.as_bytes() };
        aes_gcm_siv::aead::Aead::decrypt(&key.cipher, &nonce.into(), payload).ok()
    }

    /// A keyed one-way term of `value` for exact search; `kind` keeps terms of different meaning apart.
    pub fn blind(&self, kind: &str, value: &str) -> String {
        let bytes = self.mac(&[kind.as_bytes(), b":", value.as_bytes()]);
        bytes[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The whole keyed hash of several parts: canaries, start codes, throttle subjects.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.blind.clone();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

fn derive<const N: usize>(master: &[u8; 32], info: &[u8]) -> [u8; N] {
    let mut key = [0; N];
    // 64 bytes at most is far below the 8,160 that HKDF-SHA256 can give: it cannot fail.
    let _ = Hkdf::<Sha256>::new(None, master).expand(info, &mut key);
    key
}

fn from_hex(line: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    if line.len() != 64 || !line.is_ascii() {
        return None;
    }
    for (byte, at) in key.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&line[at..at + 2], 16).ok()?;
    }
    Some(key)
}

/// Random bytes asked for at once: whoever seals thousands of values would ask the system for each of them.
const AT_ONCE: usize = 1024;

thread_local! {
    /// Random bytes of this thread and how many of them are left; what was given out is gone.
    static RANDOM: RefCell<([u8; AT_ONCE], usize)> = const { RefCell::new(([0; AT_ONCE], 0)) };
}

/// Random bytes, at most 1,024, from the operating system; without them nothing can be kept secret, so Kith stops.
#[allow(clippy::expect_used)]
pub fn random<const N: usize>() -> [u8; N] {
    const { assert!(N <= AT_ONCE, "as many random bytes are never asked for") };
    RANDOM.with_borrow_mut(|(bytes, left)| {
        if *left < N {
            getrandom::fill(bytes).expect("the operating system gives random bytes");
            *left = AT_ONCE;
        }
        *left -= N;
        let mut own = [0; N];
        own.swap_with_slice(&mut bytes[*left..*left + N]);
        own
    })
}
