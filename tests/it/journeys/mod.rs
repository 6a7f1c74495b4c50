//! The pages and the cadre's day in a browser: on a cheap phone's window, with scripts and without.

mod pages;
