//! What fields are called in the summary of what is wrong: "please fill this in" three times would say nothing.

use super::Lang;

/// The names of fields that stand on several forms, by the field's own, in both languages.
const FIELDS: &[(&str, &str, &str)] = &[
    ("name", "姓名", "Name"),
    ("phone", "电话", "Telephone"),
    ("new_number", "新号码", "New number"),
    ("value", "号码", "Number or address"),
    ("wechat", "微信", "WeChat"),
    ("id_number", "证件号", "ID number"),
    ("birth_on", "出生日期", "Birth date"),
    ("sex", "性别", "Sex"),
    ("relation", "和户主的关系", "Relation to the head"),
    ("head_name", "户主", "Head of the household"),
    ("group_no", "几组", "Group"),
    ("address", "地址", "Address"),
    ("adults_left", "家里的大人", "Adults at home"),
    ("elderly_left", "家里的老人", "Old people at home"),
    ("children_left", "家里的孩子", "Children at home"),
    ("village", "村", "Village"),
    ("destination", "在哪里", "Where they are"),
    ("work", "工作", "Work"),
    ("employer", "在哪家", "Employer"),
    ("occupation", "做什么", "Work"),
    ("hours", "方便的时候", "When to ring"),
    ("note", "写的话", "Note"),
    ("reason", "原因", "Reason"),
    ("priority", "要重点关心的原因", "Why they need more care"),
    ("informed_on", "哪天跟本人说过", "Told them on"),
    ("source_on", "哪一天知道的", "Heard on"),
    ("from_on", "从哪天起", "From"),
    ("held_on", "哪一天", "Day"),
    ("owner", "责任干部", "Owner"),
    ("backup", "协助干部", "Backup"),
    ("username", "用户名", "User name"),
    ("password", "密码", "Password"),
];

impl Lang {
    /// What a field is called, where it has a name of its own.
    pub fn field(self, field: &str) -> Option<&'static str> {
        let (_, zh, en) = FIELDS.iter().find(|(name, ..)| *name == field)?;
        Some(if self == Lang::Zh { zh } else { en })
    }

    /// What is wrong with a field, with its name.
    pub fn of_field(self, field: &str, words: &str) -> String {
        match (self.field(field), self) {
            (Some(name), Lang::Zh) => format!("{name}：{words}"),
            (Some(name), Lang::En) => format!("{name}: {words}"),
            (None, _) => words.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_with_the_name_of_the_field() {
        assert_eq!(Lang::Zh.of_field("head_name", "这一项要填"), "户主：这一项要填");
        assert_eq!(Lang::En.of_field("name", "Please fill this in"), "Name: Please fill this in");
        assert_eq!(Lang::Zh.of_field("registration", "一个都没有打勾"), "一个都没有打勾");
    }
}
