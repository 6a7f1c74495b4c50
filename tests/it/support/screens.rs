//! Every page somebody can reach: from the table of routes itself, and those only a form or a mistake leads to.

pub use super::{furnished::furnish, visitor_screens::unopened};

use super::{
    Client, Page, TestApp, browser::Browser, cast, form_screens, furnished::pair, past, visitor_screens,
    visitors,
};
use diesel::prelude::*;
use kith::{
    app::routes,
    domain::{ChannelId, CheckInId, PairId, RegistrationId, ResidentId, Role, RosterId},
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
pub struct Ids {
    pub resident: ResidentId,
    pub channel: ChannelId,
    pub checkin: CheckInId,
    /// One that is like somebody on file, and waits.
    pub registration: RegistrationId,
    pair: PairId,
    /// The address of the resident's own link.
    link: String,
    /// The checked files of the township and of the county, and one of the township that was taken in.
    rosters: [RosterId; 3],
}

/// Villages that end so that their pages have something to show.
pub const ENDED: &str = "500155001003";
pub const LEAVING: &str = "500155001004";

fn ids(app: &TestApp) -> Ids {
    use kith::db::schema::{channels, checkins, registrations, rosters};
    let (resident, pair) = (cast::id(app, &cast::XIAOYAN), pair(app, 0));
    let link = visitors::address(app, &visitors::link(app, &cast::XIAOYAN));
    app.read(move |conn| {
        let channel = channels::table
            .filter(channels::resident_id.eq(resident).and(channels::ended_on.is_null()))
            .order(channels::id.desc())
            .select(channels::id);
        let checkin = checkins::table
            .filter(checkins::resident_id.eq(resident))
            .order(checkins::id.desc())
            .select(checkins::id);
        let registration = registrations::table
            .filter(registrations::state.eq("waiting"))
            .order(registrations::id)
            .select(registrations::id);
        let rosters = rosters::table.order(rosters::id).select(rosters::id).load::<RosterId>(conn)?;
        Ok(Ids {
            rosters: [rosters[0], rosters[1], rosters[2]],
            resident,
            channel: channel.first(conn)?,
            checkin: checkin.first(conn)?,
            registration: registration.first(conn)?,
            pair,
            link,
        })
    })
}

/// The registration of somebody.
fn named(app: &TestApp, name: &'static str) -> RegistrationId {
    use kith::db::schema::registrations::dsl;
    app.read(move |conn| Ok(dsl::registrations.filter(dsl::name.eq(name)).select(dsl::id).first(conn)?))
}

/// An address of a route. A part that is not known here has to be made known: no page may escape.
fn address(path: &str, ids: &Ids) -> String {
    let id = match path.split('/').nth(1) {
        Some("residents") => ids.resident.to_string(),
        _ => ResidentId(cast::OWNER).to_string(),
    };
    let code =
        if path.starts_with("/villages") || path.ends_with("}/end") { cast::VILLAGE } else { cast::TOWNSHIP };
    let address = path
        .replace("/my/{token}", &ids.link)
        .replace("{registration}", &ids.registration.to_string())
        .replace("{village_code}", cast::VILLAGE)
        .replace("{id}", &id)
        .replace("{channel}", &ids.channel.to_string())
        .replace("{checkin}", &ids.checkin.to_string())
        .replace("{pair}", &ids.pair.to_string())
        .replace("{code}", code);
    assert!(!address.contains('{'), "tests/it/support/screens.rs does not know what stands in {path}");
    address
}

/// What machines ask for, not people, and tables to take away.
const MACHINES: [&str; 8] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/favicon.ico",
    "/assets/",
    "/places",
    "/audit/rows.csv",
    "/rosters/{roster}/marked.xlsx",
];

/// Nobody of that name, and a time that ends before it begins.
const ASKED_WRONGLY: &str = "/audit?person=x&actor=nobody&from=2026-11-25&until=2026-11-01";

/// There is one only of a village that has ended; `states` opens it.
const RESTORE: &str = "/divisions/{code}/restore";

/// The page of the one-time link: there is none where there are accounts; tests/it/office/county.rs opens it.
const SET_UP: &str = "/set-up/{token}";

/// The pages that only a resident's own link opens; tests/it/support/visitor_screens.rs walks through them.
const OWN: [&str; 2] = ["/my", "/my/registered"];

/// Every page by every post that may open it, and every page a form or a mistake leads to.
pub fn screens(app: &TestApp) -> Vec<Screen> {
    let ids = ids(app);
    let pages = || {
        routes().filter(|route| {
            route.method == Method::Get
                && ![SET_UP, RESTORE].contains(&route.path)
                && !OWN.contains(&route.path)
                && !MACHINES.iter().any(|path| route.path.starts_with(path))
        })
    };
    let screen = |who: Option<&'static str>, route: &kith::web::Route| Screen {
        name: format!("{} for {}", route.path, who.unwrap_or("a stranger")),
        who,
        path: {
            let roster = ids.rosters[usize::from(who == Some("county"))].to_string();
            address(&route.path.replace("{roster}", &roster), &ids)
        },
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
    all.extend(form_screens::screens(&ids));
    all.extend(visitor_screens::screens(app, &ids.link));
    all
}

