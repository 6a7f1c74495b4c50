//! Rows that are no people, known by their words: totals, signatures, notes, examples, titles.

use super::{Field, RowKind, Table};
use crate::{
    domain::PersonName,
    rosters::{people::villages::plain, reading::Grid},
};

fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// What the first words of a row say it is.
pub fn by_words(texts: &[String]) -> Option<RowKind> {
    const TOTALS: [&str; 8] = ["合计", "总计", "共计", "累计", "总人数", "全村合计", "总数", "全镇合计"];
    const SIGNATURES: [&str; 26] = [
        "填表人",
        "制表",
        "审核",
        "填报",
        "负责人",
        "单位负责人",
        "分管领导",
        "主要领导",
        "经办",
        "盖章",
        "(盖章",
        "签字",
        "填表",
        "统计人",
        "复核",
        "驻村",
        "村支书",
        "支部书记",
        "书记",
        "主任",
        "核实人",
        "录入人",
        "调查人",
        "登记人",
        "采集人",
        "网格员",
    ];
    const NOTES: [&str; 11] =
        ["备注", "注:", "注1", "说明", "填表说明", "填报说明", "注意", "※", "附注", "以下空白", "注、"];
    let first = texts.first()?;
    let lead: Vec<&String> = texts.iter().take(4).collect();
    if lead.iter().any(|text| text.contains("小计") || text.starts_with("本页")) {
        return Some(RowKind::Subtotal);
    }
    const METAS: [&str; 9] = [
        "填报单位",
        "报送单位",
        "单位:",
        "单位名称",
        "填报时间",
        "填报日期",
        "制表时间",
        "村(社区):",
        "乡镇:",
    ];
    if starts(first, &METAS) && first.contains(':') {
        return Some(RowKind::Meta);
    }
    let is_count = |text: &str| text.starts_with('共') && text.ends_with(['人', '户', '名']);
    let is_total =
        |text: &str| starts(text, &TOTALS) || text == "计" || is_count(text) || text.ends_with("合计");
    if lead.iter().any(|text| is_total(text)) {
        return Some(RowKind::Total);
    }
    let distinct = texts.iter().filter(|text| *text != first).count();
    if texts.iter().any(|text| text.contains("以下空白")) {
        return Some(RowKind::Footnote);
    }
    let is_signed = starts(first, &SIGNATURES)
        && (first.contains(':') || first.contains("盖章") || first.contains("签") || distinct == 0);
    if is_signed || texts.iter().filter(|text| starts(text, &SIGNATURES) && text.contains(':')).count() >= 1 {
        return Some(RowKind::Signature);
    }
    let is_numbered = first.starts_with(|c: char| c.is_ascii_digit()) && first.contains(['.', '、']);
    let is_long = first.chars().count() > 25;
    let is_note = starts(first, &NOTES) && (first.contains([':', '1', '、']) || is_long || distinct == 0);
    (distinct <= 1 && (is_note || is_long || is_numbered && first.chars().count() > 12))
        .then_some(RowKind::Footnote)
}

/// Whether a text that stands alone in its row is no name.
pub fn is_title(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["名单", "台账", "花名册", "名册", "登记", "汇总", "统计", "信息表", "情况表", "附件"];
    let is_number = text.chars().filter(char::is_ascii_digit).count() >= 7;
    !is_number
        && (WORDS.iter().any(|word| text.contains(word))
            || PersonName::parse(text).is_err() && text.chars().count() > 6)
}

/// Whether a row shows how to fill in the others.
pub fn is_example(grid: &Grid, row: usize, tables: &[Table]) -> bool {
    const MARKS: [&str; 16] = [
        "例",
        "示例",
        "样例",
        "范例",
        "例如",
        "举例",
        "示范",
        "样本",
        "填写示例",
        "填写样例",
        "填表示例",
        "模板",
        "例子",
        "填报示例",
        "填写范例",
        "参考示例",
    ];
    let is_marked = |text: &str| {
        let mark = text.trim_start_matches(['(', '[', '【', '"']);
        let mark = mark.trim_end_matches(|c: char| "：:)]】0123456789一二三".contains(c));
        MARKS.contains(&mark) || starts(text, &["示例", "样例", "范例", "填写示例", "例:", "例如"])
    };
    let first = grid.row(row).take(3).filter_map(|(_, cell)| cell.text());
    if first.filter(|text| text.len() < 60).any(|text| is_marked(&plain(text))) {
        return true;
    }
    let names = tables
        .iter()
        .flat_map(|table| table.holding(Field::NAME))
        .filter_map(|column| grid.cell(row, column).text());
    names.map(plain).any(|name| is_made_up(&name) || is_stand_in(&name) && says_nobody(grid, row))
}

/// 李某某, ×××.
fn is_made_up(name: &str) -> bool {
    let is_short = name.chars().count() <= 3;
    ["××", "XX", "xx", "**", "某某"].iter().any(|mark| name.contains(mark))
        || name.ends_with('某') && is_short
}

fn is_stand_in(name: &str) -> bool {
    matches!(name, "张三" | "李四" | "王五" | "赵六" | "王小二" | "小明")
}

/// Whether a row has a village or a number that nobody has.
fn says_nobody(grid: &Grid, row: usize) -> bool {
    const NUMBERS: [&str; 8] = [
        "13800000000",
        "13800138000",
        "13888888888",
        "12345678901",
        "13912345678",
        "13812345678",
        "13xxxxxxxxx",
        "13000000000",
    ];
    let texts = grid.row(row).map(|(_, cell)| plain(&cell.shown()));
    let crosses = ["××", "XX村", "xx村", "某某", "某村", "**村", "XX镇", "XXXX"];
    texts.into_iter().any(|text| starts(&text, &crosses) || NUMBERS.contains(&text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Option<&'static str> {
        let texts: Vec<String> = texts.iter().map(|text| plain(text)).collect();
        by_words(&texts).map(|kind| kind.name())
    }

    #[test]
    fn rows_that_are_no_people_are_known_by_their_first_words() {
        let cases: &[(&[&str], Option<&str>)] = &[
            (&["合计", "264"], Some("total")),
            (&["合 计：", "609人"], Some("total")),
            (&["共计45人"], Some("total")),
            (&["南华社区合计", "45"], Some("total")),
            (&["本页小计", "40人"], Some("subtotal")),
            (&["3组小计", "40人"], Some("subtotal")),
            (&["填表人：", "审核人：", "填表时间：2026年3月5日"], Some("signature")),
            (&["单位负责人（签字）："], Some("signature")),
            (&["备注：1. 外出务工指离开本乡镇6个月以上；2. 身份证号请认真核对"], Some("footnote")),
            (&["说明：本表一式两份"], Some("footnote")),
            (&["（以下空白）"], Some("footnote")),
            (&["1", "张三"], None),
            (&["5", "李四", "男", "务工", "备注"], None),
        ];
        for (texts, kind) in cases {
            assert_eq!(words(texts), *kind, "{texts:?}");
        }
    }
}
