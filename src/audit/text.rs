//! The words of the trail in both languages: a kind or a subject without words does not compile.

use super::{AuditKind, Subject};
use crate::i18n::{Lang, labels};

labels! {
    /// What was done.
    audit_kind(AuditKind) {
        Generated = "造了示例数据" / "Made sample data",
        SignedIn = "登录" / "Signed in",
        SignInFailed = "登录没成功" / "Failed to sign in",
        SignedOut = "退出登录" / "Signed out",
        SessionsEnded = "让别处退出登录" / "Signed other devices out",
        PasswordChanged = "换密码" / "Changed the password",
        PostSwitched = "换到另一个岗位" / "Switched to another post",
        LanguageChosen = "换语言" / "Chose a language",
        AccountMade = "开账号" / "Made an account",
        AccountReset = "重发起始码" / "Gave a fresh start code",
        AccountClosed = "停用账号" / "Closed an account",
        AccountReopened = "重新启用账号" / "Opened an account again",
        PostGiven = "给岗位" / "Gave a post",
        PostEnded = "收回岗位" / "Took a post back",
        CountySet = "改县里的设置" / "Changed the county’s settings",
        DivisionsTaken = "收区划名录" / "Took in divisions",
        DepartmentsTaken = "收部门名录" / "Took in departments",
        ResidentAdded = "记一位新的乡亲" / "Added a resident",
        ChannelAdded = "添联系渠道" / "Added a channel",
        ChannelEnded = "停用联系渠道" / "Ended a channel",
        DestinationAdded = "记去向" / "Added a destination",
        DestinationEnded = "去向结束" / "Ended a destination",
        CheckedIn = "记一次联系" / "Logged a contact",
        CheckInWithdrawn = "撤回一次联系" / "Withdrew a contact",
        Looked = "查看" / "Looked",
        Revealed = "写明原因看号码" / "Saw a number, with a reason",
        Searched = "查找" / "Searched",
        ResidentEdited = "改资料" / "Edited a record",
        HouseholdEdited = "改户的资料" / "Edited a household",
        HandedOver = "换负责的人" / "Handed over",
        Reopened = "重新启用" / "Opened again",
        KeptClosed = "维持注销" / "Kept closed",
        Locked = "停用" / "Locked",
        Unlocked = "解除停用" / "Unlocked",
        Erased = "到期删掉资料" / "Erased when the days were over",
        RegistrationSent = "自主登记" / "Registered",
        RegistrationAccepted = "登记收下" / "Accepted a registration",
        RegistrationJoined = "登记合到已有的人" / "Joined a registration",
        RegistrationPassedOn = "登记转给别的村" / "Passed a registration on",
        RegistrationTurnedDown = "登记没有收" / "Turned a registration down",
        RegistrationUndone = "撤回对登记的决定" / "Undid a decision on a registration",
        LinkMade = "开个人链接" / "Made a personal link",
        LinkReplaced = "换个人链接" / "Replaced a personal link",
        LinkOpened = "打开个人链接" / "Opened a personal link",
        LinkRefused = "个人链接没打开" / "Failed to open a personal link",
        VisitEnded = "个人页面退出" / "Ended a visit",
        PairFound = "发现很像的人" / "Found a likely pair",
        PairDecided = "定了是不是同一个人" / "Decided a likely pair",
        PairReopened = "重新问是不是同一个人" / "Reopened a likely pair",
        DataContactNamed = "定资料联系人" / "Named a data contact",
        DivisionEnded = "村并掉了" / "Ended a village",
        DivisionRestored = "村恢复了" / "Restored a village",
        PeopleMoved = "随村搬到另一个村" / "Moved along with a village",
        TrailTaken = "下载留痕" / "Downloaded the trail",
        RosterSent = "上传花名册" / "Sent a roster",
        RosterBegun = "开始收花名册" / "Began to take a roster in",
        RosterTaken = "花名册收完" / "Took a roster in",
        RosterTriedAgain = "让花名册再试一次" / "Had a roster tried again",
        RosterUndoing = "开始撤回花名册" / "Began to undo a roster",
        RosterUndone = "花名册撤回了" / "Undid a roster",
        RosterCancelled = "花名册不收了" / "Dropped a roster",
        ResidentRemoved = "撤回一位乡亲的记录" / "Took a record back",
        ListTaken = "导出名单" / "Took a list out",
        LayoutKept = "存表格样式" / "Kept a layout",
        LayoutDropped = "删表格样式" / "Dropped a layout",
    }
    /// What it was done to.
    audit_subject(Subject) {
        Resident = "乡亲" / "Resident",
        Household = "户" / "Household",
        Account = "账号" / "Account",
        Post = "岗位" / "Post",
        Session = "登录" / "Session",
        Registration = "登记" / "Registration",
        Link = "个人链接" / "Personal link",
        Pair = "很像的两个人" / "Likely pair",
        Division = "区划" / "Division",
        Roster = "花名册" / "Roster",
    }
}

