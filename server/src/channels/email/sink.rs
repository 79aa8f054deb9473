//! A small mail relay for tests: speaks SMTP on a loopback port and answers by a script.

#![expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What the relay does with the next mail.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// Takes it.
    Take,
    /// Answers RCPT TO with these words.
    AtRecipient(&'static str),
    /// Answers MAIL FROM with these words and closes the connection.
    AtSender(&'static str),
    /// Answers the end of the data with these words.
    AtData(&'static str),
    /// Takes the data and never answers.
    Hang,
    /// Closes the connection after the data, without an answer.
    Drop,
}

/// The relay and what it took.
pub(super) struct Sink {
    pub(super) address: SocketAddr,
    script: Arc<Mutex<VecDeque<Act>>>,
    mails: Arc<Mutex<Vec<String>>>,
}

struct Session {
    lines: Lines<BufReader<OwnedReadHalf>>,
    out: OwnedWriteHalf,
}

impl Sink {
    /// Listens on a free port.
    pub(super) async fn start(script: &[Act]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let script = Arc::new(Mutex::new(script.iter().copied().collect()));
        let mails = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(accept(listener, Arc::clone(&script), Arc::clone(&mails)));
        Self {
            address,
            script,
            mails,
        }
    }

    /// Returns the mails it took, as they came.
    pub(super) fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    /// Returns how many lines of the script are left.
    pub(super) fn left(&self) -> usize {
        self.script.lock().unwrap().len()
    }
}

async fn accept(
    listener: TcpListener,
    script: Arc<Mutex<VecDeque<Act>>>,
    mails: Arc<Mutex<Vec<String>>>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let (script, mails) = (Arc::clone(&script), Arc::clone(&mails));
        tokio::spawn(async move {
            let mut session = Session::new(stream);
            session.say("220 sink").await;
            while session.mail(&script, &mails).await.is_some() {}
        });
    }
}

impl Session {
    fn new(stream: TcpStream) -> Self {
        let (read, out) = stream.into_split();
        Self {
            lines: BufReader::new(read).lines(),
            out,
        }
    }

    async fn say(&mut self, words: &str) {
        self.out
            .write_all(format!("{words}\r\n").as_bytes())
            .await
            .ok();
    }

    async fn line(&mut self) -> Option<String> {
        self.lines.next_line().await.ok().flatten()
    }

    /// Serves one mail; `None` ends the connection.
    async fn mail(
        &mut self,
        script: &Mutex<VecDeque<Act>>,
        mails: &Mutex<Vec<String>>,
    ) -> Option<()> {
        loop {
            let line = self.line().await?;
            match line.get(..4).unwrap_or_default() {
                "MAIL" => break,
                "QUIT" => return None,
                "EHLO" => self.say("250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME").await,
                "AUTH" => self.say("235 2.7.0 welcome").await,
                _ => self.say("250 ok").await,
            }
        }
        let act = script.lock().unwrap().pop_front().unwrap_or(Act::Take);
        if let Act::AtSender(words) = act {
            self.say(words).await;
            return None;
        }
        self.say("250 ok").await;
        self.line().await?;
        if let Act::AtRecipient(words) = act {
            self.say(words).await;
            return Some(());
        }
        self.say("250 ok").await;
        self.line().await?;
        self.say("354 go on").await;
        let text = self.data().await?;
        self.answer(act, text, mails).await
    }

    async fn data(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                return Some(text);
            }
            text.push_str(&line);
            text.push('\n');
        }
    }

    async fn answer(&mut self, act: Act, text: String, mails: &Mutex<Vec<String>>) -> Option<()> {
        match act {
            Act::Hang => std::future::pending().await,
            Act::Drop => return None,
            Act::AtData(words) => self.say(words).await,
            _ => {
                mails.lock().unwrap().push(text);
                self.say("250 taken").await;
            }
        }
        Some(())
    }
}
