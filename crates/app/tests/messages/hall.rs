//! A client and a worker who talk: about a bid, and in the contract that another bid became.

use app::{Caller, MessageSend, MessageUploadCreate, MessageView, Slice, UploadTicket};
use kernel::{BidId, ContractId, MessageId, OrganisationId, UploadId};
use market::{MessageDraft, Thread};
use storage::{Db, UploadState};
use testkit::{Actor, TestApp, file_draft, refusals};
use uuid::Uuid;

pub const TEXT: &[u8] = "話者A: 本日はよろしくお願いします。".as_bytes();

pub struct Hall {
    pub test: TestApp,
    pub owner: Actor,
    pub organisation: OrganisationId,
    pub hana: Actor,
    pub bid: BidId,
    pub contract: ContractId,
}

impl Hall {
    pub async fn new(db: Db) -> Self {
        let test = TestApp::new(db);
        let (owner, organisation) = test.client("minowa").await;
        let hana = test.person("hana").await;
        let contract = test.contract((&owner, organisation), &hana, &[10_000]).await;
        let task = test.open_task(&owner, organisation, &[8_000]).await;
        let bid = test.bid(&hana, task, 8_000).await;
        Self { test, owner, organisation, hana, bid, contract }
    }

    pub fn about_the_bid(&self) -> Thread {
        Thread::Bid { bid: self.bid }
    }

    pub fn in_the_contract(&self) -> Thread {
        Thread::Contract { contract: self.contract }
    }

    pub fn threads(&self) -> [Thread; 2] {
        [self.about_the_bid(), self.in_the_contract()]
    }

    pub fn ask(&self, thread: Thread, text: &str, files: &[UploadId]) -> MessageSend {
        let message = MessageDraft { text: text.to_owned(), files: files.to_vec() };
        MessageSend { idempotency_key: self.test.key(), thread, message }
    }

    pub async fn send(&self, by: &Caller, ask: MessageSend) -> Result<MessageId, Vec<String>> {
        self.test.app.message_send(by, ask).await.map_err(refusals)
    }

    pub async fn say(&self, by: &Actor, thread: Thread, text: &str) -> MessageId {
        self.send(&by.caller, self.ask(thread, text, &[])).await.unwrap()
    }

    pub async fn show(&self, by: &Actor, thread: Thread, files: &[UploadId]) -> Result<MessageId, Vec<String>> {
        self.send(&by.caller, self.ask(thread, "", files)).await
    }

    /// What a reader finds in a thread, newest first; nothing where it is not for them.
    pub async fn read(&self, by: &Caller, thread: Thread) -> Option<Vec<MessageView>> {
        self.test.app.messages(by, thread, Slice::newest(101, None)).await.unwrap()
    }

    /// The texts of a thread, newest first.
    pub async fn texts(&self, thread: Thread) -> Vec<String> {
        let said = self.test.db.read().messages(thread, Slice::newest(101, None)).await.unwrap();
        said.into_iter().map(|message| message.text).collect()
    }

    pub fn announcement(&self, thread: Thread) -> MessageUploadCreate {
        MessageUploadCreate { idempotency_key: self.test.key(), thread, file: file_draft(TEXT) }
    }

    pub async fn announce(&self, by: &Caller, thread: Thread) -> Result<UploadTicket, Vec<String>> {
        self.test.app.message_upload_create(by, self.announcement(thread)).await.map_err(refusals)
    }

    /// A file that was announced for a thread and has arrived.
    pub async fn file(&self, by: &Actor, thread: Thread) -> UploadId {
        let ticket = self.announce(&by.caller, thread).await.unwrap();
        self.test.send(&ticket.url, TEXT).await.unwrap()
    }

    pub async fn state(&self, file: UploadId) -> Option<UploadState> {
        self.test.db.read().upload(file).await.unwrap().map(|upload| upload.state)
    }

    /// The links to the files of a message, for a reader.
    pub async fn links(&self, by: &Actor, message: MessageId) -> Option<Vec<String>> {
        let seen = self.test.app.message(&by.caller, message).await.unwrap()?;
        Some(seen.files.into_iter().map(|file| file.download_url).collect())
    }

    pub async fn events(&self, subject: Uuid) -> Vec<String> {
        let events = self.test.db.read().events_of(subject, 100).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }

    /// How many mails of a message somebody got.
    pub async fn letters(&self, name: &str) -> usize {
        self.test.run_jobs().await;
        let mails = self.test.mails.to(&format!("{name}@example.jp"));
        mails.into_iter().filter(|(subject, _)| subject == "メッセージが届きました").count()
    }
}
