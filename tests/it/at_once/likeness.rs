//! On people who are alike.

use super::{ROUNDS, both_at_once};
use crate::{
    both,
    support::{
        TestApp, cast,
        doubles::{self, STRANGER, Somebody},
    },
};
use diesel::prelude::*;
use kith::{db::schema::likely_pairs, domain::ResidentId};

fn pairs(app: &TestApp) -> i64 {
    app.read(|conn| Ok(likely_pairs::table.count().get_result(conn)?))
}

both! {
    fn the_same_person_whom_two_add_is_a_pair(app) {
        for round in 0..ROUNDS {
            let phone: &'static str = format!("1540000800{round}").leak();
            let somebody = Somebody { phone: Some(phone), head: "", ..STRANGER };
            let add = || doubles::enter(app, somebody);
            both_at_once(add, add);
            assert_eq!(pairs(app), 1 + round as i64);
        }
    }

    fn two_records_that_get_more_in_common_at_once_are_one_pair(app) {
        let owner = app.sign_in("owner");
        let township = app.sign_in("township");
        let number = |client: &crate::support::Client, id: ResidentId, value: &str, key: &str| {
            let fields = [("kind", "mobile"), ("value", value), ("source", "staff"), ("idempotency_key", key)];
            let path = format!("/residents/{id}/channels");
            let answer = client.post(&path, &fields);
            // Whoever comes second is told of the first one, and says that they looked.
            match answer.value("warned") {
                Some(looked) if answer.status == 200 => {
                    let fields: Vec<_> = fields.into_iter().chain([("warned", looked.as_str())]).collect();
                    client.post(&path, &fields).status
                }
                _ => answer.status,
            }
        };
        let (one, other) = (cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN));
        for round in 0..ROUNDS {
            let value = format!("1540000900{round}");
            let answers = both_at_once(
                || number(&owner, one, &value, &format!("alike-{round}-1")),
                || number(&township, other, &value, &format!("alike-{round}-2")),
            );
            assert_eq!((answers, pairs(app)), ([303, 303], 1));
        }
    }
}
