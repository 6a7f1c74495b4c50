//! Residents come in by themselves: registering, the personal link, their own pages.

mod alike;
mod limits;
mod links;
mod my;
mod registering;
mod staff;
