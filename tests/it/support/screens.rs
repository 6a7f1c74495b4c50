//! Every page somebody can reach: from the table of routes itself, and those only a form or a mistake leads to.

use super::{Client, Page, TestApp, browser::Browser, cast};
use diesel::prelude::*;
use kith::{
    app::routes,
    domain::{ChannelId, CheckInId, ResidentId, Role},
    web::{Method, Who},
};

/// A page, and how to come to it.
#[derive(Debug, Clone)]
pub struct Screen {
    pub name: String,
    /// Who looks at it; nobody: a stranger.
    pub who: Option<&'static str>,
    /// The page to open.
    pub path: String,
    /// The form sent from there, if the screen is what answers it.
    pub sent: Option<Sent>,
    pub status: u16,
}

/// A form sent from a page.
#[derive(Debug, Clone)]
pub struct Sent {
    pub to: String,
    pub fields: Vec<(&'static str, &'static str)>,
    /// What to tap for it in a browser, one after the other; the last leads on.
    pub taps: Vec<&'static str>,
}

/// The posts whose rooms are walked through.
pub const WALKERS: [(&str, Role); 5] = [
    ("owner", Role::Cadre),
    ("township", Role::Township),
    ("department", Role::Department),
    ("county", Role::County),
    ("auditor", Role::Auditor),
];

/// What addresses are made of: a resident with a history, a number and a check-in of theirs.
struct Ids {
    resident: ResidentId,
    channel: ChannelId,
    checkin: CheckInId,
}

/// Villages that end so that their pages have something to show.
const ENDED: &str = "500155001003";
const LEAVING: &str = "500155001004";

/// Gives the cast a past, so that pages have something to show.
pub fn furnish(app: &TestApp) {
    let owner = app.sign_in("owner");
    let log = |id: ResidentId, key: &str, more: &[(&str, &str)]| {
        let fields: Vec<_> = [("idempotency_key", key)].into_iter().chain(more.iter().copied()).collect();
        assert_eq!(owner.post(&format!("/residents/{id}/check-ins"), &fields).status, 303, "{key}");
    };
    let (xiaoyan, dajun) = (cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN));
    let moved =
        [("outcome", "reached"), ("new_number", "15400007777"), ("place", "福建省厦门市"), ("work", "鞋厂")];
    log(xiaoyan, "past-key-1", &[("held_on", "2026-10-10"), ("outcome", "dead_number")]);
    log(
        xiaoyan,
        "past-key-2",
        &[&moved[..], &[("held_on", "2026-10-12"), ("note", "孩子上小学，想把户口迁过去")]].concat(),
    );
    log(
        xiaoyan,
        "past-key-3",
        &[("held_on", "2026-11-20"), ("outcome", "via_relative"), ("answered_by", "岳母 谭永秀")],
    );
    log(xiaoyan, "past-key-4", &[("outcome", "no_answer")]);
    log(dajun, "past-key-5", &[("outcome", "dead_number")]);
    let gone = format!("/residents/{dajun}/check-ins");
    let form = [("idempotency_key", "past-key-6"), ("outcome", "came_home"), ("held_on", "2026-10-01")];
    let answer = owner.post(&gone, &form);
    let done = answer.location().unwrap_or_default();
    let (_, id) = done.split_once("done=").expect("the check-in is named");
    assert_eq!(owner.post(&format!("{gone}/{}/withdraw", &id[..13]), &[]).status, 303);
    merge_villages(app);
    let elsewhere = cast::id(app, &cast::FAR);
    let closing = [("outcome", "household_moved"), ("confirmed", "1"), ("idempotency_key", "past-key-7")];
    let other = app.sign_in("other");
    assert_eq!(other.post(&format!("/residents/{elsewhere}/check-ins"), &closing).status, 303);
}

/// Two more villages: one was merged into another, of the other the people are on the way.
fn merge_villages(app: &TestApp) {
    let county = app.sign_in("county");
    let list = format!("{ENDED},小沟村,300\n{LEAVING},石坝村,500\n");
    assert_eq!(county.post("/divisions/list", &[("list", &list), ("act", "take")]).status, 303);
    let end = |village: &str| {
        let form = [("into", cast::NEXT_VILLAGE)];
        assert_eq!(county.post(&format!("/divisions/{village}/end"), &form).status, 303);
    };
    end(ENDED);
    for job in kith::app::JOBS {
        let work = kith::jobs::work(&app.state, job, 10);
        actix_web::rt::System::new().block_on(work).expect("the people arrive");
    }
    end(LEAVING);
}

