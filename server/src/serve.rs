//! Puts the server together: data folder, keys, store, channels, pages, and the loops that run.

use std::fs::DirBuilder;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::{Router, middleware};
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
use crate::http::log::log;
use crate::http::state::AppState;
use crate::http::static_files::own_fonts::{FontsError, OwnFonts};
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
    /// The fonts it is to lend cannot be used.
    #[error("fonts: {0}")]
    Fonts(#[from] FontsError),
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
    let fonts = config
        .fonts_dir
        .as_deref()
        .map(OwnFonts::read)
        .transpose()?;
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
        fonts.unwrap_or_default(),
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
    fonts: OwnFonts,
    chance: Arc<dyn Chance>,
    https: bool,
) -> Router {
    let mut api = app(state).layer(middleware::from_fn(log));
    if let Some(inbox) = inbox {
        api = api.merge(dev::router(inbox));
    }
    static_files::with_pages(api, fonts, chance, https)
}

async fn sweep(state: AppState) {
    let mut minute = tokio::time::interval(SWEEP);
    loop {
        minute.tick().await;
        upkeep::sweep(&state).await;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::{StartError, start};
    use crate::clock::{ManualClock, OsChance};
    use crate::config::Config;
    use crate::keys::KeyError;

    fn config(name: &str) -> Config {
        let data_dir: PathBuf =
            std::env::temp_dir().join(format!("seing-serve-{}-{name}", std::process::id()));
        fs::remove_dir_all(&data_dir).ok();
        Config {
            data_dir,
            dev: true,
            listen: ([127, 0, 0, 1], 0).into(),
            ..Config::default()
        }
    }

    fn clock() -> Arc<ManualClock> {
        Arc::new(ManualClock::new(1_795_000_000_000))
    }

    #[tokio::test]
    async fn a_second_start_finds_its_keys_and_gives_a_new_owner_link() {
        let config = config("twice");
        let first = start(config.clone(), clock(), Arc::new(OsChance))
            .await
            .unwrap();
        let (root, link) = (first.state.keys.root_der(), first.owner_link.clone());
        assert!(link.starts_with(&format!("http://{}/setup#", first.address)));
        first.stop().await;
        let mode = fs::metadata(&config.data_dir).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let second = start(config.clone(), clock(), Arc::new(OsChance))
            .await
            .unwrap();
        assert_eq!(second.state.keys.root_der(), root);
        assert_ne!(second.owner_link, link);
        second.stop().await;
        fs::remove_dir_all(config.data_dir).unwrap();
    }

    #[tokio::test]
    async fn a_master_key_that_others_can_read_stops_the_start() {
        let config = config("exposed");
        start(config.clone(), clock(), Arc::new(OsChance))
            .await
            .unwrap()
            .stop()
            .await;
        let key = config.data_dir.join("master.key");
        fs::set_permissions(key, Permissions::from_mode(0o644)).unwrap();
        let refused = start(config.clone(), clock(), Arc::new(OsChance))
            .await
            .err()
            .unwrap();
        assert!(matches!(
            refused,
            StartError::Keys(KeyError::Exposed { .. })
        ));
        fs::remove_dir_all(config.data_dir).unwrap();
    }
}
