use plainpied_search::Query;

use crate::corpus::{corpus, place};
use crate::subject::{Embedded, Subject, contract, text_of};

contract! {
    async fn a_word_of_a_name_finds_it_whatever_its_accents_and_case(s) {
        for text in ["Kallisté", "kalliste", "KALLISTÉ", "Kalliste\u{301}"] {
            assert_eq!(s.set(text).await, [19], "{text}");
        }
    }

    async fn one_slip_is_forgiven_from_four_letters_and_two_from_eight(s) {
        assert_eq!(s.set("zolla emile").await, [8, 35]);
        assert_eq!(s.set("voltiare pharmacie").await, [31]);
        assert!(s.set("boulagnerei").await.contains(&1), "two slips in eleven letters");
        assert!(s.page(text_of("wie table")).await.relaxed, "three letters");
    }

    async fn two_swapped_letters_are_one_slip(s) {
        assert_eq!(s.set("fecsh musee").await, [26]);
    }

    async fn an_unfinished_last_word_finds_what_begins_with_it(s) {
        assert_eq!(s.set("margue").await, [33]);
        for text in ["boulangeri", "boulagneri"] {
            let found = s.set(text).await;
            assert!([1, 2, 3, 4, 5].iter().all(|number| found.contains(number)), "{text}: {found:?}");
        }
    }

    async fn only_the_last_word_may_be_unfinished(s) {
        assert_eq!(s.set("hotel kallis").await, [19]);
        assert!(s.page(text_of("kallis hotel")).await.relaxed);
    }

    async fn an_elided_article_does_not_count(s) {
        for text in ["l'imprimerie", "l’imprimerie", "imprimerie", "musée d'imprimerie"] {
            assert_eq!(s.set(text).await, [24], "{text}");
        }
    }

    async fn ligatures_are_two_letters(s) {
        assert_eq!(s.set("coeur halles").await, [14]);
        assert_eq!(s.set("cœur halles").await, [14]);
    }

    async fn saint_is_found_by_st_and_st_by_saint(s) {
        assert_eq!(s.set("pharmacie saint roch").await, [30]);
        assert_eq!(s.set("pharmacie st roch").await, [30]);
        assert_eq!(s.set("hotel st pierre").await, [18]);
        assert_eq!(s.set("mairie st-etienne").await, [22]);
    }

    async fn abbreviated_streets_are_found_written_out_and_the_reverse(s) {
        assert_eq!(s.set("45 boulevard Eugène Réguillon").await, [3]);
        assert_eq!(s.set("45 bd eugene reguillon").await, [3]);
        assert_eq!(s.set("rue du docteur salvat").await, [28]);
        assert_eq!(s.set("cours lafayette").await, [14]);
        assert_eq!(s.set("r mazenod").await, [1]);
    }

    async fn plural_finds_singular_and_the_reverse(s) {
        let singular = s.set("bibliothèque").await;
        assert_eq!(singular, [6, 7, 8, 9]);
        assert_eq!(s.set("bibliothèques").await, singular);
        assert_eq!(s.set("lumiere").await, [27]);
    }

    async fn an_activity_is_found_by_its_words_in_english_too(s) {
        assert_eq!(s.set("library").await, [6, 7, 8, 9]);
        assert_eq!(s.set("hairdresser villeurbanne").await, [11]);
    }

    async fn every_word_must_be_found_in_whatever_field(s) {
        assert_eq!(s.set("boulangerie villeurbanne").await, [3]);
        assert_eq!(s.set("restaurant oberkampf 75011").await, [37]);
    }

    async fn where_no_place_has_all_words_those_with_half_of_them_are_found_and_the_page_says_so(s) {
        let all = s.page(text_of("musée fesch ajaccio")).await;
        assert!(!all.relaxed);
        let relaxed = s.page(text_of("musée fesch xqwzk")).await;
        assert!(relaxed.relaxed);
        assert_eq!(relaxed.hits[0].id, crate::corpus::id(26));
        let nothing = s.page(text_of("xqwzk wzkqx")).await;
        assert_eq!((nothing.matched, nothing.relaxed), (0, false));
    }

    async fn small_words_narrow_nothing_while_others_are_there(s) {
        assert_eq!(s.set("la pharmacie près de Voltaire").await, [31]);
        assert_eq!(s.set("the museum near ajaccio").await, [26]);
        assert!(!s.set("des").await.is_empty(), "alone they count");
    }

    async fn numbers_are_never_guessed(s) {
        assert_eq!(s.set("hotel 54").await, [17]);
        assert_eq!(s.set("69266 zola").await, s.set("zola").await, "relaxed: no such number");
        assert!(s.page(text_of("hotel 55")).await.relaxed);
        assert_eq!(s.page(text_of("42001")).await.matched, 0);
    }

    async fn a_postal_code_may_be_unfinished_from_two_digits_on(s) {
        assert_eq!(s.set("pharmacie 690").await, [28]);
        assert_eq!(s.set("pharmacie 42000").await, [30]);
        assert_eq!(s.set("musee 2000").await, [26]);
    }

    async fn an_exact_word_ranks_before_a_similar_one_and_a_name_before_a_street(s) {
        assert_eq!(s.found(text_of("zola")).await[0], 35);
        assert_eq!(s.found(text_of("fesch")).await[0], 26);
        assert_eq!(s.found(text_of("Hôtel de Ville")).await[0], 22);
    }

    async fn a_text_without_letter_or_digit_is_no_text(s) {
        for text in ["", "   ", "🦽🥐", "--- \" ' ( ) * : ~ ^ \\ / [ ] { } ?", "\u{0}\u{7}\u{202e}"] {
            assert_eq!(s.page(text_of(text)).await.matched, 40, "{text:?}");
        }
    }

    async fn nothing_in_a_text_is_syntax(s) {
        for text in ["name:kalliste", "kalliste AND NOT hotel", "+kalliste -hotel", "\"kalliste", "kalliste~ ^([{"] {
            let page = s.page(text_of(text)).await;
            assert_eq!(page.hits.first().map(|hit| hit.id), Some(crate::corpus::id(19)), "{text}");
        }
        assert_eq!(s.set("kalli*").await, [19]);
    }

    async fn a_text_of_ten_thousand_characters_counts_for_its_beginning(s) {
        let page = s.page(text_of(&format!("musée fesch {}", " ".repeat(10_000)))).await;
        assert!(page.truncated);
        assert_eq!(page.hits[0].id, crate::corpus::id(26));
        let many = s.page(text_of(&"fesch ".repeat(13))).await;
        assert!(many.truncated);
        assert!(!s.page(text_of("musée fesch")).await.truncated);
    }

    async fn a_place_without_street_or_postal_code_is_found_by_the_rest(s) {
        let bare = plainpied_search::Document {
            street: None,
            locality: Some("Lieu-dit Les Sources".to_owned()),
            postal_code: String::new(),
            activities: Vec::new(),
            ..place(39)
        };
        s.write(&[bare], &[], 2).await;
        assert_eq!(s.set("bout du monde").await, [39]);
        assert_eq!(s.set("sources").await, [39]);
    }
}

#[tokio::test]
async fn words_of_a_query_do_not_depend_on_their_number_of_segments() {
    let mut split = Embedded::with(&[]).await;
    for (at, document) in corpus().iter().enumerate() {
        split.write(std::slice::from_ref(document), &[], 2 + at as i64).await;
    }
    let whole = Embedded::with(&corpus()).await;
    for text in ["boulagnerie", "pharmacie st roch", "zola", "hotel"] {
        let query = Query { limit: 100, ..text_of(text) };
        assert_eq!(split.found(query.clone()).await, whole.found(query).await, "{text}");
    }
}
