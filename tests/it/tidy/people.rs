//! Rule 4: whoever reads people shows in whose name; whoever writes does it in a `Tx` and on record.

use super::{
    functions::{Function, functions},
    imports::modules,
    source::{Source, assert_none, places, program, read, words},
};

/// The tables that tell of people.
const PEOPLE: &[&str] = &[
    "residents",
    "households",
    "channels",
    "destinations",
    "checkins",
    "search_terms",
    "closure_rulings",
    "match_keys",
    "likely_pairs",
    "registrations",
    "registration_keys",
    "consents",
];

/// Ids by which people are asked for.
const IDS: &[&str] =
    &["ResidentId", "HouseholdId", "ChannelId", "DestinationId", "CheckInId", "RegistrationId", "PairId"];

/// What shows that the reader may ask: a territory, or somebody already found in one. Whoever is new lies in the
/// village they are added to.
const SHOWS_LEAVE: &[&str] = &[
    "Scope",
    "Whose",
    "Person",
    "Row",
    "Details",
    "Household",
    "Writer",
    "Reader",
    "Keeper",
    "Visitor",
    "NewResident",
    "NewHousehold",
    "Registration",
    "Decider",
    "NewRegistration",
    "Batch",
    "Arrival",
];

/// A function that may do what others may not, and why.
type Exception = (&'static str, &'static str, &'static str);

const FOLD: &str = "ends every write on somebody found, and `kith check` asks it of every record";
const OWN: &str = "about the reader's own post or account";
const CHECK: &str = "the job that checks every record";

const LINK: &str = "a link alone, for whoever has found the one it is of; `links` stands above them";

const QUERIES_WITHOUT_SCOPE: &[Exception] = &[
    ("src/checkins/queries.rs", "events", FOLD),
    ("src/checkins/queries.rs", "tally", OWN),
    ("src/checkins/refold.rs", "compute", FOLD),
    ("src/checkins/refold.rs", "differs", FOLD),
    ("src/checkins/refold.rs", "refold", FOLD),
    ("src/links/actions.rs", "make_for", LINK),
    ("src/links/actions.rs", "make_for_registration", LINK),
    ("src/links/actions.rs", "erase", LINK),
    ("src/links/actions.rs", "lead_to", LINK),
    ("src/links/queries.rs", "of_registration", LINK),
    ("src/links/queries.rs", "of_resident", LINK),
    ("src/residents/actions.rs", "lock", "reads nothing: whoever locks finds the person after it"),
    ("src/residents/match_keys.rs", "match_keys_differ", CHECK),
    ("src/residents/opening.rs", "links_differ", CHECK),
    ("src/registrations/check.rs", "unsound", CHECK),
    ("src/residents/check.rs", "ids_after", CHECK),
    ("src/residents/check.rs", "listed_differs", CHECK),
    ("src/residents/check.rs", "unsound", CHECK),
    ("src/links/actions.rs", "follow", LINK),
    ("src/links/actions.rs", "replace_all", LINK),
    ("src/links/queries.rs", "all_of_resident", LINK),
    ("src/residents/erasing.rs", "to_erase", "the job that erases what is over"),
    ("src/residents/queries.rs", "coming", OWN),
    ("src/residents/queries.rs", "count_of_owner", OWN),
    (
        "src/residents/queries.rs",
        "owned_by",
        "a count alone, of the posts of an account found in the reader's territory",
    ),
];

const PART: &str = "a part of other actions, which record themselves";
const SESSION: &str = "a part of signing in and out, of which the trail tells";

/// Parts of actions: whoever calls one must be on record.
const PARTS: &[Exception] = &[
    ("src/accounts/sessions.rs", "begin", SESSION),
    ("src/accounts/sessions.rs", "end", SESSION),
    ("src/accounts/sessions.rs", "end_others", SESSION),
    ("src/checkins/erasing.rs", "erase", PART),
    ("src/links/actions.rs", "erase", PART),
    ("src/registrations/erasing.rs", "erase", PART),
    ("src/residents/erasing.rs", "erase", PART),
    ("src/checkins/report.rs", "report", PART),
    ("src/checkins/report.rs", "confirm", PART),
    ("src/checkins/report.rs", "withdraw_report", PART),
    ("src/checkins/withdrawing.rs", "take_back", PART),
    ("src/registrations/consents.rs", "keep", PART),
    ("src/registrations/consents.rs", "renew_consents", PART),
    ("src/registrations/consents.rs", "withdraw_consents", PART),
    ("src/registrations/keys.rs", "rekey", PART),
    ("src/registrations/keys.rs", "write", PART),
    ("src/residents/joining.rs", "fill", PART),
    ("src/residents/joining.rs", "unfill", PART),
    ("src/residents/joining.rs", "ask_for_call", PART),
    ("src/residents/joining.rs", "withdraw_call", PART),
    ("src/residents/joining.rs", "belongs_again", PART),
    ("src/residents/joining.rs", "call_first", PART),
    ("src/residents/joining.rs", "take_back", PART),
    ("src/checkins/refold.rs", "refold", PART),
    ("src/links/actions.rs", "follow", PART),
    ("src/links/actions.rs", "make_for_registration", PART),
    ("src/links/visits.rs", "begin", SESSION),
    ("src/links/actions.rs", "lead_to", PART),
    ("src/links/opening.rs", "forgive", PART),
    ("src/registrations/review/entering.rs", "enter", PART),
    ("src/residents/actions.rs", "add_channel", PART),
    ("src/residents/actions.rs", "add_destination", PART),
    ("src/residents/actions.rs", "compare", PART),
    ("src/residents/actions.rs", "drop_channel", PART),
    ("src/residents/actions.rs", "drop_destination", PART),
    ("src/residents/actions.rs", "end_channel", PART),
    ("src/residents/actions.rs", "end_destination", PART),
    ("src/residents/actions.rs", "insert_channel", PART),
    ("src/residents/actions.rs", "reopen_destination", PART),
    ("src/residents/opening.rs", "links_follow", PART),
    ("src/residents/add.rs", "add", PART),
    ("src/residents/add.rs", "add_as", PART),
    ("src/residents/add.rs", "add_household", PART),
    ("src/residents/closure.rs", "lock_away", PART),
    ("src/residents/closure.rs", "rule", PART),
    ("src/residents/closure.rs", "unlock", PART),
    ("src/residents/edit.rs", "change_person", PART),
    ("src/residents/household.rs", "change_household", PART),
    ("src/residents/household.rs", "compare_household", PART),
    ("src/residents/household.rs", "move_to_household", PART),
    ("src/residents/match_keys.rs", "write_match_keys", PART),
    ("src/residents/ownership.rs", "hand_over", PART),
    ("src/residents/pairs/moving.rs", "place_pairs", PART),
    ("src/residents/relocate.rs", "copy_household", PART),
    ("src/residents/relocate.rs", "move_household", PART),
    ("src/residents/relocate.rs", "rehouse", PART),
    ("src/rosters/taking/step.rs", "settle", PART),
    ("src/rosters/batch/actions.rs", "set_refused", PART),
    ("src/residents/pairs/actions.rs", "find_pairs", "tells the trail of pairs, not of what its callers do"),
];

const FILE: &str = "a file on its way, which has changed nothing yet; that it was sent is on record";

/// Upkeep: it changes nothing the trail would tell of, and nor need its callers.
const UPKEEP: &[Exception] = &[
    ("src/accounts/sessions.rs", "forget_old_sessions", "takes away what has ended by itself"),
    ("src/accounts/sessions.rs", "seen", "only notes that a session is in use"),
    ("src/accounts/throttle.rs", "failed", "counts by keyed terms; the failed sign-in itself is on record"),
    ("src/rosters/batch/actions.rs", "keep_piece", FILE),
    ("src/rosters/batch/actions.rs", "end_pieces", FILE),
    ("src/rosters/batch/actions.rs", "restart_check", FILE),
    ("src/rosters/batch/actions.rs", "keep_rows", FILE),
    ("src/rosters/batch/actions.rs", "finish_check", FILE),
    ("src/rosters/batch/actions.rs", "give_up", FILE),
    ("src/rosters/batch/actions.rs", "choose", FILE),
    ("src/rosters/batch/actions.rs", "count_failure", "only counts; that a file is tried again is on record"),
    ("src/rosters/batch/actions.rs", "forget_old", "takes away what has ended by itself"),
    ("src/links/visits.rs", "forget_ended", "takes away what has ended by itself"),
    ("src/accounts/throttle.rs", "succeeded", "counts by keyed terms; the sign-in itself is on record"),
];

/// The modules that hold slices: those between the trail and the server.
fn slices() -> Vec<String> {
    let modules = modules(&read("src/lib.rs").text);
    let place = |name: &str| modules.iter().position(|module| module == name).expect("a module");
    modules[place("audit") + 1..place("app")].to_vec()
}

fn is_excepted(exceptions: &[Exception], function: &Function) -> bool {
    exceptions.iter().any(|(path, name, _)| *path == function.path && *name == function.name)
}

/// Exceptions for functions that are no longer there, or that need none.
fn idle(exceptions: &[Exception], needed: &[&Function]) -> Vec<String> {
    let is_needed = |(path, name, _): &&Exception| {
        needed.iter().any(|function| function.path == *path && function.name == *name)
    };
    let idle = exceptions.iter().filter(|exception| !is_needed(exception));
    idle.map(|(path, name, _)| format!("{path}: `{name}` needs no exception any more")).collect()
}

/// Queries on people that do not show whether the reader may ask.
fn without_scope(sources: &[Source]) -> Vec<Function> {
    let mut found = Vec::new();
    for source in sources {
        let code = source.code();
        let names_people = places(&code, "schema::").any(|at| {
            let used = code[at..].split(';').next().unwrap_or("");
            words(used).any(|(_, word)| PEOPLE.contains(&word))
        });
        let asks = |function: &Function| {
            function.is_pub
                && function.takes(&["Conn", "Tx"])
                && (names_people || function.takes(IDS))
                && !function.takes(SHOWS_LEAVE)
        };
        found.extend(functions(source).into_iter().filter(asks));
    }
    found
}

/// Whether a function changes rows by itself.
fn changes_rows(function: &Function, dialect: &[String]) -> bool {
    ["insert_into", "diesel::update", "diesel::delete", "update_row("]
        .iter()
        .any(|statement| places(&function.body, statement).next().is_some())
        || dialect.iter().any(|name| function.body.contains(&format!("dialect::{name}(")))
}

/// Marks, beside what is marked already, whoever calls something marked; what has `stopped` neither takes nor
/// gives the mark.
fn spread(mut marked: Vec<bool>, calls: &[Vec<usize>], stopped: &[bool]) -> Vec<bool> {
    let next = |marked: &[bool]| {
        let is_next = |at: &usize| {
            !marked[*at] && !stopped[*at] && calls[*at].iter().any(|other| marked[*other] && !stopped[*other])
        };
        (0..calls.len()).find(is_next)
    };
    while let Some(at) = next(&marked) {
        marked[at] = true;
    }
    marked
}

/// Writes that neither are in a `Tx` nor on record, each with what is missing. What `parts` record is not what their
/// callers do; callers of `upkeep` need no trace.
fn off_the_record<'a>(
    all: &'a [Function],
    slices: &[String],
    parts: &[Exception],
    upkeep: &[Exception],
) -> Vec<(&'a Function, &'static str)> {
    let of_dialect = all.iter().filter(|function| function.path.starts_with("src/db/dialect"));
    let dialect: Vec<String> =
        of_dialect.filter(|one| changes_rows(one, &[])).map(|one| one.name.clone()).collect();
    let is_trail = |one: &&Function| {
        one.module == "audit" && ["record", "record_many", "looked", "reveal"].contains(&&*one.name)
    };
    let trail: Vec<&Function> = all.iter().filter(is_trail).collect();
    let own: Vec<&Function> = all.iter().filter(|function| slices.contains(&function.module)).collect();
    let called_by = |one: &Function| -> Vec<usize> {
        let others =
            own.iter().enumerate().filter(|(_, other)| !std::ptr::eq(one, **other) && one.calls(other));
        others.map(|(at, _)| at).collect()
    };
    let calls: Vec<Vec<usize>> = own.iter().map(|one| called_by(one)).collect();

    let records = own.iter().map(|one| trail.iter().any(|record| one.calls(record))).collect();
    let is_part: Vec<bool> = own.iter().map(|one| is_excepted(parts, one)).collect();
    let records = spread(records, &calls, &is_part);
    let is_silent = |(one, records): (&&Function, &bool)| !records && changes_rows(one, &dialect);
    let silent = own.iter().zip(&records).map(is_silent).collect();
    let stopped: Vec<bool> =
        own.iter().zip(&records).map(|(one, records)| *records || is_excepted(upkeep, one)).collect();
    let silent = spread(silent, &calls, &stopped);

    let mut found = Vec::new();
    for (at, function) in own.iter().enumerate() {
        // A private one is answered for by whoever calls it.
        let is_answered_for = !function.is_pub && calls.iter().any(|calls| calls.contains(&at));
        if silent[at] && !is_answered_for {
            found.push((*function, "writes and leaves no trace in the trail"));
        }
        if function.is_pub && changes_rows(function, &dialect) && !function.takes(&["Tx"]) {
            found.push((*function, "writes without a `Tx`"));
        }
    }
    found
}

