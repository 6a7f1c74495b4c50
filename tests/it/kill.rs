//! Killed in the middle of the day, ten times: every acknowledged check-in is there once.

use crate::{
    on_both,
    support::program::{Served, Site},
};
use kith::domain::ResidentId;
use std::{collections::HashMap, thread, time::Duration};

const ROUNDS: u64 = 10;
const CADRES: [&str; 4] = ["cadre", "cadre2", "township", "cadre"];
/// Of what was acknowledged, so many forms of each cadre are sent again.
const AGAIN: usize = 5;

/// A form, and where the server said that it leads; none if it was killed over it.
struct Sent {
    username: &'static str,
    path: String,
    key: String,
    leads_to: Option<String>,
}

impl Sent {
    fn form(&self) -> [(&str, &str); 3] {
        [("outcome", "no_answer"), ("idempotency_key", &self.key), ("note", &self.key)]
    }
}

/// Residents of each: many, so that no record grows long.
fn paths(site: &Site) -> HashMap<&'static str, Vec<String>> {
    let of = |username: &str| {
        let whose = match username {
            "township" => {
                "township_code = (SELECT township_code FROM posts JOIN accounts ON account_id = accounts.id WHERE username = 'township')"
            }
            _ => &format!("owner_id = (SELECT id FROM accounts WHERE username = '{username}')"),
        };
        let ids = format!(
            "SELECT CAST(id AS TEXT) AS line FROM residents WHERE state = 'open' AND {whose} ORDER BY id"
        );
        let path = |id: String| format!("/residents/{}/check-ins", ResidentId(id.parse().expect("an id")));
        site.lines(&ids).into_iter().take(40).map(path).collect()
    };
    CADRES.into_iter().map(|username| (username, of(username))).collect()
}

/// Cadres log without a pause until the server is gone; what each sent.
fn work(served: Served, round: u64, paths: &HashMap<&'static str, Vec<String>>) -> Vec<Sent> {
    thread::scope(|scope| {
        let logging = |(number, username): (usize, &'static str)| {
            let (client, paths) = (served.sign_in(username), &paths[username]);
            scope.spawn(move || {
                let mut all: Vec<Sent> = Vec::new();
                while all.last().is_none_or(|last| last.leads_to.is_some()) {
                    let (path, key) = (
                        paths[all.len() % paths.len()].clone(),
                        format!("kill-{round}-{number}-{}", all.len()),
                    );
                    let mut sent = Sent { username, path, key, leads_to: None };
                    if let Some(answer) = client.try_post(&sent.path, &sent.form()) {
                        assert_eq!(answer.status, 303, "{username}");
                        sent.leads_to = answer.location();
                    }
                    all.push(sent);
                }
                all
            })
        };
        let threads: Vec<_> = CADRES.into_iter().enumerate().map(logging).collect();
        // Each time at another moment of what it does.
        thread::sleep(Duration::from_millis(50 + 11 * round));
        served.kill();
        threads.into_iter().flat_map(|thread| thread.join().expect("the cadre's thread")).collect()
    })
}

/// How often each key is in the database.
fn written(site: &Site) -> HashMap<String, usize> {
    let mut written = HashMap::new();
    for note in site.lines("SELECT note AS line FROM checkins WHERE note LIKE 'kill-%'") {
        *written.entry(note).or_default() += 1;
    }
    written
}

/// What was acknowledged is there once; what was not is there once or not at all.
fn look(site: &Site, all: &[Sent]) {
    let written = written(site);
    for sent in all {
        let times = written.get(&sent.key).copied().unwrap_or_default();
        let is_right = if sent.leads_to.is_some() { times == 1 } else { times <= 1 };
        assert!(is_right, "{} is there {times} times, acknowledged {:?}", sent.key, sent.leads_to);
    }
}

/// The same forms again lead to the same place, and those nobody knows of are taken now.
fn send_again(site: &Site, served: &Served, all: &[Sent]) {
    for username in ["cadre", "cadre2", "township"] {
        let client = served.sign_in(username);
        let own = || all.iter().rev().filter(|sent| sent.username == username);
        let known = own().filter(|sent| sent.leads_to.is_some()).take(AGAIN);
        for sent in known.chain(own().filter(|sent| sent.leads_to.is_none())) {
            let answer = client.post(&sent.path, &sent.form());
            assert_eq!(answer.status, 303, "{}", sent.key);
            let before = sent.leads_to.clone().or_else(|| client.post(&sent.path, &sent.form()).location());
            assert_eq!(answer.location(), before, "{}", sent.key);
        }
    }
    let written = written(site);
    let unknown = all.iter().filter(|sent| sent.leads_to.is_none());
    assert!(unknown.clone().count() >= 1, "it was killed in the middle");
    assert!(
        unknown.clone().all(|sent| written.get(&sent.key) == Some(&1)),
        "each is there once after it was sent again"
    );
}

on_both! {
    fn killed_ten_times_every_acknowledged_check_in_is_there_once(site) {
        site.generate("240");
        let paths = paths(site);
        for round in 0..ROUNDS {
            let all = work(site.serve(), round, &paths);
            assert!(all.iter().any(|sent| sent.leads_to.is_some()), "nobody logged anything");
            look(site, &all);
            send_again(site, &site.serve(), &all);
        }
        assert!(site.run(&["check"]).well().contains("240 folded, planned, opened and compared, 0 faults"), "as it was left");
    }
}
