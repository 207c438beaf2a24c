//! One criterion at a time: from its form to the model, refusing what does not fit together.

use toml::Spanned;

use crate::fault::SchemaFault;
use crate::form::{RawCriterion, RawKind, RawOption, RawParent, RawSays, RawText};
use crate::load::{Names, SchemaError, Source};
use crate::model::{
    ChoiceOption, Criterion, CriterionId, Facet, GroupId, Kind, Parent, Says, SectionId, When,
};
use crate::osm::osm;
use crate::text::Text2;

const PLACEHOLDER: &str = "{value}";

/// Whether `name` can be a JSON key, a CSV column and an unquoted SQL name.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() <= 63 && name.chars().all(plain)
}

pub(crate) fn text(source: Source<'_>, raw: RawText) -> Result<Text2, SchemaError> {
    both(source, raw.fr, raw.en)
}

fn both(source: Source<'_>, fr: Spanned<String>, en: Spanned<String>) -> Result<Text2, SchemaError> {
    for (lang, text) in [("fr", &fr), ("en", &en)] {
        if text.get_ref().trim().is_empty() {
            return Err(source.error(text.span(), SchemaFault::EmptyText(lang)));
        }
    }
    Ok(Text2 { fr: fr.into_inner(), en: en.into_inner() })
}

pub(crate) fn criterion(
    source: Source<'_>,
    names: &Names,
    id: CriterionId,
    raw: &RawCriterion,
) -> Result<Criterion, SchemaError> {
    let kind = kind(source, &raw.kind)?;
    check_csv(source, raw)?;
    Ok(Criterion {
        id,
        section: section(source, names, &raw.section)?,
        key: raw.key.get_ref().clone(),
        label: text(source, raw.label.clone())?,
        says: says(source, &raw.key, &kind, &raw.says)?,
        parent: raw.parent.as_ref().map(|form| parent(source, names, form)).transpose()?,
        groups: groups(source, names, &raw.groups)?,
        counts: raw.counts,
        csv: raw.csv.as_ref().is_none_or(|csv| *csv.get_ref()),
        csv_reason: raw.csv_reason.as_ref().map(|reason| reason.get_ref().clone()),
        facet: raw.facet.as_ref().map(|form| facet(source, &kind, form)).transpose()?,
        osm: raw.osm.iter().map(|form| osm(source, &kind, form)).collect::<Result<_, _>>()?,
        stale_after_days: raw.stale_after_days,
        children: Vec::new(),
        kind,
    })
}

fn section(source: Source<'_>, names: &Names, raw: &Spanned<String>) -> Result<SectionId, SchemaError> {
    let fault = || SchemaFault::UnknownSection(raw.get_ref().clone());
    names.sections.get(raw.get_ref()).copied().ok_or_else(|| source.error(raw.span(), fault()))
}

fn kind(source: Source<'_>, raw: &RawKind) -> Result<Kind, SchemaError> {
    let length = |max: &Spanned<usize>| match *max.get_ref() {
        0 => Err(source.error(max.span(), SchemaFault::NoLength)),
        max => Ok(max),
    };
    match raw {
        RawKind::Boolean => Ok(Kind::Boolean),
        RawKind::Integer { min, max, .. } if min.get_ref() > max => {
            let fault = SchemaFault::EmptyRange { min: *min.get_ref(), max: *max };
            Err(source.error(min.span(), fault))
        }
        RawKind::Integer { unit, .. } if unit.get_ref().trim().is_empty() => {
            Err(source.error(unit.span(), SchemaFault::EmptyText("unit")))
        }
        RawKind::Integer { min, max, unit } => {
            Ok(Kind::Integer { min: *min.get_ref(), max: *max, unit: unit.get_ref().clone() })
        }
        RawKind::Choice(raw) => Ok(Kind::Choice(options(source, "choice", raw)?)),
        RawKind::Choices(raw) => Ok(Kind::Choices(options(source, "choices", raw)?)),
        RawKind::Text { max } => Ok(Kind::Text { max: length(max)? }),
        RawKind::Url { max } => Ok(Kind::Url { max: length(max)? }),
    }
}

fn options(
    source: Source<'_>,
    kind: &'static str,
    raw: &Spanned<Vec<RawOption>>,
) -> Result<Vec<ChoiceOption>, SchemaError> {
    let mut options: Vec<ChoiceOption> = Vec::new();
    if raw.get_ref().is_empty() {
        return Err(source.error(raw.span(), SchemaFault::NoOptions(kind)));
    }
    for option in raw.get_ref() {
        let value = option.value.get_ref();
        let breaks_lists = |c: char| c.is_whitespace() || c.is_control() || ",\"'[]".contains(c);
        if value.is_empty() || value.contains(breaks_lists) {
            return Err(source.error(option.value.span(), SchemaFault::BadOption(value.clone())));
        }
        if options.iter().any(|known| known.value == *value) {
            return Err(source.error(option.value.span(), SchemaFault::DuplicateOption(value.clone())));
        }
        let label = both(source, option.fr.clone(), option.en.clone())?;
        options.push(ChoiceOption { value: value.clone(), label });
    }
    Ok(options)
}

