//! A file whose work fails: tried again some times, then it waits, and later files go on.

use super::{counts, crowd, finish, people, roster, send};
use crate::{both, support::TestApp};
use diesel::prelude::*;
use kith::db::schema::{audit, roster_rows, rosters};

/// Makes what a row says unreadable, as a damaged disk would, or readable again; what it was.
fn swap_facts(app: &TestApp, number: i32, facts: Vec<u8>) -> Vec<u8> {
    app.write(move |tx| {
        let roster: i64 = rosters::table.order(rosters::id).select(rosters::id).first(tx.conn)?;
        let row = roster_rows::table.find((roster, number));
        let before = row.select(roster_rows::facts).first(tx.conn)?;
        diesel::update(row).set(roster_rows::facts.eq(facts)).execute(tx.conn)?;
        Ok(before)
    })
}

both! {
    fn a_file_that_fails_again_and_again_waits_and_later_ones_go_on(app) {
        let client = app.sign_in("township");
        let before = people(app);
        let broken = send(&client, "坏.csv", crowd(3, "青龙村").as_bytes());
        finish(app);
        let facts = swap_facts(app, 2, vec![1]);
        client.post(&format!("{broken}/take"), &[]);
        let later = send(&client, "好.csv", roster(&["查小月,女,,15470000001,青龙村,3,深圳,,"]).as_bytes());
        finish(app);
        assert_eq!(counts(app), ([1, 0, 0, 0, 0], "checked".to_owned()), "the later one was read");
        let page = client.get(&broken);
        assert!(page.has("出了错，停下了") && page.has("再试一次"), "{}", page.words());
        assert!(client.get("/rosters").has("出了错，停下了"));
        client.post(&format!("{later}/take"), &[]);
        finish(app);
        assert_eq!((people(app) - before, counts(app).1), (1, "taken".to_owned()));

        swap_facts(app, 2, facts);
        assert_eq!(client.post(&format!("{broken}/again"), &[]).status, 303);
        finish(app);
        assert!(client.get(&broken).has("收完了"), "{}", client.get(&broken).words());
        assert_eq!(people(app) - before, 4);
        let told: i64 = app.read(|conn| Ok(audit::table.filter(audit::kind.eq("roster_tried_again")).count().get_result(conn)?));
        assert_eq!(told, 1);
    }

    fn a_file_that_failed_can_be_taken_back(app) {
        let client = app.sign_in("township");
        let before = people(app);
        let page = send(&client, "多.csv", crowd(900, "青龙村").as_bytes());
        finish(app);
        swap_facts(app, 890, vec![1]);
        client.post(&format!("{page}/take"), &[]);
        finish(app);
        assert!(people(app) > before && client.get(&page).has("已经收了"), "{}", client.get(&page).words());
        assert_eq!(client.post(&format!("{page}/cancel"), &[]).status, 303);
        finish(app);
        assert_eq!((people(app), counts(app).1), (before, "undone".to_owned()));
    }
}
