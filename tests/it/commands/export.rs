//! `kith export`: lists of people without the pages, by the same rights and as much on record.

use crate::{
    on_both,
    support::program::{Ended, Site},
};

/// The lines of a list that was written as csv, its header first.
fn lines(site: &Site, file: &str) -> Vec<csv::StringRecord> {
    let bytes = std::fs::read(site.folder.join(file)).expect("a list");
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark by which Excel knows UTF-8");
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    table.records().map(|line| line.expect("a line")).collect()
}

fn export(site: &Site, arguments: &str) -> Ended {
    site.run(&[&["export"][..], &arguments.split(' ').collect::<Vec<_>>()].concat())
}

on_both! {
    fn a_list_is_taken_out_by_command_as_on_the_page(site) {
        site.generate("60");
        let said = export(site, "mine.csv --as township").well();
        let list = lines(site, "mine.csv");
        assert!(said.contains(&format!("{} people, numbers masked", list.len() - 1)), "{said}");
        assert!(list.len() > 1 && list[0].get(0) == Some("姓名"), "{list:?}");
        assert!(list[1..].iter().all(|line| line[4].is_empty() || line[4].contains("****")), "numbers are masked");
        let full = export(site, "full.csv --as township --layout labour_service --full --reason 季度台账");
        assert!(full.well().contains("numbers in full"));
        let list = lines(site, "full.csv");
        assert!(list[0].get(0) == Some("公民身份号码") && list.iter().flatten().all(|cell| !cell.contains("**")), "{list:?}");
        export(site, "all.xlsx --as county --reason 核对").well();
        let book = std::fs::read(site.folder.join("all.xlsx")).expect("a workbook");
        assert!(book.starts_with(b"PK") && !site.folder.join("all.xlsx.part").exists());
        let served = site.serve();
        let trail = served.sign_in("auditor").get("/audit");
        assert!(trail.has("导出名单"), "{}", trail.words());
        assert!(site.run(&["check"]).well().contains("0 faults"));
    }

    fn a_list_that_may_not_leave_is_not_written(site) {
        site.generate("60");
        std::fs::write(site.folder.join("村里的.xlsx"), "a village’s own").expect("a file");
        for (arguments, why) in [
            ("a.csv --as county", "needs a reason"),
            ("a.csv --as township --full", "needs a reason"),
            ("a.csv --as cadre --full --reason 报表", "for its township"),
            ("a.csv --as auditor", "auditor holds no post"),
            ("a.csv --as nobody", "nobody holds no post"),
            ("a.csv --as township --layout wage", "there are: plain, labour_service, poverty_relief"),
            ("a.pdf --as township", ".xlsx or .csv"),
            ("村里的.xlsx --as township", "exists already"),
            ("nowhere/a.csv --as township", "nowhere/a.csv"),
        ] {
            let said = export(site, arguments).refused();
            assert!(said.contains(why), "{arguments}: {said}");
        }
        let left: Vec<_> = std::fs::read_dir(&site.folder).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("a.csv")), "{left:?}");
        let kept = std::fs::read_to_string(site.folder.join("村里的.xlsx"));
        assert_eq!(kept.expect("it stands"), "a village’s own");
    }

    fn an_offices_own_columns_are_taken_by_their_name(site) {
        site.generate("60");
        {
            let served = site.serve();
            let form = "序号,姓名,联系电话,血型\n".as_bytes();
            let kept = served.sign_in("township").post_file("/rosters/out/layouts", ("就业局空表.csv", form), &[]);
            assert_eq!(kept.status, 303, "{}", kept.words());
        }
        export(site, "own.csv --as township --layout 就业局空表").well();
        let header: Vec<String> = lines(site, "own.csv")[0].iter().map(str::to_owned).collect();
        assert_eq!(header, ["序号", "姓名", "联系电话", "血型"]);
        assert!(export(site, "no.csv --as county --reason 核对 --layout 就业局空表").refused().contains("there are: plain"));
    }
}
