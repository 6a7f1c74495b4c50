//! `kith backup`: a copy made while the county is served, proved, and without its keys.

use crate::support::{Kind, postgres, program::Site};

#[test]
fn a_backup_is_a_proved_copy_made_beside_the_server_and_without_the_keys() {
    let site = Site::new(Kind::Sqlite);
    site.generate("60");
    let served = site.serve();
    let client = served.sign_in("cadre");
    let copy = site.folder.join("copy.db");
    let said = site.run(&["backup", "copy.db"]).well();
    assert!(
        said.contains("copy.db is a sound copy") && said.contains(&site.keys.display().to_string()),
        "{said}"
    );
    assert_eq!(client.get("/worklist").status, 200, "the server goes on");
    drop(served);
    let bytes = std::fs::read(&copy).expect("the copy");
    let keys = std::fs::read_to_string(&site.keys).expect("the keys");
    assert!(!bytes.windows(64).any(|some| some == keys.trim().as_bytes()));
    let copied = Site::new(Kind::Sqlite);
    std::fs::copy(&copy, copied.file()).expect("it is put elsewhere");
    assert!(
        copied.run(&["check"]).refused().contains("the key file is not there"),
        "without its keys it is of no use"
    );
    std::fs::copy(&site.keys, &copied.keys).expect("with its keys");
    assert!(copied.run(&["check"]).well().contains("60 folded, planned, opened and compared, 0 faults"));
    assert!(copied.contents(&[]) == site.contents(&[]), "everything is in it");
    assert_eq!(copied.serve().sign_in("cadre").get("/worklist").status, 200);
}

#[test]
fn a_backup_writes_over_nothing() {
    let site = Site::new(Kind::Sqlite);
    site.generate("20");
    let other = site.folder.join("letter.txt");
    std::fs::write(&other, "dear").expect("a file");
    assert!(site.run(&["backup", "letter.txt"]).refused().contains("letter.txt exists already"));
    assert!(site.run(&["backup", "kith.db"]).refused().contains("exists already"));
    assert_eq!(std::fs::read_to_string(&other).expect("the file"), "dear");
}

#[test]
fn a_backup_that_cannot_be_written_says_where_and_leaves_nothing() {
    let site = Site::new(Kind::Sqlite);
    site.generate("20");
    let said = site.run(&["backup", "no-such-folder/copy.db"]).refused();
    assert!(said.contains("no-such-folder/copy.db"), "{said}");
    assert!(!site.folder.join("no-such-folder").exists());
}

#[test]
fn what_is_not_there_cannot_be_backed_up() {
    let site = Site::new(Kind::Sqlite);
    for make in [false, true] {
        if make {
            std::fs::write(site.file(), "").expect("an empty file");
        }
        assert!(site.run(&["backup", "copy.db"]).refused().contains("there is no county in this database"));
        assert!(!site.folder.join("copy.db").exists());
    }
}

#[test]
fn postgresql_is_backed_up_by_its_own_tools() {
    if postgres::is_there() {
        let site = Site::new(Kind::Postgres);
        site.generate("20");
        assert!(site.run(&["backup", "copy.db"]).refused().contains("pg_dump"));
        assert!(!site.folder.join("copy.db").exists());
    }
}
