//! The schema: every aggregate's reads and writes under one roof.

use crate::account::{AccountMutation, AccountQuery};
use crate::bid::{BidMutation, BidQuery};
use crate::contract::{ContractMutation, ContractQuery};
use crate::delivery::{DeliveryMutation, DeliveryQuery, DeliveryUploadMutation};
use crate::dispute::{DisputeMutation, DisputeQuery};
use crate::message::{MessageMutation, MessageUploadMutation};
use crate::node::NodeQuery;
use crate::notice::NoticeMutation;
use crate::organisation::{OrganisationMutation, OrganisationQuery};
use crate::paging::Cursors;
use crate::payment::PaymentMutation;
use crate::payout::PayoutMutation;
use crate::profile::ProfileMutation;
use crate::review::ReviewMutation;
use crate::session::SessionMutation;
use crate::spec_errors::{SpecErrors, SpecExecutor};
use crate::task::{TaskMutation, TaskQuery};
use crate::user_errors::UserErrorInterface;
use app::App;
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, SchemaBuilder, ValidationMode};
use std::sync::Arc;

/// Reads.
#[derive(MergedObject, Default)]
pub struct Query(
    AccountQuery,
    OrganisationQuery,
    TaskQuery,
    BidQuery,
    ContractQuery,
    DeliveryQuery,
    DisputeQuery,
    NodeQuery,
);

/// Writes. Root fields run one after another, each in its own transaction.
#[derive(MergedObject, Default)]
pub struct Mutation(
    AccountMutation,
    SessionMutation,
    OrganisationMutation,
    ProfileMutation,
    TaskMutation,
    DisputeMutation,
    ReviewMutation,
    BidMutation,
    ContractMutation,
    DeliveryUploadMutation,
    DeliveryMutation,
    MessageUploadMutation,
    MessageMutation,
    NoticeMutation,
    PaymentMutation,
    PayoutMutation,
);

/// The executable schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    async_graphql::Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        // The gate has validated every document already.
        .validation_mode(ValidationMode::Fast)
        .disable_suggestions()
        .register_output_type::<UserErrorInterface>()
}

/// The schema over an engine. `secret` signs cursors.
pub fn schema(app: &Arc<App>, secret: &[u8; 32]) -> SpecExecutor<Schema> {
    let over = || builder().data(Arc::clone(app)).data(Cursors::new(secret));
    SpecExecutor::new(over().finish(), over().extension(SpecErrors).finish())
}

/// The schema as text, sorted: `schema.graphql`.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
        .prefer_single_line_descriptions();
    builder().finish().sdl_with_options(options)
}
