//! Embedded code lists.
