use std::fs;

use plainpied_search::embedded::{RebuildState, RebuildStatus, WriterError, read_status, request_rebuild};

use crate::support::acquire;

#[test]
fn a_demand_is_taken_up_reported_on_and_ended_by_the_holder() {
    let dir = tempfile::tempdir().unwrap();
    let holder = acquire(dir.path());
    assert_eq!(holder.pending_request().unwrap(), None);
    assert_eq!(read_status(dir.path()).unwrap(), None);

    let request = request_rebuild(dir.path()).unwrap();
    assert_eq!(request_rebuild(dir.path()).unwrap(), request, "a second demand joins the first");
    assert_eq!(holder.pending_request().unwrap(), Some(request));

    let running = RebuildStatus {
        request: Some(request),
        state: RebuildState::Running,
        done: 10,
        total: 30,
        message: String::new(),
    };
    holder.report(&running).unwrap();
    assert_eq!(read_status(dir.path()).unwrap(), Some(running.clone()));
    assert_eq!(holder.pending_request().unwrap(), Some(request));

    let done = RebuildStatus { state: RebuildState::Done, done: 30, ..running };
    holder.report(&done).unwrap();
    assert_eq!(read_status(dir.path()).unwrap(), Some(done));
    assert_eq!(holder.pending_request().unwrap(), None);
    assert_ne!(request_rebuild(dir.path()).unwrap(), request);
}

#[test]
fn the_end_of_one_rebuild_does_not_take_another_demand_away() {
    let dir = tempfile::tempdir().unwrap();
    let holder = acquire(dir.path());
    let request = request_rebuild(dir.path()).unwrap();
    let message = "began by itself".to_owned();
    let own = RebuildStatus { request: None, state: RebuildState::Failed, done: 0, total: 0, message };
    holder.report(&own).unwrap();
    assert_eq!(holder.pending_request().unwrap(), Some(request));
}

#[test]
fn a_garbled_demand_is_reported_and_replaced_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let holder = acquire(dir.path());
    fs::write(dir.path().join("rebuild.request"), "{").unwrap();
    assert!(matches!(holder.pending_request(), Err(WriterError::Malformed { .. })));
    let request = request_rebuild(dir.path()).unwrap();
    assert_eq!(holder.pending_request().unwrap(), Some(request));
}
