//! Several people in one row: tables side by side, and the members of a household one behind the other.

use super::{Column, Field, Table, bands::Band, decide::leaf};

/// The tables under one header. Columns before the first that is repeated, and after the last, belong to all of them:
/// the village, the household.
pub fn tables(band: Option<Band>, columns: Vec<Column>) -> Vec<Table> {
    let header_rows = band.map(|band| (band.top + 1, band.bottom + 1));
    let whole = |columns: Vec<Column>, has_neighbours: bool, first_column: usize| Table {
        header_rows,
        first_column,
        columns,
        has_neighbours,
    };
    let names: Vec<usize> = places_of_names(&columns);
    let starts = starts(&columns, &names);
    if starts.len() < 2 {
        let first = columns.iter().find(|column| !column.header.is_empty()).map_or(0, |column| column.column);
        return vec![whole(columns, false, first)];
    }
    let first = starts.first().copied().unwrap_or(0);
    let last = starts.last().copied().unwrap_or(0);
    let period = starts.get(1).map_or(0, |second| second - first);
    let end = end_of_last(&columns, first, last, period);
    let shared = |at: usize| at < first || at >= end;
    let ends = starts.iter().skip(1).copied().chain([end]);
    let mut tables = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let own: Vec<Column> = columns
            .iter()
            .enumerate()
            .filter(|(at, _)| shared(*at) || (start..end).contains(at))
            .map(|(_, column)| column.clone())
            .collect();
        let first_column = columns.get(start).map_or(0, |column| column.column);
        tables.push(whole(own, true, first_column));
    }
    tables
}

/// The columns of names, if they have the same header but for a number.
fn places_of_names(columns: &[Column]) -> Vec<usize> {
    let is_name = |column: &&Column| column.field == Some(Field::NAME);
    let Some(first) = columns.iter().find(is_name).map(leaf) else { return Vec::new() };
    let all = columns.iter().enumerate().filter(|(_, column)| is_name(column) && leaf(column) == first);
    all.map(|(at, _)| at).collect()
}

/// Where each table begins: with the first column whose header comes again after the next name.
fn starts(columns: &[Column], names: &[usize]) -> Vec<usize> {
    let (Some(first), Some(second)) = (names.first().copied(), names.get(1).copied()) else {
        return names.to_vec();
    };
    let has_again = |at: usize, from: usize, to: usize| {
        let key = columns.get(at).map(leaf).unwrap_or_default();
        !key.is_empty() && columns.get(from..to).into_iter().flatten().any(|other| leaf(other) == key)
    };
    // Before the first name what is repeated between it and the second: 序号 姓名 … 序号 姓名.
    let begin = (0..=first).find(|at| has_again(*at, first + 1, second + 1)).unwrap_or(first);
    let key = columns.get(begin).map(leaf).unwrap_or_default();
    let mut starts = vec![begin];
    let mut before = first;
    for name in names.iter().skip(1).copied() {
        let found = (before + 1..=name).find(|at| columns.get(*at).map(leaf).as_ref() == Some(&key));
        starts.push(found.unwrap_or(name));
        before = name;
    }
    starts
}

/// The end of the last table: where it is as long as the first; what follows with a header of its own is everybody's.
fn end_of_last(columns: &[Column], first: usize, last: usize, period: usize) -> usize {
    let end = last + period;
    let has_gap = columns.get(end.saturating_sub(1)..=end).is_some_and(|pair| match pair {
        [left, right] => right.column > left.column + 1,
        _ => false,
    });
    let is_longer = columns.len() > end;
    let repeats = columns
        .get(end)
        .map(leaf)
        .is_some_and(|key| columns.get(first..last).into_iter().flatten().any(|column| leaf(column) == key));
    if is_longer && !has_gap && !repeats { end } else { columns.len() }
}

#[cfg(test)]
mod tests {
    use super::{super::Sure, *};

    fn split(headers: &str) -> Vec<(usize, String)> {
        let column = |(at, header): (usize, &str)| {
            let (field, sure) = super::super::header::meaning(&[header.to_owned()]);
            Column { column: at, header: header.to_owned(), field, sure, samples: Vec::new() }
        };
        let columns =
            headers.split(' ').enumerate().filter(|(_, header)| *header != "-").map(column).collect();
        let all = tables(None, columns).into_iter().map(|table| {
            let headers: Vec<String> = table.columns.iter().map(|column| column.header.clone()).collect();
            (table.first_column, headers.join(" "))
        });
        all.collect()
    }

    #[test]
    fn tables_side_by_side_are_told_apart() {
        let wanted = |first: usize| (first, "序号 姓名 电话".to_owned());
        assert_eq!(split("序号 姓名 电话"), [wanted(0)]);
        assert_eq!(split("序号 姓名 电话 序号 姓名 电话"), [wanted(0), wanted(3)]);
        assert_eq!(
            split("序号 姓名 电话 - 序号 姓名 电话 - 序号 姓名 电话"),
            [wanted(0), wanted(4), wanted(8)]
        );
        assert_eq!(Sure::Header, super::super::header::meaning(&["姓名".to_owned()]).1);
    }

    #[test]
    fn members_of_a_household_share_what_stands_before_and_behind_them() {
        let found = split("序号 村 户主姓名 姓名1 身份证号1 电话1 姓名2 身份证号2 电话2 备注");
        let wanted = [
            (3, "序号 村 户主姓名 姓名1 身份证号1 电话1 备注".to_owned()),
            (6, "序号 村 户主姓名 姓名2 身份证号2 电话2 备注".to_owned()),
        ];
        assert_eq!(found, wanted);
    }
}
