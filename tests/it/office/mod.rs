//! A county starts, is staffed and changes: the one-time link, settings, divisions, departments, accounts, the trail.

mod accounts;
mod county;
mod moves;
mod trail;
