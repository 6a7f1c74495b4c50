//! The commands of the program itself, as somebody types them at a county's machine (PRODUCT §6).

mod backup;
mod check;
mod export;
mod help;
mod import;
mod sample;
mod serving;
