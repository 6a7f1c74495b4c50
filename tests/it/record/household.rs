//! Households: one is changed for all who live in it; one can be left for another (PRODUCT §4.1, §4.2).

use super::{check, second_household, send, share_household, trail, versions};
use crate::{
    both,
    support::{
        TestApp, cast,
        doubles::{STRANGER, Somebody, enter},
    },
};
use diesel::prelude::*;
use kith::{db::schema::residents::dsl, domain::ResidentId};

fn cadence(app: &TestApp, id: ResidentId) -> String {
    app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::cadence).first(conn)?))
}

fn household(app: &TestApp, id: ResidentId) -> i64 {
    app.read(move |conn| Ok(dsl::residents.find(id).select(dsl::household_id).first(conn)?))
}

both! {
    fn a_change_of_the_household_is_said_and_made_for_all_who_live_in_it(app) {
        share_household(app, &cast::DAJUN, &cast::XIAOYAN);
        let (owner, xiaoyan, dajun) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN));
        let path = format!("/residents/{xiaoyan}/edit");
        let form = owner.get(&path);
        assert!(form.has("还有罗大军在簿上，改了一起改"), "{}", form.words());
        assert_eq!(cadence(app, dajun), "regular");
        let typed = [("adults_left", "0"), ("elderly_left", "1"), ("group_no", "3"), ("head_name", "周德福"), ("address", "青龙村 40 号")];
        assert_eq!(send(&owner, &form, &path, &typed).status, 303);
        for id in [xiaoyan, dajun] {
            assert_eq!(cadence(app, id), "family_at_home", "who stayed behind alone is a reason for all of them");
            assert!(owner.get(&format!("/residents/{id}")).has("三组"));
            check(app, id);
        }
        assert_eq!(versions(app, xiaoyan), (1, 2), "the household's version rises, the person's does not");
        let told = trail(app, household(app, xiaoyan));
        assert_eq!(told, [("household_edited".to_owned(), "group_no address adults_left".to_owned())]);
        let back = owner.get(&path);
        assert_eq!(send(&owner, &back, &path, &[("adults_left", "1")]).status, 303);
        assert_eq!(cadence(app, dajun), "regular");
        check(app, dajun);
    }

    fn a_household_changed_by_another_of_it_meanwhile_makes_the_form_stale(app) {
        share_household(app, &cast::DAJUN, &cast::XIAOYAN);
        let (owner, xiaoyan, dajun) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN));
        let paths = [xiaoyan, dajun].map(|id| format!("/residents/{id}/edit"));
        let forms = [owner.get(&paths[0]), owner.get(&paths[1])];
        assert_eq!(send(&owner, &forms[0], &paths[0], &[("group_no", "4")]).status, 303);
        let page = send(&owner, &forms[1], &paths[1], &[("note", "一句话")]);
        assert!(page.status == 409 && page.has("几组") && page.has("一句话"));
    }

    fn a_head_renamed_is_renamed_in_the_household_too(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::DAJUN));
        let path = format!("/residents/{id}/edit");
        assert_eq!(send(&owner, &owner.get(&path), &path, &[("head_name", "罗大军"), ("relation", "02")]).status, 303);
        let saved = send(&owner, &owner.get(&path), &path, &[("name", "罗大钧")]);
        assert_eq!(saved.status, 303, "{}", saved.words());
        let record = owner.get(&format!("/residents/{id}"));
        assert!(record.has("罗大钧户") && record.has("户主"));
        check(app, id);
    }

    fn somebody_moves_to_a_household_on_file_by_its_group_and_head(app) {
        let other = second_household(app);
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let path = format!("/residents/{id}/household");
        assert!(owner.get(&format!("/residents/{id}/edit")).has(&path));
        let asked = send(&owner, &owner.get(&path), &path, &[("group_no", "五"), ("head_name", "周德福"), ("relation", "42")]);
        assert!(asked.status == 200 && asked.has("40 号") && asked.has("簿上还没有人"), "{}", asked.words());
        let moved = send(&owner, &asked, &path, &[("household", &other)]);
        assert_eq!(moved.status, 303, "{}", moved.words());
        let record = owner.get(&moved.location().unwrap());
        assert!(record.has("换好户了") && record.has("五组") && record.has("周德福的孙女") && record.has("家里老小没人照看"), "{}", record.words());
        assert_eq!(trail(app, id.0).last().unwrap(), &("resident_edited".to_owned(), "household relation".to_owned()));
        check(app, id);
    }

    fn who_is_alike_in_another_household_is_said_before_the_move(app) {
        let id = enter(app, Somebody { name: "周晓艳", ..STRANGER });
        let (owner, path) = (app.sign_in("township"), format!("/residents/{id}/household"));
        let house = household(app, cast::id(app, &cast::XIAOYAN)).to_string();
        let typed = [("head_name", "周德福"), ("relation", "30")];
        let asked = send(&owner, &owner.get(&path), &path, &typed);
        assert!(asked.status == 200 && asked.has("id=\"alike\"") && asked.has("名字读音一样，户主一样。"), "{}", asked.words());
        let known = kith::domain::HouseholdId(house.parse().expect("an id")).to_string();
        let moved = send(&owner, &asked, &path, &[("household", &known)]);
        assert_eq!(moved.status, 303, "{}", moved.words());
        check(app, id);
    }

    fn a_household_that_is_not_on_file_is_asked_about_and_then_made(app) {
        let (owner, id) = (app.sign_in("owner"), cast::id(app, &cast::XIAOYAN));
        let (path, before) = (format!("/residents/{id}/household"), household(app, id));
        let form = owner.get(&path);
        let typed = [("group_no", "7"), ("head_name", "周小燕"), ("relation", "02"), ("adults_left", "1")];
        let asked = send(&owner, &form, &path, &typed);
        assert!(asked.status == 200 && asked.has("簿上没有这一户，记下就新立一户"));
        assert_eq!(send(&owner, &asked, &path, &[]).status, 303);
        assert_ne!(household(app, id), before);
        assert!(owner.get(&format!("/residents/{id}")).has("周小燕户，七组"));
        check(app, id);
        assert_eq!(send(&owner, &asked, &path, &[]).status, 303, "the same form twice is one move");
        let late = send(&owner, &asked, &path, &[("head_name", "周大福")]);
        assert!(late.status == 409 && late.has("别人改过这一页") && late.has("周大福"), "{}", late.words());
        let empty = send(&owner, &owner.get(&path), &path, &[]);
        assert!(empty.status == 422 && empty.has("id=\"head_name-err\""));
    }
}