fn say(function: &Function, what: &str) -> String {
    let text = read(&function.path).text;
    super::source::fault(&function.path, &text, function.at, &format!("`{}` {what}", function.name))
}

fn all_functions(sources: &[Source]) -> Vec<Function> {
    sources.iter().flat_map(functions).collect()
}

#[test]
fn every_query_on_people_shows_that_the_reader_may_ask() {
    let slices = slices();
    let sources: Vec<Source> =
        program().into_iter().filter(|source| slices.iter().any(|slice| slice == source.module())).collect();
    let found = without_scope(&sources);
    let needed: Vec<&Function> = found.iter().collect();
    let unasked = found.iter().filter(|function| !is_excepted(QUERIES_WITHOUT_SCOPE, function));
    let mut faults: Vec<String> = unasked
        .map(|function| say(function, "asks for people without a scope or somebody found in one"))
        .collect();
    faults.extend(idle(QUERIES_WITHOUT_SCOPE, &needed));
    assert_none(&faults);
}

#[test]
fn every_action_takes_a_tx_and_records_itself() {
    let all = all_functions(&program());
    let found = off_the_record(&all, &slices(), PARTS, UPKEEP);
    let needed: Vec<&Function> = found.iter().map(|(function, _)| *function).collect();
    let mut faults: Vec<String> = found
        .iter()
        .filter(|(function, _)| !is_excepted(PARTS, function) && !is_excepted(UPKEEP, function))
        .map(|(function, what)| say(function, what))
        .collect();
    faults.extend(idle(PARTS, &needed));
    faults.extend(idle(UPKEEP, &needed));
    assert_none(&faults);
}

