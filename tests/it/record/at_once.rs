//! Two at one record in the same moment: one of them wins, nothing is lost, and what is stored is what comes of it all.

use super::{check, close, filled, share_household, trail, versions};
use crate::{
    both,
    support::{Page, TestApp, cast},
};
use kith::domain::{PostId, ResidentId};

/// Sends two forms at once, each from a browser of its own; the statuses, the smaller first.
/// Who sends a form, where to, and its fields.
type Sent<'a> = (&'a str, String, Vec<(&'a str, String)>);

fn together(app: &TestApp, forms: [Sent<'_>; 2]) -> [u16; 2] {
    let clients = forms.each_ref().map(|(who, ..)| app.sign_in(who));
    let mut statuses = std::thread::scope(|scope| {
        let send = |at: usize| {
            let (client, (_, path, fields)) = (&clients[at], &forms[at]);
            scope.spawn(move || {
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, &**value)).collect();
                client.post(path, &fields).status
            })
        };
        [send(0), send(1)].map(|sent| sent.join().expect("an answer"))
    });
    statuses.sort_unstable();
    statuses
}

fn form(app: &TestApp, path: &str, typed: &[(&'static str, &'static str)]) -> Vec<(&'static str, String)> {
    let page: &'static Page = Box::leak(Box::new(app.sign_in("township").get(path)));
    filled(page, typed)
}

fn ids(app: &TestApp) -> [ResidentId; 2] {
    [cast::id(app, &cast::XIAOYAN), cast::id(app, &cast::DAJUN)]
}

both! {
    fn two_edits_of_one_record_at_once_are_one_edit_and_one_stale_form(app) {
        let [id, _] = ids(app);
        let path = format!("/residents/{id}/edit");
        let [one, other] = ["村里写的", "镇上写的"].map(|note| form(app, &path, &[("note", note)]));
        assert_eq!(together(app, [("owner", path.clone(), one), ("township", path.clone(), other)]), [303, 409]);
        assert_eq!(versions(app, id).0, 2);
        check(app, id);
    }

    fn one_household_changed_from_two_records_at_once_is_changed_once(app) {
        share_household(app, &cast::DAJUN, &cast::XIAOYAN);
        let [xiaoyan, dajun] = ids(app);
        let paths = [xiaoyan, dajun].map(|id| format!("/residents/{id}/edit"));
        let one = form(app, &paths[0], &[("adults_left", "0")]);
        let other = form(app, &paths[1], &[("group_no", "5")]);
        assert_eq!(together(app, [("owner", paths[0].clone(), one), ("township", paths[1].clone(), other)]), [303, 409]);
        assert_eq!(versions(app, xiaoyan).1, 2);
        check(app, xiaoyan);
        check(app, dajun);
    }

    fn one_handed_over_to_two_at_once_goes_to_the_first(app) {
        let [id, _] = ids(app);
        let path = format!("/residents/{id}/owner");
        let mut forms = ["", ""].map(|owner| form(app, &path, &[("owner", owner)]));
        forms[1].iter_mut().filter(|(name, _)| *name == "owner").for_each(|(_, post)| *post = PostId(3).to_string());
        let [one, other] = forms;
        assert_eq!(together(app, [("township", path.clone(), one), ("township", path.clone(), other)]), [303, 409]);
    }

    fn a_closed_record_ruled_on_twice_at_once_is_open(app) {
        let [_, id] = ids(app);
        close(&app.sign_in("owner"), id, "once-key-1");
        app.pass(chrono::TimeDelta::hours(1));
        let path = format!("/residents/{id}/reopen");
        let ruling = || vec![("verdict", "reopened".to_owned()), ("reason", "认错人了".to_owned())];
        assert_eq!(together(app, [("township", path.clone(), ruling()), ("township", path.clone(), ruling())]), [303, 303], "a double tap is one ruling");
        assert_eq!(trail(app, id.0).iter().filter(|(kind, _)| kind == "reopened").count(), 1);
        check(app, id);
    }
}
