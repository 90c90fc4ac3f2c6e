use super::Relation::{
    Admin, Anonymous, ClientFinance, ClientMember, ClientOwner, Moderator, Oneself, SignedIn, System, Worker,
};
use super::{Business, Relation};

/// One line an action: its doc says why, then its name, what a suspension does to it, and who may. Who is
/// not named may not.
macro_rules! table {
    ($($(#[$doc:meta])* $action:ident $name:literal $business:ident [$($relation:ident),+];)+) => {
        /// Something a caller asks for: every mutation, and every read that is not for everyone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $action),+
        }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// Its name; for a mutation, the one in the schema.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$action => $name),+
                }
            }

            /// What a suspension of the caller does to it.
            pub const fn business(self) -> Business {
                match self {
                    $(Self::$action => Business::$business),+
                }
            }

            /// Who may.
            pub(super) const fn allowed(self) -> &'static [Relation] {
                match self {
                    $(Self::$action => &[$($relation),+]),+
                }
            }
        }
    };
}

table! {
    /// Anyone: a session says nothing about whose address is registered, and two of a household may share a browser.
    AccountRegister "accountRegister" Owed [Anonymous, SignedIn, Moderator, Admin];
    /// Anyone who has the code that proves the address of a new account.
    AccountConfirm "accountConfirm" Owed [Anonymous, SignedIn, Moderator, Admin];
    /// Anyone, also to sign in a second time; limits stand elsewhere.
    SessionCodeRequest "sessionCodeRequest" Owed [Anonymous, SignedIn, Moderator, Admin];
    /// Anyone who has a code or a password.
    SessionCreate "sessionCreate" Owed [Anonymous, SignedIn, Moderator, Admin];
    /// One's own sessions only; staff end a person's sessions by suspending or appointing.
    SessionEnd "sessionEnd" Owed [Oneself];
    /// One's own; staff neither see nor set credentials.
    PasswordSet "passwordSet" Owed [Oneself];
    /// Name, language, zone.
    AccountUpdate "accountUpdate" New [Oneself];
    /// Stops and reinstates an account; the system does it for the operator's command line.
    AccountSuspend "accountSuspend" New [Admin, System];
    /// Gives and takes a staff role; the system does it for the command line, which makes the first admin.
    StaffAppoint "staffAppoint" New [Admin, System];
    /// Says what became of money at the gateway: by the command line alone, where the gateway's own books can be looked at.
    OperationEnd "operationEnd" Owed [System];
    /// What a worker tells about themself is theirs alone to write.
    ProfileUpdate "profileUpdate" New [Oneself];
    /// As the profile.
    PortfolioItemAdd "portfolioItemAdd" New [Oneself];
    /// As the profile; taking down stays possible.
    PortfolioItemRemove "portfolioItemRemove" Owed [Oneself];

    /// Anyone signed in may become a client; staff may not, they judge between clients and workers.
    OrganisationCreate "organisationCreate" New [SignedIn];
    /// Its legal name stands in written terms, so only owners change it.
    OrganisationUpdate "organisationUpdate" New [ClientOwner];
    /// Owners say who belongs to it.
    OrganisationMemberAdd "organisationMemberAdd" New [ClientOwner];
    /// Owners, and everyone for themself.
    OrganisationMemberRemove "organisationMemberRemove" Owed [ClientOwner, Oneself];

    /// Posting is work, not money: members may.
    TaskDraft "taskDraft" New [ClientOwner, ClientMember];
    /// As drafting.
    TaskUpdate "taskUpdate" New [ClientOwner, ClientMember];
    /// As drafting.
    TaskPublish "taskPublish" New [ClientOwner, ClientMember];
    /// As drafting; the system closes what expired.
    TaskClose "taskClose" Owed [ClientOwner, ClientMember, System];

    /// Any stranger to the client; its own people would deal with themselves.
    BidPlace "bidPlace" New [SignedIn];
    /// The bidder.
    BidUpdate "bidUpdate" New [Worker];
    /// The bidder.
    BidWithdraw "bidWithdraw" Owed [Worker];
    /// An answer is owed to every bidder.
    BidDecline "bidDecline" Owed [ClientOwner, ClientMember];
    /// Choosing is work: nothing is paid, and nothing begins, until an owner or finance funds. Finance does not choose.
    BidAward "bidAward" New [ClientOwner, ClientMember];

    /// Money comes in only by those trusted with it; members ask for it.
    MilestoneFund "milestoneFund" New [ClientOwner, ClientFinance];
    /// The worker of the contract.
    DeliveryUploadCreate "deliveryUploadCreate" Owed [Worker];
    /// The worker of the contract.
    DeliverySubmit "deliverySubmit" Owed [Worker];
    /// A judgement of work on money already set aside, so members may; the system accepts when the client is silent.
    DeliveryAccept "deliveryAccept" Owed [ClientOwner, ClientMember, System];
    /// As accepting, never by the clock.
    DeliveryAcceptPartly "deliveryAcceptPartly" Owed [ClientOwner, ClientMember];
    /// As accepting, never by the clock.
    DeliveryRequestRevision "deliveryRequestRevision" Owed [ClientOwner, ClientMember];
    /// Only who would be paid can give the money back; a client who wants it back proposes to cancel.
    MilestoneRefund "milestoneRefund" Owed [Worker];
    /// Either side proposes.
    ContractCancel "contractCancel" Owed [Worker, ClientOwner, ClientMember];
    /// The other side answers, the system after its silence; which side is which, the contract knows.
    ContractCancelAnswer "contractCancelAnswer" Owed [Worker, ClientOwner, ClientMember, System];
    /// The side that proposed.
    ContractCancelWithdraw "contractCancelWithdraw" Owed [Worker, ClientOwner, ClientMember];

    /// Who may send a message with the file in it.
    MessageUploadCreate "messageUploadCreate" Owed [Worker, ClientOwner, ClientMember];
    /// Either side, on a bid and on its contract: what is said before an award is said to who chooses.
    MessageSend "messageSend" Owed [Worker, ClientOwner, ClientMember];
    /// Either side.
    DisputeOpen "disputeOpen" Owed [Worker, ClientOwner, ClientMember];
    /// Either side; a moderator speaks by deciding.
    DisputeRespond "disputeRespond" Owed [Worker, ClientOwner, ClientMember];
    /// Either side proposes a split or accepts the other's.
    DisputeSettle "disputeSettle" Owed [Worker, ClientOwner, ClientMember];
    /// A moderator who is no party takes it.
    DisputeAssign "disputeAssign" New [Moderator];
    /// The moderator who took it; which one, the dispute knows. Not admins: who appoints judges does not judge.
    DisputeDecide "disputeDecide" New [Moderator];
    /// Either side, once.
    DisputeAppeal "disputeAppeal" Owed [Worker, ClientOwner, ClientMember];
    /// Another moderator; which one decided before, the dispute knows.
    DisputeAppealDecide "disputeAppealDecide" New [Moderator];

    /// Earned money is never kept from a person, suspended or not.
    PayoutRequest "payoutRequest" Owed [Oneself];
    /// Those who worked with the other side. Finance did not.
    ReviewSubmit "reviewSubmit" New [Worker, ClientOwner, ClientMember];

    /// Address, language, sessions of a person.
    AccountRead "account" Owed [Oneself, Admin];
    /// Who belongs to an organisation as what.
    OrganisationTeamRead "organisationTeam" Owed [ClientOwner, ClientMember, ClientFinance, Admin];
    /// A task nobody outside has seen yet; finance sees what it will be asked to fund.
    TaskDraftRead "taskDraftRead" Owed [ClientOwner, ClientMember, ClientFinance];
    /// All bids on a task: for those who choose.
    TaskBidsRead "taskBids" Owed [ClientOwner, ClientMember];
    /// One bid: its bidder, and those who choose.
    BidRead "bid" Owed [Worker, ClientOwner, ClientMember];
    /// Terms, milestones and their money: the two sides, and moderators for the disputes in it.
    ContractRead "contract" Owed [Worker, ClientOwner, ClientMember, ClientFinance, Moderator];
    /// What the two sides said; a moderator reads it where a dispute can be.
    MessagesRead "messages" Owed [Worker, ClientOwner, ClientMember, Moderator];
    /// One's own notices, and nobody else's.
    NoticesRead "notices" Owed [Oneself];
    /// As reading them.
    NoticesMarkRead "noticesMarkRead" Owed [Oneself];
    /// The work itself: who made it, who judges it, who settles what they make of it.
    DeliveryFilesRead "deliveryFiles" Owed [Worker, ClientOwner, ClientMember, Moderator];
    /// Payments, refunds and balance of an organisation; admins answer for the instance's money.
    OrganisationMoneyRead "organisationMoney" Owed [ClientOwner, ClientFinance, Admin];
    /// Earnings, fees and payouts of a worker; admins as above. No client sees them.
    WalletRead "wallet" Owed [Oneself, Admin];
    /// Statements, proposals and decisions of a dispute; admins watch over decisions they cannot take.
    DisputeCaseRead "disputeCase" Owed [Worker, ClientOwner, ClientMember, Moderator, Admin];
    /// What waits for a moderator.
    DisputeQueueRead "disputeQueue" Owed [Moderator, Admin];
}
