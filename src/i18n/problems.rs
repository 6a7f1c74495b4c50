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
        };
        if self == Lang::Zh { zh } else { en }
    }
}
