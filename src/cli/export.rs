//! `kith export`: a list of people as xlsx or csv without the pages, so that what is owed each month can be scripted.

use super::serve;
use crate::{
    config::Config,
    db::Address,
    error::{Error, Refusal},
    rosters::{AskedList, OutFormat, Withheld, asked_for},
    web::State,
};
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// Which list, for whom, and how much of it.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Where to write it: a name that ends with .xlsx or .csv
    file: PathBuf,
    /// The account whose list it is: of a village, a township or the county
    #[arg(long = "as", env = "KITH_AS", value_name = "ACCOUNT")]
    username: String,
    /// Its columns: plain, labour_service, poverty_relief, or the name of one the office keeps
    #[arg(long, env = "KITH_LAYOUT", default_value = "plain")]
    layout: String,
    /// Numbers in full, for a township or the county, with a reason: a look at everybody in it
    #[arg(long, env = "KITH_FULL")]
    full: bool,
    /// What it is for; everybody in a list with full numbers reads it
    #[arg(long, env = "KITH_REASON")]
    reason: Option<String>,
}

/// Writes the list, once it is on record that it was taken.
pub fn export(config: Config, options: Options) -> Result<(), Error> {
    let shown = options.file.display().to_string();
    let Some(format) = OutFormat::of(&options.file) else {
        return Err(Error::internal(format!("{shown}: a list is written as .xlsx or .csv")));
    };
    if options.file.exists() {
        return Err(Error::internal(format!("{shown} exists already")));
    }
    let address = Address::parse(&config.database)?;
    serve::require_tables(&address)?;
    let state = serve::open(config, &address)?;
    let asked = AskedList {
        username: options.username.clone(),
        layout: options.layout,
        is_full: options.full,
        reason: options.reason.unwrap_or_default(),
        format,
    };
    let numbers = if asked.is_full { "in full" } else { "masked" };
    let written = actix_web::rt::System::new().block_on(taken_out(&state, asked, &options.file));
    state.db.close();
    println!("{shown}: {} people, numbers {numbers}", written?);
    Ok(())
}

/// How many people stand in the file now. Until it is whole it has another name.
async fn taken_out(state: &State, asked: AskedList, file: &Path) -> Result<usize, Error> {
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let to = Unfinished { file: BufWriter::new(opened(&unfinished)?) };
    let username = asked.username.clone();
    let done = match asked_for(state, asked).await {
        Ok(list) => {
            let count = list.count();
            list.write(state, to).await.map(|()| count)
        }
        Err(Refusal::Problems(why)) => Err(Error::internal(words(&why, &username))),
        Err(Refusal::Error(error)) => Err(error),
    };
    let failed = |error: std::io::Error| Error::internal(format!("{}: {error}", file.display()));
    match done {
        Ok(count) => fs::rename(&unfinished, file).map_err(failed).map(|()| count),
        Err(error) => {
            fs::remove_file(&unfinished).map_err(failed)?;
            Err(error)
        }
    }
}

/// A file of personal data: nobody else may read it. What an earlier command left unfinished is written over.
fn opened(path: &Path) -> Result<File, Error> {
    use std::os::unix::fs::OpenOptionsExt;
    let opened = File::options().write(true).create(true).truncate(true).mode(0o600).open(path);
    opened.map_err(|error| Error::internal(format!("{}: {error}", path.display())))
}

/// A file that is on the disk once it is flushed, so that its name promises no more than it holds.
struct Unfinished {
    file: BufWriter<File>,
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }
}

/// What is said of a list that is not given out.
fn words(why: &Withheld, username: &str) -> String {
    match why {
        Withheld::NobodysList => {
            format!("{username} holds no post of a village, of a township or of the county today")
        }
        Withheld::NoLayout(known) => format!("no such layout; there are: {}", known.join(", ")),
        Withheld::NotFull => {
            format!(
                "{username} answers for a village: a list with full numbers is for its township to take out"
            )
        }
        Withheld::NoReason => "this list needs a reason: --reason says what it is for".to_owned(),
        Withheld::BadReason => "the reason must be one line of at most 200 characters".to_owned(),
    }
}
