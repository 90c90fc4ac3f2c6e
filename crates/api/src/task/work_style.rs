use async_graphql::{Enum, InputObject, SimpleObject};

macro_rules! facts {
    ($($(#[$doc:meta])* $field:ident: $fact:ident { $($(#[$answer_doc:meta])* $answer:ident,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
            pub enum $fact {
                $($(#[$answer_doc])* $answer,)+
            }

            impl From<market::$fact> for $fact {
                fn from(fact: market::$fact) -> Self {
                    match fact { $(market::$fact::$answer => Self::$answer,)+ }
                }
            }

            impl From<$fact> for market::$fact {
                fn from(fact: $fact) -> Self {
                    match fact { $($fact::$answer => Self::$answer,)+ }
                }
            }
        )+

        /// The ten facts of how one works on a task, shown before the price. All are known once it is published.
        #[derive(Clone, Debug, SimpleObject)]
        pub struct WorkStyle {
            $($(#[$doc])* $field: Option<$fact>,)+
        }

        impl From<market::WorkStyleDraft> for WorkStyle {
            fn from(facts: market::WorkStyleDraft) -> Self {
                Self { $($field: facts.$field.map(Into::into),)+ }
            }
        }

        /// The ten facts as far as they are known. All are needed to publish.
        #[derive(Clone, Debug, Default, InputObject)]
        pub struct WorkStyleInput {
            $($(#[$doc])* $field: Option<$fact>,)+
        }

        impl From<WorkStyleInput> for market::WorkStyleDraft {
            fn from(facts: WorkStyleInput) -> Self {
                Self { $($field: facts.$field.map(Into::into),)+ }
            }
        }
    };
}

facts! {
    /// May one drop everything when a child falls ill?
    sudden_leave: SuddenLeave {
        /// At any moment; a word afterwards is enough.
        AnyTime,
        /// On the same day, with a word before.
        SameDay,
        /// With a day's notice.
        DayBefore,
        /// No: a fixed date depends on it.
        NotPossible,
    }
    /// When are questions asked and answered?
    contact_hours: ContactHours {
        /// Whenever it suits; nobody waits.
        AnyTime,
        /// While children are at school, about 9 to 14.
        SchoolHours,
        /// In office hours.
        OfficeHours,
        /// In the evening.
        Evenings,
        /// Agreed together at the start.
        ByAgreement,
    }
    /// Does one have to meet?
    meetings: Meetings {
        /// Never; text only.
        None,
        /// Once at the start, online.
        OnceOnline,
        /// Now and then, online, camera as one likes.
        SometimesOnline,
        /// Every week, online.
        WeeklyOnline,
        /// In person at least once.
        InPerson,
    }
    /// Who chooses the hours of work?
    flexible_hours: FlexibleHours {
        /// The worker, day or night.
        Free,
        /// The worker, around a few fixed hours.
        CoreHours,
        /// The client.
        Fixed,
    }
    /// Can it grow into more hours?
    more_hours: MoreHours {
        /// More work of this kind is planned.
        Planned,
        /// It depends on how it goes.
        Possible,
        /// It is a single piece of work.
        No,
    }
    /// Can it grow into leading others?
    lead_path: LeadPath {
        /// A lead is being looked for.
        Planned,
        /// It depends on how it goes.
        Possible,
        /// No.
        No,
    }
    /// How soon is an answer to a message expected?
    response_time: ResponseTime {
        /// Within three days.
        ThreeDays,
        /// Within two days.
        TwoDays,
        /// Within a day.
        OneDay,
        /// On the same day.
        SameDay,
    }
    /// What does one need to have?
    tools: Tools {
        /// A phone is enough.
        Phone,
        /// A computer with free software.
        Computer,
        /// A computer with software one pays for oneself.
        OwnSoftware,
        /// What is needed beyond a computer is provided.
        Provided,
    }
    /// Can the work be put down?
    interruption: Interruption {
        /// At any moment; nothing is lost.
        AnyMoment,
        /// In pieces of about 15 minutes.
        ShortPieces,
        /// In pieces of an hour or two.
        LongPieces,
        /// No: it needs an undisturbed stretch.
        Undisturbed,
    }
    /// Is it right for a first job?
    experience: Experience {
        /// First jobs are welcome; everything is explained.
        FirstJob,
        /// Some practice helps; questions are welcome.
        SomePractice,
        /// It needs experience.
        Experienced,
    }
}
