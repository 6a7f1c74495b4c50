//! Start codes: what opens an account for the first time, once.

use crate::{
    domain::{AccountId, plain},
    seal::{Keys, random},
};
use chrono::TimeDelta;

/// How long a start code opens.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Crockford's base 32: no I, L, O, U, so that a code can be read out and written down.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A start code: fifty random bits. It is shown on its slip and kept nowhere.
pub struct StartCode(String);

impl StartCode {
    pub fn fresh() -> StartCode {
        StartCode(random::<10>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
    }

    /// The code as it is printed: two groups of five.
    pub fn shown(&self) -> String {
        let (first, second) = self.0.split_at(5);
        format!("{first}-{second}")
    }

    pub fn hash(&self, keys: &Keys, account: AccountId) -> Vec<u8> {
        start_code_hash(keys, account, &self.0)
    }
}

/// The keyed hash under which an account's start code is kept; O is read as 0, I and L as 1.
pub fn start_code_hash(keys: &Keys, account: AccountId, code: &str) -> Vec<u8> {
    let plain: String = plain(code)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        })
        .collect();
    keys.mac(&[b"start code", &account.0.to_le_bytes(), plain.as_bytes()]).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_opens_however_it_is_written_down() {
        let keys = Keys::parse(&"07".repeat(32)).unwrap_or_else(|_| unreachable!());
        let hash = |code: &str| start_code_hash(&keys, AccountId(1), code);
        assert_eq!(hash("01ABC-DE234"), hash("oiabc de234"));
        assert_eq!(hash("01ABC-DE234"), hash("０１ａｂｃｄｅ２３４"));
        assert_ne!(hash("01ABC-DE234"), start_code_hash(&keys, AccountId(2), "01ABC-DE234"));
    }
}
