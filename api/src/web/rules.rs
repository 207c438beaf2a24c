//! The rules of a need in words: the same tree that is judged, so that the words cannot say something else.

use askama::Template;
use plainpied_criteria::condition::Test;
use plainpied_criteria::needs::{Bound, Limit, LimitId, Need, Rule, needs};
use plainpied_criteria::{Criterion, CriterionId, Kind, Says, schema};

use super::Tongue;

/// A rule or a part of one.
#[derive(Debug, Template)]
#[template(path = "rule.html")]
pub(super) struct RuleView {
    /// What it says, or what is said of its parts.
    words: String,
    parts: Vec<RuleView>,
}

/// A link of the chain.
#[derive(Debug)]
pub(super) struct LinkView {
    pub title: &'static str,
    pub rule: RuleView,
}

/// The chain of a need.
pub(super) fn links(need: &'static Need, tongue: Tongue) -> Vec<LinkView> {
    let all = need.links.iter();
    all.map(|link| LinkView { title: link.title.get(tongue.0), rule: view(&link.rule, tongue) }).collect()
}

/// What a criterion is called.
pub(super) fn label(id: CriterionId, tongue: Tongue) -> &'static str {
    schema().criterion(id).label.get(tongue.0)
}

fn view(rule: &Rule, tongue: Tongue) -> RuleView {
    let leaf = |words| RuleView { words, parts: Vec::new() };
    let branch = |words: &str, parts: &[Rule]| RuleView {
        words: words.to_owned(),
        parts: parts.iter().map(|part| view(part, tongue)).collect(),
    };
    match rule {
        Rule::All(parts) if parts.len() == 1 => view(&parts[0], tongue),
        Rule::Any(parts) if parts.len() == 1 => view(&parts[0], tongue),
        Rule::All(parts) => branch(tongue.say("Tout ceci :", "All of this:"), parts),
        Rule::Any(parts) => branch(tongue.say("L'un de ceux-ci :", "One of these:"), parts),
        Rule::Help(part) => branch(
            tongue.say("Ceci compte comme « oui, avec de l'aide » :", "This counts as “yes, with help”:"),
            std::slice::from_ref(part),
        ),
        Rule::Test(id, test) => leaf(tested(schema().criterion(*id), test, tongue)),
        Rule::Within(id, bound, limit) => leaf(within(*id, *bound, *limit, tongue)),
        Rule::Limit(limit, bound, number) => leaf(own(*limit, *bound, *number, tongue)),
    }
}

fn tested(criterion: &'static Criterion, test: &Test, tongue: Tongue) -> String {
    let lang = tongue.0;
    if let (Test::Is(value), Says::Boolean { yes, no, .. }) = (test, &criterion.says) {
        return if *value { yes.get(lang) } else { no.get(lang) }.to_owned();
    }
    let unit = unit_of(criterion);
    let what = match test {
        Test::Is(value) => if *value { tongue.say("oui", "yes") } else { tongue.say("non", "no") }.to_owned(),
        Test::AtLeast(least) => format!("{} {least}{unit}", tongue.say("au moins", "at least")),
        Test::AtMost(most) => format!("{} {most}{unit}", tongue.say("au plus", "at most")),
        Test::Holds(options) => {
            let named = options
                .iter()
                .map(|value| criterion.option(value).map_or(value.as_str(), |option| option.label.get(lang)));
            named.collect::<Vec<_>>().join(tongue.say(" ou ", " or "))
        }
        Test::NotEmpty => tongue.say("il y en a", "there are some").to_owned(),
    };
    format!("{}{} {what}", criterion.label.get(lang), tongue.say(" :", ":"))
}

pub(super) fn unit_of(criterion: &Criterion) -> String {
    match &criterion.kind {
        Kind::Integer { unit, .. } if unit == "cm" => " cm".to_owned(),
        _ => String::new(),
    }
}

fn named(limit: LimitId, tongue: Tongue) -> &'static str {
    needs().limit(limit).map_or("", |limit: &'static Limit| limit.label.get(tongue.0))
}

fn within(id: CriterionId, bound: Bound, limit: LimitId, tongue: Tongue) -> String {
    let least = match bound {
        Bound::AtLeast => tongue.say("au moins", "at least"),
        Bound::AtMost => tongue.say("au plus", "at most"),
    };
    let (colon, limit) = (tongue.say(" :", ":"), named(limit, tongue));
    format!("{}{colon} {least} {}", label(id, tongue), quoted(limit, tongue))
}

fn own(limit: LimitId, bound: Bound, number: i64, tongue: Tongue) -> String {
    let least = match bound {
        Bound::AtLeast => tongue.say("vaut au moins", "is at least"),
        Bound::AtMost => tongue.say("vaut au plus", "is at most"),
    };
    let mine = tongue.say("votre limite", "your own limit");
    format!("{mine} {} {least} {number}", quoted(named(limit, tongue), tongue))
}

fn quoted(text: &str, tongue: Tongue) -> String {
    match tongue.code() {
        "fr" => format!("«\u{a0}{text}\u{a0}»"),
        _ => format!("“{text}”"),
    }
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::Lang;

    use super::*;

    /// The words of all leaves.
    fn leaves(rule: &RuleView, found: &mut Vec<String>) {
        if rule.parts.is_empty() {
            found.push(rule.words.clone());
        }
        rule.parts.iter().for_each(|part| leaves(part, found));
    }

    #[test]
    fn every_rule_of_every_need_has_words_in_both_languages() {
        for need in needs().all() {
            for lang in [Lang::Fr, Lang::En] {
                for link in links(need, Tongue(lang)) {
                    let mut words = Vec::new();
                    leaves(&link.rule, &mut words);
                    assert!(!words.is_empty() && words.iter().all(|words| words.len() > 3), "{}", need.key);
                }
            }
        }
    }

    #[test]
    fn a_limit_of_the_person_is_named_and_not_replaced_by_a_number() {
        let need = needs().get("manual_wheelchair").unwrap();
        let page: String = links(need, Tongue(Lang::En)).iter().map(|link| link.rule.to_string()).collect();
        assert!(page.contains("at least “Clear width that I need”"), "{page}");
        assert!(page.contains("This counts as “yes, with help”:"), "{page}");
    }
}
