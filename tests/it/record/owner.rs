//! Handing somebody over (PRODUCT §2): the township's, among the posts of the village's cadres.

use super::{close, send, shown, trail, versions};
use crate::{
    both,
    support::{TestApp, cast},
};
use diesel::prelude::*;
use kith::{
    db::schema::{posts, residents::dsl},
    domain::{PostId, ResidentId},
};

fn who(app: &TestApp, id: ResidentId) -> (Option<i64>, Option<i64>) {
    app.read(move |conn| Ok(dsl::residents.find(id).select((dsl::owner_id, dsl::backup_id)).first(conn)?))
}

const COLLEAGUE: i64 = 3;

both! {
    fn a_township_hands_somebody_to_another_owner_and_backup(app) {
        let (township, id) = (app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/owner");
        assert!(township.get(&format!("/residents/{id}")).has(&path));
        let form = township.get(&path);
        assert!(form.has("owner同志，负责 3 位") && form.has("colleague同志，负责 0 位") && !form.has("other同志"), "{}", form.words());
        assert_eq!(shown(&form, "owner"), PostId(cast::OWNER).to_string());
        let (colleague, owner) = (PostId(COLLEAGUE).to_string(), PostId(cast::OWNER).to_string());
        let handed = send(&township, &form, &path, &[("owner", &colleague), ("backup", &owner)]);
        assert_eq!(handed.status, 303);
        assert!(township.get(&handed.location().unwrap()).has("交好了"));
        assert_eq!(who(app, id), (Some(COLLEAGUE), Some(cast::OWNER)));
        assert_eq!(trail(app, id.0).last().unwrap(), &("handed_over".to_owned(), "owner backup".to_owned()));
        assert!(app.sign_in("colleague").get("/worklist").has("周小燕") && !app.sign_in("owner").get("/worklist").has("周小燕"));
        assert_eq!(versions(app, id).0, 1, "it is not on the edit form");
        let nobody = send(&township, &township.get(&path), &path, &[("owner", ""), ("backup", "")]);
        assert_eq!((nobody.status, who(app, id)), (303, (None, None)));
        assert!(township.get("/worklist").has("周小燕"));
    }

    fn owner_and_backup_are_two_posts_of_that_village(app) {
        let (township, id) = (app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/owner");
        let (owner, other, officer) = (PostId(cast::OWNER).to_string(), PostId(cast::OTHER).to_string(), PostId(5).to_string());
        let form = township.get(&path);
        let same = send(&township, &form, &path, &[("backup", &owner)]);
        assert!(same.status == 422 && same.has("要是两个岗位"));
        for stranger in [&other, &officer, &"x".to_owned()] {
            assert_eq!(send(&township, &form, &path, &[("owner", stranger)]).status, 422);
        }
        assert_eq!(who(app, id), (Some(cast::OWNER), Some(cast::BACKUP)));
    }

    fn a_vacant_post_is_named_as_such_and_one_that_ended_is_not_offered(app) {
        let (township, id) = (app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        app.write(|tx| {
            diesel::update(posts::table.find(cast::OWNER)).set(posts::account_id.eq(None::<i64>)).execute(tx.conn)?;
            diesel::update(posts::table.find(COLLEAGUE)).set(posts::until_on.eq(tx.today)).execute(tx.conn)?;
            Ok(())
        });
        app.pass(chrono::TimeDelta::days(1));
        let form = app.sign_in("township").get(&format!("/residents/{id}/owner"));
        assert!(form.has("空缺的岗位，负责 3 位") && !form.has("colleague同志"), "{}", form.words());
        drop(township);
    }

    fn who_has_no_owner_is_called_by_whoever_backs_them_up(app) {
        let (township, id) = (app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        assert!(app.sign_in("owner").get("/worklist").has("周小燕") && !app.sign_in("backup").get("/worklist").has("周小燕"));
        let path = format!("/residents/{id}/owner");
        assert_eq!(send(&township, &township.get(&path), &path, &[("owner", "")]).status, 303);
        assert_eq!(who(app, id), (None, Some(cast::BACKUP)));
        assert!(app.sign_in("backup").get("/worklist").has("周小燕"));
    }

    fn who_handed_over_meanwhile_is_said_and_nothing_chosen_is_lost(app) {
        let (township, id) = (app.sign_in("township"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/owner");
        let (colleague, form) = (PostId(COLLEAGUE).to_string(), township.get(&path));
        assert_eq!(send(&township, &form, &path, &[("owner", "")]).status, 303);
        let late = send(&township, &form, &path, &[("owner", &colleague)]);
        assert!(late.status == 409 && late.has("别人改过这一页"));
        assert_eq!(shown(&late, "owner"), colleague);
        assert_eq!(send(&township, &late, &path, &[]).status, 303);
        assert_eq!(who(app, id).0, Some(COLLEAGUE));
    }

    fn handing_over_is_for_the_township_alone_and_not_for_a_closed_record(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/owner");
        assert_eq!((owner.get(&path).status, owner.post(&path, &[]).status), (403, 403));
        assert_eq!(app.sign_in("far-township").get(&path).status, 404);
        close(&owner, id, "owner-key-1");
        let refused = app.sign_in("township").post(&path, &[]);
        assert_eq!(refused.status, 422);
    }
}
