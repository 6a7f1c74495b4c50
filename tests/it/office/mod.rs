//! A county starts and is staffed: the one-time link, settings, divisions, departments, accounts.

mod accounts;
mod county;
mod moves;
