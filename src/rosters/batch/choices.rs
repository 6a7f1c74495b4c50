//! What was decided about a file, as it is kept: with it, and for other files of the same shape.

use crate::rosters::{Choices, Field, FieldChoice};
use serde::{Deserialize, Serialize};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    hidden_sheets: Vec<String>,
    fields: Vec<KeptField>,
    village: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct KeptField {
    header: String,
    nth: usize,
    field: Option<String>,
}

/// The text by which choices are kept.
pub fn choices_text(choices: &Choices) -> String {
    let field = |choice: &FieldChoice| KeptField {
        header: choice.header.clone(),
        nth: choice.nth,
        field: choice.field.map(|field| field.name().to_owned()),
    };
    let kept = Kept {
        hidden_sheets: choices.hidden_sheets.clone(),
        fields: choices.fields.iter().map(field).collect(),
        village: choices.village.clone(),
    };
    // Texts and numbers alone: it cannot fail.
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The choices behind a kept text.
pub fn choices_from(text: &str) -> Choices {
    let kept: Kept = serde_json::from_str(text).unwrap_or_default();
    let field = |kept: KeptField| FieldChoice {
        header: kept.header,
        nth: kept.nth,
        field: kept.field.as_deref().and_then(Field::named),
    };
    Choices {
        hidden_sheets: kept.hidden_sheets,
        fields: kept.fields.into_iter().map(field).collect(),
        village: kept.village,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_back_as_they_were_kept() {
        let choices = Choices {
            hidden_sheets: vec!["旧表".into()],
            fields: vec![
                FieldChoice { header: "联系方式".into(), nth: 1, field: Some(Field::PHONE) },
                FieldChoice { header: "备注".into(), nth: 0, field: None },
            ],
            village: Some("500155001001".into()),
        };
        assert_eq!(choices_from(&choices_text(&choices)), choices);
        assert_eq!(choices_from(""), Choices::default());
    }
}
