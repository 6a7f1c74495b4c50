//! One spelling for all: what somebody types and what the lists hold are compared in it.

use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::UnicodeNormalization;

/// A break between words: any punctuation.
pub const BREAK: char = '|';
/// A break that makes a list: 、 ; +
pub const AND: char = ',';
/// Both.
pub const BREAKS: [char; 2] = [BREAK, AND];

/// Traditional characters of place names and of the words around them, each followed by the simplified one.
const TRADITIONAL: &str = "廣广東东門门龍龙灣湾臺台雲云貴贵陽阳陝陕慶庆濟济蘇苏蘭兰銀银寧宁長长鄭郑漢汉瀋沈爾尔連连島岛煙烟華华縣县區区國国韓韩緬缅馬马亞亚麗丽鄉乡鎮镇滬沪遼辽營营嶺岭鐵铁撫抚順顺錦锦蘆芦\
    齊齐魯鲁濱滨濰潍澤泽無无錫锡鹽盐揚扬蕪芜鶴鹤許许駐驻黃黄岡冈荊荆隨随張张婁娄懷怀瀘泸綿绵達达資资畢毕銅铜臨临紅红維维內内額额貝贝烏乌熱热圖图邊边務务農农車车間间來来開开關关離离\
    觀观葉叶個个現现實实歲岁後后對对還还過过這这裡里裏里會会當当從从說说與与萬万義义豐丰瓊琼滿满賓宾園园場场廠厂處处學学應应樂乐橋桥溫温紹绍興兴麥麦頭头時时業业們们莊庄庫库倉仓紐纽\
    約约倫伦羅罗聖圣買买賣卖隸隶灘滩潤润潯浔漁渔淶涞澗涧";

/// Digits and letters plain and small, characters simplified, every kind of punctuation a break, no white space and
/// nothing unseen; no break at either end.
pub fn spelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let c = simplified(c);
        if c.is_alphanumeric() {
            out.push(c);
        } else if !(c.is_whitespace() || is_unseen(c) || out.is_empty()) {
            let is_list = matches!(c, '、' | ';' | '+' | '&');
            match out.pop() {
                Some(BREAK | AND) if is_list => out.push(AND),
                Some(last @ (BREAK | AND)) => out.push(last),
                Some(last) => out.extend([last, if is_list { AND } else { BREAK }]),
                None => {}
            }
        }
    }
    out.truncate(out.trim_end_matches(BREAKS).len());
    out
}

/// Characters nobody can see, and accents left behind by letters: they break no word.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

static SIMPLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let (old, new) = (TRADITIONAL.chars().step_by(2), TRADITIONAL.chars().skip(1).step_by(2));
    old.zip(new).collect()
});

fn simplified(c: char) -> char {
    if c.is_ascii() { c } else { SIMPLE.get(&c).copied().unwrap_or(c) }
}
