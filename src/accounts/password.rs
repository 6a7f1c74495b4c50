//! Hashing passwords: argon2id, two at a time, a short wait, then "busy".

use super::NewPassword;
use crate::error::Error;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// Hashes at once: each takes its whole memory.
const AT_ONCE: usize = 2;
/// How long somebody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(3);
/// Passes over the memory (OWASP's second choice: 19 MiB, 2 passes, 1 lane).
const PASSES: u32 = 2;

/// The one place that hashes and compares passwords.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    argon2: Argon2<'static>,
    /// Compared against when there is no account, so that it takes as long as a wrong password.
    nobody: Arc<str>,
}

impl Passwords {
    /// `memory` in KiB for each hash.
    pub fn new(memory: u32) -> Result<Passwords, Error> {
        let argon2 = with_memory(memory)?;
        Ok(Passwords { turns: Arc::new(Semaphore::new(AT_ONCE)), argon2, nobody: nobody(memory)?.into() })
    }

    /// The hash to keep of a password.
    pub async fn hash(&self, password: NewPassword) -> Result<String, Error> {
        self.in_turn(move |argon2| hash(&argon2, &password.into_text())).await
    }

    /// Hashes at once, for commands that make many accounts with one password.
    pub fn hash_now(&self, password: &str) -> Result<String, Error> {
        hash(&self.argon2, password)
    }

    /// Whether the password fits the kept hash; without a hash it takes as long and does not.
    pub async fn fits(&self, kept: Option<String>, password: String) -> Result<bool, Error> {
        let is_somebody = kept.is_some();
        let kept = kept.unwrap_or_else(|| self.nobody.to_string());
        let fits = self.in_turn(move |argon2| {
            let kept = PasswordHash::new(&kept).map_err(Error::internal)?;
            Ok(argon2.verify_password(password.as_bytes(), &kept).is_ok())
        });
        Ok(fits.await? && is_somebody)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        f: impl FnOnce(Argon2<'static>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| Error::Busy("too many are signing in"))?.map_err(Error::internal)?;
        let argon2 = self.argon2.clone();
        let work = move || {
            let _turn = turn;
            f(argon2)
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }
}

fn with_memory(memory: u32) -> Result<Argon2<'static>, Error> {
    let params = Params::new(memory, PASSES, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A hash that takes as long to compare as any other, and is nobody's: made with the least memory and said to be made with
/// all of it, so that starting takes neither the time nor the memory of a sign-in.
fn nobody(memory: u32) -> Result<String, Error> {
    let least = Params::MIN_M_COST;
    let made = hash(&with_memory(least)?, "nobody has this password")?;
    Ok(made.replace(&format!("$m={least},"), &format!("$m={memory},")))
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, Error> {
    Ok(argon2.hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[actix_web::test]
    async fn two_are_hashed_at_a_time_and_who_waits_too_long_is_told() {
        let passwords = Passwords::new(8).unwrap();
        let turns =
            [passwords.turns.clone().acquire_owned().await, passwords.turns.clone().acquire_owned().await];
        let began = Instant::now();
        assert!(matches!(passwords.fits(None, "guess".into()).await, Err(Error::Busy(_))));
        assert!(began.elapsed() >= PATIENCE, "a short wait first");
        drop(turns);
        assert_eq!(passwords.fits(None, "guess".into()).await.ok(), Some(false));
    }

    #[actix_web::test]
    async fn an_account_nobody_has_costs_as_much_as_a_wrong_password() {
        let passwords = Passwords::new(8_192).unwrap();
        let kept = passwords.hash_now("mountain-road-7").unwrap();
        let cost = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(cost(&passwords.nobody), cost(&kept), "the same memory and passes");
        let mut shortest = [Duration::MAX; 2];
        for _ in 0..5 {
            for (shortest, kept) in shortest.iter_mut().zip([None, Some(kept.clone())]) {
                let began = Instant::now();
                assert_eq!(passwords.fits(kept, "guess".into()).await.ok(), Some(false));
                *shortest = began.elapsed().min(*shortest);
            }
        }
        let [nobody, somebody] = shortest;
        // Wide enough for a busy machine; whoever skips the hash is a thousand times as fast.
        assert!(nobody < somebody * 10 && somebody < nobody * 10, "{nobody:?} {somebody:?}");
    }

    #[actix_web::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::new(8).unwrap();
        let kept = passwords.hash(NewPassword::parse("mountain-road-7", "owner").unwrap()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=8,t=2,p=1$"), "{kept}");
        assert_eq!(passwords.fits(Some(kept.clone()), "mountain-road-7".into()).await.ok(), Some(true));
        assert_eq!(passwords.fits(Some(kept.clone()), "Mountain-road-7".into()).await.ok(), Some(false));
        assert_ne!(kept, passwords.hash_now("mountain-road-7").unwrap(), "each hash has its own salt");
    }
}
