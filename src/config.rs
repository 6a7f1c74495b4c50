//! The settings of the program: flags and `KITH_…` variables, read once, passed in.

use std::{net::SocketAddr, path::PathBuf};

/// Where Kith keeps its data, and where it listens. Every flag has a variable of the same name.
#[derive(Debug, Clone, clap::Args)]
#[command(next_display_order = 100)] // after the options of a command's own
pub struct Config {
    /// Database: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(
        long,
        global = true,
        env = "KITH_DATABASE",
        default_value = "sqlite://kith.db",
        hide_env_values = true
    )]
    pub database: String,
    /// File of the sealing keys; made on first start, never part of a backup
    #[arg(long, global = true, env = "KITH_KEY_FILE", default_value = "kith.keys")]
    pub key_file: PathBuf,
    /// Address and port to listen on
    #[arg(long, global = true, env = "KITH_BIND", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
    /// The address people type, such as https://kith.example; without it the one of `--bind`
    #[arg(long, global = true, env = "KITH_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Threads that answer requests
    #[arg(long, global = true, env = "KITH_WORKERS", default_value_t = 2)]
    pub workers: usize,
    /// Connections to PostgreSQL
    #[arg(long, global = true, env = "KITH_CONNECTIONS", default_value_t = 8)]
    pub connections: u32,
    /// Seconds a request's body may take to arrive
    #[arg(long, global = true, env = "KITH_BODY_SECONDS", default_value_t = 30)]
    pub body_seconds: u64,
    /// Whether a proxy in front of Kith sets X-Forwarded-For; believed only then
    #[arg(long, global = true, env = "KITH_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Registrations one address may send in a minute
    #[arg(long, global = true, env = "KITH_REGISTRATIONS_PER_MINUTE", default_value_t = 60)]
    pub registrations_per_minute: u32,
    /// Registrations one village takes in an hour
    #[arg(long, global = true, env = "KITH_REGISTRATIONS_PER_HOUR", default_value_t = 300)]
    pub registrations_per_hour: u32,
    /// Memory for hashing one password, in KiB (argon2id; fewer only for tests)
    #[arg(long, global = true, env = "KITH_PASSWORD_MEMORY", default_value_t = 19_456)]
    pub password_memory: u32,
}

impl Config {
    /// The origin under which people reach Kith, without a slash at the end.
    pub fn origin(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.bind),
        }
    }

    /// Whether people reach Kith by https, so that cookies can be bound to it.
    pub fn is_https(&self) -> bool {
        self.origin().starts_with("https://")
    }
}
