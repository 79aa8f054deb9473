//! The accept loop: bounded connections, bounded waiting, and an end that finishes what began.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::{Layer as _, ServiceExt as _};
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::config::Config;

const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
const DRAIN: Duration = Duration::from_secs(20);

/// How long and how much the listener puts up with.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    header: Duration,
    body_idle: Duration,
    connections: usize,
}

impl Patience {
    /// Reads it from the settings.
    pub fn new(config: &Config) -> Self {
        Self {
            header: Duration::from_millis(config.header_timeout_ms),
            body_idle: Duration::from_millis(config.body_idle_ms),
            connections: config.max_connections,
        }
    }
}

/// Serves `router` until `stop` turns true, then lets open requests end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    mut stop: watch::Receiver<bool>,
) {
    let (open, seats) = (
        GracefulShutdown::new(),
        Arc::new(Semaphore::new(patience.connections)),
    );
    loop {
        let seat = Arc::clone(&seats).acquire_owned();
        let accepted = tokio::select! {
            _ = stop.wait_for(|stopped| *stopped) => break,
            accepted = async { (seat.await, listener.accept().await) } => accepted,
        };
        match accepted {
            (Ok(seat), Ok((stream, peer))) => {
                let watched = connection(stream, peer, router.clone(), patience, &open);
                tokio::spawn(async move {
                    watched.await;
                    drop(seat);
                });
            }
            (_, Err(why)) => rest(&why).await,
            (Err(_), _) => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, open.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    patience: Patience,
    open: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + use<> {
    stream.set_nodelay(true).ok();
    let service = RequestBodyTimeoutLayer::new(patience.body_idle).layer(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        service.clone().oneshot(request)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.header)
        .serve_connection(TokioIo::new(stream), service);
    let watched = open.watch(served);
    async move {
        if let Err(why) = watched.await {
            tracing::debug!(%why, "connection");
        }
    }
}

async fn rest(why: &io::Error) {
    tracing::warn!(%why, "accept");
    tokio::time::sleep(ACCEPT_PAUSE).await;
}

/// Ends when the process is told to stop (SIGTERM or SIGINT).
pub async fn stop_signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests;
