//! What the county's administrator types about the county.

use super::queries::County;
use crate::{
    domain::{CountyCode, PhoneNumber, Problem, optional_line, plain, required_line},
    web::Problems,
};
use serde::Deserialize;

/// The county's form as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CountyForm {
    pub code: String,
    pub name: String,
    pub office: String,
    pub office_phone: String,
    pub data_contact: String,
    pub data_contact_phone: String,
    pub purpose: String,
    pub filing: String,
    pub police_filing: String,
    /// The stamp of the values the form was shown with; empty before there is a county.
    pub seen: String,
}

impl CountyForm {
    /// The form filled with what stands.
    pub fn of(county: &County) -> CountyForm {
        let county = county.clone();
        CountyForm {
            seen: county.stamp(),
            code: county.code,
            name: county.name,
            office: county.office,
            office_phone: county.office_phone,
            data_contact: county.data_contact,
            data_contact_phone: county.data_contact_phone,
            purpose: county.purpose,
            filing: county.filing,
            police_filing: county.police_filing,
        }
    }

    /// Reads the form; every problem is named, with its field.
    pub fn parse(&self, is_sample: bool) -> Result<County, Problems> {
        let mut problems = Problems::default();
        let code = CountyCode::parse(&plain(&self.code)).map_err(|_| Problem::CountyCodeShape);
        let code = problems.keep("code", code);
        let name = problems.keep("name", required_line(&self.name, 40));
        let office = problems.keep("office", required_line(&self.office, 40));
        let office_phone = problems.keep("office_phone", shown_phone(&self.office_phone));
        let data_contact = problems.keep("data_contact", required_line(&self.data_contact, 40));
        let data_contact_phone = problems.keep("data_contact_phone", shown_phone(&self.data_contact_phone));
        let purpose = problems.keep("purpose", optional_line(&self.purpose, 200));
        let filing = problems.keep("filing", optional_line(&self.filing, 60));
        let police_filing = problems.keep("police_filing", optional_line(&self.police_filing, 60));
        let parsed = (|| {
            Some(County {
                code: code?.to_string(),
                name: name?,
                is_sample,
                office: office?,
                office_phone: office_phone?,
                data_contact: data_contact?,
                data_contact_phone: data_contact_phone?,
                purpose: purpose?,
                filing: filing?,
                police_filing: police_filing?,
            })
        })();
        problems.or(parsed)
    }
}

/// The number of an office: one that can be dialled, kept as it was typed.
pub fn shown_phone(text: &str) -> Result<String, Problem> {
    PhoneNumber::parse(text).map(|_| plain(text))
}
