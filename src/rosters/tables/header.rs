//! What a header means among the headers above it: whose name, whose telephone, which place.

use super::{
    Field,
    key::{exact, forbidden_part, key, nearly, part},
};

/// How sure it is what a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Nobody knows: it is left out.
    Unknown,
    /// Part of the header is known.
    Part,
    /// The header alone does not tell; the cells did.
    Cells,
    /// The header is in the list.
    Header,
    /// Somebody said so.
    Chosen,
}

/// Of whom or what a header speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Person,
    Kin,
    Head,
    Guardian,
    Cadre,
    Employer,
    /// Somebody else whose particulars are nobody's business here.
    Other,
    /// Where and when somebody works.
    Work,
    /// Where somebody is registered.
    Home,
    Return,
}

const OWNERS: [(Owner, &[&str]); 10] = [
    (
        Owner::Person,
        &[
            "外出务工人员",
            "外出人员",
            "务工人员",
            "务工者",
            "外出者",
            "劳动力",
            "农民工",
            "流动人员",
            "本人",
            "个人",
            "成员",
            "人员",
        ],
    ),
    (Owner::Head, &["户主"]),
    (Owner::Guardian, &["监护人", "照料人", "被监护人"]),
    (
        Owner::Cadre,
        &["村委", "帮扶", "干部", "网格", "责任人", "包户", "包组", "走访", "填报", "采集", "填表"],
    ),
    (
        Owner::Kin,
        &[
            "紧急联系人",
            "家庭联系人",
            "家中联系人",
            "在家联系人",
            "留守",
            "家属",
            "亲属",
            "家人",
            "亲友",
            "代填人",
            "代办人",
            "联系人",
        ],
    ),
    (
        Owner::Other,
        &[
            "父亲",
            "母亲",
            "配偶",
            "丈夫",
            "妻子",
            "子女",
            "儿童",
            "老人",
            "小孩",
            "孩子",
            "学生",
            "同乡",
            "介绍人",
        ],
    ),
    (Owner::Employer, &["单位", "企业", "公司", "雇主", "老板", "工厂", "用工"]),
    (Owner::Return, &["返乡", "回乡", "返回", "返岗"]),
    (
        Owner::Work,
        &[
            "务工",
            "外出",
            "流入",
            "流向",
            "流出",
            "就业",
            "打工",
            "从业",
            "工作",
            "去向",
            "目的地",
            "现居",
            "输出",
        ],
    ),
    (Owner::Home, &["户籍", "户口", "家庭住址", "家庭地址", "老家", "籍贯", "家乡", "原籍", "住址"]),
];

impl Owner {
    fn of(text: &str) -> Option<Owner> {
        OWNERS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(owner, _)| *owner)
    }
}

/// What one header means below the headers above it, from the topmost to itself.
pub fn meaning(path: &[String]) -> (Option<Field>, Sure) {
    let keys: Vec<String> = path.iter().map(|header| key(header)).collect();
    let Some((leaf, above)) = keys.split_last() else { return (None, Sure::Unknown) };
    let above = above.concat();
    if let Some(field) = exact(leaf).or_else(|| nearly(leaf)) {
        let field = if field.forbidden().is_some() { Some(field) } else { among(field, &above) };
        return (field, if field.is_some() { Sure::Header } else { Sure::Unknown });
    }
    let whole = format!("{above}{leaf}");
    if let Some(field) = forbidden_part(leaf).or_else(|| exact(&whole)) {
        return (Some(field), Sure::Header);
    }
    if let Some(field) = single(leaf, &above) {
        return (Some(field), Sure::Header);
    }
    let guess = if is_question(leaf) { None } else { guess(leaf, &above) };
    (guess, if guess.is_some() { Sure::Part } else { Sure::Unknown })
}

/// 是否…, 有无…: yes or no, whatever follows.
fn is_question(key: &str) -> bool {
    ["是否", "有无", "能否", "会否"].iter().any(|word| key.starts_with(word))
}

/// A header of one or two characters that only means something below others: 电话 below 家属, 省 below 务工地点.
fn single(leaf: &str, above: &str) -> Option<Field> {
    let owner = Owner::of(above)?;
    match (leaf, owner) {
        ("本人", _) if above.contains("电话") || above.contains("联系") => Some(Field::PHONE),
        ("家属" | "家人" | "亲属" | "家庭", _) if above.contains("电话") || above.contains("联系") => {
            Some(Field::KIN_PHONE)
        }
        ("时间" | "日期" | "年月" | "起始时间" | "开始", Owner::Work) => Some(Field::DEPARTURE),
        ("时间" | "日期", Owner::Return) => Some(Field::RETURN),
        ("省份" | "省市" | "省区", Owner::Work) => Some(Field::WORK_PROVINCE),
        ("城市" | "地级市" | "市州", Owner::Work) => Some(Field::WORK_CITY),
        ("县" | "区" | "县市" | "市县" | "县市区", Owner::Work) => Some(Field::WORK_COUNTY),
        ("地方" | "具体地址" | "镇街" | "具体地点" | "详址", Owner::Work) => {
            Some(Field::WORK_PLACE)
        }
        ("名称", Owner::Employer) => Some(Field::EMPLOYER),
        ("省市", _) if above.contains("地") => Some(Field::WORK_PROVINCE),
        _ => None,
    }
}

/// A field by its own header, below headers that may give it another meaning.
fn among(field: Field, above: &str) -> Option<Field> {
    match Owner::of(above) {
        Some(owner) => owned(field, owner),
        None => Some(field),
    }
}

