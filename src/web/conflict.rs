//! Two people at one form: the later one sees both versions and chooses, field by field.

use super::Frame;
use crate::text;
use askama::Template;
use sha2::{Digest, Sha256};

/// A stamp of the values a form was shown with: another one when it is sent means that somebody changed them meanwhile.
pub fn stamp(shown: &[&str]) -> String {
    let mut digest = Sha256::new();
    for value in shown {
        digest.update((value.len() as u64).to_le_bytes());
        digest.update(value.as_bytes());
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// One field of a form, as it was typed and as it stands now.
#[derive(Debug, Clone)]
pub struct Versions {
    field: &'static str,
    label: &'static str,
    /// The values, as the form sends them.
    mine: String,
    theirs: String,
    /// The same in words, where a value says nothing to people.
    words: Option<(String, String)>,
    /// Whether the reader left the field as the form had shown it: then what stands now is chosen beforehand.
    is_untouched: bool,
}

impl Versions {
    pub fn new(field: &'static str, label: &'static str, mine: String, theirs: String) -> Versions {
        Versions { field, label, mine, theirs, words: None, is_untouched: false }
    }

    /// Shown in these words: what was typed, what stands now.
    pub fn told(self, mine: String, theirs: String) -> Versions {
        Versions { words: Some((mine, theirs)), ..self }
    }

    /// Only somebody else changed this field.
    pub fn untouched(self, is_untouched: bool) -> Versions {
        Versions { is_untouched, ..self }
    }

    /// Whether there is anything to choose.
    pub fn differ(&self) -> bool {
        self.mine != self.theirs
    }

    fn mine_told(&self) -> &str {
        self.words.as_ref().map_or(&self.mine, |(mine, _)| mine)
    }

    fn theirs_told(&self) -> &str {
        self.words.as_ref().map_or(&self.theirs, |(_, theirs)| theirs)
    }
}

/// The page of a stale form (409): what differs, with a choice; it is sent as the form itself would be.
#[derive(Template)]
#[template(path = "conflict.html")]
pub struct ConflictPage {
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// Where one goes who changes nothing.
    pub leave: String,
    /// The stamp of the values that stand now.
    pub seen: String,
    /// Further fields that go along unseen: name and value.
    pub along: Vec<(&'static str, String)>,
    pub fields: Vec<Versions>,
}

impl ConflictPage {
    fn t(&self) -> ConflictWords {
        ConflictWords(self.frame.lang)
    }
}

text! {
    /// The words of a stale form.
    pub struct ConflictWords;
    title: "您改的时候，别人也改了" / "Somebody changed this while you did";
    lead: "有几处跟您填的不一样，请您看看留哪个。您填的都还在。" / "Some fields differ from what you typed. Choose which to keep; what you typed is still here.";
    compare: "两份资料，一项一项对着看" / "Both versions, field by field";
    mine: "您刚填的" / "What you typed";
    theirs: "现在簿上" / "What stands now";
    which: "留哪个" / "Which to keep";
    keep_mine: "我填的" / "mine";
    keep_theirs: "簿上的" / "what stands";
    empty: "空着" / "empty";
    save: "照选好的记到簿上" / "Save as chosen";
    leave: "都留簿上的，我不改了" / "Leave everything as it stands";
}
