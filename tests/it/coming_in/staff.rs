//! Links as staff hand them out: made, printed, replaced by whoever answers for the person and the township.

use crate::{
    both,
    support::{
        TestApp, arrivals, cast,
        visitors::{self, address, latest, link_of_registration, register},
    },
};
use diesel::prelude::*;
use kith::{
    db::schema::{audit, personal_links},
    domain::RegistrationId,
    registrations,
};

fn told(app: &TestApp) -> Vec<(String, Option<String>, Option<i64>)> {
    app.read(|conn| {
        let rows = audit::table.filter(audit::kind.like("link_%")).order(audit::id);
        Ok(rows.select((audit::kind, audit::subject, audit::subject_id)).load(conn)?)
    })
}

both! {
    fn owner_backup_and_township_make_print_and_replace_a_link_a_colleague_does_not(app) {
        let id = cast::id(app, &cast::DAJUN);
        let path = format!("/residents/{id}/link");
        let owner = app.sign_in("owner");
        assert!(owner.get(&format!("/residents/{id}")).has(&path));
        let none = owner.get(&path);
        assert!(none.status == 200 && none.has("还没有链接") && !none.has("<svg viewBox=\"0 0 41"));
        let made = owner.submit(&path, &[("act", "make")]);
        let link = visitors::link(app, &cast::DAJUN);
        assert!(made.has(&address(app, &link)) && made.has("data-print") && made.has("6 位数字") && made.has("023-5555 0123"));
        assert!(made.body.len() < 14_000, "{} bytes", made.body.len());
        owner.post(&path, &[("act", "make")]);
        assert_eq!(visitors::link(app, &cast::DAJUN).serial, 1, "made once however often it is asked for");
        assert!(app.sign_in("backup").get(&path).has(&address(app, &link)));
        let replaced = app.sign_in("township").submit(&path, &[("act", "replace")]);
        let fresh = visitors::link(app, &cast::DAJUN);
        assert_eq!(fresh.serial, 2);
        assert!(replaced.has(&address(app, &fresh)) && !replaced.has(&address(app, &link)));
        let colleague = app.sign_in("colleague");
        assert!(!colleague.get(&format!("/residents/{id}")).has(&path));
        assert_eq!((colleague.get(&path).status, colleague.post(&path, &[("act", "replace")]).status), (403, 403));
        assert_eq!(visitors::link(app, &cast::DAJUN).serial, 2);
        assert_eq!(told(app), [
            ("link_made".into(), Some("resident".into()), Some(id.0)),
            ("link_replaced".into(), Some("resident".into()), Some(id.0)),
        ]);
    }

    fn a_new_link_shuts_every_old_one(app) {
        let (client, id) = (visitors::visit(app, &cast::XIAOYAN), cast::id(app, &cast::XIAOYAN));
        let old = address(app, &visitors::link(app, &cast::XIAOYAN));
        let (owner, form) = (app.sign_in("owner"), arrivals::arrive(app, &arrivals::XIAOYAN));
        owner.post(&format!("/registrations/{form}/join"), &[("resident", &id.to_string())]);
        assert_eq!((client.get("/my").status, app.stranger().get(&old).status), (200, 200));
        owner.post(&format!("/residents/{id}/link"), &[("act", "replace")]);
        let newest = address(app, &link_of_registration(app, form));
        assert_eq!((client.get("/my").status, app.stranger().get(&newest).status), (401, 200));
        assert_ne!(app.stranger().get(&old).status, 200);
    }

    fn a_new_link_opens_by_what_the_record_knows_by_now(app) {
        let path = format!("/residents/{}/link", cast::id(app, &cast::XIAOYAN));
        let owner = app.sign_in("owner");
        assert!(owner.submit(&path, &[("act", "make")]).has("证件号的后四位"));
        app.write(|tx| {
            use kith::db::schema::residents::dsl;
            let gone = (dsl::id_kind.eq("none"), dsl::id_number.eq(None::<Vec<u8>>));
            diesel::update(dsl::residents.filter(dsl::name.eq(cast::XIAOYAN.name))).set(gone).execute(tx.conn)?;
            Ok(())
        });
        let page = owner.submit(&path, &[("act", "replace")]);
        assert!(page.has("打开用的 6 位数字"));
        let by: Vec<String> = app.read(|conn| Ok(personal_links::table.select(personal_links::opens_by).load(conn)?));
        assert_eq!(by, ["code"]);
    }

    fn a_link_follows_the_record_when_its_id_number_changes(app) {
        let (client, id) = (visitors::visit(app, &cast::XIAOYAN), cast::id(app, &cast::XIAOYAN));
        let (owner, path) = (app.sign_in("owner"), format!("/residents/{id}/edit"));
        let page = owner.get(&path);
        assert_eq!(crate::record::send(&owner, &page, &path, &[("id_number", "500228199203041248")]).status, 303);
        assert_eq!(client.get("/my").status, 401, "what opened it is no longer known of them");
        let address = address(app, &visitors::link(app, &cast::XIAOYAN));
        assert_eq!(client.post(&address, &[("opening", "1221")]).status, 422);
        assert_eq!(client.post(&address, &[("opening", "1248")]).status, 303);
        let page = owner.get(&path);
        assert_eq!(crate::record::send(&owner, &page, &path, &[("note", "女儿上学")]).status, 303);
        assert_eq!(client.get("/my").status, 200, "another change changes nothing of it");
    }

    fn every_sealed_value_and_every_opening_is_checked(app) {
        register(app, &[("id_number", "500228199005060018"), ("consent_id", "1"), ("wechat", "zxy_8812")]);
        register(app, &[("idempotency_key", "another-key-1")]);
        let faults = || {
            let keys = app.state.keys.clone();
            let found = app.read(move |conn| registrations::unsound(conn, &keys, RegistrationId(i64::MIN), 10));
            found.into_iter().map(|(_, faults)| faults).collect::<Vec<_>>()
        };
        assert_eq!(faults(), [vec![], vec![]] as [Vec<&str>; 2]);
        let first = latest(app).id;
        app.write(move |tx| {
            use kith::db::schema::registrations::dsl;
            let phone: Vec<u8> = dsl::registrations.find(first).select(dsl::phone).first(tx.conn)?;
            diesel::update(dsl::registrations.filter(dsl::id.ne(first))).set(dsl::phone.eq(phone)).execute(tx.conn)?;
            diesel::update(personal_links::table).set(personal_links::serial.eq(7)).execute(tx.conn)?;
            Ok(())
        });
        assert_eq!(faults(), [vec!["registrations.phone does not open"], vec!["the personal link opens by something else"]]);
    }

    fn whoever_may_decide_a_registration_prints_its_link_once_more_and_replaces_it(app) {
        let sender = register(app, &[]);
        let found = latest(app);
        let path = format!("/registrations/{}/link", found.id);
        let link = link_of_registration(app, found.id);
        for who in ["owner", "colleague", "township"] {
            assert!(app.sign_in(who).get(&path).has(&address(app, &link)), "{who}");
        }
        for (who, status) in [("other", 404), ("far-township", 404), ("county", 403), ("department", 403), ("auditor", 403)] {
            let client = app.sign_in(who);
            assert_eq!((client.get(&path).status, client.post(&path, &[("act", "replace")]).status), (status, status), "{who}");
        }
        let replaced = app.sign_in("colleague").submit(&path, &[("act", "replace")]);
        assert!(replaced.has(&address(app, &link_of_registration(app, found.id))));
        assert_eq!(sender.get("/my").status, 401, "every visit by the old one is over");
        assert_eq!(app.sign_in("owner").post(&format!("/registrations/{}/accept", found.id), &[]).status, 303);
        let resident = link_of_registration(app, found.id).resident_id.expect("it leads to the record now");
        let on = app.sign_in("owner").get(&path);
        assert_eq!(on.location(), Some(format!("/residents/{resident}/link")));
    }
}