/// The fields the trail names, in words.
const FIELDS: [(&str, &str, &str); 45] = [
    ("accounts.phone", "工作人员的电话", "telephone of staff"),
    ("address", "住址", "address"),
    ("adults_left", "家里的大人", "adults at home"),
    ("backup", "协助干部", "backup"),
    ("birth_on", "出生日期", "birth date"),
    ("call_since", "盼着联系", "wants a call"),
    ("channel", "联系渠道", "channel"),
    ("channels.value", "号码", "number"),
    ("children_left", "家里的孩子", "children at home"),
    ("county", "县里的设置", "county settings"),
    ("destination", "去向", "destination"),
    ("education", "文化程度", "education"),
    ("elderly_left", "家里的老人", "old people at home"),
    ("full_values", "全部号码", "full numbers"),
    ("group_no", "组", "group"),
    ("head_name", "户主", "head of the household"),
    ("held_on", "哪天", "day"),
    ("hours", "方便的时间", "hours that suit"),
    ("household", "户", "household"),
    ("id_kind", "证件种类", "kind of document"),
    ("id_number", "证件号", "ID number"),
    ("informed_on", "告知的日子", "informed on"),
    ("language", "语言", "language"),
    ("legal_basis", "依据", "legal basis"),
    ("link", "个人链接", "personal link"),
    ("name", "姓名", "name"),
    ("name_and_birth", "名字和出生日期", "name and birth date"),
    ("name_and_household", "名字和户", "name and household"),
    ("note", "备注", "note"),
    ("number", "户号", "household number"),
    ("outcome", "联系结果", "outcome"),
    ("owner", "责任干部", "owner"),
    ("password", "密码", "password"),
    ("phone", "电话", "telephone"),
    ("priority", "重点关心", "priority"),
    ("registrations.id_number", "登记的证件号", "ID number of the form"),
    ("registrations.phone", "登记的电话", "telephone of the form"),
    ("registrations.wechat", "登记的微信", "WeChat name of the form"),
    ("relation", "和户主的关系", "relation to the head"),
    ("residents.id_number", "证件号", "ID number"),
    ("roster", "花名册", "roster"),
    ("settled", "在外安稳", "settled"),
    ("sex", "性别", "sex"),
    ("verdict", "定了什么", "verdict"),
    ("village", "村", "village"),
];

/// The names of fields in words; one that has none stands as it is.
pub fn field_words(names: &str, lang: Lang) -> Vec<&str> {
    let known = |name| FIELDS.binary_search_by(|(field, ..)| (*field).cmp(name)).ok().map(|at| &FIELDS[at]);
    let words = |name| match (known(name), lang) {
        (Some((_, zh, _)), Lang::Zh) => *zh,
        (Some((.., en)), Lang::En) => *en,
        (None, _) => name,
    };
    names.split_whitespace().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_in_order_and_read_in_words() {
        assert!(FIELDS.is_sorted_by_key(|(name, ..)| name));
        assert_eq!(field_words("outcome held_on other", Lang::Zh), ["联系结果", "哪天", "other"]);
        assert_eq!(field_words("owner backup", Lang::En), ["owner", "backup"]);
        assert!(field_words("", Lang::Zh).is_empty());
    }
}
