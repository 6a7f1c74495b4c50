//! In which village the people of a row are registered: by its cells, the bands above, the title, the sheet, the file.

use super::{
    Divisions, Found, IssueCode, Mention,
    days::is_nothing,
    group,
    row::{Above, Columns},
};
use crate::{
    rosters::{
        reading::{Cell, Grid},
        tables::{Field, Says},
    },
    web::typed,
};

/// What stands around the rows of a table and says where their people are registered.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The band above the row.
    pub band: Says,
    /// The title, the sheet, the file, in this order.
    pub around: Vec<Mention>,
    /// The village somebody chose for whoever has none.
    pub chosen: Option<String>,
}

/// Where somebody is registered.
#[derive(Debug, Default)]
pub struct Registered {
    pub village: Option<String>,
    pub group: Option<u16>,
    pub issue: Option<(IssueCode, String)>,
}

/// Where the people of a row are registered.
pub fn registered(
    grid: &Grid,
    row: usize,
    columns: &Columns,
    divisions: &Divisions,
    context: &Context,
    above: &mut Above,
) -> Registered {
    let mut text = |field: Field| columns.filled_down(grid, row, field, above);
    let own_group = columns.text(grid, row, Field::GROUP);
    let unknown =
        |raw: String| Registered { issue: Some((IssueCode::VillageUnknown, raw)), ..Registered::default() };
    if let Some(county) = text(Field::COUNTY).filter(|county| !divisions.is_own_county(county)) {
        return unknown(county);
    }
    let said = text(Field::TOWNSHIP).filter(|text| !is_nothing(text));
    let township = match &said {
        Some(said) => match divisions.township(said) {
            Some(township) => Some(township),
            None => return unknown(said.clone()),
        },
        None => context.township(),
    };
    let within = township.as_deref();
    let village = text(Field::VILLAGE).filter(|text| !is_nothing(text));
    let (found, mut group, raw) = match village {
        Some(text) => {
            let (found, group) = divisions.village(&text, within);
            (found, group.number(), text)
        }
        None => elsewhere(grid, row, columns, divisions, context, within),
    };
    let number = own_group
        .as_deref()
        .and_then(|text| group::read(text).or_else(|| group_behind(divisions, text, within)));
    group = number.or(group).or(context.band.group);
    match found {
        Found::One(village) => Registered { village: Some(village), group, issue: None },
        Found::Several => {
            Registered { village: None, group, issue: Some((IssueCode::VillageAmbiguous, raw)) }
        }
        Found::None => Registered { village: None, group, issue: Some((IssueCode::VillageUnknown, raw)) },
    }
}

/// 双龙社区3组 in a column of groups.
fn group_behind(divisions: &Divisions, text: &str, within: Option<&str>) -> Option<u16> {
    divisions.village(text, within).1.number()
}

/// The village of a row that has none in its own column.
fn elsewhere(
    grid: &Grid,
    row: usize,
    columns: &Columns,
    divisions: &Divisions,
    context: &Context,
    within: Option<&str>,
) -> (Found, Option<u16>, String) {
    let addresses = [Field::GROUP, Field::HUKOU_ADDRESS, Field::HOME_ADDRESS];
    for text in addresses.into_iter().filter_map(|field| columns.text(grid, row, field)) {
        let (found, group) = divisions.village(&text, within);
        if matches!(found, Found::One(_)) {
            return (found, group.number(), text);
        }
        let mentioned = divisions
            .mentioned(&text)
            .village
            .filter(|code| within.is_none_or(|within| code.starts_with(within)));
        if let Some(village) = mentioned {
            return (Found::One(village), None, text);
        }
    }
    if let Some(words) = &context.band.village {
        return (divisions.village(words, within).0, None, words.clone());
    }
    let around = context.around.iter().find_map(|mention| mention.village.clone());
    let village = around
        .filter(|code| within.is_none_or(|within| code.starts_with(within)))
        .or_else(|| context.chosen.clone());
    (village.map_or(Found::None, Found::One), None, String::new())
}

impl Context {
    fn township(&self) -> Option<String> {
        let around = || self.around.iter().find_map(|mention| mention.township.clone());
        self.band.township.clone().or_else(around)
    }
}

/// What a cell shows, as one line; none where nothing was typed. The mark by which lists are given out harmless is not
/// of it.
pub fn line(cell: Cell<'_>) -> Option<String> {
    let shown = cell.shown();
    let line = cell.text().map_or(shown.as_str(), typed).split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
