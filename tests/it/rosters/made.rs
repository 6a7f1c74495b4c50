//! People made up, and sheets of them to be written.

use kith::{
    domain::check_digit,
    reference::{county, header_synonyms},
};

/// Somebody made up, as their roster will say and as it should be read.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub name: String,
    pub id: String,
    pub phone: String,
    /// How the day is written, and what it means.
    pub left: (String, String),
    /// The place as written, and its code.
    pub place: (&'static str, &'static str),
    pub village: &'static county::Area,
    pub group: u32,
}

/// What stands in a cell to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Blank,
    Text(String),
    Number(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
    }
}

/// A sheet to be written: rows, and joined cells by their first and last row and column.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub name: String,
    pub is_hidden: bool,
    pub rows: Vec<Vec<Value>>,
    pub merges: Vec<(usize, usize, usize, usize)>,
}

impl Page {
    pub fn named(name: &str) -> Page {
        Page { name: name.to_owned(), ..Page::default() }
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        self.rows.push(cells.into_iter().map(Value::from).collect());
    }
}

const PLACES: [(&str, &str); 8] = [
    ("广东省深圳市宝安区", "440306"),
    ("浙江宁波", "330200"),
    ("昆山", "320583"),
    ("北京市", "110000"),
    ("广东东莞", "441900"),
    ("成都", "510100"),
    ("福建省", "350000"),
    ("上海", "310000"),
];

pub struct Maker {
    pub dice: fastrand::Rng,
    next: u32,
}

impl Maker {
    pub fn new(seed: u64) -> Maker {
        Maker { dice: fastrand::Rng::with_seed(seed), next: 0 }
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.dice.usize(..all.len())]
    }

    pub fn village(&mut self) -> &'static county::Area {
        let all: Vec<_> = county::villages().collect();
        // Some names are those of two villages: without their township nobody could tell which.
        loop {
            let one = self.pick(&all);
            let stem = one.name.trim_end_matches("村民委员会").trim_end_matches("居民委员会");
            if all.iter().filter(|other| other.name.starts_with(stem)).count() == 1 && one.name.len() < 36 {
                return one;
            }
        }
    }

    pub fn somebody(&mut self, village: &'static county::Area) -> Somebody {
        let name: String = (0..self.dice.usize(1..3))
            .map(|_| self.pick(&['伟', '芳', '娜', '秀', '敏', '静', '强', '磊', '洋', '艳']))
            .collect();
        let name =
            format!("{}{name}", self.pick(&['王', '李', '谭', '刘', '陈', '杨', '黄', '赵', '吴', '周']));
        self.next += 1;
        let (year, month, day) = (self.dice.u32(1960..2005), self.dice.u32(1..13), self.dice.u32(1..29));
        let digits = format!("512224{year:04}{month:02}{day:02}{:03}", 900 + self.next % 90);
        let id = format!("{digits}{}", char::from(check_digit(digits.as_bytes())));
        let phone = format!(
            "1{}{:08}",
            self.pick(&["42", "60", "64", "54", "69"]),
            self.dice.u32(10_000_000..99_999_999)
        );
        let (left, place) = (self.day(), self.pick(&PLACES));
        Somebody { name, id, phone, left, place, village, group: self.dice.u32(1..12) }
    }

    pub fn people(&mut self, count: usize) -> Vec<Somebody> {
        let village = self.village();
        (0..count).map(|_| self.somebody(village)).collect()
    }

    /// A day in one of many habits.
    fn day(&mut self) -> (String, String) {
        let (y, m, d) = (self.dice.u32(2005..2026), self.dice.u32(1..13), self.dice.u32(1..29));
        let (month, day, year) = (format!("{y}-{m:02}"), format!("{y}-{m:02}-{d:02}"), y.to_string());
        let chinese = |n: u32| {
            n.to_string()
                .chars()
                .map(|c| {
                    "〇一二三四五六七八九".chars().nth(c.to_digit(10).unwrap_or(0) as usize).unwrap_or('〇')
                })
                .collect::<String>()
        };
        let months = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        let ways = [
            (format!("{y}年{m}月{d}日"), day.clone()),
            (format!("{y}-{m:02}-{d:02}"), day.clone()),
            (format!("{y}/{m}/{d}"), day.clone()),
            (format!("{y}.{m}.{d}"), day.clone()),
            (format!("{y}{m:02}{d:02}"), day),
            (format!("{y}年{m}月"), month.clone()),
            (format!("{y}-{m:02}"), month.clone()),
            (format!("{y}年{m:02}月份"), month.clone()),
            (format!("{:02}年{m}月", y % 100), month.clone()),
            (format!("{}年{}月", chinese(y), months[m as usize - 1]), month),
            (format!("{y}年"), year.clone()),
            (format!("{y}年初"), year),
            ("春节后".to_owned(), String::new()),
            ("去年3月".to_owned(), String::new()),
        ];
        ways[self.dice.usize(..ways.len())].clone()
    }

    /// One of the headers of a field; none that only the cells could tell.
    pub fn header(&mut self, field: &str) -> &'static str {
        const UNTOLD: [&str; 14] = [
            "联系方式",
            "务工时间",
            "联系人",
            "编号",
            "地址",
            "社",
            "组（社）",
            "地点",
            "市",
            "省",
            "关系",
            "院落",
            "微信昵称",
            "开始时间",
        ];
        let all: Vec<&str> = header_synonyms()
            .filter(|(own, header)| *own == field && !UNTOLD.contains(header))
            .map(|(_, header)| header)
            .collect();
        self.pick(&all)
    }
}

/// The fields of the tables made here.
pub const FIELDS: [&str; 6] = ["name", "id_number", "phone", "departure_date", "work_place", "village_group"];

pub fn value(somebody: &Somebody, field: &str) -> String {
    match field {
        "name" => somebody.name.clone(),
        "id_number" => somebody.id.clone(),
        "phone" => somebody.phone.clone(),
        "departure_date" => somebody.left.0.clone(),
        "work_place" => somebody.place.0.to_owned(),
        "village_group" => format!("{}组", somebody.group),
        "village" => short(somebody.village.name).to_owned(),
        _ => String::new(),
    }
}

pub fn short(village: &str) -> &str {
    village.strip_suffix("村民委员会").or_else(|| village.strip_suffix("居民委员会")).unwrap_or(village)
}

pub fn township(village: &county::Area) -> &'static str {
    county::townships().find(|township| village.code.starts_with(township.code)).expect("a township").name
}
