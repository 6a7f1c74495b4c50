//! Match keys are written with each record, and compared when one is saved.

use super::pairs;
use crate::{
    both,
    support::{
        TestApp, cast,
        doubles::{STRANGER, Somebody, enter},
    },
};
use diesel::prelude::*;
use kith::{
    db::schema::match_keys,
    domain::{PersonName, PhoneNumber, ResidentId, Scope, TownshipCode, VillageCode},
    residents::{self, Evidence, Features},
};

fn village() -> VillageCode {
    VillageCode::parse(cast::VILLAGE).expect("a village")
}

/// Whom a form that says this would be told of, before it is saved.
fn alike(app: &TestApp, scope: Scope, features: Features) -> Vec<(String, Vec<Evidence>)> {
    let keys = app.state.keys.clone();
    app.read(move |conn| {
        let found = residents::alike(conn, &keys, scope, &features, None)?;
        Ok(found.into_iter().map(|alike| (alike.row.0.name, alike.evidence)).collect())
    })
}

fn said(name: &str, phone: &str, head: &str) -> Features {
    Features {
        village: village(),
        name: PersonName::parse(name).expect("a name"),
        birth_on: None,
        id_number: None,
        phones: PhoneNumber::parse(phone).ok().into_iter().collect(),
        head_name: Some(head.to_owned()),
    }
}

/// The number of match keys of a record.
fn keys_of(app: &TestApp, id: ResidentId) -> i64 {
    app.read(move |conn| {
        Ok(match_keys::table.filter(match_keys::resident_id.eq(id.0)).count().get_result(conn)?)
    })
}

