product = Engawa
product-about = Short work you can do at home. The pay is held for you before you start.
unread-notices = { $count ->
    [one] 1 notice
   *[other] {$count} notices
}
staff-room = Staff
your-name = {$name}
work-skills = Skills
skip-to-main = Skip to content
menu-label = Main menu
menu-work = Find work
menu-hire = Post work
sign-in = Start or sign in
sign-out = Sign out
sign-out-title = Sign out¦ of here?
sign-out-text = What you have begun to write stays. Sign in again and go on where you were.
stay = Back
save = Save
go-on = Go on
foot-label = Guide
foot-help = Help
foot-fees = Fees
foot-safety = Staying safe
foot-open = Our numbers
foot-display = Reading settings
language-label = Language
tab-today = Today
tab-work = Find
tab-contracts = Contracts
tab-money = Money
tab-help = Help

minutes = {$minutes} min
hours = {$hours} h
hours-and-minutes = {$hours} h {$minutes} min
about-minutes = about {$minutes}
needed-by = needed by {$day}
until-day = (by {$day})
net-pay = you receive
per-hour-about = about {$hourly} an hour

landing-title = Work from home,¦ from 15 minutes up.
landing-lead = The pay is held before the work begins. What you receive and how long it takes, you see first.
landing-door-work = See work¦ of 15 minutes
landing-door-hire = Post¦ work
landing-live = Open now
landing-more = See more work
landing-promises = Three promises
promise-held = It begins¦ when the money is held
promise-held-text = No work starts before the client's money is with us. Once the delivery is accepted, it is yours.
promise-net = You know¦ what you will receive
promise-net-text = The amount after fee and tax, and by the hour, is shown before you apply.
promise-pause = You may stop¦ in the middle
promise-pause-text = Nothing you typed is lost. When the child wakes up, just close the page.

work-title = Find work
time-question = How much time¦ do you have now?
time-any = any
work-words = Search by words
work-search = Search
work-found = { $count ->
    [one] 1 task
   *[other] {$count} tasks
}
work-none = There is no such work at the moment.
work-all = See all work
work-next = Next 20
work-back = Back to the list
work-client = Client: {$name}
work-bids = { $count ->
    [one] 1 application
   *[other] {$count} applications
}
work-what = The work
work-done-when = Done when
work-parts = Paid in parts
work-pay = What you receive
work-held = After the contract, it begins when the client's money is held.
work-apply = Apply
work-open-until = Open until {$day}.
work-draft = Not published yet.
work-contracted = This task went to somebody else.
work-closed = This task is closed.
pay-parts = How it is made up
pay-gross = Price with tax
pay-fee = Fee
pay-fee-tax = Tax on the fee
client-completed = Contracts finished
client-reviews = Reviews
client-score = Rating out of 5

today-running = Work¦ under way
today-new = New work
today-money = Your money now
today-no-money = None yet. It shows here when your first work is accepted.
money-available = Ready to pay out
money-pending = In the security period
parts-done = {$done} of {$all} parts done
part-waits-for-money = “{$title}” begins when the money is held.
part-to-do = Next: deliver “{$title}”.
part-waits-for-answer = “{$title}” waits for the client. There is nothing to do.
part-disputed = “{$title}” is being talked about.
tip-title = Good to know
tip-outside = Asked to talk outside, on LINE for example? Ask us before you answer.

start-title = Start¦ by e-mail
start-text = For everybody, whether you are new or have been here before.
email = E-mail address
start-send = Send me¦ a code
start-next = On the next page you type the six digits from the mail.
start-email-missing = Write your e-mail address.
code-title = Type the code¦ you were sent
code-text = We sent six digits to {$email}.
code = Code
code-nothing-came = Nothing there? Look in the spam folder too.
code-again = Send another
name-title = The name¦ to show
name-text = A nickname will do. You can change it later.
name = Name
name-to-come = Newcomer

error-title = Error:{" "}
error-summary = There is something to put right

display-title = Reading¦ settings
display-text = Size of text
display-text-normal = Normal
display-text-large = Large
display-text-largest = Largest
display-theme = Colours
display-theme-auto = As the device says
display-theme-light = Light
display-theme-dark = Dark
display-motion = Motion
display-still = Keep pages still