#[test]
fn a_query_on_people_without_a_scope_is_named() {
    let text = "use crate::db::{Conn, schema::{posts, residents}};\npub fn a(conn: &mut Conn, scope: Scope) {}\n\
                pub fn b(conn: &mut Conn) {}\nfn c(conn: &mut Conn) {}";
    let found = without_scope(&[Source::new("src/home/queries.rs", text)]);
    assert_eq!(found.iter().map(|function| function.name.as_str()).collect::<Vec<_>>(), ["b"]);
    let by_id = "pub fn d(tx: &mut Tx<'_>, id: ResidentId) {}\npub fn e(tx: &mut Tx<'_>, person: &Person, id: ChannelId) {}";
    let found = without_scope(&[Source::new("src/home/actions.rs", by_id)]);
    assert_eq!(found.iter().map(|function| function.name.as_str()).collect::<Vec<_>>(), ["d"]);
}

#[test]
fn an_action_without_a_tx_or_a_trace_is_named() {
    let audit = Source::new("src/audit/record.rs", "pub fn record(tx: &mut Tx<'_>) {}");
    let text = "use crate::audit::record;\n\
                pub fn kept(tx: &mut Tx<'_>) { store(tx); noted(tx) }\n\
                fn noted(tx: &mut Tx<'_>) { record(tx) }\n\
                fn store(tx: &mut Tx<'_>) { diesel::update(x) }\n\
                pub fn silent(tx: &mut Tx<'_>) { store(tx) }\n\
                async fn handler() { write(|tx| silent(tx)) }\n\
                pub fn bare(conn: &mut Conn) { diesel::delete(x); record(conn) }";
    let all = all_functions(&[audit, Source::new("src/home/actions.rs", text)]);
    let slices = ["home".to_owned()];
    let found = off_the_record(&all, &slices, &[], &[]);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(function, what)| (function.name.as_str(), *what)).collect();
    let silent = "writes and leaves no trace in the trail";
    assert_eq!(found, [("silent", silent), ("handler", silent), ("bare", "writes without a `Tx`")]);
    let upkeep = [("src/home/actions.rs", "silent", "because")];
    let found = off_the_record(&all, &slices, &[], &upkeep);
    assert!(found.iter().all(|(function, _)| function.name != "handler"), "callers of upkeep need no trace");
    let parts = [("src/home/actions.rs", "noted", "because")];
    let found = off_the_record(&all, &slices, &parts, &[]);
    assert!(found.iter().any(|(function, _)| function.name == "kept"), "what a part records is its own");
}

#[test]
fn an_exception_nobody_needs_is_named() {
    let exceptions = [("src/home/queries.rs", "gone", "because")];
    assert_eq!(idle(&exceptions, &[]), ["src/home/queries.rs: `gone` needs no exception any more"]);
}
