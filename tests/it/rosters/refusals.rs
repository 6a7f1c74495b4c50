//! Files that are refused as a whole, each for its own reason.

use kith::{
    i18n::Lang,
    rosters::{MOST_BYTES, Unreadable, read_any},
};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let sheet = br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><workbook/>"#;
    let zeros = vec![b' '; 30 << 20];
    let locked: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain(vec![0; 2000])
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let many: Vec<(String, Vec<u8>)> = (0..6000).map(|at| (format!("{at}.xml"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let rows = format!("姓名,电话,去向\n{}", "张三,15400000001,深圳\n".repeat(200_001));
    let cases: Vec<(&str, Vec<u8>, Unreadable)> = vec![
        ("nothing", Vec::new(), Unreadable::Empty),
        ("blanks", b"  \r\n\r\n".to_vec(), Unreadable::Empty),
        ("a picture", b"\x89PNG\r\n\x1a\n....".to_vec(), Unreadable::NoTable),
        (
            "a page of the web",
            b"<html><table><tr><td>a</td></tr></table></html>".to_vec(),
            Unreadable::NoTable,
        ),
        ("another archive", packed(&[("word/document.xml", b"<a/>")]), Unreadable::NoTable),
        ("half an archive", packed(&[("xl/workbook.xml", b"<a/>")])[..60].to_vec(), Unreadable::Broken),
        ("an empty workbook", packed(&[("xl/workbook.xml", b"<workbook/>")]), Unreadable::Broken),
        ("entities", packed(&[("xl/workbook.xml", sheet)]), Unreadable::Entities),
        (
            "a bomb",
            packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]),
            Unreadable::Bomb,
        ),
        ("very many parts", packed(&many), Unreadable::Bomb),
        ("a password", locked, Unreadable::Locked),
        ("too many bytes", vec![b'a'; MOST_BYTES + 1], Unreadable::TooLarge),
        ("too many rows", rows.into_bytes(), Unreadable::TooManyRows),
        ("no people", "品名,数量\n大米,3\n".into(), Unreadable::NobodyFound),
    ];
    for (what, bytes, wanted) in cases {
        match (read_any(&bytes), wanted) {
            (Err(Unreadable::NobodyFound | Unreadable::Broken), Unreadable::Broken) => {}
            (found, wanted) => assert_eq!(found, Err(wanted), "{what}"),
        }
        assert_ne!(wanted.sentence(Lang::Zh), wanted.sentence(Lang::En));
    }
}
