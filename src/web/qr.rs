//! QR codes as pictures that stand in the page: black on white whatever the page's colours, four modules of quiet round it.

use crate::error::Error;
use fast_qr::{ECL, QRBuilder, QRCode};
use std::fmt::Write;

/// Modules left white round a code (ISO/IEC 18004).
const QUIET: usize = 4;

/// The code of a text as SVG markup, which fills whatever it stands in.
pub fn qr(text: &str) -> Result<String, Error> {
    let code = QRBuilder::new(text).ecl(ECL::M).build();
    let code = code.map_err(|_| Error::internal("too long for a QR code"))?;
    let side = code.size + 2 * QUIET;
    let path = path(&code).map_err(Error::internal)?;
    Ok(format!(
        "<svg viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Each run of black modules as one bar: half the bytes of one square a module, and no seams between them.
fn path(code: &QRCode) -> Result<String, std::fmt::Error> {
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y][..code.size];
        let mut x = 0;
        while x < code.size {
            let length = row[x..].iter().take_while(|module| module.value()).count();
            if length > 0 {
                write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET)?;
            }
            x += length.max(1);
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_small_picture_with_its_quiet_zone_and_its_three_corners() {
        let svg = qr("https://kith.example/my/0123456789abc0123456789abcdef").unwrap();
        assert!(svg.len() < 6_000, "{}", svg.len());
        assert!(
            svg.contains("viewBox=\"0 0 41 41\"")
                && svg.contains("M4 4h7v1h-7z")
                && svg.contains("M30 4h7v1h-7z")
        );
        assert!(!svg.contains("M3 ") && !svg.contains(" 3h"), "nothing lies in the quiet zone");
    }
}
