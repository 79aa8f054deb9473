//! Puts the server together: data folder, keys, store, channels, pages, and the loops that run.

use std::fs::DirBuilder;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sign_core::bytes::hash::sha256;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::channels::{Channels, DevInbox};
use crate::clock::{Chance, Clock, draw};
use crate::config::{Config, ConfigError};
use crate::http::listen::{Patience, serve};
use crate::http::state::AppState;
use crate::http::{app, dev, static_files, upkeep};
use crate::keys::{KeyError, Keyring, Master};
use crate::outbox::Outbox;
use crate::store::{self, Store};

const SETUP_LIFE_MS: i64 = 24 * 3_600_000;
const SWEEP: Duration = Duration::from_secs(60);

/// Why the server cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// A setting cannot be used.
    #[error("setting {0}")]
    Config(#[from] ConfigError),
    /// The data folder cannot be made.
    #[error("data folder: {0}")]
    Data(io::Error),
    /// The keys cannot be made or opened.
    #[error("keys: {0}")]
    Keys(#[from] KeyError),
    /// The store cannot be opened.
    #[error("store: {0}")]
    Store(#[from] store::Error),
    /// Something else listens there.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
}

/// A server that runs until it is stopped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// What its links begin with.
    pub public_url: String,
    /// Opens the portal as its owner, once.
    pub owner_link: String,
    /// What other people's readers say of these keys.
    pub trust: String,
    /// Where mails and messages end, in development.
    pub inbox: Option<String>,
    /// Everything the handlers use.
    pub state: AppState,
    stop: watch::Sender<bool>,
    listening: JoinHandle<()>,
    loops: [JoinHandle<()>; 2],
}

/// Opens everything, tests the keys, and listens.
pub async fn start(
    mut config: Config,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<Server, StartError> {
    let (keys, store) = open(&config, Arc::clone(&clock), Arc::clone(&chance)).await?;
    let (channels, inbox) = Channels::from_config(&config, Arc::clone(&clock))?;
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.map_err(|why| StartError::Listen(config.listen, why))?;
    let address = listener.local_addr().map_err(StartError::Data)?;
    if config.public_url.is_empty() {
        config.public_url = format!("http://{address}");
    }
    let (public_url, patience) = (config.public_url.clone(), Patience::new(&config));
    let (wake, queue) = (Arc::new(Notify::new()), Arc::clone(&store));
    let outbox = Outbox::new(
        queue,
        channels,
        Arc::clone(&keys),
        Arc::clone(&clock),
        Arc::clone(&chance),
        &public_url,
    );
    let owner_link = owner_link(&store, clock.as_ref(), chance.as_ref(), &public_url).await?;
    let (trust, page) = (
        keys.trust(),
        inbox.is_some().then(|| format!("{public_url}/dev/inbox")),
    );
    let state = AppState::new(
        config,
        clock,
        Arc::clone(&chance),
        keys,
        store,
        Arc::clone(&wake),
    );
    let router = router(
        state.clone(),
        inbox,
        chance,
        public_url.starts_with("https:"),
    );
    let (stop, stopped) = watch::channel(false);
    Ok(Server {
        address,
        public_url,
        owner_link,
        trust,
        inbox: page,
        stop,
        listening: tokio::spawn(serve(listener, router, patience, stopped)),
        loops: [
            tokio::spawn(outbox.run(wake)),
            tokio::spawn(sweep(state.clone())),
        ],
        state,
    })
}

impl Server {
    /// Lets open requests end, then stops.
    pub async fn stop(self) {
        self.stop.send(true).ok();
        self.listening.await.ok();
        for running in self.loops {
            running.abort();
            running.await.ok();
        }
    }
}

/// Opens keys and store, which belong together; makes both at the first start.
pub async fn open(
    config: &Config,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> Result<(Arc<Keyring>, Arc<dyn Store>), StartError> {
    let master = master(&config.data_dir, chance.as_ref())?;
    let store = store::open(config).await?;
    let rows = store.load_keys().await?;
    let keys = if rows.is_empty() {
        let keys = Keyring::create(master, clock, chance, &config.organisation)?;
        store.insert_keys(&keys.rows()).await?;
        keys
    } else {
        Keyring::load(master, &rows, clock, chance)?
    };
    keys.self_test()?;
    Ok((Arc::new(keys), store))
}

fn master(data_dir: &Path, chance: &dyn Chance) -> Result<Master, StartError> {
    if data_dir == Path::new(":memory:") {
        return Ok(Master::draw(chance));
    }
    let made = DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir);
    made.map_err(StartError::Data)?;
    Ok(Master::open(&data_dir.join("master.key"), chance)?)
}

async fn owner_link(
    store: &Arc<dyn Store>,
    clock: &dyn Clock,
    chance: &dyn Chance,
    public_url: &str,
) -> Result<String, StartError> {
    let secret: [u8; 32] = draw(chance);
    let ends_ms = clock.now_ms() + SETUP_LIFE_MS;
    store.put_setup_token(sha256(&secret), ends_ms).await?;
    Ok(format!(
        "{public_url}/setup#{}",
        URL_SAFE_NO_PAD.encode(secret)
    ))
}

/// Returns every route under every header.
fn router(
    state: AppState,
    inbox: Option<Arc<DevInbox>>,
    chance: Arc<dyn Chance>,
    https: bool,
) -> Router {
    let mut api = app(state);
    if let Some(inbox) = inbox {
        api = api.merge(dev::router(inbox));
    }
    static_files::with_pages(api, chance, https)
}

async fn sweep(state: AppState) {
    let mut minute = tokio::time::interval(SWEEP);
    loop {
        minute.tick().await;
        upkeep::sweep(&state).await;
    }
}
