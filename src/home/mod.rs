//! The pages for everybody: the two doors (or one's own first page), help, and what is kept of whom.

mod pages;
mod text;

pub use pages::ROUTES;
