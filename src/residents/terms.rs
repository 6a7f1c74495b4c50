//! Search terms: plain ones of names, keyed ones of numbers (DESIGN §4).

use crate::{
    domain::{ChannelKind, IdNumber, PersonName, PhoneNumber},
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

/// The terms of four last characters: of a telephone number or of an ID number.
pub fn last_fours(keys: &Keys, four: &str) -> [String; 2] {
    [last_four(keys, "phone", four), last_four(keys, "id", four)]
}

fn last_four(keys: &Keys, kind: &str, four: &str) -> String {
    let (mark, kind) = if kind == "phone" { ('t', "phone4") } else { ('e', "id4") };
    format!("{mark}{}", keys.blind(kind, &four.to_uppercase()))
}
