//! Search terms: plain ones of names, keyed ones of numbers (DESIGN §4).

use crate::{
    domain::{ChannelKind, IdKind, IdNumber, PersonName, PhoneNumber},
    seal::Keys,
};

/// The terms by which a name is found.
pub fn name_terms(name: &PersonName) -> Vec<String> {
    name.search_terms()
}

/// The keyed terms of a channel's value: the whole, and a telephone number's last four.
pub fn channel_terms(keys: &Keys, kind: ChannelKind, value: &str) -> Vec<String> {
    if !kind.is_phone() {
        return vec![whole_channel(keys, value)];
    }
    let last = PhoneNumber::parse(value).map(|number| last_four(keys, "phone", &number.last_four()));
    std::iter::once(whole_channel(keys, value)).chain(last.ok()).collect()
}

/// The keyed terms of an ID number: the whole, and its last four.
pub fn id_terms(keys: &Keys, id: &IdNumber) -> Vec<String> {
    vec![whole_id(keys, id.as_str()), last_four(keys, "id", &id.last_four())]
}

/// The term of a whole telephone number or address.
pub fn whole_channel(keys: &Keys, value: &str) -> String {
    format!("h{}", keys.blind("channel", &value.trim_start_matches('+').to_uppercase()))
}

/// The term of a whole ID number.
pub fn whole_id(keys: &Keys, value: &str) -> String {
    format!("d{}", keys.blind("id", value))
}

/// The terms of a whole number of which nobody said what it is: as it was typed, as a telephone number, as an ID number
/// of 15 or 18 digits.
pub fn whole_numbers(keys: &Keys, typed: &str) -> Vec<String> {
    // What search was given has lost its `+`: it may be written as from abroad.
    let phones = [PhoneNumber::parse(typed), PhoneNumber::parse(&format!("+{typed}"))];
    let phones = phones.into_iter().flatten().map(|number| whole_channel(keys, number.canonical()));
    let id = IdNumber::parse(IdKind::ResidentId, typed).map(|number| whole_id(keys, number.as_str()));
    let as_typed = [whole_channel(keys, typed), whole_id(keys, typed)];
    as_typed.into_iter().chain(phones).chain(id.ok()).collect()
}

/// The terms of four last characters: of a telephone number or of an ID number.
pub fn last_fours(keys: &Keys, four: &str) -> [String; 2] {
    [last_four(keys, "phone", four), last_four(keys, "id", four)]
}

fn last_four(keys: &Keys, kind: &str, four: &str) -> String {
    let (mark, kind) = if kind == "phone" { ('t', "phone4") } else { ('e', "id4") };
    format!("{mark}{}", keys.blind(kind, &four.to_uppercase()))
}
