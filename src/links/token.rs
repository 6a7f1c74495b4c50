//! What a link is known by: its token, and the keyed terms of what opens it.

use super::model::{Link, Opening, OpensBy};
use crate::{domain::LinkId, seal::Keys};
use chrono::NaiveDate;
use std::str::FromStr;
use subtle::ConstantTimeEq;

/// Letters of the id, and of the hash after it: 80 bits in base 32.
const ID: usize = 13;
const HASH: usize = 16;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The token of a link as it stands in its address: 29 letters and digits.
pub fn token(keys: &Keys, link: &Link) -> String {
    format!("{}{}", link.id, hash(keys, link.id, link.serial))
}

/// The id a token names, if it has the shape of one; whether it is true, [`is_token`] says.
pub fn id_of(token: &str) -> Option<LinkId> {
    let (id, hash) = token.split_at_checked(ID)?;
    if hash.len() == HASH { LinkId::from_str(id).ok() } else { None }
}

/// Whether a token is this link's at its present serial.
pub fn is_token(keys: &Keys, link: &Link, text: &str) -> bool {
    token(keys, link).as_bytes().ct_eq(text.as_bytes()).into()
}

fn hash(keys: &Keys, id: LinkId, serial: i32) -> String {
    let mac = keys.mac(&[b"link.token:", &id.0.to_le_bytes(), &serial.to_le_bytes()]);
    // 10 bytes are 16 letters of five bits.
    let bits = mac[..10].iter().fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
    (0..HASH).rev().map(|at| char::from(ALPHABET[(bits >> (5 * at)) as usize & 31])).collect()
}

/// The six digits printed beside a link that opens by a code; they change with its serial.
pub fn code(keys: &Keys, link: &Link) -> Option<String> {
    (link.opens_by == OpensBy::Code).then(|| digits(keys, link.id, link.serial))
}

fn digits(keys: &Keys, id: LinkId, serial: i32) -> String {
    let mac = keys.mac(&[b"link.code:", &id.0.to_le_bytes(), &serial.to_le_bytes()]);
    let number = mac[..8].iter().fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// The keyed term of what opens a link; bound to the link, so that two links of one person have different ones.
pub fn term(keys: &Keys, id: LinkId, serial: i32, opening: &Opening) -> Vec<u8> {
    match opening {
        Opening::IdNumber(number) => typed_term(keys, id, OpensBy::IdNumber, &number.last_four()),
        Opening::BirthDate(day) => typed_term(keys, id, OpensBy::BirthDate, &spelled(*day)),
        Opening::Code => typed_term(keys, id, OpensBy::Code, &digits(keys, id, serial)),
    }
}

/// The term of something typed in one writing: four characters, a day as [`spelled`], six digits.
pub fn typed_term(keys: &Keys, id: LinkId, by: OpensBy, typed: &str) -> Vec<u8> {
    let kind = by.as_str().as_bytes();
    keys.mac(&[b"link.opening:", &id.0.to_le_bytes(), kind, b":", typed.as_bytes()]).to_vec()
}

/// A birth date in the one writing its term is made of.
pub fn spelled(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}