fn ids(app: &TestApp) -> Ids {
    use kith::db::schema::{channels, checkins};
    let resident = cast::id(app, &cast::XIAOYAN);
    app.read(move |conn| {
        let channel = channels::table
            .filter(channels::resident_id.eq(resident).and(channels::ended_on.is_null()))
            .order(channels::id.desc())
            .select(channels::id);
        let checkin = checkins::table
            .filter(checkins::resident_id.eq(resident))
            .order(checkins::id.desc())
            .select(checkins::id);
        Ok(Ids { resident, channel: channel.first(conn)?, checkin: checkin.first(conn)? })
    })
}

/// An address of a route. A part that is not known here has to be made known: no page may escape.
fn address(path: &str, ids: &Ids) -> String {
    let id = match path.split('/').nth(1) {
        Some("residents") => ids.resident.to_string(),
        _ => ResidentId(cast::OWNER).to_string(),
    };
    let address = path
        .replace("{id}", &id)
        .replace("{channel}", &ids.channel.to_string())
        .replace("{checkin}", &ids.checkin.to_string())
        .replace("{code}", if path.ends_with("}/end") { cast::VILLAGE } else { cast::TOWNSHIP });
    assert!(!address.contains('{'), "tests/it/support/screens.rs does not know what stands in {path}");
    address
}

/// What machines ask for, not people, and tables to take away.
const MACHINES: [&str; 6] =
    ["/healthz", "/readyz", "/metrics", "/favicon.ico", "/assets/", "/audit/rows.csv"];

/// There is one only of a village that has ended; `states` opens it.
const RESTORE: &str = "/divisions/{code}/restore";

/// The page of the one-time link: there is none where there are accounts; tests/it/office/county.rs opens it.
const SET_UP: &str = "/set-up/{token}";

/// Every page by every post that may open it, and every page a form or a mistake leads to.
pub fn screens(app: &TestApp) -> Vec<Screen> {
    let ids = ids(app);
    let pages = || {
        routes().filter(|route| {
            route.method == Method::Get
                && ![SET_UP, RESTORE].contains(&route.path)
                && !MACHINES.iter().any(|path| route.path.starts_with(path))
        })
    };
    let screen = |who: Option<&'static str>, route: &kith::web::Route| Screen {
        name: format!("{} for {}", route.path, who.unwrap_or("a stranger")),
        who,
        path: address(route.path, &ids),
        sent: None,
        status: 200,
    };
    let mut all: Vec<Screen> =
        pages().filter(|route| route.who == Who::Everybody).map(|route| screen(None, route)).collect();
    for (username, role) in WALKERS {
        let client = app.sign_in(username);
        let open = |route: &&kith::web::Route| match route.who {
            Who::Everybody | Who::Staff => true,
            Who::Roles(roles) => roles.contains(&role),
        };
        let opened = pages().filter(open).map(|route| screen(Some(username), route));
        // A page that only leads on to another one is seen there.
        all.extend(opened.filter(|screen| match client.get(&screen.path).status {
            200 => true,
            303 => false,
            status => panic!("{}: {status}", screen.name),
        }));
    }
    all.extend(states(app, &ids));
    all.extend(mistakes(&ids));
    all.extend(offices());
    all
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