fn says(source: Source<'_>, key: &Spanned<String>, kind: &Kind, raw: &RawSays) -> Result<Says, SchemaError> {
    let kind_name = kind.name();
    let need = |sentence: &'static str, form: &Option<RawText>| match form {
        Some(form) => check_placeholder(source, sentence == "known", form),
        None => Err(source.error(key.span(), SchemaFault::MissingSentence { kind: kind_name, sentence })),
    };
    let refuse = |sentence: &'static str, form: &Option<RawText>| match form {
        Some(form) => {
            let fault = SchemaFault::StraySentence { kind: kind_name, sentence };
            Err(source.error(form.fr.span(), fault))
        }
        None => Ok(()),
    };
    let unknown = need("unknown", &raw.unknown)?;
    if *kind == Kind::Boolean {
        refuse("known", &raw.known)?;
        return Ok(Says::Boolean { yes: need("yes", &raw.yes)?, no: need("no", &raw.no)?, unknown });
    }
    refuse("yes", &raw.yes)?;
    refuse("no", &raw.no)?;
    Ok(Says::Known { known: need("known", &raw.known)?, unknown })
}

fn check_placeholder(source: Source<'_>, wanted: bool, form: &RawText) -> Result<Text2, SchemaError> {
    let sentence = text(source, form.clone())?;
    for text in [&form.fr, &form.en] {
        match (wanted, text.get_ref().contains(PLACEHOLDER)) {
            (true, false) => return Err(source.error(text.span(), SchemaFault::MissingValue)),
            (false, true) => return Err(source.error(text.span(), SchemaFault::StrayValue)),
            _ => {}
        }
    }
    Ok(sentence)
}

fn parent(source: Source<'_>, names: &Names, raw: &Spanned<RawParent>) -> Result<Parent, SchemaError> {
    let form = raw.get_ref();
    let when = match (form.when, form.at_least, form.not_empty) {
        (Some(wanted), None, None) => When::Is(wanted),
        (None, Some(least), None) => When::AtLeast(least),
        (None, None, Some(true)) => When::NotEmpty,
        _ => return Err(source.error(raw.span(), SchemaFault::ParentCondition)),
    };
    match names.criteria.get(form.key.get_ref()) {
        Some(&id) => Ok(Parent { id, when }),
        None => {
            let fault = SchemaFault::UnknownParent(form.key.get_ref().clone());
            Err(source.error(form.key.span(), fault))
        }
    }
}

/// Whether answers of `parent` can be compared with the condition and can meet it.
pub(crate) fn opens(parent: &Criterion, when: When) -> Result<(), SchemaFault> {
    let (fits, condition) = match (when, &parent.kind) {
        (When::Is(_), kind) => (*kind == Kind::Boolean, "when"),
        (When::AtLeast(least), Kind::Integer { min, max, .. }) => {
            ((*min..=*max).contains(&least), "at_least")
        }
        (When::AtLeast(_), _) => (false, "at_least"),
        (When::NotEmpty, Kind::Choices(_) | Kind::Text { .. } | Kind::Url { .. }) => (true, "not_empty"),
        (When::NotEmpty, _) => (false, "not_empty"),
    };
    if fits {
        return Ok(());
    }
    Err(SchemaFault::ParentKind { parent: parent.key.clone(), kind: parent.kind.name(), condition })
}

fn groups(source: Source<'_>, names: &Names, raw: &[Spanned<String>]) -> Result<Vec<GroupId>, SchemaError> {
    let find = |group: &Spanned<String>| match names.groups.get(group.get_ref()) {
        Some(&id) => Ok(id),
        None => {
            let fault = SchemaFault::UnknownGroup(group.get_ref().clone());
            Err(source.error(group.span(), fault))
        }
    };
    raw.iter().map(find).collect()
}

fn check_csv(source: Source<'_>, raw: &RawCriterion) -> Result<(), SchemaError> {
    match (&raw.csv, &raw.csv_reason) {
        (Some(csv), None) if !csv.get_ref() => Err(source.error(csv.span(), SchemaFault::CsvReason)),
        (Some(csv), Some(reason)) if !csv.get_ref() => match reason.get_ref().trim() {
            "" => Err(source.error(reason.span(), SchemaFault::CsvReason)),
            _ => Ok(()),
        },
        (_, Some(reason)) => Err(source.error(reason.span(), SchemaFault::StrayCsvReason)),
        _ => Ok(()),
    }
}

fn facet(source: Source<'_>, kind: &Kind, raw: &Spanned<Facet>) -> Result<Facet, SchemaError> {
    let facet = *raw.get_ref();
    let (fits, name) = match facet {
        Facet::Terms => (matches!(kind, Kind::Boolean | Kind::Choice(_) | Kind::Choices(_)), "terms"),
        Facet::Range => (matches!(kind, Kind::Integer { .. }), "range"),
    };
    if fits {
        return Ok(facet);
    }
    Err(source.error(raw.span(), SchemaFault::FacetKind { facet: name, kind: kind.name() }))
}