problem-not-found = Not found
problem-not-found-text = There is no such page, or it is for certain people.
problem-sign-in = Sign in first
problem-sign-in-text = It has been a while: sign in again. What you wrote is still there.
problem-forbidden = For certain people only
problem-forbidden-text = People with another role can do this.
problem-unreadable = We could not read that
problem-unreadable-text = What was sent cannot be read. Nothing has changed. Go back and try again.
problem-cross-site = Not sent
problem-cross-site-text = Another site sent this, so we stopped it. Nothing has changed.
problem-too-many = A moment, please
problem-too-many-text = That was many times in a row. Try again in a minute.
problem-unavailable = Not open just now
problem-unavailable-text = Nothing is lost. Try again in a few minutes.
problem-defect = That did not work
problem-defect-text = The mistake is ours, and nothing is lost. Try again or ask us.
problem-way-out = To the first page

## Admin

admin-title = To decide¦ today
admin-queues = Queues
admin-none = Nobody is waiting.
admin-what = Contract
admin-why = What is wrong
admin-due = Due
admin-who = Taken by
admin-held = Held
admin-case = Dispute
admin-opened = opened by the {$side}, {$day}
admin-nobody = nobody yet
admin-more = Next 50
admin-back = Back to the queue
case-said = What each side says
case-no-response = No answer yet.
case-offer = Offer of the {$side} ({$day}):
case-split-worker = {$amount} to the worker
case-split-client = {$amount} to the client
case-decision = Decision
case-appeal = Appeal of the {$side}
case-terms = Done when, by the written terms
case-work = Delivered: {$title}
case-delivery = No. {$number}, {$day}
case-ticks = Items said to be done: {$count}
case-no-delivery = Nothing was delivered yet.
case-messages = What the two wrote
case-held = Held for this part
case-owed = If nobody decides, {$amount} goes to the worker.
case-take = Take this case
decide-title = Write the decision
decide-amount = For the worker, tax included
decide-rest = The rest goes back to the client.
decide-amount-missing = Write the amount in digits.
decide-reason = Ground
decide-reason-missing = Choose one ground.
decide-text = What both sides will read
decide-text-hint = What was fine, what was not, and what can be done now.
decide-send = Send the decision
dispute-talking = Talking
dispute-awaiting-decision = Waiting for a decision
dispute-decided = Decided, open to appeal
dispute-appealed = Appeal waiting
dispute-final = Ended by decision
dispute-settled = Ended by agreement
reason-not-as-agreed = Not what was agreed
reason-not-delivered = Nothing usable was delivered
reason-no-answer = The other side does not answer
reason-other = Something else
reason-scope-changed = More or other work is asked for
reason-unfair-revision = Changes outside the checklist are asked for
ground-delivered-as-agreed = Delivered as agreed
ground-partly-as-agreed = Partly as agreed
ground-not-as-agreed = Not as agreed
ground-not-delivered = Nothing usable was delivered
ground-outside-terms = What was asked is not in the terms
ground-no-answer = One side did not answer
ground-other = Another ground
ground-undecided = Nobody decided in time
side-client = client
side-worker = worker

## Hire
yes = Yes
no = No
hire-title = Have small work done,¦ and be sure of it.
hire-lead = Ask people who work from home for a little of their time. The money is held until you accept the work.
hire-begin = Post¦ work
hire-kinds = Often¦ asked for
hire-cost = What¦ it costs
hire-cost-text = For five hours of work at ¥10,000 before tax. Signing up and posting cost nothing.
cost-price = Price before tax
cost-tax = Consumption tax
cost-gross = You pay
cost-fee = Fee, paid by the worker
cost-net = The worker receives
cost-other = Work out another price
hire-way = How it goes
hire-way-write = Say what¦ is needed
hire-way-write-text = Choose a template and most of it is written. It takes about five minutes.
hire-way-choose = Choose¦ among applications
hire-way-choose-text = Compare the price, the day and what they write.
hire-way-hold = Pay the money in
hire-way-hold-text = The work begins once it is held.
hire-way-accept = Accept the work
hire-way-accept-text = Compare it with the list. Once you accept, the worker is paid.
hire-menu-home = Your turn
hire-menu-jobs = Your posts
hire-menu-billing = Payments
hire-language-ja = Japanese
hire-language-en = English
ready-title = What do you¦ need?
ready-text = Choose what comes close. Everything can be changed on the next pages.
ready-begin = Begin¦ with this
ready-none = Choose a kind of work.
ready-for = Who is asking?
ready-size = about {$minutes}, {$price}
ready-example = For example: {$title}
ready-part = Delivery
ready-receipts = Typing receipts
ready-receipts-title = Type 60 receipts into a sheet
ready-receipts-text =
    Look at photographs of receipts and type them into a sheet.

    - Date, name of the shop, amount and tax rate.
    - Write “?” where it cannot be read. There is no need to guess.
    - You get the photographs and the sheet after the contract.
