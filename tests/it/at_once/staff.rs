//! On accounts and posts.

use super::{ROUNDS, both_at_once, sorted};
use crate::{
    both,
    support::{TestApp, cast},
};
use diesel::prelude::*;
use kith::{
    db::schema::{accounts, posts},
    domain::{AccountId, PostId},
};

fn page_of(app: &TestApp, username: &str) -> String {
    let username = username.to_owned();
    let id: i64 = app.read(move |conn| {
        Ok(accounts::table.filter(accounts::username.eq(username)).select(accounts::id).first(conn)?)
    });
    format!("/accounts/{}", AccountId(id))
}

/// A second administrator who can sign in.
fn second_administrator(app: &TestApp) {
    app.write(|tx| {
        let hash: Option<String> = accounts::table.find(8).select(accounts::password_hash).first(tx.conn)?;
        let account = (
            accounts::id.eq(60),
            accounts::username.eq("county-2"),
            accounts::name.eq("第二位"),
            accounts::password_hash.eq(hash),
            accounts::language.eq("zh"),
            accounts::created_at.eq(tx.now),
        );
        diesel::insert_into(accounts::table).values(account).execute(tx.conn)?;
        let post = (
            posts::id.eq(60),
            posts::role.eq("county"),
            posts::account_id.eq(60),
            posts::from_on.eq(tx.today),
        );
        diesel::insert_into(posts::table).values(post).execute(tx.conn)?;
        Ok(())
    });
}

both! {
    fn two_accounts_made_for_one_village_get_names_of_their_own(app) {
        let (township, county) = (app.sign_in("township"), app.sign_in("county"));
        for round in 0..ROUNDS {
            let (one, other) = (format!("make-{round}-12"), format!("make-{round}-34"));
            let answers = both_at_once(
                || township.post("/accounts", &[("name", "谭永秀"), ("place", cast::VILLAGE), ("idempotency_key", &one)]).status,
                || county.post("/accounts", &[("name", "谭永芳"), ("role", "cadre"), ("place", cast::VILLAGE), ("idempotency_key", &other)]).status,
            );
            assert_eq!(answers, [200, 200]);
        }
        let made: i64 = app.read(|conn| Ok(accounts::table.filter(accounts::username.like(format!("{}-%", cast::VILLAGE))).count().get_result(conn)?));
        assert_eq!(made as usize, 2 * ROUNDS);
    }

    fn a_vacant_post_is_taken_over_by_one(app) {
        let (township, county) = (app.sign_in("township"), app.sign_in("county"));
        for round in 0..ROUNDS {
            app.write(|tx| Ok(diesel::update(posts::table.find(cast::OWNER)).set(posts::account_id.eq(None::<i64>)).execute(tx.conn)?));
            let vacant = PostId(cast::OWNER).to_string();
            let (one, other) = (format!("vacant-{round}-1"), format!("vacant-{round}-2"));
            let take = |client: &crate::support::Client, name, key| client.post("/accounts", &[("name", name), ("vacant", &vacant), ("idempotency_key", key)]).status;
            let answers = both_at_once(|| take(&township, "谭永秀", &one), || take(&county, "谭永芳", &other));
            assert_eq!(sorted(answers), [200, 422]);
        }
    }

    fn a_post_given_twice_is_held_once(app) {
        let county = app.sign_in("county");
        let colleague = format!("{}/posts", page_of(app, "colleague"));
        for round in 0..ROUNDS {
            let give = || county.post(&colleague, &[("role", "township"), ("place", "聚奎镇")]).status;
            assert_eq!(sorted(both_at_once(give, give)), [303, 422], "round {round}");
            let held: Vec<i64> = app.read(|conn| {
                Ok(posts::table.filter(posts::account_id.eq(3)).filter(posts::role.eq("township")).select(posts::id).load(conn)?)
            });
            assert_eq!(held.len(), 1, "round {round}");
            let end = format!("{}/posts/{}/end", page_of(app, "colleague"), PostId(held[0]));
            let end = || county.post(&end, &[]).status;
            assert_eq!(sorted(both_at_once(end, end)), [303, 404], "round {round}");
        }
    }

    fn two_administrators_who_close_each_other_leave_one(app) {
        second_administrator(app);
        for _ in 0..ROUNDS {
            let (one, other) = (app.sign_in("county"), app.sign_in("county-2"));
            let (first, second) = (format!("{}/close", page_of(app, "county")), format!("{}/close", page_of(app, "county-2")));
            let answers = both_at_once(|| one.post(&second, &[]).status, || other.post(&first, &[]).status);
            assert!(answers.contains(&303) && answers != [303, 303], "{answers:?}");
            let open: i64 = app.read(|conn| {
                Ok(posts::table.filter(posts::role.eq("county")).filter(posts::account_id.is_not_null()).count().get_result(conn)?)
            });
            assert_eq!(open, 1);
            app.write(|tx| {
                diesel::update(accounts::table).set(accounts::closed_on.eq(None::<chrono::NaiveDate>)).execute(tx.conn)?;
                for (post, account) in [(8, 8), (60, 60)] {
                    diesel::update(posts::table.find(post)).set(posts::account_id.eq(account)).execute(tx.conn)?;
                }
                Ok(())
            });
        }
    }

    fn an_account_two_reset_has_one_slip_that_opens(app) {
        let (township, county) = (app.sign_in("township"), app.sign_in("county"));
        let reset = format!("{}/reset", page_of(app, "owner"));
        let code = |page: &crate::support::Page| {
            let at = page.body.find("class=\"code\">").expect("a code") + "class=\"code\">".len();
            page.body[at..at + page.body[at..].find('<').expect("its end")].to_owned()
        };
        let slips = both_at_once(
            || code(&township.post(&reset, &[("idempotency_key", "reset-key-1")])),
            || code(&county.post(&reset, &[("idempotency_key", "reset-key-2")])),
        );
        let opens = |code: &String| app.stranger().post("/sign-in", &[("username", "owner"), ("password", code)]).status == 303;
        assert_eq!(slips.iter().filter(|code| opens(code)).count(), 1, "the later one");
    }

    fn wrong_passwords_sent_at_once_are_all_counted(app) {
        let wrong = || app.stranger().post("/sign-in", &[("username", "owner"), ("password", "wrong-pass-1")]).status;
        for _ in 0..3 {
            both_at_once(wrong, wrong);
        }
        let right = app.stranger().post("/sign-in", &[("username", "owner"), ("password", cast::PASSWORD)]);
        assert_eq!(right.status, 429);
    }
}
