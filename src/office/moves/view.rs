//! Moves in words: how far one is, what came along.

use super::{
    model::{Counts, Move, MoveState},
    queries,
    text::MoveWords,
};
use crate::{
    clock::county_day,
    db::Conn,
    domain::VillageCode,
    error::Error,
    i18n::Lang,
    territories::{self, Division},
};
use chrono::NaiveDate;

/// Under so many people nobody is told the number who may not see the list behind it (PRODUCT §4.7).
const FEW: i64 = 5;

/// What is told of a village: where it went, what came to it.
pub struct Story {
    /// Its own move, if it has ended or its people are on the way back.
    pub own: Option<Move>,
    /// Where its own code leads.
    pub successor: Option<Division>,
    kept: Counts,
    left: Counts,
    /// Moves into it, with the names of the villages.
    came: Vec<(Move, String)>,
}

/// Reads the story of a village.
pub fn story(conn: &mut Conn, village: VillageCode) -> Result<Story, Error> {
    let own = queries::of_village(conn, village)?;
    let (mut kept, mut left, mut successor) = (Counts::default(), Counts::default(), None);
    if let Some(own) = &own {
        kept = queries::kept(conn, own.id)?;
        left = queries::to_move(conn, village)?;
        successor = territories::division(conn, own.to_code.as_str())?;
    }
    let mut came = Vec::new();
    for moved in queries::into_village(conn, village)? {
        let name = territories::division(conn, moved.from_code.as_str())?.map(|from| from.name);
        came.push((moved, name.unwrap_or_default()));
    }
    Ok(Story { own, successor, kept, left, came })
}

/// A kind of row: its name, how many have moved, and how many are left.
pub struct KindRow {
    pub name: &'static str,
    pub moved: String,
    pub left: String,
}

/// A village that came in.
pub struct Came {
    pub code: String,
    pub words: String,
}

impl Story {
    /// How far its own move is, while the background is at it.
    pub fn progress(&self, lang: Lang) -> Option<String> {
        let own = self.own.as_ref().filter(|own| own.is_at_work())?;
        let (t, (done, total)) = (MoveWords(lang), share(own, lang));
        Some(match own.state {
            MoveState::Returning => t.going_back(done, total),
            _ => t.going(done, total),
        })
    }

    /// What of it has moved, and what has not; the second only while it is under way.
    pub fn kinds(&self, lang: Lang) -> Vec<KindRow> {
        let (moved, left) = (shown(&self.kept, lang), shown(&self.left, lang));
        let row =
            |((name, moved), (_, left)): ((&'static str, String), (_, String))| KindRow { name, moved, left };
        moved.into_iter().zip(left).map(row).collect()
    }

    /// How many rows moved in all, once nobody keeps which.
    pub fn moved_in_all(&self, lang: Lang) -> Option<String> {
        let own = self.own.as_ref().filter(|own| !own.is_at_work() && self.kept.all() == 0)?;
        Some(MoveWords(lang).moved_in_all(lang.number(i64::from(own.done))))
    }

    /// Until which day it can be taken back, if it can.
    pub fn undo_until(&self, now: chrono::NaiveDateTime) -> Option<NaiveDate> {
        let own = self.own.as_ref().filter(|own| own.state == MoveState::Moved && now <= own.undo_until())?;
        Some(county_day(own.undo_until()))
    }

    /// How far those are who are on the way here, or from here back.
    pub fn arriving(&self, lang: Lang) -> Vec<String> {
        let under_way = self.came.iter().filter(|(moved, _)| moved.is_at_work());
        let words = |(moved, name): &(Move, String)| {
            let (t, (done, total)) = (MoveWords(lang), share(moved, lang));
            match moved.state {
                MoveState::Returning => t.leaving(name, done, total),
                _ => t.coming(name, done, total),
            }
        };
        under_way.map(words).collect()
    }

    /// The villages that came in.
    pub fn came(&self, lang: Lang, today: NaiveDate) -> Vec<Came> {
        let came = |(moved, name): &(Move, String)| Came {
            code: moved.from_code.to_string(),
            words: MoveWords(lang).came(name, lang.day(county_day(moved.began_at), today)),
        };
        self.came.iter().map(came).collect()
    }
}

/// How many rows of how many.
fn share(moved: &Move, lang: Lang) -> (String, String) {
    (lang.number(i64::from(moved.done)), lang.number(i64::from(moved.total)))
}

/// Counts by kind, in words; few people are not told exactly.
pub fn shown(counts: &Counts, lang: Lang) -> [(&'static str, String); 4] {
    let t = MoveWords(lang);
    [
        (t.people(), few(counts.people, lang)),
        (t.households(), few(counts.households, lang)),
        (t.posts(), lang.number(counts.posts)),
        (t.registrations(), few(counts.registrations, lang)),
    ]
}

/// A number of people, unless it is so small that it points at them.
pub fn few(number: i64, lang: Lang) -> String {
    if (1..FEW).contains(&number) { MoveWords(lang).few().to_owned() } else { lang.number(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_not_told_exactly() {
        let told = [0, 1, 4, 5, 1200].map(|number| few(number, Lang::Zh));
        assert_eq!(told, ["0", "不到 5", "不到 5", "5", "1,200"]);
    }
}
