//! `kith import`: whole folders of rosters without the pages.

use crate::{
    on_both,
    rosters::truth::{FIELDS, Sample, as_good, folder, rows, samples, wanted},
    support::{Kind, program::Site},
};
use std::collections::HashMap;

/// The place of a row: file, sheet, row, cell.
type Place = (String, String, String, String);

/// A report: each row by its place, with its fields by their names.
fn report(path: &std::path::Path) -> HashMap<Place, HashMap<String, String>> {
    let mut table = csv::Reader::from_path(path).expect("a report");
    let header = table.headers().expect("its header").clone();
    let row = |row: csv::StringRecord| {
        let fields = header.iter().zip(&row).map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields: HashMap<String, String> = fields.collect();
        let of = |name: &str| fields[name].clone();
        ((of("file"), of("sheet"), of("row"), of("cell")), fields)
    };
    table.records().map(|record| row(record.expect("a row"))).collect()
}

/// Whether the fields of an accepted row are those of the truth.
fn is_true(
    sample: &Sample,
    sheet: &serde_json::Value,
    row: &serde_json::Value,
    told: &HashMap<String, String>,
) {
    let fields = row["fields"].as_object().expect("fields");
    for field in FIELDS.into_iter().filter(|field| *field != "cell" && *field != "wechat") {
        let Some(wanted) = wanted(fields, field) else { continue };
        let is_right = told[field] == wanted.join(";") || as_good(fields, field).contains(&told[field]);
        assert!(
            is_right,
            "{}/{}/{} {field}: {wanted:?}, not {}",
            sample.file, sheet["name"], row["row"], told[field]
        );
    }
}

#[test]
fn the_samples_are_accepted_and_refused_as_they_should_be_and_nothing_is_written() {
    let site = Site::new(Kind::Sqlite);
    site.generate("60");
    let all = samples();
    let files: Vec<String> =
        all.iter().map(|sample| folder().join(&sample.file).display().to_string()).collect();
    let before = site.run(&["check"]).well();
    let mut arguments =
        vec!["import", "--as", "county", "--dry-run", "--report", "report.csv", "--accepted", "accepted.csv"];
    arguments.extend(files.iter().map(String::as_str));
    let ended = site.run(&arguments);
    assert_eq!(ended.code, Some(3), "some rows are refused: {}{}", ended.out, ended.err);
    let files = ended.out.lines().filter(|line| !line.starts_with(' '));
    assert_eq!(files.count(), 8, "{}", ended.out);
    let (accepted, refused) =
        (report(&site.folder.join("accepted.csv")), report(&site.folder.join("report.csv")));
    for sample in &all {
        for sheet in sample.truth["sheets"].as_array().expect("sheets") {
            for row in rows(sheet) {
                let place = (
                    sample.file.clone(),
                    sheet["name"].as_str().expect("a name").to_owned(),
                    row["row"].to_string(),
                    row["cell"].as_str().unwrap_or("").to_owned(),
                );
                match row["expect"].as_str() {
                    Some("accept") => is_true(
                        sample,
                        sheet,
                        row,
                        accepted
                            .get(&place)
                            .unwrap_or_else(|| panic!("{place:?}: {:?}", refused.get(&place))),
                    ),
                    Some("error" | "skip") => {
                        assert!(!accepted.contains_key(&place) && refused.contains_key(&place), "{place:?}")
                    }
                    _ => assert!(accepted.contains_key(&place) != refused.contains_key(&place), "{place:?}"),
                }
            }
        }
    }
    assert_eq!(site.run(&["check"]).well(), before, "a dry run writes nothing");
}

on_both! {
    fn rosters_are_taken_in_by_command_and_once(site) {
        site.generate("60");
        let text = "姓名,联系电话,村,去向\n陈大明,15470000001,南华社区,深圳\n石长青,15470000002,不知村,深圳\n";
        std::fs::write(site.folder.join("南华.csv"), text).expect("a roster");
        std::fs::write(site.folder.join("坏.xlsx"), b"PK\x03\x04").expect("no roster");
        let first = site.run(&["import", "南华.csv", "--as", "county", "--accepted", "ok.csv"]);
        assert_eq!(first.code, Some(3), "{}{}", first.out, first.err);
        assert!(first.out.contains("read 2 = 1 new + 0 changed + 0 same + 1 refused + 0 skipped"), "{}", first.out);
        let again = site.run(&["import", "南华.csv", "--as", "county"]);
        assert!(again.out.contains("read 2 = 0 new + 0 changed + 1 same + 1 refused + 0 skipped"), "{}", again.out);
        assert_eq!(site.run(&["import", "坏.xlsx", "南华.csv", "--as", "county"]).code, Some(4));
        assert!(site.run(&["import", "南华.csv", "--as", "auditor"]).refused().contains("auditor"));
        assert!(site.run(&["check"]).well().contains("0 faults"));
    }

    fn a_dry_run_names_who_may_be_there_twice_and_by_what(site) {
        site.generate("60");
        let header = "姓名,性别,联系电话,村,去向\n";
        let first = format!("{header}陈大明,男,15470000001,南华社区,深圳\n石长青,男,15470000002,南华社区,深圳\n石长青,男,15470000003,南华社区,重庆\n");
        std::fs::write(site.folder.join("甲.csv"), first).expect("a roster");
        std::fs::write(site.folder.join("乙.csv"), format!("{header}陈大明,男,15470000001,南华社区,\n")).expect("a roster");
        let arguments = ["import", "甲.csv", "乙.csv", "--as", "county", "--dry-run", "--report", "report.csv", "--likely", "likely.csv"];
        let said = site.run(&arguments).well();
        let likely: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        assert_eq!(likely, [
            "csv row 4: A row above has the same name in the same village: the same person? (csv row 3)",
            "csv row 2: The same name and telephone as a row above: one person (甲.csv csv row 2)",
        ]);
        let table = std::fs::read_to_string(site.folder.join("likely.csv")).expect("a table");
        assert!(table.contains("甲.csv,csv,4,,name+village,甲.csv,csv,3,,") && table.contains("乙.csv,csv,2,,name+phone,甲.csv,csv,2,,"), "{table}");
        let report = std::fs::read_to_string(site.folder.join("report.csv")).expect("a report");
        assert_eq!(report.lines().count(), 1, "nobody is refused: {report}");
    }
}
