//! What rosters say to people, in both languages: codes, states, columns.

use super::{
    Field, IssueCode,
    batch::{RosterState, RowCode, RowVerdict},
};
use crate::i18n::{Lang, labels};

labels! {
    /// How far a file is.
    roster_state(RosterState) {
        Arriving = "正在收文件" / "Arriving",
        Reading = "正在查" / "Being checked",
        Checked = "查过了，等您收下" / "Checked, waits for you",
        Unreadable = "打不开" / "Cannot be read",
        Taking = "正在收" / "Being taken in",
        Taken = "收完了" / "Taken in",
        Undoing = "正在撤回" / "Being undone",
        Undone = "撤回了" / "Undone",
        Cancelled = "没有收" / "Dropped",
    }
    /// What becomes of a row.
    row_verdict(RowVerdict) {
        New = "新的人" / "New people",
        Changed = "簿上有，补充" / "On file, something to add",
        Same = "簿上有，一样" / "On file, nothing new",
        Refused = "不能收" / "Refused",
        Skipped = "隐藏表里的" / "On hidden sheets",
    }
    /// What is said of a row besides its cells.
    row_code(RowCode) {
        OutsideTerritory = "不是您管的村" / "The village is not yours",
        MatchesSeveral = "簿上有两个人对得上，分不清是哪一个" / "Two people on file fit, and nobody can tell which",
        RecordClosed = "簿上这个人已经注销" / "The record of this person is closed",
        Withheld = "这一行不能收，请问镇里的资料联系人" / "This row cannot be taken in: please ask the township’s data contact",
        RepeatsRow = "身份证号和前面一行一样，算同一个人" / "The same ID number as a row above: one person",
        RepeatsByPhone = "姓名、电话和前面一行一样，算同一个人" / "The same name and telephone as a row above: one person",
        LikelyOnFile = "簿上本村有同名的人，看是不是同一个" / "Somebody of this name is on file in this village: the same person?",
        LikelyRepeat = "前面一行同村同名，看是不是同一个" / "A row above has the same name in the same village: the same person?",
        DestinationKept = "去向和簿上的不同，不知道哪个新，没有改" / "The place differs from the one on file; nobody knows which is newer, so it stays",
    }
    /// What is wrong with a cell, and what to do about it.
    issue_code(IssueCode) {
        NameMissing = "没有姓名" / "No name",
        NameInvalid = "姓名写得不对：要 2 到 30 个汉字" / "Not a name: 2 to 30 Chinese characters",
        NameLossy = "姓名里有字变成了问号，请补上" / "A character of the name became a question mark: please restore it",
        IdMissing = "没有身份证号" / "No ID number",
        IdChecksum = "身份证号不对，请照证件再看一遍" / "The ID number does not add up: please compare it with the card",
        IdLength = "身份证号的位数不对，应该是 18 位" / "The ID number should have 18 digits",
        IdBirthdate = "身份证号里的出生日期不对" / "The birth date in the ID number is impossible",
        IdPrecisionLost = "身份证号被 Excel 当成数字，后几位丢了：请把单元格改成“文本”重填" / "Excel took the ID number for a number and lost its last digits: please set the cell to text and type it again",
        IdConflict = "身份证号和上一行一样，姓名不一样" / "The same ID number as the row above under another name",
        IdShared = "身份证号和下一行一样，姓名不一样" / "The same ID number as the row below under another name",
        IdCharset = "身份证号里有字母（像 O 和 0、l 和 1）" / "Letters in the ID number (such as O for 0, l for 1)",
        Id15Upgraded = "15 位的旧号，已换成 18 位" / "An old number of 15 digits, made 18",
        VillageUnknown = "没有这个村，或者看不出是哪个村" / "No such village, or none is named",
        VillageAmbiguous = "叫这个名字的村不止一个，请写上镇" / "Several villages have this name: please add the township",
        SexIdMismatch = "性别和身份证号不一致，按身份证号" / "The sex differs from the ID number, which counts",
        PhoneMissing = "没有电话" / "No telephone number",
        PhoneInvalid = "电话号码不对" / "The telephone number is wrong",
        PhoneDead = "写着空号或停机" / "Said to be out of service",
        PhonePrecisionLost = "电话号码的后几位丢了" / "The last digits of the telephone number are lost",
        DateAmbiguous = "日子可以有两种读法" / "The day can be read in two ways",
        DateUnparsed = "日子看不懂" / "The day cannot be read",
        DateFuture = "日子还没到" / "The day is still to come",
        DestUnresolved = "去向看不出是哪里，照原样记" / "Nobody can tell which place it is: kept as written",
        HiddenSheet = "在隐藏的表里" / "On a hidden sheet",
    }
}

/// The fields that are read, in words.
const FIELDS: [(Field, &str, &str); 29] = [
    (Field::NAME, "姓名", "Name"),
    (Field::ID, "身份证号", "ID number"),
    (Field::SEX, "性别", "Sex"),
    (Field::BIRTH, "出生日期", "Birth date"),
    (Field::PHONE, "电话", "Telephone"),
    (Field::PHONE_ALT, "另一个电话", "Another telephone"),
    (Field::LANDLINE, "座机", "Landline"),
    (Field::WECHAT, "微信", "WeChat"),
    (Field::KIN_PHONE, "家里人的电话", "Telephone of the family"),
    (Field::HOUSEHOLD_HEAD, "户主", "Head of the household"),
    (Field::RELATION, "和户主的关系", "Relation to the head"),
    (Field::COUNTY, "户籍县", "Home county"),
    (Field::TOWNSHIP, "户籍镇", "Home township"),
    (Field::VILLAGE, "户籍村", "Home village"),
    (Field::GROUP, "组", "Group"),
    (Field::HUKOU_ADDRESS, "户籍地址", "Registered address"),
    (Field::HOME_ADDRESS, "家庭住址", "Home address"),
    (Field::CURRENT_ADDRESS, "现住址", "Present address"),
    (Field::WORK_COUNTRY, "在外国家", "Country of work"),
    (Field::WORK_PROVINCE, "在外省份", "Province of work"),
    (Field::WORK_CITY, "在外市", "City of work"),
    (Field::WORK_COUNTY, "在外区县", "County of work"),
    (Field::WORK_PLACE, "去向", "Place of work"),
    (Field::WORK_SCOPE, "务工范围", "How far away"),
    (Field::EMPLOYER, "单位", "Employer"),
    (Field::INDUSTRY, "行业", "Industry"),
    (Field::OCCUPATION, "工种", "Work"),
    (Field::DEPARTURE, "外出时间", "Left on"),
    (Field::ROW_NO, "序号", "Number"),
];

/// The fields a column may be said to hold, with their words.
pub fn fields(lang: Lang) -> impl Iterator<Item = (Field, &'static str)> {
    FIELDS.iter().map(move |(field, zh, en)| (*field, if lang == Lang::Zh { *zh } else { *en }))
}

/// The word of a field; none if nothing is read from it.
pub fn field_word(field: Field, lang: Lang) -> Option<&'static str> {
    fields(lang).find(|(one, _)| *one == field).map(|(_, words)| words)
}

/// What is said of a row for a code of its line; none where it only tells that all is well.
pub fn said(code: &str, lang: Lang) -> Option<&'static str> {
    let issue = IssueCode::parse(code).map(|issue| lang.issue_code(issue));
    issue.or_else(|| RowCode::parse(code).map(|code| lang.row_code(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_read_has_words() {
        for field in Field::READ {
            assert!(field_word(*field, Lang::Zh).is_some(), "{}", field.name());
        }
    }
}
