//! Pages only a form leads to: lists looked through, questions asked back, mistakes shown, and what is shown once more
//! before it is kept.

use super::{
    cast,
    screens::{Ids, Screen, Sent},
};

/// All of them.
pub fn screens(ids: &Ids) -> Vec<Screen> {
    [offices(), questions(ids), mistakes(ids), second_looks(ids)].concat()
}

/// What the offices' forms lead to: looked-through lists, slips, and errors shown.
fn offices() -> Vec<Screen> {
    let county = "500155001,聚奎镇,1000\n500155009,新镇,12\n50015,错,1";
    let staff = "谭永秀\t15400000001\t青龙村\n陈大明\t1540\t青龙村";
    let screen = |name: &str, who, path: &str, fields, tap, status| Screen {
        name: name.to_owned(),
        who: Some(who),
        path: path.to_owned(),
        sent: Some(Sent { to: path.trim_end_matches("/new").to_owned(), fields, taps: vec![tap] }),
        status,
    };
    let last = "form.form[novalidate] .acts:last-child .btn";
    vec![
        screen(
            "a list of divisions looked through",
            "county",
            "/divisions/list",
            vec![("list", county)],
            last,
            200,
        ),
        screen("a list of divisions missing", "county", "/divisions/list", vec![("list", "")], last, 422),
        screen(
            "a list of accounts looked through",
            "county",
            "/accounts/list",
            vec![("list", staff)],
            last,
            200,
        ),
        screen("an account with errors", "county", "/accounts/new", vec![("place", "")], last, 422),
        screen("a cadre's account with errors", "township", "/accounts/new", vec![("place", "")], last, 422),
        screen(
            "slips nobody waits for",
            "county",
            "/accounts/slips",
            vec![("place", "")],
            "form.form .acts .btn",
            200,
        ),
        screen("the county with errors", "county", "/settings/county", vec![("code", "1")], last, 422),
        screen("a division with errors", "county", "/divisions/500155001", vec![("name", "")], last, 422),
    ]
}

/// Forms that ask back.
fn questions(ids: &Ids) -> Vec<Screen> {
    let record = format!("/residents/{}", ids.resident);
    let call = vec!["label[for=o-reached]", "label[for=c-place]", "form.form .acts .btn"];
    let screen = |name: &str, path: &str, to: &str, fields, taps| {
        let sent = Sent { to: format!("{record}/{to}"), fields, taps };
        let path = format!("{record}/{path}");
        Screen { name: name.to_owned(), who: Some("owner"), path, sent: Some(sent), status: 200 }
    };
    let save = vec!["form.form .acts .btn"];
    vec![
        screen("which place", "destinations", "destinations", vec![("place", "朝阳")], save.clone()),
        screen("whether at home", "destinations", "destinations", vec![("place", "老家")], save),
        screen(
            "which place on the telephone",
            "call",
            "check-ins",
            vec![("outcome", "reached"), ("place", "朝阳")],
            call,
        ),
    ]
}

/// Forms sent empty: every page with its errors shown.
fn mistakes(ids: &Ids) -> Vec<Screen> {
    let record = format!("/residents/{}", ids.resident);
    let waiting = format!("/registrations/{}", ids.registration);
    let forms = [
        (None, "/sign-in".to_owned(), "/sign-in".to_owned()),
        (Some("owner"), format!("{record}/call"), format!("{record}/check-ins")),
        (Some("owner"), format!("{record}/channels"), format!("{record}/channels")),
        (Some("owner"), format!("{record}/destinations"), format!("{record}/destinations")),
        (Some("owner"), "/account/password".to_owned(), "/account/password".to_owned()),
        (Some("owner"), format!("{waiting}/turn-down"), format!("{waiting}/turn-down")),
        (Some("owner"), format!("{waiting}/pass-on"), format!("{waiting}/pass-on")),
        (Some("owner"), "/residents/new".to_owned(), "/residents/new".to_owned()),
        (Some("owner"), format!("{record}/household"), format!("{record}/household")),
        (Some("township"), format!("{record}/lock"), format!("{record}/lock")),
        (
            Some("colleague"),
            format!("{record}/channels/{}/number", ids.channel),
            format!("{record}/channels/{}/number", ids.channel),
        ),
    ];
    let screen = |(who, path, to): (Option<&'static str>, String, String)| {
        let route = path
            .replace(&ids.resident.to_string(), "{id}")
            .replace(&ids.channel.to_string(), "{channel}")
            .replace(&ids.registration.to_string(), "{registration}");
        let sent = Sent { to, fields: Vec::new(), taps: vec!["form.form[novalidate] .acts .btn"] };
        Screen { name: format!("{route} with errors"), who, path, sent: Some(sent), status: 422 }
    };
    forms.into_iter().map(screen).collect()
}

/// Forms that are shown once more before they are kept: doubts, households on file, people alike.
fn second_looks(ids: &Ids) -> Vec<Screen> {
    let record = format!("/residents/{}", ids.resident);
    let screen = |name: &str, who, path: String, fields, status| {
        let sent = Sent { to: path.clone(), fields, taps: vec!["form.form[novalidate] .acts .btn"] };
        Screen { name: name.into(), who: Some(who), path, sent: Some(sent), status }
    };
    let doubtful = vec![
        ("name", "周小燕"),
        ("id_number", "999999198501010018"),
        ("birth_on", "1985-01-02"),
        ("group_no", "2"),
        ("head_name", "周德福"),
        ("phone", "15400000417"),
    ];
    let own = vec![
        ("name", "周小燕"),
        ("head_name", "周德福"),
        ("birth_on", "1992-04-03"),
        ("id_number", cast::ID_NUMBER),
    ];
    vec![
        screen("somebody new with doubts", "owner", "/residents/new".into(), doubtful, 200),
        screen("a contradiction", "owner", format!("{record}/edit"), own, 200),
        screen(
            "another household",
            "owner",
            format!("{record}/household"),
            vec![("head_name", "周大福")],
            200,
        ),
    ]
}
