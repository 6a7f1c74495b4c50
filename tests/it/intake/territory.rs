//! Whose people a file may touch, and who sees what of it.

use super::{counts, finish, people, roster, send, take_in};
use crate::{both, support::cast};

const THREE: [&str; 3] = [
    "陈大明,男,,15470000001,青龙村,3组,广东省深圳市,,",
    "陈大川,男,,15470000002,远山村,3组,广东省深圳市,,",
    "郑学英,女,,15400009999,远山村,3组,广东省深圳市,,",
];

both! {
    fn a_township_takes_in_its_own_people_row_by_row(app) {
        let client = app.sign_in("township");
        let page = send(&client, "a.csv", roster(&THREE).as_bytes());
        finish(app);
        assert_eq!(counts(app).0, [1, 0, 0, 2, 0]);
        let refused = client.get(&format!("{page}/rows"));
        assert!(refused.has("不是您管的村") && !refused.has("/residents/"), "{}", refused.words());
    }

    fn the_county_takes_in_everybody_and_is_told_of_nobody_on_file(app) {
        let before = people(app);
        let page = take_in(app, "county", "a.csv", &roster(&THREE));
        assert_eq!(people(app), before + 2, "{:?}", counts(app));
        let client = app.sign_in("county");
        for which in ["refused", "likely", "skipped"] {
            assert!(!client.get(&format!("{page}/rows?which={which}")).has("/residents/"));
        }
        assert!(client.get(&page).has("收下 "));
    }

    fn a_file_is_seen_in_its_township_and_of_the_county_by_its_sender(app) {
        let township = send(&app.sign_in("township"), "镇.csv", roster(&THREE).as_bytes());
        let county = send(&app.sign_in("county"), "县.csv", roster(&THREE).as_bytes());
        finish(app);
        for (who, path, status) in [
            ("township", &township, 200),
            ("far-township", &township, 404),
            ("county", &township, 404),
            ("county", &county, 200),
            ("township", &county, 404),
        ] {
            let client = app.sign_in(who);
            for more in ["", "/rows", "/columns", "/undo"] {
                assert_eq!(client.get(&format!("{path}{more}")).status, status, "{who} {path}{more}");
            }
            if status == 404 {
                for more in ["/take", "/cancel", "/undo", "/columns"] {
                    assert_eq!(client.post(&format!("{path}{more}"), &[]).status, 404, "{who} {path}{more}");
                }
            }
        }
        assert!(!app.sign_in("far-township").get("/rosters").has("镇.csv"));
        assert!(cast::FAR_VILLAGE.len() == 12);
    }

    fn who_is_on_file_elsewhere_is_new_here(app) {
        let row = format!("周小燕,女,{},15479990001,远山村,1组,福建省厦门市,,", cast::ID_NUMBER);
        take_in(app, "far-township", "a.csv", &roster(&[&row]));
        assert_eq!(counts(app).0, [1, 0, 0, 0, 0], "what lies in another territory does not exist");
    }
}