ready-receipts-done =
    There is a row for each of the 60
    Date, shop, amount and tax rate are filled in
    What cannot be read has a “?”
ready-transcription = Transcription
ready-transcription-title = Write down 30 minutes of a meeting
ready-transcription-text =
    Listen to 30 minutes of sound and write it down.

    - Leave out “er” and “um”.
    - Three people speak. Each line begins with who it is.
    - Where it cannot be heard, write “●●” and the time.
ready-transcription-done =
    It is there from beginning to end
    Every speaker is named
    What cannot be heard has its time
ready-products = Product descriptions
ready-products-title = Describe 10 products, 80 words each
ready-products-text =
    Look at the pictures and papers and describe the products.

    - About 80 words each.
    - Say the colour, the size and what it is for.
    - Please add nothing that is not in the papers.
ready-products-done =
    All 10 are there
    Each has 60 to 100 words
    Colour, size and use are said
ready-replies = Replies to customers
ready-replies-title = Draft replies to 10 customer mails
ready-replies-text =
    Draft replies to mails from customers.

    - You get a list of usual questions and answers.
    - For a question that is not on it, write that we will look into it, and mark it.
    - We send the replies ourselves.
ready-replies-done =
    There is a draft for all 10
    The customers' names are right
    Questions not on the list are marked
ready-survey = Typing a survey
ready-survey-title = Type in 100 paper surveys
ready-survey-text =
    Look at pictures of paper surveys and type them into a sheet.

    - Choices as their number, words as they are written.
    - Write “?” for what cannot be read.
    - There are no names or addresses.
ready-survey-done =
    There is a row for each of the 100
    Questions without an answer are left empty
    Words are typed as they are written
