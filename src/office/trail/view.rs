//! Rows of the trail in words.

use super::text::TrailWords;
use crate::{
    accounts::Places,
    audit::{Subject, Told, field_words},
    clock::county_time,
    domain::ResidentId,
    i18n::Lang,
};
use chrono::NaiveDate;

/// A row in words.
pub struct RowView {
    pub when: String,
    /// The moment as machines read it.
    pub at: String,
    pub who: String,
    /// User name, office and role.
    pub office: String,
    pub what: &'static str,
    pub whom: Option<Whom>,
    pub details: Vec<String>,
    pub place: String,
    pub is_linked: bool,
}

/// Whom something was done to, by bare id.
pub struct Whom {
    pub kind: &'static str,
    pub id: String,
}

impl RowView {
    pub fn new(row: &Told, places: &Places, lang: Lang, today: NaiveDate) -> RowView {
        let (t, at) = (TrailWords(lang), county_time(row.at));
        let fields = field_words(&row.fields, lang).join(t.comma());
        let details = [
            Some(fields).filter(|words| !words.is_empty()),
            row.reason.as_ref().map(|words| t.reason(words)),
            row.amount.map(|amount| t.amount(lang.number(amount))),
        ];
        let username = row.account.as_ref().map(|(_, username)| username.clone());
        let office = [username, Some(office(row, places)), Some(role(row, lang).to_owned())];
        let office: Vec<String> = office.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        RowView {
            when: lang.moment(at, today),
            at: at.format("%Y-%m-%dT%H:%M:%S+08:00").to_string(),
            who: who(row, t).to_owned(),
            office: office.join(t.join()),
            what: lang.audit_kind(row.kind),
            whom: whom(row, lang),
            details: details.into_iter().flatten().collect(),
            place: row.position.map_or_else(|| t.unlinked().to_owned(), |at| t.linked(lang.number(at))),
            is_linked: row.position.is_some(),
        }
    }
}

/// Who acted: of staff the name.
pub fn who(row: &Told, t: TrailWords) -> &str {
    match (&row.account, row.actor.as_str()) {
        (Some((name, _)), _) => name,
        (None, "resident") => t.resident(),
        (None, "system") => t.system(),
        (None, "command") => t.command(),
        (None, _) => t.staff(),
    }
}

/// The office of the post somebody acted in, as it is named now.
pub fn office(row: &Told, places: &Places) -> String {
    let Some(post) = &row.post else { return String::new() };
    match (&post.village_code, &post.township_code, &post.department_code) {
        (Some(village), ..) => places.name(village).to_owned(),
        (None, Some(township), _) => places.name(township).to_owned(),
        (None, None, Some(code)) => {
            let found = places.departments.iter().find(|department| department.code == *code);
            found.map_or_else(String::new, |department| department.short_name.clone())
        }
        (None, None, None) => String::new(),
    }
}

/// The role somebody acted in.
pub fn role(row: &Told, lang: Lang) -> &'static str {
    row.post.as_ref().map_or("", |post| lang.role(post.role))
}

/// Whom it was done to.
pub fn whom(row: &Told, lang: Lang) -> Option<Whom> {
    let (subject, id) = row.subject.zip(row.subject_id)?;
    let id = if subject == Subject::Division { id.to_string() } else { ResidentId(id).to_string() };
    Some(Whom { kind: lang.audit_subject(subject), id })
}
