//! The shell round every request: sizes, times, origins, headers, languages, honest error pages.

use crate::both;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

both! {
    fn every_answer_carries_the_security_headers(app) {
        let owner = app.sign_in("owner");
        for path in ["/sign-in", "/worklist", "/nope", "/residents/xyz", "/account/post", "/healthz"] {
            let page = owner.get(path);
            let csp = page.header("content-security-policy").unwrap_or_default();
            assert!(csp.contains("default-src 'none'") && !csp.contains("unsafe-inline"), "{path}");
            assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert_eq!(page.header("referrer-policy"), Some("same-origin"), "{path}");
            assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        }
    }

    fn what_a_form_or_a_mistake_is_answered_with_carries_them_too(app) {
        let owner = app.sign_in("owner");
        let large = "a".repeat(600 * 1024);
        let answers = [
            owner.post("/account/sessions", &[("session", "")]),
            owner.post("/account/password", &[]),
            owner.post("/healthz", &[]),
            owner.post("/settings/county", &[]),
            owner.post("/account/password", &[("present", &large)]),
            owner.send("/account/password", &[], b""),
            app.stranger().post("/account/password", &[]),
            owner.head("/worklist"),
        ];
        assert_eq!(answers.each_ref().map(|page| page.status), [303, 422, 405, 403, 413, 403, 401, 200]);
        for page in answers {
            for name in ["content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options", "permissions-policy"] {
                assert!(page.header(name).is_some(), "{} without {name}", page.status);
            }
            assert_eq!(page.header("cache-control"), Some("no-store"), "{}", page.status);
        }
    }

    fn assets_are_named_by_their_hash_and_kept_for_ever(app) {
        let page = app.stranger().get("/sign-in");
        for name in ["app.css", "app.js", "icon.svg"] {
            let end = page.body.find(name).expect("the asset is linked") + name.len();
            let start = page.body[..end].rfind('"').expect("in quotes") + 1;
            let asset = app.stranger().get(&page.body[start..end]);
            assert_eq!(asset.status, 200, "{name}");
            assert!(asset.header("cache-control").is_some_and(|kept| kept.contains("immutable")), "{name}");
        }
        assert_eq!(app.stranger().get("/assets/000000000000/app.css").status, 404);
    }

    fn head_answers_where_get_does(app) {
        let owner = app.sign_in("owner");
        for path in ["/sign-in", "/worklist", "/healthz", "/nope"] {
            let (head, get) = (owner.head(path), owner.get(path));
            assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
        }
    }

    fn forms_from_elsewhere_are_refused(app) {
        let client = app.stranger();
        let body = b"username=owner&password=test-pass-1";
        for headers in [
            vec![FORM],
            vec![FORM, ("Origin", "https://evil.example")],
            vec![FORM, ("Origin", "null")],
            vec![FORM, ("Origin", app.origin.as_str()), ("Sec-Fetch-Site", "cross-site")],
        ] {
            let page = client.send("/sign-in", &headers, body);
            assert!(page.status == 403 && page.has("这一步没有收"), "{headers:?}: {}", page.words());
        }
        assert_eq!(client.send("/sign-in", &[FORM, ("Sec-Fetch-Site", "same-origin")], body).status, 303);
    }

    fn what_cannot_be_read_is_a_bad_request_with_a_page(app) {
        let client = app.stranger();
        let ours = ("Origin", app.origin.as_str());
        for (kind, body) in [("text/plain", &b"username=a"[..]), (FORM.1, b"username=%ff%fe"), (FORM.1, b"username=\xff")] {
            let page = client.send("/sign-in", &[("Content-Type", kind), ours], body);
            assert!(page.status == 400 && page.has("这一步没看懂"));
        }
    }

    fn too_large_a_body_is_refused_with_a_page(app) {
        let body = vec![b'a'; 600 * 1024];
        let page = app.stranger().send("/sign-in", &[FORM, ("Origin", app.origin.as_str())], &body);
        assert!(page.status == 413 && page.has("内容太多了"));
    }

    fn too_slow_a_body_is_given_up(app) {
        let place = app.origin.trim_start_matches("http://");
        let mut socket = TcpStream::connect(place).expect("the server listens");
        socket.set_read_timeout(Some(Duration::from_secs(10))).expect("a patient socket");
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {place}\r\nOrigin: {}\r\nContent-Type: {}\r\nContent-Length: 50\r\n\r\nuser",
            app.origin, FORM.1
        );
        socket.write_all(head.as_bytes()).expect("half a form");
        let mut answer = [0; 12];
        socket.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 408");
    }

    fn error_pages_speak_the_readers_language_and_show_a_way_on(app) {
        let client = app.stranger();
        assert!(client.get("/nope").has("没有这一页") && client.get("/nope").has("回到首页"));
        assert!(client.get_in("/nope", "en-GB").has("There is no such page"));
        for path in ["/residents/xyz", "/residents/%00", "/residents/zzzzzzzzzzzzz/call"] {
            let page = app.sign_in("owner").get(path);
            assert!(page.status == 404 && page.has("没有这一页"), "{path}");
        }
    }

    fn another_method_on_a_known_address_is_refused(app) {
        assert_eq!(app.stranger().post("/healthz", &[]).status, 405);
    }

    fn the_language_is_remembered_and_leads_back_only_to_us(app) {
        let client = app.stranger();
        assert!(client.get_in("/sign-in", "en").has("Sign in"));
        let answer = client.post("/language", &[("lang", "en"), ("back", "//evil.example")]);
        assert_eq!(answer.location().as_deref(), Some("/"));
        for back in ["https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: a=b", "/\0", "residents", ""] {
            let answer = client.post("/language", &[("lang", "en"), ("back", back)]);
            assert_eq!((answer.status, answer.location().as_deref()), (303, Some("/")), "{back:?}");
        }
        assert_eq!(client.post("/language", &[("lang", "en"), ("back", "/help")]).location().as_deref(), Some("/help"));
        assert!(client.get("/sign-in").has("User name"));
    }

    fn the_machines_ask_for_health(app) {
        assert_eq!(app.stranger().get("/healthz").status, 200);
        assert_eq!(app.stranger().get("/readyz").status, 200);
    }
}
