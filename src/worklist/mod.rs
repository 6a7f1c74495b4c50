//! The worklist (今日联系): whom to contact now, in order, each row saying why.
//!
//! A cadre sees their own residents and those they back up whose owner's post nobody holds; a township what waits
//! beyond its cadres (PRODUCT §2). Both read stored dates by an index and sort a few rows in memory.

mod pages;
mod text;

pub use pages::ROUTES;
