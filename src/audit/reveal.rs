//! Revealing: opening a sealed value with a reason, on record (PRODUCT §4.6).

use super::{AuditKind, Entry, Subject, record};
use crate::{
    db::Tx,
    domain::ResidentId,
    error::Error,
    seal::{Keys, Permit, Place, Sealed},
};
use std::str::FromStr;

/// Opens a value of a resident for whoever gave `reason`; who, which field and why go into the trail first.
pub fn reveal<T: FromStr>(
    tx: &mut Tx<'_>,
    keys: &Keys,
    resident: ResidentId,
    (value, place): (&Sealed<T>, Place),
    reason: &str,
) -> Result<T, Error> {
    let entry =
        Entry::new(AuditKind::Revealed).on(Subject::Resident, resident.0).fields(place.column).reason(reason);
    record(tx, entry)?;
    value.open(keys, place, Permit::checked()).ok_or_else(|| Error::internal("a sealed value does not open"))
}
