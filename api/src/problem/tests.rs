use axum::body::to_bytes;

use super::*;

async fn body(problem: Problem) -> String {
    let response = problem.into_response();
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_problem_has_the_members_of_rfc_9457_and_the_parameter_at_fault() {
    let problem =
        Problem::parameter("limit", "\"0\" is not a whole number from 1 to 100").nearest(Some("limit"));
    let expected = concat!(
        r#"{"type":"/problems/invalid-parameter","title":"Invalid parameter","status":400,"#,
        r#""detail":"\"0\" is not a whole number from 1 to 100.","parameter":"limit","nearest":"limit"}"#,
    );
    assert_eq!(body(problem).await, expected);
}

#[tokio::test]
async fn the_cause_is_kept_for_the_log_and_not_in_the_body() {
    let problem = Problem::new(&code::INTERNAL).cause("table establishment is on fire");
    let response = problem.into_response();
    let reported = response.extensions().get::<Reported>().unwrap().clone();
    assert_eq!(reported.causes().as_deref(), Some("table establishment is on fire"));
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("fire"));
}

#[test]
fn a_transient_problem_says_when_to_come_back() {
    let response = Problem::new(&code::DATABASE_UNAVAILABLE).into_response();
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
}

#[test]
fn a_panic_becomes_a_500_that_says_nothing() {
    let response = of_panic(Box::new("index out of bounds"));
    assert_eq!(response.status(), 500);
    let reported = response.extensions().get::<Reported>().unwrap();
    assert_eq!(reported.causes().as_deref(), Some("panic: index out of bounds"));
    assert!(!reported.detail().contains("bounds"));
}

#[test]
fn details_are_sentences() {
    assert_eq!(sentence("latitude 95 is outside".into()), "Latitude 95 is outside.");
    assert_eq!(sentence("Done.".into()), "Done.");
    assert_eq!(sentence("".into()), "");
}

#[test]
fn every_code_has_a_name_fit_for_a_url_an_error_status_and_texts_in_both_languages() {
    for code in code::ALL {
        assert!(code.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", code.name);
        assert!(code.status.is_client_error() || code.status.is_server_error(), "{}", code.name);
        for text in [&code.title, &code.meaning, &code.advice] {
            assert!(!text.fr.is_empty() && !text.en.is_empty() && text.fr != text.en, "{}", code.name);
        }
        assert_eq!(code::ALL.iter().filter(|other| other.name == code.name).count(), 1, "{}", code.name);
        assert_eq!(code::find(code.name).map(|found| found.name), Some(code.name));
    }
}