both! {
    fn somebody_who_has_nothing_in_common_is_no_pair(app) {
        enter(app, STRANGER);
        assert_eq!(pairs(app), []);
    }

    fn the_same_id_number_number_name_with_birth_date_or_name_with_household_make_a_pair(app) {
        let xiaoyan = cast::id(app, &cast::XIAOYAN);
        let born = Some((1980, 5, 6));
        let named = enter(app, Somebody { name: "谭永修", born, head: "冉光碧", ..STRANGER });
        for (somebody, first, evidence) in [
            (Somebody { id_number: Some(cast::ID_NUMBER), ..STRANGER }, xiaoyan, "id_number"),
            (Somebody { phone: Some("+86 154 0000 4471"), ..STRANGER }, xiaoyan, "phone"),
            (Somebody { name: "周晓艳", head: "周得福", ..STRANGER }, xiaoyan, "name_and_household"),
            (Somebody { born, ..STRANGER }, named, "name_and_birth"),
        ] {
            let before = pairs(app).len();
            let id = enter(app, somebody);
            let found = pairs(app).into_iter().skip(before).find(|pair| pair.0 == first.0);
            let wanted = (first.0, id.0, evidence.to_owned(), Some(cast::VILLAGE.to_owned()), None);
            assert_eq!(found, Some(wanted), "{evidence}");
        }
    }

    fn a_pair_across_villages_of_one_township_bears_no_village_and_across_townships_there_is_none(app) {
        enter(app, Somebody { village: cast::NEXT_VILLAGE, phone: Some(cast::XIAOYAN.numbers[0]), ..STRANGER });
        let found = pairs(app);
        assert_eq!((found.len(), found[0].3.as_deref()), (1, None));
        enter(app, Somebody { village: cast::FAR_VILLAGE, name: "冉启明", phone: Some(cast::DAJUN.numbers[0]), ..STRANGER });
        assert_eq!(pairs(app).len(), 1);
        let same_house = Somebody { village: cast::NEXT_VILLAGE, name: "罗大均", head: "周德福", ..STRANGER };
        enter(app, same_house);
        assert_eq!(pairs(app).len(), 1, "a household counts inside its village alone");
    }

    fn before_saving_one_is_told_who_is_alike_in_ones_territory_the_strongest_first(app) {
        let number = cast::DAJUN.numbers[0];
        enter(app, Somebody { village: cast::NEXT_VILLAGE, phone: Some(number), ..STRANGER });
        let own = Scope::Village(village());
        let found = alike(app, own, said("周小雁", number, "周德福"));
        let wanted = [("罗大军", vec![Evidence::Phone]), ("周小燕", vec![Evidence::NameAndHousehold])];
        assert_eq!(found, wanted.clone().map(|(name, evidence)| (name.to_owned(), evidence)));
        let township = TownshipCode::parse(cast::TOWNSHIP).expect("a township");
        let found = alike(app, Scope::Township(township), said("周小雁", number, "周德福"));
        assert_eq!(found.len(), 3, "the township sees the other village too");
        assert_eq!(alike(app, own, said("刘远山", "", "刘大海")), []);
    }

    fn a_number_added_later_makes_a_pair_and_ending_it_or_taking_it_back_ends_the_pair(app) {
        let (owner, dajun) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let number = cast::XIAOYAN.numbers[0];
        let before = keys_of(app, dajun);
        let channel = [("kind", "mobile"), ("value", number), ("source", "staff"), ("idempotency_key", "pair-key-1")];
        let path = format!("/residents/{dajun}/channels");
        let asked = owner.post(&path, &channel);
        assert!(asked.status == 200 && asked.has("周小燕") && asked.has("本人电话一样。") && asked.has("不是周小燕，照样记"), "{}", asked.words());
        assert!(asked.body.contains(number), "what was typed is kept");
        assert_eq!((pairs(app).len(), keys_of(app, dajun)), (0, before), "nothing is kept before it was looked at");
        let looked = asked.value("warned").expect("what was looked at");
        let sure = [channel.as_slice(), &[("warned", looked.as_str())]].concat();
        for _ in 0..2 {
            assert_eq!(owner.post(&path, &sure).status, 303, "twice is once");
        }
        assert_eq!((pairs(app).len(), keys_of(app, dajun)), (1, before + 1));
        let page = owner.get(&format!("/residents/{dajun}/channels"));
        let last = page.body.rsplit("name=\"end\" value=\"").next().expect("a button")[..13].to_owned();
        assert_eq!(owner.post(&format!("/residents/{dajun}/channels"), &[("end", &last)]).status, 303);
        assert_eq!((pairs(app).len(), keys_of(app, dajun)), (0, before));
        let talk = [("outcome", "reached"), ("new_number", number), ("idempotency_key", "pair-key-2")];
        let to = owner.post(&format!("/residents/{dajun}/check-ins"), &talk);
        assert_eq!((to.status, pairs(app).len()), (303, 1), "a number learnt in a call too");
        let checkin = to.location().expect("a place").split_once("done=").expect("the check-in").1[..13].to_owned();
        assert_eq!(owner.post(&format!("/residents/{dajun}/check-ins/{checkin}/withdraw"), &[]).status, 303);
        assert_eq!((pairs(app).len(), keys_of(app, dajun)), (0, before));
    }

    fn a_number_that_many_share_is_nobodys_own(app) {
        let foreman = Somebody { phone: Some("15400000600"), head: "", ..STRANGER };
        let names = ["谭永秀", "冉启明", "刘远山", "彭世芳", "向大海", "田春生", "杨光明", "罗小平", "石立秋", "龙建军", "陆永和"];
        for (number, name) in names.into_iter().enumerate() {
            enter(app, Somebody { name, ..foreman });
            let others = number.min(8);
            assert_eq!(pairs(app).len(), others * (others + 1) / 2, "{name}");
        }
        assert_eq!(alike(app, Scope::Village(village()), said("何立夏", "15400000600", "何")), []);
    }

    fn a_relatives_number_is_not_ones_own(app) {
        let (owner, dajun) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let before = keys_of(app, dajun);
        let channel = [
            ("kind", "relative"), ("value", cast::XIAOYAN.numbers[0]), ("holder", "周小燕"), ("source", "staff"),
            ("idempotency_key", "pair-key-3"),
        ];
        assert_eq!(owner.post(&format!("/residents/{dajun}/channels"), &channel).status, 303);
        assert_eq!((pairs(app), keys_of(app, dajun)), (vec![], before));
    }
}
