//! Rule 8: every route stands in the one table.

use super::source::{Source, assert_none, places, program};
use kith::{
    app::routes,
    web::{Method, Route},
};
use std::collections::BTreeSet;

/// Routes mounted elsewhere than from the one table.
fn mounted_elsewhere(source: &Source) -> Vec<String> {
    const MOUNTS: [&str; 8] = [
        ".route(",
        ".service(",
        "resource(",
        "scope(",
        "#[get",
        "#[post",
        "#[actix_web::",
        ".default_service(",
    ];
    let code = source.code();
    // `Keeper::scope()` is a territory, which takes nothing.
    let mounts = |mount: &&str, at: usize| **mount != *"scope(" || code[..at].ends_with("web::");
    let found = MOUNTS.iter().flat_map(|mount| places(&code, mount).map(move |at| (at, mount)));
    let found = found.filter(|(at, mount)| mounts(mount, *at));
    found.map(|(at, mount)| source.fault(at, &format!("`{mount}` outside src/app.rs and src/web"))).collect()
}

/// Routes that are written but not in the table, and those which it has twice.
fn astray(sources: &[Source], table: &[(Method, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        let code = source.without_comments();
        for (method, begins) in [(Method::Get, "Route::get("), (Method::Post, "Route::post(")] {
            for at in places(&code, begins) {
                let path = code[at + begins.len()..].trim_start().strip_prefix('"');
                let Some((path, _)) = path.and_then(|rest| rest.split_once('"')) else {
                    faults.push(source.fault(at, "a route whose path is not written out"));
                    continue;
                };
                if !table.contains(&(method, path)) {
                    faults.push(source.fault(at, &format!("{method:?} {path} is not in app::routes()")));
                }
            }
        }
    }
    let mut known = BTreeSet::new();
    let again = table.iter().filter(|(method, path)| !known.insert((*method == Method::Get, *path)));
    faults.extend(again.map(|(method, path)| format!("{method:?} {path} stands in app::routes() twice")));
    faults
}

#[test]
fn every_route_is_mounted_from_the_one_table() {
    let all = program();
    let others = all.iter().filter(|source| !matches!(source.module(), "app" | "web"));
    assert_none(&others.flat_map(mounted_elsewhere).collect::<Vec<_>>());
}

#[test]
fn every_route_that_is_written_is_in_the_table_once() {
    let table: Vec<(Method, &str)> = routes().map(|Route { method, path, .. }| (*method, *path)).collect();
    assert!(table.len() > 10, "there are routes");
    assert_none(&astray(&program(), &table));
}

#[test]
fn a_slice_that_mounts_a_route_itself_is_named() {
    let text = "fn a() { App::new().route(x, y); by.scope()?; route().to(index); web::scope(x) }";
    assert_eq!(mounted_elsewhere(&Source::new("src/home/mod.rs", text)).len(), 2);
}

#[test]
fn a_route_that_no_table_holds_or_one_holds_twice_is_named() {
    let text = "// Route::get(\"/said\")\nRoute::get(\"/a\", x),\nRoute::post(\n    \"/a\", x),\nRoute::get(PATH, x)";
    let found =
        astray(&[Source::new("src/home/pages.rs", text)], &[(Method::Get, "/a"), (Method::Get, "/a")]);
    let wanted = [
        "src/home/pages.rs:5: a route whose path is not written out",
        "src/home/pages.rs:3: Post /a is not in app::routes()",
        "Get /a stands in app::routes() twice",
    ];
    assert_eq!(found, wanted);
}
