//! What is wrong with a field, in words that name the fix and blame nobody (LOOK §4).

use super::Lang;
use crate::domain::Problem;

impl Lang {
    /// A problem in a sentence.
    pub fn problem(self, problem: Problem) -> String {
        let (zh, en) = match problem {
            Problem::Required => ("这一项要填".into(), "Please fill this in".into()),
            Problem::TooLong(most) => {
                (format!("太长了，最多 {most} 个字"), format!("Too long: {most} characters at most"))
            }
            Problem::NotAChoice => {
                ("请从给出的几项里选一个".into(), "Please choose one of the options".into())
            }
            Problem::Unknown => {
                ("没有找到这一个，请核对".into(), "There is no such entry; please check".into())
            }
            Problem::PasswordLength => {
                ("密码要 8 个字以上，200 个以内".into(), "A password has 8 to 200 characters".into())
            }
            Problem::PasswordCommon => (
                "这个密码太好猜，请换一个".into(),
                "This password is easily guessed; please choose another".into(),
            ),
            Problem::PasswordDiffers => {
                ("两次填的不一样，请再填一次".into(), "The two differ; please type it again".into())
            }
            Problem::PasswordWrong => ("现在的密码不对".into(), "This is not your present password".into()),
            Problem::Invisible => (
                "里面有看不见的符号，请删掉重打".into(),
                "It contains characters that cannot be seen; please type it afresh".into(),
            ),
            Problem::NotADay => (
                "没有这一天，请写成 2026-11-24 这样".into(),
                "There is no such day; write it like 2026-11-24".into(),
            ),
            Problem::InFuture => ("这一天还没到".into(), "That day has not come yet".into()),
            Problem::TooEarly(day) => (
                format!("最早可以补记到 {}", Lang::Zh.long_day(day)),
                format!("The earliest day is {}", Lang::En.long_day(day)),
            ),
            Problem::PhoneLetters => ("号码里只能有数字".into(), "A number has digits only".into()),
            Problem::MobileLength(digits) => (
                format!("号码有 {digits} 位，应该是 11 位"),
                format!("The number has {digits} digits; it should have 11"),
            ),
            Problem::AreaCodeMissing => (
                "座机要带区号，像 023-5555 0123".into(),
                "A landline needs its area code, like 023-5555 0123".into(),
            ),
            Problem::PhoneAbroad => (
                "国外号码从 + 和国家代码写起，7 到 15 位".into(),
                "A foreign number begins with + and the country code, 7 to 15 digits".into(),
            ),
            Problem::PhoneShape => (
                "认不出这个号码，手机号是 11 位，座机带区号".into(),
                "This number is not understood: a mobile has 11 digits, a landline its area code".into(),
            ),
            Problem::NameLength => ("姓名要 2 到 30 个字".into(), "A name has 2 to 30 characters".into()),
            Problem::NameLetters => (
                "姓名只能写汉字，少数民族名字中间用 ·".into(),
                "A name is written in Chinese characters, with · between the parts of minority names".into(),
            ),
            Problem::IdLength(digits) => (
                format!("证件号有 {digits} 位，应该是 18 位"),
                format!("The ID number has {digits} characters; it should have 18"),
            ),
            Problem::IdCheckDigit => (
                "证件号对不上，请再核对一遍".into(),
                "The ID number does not add up; please check it again".into(),
            ),
            Problem::IdDate => {
                ("证件号里的出生日期不存在".into(), "There is no such birth date as in this ID number".into())
            }
            Problem::IdLetters => (
                "证件号只能有数字，最后一位可以是 X".into(),
                "An ID number has digits, and perhaps an X at the end".into(),
            ),
            Problem::DocumentShape => (
                "这种证件的号码不是这样写的，请核对种类和号码".into(),
                "Documents of this kind have other numbers; please check both kind and number".into(),
            ),
            Problem::FormExpired => (
                "这张表缺了编号，请重新打开再填".into(),
                "This form lost its number; please open it afresh".into(),
            ),
            Problem::OutcomeMissing => ("请点一个结果".into(), "Please choose an outcome".into()),
            Problem::NotOfThisKind => (
                "这样联系不会有这个结果，请改一处".into(),
                "This kind of contact cannot have this outcome; please change one".into(),
            ),
            Problem::HomeAndAway => (
                "已返乡和换地方只能选一个".into(),
                "Choose either \u{201c}came home\u{201d} or a new place".into(),
            ),
            Problem::EmailShape => (
                "邮箱要像 name@example.com 这样".into(),
                "An e-mail address looks like name@example.com".into(),
            ),
            Problem::Ambiguous => (
                "叫这个名字的不止一个，请写代码".into(),
                "Several have this name; please give the code".into(),
            ),
            Problem::NotYours => (
                "镇上只开本镇村干部的账号，别的请找县里".into(),
                "A township makes accounts for its own village cadres; for others ask the county".into(),
            ),
            Problem::UsernameShape => (
                "用户名写 2 到 32 个小写字母、数字或短横".into(),
                "A user name has 2 to 32 small letters, digits or hyphens".into(),
            ),
            Problem::UsernameTaken => (
                "这个用户名有人用了，请换一个".into(),
                "This user name is taken; please choose another".into(),
            ),
            Problem::NotANumber(least, most) => (
                format!("请写一个数字，{least} 到 {most}"),
                format!("Please give a number from {least} to {most}"),
            ),
            Problem::InPast => ("这一天已经过了".into(), "That day is over".into()),
            Problem::BeforeBegin => {
                ("结束的日子比开始的还早".into(), "The last day is before the first".into())
            }
            Problem::NotAnId => (
                "编号要照着地址里的 13 位写".into(),
                "An id has 13 characters, as it stands in the address".into(),
            ),
            Problem::CountyCodeShape => {
                ("县的区划代码是 6 位数字".into(), "A county's code has 6 digits".into())
            }
            Problem::DivisionCodeShape => (
                "镇街的代码是 9 位数字，村的是 12 位".into(),
                "A township's code has 9 digits, a village's 12".into(),
            ),
            Problem::OtherCounty => {
                ("代码不是本县的，开头要一样".into(), "This code belongs to another county".into())
            }
            Problem::TownshipMissing => (
                "没有它的镇街，先写上镇街那一行".into(),
                "Its township is missing; please put its row first".into(),
            ),
            Problem::Repeated => ("和前面一行重复了".into(), "The same stands further up in the list".into()),
            Problem::TooManyRows(most) => (
                format!("一次最多 {most} 行，请分几次来"),
                format!("At most {most} rows at once; please bring them in parts"),
            ),
            Problem::DepartmentCodeShape => (
                "部门代码写 1 到 12 个字母或数字，像 D27".into(),
                "A department's code has 1 to 12 letters or digits, like D27".into(),
            ),
            Problem::CodeFixed => (
                "已经有镇街了，代码不能再改".into(),
                "There are townships already; the code can no longer change".into(),
            ),
            Problem::OwnAccount => (
                "自己的密码请在“我的”里换".into(),
                "Change your own password under \u{201c}Mine\u{201d}".into(),
            ),
            Problem::AccountClosed => {
                ("这个账号停用了，先重新启用".into(), "This account is closed; open it again first".into())
            }
            Problem::LastAdministrator => (
                "县里只剩这一位能登录的管理员，先再开一位".into(),
                "This is the last county administrator who can sign in; make another first".into(),
            ),
            Problem::Busy => (
                "现在忙，请过几秒再按一次".into(),
                "Busy just now; please press once more in a few seconds".into(),
            ),
            Problem::AlreadyStaff => (
                "这个地方已经有叫这个名字的账号".into(),
                "Somebody of this name has an account there already".into(),
            ),
            Problem::WhichPlace => (
                "这样写可以是好几个地方，是哪一个？".into(),
                "This can mean several places: which one?".into(),
            ),
            Problem::CameHome => {
                ("写的是在家：人回家了吗？".into(), "This says home: did they come home?".into())
            }
            Problem::UnderFourteen => (
                "不满 14 岁不能自己登记，请监护人打电话给村里".into(),
                "Whoever is under 14 cannot register alone: a guardian may ring the village".into(),
            ),
            Problem::BirthDiffers => (
                "和证件号里的出生日期不一样，请改一处".into(),
                "This is not the birth date in the ID number; please change one".into(),
            ),
            Problem::ConsentMissing => {
                ("打了勾才能交".into(), "Please tick this, or nothing can be kept".into())
            }
            Problem::WordsChanged => (
                "您填的时候，说明改过了。请再看一遍上面写的，同意再打勾".into(),
                "What is said above has changed since you opened the form: please read it again, then tick"
                    .into(),
            ),
            Problem::IdConsentMissing => (
                "要留证件号，请打这个勾；不想留，把证件号删掉就行".into(),
                "To leave an ID number, please tick this; or take the number out".into(),
            ),
            Problem::NotFour => {
                ("请填证件号的最后四位".into(), "Please type the last four of the ID number".into())
            }
            Problem::NotSix => ("请填 6 位数字".into(), "Please type the six digits".into()),
            Problem::KeyWrong => {
                ("对不上，请再看一眼".into(), "This does not match; please look again".into())
            }
            Problem::DecidedAlready => (
                "别人刚刚办过了，结果在下面".into(),
                "Somebody else has just decided it; the result is below".into(),
            ),
            Problem::TooLateToUndo => {
                ("超过 30 天，不能撤回了".into(), "More than 30 days ago: it can no longer be undone".into())
            }
            Problem::SameVillage => ("它就在这个村".into(), "It is in this village already".into()),
            Problem::NobodyTicked => ("一个都没有打勾".into(), "Nobody is ticked".into()),
            Problem::PostHeld => ("这个岗位已经有人了".into(), "This post is held already".into()),
            Problem::RecordClosed => {
                ("这页已经注销，不能再记".into(), "This record is closed; nothing more can be logged".into())
            }
            Problem::RecordOpen => (
                "这页没有注销，不用再定".into(),
                "This record is not closed; there is nothing to decide".into(),
            ),
            Problem::ReasonMissing => {
                ("请写一句怎么知道的".into(), "Please say in a few words how it became known".into())
            }
            Problem::SamePost => {
                ("责任干部和协助干部要是两个岗位".into(), "Owner and backup are two different posts".into())
            }
            Problem::TooLongAgo => {
                ("这个年份太早了，请核对".into(), "That year is too long ago; please check".into())
            }
        };
        if self == Lang::Zh { zh } else { en }
    }
}
