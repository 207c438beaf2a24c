//! Each kind of mistake in a schema file is told with its file, line and reason.

use plainpied_criteria::Schema;

use crate::small::{CRITERIA, GROUPS, SECTIONS};

/// Loads the small schema with `old` replaced by `new` in its criteria. The line told is that of `at`, a piece
/// of the broken text.
fn tells(old: &str, new: &str, at: &str, reason: &str) {
    assert_eq!(CRITERIA.matches(old).count(), 1, "{old:?} must stand exactly once");
    let broken = CRITERIA.replace(old, new);
    let line = line_of(&broken, at);
    let error = load(SECTIONS, GROUPS, &broken);
    assert_eq!(error, format!("criteria.toml:{line}: {reason}"));
}

fn load(sections: &str, groups: &str, criteria: &str) -> String {
    let files = [("sections.toml", sections), ("groups.toml", groups), ("criteria.toml", criteria)];
    Schema::load(&files).unwrap_err().to_string()
}

fn line_of(text: &str, piece: &str) -> usize {
    let rank = text.lines().position(|line| line.contains(piece));
    rank.unwrap() + 1
}

const STEPS: &str = "{ integer = { min = 1, max = 200, unit = \"step\" } }";
const LIFT_FITS_PARENT: &str = "{ key = \"lift\", when = true }";
const AIDS_PARENT: &str = "{ key = \"aids\", not_empty = true }";

#[test]
fn text_that_is_not_toml_is_refused() {
    let error = load(SECTIONS, GROUPS, "\n[[criterion]]\nkey = \"level\nsection = 1\n");
    assert!(error.starts_with("criteria.toml:3: "), "{error}");
}

#[test]
fn an_unknown_field_is_refused() {
    let broken = CRITERIA.replace("facet        = \"range\"", "facette      = \"range\"");
    let error = load(SECTIONS, GROUPS, &broken);
    let line = line_of(&broken, "facette");
    assert!(error.starts_with(&format!("criteria.toml:{line}: unknown field `facette`")), "{error}");
}

#[test]
fn a_missing_field_is_refused_at_its_criterion() {
    let broken = CRITERIA.replace("label        = { fr = \"Marches\", en = \"Steps\" }\n", "");
    let error = load(SECTIONS, GROUPS, &broken);
    let line = line_of(&broken, "\"steps\"") - 1;
    assert_eq!(error, format!("criteria.toml:{line}: missing field `label`"));
}

#[test]
fn an_unknown_kind_is_refused() {
    let broken = CRITERIA.replace("{ text = { max = 20 } }", "{ prose = { max = 20 } }");
    let error = load(SECTIONS, GROUPS, &broken);
    let line = line_of(&broken, "prose");
    assert!(error.starts_with(&format!("criteria.toml:{line}: unknown variant `prose`")), "{error}");
}

#[test]
fn an_unknown_part_of_the_compatible_api_is_refused() {
    let error = load(&SECTIONS.replace("\"registre\"", "\"register\""), GROUPS, CRITERIA);
    assert!(error.starts_with("sections.toml:9: unknown variant `register`"), "{error}");
}

#[test]
fn a_key_declared_twice_is_refused_at_the_second() {
    let error = load(SECTIONS, GROUPS, &CRITERIA.replace("\"lift_fits\"", "\"lift\""));
    let line = line_of(CRITERIA, "\"lift_fits\"");
    assert_eq!(error, format!("criteria.toml:{line}: key \"lift\" is declared twice"));
}

#[test]
fn a_key_declared_in_two_files_is_refused_in_the_second() {
    let again = &CRITERIA[..CRITERIA.find("\n[[criterion]]\nkey          = \"lift\"").unwrap()];
    let files = [("a.toml", SECTIONS), ("b.toml", GROUPS), ("c.toml", CRITERIA), ("d.toml", again)];
    let error = Schema::load(&files).unwrap_err();
    assert_eq!(error.to_string(), "d.toml:3: key \"level\" is declared twice");
}