ready-free = Write your own
organisation-title = About¦ the client
organisation-text = This stands in the written terms. We ask only once.
organisation-name = Name to show
organisation-name-hint = The name of a shop or whatever you go by.
organisation-legal-name = Registered name
organisation-legal-name-hint = Your own name if you are one person.
organisation-form = What are you?
organisation-form-missing = Choose what you are.
organisation-company = A company
organisation-sole = One person in business
organisation-non-profit = A non-profit
organisation-public = The state, a prefecture or a town
organisation-association = A group
organisation-address = Address
organisation-email = E-mail for contact
organisation-email-hint = Only those you make a contract with see it.
organisation-employees = Do you have employees?
organisation-employees-hint = Say yes too with two or more officers. The law asks more of you then.
organisation-employees-missing = Choose yes or no.
your-turn = Your turn
your-turn-none = There is nothing to do now.
turn-accept = Delivered
turn-accept-until = Silence accepts it on {$day}.
turn-accept-go = See the delivery
turn-choose = { $count ->
    [one] 1 application
   *[other] {$count} applications
}
turn-choose-go = Compare
turn-fund = To be paid in
turn-fund-go = Pay in
hire-running = Contracts¦ under way
hire-running-none = There is none at the moment.
hire-part-agreed = “{$title}” begins when you pay it in.
hire-part-working = “{$title}” is being worked on. Just wait.
hire-part-delivered = “{$title}” was delivered.
hire-drafts = Drafts
hire-untitled = Without a title
style-leave = When a child falls ill, may one drop everything?
style-leave-any-time = At any moment
style-leave-same-day = On the same day, with a word before
style-leave-day-before = With a day's notice
style-leave-not-possible = No, a fixed date depends on it
style-pause = Can the work be put down?
style-pause-any-moment = At any moment
style-pause-short = In pieces of 15 minutes
style-pause-long = In pieces of an hour or two
style-pause-undisturbed = It needs an undisturbed stretch
style-hours = Who chooses the hours?
style-hours-free = The worker, day or night
style-hours-core = The worker, around a few fixed hours
style-hours-fixed = The client
style-contact = When are questions asked and answered?
style-contact-any-time = Whenever it suits
style-contact-school = While children are at school
style-contact-office = In office hours
style-contact-evenings = In the evening
style-contact-agreed = Agreed at the start
style-answer = How soon is an answer expected?
style-answer-same-day = On the same day
style-answer-one-day = Within a day
style-answer-two-days = Within two days
style-answer-three-days = Within three days
style-meet = Does one have to meet?
style-meet-none = Never, text only
style-meet-once = Once at the start, online
style-meet-sometimes = Now and then, online
style-meet-weekly = Every week, online
style-meet-in-person = In person at least once
style-tools = What does one need to have?
style-tools-phone = A phone is enough
style-tools-computer = A computer with free software
style-tools-provided = A computer; the rest is provided
style-tools-own = A computer and paid software
style-experience = Is it right for a first job?
style-experience-first = First jobs are welcome
style-experience-some = Some practice helps
style-experience-needed = It needs experience
style-more = Can it grow into more hours?
style-more-no = A single piece of work
style-more-possible = It depends
style-more-planned = More is planned
style-lead = Can it grow into leading others?
style-lead-no = No
style-lead-possible = It depends
style-lead-planned = A lead is being looked for
optional = may be left empty
draft-what = What is needed?
draft-pay = Time and pay
draft-when = When is it needed?
draft-who = How does one work on it?
draft-check = Check¦ before it is public
draft-progress = Step {$step} of 5
draft-is-open = It is public. After a change, applications cannot be taken until their workers confirm them.
draft-stale = Somebody changed it first. Below is what you typed.
draft-stale-see = See what it says now
draft-next = Next
draft-later = Save for later
draft-reckon = Work out the take-home
draft-reckon-hint = After a change, press “Work out the take-home”.
draft-title = Title
draft-title-hint = Say what and how much of it: applications come sooner.
draft-description = The work
draft-description-hint = What you provide, the steps, what to mind. A line that begins with “-” is a point of a list.
draft-checklist-hint = One to a line, each something that can be seen. Deliveries are measured by this alone.
draft-minutes = Minutes it takes
draft-minutes-hint = As long as somebody needs who does it for the first time.
draft-minutes-unreadable = Write the time in minutes, such as 60.
draft-price-unreadable = Write the amount as a number, such as 1800.
draft-part = Name of the part
draft-part-number = Part {$number}
draft-split = Pay in parts
draft-split-hint = Long work is held and accepted part by part.
draft-worker-sees = What workers¦ see
draft-deadline = Needed by
draft-deadline-hint = Until the end of that day. More people can apply when there is time to spare.
draft-day-unreadable = Write the day such as 2026-12-01.
draft-after = After¦ the delivery
draft-after-review = You compare it with the list and answer.
draft-after-silence = Without an answer in time it counts as accepted.
draft-after-pay = The last day to answer stands in the notice of delivery.
draft-who-hint = What people want to know before they apply. Usual answers are chosen already.
draft-choose = Choose
draft-language = Language of the work
draft-skills-hint = Such as data-entry, with blanks between.
draft-preview = What workers¦ will see
draft-preview-whole = See the whole page as workers do
draft-change = Change
draft-to-job = To the post
draft-publish-text = Everybody can see it and apply. It costs nothing yet.
draft-publish = Publish
how-title = How it works here
jobs-none = There is none yet. A template takes five minutes.
job-draft = Draft
job-open = Open
job-contracted = Contracted
job-closed = Closed
job-now = Now
job-open-text = It is open. We tell you when somebody applies.
job-open-bids = There are {$count} applications.
job-contracted-text = Somebody was chosen. The contract tells the rest.
job-to-contract = See the contract
job-expired = Its time was over. You can post it again.
job-withdrawn = You took it back.
job-edit = Change
job-close = Take it back
job-facts = This post
job-minutes = Time it takes
close-title = Take this post¦ back?
close-text = Nobody can apply any more. It cannot be undone.
close-bids = The {$count} who applied are told that it ended. It cannot be undone.
applicants-title = Compare¦ applications
applicants-none = No application waits for an answer.
applicants-text = The first to apply comes first. It is no ranking.
applicants-others = Answered¦ already
applicant-first = First job
applicant-finish = Done by
applicant-week = Time in a week
applicant-score = Rating out of 5 ({$count} reviews)
applicant-old = Made before your last change. It can be taken once they confirm it.
applicant-award = Choose¦ this offer
applicant-decline = Decline
bid-awarded = Chosen
bid-declined = Declined
bid-withdrawn = Withdrawn
decline-title = Decline¦ this offer
decline-text = {$name} is told the reason. It helps with the next application.
decline-why = Why
decline-missing = Choose a reason.
decline-price = The price is over what we can pay
decline-finish = It would come too late
decline-hours = The hours do not fit
decline-skills = It needs another skill
decline-unclear = It does not answer what was asked
decline-other = Something else
decline-another = Another was chosen
decline-closed = The post ended
decline-note = A word
decline-note-hint = Please write one with “Something else”.
decline-send = Tell them
award-title = Check the terms¦ first
award-text = This is the contract with {$name}. Both of you get it in writing.
award-terms = Terms
award-done = Done¦ when
award-said = What they¦ wrote
award-next = Nothing is paid yet. The work begins when you pay in on the next page.
award-go = Make¦ the contract
terms-client = Client
terms-worker = Worker
terms-work = Work
terms-by = Delivered by
terms-where = Place
terms-anywhere = Anywhere; delivered here
terms-part = Paid for
## A contract
contract-back = Back to the contracts
contract-back-hire = Back to your tasks
contract-worker = Worker: {$name}
contract-finish-by = Delivery agreed for {$day}
contract-story = So far,¦ and what comes
contract-deliveries = What was¦ delivered
contract-can = What you¦ can do now
contract-deliver = Deliver
contract-deliver-again = Deliver again
contract-inspect = Look at the delivery
contract-fund = Pay the money in
contract-dispute = See the talk
contract-review = Send a review
contract-messages = Write a message
contract-terms = See or print the terms
contract-problem = Talk about a problem
contract-waiting = This is a time to wait. There is nothing to do. We mail you when something happens.
seal-accepted = Accepted
seal-blank = not yet¦ accepted
money-is-to-come = The money is¦ still with the client
money-is-held = The money¦ is held now
money-is-yours = The money¦ is yours
money-is-theirs = The money¦ went to {$name}
money-went-back = The money¦ went back to the client
money-held-text = What is held can be used for nothing else.
money-returned = went back
money-not-yet = to come
money-paid-in = paid in
money-partly-paid-in = partly paid in
money-before-fee = before the fee
place-client = Client
place-held = Held
place-worker = Worker
place-you = You
step-of-part = “{$part}”: {$step}
step-made = The contract was made
step-to-be-held = {$amount} is to be held
step-held = {$amount} was paid in and held
step-do-not-begin = The client has to pay it in. Do not begin before it is held.
step-pay-in = Pay it in, and the work begins.
step-delivered = Delivery no. {$number}
step-sent-back = Changes were asked for
step-you-work = It is your turn to work
step-worker-works = {$name} is at work
step-agreed-day = Delivery is agreed for {$day}.
step-work-until = Without a delivery by {$day}, the money goes back to the client.
step-client-inspects = {$name} looks at it
step-you-inspect = It is your turn to look at it
step-inspect-until = { $days ->
    [one] 1 day left. Without an answer by {$day}, it is accepted by itself.
   *[other] {$days} days left. Without an answer by {$day}, it is accepted by itself.
}
step-accepted = Accepted
step-accepted-by-clock = Accepted, as there was no answer
step-ended-refunded = The money was given back
step-ended-split = The money was divided after a talk
step-ended-lapsed = It ended when its time was over
step-ended-cancelled = It ended with the contract
step-talking = The two sides talk
step-talking-until = If they do not agree by {$day}, the staff decides.
step-deciding = The staff decides
step-deciding-until = A decision comes by {$day}.
step-decided = The staff has decided
step-decided-until = You can ask for another look until {$day}. Then the money moves.
step-appealed = Somebody else looks again
step-since = Since {$day}
step-ending-asked = You proposed to end the contract
step-ending-answer = The other side proposes to end the contract
step-ending-share = Of the {$held} held, the worker would get {$part}.
step-ending-until = An answer is due by {$day}; without one it goes on by itself.
step-will-be-yours = Once accepted, {$net} is yours
step-will-end = The work ends when you accept it
step-is-yours = The money is yours
step-is-yours-text = After the security period you can send it to your bank from the money page.
step-completed = The work is finished
step-lapsed = Nothing was paid in, and the contract ended
step-cancelled = Both sides ended the contract
step-cancelled-by-silence = The contract ended, as there was no answer
step-reviewed = You sent your review

