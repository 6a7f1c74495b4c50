//! Who works here: the list, one account, making them one by one or by a list, and their slips.

mod making;
mod pages;
mod slips;
mod text;
mod view;

pub use making::ROUTES as MAKING;
pub use pages::ROUTES;
