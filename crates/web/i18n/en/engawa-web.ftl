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
