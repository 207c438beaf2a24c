//! Logging, the same in both programs.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Logs to standard error: `PLAINPIED_LOG` is the filter (`info` by default), `PLAINPIED_LOG_FORMAT=json` makes every
/// line a JSON object.
///
/// # Errors
/// A filter or a format that is none.
pub fn start() -> anyhow::Result<()> {
    let filter = match std::env::var("PLAINPIED_LOG") {
        Ok(filter) => EnvFilter::try_new(&filter)
            .map_err(|error| anyhow::anyhow!("PLAINPIED_LOG={filter:?} is not a filter: {error}"))?,
        // tantivy tells of every commit.
        Err(_) => EnvFilter::new("info,tantivy=warn"),
    };
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match std::env::var("PLAINPIED_LOG_FORMAT").as_deref() {
        Ok("json") => logs.json().init(),
        Ok("text") | Err(_) => logs.init(),
        Ok(other) => anyhow::bail!("PLAINPIED_LOG_FORMAT={other:?}: expected text or json"),
    }
    Ok(())
}
