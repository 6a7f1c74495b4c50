//! The county that is measured: made once, kept in the target folder, copied for each run.

use crate::server::kith;
use kith::clock::Clock;
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// The password of every account in it.
pub const PASSWORD: &str = "correct-horse-9";
const SEED: &str = "1";

/// A county in a folder: its database and its keys.
pub struct County {
    folder: PathBuf,
}

impl County {
    /// The county of so many residents; made if it is not there or was made otherwise.
    pub fn of(residents: usize) -> County {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("county-{residents}"));
        let county = County { folder };
        let stamp = stamp();
        if fs::read_to_string(county.folder.join("stamp")).is_ok_and(|made| made == stamp) {
            return county;
        }
        let _ = fs::remove_dir_all(&county.folder);
        fs::create_dir_all(&county.folder).expect("a folder for the county");
        eprintln!("making a county of {residents} residents (once)");
        generate(&format!("sqlite://{}", county.file().display()), &county.keys(), residents);
        fs::write(county.folder.join("stamp"), stamp).expect("the stamp is kept");
        county
    }

    fn file(&self) -> PathBuf {
        self.folder.join("kith.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    pub fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// A copy to write in; the one of the run before is gone.
    pub fn copy(&self) -> Copy {
        let file = self.folder.join("run.db");
        let copy = Copy { file };
        copy.remove();
        fs::copy(self.file(), &copy.file).expect("the county is copied");
        copy
    }
}

/// A county's database for one run; removed when it is over.
pub struct Copy {
    file: PathBuf,
}

impl Copy {
    pub fn address(&self) -> String {
        format!("sqlite://{}", self.file.display())
    }

    /// Bytes on disk.
    pub fn size(&self) -> u64 {
        self.files().iter().filter_map(|file| fs::metadata(file).ok()).map(|data| data.len()).sum()
    }

    fn files(&self) -> [PathBuf; 3] {
        ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", self.file.display())))
    }

    fn remove(&self) {
        for file in self.files() {
            let _ = fs::remove_file(file);
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Fills an empty database.
pub fn generate(address: &str, keys: &Path, residents: usize) {
    let made = kith(address, keys)
        .args(["generate", "--seed", SEED, "--demo-password", PASSWORD])
        .args(["--residents", &residents.to_string()])
        .status();
    assert!(made.is_ok_and(|status| status.success()), "the county could not be made");
}

/// What a county was made from: the day, the tables and the makers of the sample.
fn stamp() -> String {
    let mut hasher = DefaultHasher::new();
    for folder in ["migrations/sqlite", "src/demo"] {
        hash_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut hasher);
    }
    format!("seed {SEED}, {}, {:016x}", Clock::Real.today(), hasher.finish())
}

fn hash_files(folder: &Path, hasher: &mut DefaultHasher) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash_files(&path, hasher);
        } else {
            fs::read(&path).unwrap_or_default().hash(hasher);
        }
    }
}