/// Pages whose address says more than the route.
fn states(app: &TestApp, ids: &Ids) -> Vec<Screen> {
    let (dajun, numberless) = (cast::id(app, &cast::DAJUN), cast::id(app, &cast::NUMBERLESS));
    let (far, checkin) = (cast::id(app, &cast::FAR), ids.checkin);
    let (contested, locked) = (past::id(app, past::CONTESTED), past::id(app, past::LOCKED));
    let call = format!("/residents/{}/call", ids.resident);
    let (decided, across) = (pair(app, 1), pair(app, 2));
    let (checked, taken) = (ids.rosters[0], ids.rosters[2]);
    let plain = [
        ("a roster's likely repeats", "township", format!("/rosters/{checked}/rows?which=likely"), 200),
        ("a roster that was taken in", "township", format!("/rosters/{taken}"), 200),
        ("a roster to be undone", "township", format!("/rosters/{taken}/undo"), 200),
        ("a worklist with a notice", "owner", format!("/worklist?done={checkin}"), 200),
        ("an empty worklist", "colleague", "/worklist".to_owned(), 200),
        ("a township's empty worklist", "far-township", "/worklist".to_owned(), 200),
        ("somebody lost", "owner", format!("/residents/{dajun}"), 200),
        ("a call to somebody lost", "owner", format!("/residents/{dajun}/call"), 200),
        ("a call without a number", "owner", format!("/residents/{numberless}/call"), 200),
        ("a colleague's call", "colleague", call.clone(), 200),
        ("a closed record", "other", format!("/residents/{far}"), 200),
        ("a closed record's form", "other", format!("/residents/{far}/edit"), 409),
        ("a closed record with a ruling", "township", format!("/residents/{contested}"), 200),
        ("a ruling to be made", "township", format!("/residents/{contested}/reopen"), 200),
        ("a locked record", "township", format!("/residents/{locked}/lock"), 200),
        ("a form that is not one's own", "colleague", format!("/residents/{}/edit", ids.resident), 403),
        ("somebody new in a village", "township", format!("/residents/new?village={}", cast::VILLAGE), 200),
        ("a record just changed", "owner", format!("/residents/{}?done=saved", ids.resident), 200),
        ("a closed record's call", "other", format!("/residents/{far}/call"), 200),
        ("people of everybody", "owner", "/residents?whose=all".to_owned(), 200),
        ("people found", "township", "/residents?q=zhou".to_owned(), 200),
        ("nobody found", "owner", "/residents?q=zzz".to_owned(), 200),
        ("somebody new", "owner", format!("/registrations/{}", named(app, "陶正明")), 200),
        ("an accepted registration", "owner", format!("/registrations/{}", named(app, "龙在天")), 200),
        ("a registration turned down", "owner", format!("/registrations/{}", named(app, "钟秀")), 200),
        ("a search for a registration", "owner", format!("/registrations/{}?q=zzz", ids.registration), 200),
        ("a pair across villages", "township", format!("/residents/pairs/{across}"), 200),
        ("a pair that is decided", "owner", format!("/residents/pairs/{decided}"), 200),
        ("pairs decided", "owner", format!("/residents/pairs?decided=1&done={decided}"), 200),
        ("no pairs", "other", "/residents/pairs".to_owned(), 200),
        ("the trail of one person", "auditor", format!("/audit?person={}", ids.resident), 200),
        ("the trail of nobody", "auditor", "/audit?person=0000000000000&kind=looked".to_owned(), 200),
        ("a question with errors", "auditor", ASKED_WRONGLY.to_owned(), 422),
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

impl Screen {
    /// Comes to the page by HTTP.
    pub fn fetch(&self, client: &Client) -> Page {
        let page = client.get(&self.path);
        let Some(sent) = &self.sent else { return page };
        let hidden: Vec<(&str, String)> = ["idempotency_key", "seen", "village"]
            .iter()
            .filter_map(|name| Some((*name, page.value(name)?)))
            .collect();
        let mut fields = sent.fields.clone();
        fields.extend(hidden.iter().map(|(name, value)| (*name, value.as_str())));
        client.post(&sent.to, &fields)
    }

    /// Comes to the page in a browser.
    pub fn visit(&self, browser: &Browser) {
        browser.open(&self.path);
        let Some(sent) = &self.sent else { return };
        let (last, before) = sent.taps.split_last().expect("something to tap");
        before.iter().for_each(|css| browser.tap(css));
        for (field, value) in &sent.fields {
            let css =
                format!("textarea[name={field}], input[name={field}]:not([type=radio]):not([type=checkbox])");
            if browser.has(&css) {
                browser.clear(&css);
                browser.write(&css, value);
            }
        }
        browser.go(last);
    }
}
