//! What encrypts connections to others.

/// Chooses ring for all of the program; before a client is made that reads or writes elsewhere.
pub(crate) fn choose_provider() {
    // Another part of the program may have chosen it already: it chose the same.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
}
