//! Files sent by a form: read by whoever takes them, once the reader is known to have the right.

use crate::error::Error;
use actix_multipart::Multipart;
use actix_web::HttpRequest;
use actix_web::http::header;
use futures_util::StreamExt;
use std::{collections::HashMap, time::Duration};
use tokio::time::timeout;

/// The type of a form that carries a file.
const MULTIPART: &str = "multipart/form-data";
/// Most bytes of a field beside the file.
const LONGEST_FIELD: usize = 4 * 1024;
/// Most fields.
const MOST_FIELDS: usize = 20;
/// How many times as long as a plain form a file may take to arrive.
const PATIENCE: u64 = 20;
/// How many times the limit is read, and thrown away, so that the browser gets to hear why nothing was taken.
const HEARD_OUT: usize = 3;

/// Whether a request carries a file: its body is left to the handler.
pub fn carries_file(req: &actix_web::dev::ServiceRequest) -> bool {
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with(MULTIPART))
}

/// What a form with a file brought.
#[derive(Debug, Default)]
pub struct Upload {
    /// The name of the file without folders, at most 120 characters; empty if none was chosen.
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// Whether the file was larger than allowed; then there are no bytes.
    pub is_too_large: bool,
    pub fields: HashMap<String, String>,
}

/// A form with a file, not read yet.
pub struct FileForm {
    form: Result<Multipart, Error>,
    seconds: u64,
}

impl actix_web::FromRequest for FileForm {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let kind = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let seconds = req
            .app_data::<actix_web::web::Data<super::State>>()
            .map_or(30, |state| state.config.body_seconds);
        let form = match kind {
            Some(kind) if kind.starts_with(MULTIPART) => Ok(Multipart::new(req.headers(), payload.take())),
            _ => Err(Error::BadRequest),
        };
        std::future::ready(Ok(FileForm { form, seconds: seconds.saturating_mul(PATIENCE) }))
    }
}

impl FileForm {
    /// Reads the file, up to so many bytes, and the fields beside it.
    pub async fn read(self, most: usize) -> Result<Upload, Error> {
        let mut form = self.form?;
        let reading = read_parts(&mut form, most);
        timeout(Duration::from_secs(self.seconds), reading).await.map_err(|_| Error::TooSlow)?
    }
}

async fn read_parts(form: &mut Multipart, most: usize) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|_| Error::BadRequest)?;
        let disposition = part.content_disposition().cloned();
        let name = disposition.as_ref().and_then(|one| one.get_name()).unwrap_or_default().to_owned();
        let file_name = disposition.as_ref().and_then(|one| one.get_filename()).map(plain_name);
        let limit = if file_name.is_some() { most } else { LONGEST_FIELD };
        let (mut bytes, mut seen) = (Vec::new(), 0usize);
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| Error::BadRequest)?;
            seen += chunk.len();
            if seen <= limit {
                bytes.extend_from_slice(&chunk);
            } else if file_name.is_none() || seen > limit.saturating_mul(HEARD_OUT) {
                return Err(Error::TooLarge);
            }
        }
        match file_name {
            Some(file_name) => {
                upload.is_too_large = seen > limit;
                (upload.file_name, upload.bytes) = (file_name, bytes);
                if upload.is_too_large {
                    upload.bytes = Vec::new();
                }
            }
            None if upload.fields.len() < MOST_FIELDS => {
                let value = String::from_utf8(bytes).map_err(|_| Error::BadRequest)?;
                upload.fields.insert(name, value);
            }
            None => return Err(Error::TooLarge),
        }
    }
    Ok(upload)
}

/// A file's name without the folders before it, and without what nobody can see.
fn plain_name(text: &str) -> String {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_what_nobody_sees() {
        for (sent, name) in [
            ("C:\\名册\\花名册.xlsx", "花名册.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("一\n二.csv", "一二.csv"),
            ("", ""),
        ] {
            assert_eq!(plain_name(sent), name);
        }
    }
}
