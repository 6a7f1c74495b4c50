//! `kith import`: rosters checked and taken in without the pages, so that whole folders can be.

use super::serve;
use crate::{
    config::Config,
    db::Address,
    error::Error,
    i18n::Lang,
    rosters::{Came, Importing, Reports, sender},
};
use std::{fs::File, io::BufWriter, io::Write, path::PathBuf, process::ExitCode};

/// The files, and as whom.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Workbooks or texts: xlsx, xls, ods, csv, tsv, txt
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The account that takes them in: of a township or of the county
    #[arg(long = "as", env = "KITH_AS", value_name = "ACCOUNT")]
    username: String,
    /// Only check: nothing is written to the database; rows that may be there twice are named below each file
    #[arg(long, env = "KITH_DRY_RUN")]
    dry_run: bool,
    /// Where to write every refused or left-out row with its reason, as CSV
    #[arg(long, env = "KITH_REPORT", value_name = "FILE")]
    report: Option<PathBuf>,
    /// Where to write every accepted row with its fields, as CSV: personal data
    #[arg(long, env = "KITH_ACCEPTED", value_name = "FILE")]
    accepted: Option<PathBuf>,
    /// Where a dry run writes every row that may be there twice, by what it is, and the row before it, as CSV
    #[arg(long, env = "KITH_LIKELY", value_name = "FILE", requires = "dry_run")]
    likely: Option<PathBuf>,
}

/// Some rows were refused.
const SOME_REFUSED: u8 = 3;
/// A file could not be read.
const UNREADABLE: u8 = 4;

/// Most rows named below a file that may be there already.
const NAMED: usize = 20;

/// Takes the files in, one after the other.
pub fn import(config: Config, options: &Options) -> Result<ExitCode, Error> {
    let address = Address::parse(&config.database)?;
    serve::require_tables(&address)?;
    let state = serve::open(config, &address)?;
    let reports = Reports::new(writer(&options.accepted)?, writer(&options.report)?, Lang::Zh)?;
    let likely = writer(&options.likely)?;
    let ended = actix_web::rt::System::new().block_on(async {
        let (username, today) = (options.username.clone(), state.db.clock().today());
        let found = state.db.report(move |conn| sender(conn, &username, today)).await?;
        let Some(sender) = found else {
            return Err(Error::internal(format!(
                "{} holds no post of a township or of the county today",
                options.username
            )));
        };
        let importing = Importing::new(state.clone(), sender, options.dry_run, reports);
        let importing = importing.naming_likely(likely)?;
        all(importing, &options.files).await
    });
    state.db.close();
    Ok(ExitCode::from(ended?))
}

async fn all(mut importing: Importing, files: &[PathBuf]) -> Result<u8, Error> {
    let mut code = 0;
    for path in files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                code = UNREADABLE;
                continue;
            }
        };
        match importing.import(&name, bytes).await? {
            Came::Read(counts, likely) => {
                println!(
                    "{name}: read {} = {} new + {} changed + {} same + {} refused + {} skipped",
                    counts.all(),
                    counts.new,
                    counts.changed,
                    counts.same,
                    counts.refused,
                    counts.skipped
                );
                name_likely(&likely);
                if counts.refused > 0 {
                    code = code.max(SOME_REFUSED);
                }
            }
            Came::Unreadable(why) => {
                println!("{name}: {}", why.sentence(Lang::En));
                code = UNREADABLE;
            }
            Came::Dropped => {
                println!("{name}: dropped meanwhile");
                code = UNREADABLE;
            }
        }
    }
    importing.finish()?;
    Ok(code)
}

/// Names rows that may be there already; of very many the first.
fn name_likely(likely: &[String]) {
    likely.iter().take(NAMED).for_each(|line| println!("  {line}"));
    if likely.len() > NAMED {
        println!("  and {} rows more: --likely FILE writes all of them", likely.len() - NAMED);
    }
}

/// A report's file; it holds personal data, so that nobody else may read it.
fn writer(path: &Option<PathBuf>) -> Result<Option<Box<dyn Write + Send>>, Error> {
    use std::os::unix::fs::OpenOptionsExt;
    let Some(path) = path else { return Ok(None) };
    let opened = File::options().write(true).create(true).truncate(true).mode(0o600).open(path);
    let file = opened.map_err(|error| Error::internal(format!("{}: {error}", path.display())))?;
    Ok(Some(Box::new(BufWriter::new(file))))
}
