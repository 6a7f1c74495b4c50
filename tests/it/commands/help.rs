//! Every setting is a flag and a variable, and all of them are in the help.

use crate::support::{Kind, program::Site};

const COMMANDS: [&str; 8] = ["serve", "demo", "generate", "migrate", "check", "backup", "import", "export"];

/// The flags a page of help explains, each with its entry.
fn flags(help: &str) -> Vec<(String, String)> {
    let mut flags: Vec<(String, String)> = Vec::new();
    for line in help.lines().skip_while(|line| *line != "Options:").skip(1) {
        let text = line.trim_start();
        if let Some(flag) = text.strip_prefix("--") {
            let name = flag.split([' ', '=']).next().unwrap_or_default();
            flags.push((name.to_owned(), text.to_owned()));
        } else if text.starts_with('-') {
            flags.push(("help".to_owned(), String::new()));
        } else if let Some((_, entry)) = flags.last_mut() {
            entry.push_str(text);
        }
    }
    flags.into_iter().filter(|(name, _)| name != "help").collect()
}

#[test]
fn every_flag_is_in_the_help_with_its_variable() {
    let site = Site::new(Kind::Sqlite);
    for command in COMMANDS.map(Some).into_iter().chain([None]) {
        let arguments: Vec<&str> = command.into_iter().chain(["--help"]).collect();
        let found = flags(&site.run(&arguments).well());
        for wanted in ["database", "key-file", "bind", "public-url", "behind-proxy"] {
            assert!(found.iter().any(|(name, _)| name == wanted), "{command:?} does not explain --{wanted}");
        }
        if matches!(command, Some("demo" | "generate")) {
            for wanted in ["residents", "seed", "as-of", "demo-password"] {
                assert!(
                    found.iter().any(|(name, _)| name == wanted),
                    "{command:?} does not explain --{wanted}"
                );
            }
        }
        for (name, entry) in found {
            let variable = format!("[env: KITH_{}", name.to_uppercase().replace('-', "_"));
            assert!(
                entry.contains(&format!("{variable}=")) || entry.contains(&format!("{variable}]")),
                "--{name}: {entry}"
            );
        }
    }
}

#[test]
fn the_help_names_every_command() {
    let help = Site::new(Kind::Sqlite).run(&["--help"]).well();
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(command)), "{command}");
    }
}

#[test]
fn a_flag_stands_before_or_after_its_command_and_wins_over_the_variable() {
    let site = Site::new(Kind::Sqlite);
    for (at, arguments) in [
        ("before", ["--database", "sqlite://before", "migrate"]),
        ("after", ["migrate", "--database", "sqlite://after"]),
    ] {
        site.run(&arguments).well();
        assert!(site.folder.join(at).exists() && !site.file().exists(), "{at}");
    }
    site.run(&["migrate"]).well();
    assert!(site.file().exists(), "without the flag the variable counts");
}

#[test]
fn what_no_command_knows_is_refused_with_a_word() {
    let site = Site::new(Kind::Sqlite);
    for arguments in [
        &["--databse", "x"][..],
        &["polish"],
        &["backup"],
        &["demo", "--residents", "many"],
        &["generate", "--as-of", "2026-02-30"],
    ] {
        let ended = site.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(ended.err.contains("error:"), "{}", ended.err);
    }
    assert!(!site.file().exists() && !site.keys.exists(), "nothing was made");
}
