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
        };
        if self == Lang::Zh { zh } else { en }
    }
}
