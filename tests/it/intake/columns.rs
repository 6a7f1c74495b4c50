//! What each column holds: shown, changed, remembered.

use super::{counts, finish, send};
use crate::both;

const ODD: &str = "姓名,甲,乙,血型,村\n陈大明,15470000001,广东省深圳市,A,青龙村\n陈大川,15470000002,广东省深圳市,B,青龙村\n陈大海,15470000003,福建厦门,O,青龙村\n";

both! {
    fn columns_are_shown_with_some_of_their_cells_and_can_be_changed(app) {
        let client = app.sign_in("township");
        let page = send(&client, "a.csv", ODD.as_bytes());
        finish(app);
        let shown = client.get(&format!("{page}/columns"));
        for words in ["姓名", "甲", "154****0001", "按内容认的"] {
            assert!(shown.has(words), "{words}: {}", shown.words());
        }
        assert!(!shown.has("15470000001"), "numbers are masked on every page (PRODUCT §4.6)");
        let form = [("c0", "name"), ("c1", "phone"), ("c2", "work_place"), ("c3", ""), ("c4", "village"), ("remember", "1")];
        assert_eq!(client.post(&format!("{page}/columns"), &form).status, 303);
        finish(app);
        assert_eq!(counts(app).0, [3, 0, 0, 0, 0]);
        assert!(client.get(&format!("{page}/columns")).has("您选的"));
        // Another file of the same layout is read like it.
        let again = send(&client, "b.csv", ODD.replace("陈大", "石大").as_bytes());
        finish(app);
        finish(app);
        let shown = client.get(&format!("{again}/columns"));
        assert!(shown.has("您选的"), "{}", shown.words());
    }

    fn a_village_is_chosen_for_whoever_has_none(app) {
        let client = app.sign_in("township");
        let page = send(&client, "名单.csv", "姓名,联系电话,去向\n陈大明,15470000001,深圳\n".as_bytes());
        finish(app);
        assert_eq!(counts(app).0, [0, 0, 0, 1, 0]);
        let village = crate::support::cast::VILLAGE;
        let form = [("c0", "name"), ("c1", "phone"), ("c2", "work_place"), ("village", village)];
        client.post(&format!("{page}/columns"), &form);
        finish(app);
        assert_eq!(counts(app).0, [1, 0, 0, 0, 0], "{}", client.get(&page).words());
    }
}
