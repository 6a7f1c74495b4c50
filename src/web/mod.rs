//! What every page is made of: the frame round it, forms, error pages, assets, and the checks each request passes.

mod assets;
mod body;
mod conflict;
mod errors;
mod forms;
mod frame;
mod origin;
mod page;
mod paging;
mod qr;
mod place_field;
mod route;
mod sheet;
mod shell;
mod sign_in;
mod state;
mod suggestions;
mod upload;

pub use assets::asset_path;
pub use body::{Form, HalfWritten, Typed};
pub use conflict::{ConflictPage, Versions, stamp};
pub use forms::{Problems, Said, fresh_key, kept_key};
pub use frame::{Frame, Help, MenuItem, optional};
pub use origin::is_same_site;
pub use page::{is_own_path, page, page_with, see_other};
pub use paging::{PAGE_ROWS, Page};
pub use place_field::{PlaceAnswer, PlaceField};
pub use qr::qr;
pub use route::{Method, Route, Who};
pub use sheet::{harmless, typed};
pub use shell::{client_address, language, shell};
pub use sign_in::{SignInPage, SignInWords};
pub use state::State;
pub use upload::{FileForm, Upload};

/// The routes of this module.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [assets::ROUTES, suggestions::ROUTES].into_iter().flatten()
}
