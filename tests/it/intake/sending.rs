//! Sending a file, and what is told of it.

use super::{counts, finish, id_number, people, roster, send};
use crate::{both, support::cast};

both! {
    fn a_file_is_checked_before_anybody_is_taken_in_and_its_counts_add_up(app) {
        let client = app.sign_in("township");
        let empty = client.get("/rosters");
        assert!(empty.status == 200 && empty.has("还没有传过表格"), "{}", empty.words());
        let ids = [id_number("19850304", 901), id_number("19900516", 902)];
        let text = roster(&[
            &format!("陈大明,男,{},15470000001,青龙村,3组,广东省深圳市,鞋厂,2024年3月", ids[0]),
            &format!("陈秀兰,女,{},15470000002,白云村,1组,福建厦门,,2025-02-10", ids[1]),
            &format!("陈大明,男,{},15470000001,青龙村,3组,广东省深圳市,鞋厂,2024年3月", ids[0]),
            "石长青,男,51222419850304901,15470000003,青龙村,3组,重庆,,",
            ",男,,15470000004,青龙村,3组,重庆,,",
        ]);
        let before = people(app);
        let page = send(&client, "青龙村花名册.csv", text.as_bytes());
        assert!(client.get(&page).has("正在查"), "{}", client.get(&page).words());
        finish(app);
        assert_eq!(counts(app), ([2, 0, 1, 2, 0], "checked".to_owned()));
        assert_eq!(people(app), before, "nothing is taken in yet");
        let shown = client.get(&page);
        assert!(shown.has("查过了，读到 5 行") && shown.has("收下这 2 行"), "{}", shown.words());
        let refused = client.get(&format!("{page}/rows?which=refused"));
        for words in ["第 5 行", "石长青", "身份证号的位数不对", "第 6 行", "没有姓名"] {
            assert!(refused.has(words), "{words}: {}", refused.words());
        }
        assert!(!refused.has("51222419850304901"), "values stay in the file");
        let likely = client.get(&format!("{page}/rows?which=likely"));
        assert!(likely.has("算同一个人") && likely.has("第 4 行") && likely.has("前面那行：第 2 行"), "{}", likely.words());
        assert!(client.get("/rosters").has("青龙村花名册.csv"));
    }

    fn a_file_that_cannot_be_read_gets_its_sentence(app) {
        let client = app.sign_in("township");
        let broken = send(&client, "坏的.xlsx", b"PK\x03\x04 and nothing behind it");
        let picture = send(&client, "照片.png", b"\x89PNG\r\n\x1a\n0000");
        let nobody = send(&client, "价目.csv", "品名,单价\n盐,2\n".as_bytes());
        finish(app);
        for (page, words) in [(broken, "打不开"), (picture, "这不是表格文件"), (nobody, "没有找到人员名单")] {
            let shown = client.get(&page);
            assert!(shown.has("没能打开") && shown.has(words), "{words}: {}", shown.words());
        }
        let none = client.post_file("/rosters", ("", b""), &[("idempotency_key", "no-file-1")]);
        assert!(none.status == 422 && none.has("先选一个文件"));
    }

    fn the_same_form_twice_is_one_file(app) {
        let client = app.sign_in("township");
        let text = roster(&["陈大明,男,,15470000001,青龙村,3组,广东省深圳市,,"]);
        let sent = |bytes: &[u8]| client.post_file("/rosters", ("a.csv", bytes), &[("idempotency_key", "twice-key-1")]);
        let (first, again) = (sent(text.as_bytes()), sent(text.as_bytes()));
        assert_eq!((first.status, first.location()), (303, again.location()));
        assert_eq!(sent(b"x").status, 409, "another file under the key");
    }

    fn a_file_is_dropped_before_it_is_taken_in(app) {
        let client = app.sign_in("township");
        let before = people(app);
        let page = send(&client, "a.csv", roster(&["陈大明,男,,15470000001,青龙村,3组,广东省深圳市,,"]).as_bytes());
        finish(app);
        assert_eq!(client.post(&format!("{page}/cancel"), &[]).status, 303);
        assert!(client.get(&page).has("簿上什么也没变"));
        assert_eq!(client.post(&format!("{page}/take"), &[]).status, 303);
        finish(app);
        assert_eq!((people(app), counts(app).1), (before, "cancelled".to_owned()));
    }

    fn what_a_file_says_is_sealed(app) {
        let client = app.sign_in("township");
        let (name, id) = ("谭玄德", id_number("19850304", 901));
        send(&client, "a.csv", roster(&[&format!("{name},男,{id},15471234567,青龙村,3组,广东省深圳市,,")]).as_bytes());
        finish(app);
        let Some(file) = app.file() else { return };
        let bytes: Vec<u8> = ["", "-wal"]
            .iter()
            .flat_map(|end| std::fs::read(format!("{}{end}", file.display())).unwrap_or_default())
            .collect();
        for secret in [name, id.as_str(), "15471234567"] {
            assert!(!bytes.windows(secret.len()).any(|some| some == secret.as_bytes()), "{secret}");
        }
    }

    fn only_a_township_and_the_county_send_rosters(app) {
        for (who, status) in [("township", 200), ("county", 200), ("owner", 403), ("department", 403), ("auditor", 403)] {
            assert_eq!(app.sign_in(who).get("/rosters").status, status, "{who}");
        }
        let answer = app.sign_in("owner").post_file("/rosters", ("a.csv", b"x"), &[("idempotency_key", "not-mine-1")]);
        assert_eq!(answer.status, 403);
        assert!(cast::XIAOYAN.name.len() > 2);
    }
}
