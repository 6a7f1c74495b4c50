//! Whom a resident rings: the offices of a village, its township and the county.

use super::queries::{Division, division};
use crate::{
    db::Conn,
    domain::VillageCode,
    error::Error,
    i18n::Lang,
    settings::{County, require_county},
    web::{Frame, Help},
};

/// The offices above a resident, from the village up.
#[derive(Debug, Clone)]
pub struct Offices {
    pub village: Division,
    pub township: Division,
    pub county: County,
}

impl Offices {
    /// The frame of a public page about this village: the nearest office is whom to ring.
    pub fn frame(&self, lang: Lang, path: &str) -> Frame {
        let (county, is_sample) = (self.county.name.clone(), self.county.is_sample);
        Frame { path: path.to_owned(), ..Frame::of_county(lang, county, is_sample, self.nearest()) }
    }

    /// The nearest office that has a number.
    pub fn nearest(&self) -> Help {
        let [village, township, county] = self.all();
        [village, township].into_iter().find(|office| !office.phone.is_empty()).unwrap_or(county)
    }

    /// All three with their numbers, empty where none is known.
    pub fn all(&self) -> [Help; 3] {
        let of = |division: &Division| Help {
            office: division.name.clone(),
            phone: division.office_phone.clone(),
        };
        let county = Help { office: self.county.office.clone(), phone: self.county.office_phone.clone() };
        [of(&self.village), of(&self.township), county]
    }
}

/// The offices of a village; `NotFound` for a code that is none of the county's villages.
pub fn offices(conn: &mut Conn, code: VillageCode) -> Result<Offices, Error> {
    Ok(Offices {
        village: division(conn, code.as_str())?.ok_or(Error::NotFound)?,
        township: division(conn, code.township().as_str())?.ok_or(Error::NotFound)?,
        county: require_county(conn)?,
    })
}