/// Pages whose address says more than the route.
fn states(app: &TestApp, ids: &Ids) -> Vec<Screen> {
    let (dajun, numberless) = (cast::id(app, &cast::DAJUN), cast::id(app, &cast::NUMBERLESS));
    let (far, checkin) = (cast::id(app, &cast::FAR), ids.checkin);
    let call = format!("/residents/{}/call", ids.resident);
    let plain = [
        ("a worklist with a notice", "owner", format!("/worklist?done={checkin}"), 200),
        ("an empty worklist", "colleague", "/worklist".to_owned(), 200),
        ("a township's empty worklist", "far-township", "/worklist".to_owned(), 200),
        ("somebody lost", "owner", format!("/residents/{dajun}"), 200),
        ("a call to somebody lost", "owner", format!("/residents/{dajun}/call"), 200),
        ("a call without a number", "owner", format!("/residents/{numberless}/call"), 200),
        ("a colleague's call", "colleague", call.clone(), 200),
        ("a closed record", "other", format!("/residents/{far}"), 200),
        ("a closed record's call", "other", format!("/residents/{far}/call"), 200),
        ("people of everybody", "owner", "/residents?whose=all".to_owned(), 200),
        ("people found", "township", "/residents?q=zhou".to_owned(), 200),
        ("nobody found", "owner", "/residents?q=zzz".to_owned(), 200),
        ("the trail of one person", "auditor", format!("/audit?person={}", ids.resident), 200),
        ("the trail of nobody", "auditor", "/audit?person=0000000000000&kind=looked".to_owned(), 200),
        ("a question with errors", "auditor", "/audit?person=x&actor=nobody&from=x&until=x".to_owned(), 422),
        ("a village", "county", format!("/divisions/{}", cast::VILLAGE), 200),
        ("a village that ended", "county", format!("/divisions/{ENDED}"), 200),
        ("a village whose people are on the way", "county", format!("/divisions/{LEAVING}"), 200),
        ("a village others came to", "county", format!("/divisions/{}", cast::NEXT_VILLAGE), 200),
        (
            "an end to be confirmed",
            "county",
            format!("/divisions/{}/end?into={}", cast::VILLAGE, cast::NEXT_VILLAGE),
            200,
        ),
        ("an ending to be taken back", "county", format!("/divisions/{ENDED}/restore"), 200),
        ("an ending that cannot be taken back now", "county", format!("/divisions/{LEAVING}/restore"), 200),
        ("a page that is not there", "owner", "/nope".to_owned(), 404),
        ("a room that is shut", "auditor", "/worklist".to_owned(), 403),
    ];
    let mut all: Vec<Screen> = plain
        .into_iter()
        .map(|(name, who, path, status)| Screen {
            name: name.into(),
            who: Some(who),
            path,
            sent: None,
            status,
        })
        .collect();
    let closing = Sent {
        to: format!("/residents/{}/check-ins", ids.resident),
        fields: vec![("outcome", "deceased")],
        taps: vec!["fieldset details summary", "label[for=o-deceased]", "form.form .acts .btn"],
    };
    let name = "a closing to confirm".to_owned();
    all.push(Screen { name, who: Some("owner"), path: call, sent: Some(closing), status: 200 });
    all
}

/// Forms sent empty: every page with its errors shown.
fn mistakes(ids: &Ids) -> Vec<Screen> {
    let record = format!("/residents/{}", ids.resident);
    let forms = [
        (None, "/sign-in".to_owned(), "/sign-in".to_owned()),
        (Some("owner"), format!("{record}/call"), format!("{record}/check-ins")),
        (Some("owner"), format!("{record}/channels"), format!("{record}/channels")),
        (Some("owner"), format!("{record}/destinations"), format!("{record}/destinations")),
        (Some("owner"), "/account/password".to_owned(), "/account/password".to_owned()),
        (
            Some("colleague"),
            format!("{record}/channels/{}/number", ids.channel),
            format!("{record}/channels/{}/number", ids.channel),
        ),
    ];
    let screen = |(who, path, to): (Option<&'static str>, String, String)| {
        let route =
            path.replace(&ids.resident.to_string(), "{id}").replace(&ids.channel.to_string(), "{channel}");
        let sent = Sent { to, fields: Vec::new(), taps: vec!["form.form[novalidate] .acts .btn"] };
        Screen { name: format!("{route} with errors"), who, path, sent: Some(sent), status: 422 }
    };
    forms.into_iter().map(screen).collect()
}

impl Screen {
    /// Comes to the page by HTTP.
    pub fn fetch(&self, client: &Client) -> Page {
        let page = client.get(&self.path);
        let Some(sent) = &self.sent else { return page };
        let key = page.value("idempotency_key");
        let mut fields = sent.fields.clone();
        fields.extend(key.as_deref().map(|key| ("idempotency_key", key)));
        client.post(&sent.to, &fields)
    }

    /// Comes to the page in a browser.
    pub fn visit(&self, browser: &Browser) {
        browser.open(&self.path);
        let Some(sent) = &self.sent else { return };
        for (field, value) in &sent.fields {
            let css = format!("textarea[name={field}], input[name={field}]:not([type=radio])");
            if browser.has(&css) {
                browser.clear(&css);
                browser.write(&css, value);
            }
        }
        let (last, before) = sent.taps.split_last().expect("something to tap");
        before.iter().for_each(|css| browser.tap(css));
        browser.go(last);
    }
}
