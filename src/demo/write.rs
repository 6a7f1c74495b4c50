//! Writing the sample county into an empty database.

use super::{
    FULL, MOST, Sample,
    dice::Dice,
    doubles::{self, Made},
    house::{Mould, Rows, Village},
    people,
    staff::{Staff, first_villages, staff},
};
use crate::{
    clock::{day_begins, days_after},
    db::{
        Address, Conn, bulk,
        schema::{audit, county as counties, divisions},
    },
    domain::Sex,
    error::Error,
    reference::county,
    seal::Keys,
};
use diesel::prelude::*;

/// Makes the sample county in a database whose tables are there and empty: all of it or nothing. `progress` is told
/// how many residents are written, and how many there will be.
pub fn generate(
    address: &Address,
    keys: &Keys,
    sample: &Sample,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), Error> {
    if bulk::holds(address)? != bulk::Holds::Nobody {
        return Err(Error::internal("this database already holds a county"));
    }
    let mut conn = bulk::open(address)?;
    bulk::at_once(&mut conn, |conn| {
        let aside = bulk::set_aside(conn)?;
        write(conn, keys, sample, progress)?;
        Ok(bulk::put_back(conn, &aside)?)
    })
}

fn write(
    conn: &mut Conn,
    keys: &Keys,
    sample: &Sample,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), Error> {
    let mut dice = Dice::new(sample.seed);
    let made_at = day_begins(days_after(sample.as_of, -730));
    let staff = staff(&mut dice, &sample.password_hash, days_after(sample.as_of, -730), made_at);
    write_house(conn, sample, &staff)?;
    let mould = Mould::new(keys, sample.as_of);
    let shares = shares(sample.residents.min(MOST));
    let all: usize = shares.iter().map(|(_, count)| count).sum();
    let (mut written, mut match_keys) = (0, Vec::new());
    for township in county::townships() {
        let (mut rows, mut neighbours) = (Rows::default(), Vec::new());
        for (code, count) in shares.iter().filter(|(code, _)| code.starts_with(township.code)) {
            let cadres = staff.cadres.get(code).map(Vec::as_slice).unwrap_or_default();
            let village = Village { code, cadres };
            neighbours = fill(&mut dice, &mut rows, &mould, &village, *count, &neighbours);
            written += count;
        }
        let found_at = day_begins(sample.as_of);
        let (keys, pairs) = doubles::compare(keys, &rows.people, found_at, || dice.id(found_at));
        match_keys.extend(keys);
        flush(conn, rows)?;
        bulk::write_pairs(conn, &pairs)?;
        progress(written, all);
    }
    bulk::write_match_keys(conn, &doubles::in_order(match_keys))?;
    let amount = i64::try_from(all).unwrap_or(i64::MAX);
    let row = (
        audit::id.eq(dice.id(day_begins(sample.as_of))),
        audit::at.eq(day_begins(sample.as_of)),
        audit::kind.eq("generated"),
        audit::actor.eq("command"),
        audit::fields.eq(""),
        audit::amount.eq(Some(amount)),
    );
    diesel::insert_into(audit::table).values(row).execute(conn)?;
    Ok(())
}

/// Residents a village has at least before somebody stands in it twice.
const TWICE_FROM: usize = 200;

/// Fills a village with households of one to three residents. In a large one some stand twice: once from the document
/// and once from what the family said, and somebody of the village before who married here. The first ones who could
/// stand in the next village too.
fn fill(
    dice: &mut Dice,
    rows: &mut Rows,
    mould: &Mould<'_>,
    village: &Village<'_>,
    count: usize,
    neighbours: &[Made],
) -> Vec<Made> {
    let has_doubles = count >= TWICE_FROM;
    let married = neighbours.last().filter(|_| count > 0);
    let mut left = count - usize::from(married.is_some()) - if has_doubles { 2 } else { 0 };
    let mut known = Vec::new();
    while left > 0 {
        let away = dice.weighted(&[(1, 0.5), (2, 0.38), (3, 0.12)]).min(left);
        let made = mould.household(dice, rows, village, away);
        known.extend(made.into_iter().filter(|made| has_doubles && made.can_stand_twice()));
        known.truncate(3);
        left -= away;
    }
    if let Some(married) = married {
        let head = people::person_name(dice, Sex::Male, 60);
        mould.again(dice, rows, village, &married.by_marriage(head));
    }
    if let [first, second, ..] = &known[..] {
        mould.again(dice, rows, village, &first.by_document());
        mould.again(dice, rows, village, &second.by_family());
    }
    known
}

/// How many residents each village gets: the two full ones first, the rest by population.
fn shares(residents: usize) -> Vec<(&'static str, usize)> {
    let (first, other) = first_villages();
    let is_full = |code: &str| code == first || code == other;
    let full = FULL.min(residents / 2);
    let rest = residents - 2 * full;
    let people: i64 = county::villages()
        .filter(|village| !is_full(village.code))
        .map(|village| i64::from(village.population))
        .sum();
    let (mut before, mut given) = (0i64, 0usize);
    county::villages()
        .map(|village| {
            if is_full(village.code) {
                return (village.code, full);
            }
            before += i64::from(village.population);
            let so_far = usize::try_from(before * rest as i64 / people.max(1)).unwrap_or(0);
            let count = so_far - given;
            given = so_far;
            (village.code, count)
        })
        .collect()
}

fn flush(conn: &mut Conn, mut rows: Rows) -> Result<(), Error> {
    bulk::write_households(conn, &rows.households)?;
    bulk::write_residents(conn, &rows.residents)?;
    bulk::write_channels(conn, &rows.channels)?;
    bulk::write_destinations(conn, &rows.destinations)?;
    bulk::write_checkins(conn, &rows.checkins)?;
    // In the order of the key, so that the tree grows at its end.
    rows.terms.sort_unstable_by(|a, b| {
        (&a.term, &a.village_code, a.resident_id).cmp(&(&b.term, &b.village_code, b.resident_id))
    });
    rows.terms.dedup_by(|a, b| a.term == b.term && a.resident_id == b.resident_id);
    Ok(bulk::write_terms(conn, &rows.terms)?)
}

fn write_house(conn: &mut Conn, sample: &Sample, staff: &Staff) -> Result<(), Error> {
    let row = (
        (
            counties::id.eq(1),
            counties::code.eq(county::CODE),
            counties::name.eq(county::NAME),
            counties::is_sample.eq(true),
            counties::office.eq("乡联簿办公室"),
            counties::office_phone.eq("023-5555 0100"),
            counties::data_contact.eq("陈敏"),
            counties::data_contact_phone.eq("023-5555 0188"),
            counties::purpose.eq("跟在外务工的乡亲保持联系，办他们提的事"),
            counties::filing.eq(""),
            counties::police_filing.eq(""),
        ),
        (
            counties::regular_days.eq(90),
            counties::priority_days.eq(30),
            counties::settled_days.eq(180),
            counties::created_at.eq(day_begins(sample.as_of)),
        ),
    );
    diesel::insert_into(counties::table).values(row).execute(conn)?;
    bulk::write_divisions(conn, &staff.divisions)?;
    bulk::write_departments(conn, &staff.departments)?;
    bulk::write_accounts(conn, &staff.accounts)?;
    bulk::write_posts(conn, &staff.posts)?;
    // The officer of each township answers for what people ask of their data.
    for post in staff.posts.iter().filter(|post| post.role == "township") {
        let township = divisions::table.filter(divisions::code.nullable().eq(&post.township_code));
        diesel::update(township).set(divisions::data_contact_id.eq(post.id)).execute(conn)?;
    }
    Ok(())
}
