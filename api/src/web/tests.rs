use askama::Template;
use plainpied_criteria::Lang;

use super::*;
use crate::openapi::examples::record;
use crate::reference::Reference;
use crate::routes::search::results::Results;

fn nothing() -> Reference {
    Reference::of(Vec::new(), Vec::new())
}

fn found(criteria: &str, lang: Lang) -> String {
    let mut record = record();
    record.criteria = criteria.to_owned();
    let places = vec![(record, crate::view::Found::default())];
    let page = plainpied_search::Page {
        matched: 1,
        excluded_unknown: 0,
        hits: Vec::new(),
        facets: None,
        position: 0,
        relaxed: false,
        truncated: false,
    };
    let paging = crate::view::Paging::new("/", String::new(), None, None);
    let urls = crate::view::PageUrls::only(&paging);
    let query = plainpied_search::Query::default();
    let results = Results { page, query, understood: None, places, at: (0, 20), urls };
    let wanted = Wanted::new(vec![("q".to_owned(), "pain".to_owned())]);
    let lexicon = plainpied_domain::understanding::Lexicon::new(Vec::new(), Vec::new(), &[]).unwrap();
    let found = Found::new(results, &wanted, &Names { reference: &nothing(), lexicon: &lexicon, lang });
    HomePage::new(lang, wanted, Some(found)).render().unwrap()
}

fn place(record: &plainpied_store::establishment::FeatureRecord, lang: Lang) -> PlacePage {
    let limits = plainpied_criteria::needs::Limits::NONE;
    let needs = vec![&plainpied_criteria::needs::needs().all()[0]];
    let params = crate::routes::establishments::JudgedParams { needs, limits, lang };
    let now = time::macros::datetime!(2026-11-25 12:00 UTC);
    let present = Present { now, disagreements: Vec::new() };
    PlacePage::new(record, (&crate::site::Site::default(), &nothing()), &params, &present).unwrap()
}

#[test]
fn the_linked_data_of_a_page_cannot_end_its_own_element() {
    let mut record = record();
    record.name = "</script><b>".to_owned();
    let page = place(&record, Lang::Fr).render().unwrap();
    let own = usize::from(script_path().is_some());
    assert_eq!(page.matches("</script>").count(), 1 + own, "{page}");
    assert!(!page.contains("<b>"));
}

#[test]
fn the_verdict_comes_before_everything_that_is_known() {
    let page = place(&record(), Lang::Fr).render().unwrap();
    let (verdict, all) = (page.find("id=\"verdict\"").unwrap(), page.find("id=\"known\"").unwrap());
    assert!(verdict < all);
}

#[test]
fn the_documentation_page_shows_every_operation_with_its_parameters_and_an_example() {
    let page = routes::pages::docs::page(Lang::En).unwrap().render().unwrap();
    let document = serde_json::to_value(crate::openapi::openapi()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in
            ["get", "post", "put", "patch", "delete"].iter().filter_map(|method| item.get(method))
        {
            assert!(
                page.contains(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap())),
                "{path}"
            );
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(
                    page.contains(&format!("<code>{}</code>", parameter["name"].as_str().unwrap())),
                    "{parameter}"
                );
            }
        }
    }
    assert!(page.contains("Boulangerie Martin"));
    assert!(page.contains("list of") && page.contains("href=\"#object-EstablishmentView\""));
}

#[test]
fn every_link_within_the_documentation_page_leads_somewhere() {
    let page = routes::pages::docs::page(Lang::En).unwrap().render().unwrap();
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{target}\"")), "#{target}");
    }
}

#[test]
fn pages_hold_no_script_and_no_style_within_them_and_nothing_from_elsewhere() {
    for page in [found("{}", Lang::Fr), routes::pages::docs::page(Lang::En).unwrap().render().unwrap()] {
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"module\" src=\"/assets/"), "{script}");
        }
        for wrong in ["style=", "<style", "src=\"http", "onclick"] {
            assert!(!page.contains(wrong), "{wrong}");
        }
    }
}

#[test]
fn a_place_of_which_nothing_is_known_is_said_to_be_unknown() {
    assert!(found("{}", Lang::Fr).contains("On ne sait rien de son accessibilité."));
    assert!(found("{}", Lang::En).contains("Nothing is known about its accessibility."));
    let known = found(r#"{"entree_plain_pied":true}"#, Lang::Fr);
    assert!(!known.contains("On ne sait rien") && known.contains("Réponses connues"));
}

#[test]
fn what_people_type_is_shown_as_text() {
    let wanted = Wanted::new(vec![("q".to_owned(), "<b>\"pain\"".to_owned())]);
    let page = HomePage::new(Lang::Fr, wanted, None).render().unwrap();
    assert!(!page.contains("<b>") && !page.contains("value=\"<"), "{page}");
}

#[test]
fn the_page_of_a_place_names_source_and_date_and_says_unknown_where_nothing_is_known() {
    let page = place(&record(), Lang::Fr).render().unwrap();
    let schema = plainpied_criteria::schema();
    let sentence = |key: &str, answer: Option<plainpied_criteria::Value>| {
        let text = plainpied_criteria::sentence(schema.get(key).unwrap(), answer.as_ref(), Lang::Fr);
        text.replace('\'', "&#39;")
    };
    assert!(page.contains(&sentence("entree_plain_pied", Some(plainpied_criteria::Value::Bool(true)))));
    assert!(page.contains("<time datetime=\"2026-05-01\">01/05/2026</time>"));
    assert!(page.contains("date d&#39;observation inconnue"));
    let unknown = schema.roots().find(|criterion| {
        criterion.groups.is_empty()
            && !["entree_plain_pied", "sanitaires_presence"].contains(&criterion.key.as_str())
    });
    assert!(page.contains(&sentence(&unknown.unwrap().key, None)));
}

#[test]
fn a_source_cannot_smuggle_a_script_into_a_link() {
    let mut record = record();
    record.website = Some("javascript:alert(1)".to_owned());
    let page = place(&record, Lang::En).render().unwrap();
    assert!(!page.contains("javascript:"));
}
