//! Who takes part: signed-in cadres with their residents, a township's officer, and names to look for.

use crate::{
    county::PASSWORD,
    http::{Connection, post},
    load::median,
};
use diesel::{
    Connection as _, PgConnection, RunQueryDsl, SqliteConnection,
    sql_types::{BigInt, Date, Text},
};
use kith::{db::Conn, domain::ResidentId};
use std::{collections::BTreeMap, net::SocketAddr};

/// Cadres that sign in: all with a full first page of the worklist, where there are such.
const CADRES: usize = 64;
/// People on a full page: of the worklists opened, and of the parts of names looked for.
const FULL_PAGE: usize = 20;

/// A signed-in cadre and the residents they answer for.
pub struct Cadre {
    pub cookie: String,
    pub residents: Vec<ResidentId>,
}

pub struct Cast {
    pub cadres: Vec<Cadre>,
    pub officer: String,
    /// Parts of names in the officer's township, each borne by more than twenty people.
    pub names: Vec<String>,
    /// The codes of all villages, at whose forms people register.
    pub villages: Vec<String>,
}

#[derive(diesel::QueryableByName)]
struct Owned {
    #[diesel(sql_type = Text)]
    username: String,
    #[diesel(sql_type = BigInt)]
    resident: i64,
}

#[derive(diesel::QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    people: i64,
}

#[derive(diesel::QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Open residents of the cadres who have at least so many to call by today.
const OWNED: &str = "SELECT accounts.username AS username, residents.id AS resident FROM residents \
     JOIN posts ON posts.id = residents.owner_id JOIN accounts ON accounts.id = posts.account_id \
     WHERE residents.state = 'open' AND residents.owner_id IN \
     (SELECT owner_id FROM residents WHERE try_on <= $1 GROUP BY owner_id HAVING count(*) >= $2) \
     ORDER BY accounts.username, residents.id";

/// The longest worklist of today.
const LONGEST: &str = "SELECT count(*) AS people FROM residents WHERE state = 'open' AND try_on <= $1 \
     AND owner_id IS NOT NULL GROUP BY owner_id ORDER BY 1 DESC LIMIT 1";

const NAMES: &str = "SELECT residents.name AS name FROM residents \
     JOIN posts ON posts.township_code = residents.township_code AND posts.role = 'township' \
     JOIN accounts ON accounts.id = posts.account_id \
     WHERE accounts.username = 'township' ORDER BY residents.id";

const VILLAGES: &str = "SELECT code AS name FROM divisions WHERE length(code) = 12 ORDER BY code";

impl Cast {
    /// Reads who there is and signs them in.
    pub fn gather(database: &str, address: SocketAddr) -> Cast {
        let mut conn = connect(database);
        let today = kith::clock::Clock::Real.today();
        // A small county may have nobody with a full page: then those with the longest list.
        let longest: Counted = diesel::sql_query(LONGEST)
            .bind::<Date, _>(today)
            .get_result(&mut conn)
            .expect("somebody has a worklist");
        let owned: Vec<Owned> = diesel::sql_query(OWNED)
            .bind::<Date, _>(today)
            .bind::<BigInt, _>(longest.people.min(FULL_PAGE as i64))
            .load(&mut conn)
            .expect("the residents of the cadres");
        let mut by_cadre: BTreeMap<String, Vec<ResidentId>> = BTreeMap::new();
        for row in owned {
            by_cadre.entry(row.username).or_default().push(ResidentId(row.resident));
        }
        let every = (by_cadre.len() / CADRES).max(1);
        let chosen = by_cadre.into_iter().step_by(every).take(CADRES);
        let cadres: Vec<Cadre> = chosen
            .map(|(username, residents)| Cadre { cookie: sign_in(address, &username), residents })
            .collect();
        let named: Vec<Named> = diesel::sql_query(NAMES).load(&mut conn).expect("the names of the township");
        let names = parts(named.into_iter().map(|row| row.name));
        assert!(!names.is_empty(), "no part of a name brings a full page");
        let villages: Vec<Named> = diesel::sql_query(VILLAGES).load(&mut conn).expect("the villages");
        let villages = villages.into_iter().map(|row| row.name).collect();
        Cast { cadres, officer: sign_in(address, "township"), names, villages }
    }

    /// Rows on the worklists of the cast: the middle one.
    pub fn residents_each(&self) -> usize {
        median(self.cadres.iter().map(|cadre| cadre.residents.len()).collect())
    }

    /// Every cadre with each of their own residents, in an order without order.
    pub fn own(&self) -> Vec<(&str, ResidentId)> {
        let mut all: Vec<(&str, ResidentId)> = self
            .cadres
            .iter()
            .flat_map(|cadre| cadre.residents.iter().map(|resident| (cadre.cookie.as_str(), *resident)))
            .collect();
        fastrand::Rng::with_seed(7).shuffle(&mut all);
        all
    }
}

/// A connection to a county beside its server.
pub fn connect(database: &str) -> Conn {
    match database.strip_prefix("sqlite://") {
        Some(file) => Conn::Sqlite(SqliteConnection::establish(file).expect("the county opens")),
        None => Conn::Pg(PgConnection::establish(database).expect("the county opens")),
    }
}

/// One or two letters in a row of a name, if they bring more than a page.
fn parts(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut borne: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        let letters: Vec<char> = name.chars().collect();
        let mut own: Vec<String> =
            letters.windows(1).chain(letters.windows(2)).map(|part| part.iter().collect()).collect();
        own.sort();
        own.dedup();
        for part in own {
            *borne.entry(part).or_default() += 1;
        }
    }
    let mut parts: Vec<String> =
        borne.into_iter().filter(|(_, people)| *people > FULL_PAGE).map(|(part, _)| part).collect();
    fastrand::Rng::with_seed(7).shuffle(&mut parts);
    parts
}

/// Signs in as a person does; the cookie of the session.
pub fn sign_in(address: SocketAddr, username: &str) -> String {
    let form = format!("username={username}&password={PASSWORD}");
    let answer = Connection::open(address)
        .and_then(|mut conn| conn.send(&post("/sign-in", "", &form)))
        .expect("the server answers");
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    cookie.unwrap_or_else(|| panic!("{username} cannot sign in: {}", answer.status)).to_owned()
}
