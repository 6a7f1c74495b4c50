//! The workbook back with its faults marked.

use super::{
    listing::{of_report, reasons_of},
    show::found,
};
use crate::{
    accounts::Office,
    audit::{self, AuditKind, Entry, Subject},
    domain::{RosterId, Scope},
    error::Error,
    rosters::{
        batch::{self, Listed, RowVerdict},
        marked::{self, Fault, Faults},
    },
    web::State,
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};

/// Rows read at once.
const AT_ONCE: i64 = 2000;

/// The file, as xlsx.
pub async fn download(by: Office, state: Data<State>, id: Path<RosterId>) -> Result<HttpResponse, Error> {
    let found = found(&by, &state, id.into_inner()).await?;
    if !found.has_file(state.db.clock().now()) {
        return Err(Error::NotFound);
    }
    let (lang, is_township) = (by.lang, matches!(by.scope()?, Scope::Township(_)));
    let (whole, keys) = (found.clone(), state.keys.clone());
    let read = move |conn: &mut crate::db::Conn| {
        let (mut faults, mut after) = (Faults::new(), 0);
        loop {
            let rows = batch::rows_of(conn, &whole, Listed::Of(RowVerdict::Refused), after, AT_ONCE)?;
            let Some(last) = rows.last() else { break };
            after = last.number;
            for row in &rows {
                let cell = batch::open_facts(&keys, whole.id, row.number, &row.facts)?.cell;
                let place =
                    (usize::try_from(row.sheet).unwrap_or(0), usize::try_from(row.sheet_row).unwrap_or(0));
                let said = reasons_of(row, lang, is_township).into_iter();
                let fault =
                    |(field, words): (&str, &str)| Fault { field: of_report(field), words: words.to_owned() };
                faults.entry(place).or_default().extend(said.map(|one| (cell.clone(), fault(one))));
            }
        }
        let findings = batch::findings_of(&keys, &whole)?;
        marked::marked(&batch::file_of(conn, &keys, &whole)?, &findings, &faults)
    };
    let bytes = state.db.report(read).await?;
    let entry = Entry::new(AuditKind::ListTaken).on(Subject::Roster, found.id.0);
    let entry = entry.amount(i64::from(found.total));
    state.db.write(by.actor(), move |tx| audit::record(tx, entry)).await?;
    Ok(HttpResponse::Ok()
        .insert_header((
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"kith-{}.xlsx\"", found.id),
        ))
        .body(bytes))
}
