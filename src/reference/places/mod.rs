//! Places: provinces, cities, counties (GB/T 2260), the parts of Hong Kong and Macau, and countries; and what people
//! mean when they say where somebody is ([`resolve`]).
//!
//! - [`resolve`] never guesses: a name with several meanings and nothing before or behind it that decides is
//!   [`Resolved::Ambiguous`].
//! - What was typed is kept by the caller; only one place has a code.
//! - White space, width, punctuation and traditional characters make no difference.

mod former;
mod index;
mod latin;
mod list;
mod names;
mod read;
mod resolve;
mod spelling;
mod suggest;
mod words;

pub use list::{full_name, in_use};
pub use resolve::{Resolved, resolve};
pub use suggest::suggest;

#[cfg(test)]
mod tests;