## Working
more = See more
contracts-title = Contracts
contracts-none = No contracts yet. You can begin with a task of 15 minutes.
contract-ended = ended {$day}
turn-yours = Your turn
turn-theirs = Their turn
turn-over = Finished
applications-title = Applications
applications-none = No applications yet.
own-bid-waits = Waits for the client
own-bid-outdated = The task has changed: look at it again
own-bid-awarded = Became a contract
own-bid-declined = Not this time
own-bid-withdrawn = Taken back
own-bid-placed = applied {$day}
own-bid-finish = delivery by {$day}
own-bid-withdraw = Take it back
own-bid-withdraw-text = This does not touch your reputation. While the task is open you can apply again.
declined-another = Somebody else was chosen.
declined-date = The work would come too late.
declined-hours = The hours do not fit.
declined-other = Another reason.
declined-price = The price is over the budget.
declined-skills = The work needs another skill.
declined-closed = The task ended without a contract.
declined-unclear = The offer did not answer what was asked.
apply-title = Apply for “{$title}”
apply-back = Back to the task
apply-price = Your price without tax, for all of it
apply-price-hint = This is the client's budget. You may change it.
apply-finish = Day of delivery
apply-finish-hint = The client needs it by {$day}.
apply-message = Message to the client
apply-message-hint = How you would do it, when you have time, what you wonder about. Two or three lines will do.
apply-go-on = See what I receive¦ and check
apply-not-sent-yet = Nothing is sent yet: the next page shows it all.
apply-budget = What the budget¦ leaves you
apply-check = This is¦ what you send
apply-send = Apply
apply-edit = Change it
apply-withdraw-hint = You can take it back at any time before the contract.
apply-price-missing = Write the price in digits.
apply-price-not-possible = This price cannot be divided over the parts. Change it a little.
apply-finish-missing = Choose the day of delivery.
apply-message-missing = Write at least a line to the client.