/// A field that is known from part of its header alone.
fn guess(leaf: &str, above: &str) -> Option<Field> {
    if leaf.contains("微信") {
        return Some(Field::WECHAT);
    }
    let owner = Owner::of(leaf).or_else(|| Owner::of(above));
    let bare = match owner {
        Some(Owner::Person) => OWNERS.first().map_or(leaf.to_owned(), |(_, words)| {
            words.iter().fold(leaf.to_owned(), |leaf, word| leaf.replace(word, ""))
        }),
        _ => leaf.to_owned(),
    };
    let field = exact(&bare).or_else(|| part(&bare)).or_else(|| part(leaf)).or_else(|| place(leaf, owner))?;
    owner.map_or(Some(field), |owner| owned(field, owner))
}

/// The parts of places.
fn place(leaf: &str, owner: Option<Owner>) -> Option<Field> {
    if owner != Some(Owner::Work) {
        return None;
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| leaf.ends_with(end));
    if ends(&["省", "省份", "省市", "省区"]) {
        Some(Field::WORK_PROVINCE)
    } else if ends(&["区县", "县区", "县", "区"]) {
        Some(Field::WORK_COUNTY)
    } else if ends(&["市", "城市"]) {
        Some(Field::WORK_CITY)
    } else if ends(&["地", "地点", "地址", "地方", "去向", "位置", "所在"]) {
        Some(Field::WORK_PLACE)
    } else if ends(&["时间", "日期", "年月"]) {
        Some(Field::DEPARTURE)
    } else {
        None
    }
}

/// What a field becomes when it is of somebody or something: the telephone of a cadre is not the person's.
fn owned(field: Field, owner: Owner) -> Option<Field> {
    let is_phone = [Field::PHONE, Field::PHONE_ALT, Field::LANDLINE, Field::KIN_PHONE].contains(&field);
    let is_private =
        is_phone || [Field::NAME, Field::ID, Field::SEX, Field::BIRTH, Field::WECHAT].contains(&field);
    let is_address = [Field::HOME_ADDRESS, Field::CURRENT_ADDRESS, Field::HUKOU_ADDRESS].contains(&field);
    match owner {
        Owner::Person => Some(field),
        Owner::Kin if is_phone => Some(Field::KIN_PHONE),
        Owner::Kin if field == Field::NAME => Some(Field::CONTACT_NAME),
        Owner::Kin if field == Field::RELATION => Some(Field::CONTACT_RELATION),
        Owner::Head if field == Field::NAME => Some(Field::HOUSEHOLD_HEAD),
        Owner::Head if field == Field::ID => Some(Field::HEAD_ID),
        Owner::Guardian if field == Field::NAME => Some(Field::GUARDIAN_NAME),
        Owner::Guardian if is_phone => Some(Field::GUARDIAN_PHONE),
        Owner::Cadre if field == Field::NAME => Some(Field::CADRE_NAME),
        Owner::Cadre if is_phone => Some(Field::CADRE_PHONE),
        Owner::Employer if is_phone => Some(Field::EMPLOYER_PHONE),
        Owner::Employer if is_address => Some(Field::WORK_PLACE),
        Owner::Kin | Owner::Head | Owner::Guardian | Owner::Cadre | Owner::Other if is_private => None,
        Owner::Employer => Some(field),
        Owner::Work => Some(match field.name() {
            "city" => Field::WORK_CITY,
            "county" => Field::WORK_COUNTY,
            "home_address" | "township" => Field::WORK_PLACE,
            _ => field,
        }),
        Owner::Home => match field.name() {
            "work_province" | "work_city" => None,
            "work_county" => Some(Field::COUNTY),
            _ => Some(field),
        },
        _ => Some(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_together_with_those_above_it() {
        let cases: &[(&str, Option<&str>)] = &[
            ("姓名", Some("name")),
            ("联系方式/本人电话", Some("phone")),
            ("联系方式/家属电话", Some("contact_phone")),
            ("联系方式/微信", Some("wechat")),
            ("外出务工情况/务工地点/省", Some("work_province")),
            ("外出务工情况/务工地点/市", Some("work_city")),
            ("外出务工情况/务工地点/区县", Some("work_county")),
            ("户籍所在地/区县", Some("county")),
            ("户籍所在地/乡镇", Some("township")),
            ("户主/姓名", Some("household_head")),
            ("户主姓名", Some("household_head")),
            ("家属/姓名", Some("contact_name")),
            ("家属/电话", Some("contact_phone")),
            ("监护人/电话", Some("guardian_phone")),
            ("帮扶干部/联系电话", Some("cadre_phone")),
            ("外出人员基本情况/姓名", Some("name")),
            ("外出情况/时间", Some("departure_date")),
            ("返乡情况/时间", Some("actual_return_date")),
            ("外出务工人员身份证号码", Some("id_number")),
            ("本人手机号码（必填）", Some("phone")),
            ("家属手机号", Some("contact_phone")),
            ("配偶姓名", None),
            ("父亲联系电话", None),
            ("是否有联系电话", None),
            ("务工地（市）", Some("work_city")),
            ("具体务工地址", Some("work_place")),
            ("政治面貌", Some("political_status")),
            ("患病情况说明", Some("disease")),
            ("饮料", None),
        ];
        for (headers, field) in cases {
            let path: Vec<String> = headers.split('/').map(str::to_owned).collect();
            assert_eq!(meaning(&path).0.map(Field::name), *field, "{headers}");
        }
    }
}
