//! Roles: what the holder of a post may do (PRODUCT §2).

use super::word::words;

words! {
    /// The role of a post.
    Role {
        Cadre = "cadre",
        Township = "township",
        Department = "department",
        County = "county",
        Auditor = "auditor",
    }
}
