use crate::faults::Faults;
use kernel::InputError;
use serde::{Deserialize, Serialize};

macro_rules! facts {
    ($($(#[$doc:meta])* $field:ident ($name:literal): $fact:ident { $($(#[$answer_doc:meta])* $answer:ident,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
            #[serde(rename_all = "snake_case")]
            pub enum $fact {
                $($(#[$answer_doc])* $answer,)+
            }
        )+

        /// The ten facts of how one works on a task, asked of the client and shown before the price.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct WorkStyle {
            $($(#[$doc])* pub $field: $fact,)+
        }

        /// The facts answered so far.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct WorkStyleDraft {
            $($(#[$doc])* pub $field: Option<$fact>,)+
        }

        impl From<WorkStyle> for WorkStyleDraft {
            fn from(facts: WorkStyle) -> Self {
                Self { $($field: Some(facts.$field),)+ }
            }
        }

        impl WorkStyleDraft {
            /// All ten, or every one that is not answered.
            pub fn complete(self) -> Result<WorkStyle, Vec<InputError>> {
                let mut faults = Faults::default();
                $(let $field = faults.need($name, self.$field);)+
                match ($($field,)+) {
                    ($(Some($field),)+) => Ok(WorkStyle { $($field,)+ }),
                    _ => Err(faults.into_vec()),
                }
            }
        }
    };
}

facts! {
    /// May one drop everything when a child falls ill?
    sudden_leave ("suddenLeave"): SuddenLeave {
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
    contact_hours ("contactHours"): ContactHours {
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
    meetings ("meetings"): Meetings {
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
    flexible_hours ("flexibleHours"): FlexibleHours {
        /// The worker, day or night.
        Free,
        /// The worker, around a few fixed hours.
        CoreHours,
        /// The client.
        Fixed,
    }
    /// Can it grow into more hours?
    more_hours ("moreHours"): MoreHours {
        /// More work of this kind is planned.
        Planned,
        /// It depends on how it goes.
        Possible,
        /// It is a single piece of work.
        No,
    }
    /// Can it grow into leading others?
    lead_path ("leadPath"): LeadPath {
        /// A lead is being looked for.
        Planned,
        /// It depends on how it goes.
        Possible,
        /// No.
        No,
    }
    /// How soon is an answer to a message expected?
    response_time ("responseTime"): ResponseTime {
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
    tools ("tools"): Tools {
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
    interruption ("interruption"): Interruption {
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
    experience ("experience"): Experience {
        /// First jobs are welcome; everything is explained.
        FirstJob,
        /// Some practice helps; questions are welcome.
        SomePractice,
        /// It needs experience.
        Experienced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::InputFault;

    #[test]
    fn each_of_the_ten_facts_that_is_missing_is_named() {
        let missing = WorkStyleDraft { tools: Some(Tools::Phone), ..WorkStyleDraft::default() }.complete().unwrap_err();
        let names: Vec<&str> = missing.iter().map(|error| error.path[0].as_str()).collect();
        assert_eq!(
            names,
            [
                "suddenLeave",
                "contactHours",
                "meetings",
                "flexibleHours",
                "moreHours",
                "leadPath",
                "responseTime",
                "interruption",
                "experience"
            ]
        );
        assert!(missing.iter().all(|error| error.fault == InputFault::Blank));
    }
}
