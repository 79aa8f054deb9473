//! A client that is slow, silent or still busy when the end comes.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::{Patience, serve};

struct World {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    served: JoinHandle<()>,
    entered: Arc<Notify>,
    leave: Arc<Notify>,
}

async fn world(connections: usize) -> World {
    let (entered, leave) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (inside, out) = (Arc::clone(&entered), Arc::clone(&leave));
    let slow = move || async move {
        inside.notify_one();
        out.notified().await;
        "slow"
    };
    let router = Router::new()
        .route(
            "/",
            get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() }),
        )
        .route("/echo", post(|body: String| async move { body }))
        .route("/slow", get(slow));
    let patience = Patience {
        header: Duration::from_millis(200),
        body_idle: Duration::from_millis(200),
        connections,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let served = tokio::spawn(serve(listener, router, patience, stopped));
    World {
        address,
        stop,
        served,
        entered,
        leave,
    }
}

async fn talk(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok();
    answer
}

#[tokio::test]
async fn an_answer_knows_its_peer() {
    let world = world(8).await;
    let answer = talk(
        world.address,
        "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_head_that_never_ends_is_hung_up_on() {
    let world = world(8).await;
    let answer = talk(world.address, "GET / HTTP/1.1\r\nhost: a\r\nx-slow: ").await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn a_body_that_stops_in_the_middle_is_hung_up_on() {
    let world = world(8).await;
    let head = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc";
    let answer = talk(world.address, head).await;
    assert!(!answer.contains("200 OK"), "{answer}");
}

#[tokio::test]
async fn more_connections_than_seats_wait_and_are_then_served() {
    let world = world(1).await;
    let slow = tokio::spawn(talk(
        world.address,
        "GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    ));
    world.entered.notified().await;
    let next = tokio::spawn(talk(
        world.address,
        "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    ));
    tokio::task::yield_now().await;
    assert!(!next.is_finished());
    world.leave.notify_one();
    assert!(slow.await.unwrap().ends_with("slow"));
    assert!(next.await.unwrap().contains("200 OK"));
}

#[tokio::test]
async fn a_stop_lets_an_open_request_end_and_takes_no_new_one() {
    let world = world(8).await;
    let slow = tokio::spawn(talk(world.address, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n"));
    world.entered.notified().await;
    world.stop.send(true).unwrap();
    world.leave.notify_one();
    assert!(slow.await.unwrap().ends_with("slow"));
    world.served.await.unwrap();
    assert!(TcpStream::connect(world.address).await.is_err());
}
