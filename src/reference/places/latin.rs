//! Names of places in Latin letters: their pinyin.

use pinyin::ToPinyin;

/// Characters that are read otherwise in names of places than the dictionary says first.
const READINGS: [(char, &str); 13] = [
    ('重', "chong"),
    ('长', "chang"),
    ('厦', "xia"),
    ('藏', "zang"),
    ('莞', "guan"),
    ('六', "lu"),
    ('蚌', "beng"),
    ('亳', "bo"),
    ('番', "pan"),
    ('台', "tai"),
    ('佛', "fo"),
    ('都', "du"),
    ('泊', "bo"),
];
/// Names read otherwise than their characters.
const NAMES: [(&str, &str); 5] =
    [("乐清", "yueqing"), ("六盘水", "liupanshui"), ("大埔", "dabu"), ("闵行", "minhang"), ("喀什", "kashi")];

/// How a name is typed in Latin letters; none where a character has no reading.
pub fn pinyin(name: &str) -> Option<String> {
    if let Some((_, pinyin)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*pinyin).to_owned());
    }
    let syllable = |c: char| {
        let own = READINGS.iter().find(|(known, _)| *known == c).map(|(_, reading)| (*reading).to_owned());
        own.or_else(|| c.to_pinyin().map(|reading| reading.plain().replace('ü', "v")))
    };
    name.chars().map(syllable).collect()
}
