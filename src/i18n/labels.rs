//! The words of the trade in both languages (PRODUCT §3, §4.3).

use super::Lang;
use crate::domain::{
    ChannelKind, ChannelState, CheckInKind, ClosedBy, IdKind, LegalBasis, Outcome, Role, Sex, Verdict,
};

/// Declares one label method for each list of words: the word of each value in both languages. A value without words
/// does not compile.
macro_rules! labels {
    ($($(#[$doc:meta])* $method:ident($word:ident) { $($value:ident = $zh:literal / $en:literal),+ $(,)? })+) => {
        impl Lang { $(
            $(#[$doc])*
            pub const fn $method(self, word: $word) -> &'static str {
                match (word, self) { $(($word::$value, Lang::Zh) => $zh, ($word::$value, Lang::En) => $en),+ }
            }
        )+ }
    };
}
pub(crate) use labels;

labels! {
    /// What came of a check-in.
    outcome(Outcome) {
        Reached = "本人接通" / "Spoke in person",
        ViaRelative = "亲属转达" / "Through a relative",
        NoAnswer = "无人接听" / "No answer",
        RejectedCall = "拒接/挂断" / "Rejected, hung up",
        DeadNumber = "空号/停机" / "Number out of service",
        WrongPerson = "号码非本人" / "Somebody else's number",
        CameHome = "已返乡" / "Came home",
        Declined = "明确拒绝联系" / "Wants no contact",
        Deceased = "去世" / "Died",
        HouseholdMoved = "户口迁出" / "Household moved away",
        SelfReport = "本人自报" / "Own report",
    }
    /// What closed a record.
    closed_by(ClosedBy) {
        Deceased = "去世" / "died",
        HouseholdMoved = "户口迁出" / "household moved away",
        TakenBack = "登记撤回了" / "registration taken back",
    }
    /// What the township decided of a closed record.
    verdict(Verdict) {
        Reopened = "重新启用" / "Opened again",
        KeptClosed = "维持注销" / "Kept closed",
    }
    /// What kind of document a number is of.
    id_kind(IdKind) {
        ResidentId = "居民身份证" / "Resident ID card",
        HkMoPermit = "港澳居民来往内地通行证" / "Permit of Hong Kong or Macau",
        TwPermit = "台湾居民来往大陆通行证" / "Permit of Taiwan",
        HmtResidence = "港澳台居民居住证" / "Residence permit (HK, Macau, Taiwan)",
        ForeignResidence = "外国人永久居留证" / "Foreign resident’s card",
        Passport = "护照" / "Passport",
        None = "还没有证件" / "None yet",
    }
    /// As the register keeps it.
    sex(Sex) {
        Male = "男" / "Man",
        Female = "女" / "Woman",
        Unknown = "不清楚" / "Not known",
    }
    /// On what ground a record is kept.
    legal_basis(LegalBasis) {
        Duty = "法定职责" / "Statutory duty",
        Consent = "本人同意" / "Consent",
    }
    /// What kind of contact it was.
    checkin_kind(CheckInKind) {
        Call = "打电话" / "Call",
        Message = "发消息" / "Message",
        Visit = "上门走访" / "Visit",
        Reception = "来访接待" / "Reception",
        Resident = "本人自报" / "Own report",
    }
    /// What a channel is.
    channel_kind(ChannelKind) {
        Mobile = "手机" / "Mobile",
        Landline = "座机" / "Landline",
        Wechat = "微信" / "WeChat",
        Qq = "QQ" / "QQ",
        Email = "邮箱" / "E-mail",
        Relative = "亲属电话" / "Relative",
        Employer = "单位电话" / "Employer",
        Townsman = "同乡电话" / "Fellow townsman",
        Group = "群" / "Group",
    }
    /// What is known of a channel.
    channel_state(ChannelState) {
        Untried = "没核实" / "Not tried yet",
        Works = "能打通" / "Works",
        Silent = "没打通" / "No answer lately",
        Spent = "打不通" / "Never answers",
        Dead = "空号" / "Out of service",
        Wrong = "不是本人" / "Somebody else's",
    }
    /// What somebody may do here.
    role(Role) {
        Cadre = "村干部" / "Village cadre",
        Township = "镇街工作人员" / "Township officer",
        Department = "部门工作人员" / "Department officer",
        County = "县级管理员" / "County administrator",
        Auditor = "审计员" / "Auditor",
    }
}
