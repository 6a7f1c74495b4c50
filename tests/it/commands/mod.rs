//! The commands of the program itself, as somebody types them at a county's machine (PRODUCT §6).

mod help;
mod sample;
mod serving;
