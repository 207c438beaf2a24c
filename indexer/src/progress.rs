use indicatif::{ProgressBar, ProgressStyle};

/// A bar over documents, where standard error is a terminal; indicatif hides it elsewhere.
pub(crate) fn documents(total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:30} {pos}/{len} documents {per_sec} eta {eta} {msg}")
    {
        bar.set_style(style);
    }
    bar
}
