//! The truth files beside the samples.

use kith::{
    domain::Sex,
    rosters::{Person, ReadPhone, Verdict},
};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// A sample and what is true of it.
pub struct Sample {
    pub file: String,
    pub bytes: Vec<u8>,
    pub truth: Value,
}

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/rosters/samples")
}

/// The samples in the order of their index.
pub fn samples() -> Vec<Sample> {
    let json = |name: &str| -> Value {
        let text = std::fs::read_to_string(folder().join(name)).expect("a truth file");
        serde_json::from_str(&text).expect("JSON")
    };
    let index = json("index.json");
    let files = index["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| file["file"].as_str().expect("a name").to_owned());
    let sample = |file: String| {
        let stem = file.rsplit_once('.').expect("an ending").0;
        let truth = json(&format!("{stem}.truth.json"));
        Sample { bytes: std::fs::read(folder().join(&file)).expect("a sample"), truth, file }
    };
    files.map(sample).collect()
}

/// The rows of a sheet.
pub fn rows(sheet: &Value) -> &Vec<Value> {
    sheet["rows"].as_array().expect("rows")
}

/// The fields that are compared: all but the one that is never read.
pub const FIELDS: [&str; 18] = [
    "name",
    "id_number",
    "sex",
    "birth",
    "village_code",
    "group",
    "phones",
    "kin_phones",
    "phones_dead",
    "kin_phones_dead",
    "left_on",
    "dest_text",
    "dest_code",
    "employer",
    "occupation",
    "relation",
    "wechat",
    "cell",
];

fn numbers(phones: &[ReadPhone]) -> Vec<String> {
    phones.iter().map(|phone| phone.number.canonical().to_owned()).collect()
}

/// What was read of a field, as texts.
pub fn found(person: &Person, field: &str) -> Vec<String> {
    let one = |value: Option<String>| value.into_iter().collect();
    match field {
        "name" => one(person.name.as_ref().map(|name| name.as_str().to_owned())),
        "id_number" => one(person.id_number.as_ref().map(|id| id.as_str().to_owned())),
        "sex" => one(person.sex.map(|sex| if sex == Sex::Male { "M" } else { "F" }.to_owned())),
        "birth" => one(person.birth.map(|birth| birth.to_string())),
        "village_code" => one(person.village.clone()),
        "group" => one(person.group.map(|group| group.to_string())),
        "phones" => numbers(&person.phones),
        "kin_phones" => numbers(&person.kin_phones),
        "phones_dead" => numbers(&person.phones_dead),
        "kin_phones_dead" => numbers(&person.kin_phones_dead),
        "left_on" => one(person.left_on.map(|day| day.to_string())),
        "dest_text" => one(person.dest_text.clone()),
        "dest_code" => one(person.dest_code.map(str::to_owned)),
        "employer" => one(person.employer.clone()),
        "occupation" => one(person.occupation.clone()),
        "relation" => one(person.relation.clone()),
        "wechat" => one(person.wechat.clone()),
        "cell" => one(person.cell.clone()),
        _ => panic!("{field}"),
    }
}

/// What is true of a field, as texts; none if the file has no column for it.
pub fn wanted(fields: &Map<String, Value>, field: &str) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match fields.get(field)? {
        Value::Array(all) => Some(all.iter().filter_map(text).collect()),
        value => Some(text(value).into_iter().collect()),
    }
}

/// Other values that are as good.
pub fn as_good(fields: &Map<String, Value>, field: &str) -> Vec<String> {
    wanted(fields, &format!("{field}_ok")).unwrap_or_default()
}

pub fn verdict(row: &Value) -> Option<Verdict> {
    match row["expect"].as_str().expect("a verdict") {
        "accept" => Some(Verdict::Accept),
        "error" => Some(Verdict::Error),
        "skip" => Some(Verdict::Skip),
        _ => None,
    }
}
