//! Against a real server, where `MEILISEARCH_URL` names one.

use serde_json::json;
use serde_json::value::to_raw_value;
use uuid::Uuid;

use super::{MeilisearchError, MeilisearchRebuild, MeilisearchSearch, MeilisearchWriter, Server};
use crate::embedded::Binding;
use crate::{Query, SearchEngine, SearchError};

fn server(index: &str) -> Option<Server> {
    let url = std::env::var("MEILISEARCH_URL").ok()?;
    let key = std::env::var("MEILISEARCH_KEY").ok();
    let index = format!("{index}_{}", Uuid::now_v7().simple());
    Some(Server::new(&url, key.as_deref(), &index).unwrap())
}

async fn empty(server: &Server) -> MeilisearchWriter {
    let rebuild = MeilisearchRebuild::begin(server.clone(), &Binding::new(Uuid::nil())).await.unwrap();
    rebuild.publish(7).await.unwrap()
}

#[tokio::test]
async fn a_document_that_the_server_refuses_is_left_out_alone() {
    let Some(server) = server("refused") else { return };
    let _writer = empty(&server).await;
    let document = |id: String| json!({ "id": id, "name": "boulangerie" });
    let mut documents: Vec<_> = (0..40).map(|number| document(format!("good-{number}"))).collect();
    documents[17] = document("no id at all!".to_owned());
    documents[18] = json!({ "id": "nowhere", "_geo": { "lat": "north", "lng": 4.8 } });
    let documents = documents.iter().map(|document| to_raw_value(document).unwrap());
    server.store(documents.collect()).await.unwrap();
    let stored = server.client.index(&server.index).get_stats().await.unwrap();
    assert_eq!(stored.number_of_documents, 38);
    server.remove_index().await.unwrap();
}

#[tokio::test]
async fn the_position_is_where_the_last_writer_left_it_and_never_goes_back() {
    let Some(server) = server("position") else { return };
    let binding = Binding::new(Uuid::nil());
    let nothing = MeilisearchWriter::open(server.clone(), &binding).await.unwrap();
    assert!(nothing.is_err_and(|reason| reason.contains("none on the server")));
    empty(&server).await.apply(&[], &[], 9).await.unwrap();
    let mut writer = MeilisearchWriter::open(server.clone(), &binding).await.unwrap().ok().unwrap();
    assert_eq!(writer.position(), 9);
    let back = writer.apply(&[], &[], 8).await;
    assert!(matches!(back, Err(MeilisearchError::Backwards { reached: 9, asked: 8 })));
    let of_another_base = Binding::new(Uuid::from_u128(1));
    assert!(MeilisearchWriter::open(server.clone(), &of_another_base).await.unwrap().is_err());
    let status = MeilisearchSearch::new(server.clone()).status().await.unwrap();
    assert_eq!((status.position, status.documents, status.generation), (9, 0, 1));
    server.remove_index().await.unwrap();
}

#[tokio::test]
async fn the_search_key_searches_and_does_not_write() {
    let Some(server) = server("key") else { return };
    let _writer = empty(&server).await;
    let key = server.search_key().await.unwrap();
    assert_eq!(server.search_key().await.unwrap(), key, "made once");
    let url = std::env::var("MEILISEARCH_URL").unwrap();
    let reader = Server::new(&url, Some(&key), &server.index).unwrap();
    assert!(MeilisearchSearch::new(reader.clone()).search(Query::default()).await.is_ok());
    assert!(reader.store(vec![to_raw_value(&json!({ "id": "x" })).unwrap()]).await.is_err());
    server.remove_index().await.unwrap();
}

#[tokio::test]
async fn without_a_server_a_search_says_soon_that_it_is_away() {
    let away = MeilisearchSearch::new(Server::new("http://127.0.0.1:9", None, "away").unwrap());
    let began = std::time::Instant::now();
    assert!(matches!(away.search(Query::default()).await, Err(SearchError::Unavailable { .. })));
    assert!(began.elapsed() < std::time::Duration::from_secs(2));
}
