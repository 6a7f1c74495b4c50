//! The columns of a list that is given out, and what stands in each.

use super::listed::Listed;
use crate::reference::{self, education, layout_columns, places};
use serde::{Deserialize, Serialize};

/// A column: what stands over it, and the field of the list of headers that stands in it; nothing where it is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutColumn {
    pub header: String,
    pub field: String,
}

/// The columns of a plain list, under headers that are read back as they are.
const PLAIN: [(&str, &str); 18] = [
    ("姓名", "name"),
    ("性别", "sex"),
    ("出生日期", "birth_date"),
    ("身份证号", "id_number"),
    ("联系电话", "phone"),
    ("其他电话", "phone_alt"),
    ("家属电话", "contact_phone"),
    ("微信号", "wechat"),
    ("乡镇", "township"),
    ("村", "village"),
    ("组", "village_group"),
    ("户主姓名", "household_head"),
    ("与户主关系", "relation_to_head"),
    ("务工地点", "work_place"),
    ("务工单位", "employer"),
    ("从事工种", "occupation"),
    ("外出时间", "departure_date"),
    ("最近联系", "last_contact"),
];

/// The columns of one of the layouts there are: the plain one, or a department's.
pub fn layout(name: &str) -> Option<Vec<OutColumn>> {
    let column = |header: &str, field: &str| OutColumn { header: header.to_owned(), field: field.to_owned() };
    if name == "plain" {
        return Some(PLAIN.iter().map(|(header, field)| column(header, field)).collect());
    }
    let own = layout_columns().filter(|one| one.layout == name).map(|one| column(one.header, one.field));
    Some(own.collect::<Vec<_>>()).filter(|columns| !columns.is_empty())
}

/// What stands in a column for somebody.
pub fn value(field: &str, one: &Listed) -> String {
    let code = one.place_code.as_deref().unwrap_or("");
    let phone = |nth: usize| one.phones.get(nth).cloned().unwrap_or_default();
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        "name" => one.name.clone(),
        "sex" => one.sex.to_owned(),
        "birth_date" => one.birth_on.map(|day| day.to_string()).unwrap_or_default(),
        "id_number" => words(&one.id_number),
        "phone" => phone(0),
        "phone_alt" => phone(1),
        "phone_landline" => words(&one.landline),
        "contact_phone" => words(&one.kin_phone),
        "wechat" => words(&one.wechat),
        "county" => one.county.clone(),
        "township" => one.township.clone(),
        "village" => one.village.clone(),
        "village_group" => one.group_no.map(|group| format!("{group}组")).unwrap_or_default(),
        "household_no" => one.household_no.clone(),
        "household_head" => one.head_name.clone(),
        "relation_to_head" => {
            reference::relation(&one.relation).map(|(zh, _)| zh.to_owned()).unwrap_or_default()
        }
        "education" => {
            one.education.as_deref().and_then(education).map(|(zh, _)| zh.to_owned()).unwrap_or_default()
        }
        "work_place" | "work_scope" | "current_address" => words(&one.place),
        "work_province" => part(code, 2),
        "work_city" => part(code, 4),
        "work_county" => part(code, 6),
        "employer" => one.employer.clone(),
        "occupation" => one.occupation.clone(),
        "departure_date" => one.from_on.map(|day| day.to_string()).unwrap_or_default(),
        "last_contact" => one.last_contact_on.map(|day| day.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The province, city or county of a place's code, by the digits it has; empty where the code says less.
fn part(code: &str, digits: usize) -> String {
    let padded = |digits: usize| code.get(..digits).map(|known| format!("{known:0<6}"));
    let is_told = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
    let says = |digits: usize| code.get(digits - 2..digits).is_some_and(|two| two != "00");
    if !is_told || !says(digits) {
        return String::new();
    }
    let whole = padded(digits).map(|code| places::full_name(&code)).unwrap_or_default();
    let around = if digits > 2 { padded(digits - 2).map(|code| places::full_name(&code)) } else { None };
    let around = around.unwrap_or_default();
    whole.strip_prefix(around.as_str()).unwrap_or(&whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_place_are_told_apart() {
        assert_eq!([2, 4, 6].map(|digits| part("440306", digits)), ["广东省", "深圳市", "宝安区"]);
        assert_eq!([2, 4, 6].map(|digits| part("440300", digits)), ["广东省", "深圳市", ""]);
        assert_eq!(part("", 2), "");
    }

    #[test]
    fn there_are_three_layouts() {
        assert!(
            layout("plain").is_some()
                && layout("labour_service").is_some()
                && layout("poverty_relief").is_some()
        );
        assert_eq!(layout("nope"), None);
    }
}
