use std::process::ExitCode;

use clap::Args;
use plainpied_domain::SystemClock;
use plainpied_store::PgPool;

use crate::publish::{PublishOptions, publish};
use crate::site::Site;

/// Readers see the set before until the new one is whole. S3 is reached as the AWS_ variables of the environment say
/// (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT, AWS_ALLOW_HTTP).
#[derive(Debug, Args)]
pub(super) struct Publish {
    /// Folder, or s3://bucket/prefix
    #[arg(long)]
    to: String,
    /// Sets to keep, the new one included
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..))]
    keep: u16,
    /// Base of absolute URLs in the files, as clients see it: https://example.org
    #[arg(long, env = "PLAINPIED_PUBLIC_URL")]
    public_url: Option<String>,
    /// Print the manifest as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(pool: &PgPool, args: Publish) -> anyhow::Result<ExitCode> {
    let site = Site::new(args.public_url.as_deref())?;
    let options = PublishOptions { to: args.to, keep: args.keep.into(), site };
    let manifest = publish(pool, &SystemClock, &options).await?;
    let text = if args.json {
        serde_json::to_string(&manifest)?
    } else {
        let bytes: u64 = manifest.files.iter().map(|file| file.size).sum();
        format!(
            "{}: {} places in {} files, {bytes} bytes, at position {}",
            manifest.set,
            manifest.places,
            manifest.files.len(),
            manifest.position
        )
    };
    super::print(&text)
}
