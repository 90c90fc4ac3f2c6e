use crate::{App, AppError, Code, Fault, Shared};
use kv::Take;

/// What may only be done so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Codes mailed to one address.
    CodesPerAddress,
    /// Answers to codes and passwords for one address.
    SignInsPerAddress,
    /// Requests for codes and sessions from one network address.
    SignInsPerNetwork,
}

impl App {
    /// Counts one use of `limit` by `whom`. Closed when the limits cannot be counted: guessing must not become free.
    pub(crate) async fn limit<C: Code>(&self, limit: Limit, whom: &str) -> Result<(), AppError<C>> {
        let (name, bucket) = match limit {
            Limit::CodesPerAddress => ("codes-address", self.settings.limits.codes_per_address),
            Limit::SignInsPerAddress => ("sign-ins-address", self.settings.limits.sign_ins_per_address),
            Limit::SignInsPerNetwork => ("sign-ins-network", self.settings.limits.sign_ins_per_network),
        };
        match self.kv.take(&format!("{name}:{whom}"), bucket, 1, self.clock.now()).await {
            Ok(Take::Taken) => Ok(()),
            Ok(Take::Empty { .. }) => Err(AppError::refused(Shared::TooManyRequests)),
            Err(error) => Err(Fault::unavailable(error).into()),
        }
    }
}