#[test]
fn a_key_that_sql_would_have_to_quote_is_refused() {
    let reason = "key \"Door-1\" must be 1 to 63 lower-case letters, digits and underscores, a letter first";
    tells("key          = \"door\"", "key          = \"Door-1\"", "\"Door-1\"", reason);
}

#[test]
fn an_unknown_section_is_refused() {
    tells("\"register\"\nkind", "\"registry\"\nkind", "\"registry\"", "section \"registry\" is not declared");
}

#[test]
fn an_unknown_group_is_refused() {
    let shower = "at_least = 1 }\ngroups       = [\"hosting\"]";
    let new = shower.replace("hosting", "hotel");
    tells(shower, &new, "\"hotel\"", "group \"hotel\" is not declared");
}

#[test]
fn an_unknown_parent_is_refused() {
    let new = "{ key = \"elevator\", when = true }";
    tells(LIFT_FITS_PARENT, new, "elevator", "parent \"elevator\" is not declared");
}

#[test]
fn a_group_that_removes_an_unknown_criterion_is_refused() {
    let error = load(SECTIONS, &GROUPS.replace("\"aids\"", "\"helps\""), CRITERIA);
    assert_eq!(error, "groups.toml:9: removed criterion \"helps\" is not declared");
}

#[test]
fn a_condition_that_does_not_fit_the_parent_is_refused() {
    let cases = [
        (LIFT_FITS_PARENT, "{ key = \"lift\", at_least = 1 }", "at_least", "lift", "boolean"),
        (LIFT_FITS_PARENT, "{ key = \"lift\", not_empty = true }", "not_empty", "lift", "boolean"),
        (LIFT_FITS_PARENT, "{ key = \"door\", when = true }", "when", "door", "choice"),
        (LIFT_FITS_PARENT, "{ key = \"door\", not_empty = true }", "not_empty", "door", "choice"),
        (AIDS_PARENT, "{ key = \"steps\", when = false }", "when", "steps", "integer"),
        (AIDS_PARENT, "{ key = \"steps\", at_least = 201 }", "at_least", "steps", "integer"),
    ];
    for (old, new, condition, parent, kind) in cases {
        let reason = format!("{condition} does not fit parent {parent:?}, which is {kind}");
        tells(old, new, new, &reason);
    }
}

#[test]
fn a_parent_needs_exactly_one_condition() {
    let reason = "a parent needs one of when, at_least and not_empty = true";
    let cases = ["{ key = \"lift\" }", "{ key = \"lift\", when = true, at_least = 1 }"];
    for new in cases.into_iter().chain(["{ key = \"lift\", not_empty = false }"]) {
        tells(LIFT_FITS_PARENT, new, new, reason);
    }
}

#[test]
fn parents_in_a_circle_are_refused() {
    let first = "en = \"Step-free\" }";
    let new = format!("{first}\nparent = {{ key = \"lift_fits\", when = true }}");
    tells(first, &new, "key = \"lift_fits\"", "the parents of \"level\" form a circle");
}

#[test]
fn a_missing_sentence_is_refused_at_its_criterion() {
    let no = "says.no      = { fr = \"Il n'y a pas de douche.\", en = \"There is no shower.\" }\n";
    tells(no, "", "\"shower\"", "boolean needs the sentence says.no");
    let known = "says.known   = { fr = \"La porte est {value}.\", en = \"The door is {value}.\" }\n";
    tells(known, "", "= \"door\"", "choice needs the sentence says.known");
    let unknown = "says.unknown = { fr = \"Pas de précision.\", en = \"No detail.\" }\n";
    tells(unknown, "", "\"aids_remark\"", "text needs the sentence says.unknown");
}

#[test]
fn a_sentence_of_another_kind_is_refused() {
    let old = "says.known   = { fr = \"La porte est";
    tells(old, "says.yes   = { fr = \"La porte est", "La porte est", "choice has no sentence says.yes");
}

#[test]
fn a_known_sentence_without_the_value_is_refused() {
    tells("The door is {value}.", "The door.", "The door.", "the known sentence must hold {value}");
}

