//! `kith demo` and `kith generate`.

use super::serve;
use crate::{
    accounts::Passwords,
    clock::Clock,
    config::Config,
    db::{
        Address, Db, Tables,
        bulk::{Holds, holds},
    },
    demo::{self, SIGN_INS, Sample},
    error::Error,
    jobs,
};
use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};

/// What the sample county is made from.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Residents, up to 280000
    #[arg(long, env = "KITH_RESIDENTS", default_value_t = 28_000)]
    residents: usize,
    /// The same seed and day give the same people
    #[arg(long, env = "KITH_SEED", default_value_t = 1)]
    seed: u64,
    /// The day on which history ends (default: today)
    #[arg(long, env = "KITH_AS_OF")]
    as_of: Option<NaiveDate>,
    /// The password of every account (default: a fresh one, printed)
    #[arg(long, env = "KITH_DEMO_PASSWORD", hide_env_values = true)]
    demo_password: Option<String>,
}

impl Options {
    /// Refuses more residents than the sample county can have, before anything is made.
    fn check(&self) -> Result<(), Error> {
        if self.residents > demo::MOST {
            return Err(Error::internal(format!("the sample county has at most {} residents", demo::MOST)));
        }
        Ok(())
    }
}

/// Makes the sample county in an empty database.
pub fn generate(config: &Config, options: &Options) -> Result<(), Error> {
    options.check()?;
    let address = Address::parse(&config.database)?;
    match address.tables()? {
        Tables::Current => {}
        Tables::Empty => drop(address.migrate()?),
        Tables::Behind(missing) => return Err(serve::behind(missing)),
    }
    let keys = serve::open_keys(config, &address)?;
    let password = options.demo_password.clone().unwrap_or_else(fresh_password);
    let sample = Sample {
        residents: options.residents,
        seed: options.seed,
        as_of: options.as_of.unwrap_or_else(|| Clock::Real.today()),
        password_hash: Passwords::new(config.password_memory)?.hash_now(&password)?,
    };
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} residents, {elapsed}").map_err(Error::internal)?;
    let bar = ProgressBar::new(options.residents as u64).with_style(style);
    demo::generate(&address, &keys, &sample, &mut |written, _| bar.set_position(written as u64))?;
    bar.finish();
    link(config, &address)?;
    println!("The sample county is made: {} residents, history up to {}.", options.residents, sample.as_of);
    println!("Sign in as {} with the password {password}", SIGN_INS.join(", "));
    Ok(())
}

/// Puts the one row that tells of the making into the chain.
fn link(config: &Config, address: &Address) -> Result<(), Error> {
    let db = Db::open(address, Clock::Real, config.connections)?;
    let linked = actix_web::rt::System::new().block_on(jobs::link_all(&db));
    db.close();
    linked
}

/// Serves the sample county on this machine alone; makes it first if nobody is in the database.
pub fn demo(config: Config, options: &Options) -> Result<(), Error> {
    options.check()?;
    if !config.bind.ip().is_loopback() {
        return Err(Error::internal(
            "the sample county is served on this machine alone: --bind must be a loopback address",
        ));
    }
    let address = Address::parse(&config.database)?;
    let there = match address.tables()? {
        Tables::Empty => Holds::Nobody,
        Tables::Behind(missing) => return Err(serve::behind(missing)),
        Tables::Current => holds(&address)?,
    };
    match there {
        Holds::Nobody => generate(&config, options)?,
        Holds::Sample => {
            println!("Serving the sample county that is there; its password was printed when it was made.");
        }
        Holds::County => {
            return Err(Error::internal(
                "this database holds a county of its own: it is served by `kith serve`",
            ));
        }
    }
    println!("Open {}", config.origin());
    serve::serve(config)
}

/// Ten characters that can be read out.
fn fresh_password() -> String {
    let letters = b"abcdefghjkmnpqrstvwxyz23456789";
    crate::seal::random::<10>()
        .iter()
        .map(|byte| char::from(letters[usize::from(*byte) % letters.len()]))
        .collect()
}
