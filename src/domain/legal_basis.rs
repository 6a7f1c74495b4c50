//! On what ground a record is kept (PRODUCT §4.1).

use super::word::words;

words! {
    /// The legal basis of a record.
    LegalBasis {
        /// The statutory duty of the office.
        Duty = "duty",
        /// The person agreed.
        Consent = "consent",
    }
}