#[test]
fn an_unknown_sentence_with_a_value_is_refused() {
    tells("No detail.", "No {value}.", "No {value}.", "only the known sentence may hold {value}");
}

#[test]
fn an_empty_label_is_refused() {
    tells("en = \"Shower\"", "en = \" \"", "en = \" \"", "the en text is empty");
    tells("fr = \"langue des signes\"", "fr = \"\"", "fr = \"\"", "the fr text is empty");
    tells("unit = \"room\"", "unit = \"\"", "unit = \"\"", "the unit text is empty");
    let error = load(&SECTIONS.replace("\"Registre\"", "\"\""), GROUPS, CRITERIA);
    assert_eq!(error, "sections.toml:10: the fr text is empty");
    let error = load(SECTIONS, &GROUPS.replace("\"Hosting\"", "\"\""), CRITERIA);
    assert_eq!(error, "groups.toml:4: the en text is empty");
}

#[test]
fn absence_from_the_csv_needs_a_reason() {
    tells("csv_reason   = \"free text\"\n", "", "csv          = false", "csv = false needs a csv_reason");
    tells("\"free text\"", "\" \"", "csv_reason", "csv = false needs a csv_reason");
    tells("csv          = false\n", "", "csv_reason", "csv_reason stands without csv = false");
}

#[test]
fn limits_that_no_answer_meets_are_refused() {
    let new = STEPS.replace("min = 1", "min = 201");
    tells(STEPS, &new, "min = 201", "min 201 is greater than max 200");
    tells("{ text = { max = 20 } }", "{ text = { max = 0 } }", "max = 0", "max must be at least 1");
}

#[test]
fn options_must_be_there_once_each_and_fit_in_a_list() {
    tells("value = \"sts\"", "value = \"bim\"", "sous-titres", "option \"bim\" is declared twice");
    let reason = "option \"s,t\" must not be empty, nor hold commas, quotes, brackets or white space";
    tells("value = \"sts\"", "value = \"s,t\"", "sous-titres", reason);
    let start = CRITERIA.find("kind.choice  = [").unwrap();
    let end = start + CRITERIA[start..].find(']').unwrap() + 1;
    let old = &CRITERIA[start..end];
    tells(old, "kind.choice  = []", "kind.choice  = []", "choice needs at least one option");
}

#[test]
fn a_facet_that_does_not_fit_the_kind_is_refused() {
    tells("facet        = \"terms\"", "facet = \"range\"", "facet = ", "facet range does not fit boolean");
    tells("facet        = \"range\"", "facet = \"terms\"", "facet = ", "facet terms does not fit integer");
}

#[test]
fn an_osm_tag_that_does_not_fit_the_kind_is_refused() {
    let number = "{ tag = \"step_count\", scale = 1 }";
    let reason = "osm tag \"step_count\" does not fit integer: a number takes unit and a scale above 0";
    tells(number, "{ tag = \"step_count\", scale = 0 }", "scale = 0", reason);
    tells(number, "{ tag = \"step_count\", value = \"1\", when = true }", "step_count", reason);
    let exact = "{ tag = \"kerb\", value = \"flush\", when = true }";
    let reason = "osm tag \"kerb\" does not fit boolean: when must be one of its answers";
    tells(exact, "{ tag = \"kerb\", value = \"flush\", when = \"yes\" }", "kerb", reason);
    let reason = "osm tag \"kerb\" does not fit boolean: takes value and when";
    tells(exact, "{ tag = \"kerb\", value = \"flush\" }", "kerb", reason);
}

#[test]
fn more_criteria_than_ids_are_refused() {
    let steps = &CRITERIA[..CRITERIA.find("\n[[criterion]]\nkey          = \"lift\"").unwrap()];
    let many: String = (0..257).map(|n| steps.replace("\"level\"", &format!("\"level_{n}\""))).collect();
    let error = load(SECTIONS, GROUPS.split("removes").next().unwrap(), &many);
    let line = line_of(&many, "\"level_256\"");
    assert_eq!(error, format!("criteria.toml:{line}: more than 256 sections, groups or criteria"));
}
