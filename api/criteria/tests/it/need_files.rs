//! The files of needs: what the order of a rule means, and what is told of a broken file.

use plainpied_criteria::needs::{Limits, NeedFault, Needs};
use plainpied_criteria::schema;
use proptest::prelude::*;

use crate::properties::answers;

const LIMIT: &str = "[[limit]]\nkey = \"width\"\nunit = \"cm\"\ndefault = 80\nmin = 40\nmax = 120\nlabel = { fr = \"l\", en = \"w\" }\n";

fn need_file(head: &str, rule: &str) -> String {
    format!(
        "[need]\nkey = \"n\"\nname = {{ fr = \"n\", en = \"n\" }}\nexplanation = {{ fr = \"e\", en = \"e\" }}\n{head}\n[[need.link]]\nkey = \"l\"\ntitle = {{ fr = \"l\", en = \"l\" }}\nrule = \"{rule}\"\n"
    )
}

#[test]
fn the_order_of_ways_tests_and_links_changes_nothing() {
    let load = |rule: &str| Needs::load(schema(), &[("n.toml", &need_file("", rule))]).unwrap();
    let one = load(
        "entree_pmr or entree_largeur_mini >= 80 and (entree_plain_pied or help(entree_marches_rampe = amovible))",
    );
    let other = load(
        "(help(entree_marches_rampe = amovible) or entree_plain_pied) and entree_largeur_mini >= 80 or entree_pmr",
    );
    let runner = &mut proptest::test_runner::TestRunner::default();
    runner
        .run(&answers(), |answers| {
            let verdict = |needs: &Needs| needs.all()[0].verdict(&answers, &Limits::NONE);
            prop_assert_eq!(verdict(&one), verdict(&other));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_broken_file_is_refused_with_its_line_and_a_reason() {
    for (text, line, reason) in [
        (need_file("", "entree_plainpied"), 9, r#"criterion "entree_plainpied" is not declared"#),
        (
            need_file("", "entree_plain_pied >= 1"),
            9,
            r#"boolean "entree_plain_pied" cannot be compared so: its name, or not and its name"#,
        ),
        (
            need_file("", "entree_largeur_mini"),
            9,
            r#"integer "entree_largeur_mini" cannot be compared so: >= or <= and a number or {limit}"#,
        ),
        (need_file("", "entree_largeur_mini >= wide"), 9, r#"expected a whole number, found "wide""#),
        (need_file("", "entree_largeur_mini >= {size}"), 9, r#"limit "size" is not declared"#),
        (need_file("", "entree_marches_rampe = bois"), 9, r#""entree_marches_rampe" has no option "bois""#),
        (need_file("", "(entree_plain_pied"), 9, "expected ), found the end"),
        (
            need_file("", "entree_plain_pied entree_pmr"),
            9,
            r#"expected and, or, or the end, found "entree_pmr""#,
        ),
        (need_file("", "$door"), 9, r#"way "door" is not declared"#),
        (
            need_file("", "entree_plain_pied and not entree_plain_pied"),
            9,
            r#"part of link "l" can never hold: entree_plain_pied and entree_plain_pied"#,
        ),
        (
            need_file("", "entree_plain_pied and entree_marches <= 2"),
            9,
            r#"part of link "l" can never hold: entree_plain_pied and entree_marches"#,
        ),
        (
            need_file(
                "",
                "labels and not conformite and accueil_personnels = formés and accueil_personnels = aucun",
            ),
            9,
            r#"part of link "l" can never hold: labels and conformite and accueil_personnels and accueil_personnels"#,
        ),
        (
            LIMIT.to_owned() + &need_file("", "{width} >= 90 and {width} <= 80 and entree_pmr"),
            16,
            r#"part of link "l" can never hold: {width} and {width} and entree_pmr"#,
        ),
        (
            LIMIT.to_owned() + &need_file("", "entree_largeur_mini <= 30 and entree_largeur_mini >= {width}"),
            16,
            r#"part of link "l" can never hold: entree_largeur_mini and entree_largeur_mini"#,
        ),
        (
            LIMIT.to_owned() + &need_file("", "{width} >= 130 or entree_pmr"),
            16,
            r#"part of link "l" can never hold: {width}"#,
        ),
        (
            LIMIT.to_owned() + &need_file("", "entree_marches <= {width}"),
            16,
            r#""entree_marches" is in step, limit "width" is not"#,
        ),
        (
            need_file("", "labels = th or labels in (autre, dpt, mobalib, handiplage)"),
            1,
            "the verdict can never be no: declare informative = true",
        ),
        (need_file("", "labels"), 1, "the verdict can never be no: declare informative = true"),
        (
            need_file("", "help(entree_aide_humaine)"),
            1,
            "the verdict can never be yes: declare informative = true",
        ),
        (
            need_file("", "entree_plain_pied or not entree_plain_pied"),
            1,
            "the verdict can never be no: declare informative = true",
        ),
        (
            need_file("informative = true", "entree_plain_pied"),
            1,
            "a need has links, or is informative: one of both",
        ),
        (
            need_file("also_useful = [\"door\"]", "entree_plain_pied"),
            5,
            r#"criterion "door" is not declared"#,
        ),
        (
            need_file("[need.defaults]\nheight = 3", "entree_plain_pied"),
            6,
            r#"limit "height" is not declared"#,
        ),
        (LIMIT.replace("80", "800"), 4, "800 is not between 40 and 120"),
        (LIMIT.to_owned() + LIMIT, 9, r#""width" is declared twice"#),
        (LIMIT.replace("fr = \"l\"", "fr = \" \""), 7, "the fr text is empty"),
        (need_file("colour = 1", "entree_plain_pied"), 5, "unknown field `colour`"),
    ] {
        let error = Needs::load(schema(), &[("n.toml", &text)]).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("n.toml", line), "{error}\n{text}");
        assert!(error.to_string().contains(reason), "{error}, not {reason}");
    }
    let twice = need_file("", "entree_plain_pied");
    let error = Needs::load(schema(), &[("a.toml", &twice), ("b.toml", &twice)]).unwrap_err();
    assert_eq!((error.file.as_str(), error.fault), ("b.toml", NeedFault::Duplicate("n".into())));
}
