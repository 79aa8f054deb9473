//! A file as a body: read piece by piece while it is sent, so that no answer holds a whole blob.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};

/// The most of a file that an answer holds.
const PIECE_BYTES: usize = 64 * 1024;

/// A file and what of it is still to be sent.
pub(super) struct Reading {
    file: File,
    left: u64,
}

impl Reading {
    /// Of the whole file, as long as it is now.
    pub(super) async fn new(file: File) -> io::Result<Self> {
        let left = file.metadata().await?.len();
        Ok(Self { file, left })
    }

    /// Room for the next piece.
    fn room(&self) -> Vec<u8> {
        let left = usize::try_from(self.left).unwrap_or(PIECE_BYTES);
        vec![0; left.min(PIECE_BYTES)]
    }
}

impl Body for Reading {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut room = self.room();
        let mut piece = ReadBuf::new(&mut room);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut piece))?;
        let read = piece.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        room.truncate(read);
        self.left -= read as u64;
        Poll::Ready(Some(Ok(Frame::data(room.into()))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;

    use hyper::body::Body as _;

    use super::PIECE_BYTES;
    use crate::store::blobs::Blobs;

    #[tokio::test]
    async fn a_blob_on_the_disk_is_read_piece_by_piece() {
        let name = format!("seing-pieces-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let (blobs, octets) = (Blobs::new(&folder), vec![7; 3 * PIECE_BYTES + 1]);
        blobs.put("one", octets.clone().into()).await.unwrap();
        let mut body = blobs.open("one").await.unwrap();
        assert_eq!(body.size_hint().exact(), Some(octets.len() as u64));
        blobs.remove("one").await;
        let (mut read, mut pieces) = (Vec::new(), 0);
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            let piece = frame.unwrap().into_data().unwrap();
            assert!(piece.len() <= PIECE_BYTES);
            read.extend_from_slice(&piece);
            pieces += 1;
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((read == octets, pieces >= 4), (true, true));
    }
}