## Around a contract
back-to-contract = Back to the contract
sheet-title = Terms: {$title}
sheet-about = The written terms as both sides got them. They never change.
sheet-client = Client
sheet-worker = Worker
sheet-ordered = Day of order
sheet-work = The work
sheet-deliver = Delivery by
sheet-place = Place
sheet-anywhere = Anywhere; handed in through this site.
sheet-inspection = Inspection
sheet-inspection-text = Within {$days} days of receipt, until {$day} for work handed in on the agreed day. Silence accepts.
sheet-amount = Price
sheet-part = Part
sheet-without-tax = Without tax
sheet-with-tax = With tax
sheet-sum = Sum
sheet-payment = Day of payment
sheet-payment-text = By day {$days} from receipt: {$day} for work handed in on the agreed day.
sheet-method = Method of payment
sheet-method-text = Held before the work begins, then sent to the worker's bank account.
sheet-revisions = Rounds of changes
sheet-revisions-text = Up to {$count} are included in the price.
sheet-expenses = Expenses
sheet-changes = Changes to the work
sheet-defects = Defects
sheet-property = Whose the result is
sheet-data = Personal data and secrets
sheet-ending = Ending early
sheet-intact = This is still the document that was agreed.
sheet-not-intact = This is not the document that was agreed: ask us.
sheet-print = Print this page from the browser, on paper or as PDF.
messages-title = Messages: {$title}
messages-none = No messages yet.
messages-earlier = Earlier messages
message-text = Message
message-hint = Do not write telephone or bank numbers. What is said stays here.
message-send = Send
message-missing = Write a message.
notices-title = Notices
notices-none = No notices yet.
notices-mark-read = Mark all as read
notice-unread = New
deliver-title = Deliver: {$title}
deliver-nothing = There is nothing to deliver now.
deliver-part = What it is for
deliver-part-missing = Choose what it is for.
deliver-ticks = Done when: tick what is done
deliver-note = The work, or where to find it, and a word about it
deliver-note-hint = Text can be pasted here. Say what is still open, if anything.
deliver-then = The client looks at it. Without an answer it is accepted by itself on the day.
review-title = Review {$name}
review-sealed = Both reviews are published together, when both are in or the time is over.
review-score = All in all
review-score-missing = Choose from 1 to 5.
review-stars = {$count} of 5
review-as-agreed = Was it as agreed?
review-as-described = Was the work as described?
review-delivered-on-time = Was it on time?
review-answered-on-time = Did they answer and pay on time?
review-again = Would you work together again?
review-comment = Words, for everyone to read
review-send = Send the review
review-final = It cannot be changed afterwards.
answer-yes = Yes
answer-no = No
answer-none = No answer
