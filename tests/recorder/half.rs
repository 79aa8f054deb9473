//! An answer that breaks off in the middle, as when its server is switched off.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, to_bytes};
use axum::response::Response;
use hyper::body::Frame;

/// The first half of a body, and then no end.
struct Half(Option<Bytes>);

impl hyper::body::Body for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let frame = self.0.take().map(Frame::data);
        Poll::Ready(Some(frame.ok_or_else(|| io::ErrorKind::BrokenPipe.into())))
    }
}

/// Keeps the head of an answer, which names the whole length, and half of its body.
pub(super) async fn half(response: Response) -> Response {
    let (head, body) = response.into_parts();
    let whole = to_bytes(body, super::BODY_MAX).await;
    let whole = whole.expect("the server is still there");
    Response::from_parts(head, Body::new(Half(Some(whole.slice(..whole.len() / 2)))))
}
