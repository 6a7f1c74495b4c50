//! Whoever is new: their household, who answers for them, when contact is owed. Computed outside the writer.

use crate::{
    accounts,
    checkins::{ChannelFact, Closure, fold},
    db::Conn,
    domain::{
        ChannelId, ChannelKind, CountyCode, HouseholdId, LegalBasis, PersonName, PostId, ResidentId, Rules,
        Scope, TypedPlace, VillageCode,
    },
    error::Error,
    residents::{
        self, NewChannel, NewHousehold, NewResident, Newcomer, NewcomerChannel, PlanInput, first_due_on, plan,
    },
    rosters::{check, facts::Facts},
};
use chrono::NaiveDate;
use std::collections::{HashMap, hash_map::Entry};

/// The households and cadres of the villages seen so far: read once, and kept up with whoever is added.
#[derive(Debug, Default)]
pub struct Homes {
    villages: HashMap<VillageCode, Village>,
    /// What the places of the rows so far mean: a county's people go to a few hundred.
    places: HashMap<(CountyCode, String), TypedPlace>,
}

#[derive(Debug, Default)]
struct Village {
    /// By group and head.
    homes: HashMap<(Option<i32>, String), (HouseholdId, Option<PostId>)>,
    /// The cadres' posts with the number of their residents.
    posts: Vec<(PostId, i64)>,
}

impl Village {
    fn read(conn: &mut Conn, village: VillageCode, today: NaiveDate) -> Result<Village, Error> {
        let mut homes = HashMap::new();
        for (id, group, head) in residents::homes_of(conn, Scope::Village(village), village)? {
            homes.entry((group, head)).or_insert((id, None));
        }
        let mut posts = Vec::new();
        for post in accounts::cadre_posts(conn, village, today)? {
            posts.push((post, residents::count_of_owner(conn, post)?));
        }
        Ok(Village { homes, posts })
    }

    /// The post with the fewest residents, which then has one more.
    fn lightest(&mut self) -> Option<PostId> {
        let lightest = self.posts.iter_mut().min_by_key(|(_, count)| *count)?;
        lightest.1 += 1;
        Some(lightest.0)
    }
}

/// The household of somebody new.
struct Home {
    id: HouseholdId,
    /// If it is made with them.
    new: Option<NewHousehold>,
    owner: Option<PostId>,
    /// Its group and head.
    told: (Option<i32>, String),
}

impl Homes {
    /// Reads what is not known yet of the villages of these rows.
    pub fn read<'f>(
        &mut self,
        conn: &mut Conn,
        today: NaiveDate,
        rows: impl Iterator<Item = &'f Facts>,
    ) -> Result<(), Error> {
        for village in rows.filter_map(|facts| VillageCode::parse(facts.village.as_deref()?).ok()) {
            if let Entry::Vacant(unknown) = self.villages.entry(village) {
                unknown.insert(Village::read(conn, village, today)?);
            }
        }
        Ok(())
    }

    /// The household of a row: the one of the head it names, in its group, or a new one.
    fn home(
        &mut self,
        village: VillageCode,
        facts: &Facts,
        name: &PersonName,
        next_id: &dyn Fn() -> i64,
    ) -> Home {
        let here = self.villages.entry(village).or_default();
        let group = facts.group.map(i32::from).filter(|group| (1..=99).contains(group));
        let head =
            facts.head.as_deref().map(str::trim).filter(|head| (1..=30).contains(&head.chars().count()));
        let head_name = head.unwrap_or(name.as_str()).to_owned();
        let key = (group, head_name.clone());
        if let Some((id, owner)) = here.homes.get(&key).copied().filter(|_| head.is_some()) {
            let owner = owner.or_else(|| here.lightest());
            here.homes.insert(key.clone(), (id, owner));
            return Home { id, new: None, owner, told: key };
        }
        let (id, owner) = (HouseholdId(next_id()), here.lightest());
        here.homes.insert(key.clone(), (id, owner));
        let new = NewHousehold {
            village,
            group_no: group,
            number: String::new(),
            head_name,
            address: String::new(),
            children_left: 0,
            elderly_left: 0,
            adults_left: 0,
        };
        Home { id, new: Some(new), owner, told: key }
    }

    /// Somebody new, from what their row says; none if it does not say who they are.
    pub fn newcomer(
        &mut self,
        id: ResidentId,
        facts: &Facts,
        (today, rules): (NaiveDate, &Rules),
        next_id: &dyn Fn() -> i64,
    ) -> Option<Newcomer> {
        let wanted = check::Wanted::of(facts)?;
        let home = self.home(wanted.village, facts, &wanted.name, next_id);
        let told = check::told(facts);
        let is_head = facts.head.as_deref().is_none_or(|head| head.trim() == wanted.name.as_str());
        let relation = if told.relation.is_empty() && is_head { "02".to_owned() } else { told.relation };
        let channels = channels(facts, today, next_id);
        let county = wanted.village.county();
        let destination = check::destination(facts, today, |words| {
            let known = self.places.entry((county, words.to_owned()));
            known.or_insert_with(|| TypedPlace::told(words, county)).clone()
        });
        let first_due_on = first_due_on(id, today, rules);
        let facts: Vec<ChannelFact> = channels.iter().map(channel_fact).collect();
        let summary = fold(&[], &facts, None, &Closure::default(), rules);
        let input = PlanInput {
            first_due_on,
            priority: None,
            is_settled: false,
            is_at_home: destination.is_none(),
            requests_since: None,
        };
        let plan = plan(&summary, &input, rules);
        let new = NewResident {
            village: wanted.village,
            household: home.id,
            relation,
            name: wanted.name,
            sex: wanted.sex,
            birth_on: told.birth_on,
            document: told.document,
            education: None,
            hours: String::new(),
            note: String::new(),
            priority: None,
            is_settled: false,
            owner: home.owner,
            backup: None,
            legal_basis: LegalBasis::Duty,
            informed_on: None,
            channels: Vec::new(),
            destination,
        };
        Some(Newcomer {
            id,
            new,
            channels,
            household: home.new,
            home: home.told,
            first_due_on,
            summary,
            plan,
        })
    }
}

/// The channels of a newcomer; one that is said to be dead is kept, but has ended.
fn channels(facts: &Facts, today: NaiveDate, next_id: &dyn Fn() -> i64) -> Vec<NewcomerChannel> {
    let (live, dead) = check::newcomer_channels(facts, today);
    let is_live = |new: &NewChannel| live.iter().any(|known| known.value == new.value);
    let dead: Vec<NewChannel> = dead.iter().filter(|new| !is_live(new)).cloned().collect();
    let one = |ended_on| move |new: NewChannel| NewcomerChannel { id: ChannelId(next_id()), new, ended_on };
    live.into_iter().map(one(None)).chain(dead.into_iter().map(one(Some(today)))).collect()
}

fn channel_fact(channel: &NewcomerChannel) -> ChannelFact {
    let is_own = channel.new.holder.is_empty() && channel.new.kind != ChannelKind::Relative;
    ChannelFact {
        id: channel.id,
        kind: channel.new.kind,
        is_preferred: false,
        is_own,
        ended_on: channel.ended_on,
    }
}
