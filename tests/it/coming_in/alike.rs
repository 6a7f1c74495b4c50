//! Nothing about who is on file can be learnt from registering: the same words, status and statements (PRODUCT §4.5).

use crate::support::{
    Kind, TestApp, cast, postgres,
    statements::{heard, listening},
    visitors::form,
};

/// All that a sender can tell: status, headers but for what is random, and the page after.
struct Told {
    status: u16,
    headers: Vec<String>,
    page: String,
    statements: Vec<String>,
}

/// Registers, and hears what is told and which statements are issued.
fn registering(app: &TestApp, more: &[(&str, &str)]) -> Told {
    let client = app.stranger();
    heard(app);
    let answer = client.post("/register", &form(more));
    let statements = heard(app);
    let kept = |(name, _): &&(String, String)| name != "date" && name != "set-cookie";
    let headers =
        answer.headers.iter().filter(kept).map(|(name, value)| format!("{name}: {value}")).collect();
    Told { status: answer.status, headers, page: client.get("/my/registered").words(), statements }
}

/// What differs with every registration is made alike: the name, the number's ends, the reference, link and digits.
fn without_what_is_theirs(page: &str, name: &str, masked: &str) -> String {
    let text = page.replace(name, "NAME").replace(masked, "NUMBER");
    let is_own = |word: &str| word.contains("/my/") || word.chars().all(|c| c.is_ascii_digit());
    text.split_whitespace().filter(|word| !is_own(word)).collect::<Vec<_>>().join(" ")
}

fn a_known_and_an_unknown_person_are_answered_alike(kind: Kind) {
    let app = listening(kind);
    // The first form of all keeps the wording it agrees to; from then on every one is like the other.
    registering(
        &app,
        &[("idempotency_key", "first-of-all-1"), ("consent_id", "1"), ("id_number", "500228199005060018")],
    );
    let known = [
        ("idempotency_key", "somebody-known-1"),
        ("name", cast::XIAOYAN.name),
        ("phone", cast::XIAOYAN.numbers[0]),
        ("id_number", cast::ID_NUMBER),
        ("consent_id", "1"),
    ];
    let unknown = [
        ("idempotency_key", "somebody-else-01"),
        ("name", "欧阳锋"),
        ("phone", "15400006666"),
        ("id_number", "500228199005060018"),
        ("consent_id", "1"),
    ];
    let (known, unknown) = (registering(&app, &known), registering(&app, &unknown));
    assert_eq!((known.status, unknown.status), (303, 303));
    assert_eq!(known.headers, unknown.headers);
    assert!(known.statements.len() > 8, "{:?}", known.statements);
    assert_eq!(known.statements, unknown.statements);
    let people = ["residents", "channels", "search_terms", "match_keys"];
    let asked =
        known.statements.iter().find(|statement| people.iter().any(|table| statement.contains(table)));
    assert_eq!(asked, None, "nothing is matched while sending");
    assert_eq!(
        without_what_is_theirs(&known.page, cast::XIAOYAN.name, "154****4471"),
        without_what_is_theirs(&unknown.page, "欧阳锋", "154****6666")
    );
}

#[test]
fn a_known_and_an_unknown_person_are_answered_alike_on_sqlite() {
    a_known_and_an_unknown_person_are_answered_alike(Kind::Sqlite);
}

#[test]
fn a_known_and_an_unknown_person_are_answered_alike_on_postgres() {
    if postgres::is_there() {
        a_known_and_an_unknown_person_are_answered_alike(Kind::Postgres);
    }
}
