product = 縁側
product-about = 家で できる 短い しごとです。お金は 先に あずかります。
unread-notices = お知らせ {$count}件
staff-room = 事務局
your-name = {$name}さん
work-skills = 使う力
skip-to-main = 本文へ 進む
menu-label = メニュー
menu-work = しごとを さがす
menu-hire = しごとを たのむ
sign-in = はじめる
sign-out = 出る
sign-out-title = ここから¦ 出ますか。
sign-out-text = 書いた ものは のこります。つぎも つづきから できます。
stay = もどる
save = のこす
go-on = つづける
foot-label = あんない
foot-help = そうだん
foot-fees = 手数料
foot-safety = あんしんの ために
foot-open = ここの 数字
foot-display = 見やすく する
language-label = ことば
tab-today = きょう
tab-work = さがす
tab-contracts = 約束
tab-money = お金
tab-help = そうだん

minutes = {$minutes}分
hours = {$hours}時間
hours-and-minutes = {$hours}時間{$minutes}分
about-minutes = だいたい {$minutes}
needed-by = {$day}までに します
until-day = （{$day}まで）
net-pay = もらえる お金
per-hour-about = 1時間で {$hourly}くらい

landing-title = 15分から¦ 家で できる¦ しごとです。
landing-lead = しごとの 前に、お金を あずかります。もらえる お金と 時間が、先に わかります。
landing-door-work = 15分の¦ しごとを 見る
landing-door-hire = しごとを¦ たのむ
landing-live = いま ある しごと
landing-more = ほかの しごとを 見る
landing-promises = 3つの 約束
promise-held = お金を¦ あずかってから¦ はじめます
promise-held-text = お金を あずかる 前に、しごとは はじまりません。よい ものを 出すと、お金は あなたの ものです。
promise-net = もらえる お金が¦ 先に¦ わかります
promise-net-text = 手数料と 税金を 引いた お金を、はじめる 前に 見せます。
promise-pause = 途中で¦ やめても¦ だいじょうぶです
promise-pause-text = 書いた ものは きえません。いつでも 閉じて ください。

work-title = しごとを さがす
time-question = いま¦ 時間は¦ どのくらい¦ ありますか。
time-any = きめない
work-words = ことばで さがす
work-search = さがす
work-found = {$count}件 あります
work-none = いまは ありません。
work-all = ぜんぶ 見る
work-next = つぎの 20件
work-back = もどる
work-client = たのむ 人：{$name}
work-bids = 「したい」と 言った 人：{$count}人
work-what = しごとの こと
work-done-when = できあがりの きまり
work-parts = お金を はらう 区切り
work-pay = あなたが もらう お金
work-held = お金を あずかってから、しごとが はじまります。
work-apply = この しごとを したい
work-open-until = {$day}まで まっています。
work-draft = まだ 見せて いません。
work-contracted = ほかの 人に 決まりました。
work-closed = もう 終わりました。
pay-parts = お金の くわしい こと
pay-gross = はらう お金（税金も 入ります）
pay-fee = 手数料
pay-fee-tax = 手数料の 税金
client-completed = 終わった しごと
client-reviews = 感想の 数
client-score = 点数（5点まで）

today-running = いま している¦ しごと
today-new = 新しい しごと
today-money = いまの お金
today-no-money = まだ ありません。はじめの しごとが 終わると ここに 出ます。
money-available = もらえる お金
money-pending = たしかめて いる お金
parts-done = {$all}の うち {$done}まで 終わりました
part-waits-for-money = 「{$title}」は お金を あずかってから はじめます。
part-to-do = つぎは「{$title}」を 出します。
part-waits-for-answer = 「{$title}」は へんじを まって います。することは ありません。
part-disputed = 「{$title}」は 話して いる ところです。
tip-title = 知って ほしい こと
tip-outside = LINEなどで 話したいと 言われたら、へんじの 前に そうだんして ください。

start-title = メールで¦ はじめる
start-text = はじめての 人も、前に 使った 人も、ここから 入ります。
email = メールアドレス
start-send = 番号を¦ もらう
start-next = つぎに、メールで とどいた 6つの 数字を 書きます。
start-email-missing = メールアドレスを 書いて ください。
code-title = とどいた 番号を¦ 書く
code-text = {$email}に 6つの 数字を 送りました。
code = 番号
code-nothing-came = とどかない ときは、「迷惑メール」も 見て ください。
code-again = もう一度 送る
name-title = 見せる¦ 名前
name-text = ほんとうの 名前で なくても いいです。あとで かえられます。
name = 名前
name-to-come = はじめての人

error-title = エラー：
error-summary = なおす ところが あります

display-title = 見やすく¦ する
display-text = 文字の 大きさ
display-text-normal = ふつう
display-text-large = 大きい
display-text-largest = とても 大きい
display-theme = 色
display-theme-auto = スマホや パソコンと 同じ
display-theme-light = あかるい
display-theme-dark = くらい
display-motion = うごき
display-still = うごかさない

problem-not-found = ありません
problem-not-found-text = この ページは ないか、見られる 人が 決まって います。
problem-sign-in = 先に 入って ください
problem-sign-in-text = 時間が たちました。もう一度 入って ください。書いた ものは のこって います。
problem-forbidden = 見られる 人が 決まって います
problem-forbidden-text = ほかの 役目の 人が できます。
problem-unreadable = 読めませんでした
problem-unreadable-text = 送った ものが 読めません。なにも かわって いません。もどって もう一度 して ください。
problem-cross-site = 送れませんでした
problem-cross-site-text = ほかの サイトから 来たので 止めました。なにも かわって いません。
problem-too-many = 少し まって ください
problem-too-many-text = 何度も 来ました。1分 まってから、もう一度 して ください。
problem-unavailable = いまは 開けません
problem-unavailable-text = なにも なくなって いません。少し まって ください。
problem-defect = うまく いきませんでした
problem-defect-text = こちらの まちがいです。なにも なくなって いません。もう一度 して ください。
problem-way-out = はじめの ページへ

## Admin

admin-title = きょう¦ 決める こと
admin-queues = まって いる もの
admin-none = まって いる 人は いません。
admin-what = 約束
admin-why = こまって いる こと
admin-due = いつまで
admin-who = 見る 人
admin-held = あずかった お金
admin-case = 話し合い
admin-opened = {$side}から {$day}
admin-nobody = まだ いません
admin-more = つぎの 50件
admin-back = もどる
case-said = ふたりの 話
case-no-response = まだ へんじが ありません。
case-offer = {$side}の 考え（{$day}）：
case-split-worker = 働く 人に {$amount}
case-split-client = たのむ 人に {$amount}
case-decision = 事務局が 決めた こと
case-appeal = {$side}の「もう一度 見て ください」
case-terms = できあがりの きまり
case-work = 出した もの：{$title}
case-delivery = {$number}回目 {$day}
case-ticks = 「できた」と 言った もの：{$count}
case-no-delivery = まだ なにも 出て いません。
case-messages = ふたりの メッセージ
case-held = あずかって いる お金
case-owed = だれも 決めない とき、働く 人に {$amount}を わたします。
case-take = わたしが 見ます
decide-title = 決めた ことを 書く
decide-amount = 働く 人に わたす お金（税金も 入ります）
decide-rest = のこりは たのむ 人に かえします。
decide-amount-missing = お金を 数字で 書いて ください。
decide-reason = なぜ
decide-reason-missing = 1つ えらんで ください。
decide-text = ふたりが 読む 説明
decide-text-hint = よい こと、たりない こと、できる ことを 書きます。
decide-send = 送る
dispute-talking = 話して いる
dispute-awaiting-decision = 事務局を まって いる
dispute-decided = 決めた あと
dispute-appealed = もう一度 見るのを まって いる
dispute-final = 終わり（事務局が 決めた）
dispute-settled = 終わり（ふたりで 決めた）
reason-not-as-agreed = 約束と ちがう
reason-not-delivered = 使える ものが 来ない
reason-no-answer = へんじが ない
reason-other = ほかの こと
reason-scope-changed = 約束に ない しごとを 言われた
reason-unfair-revision = きまりに ない 直しを 言われた
ground-delivered-as-agreed = 約束の とおりでした
ground-partly-as-agreed = 少し 約束の とおりでした
ground-not-as-agreed = 約束の とおりでは ありません
ground-not-delivered = 使える ものが ありません
ground-outside-terms = 約束に ない ことを 言いました
ground-no-answer = へんじが ありません
ground-other = ほかの こと
ground-undecided = 時間までに 決めませんでした
side-client = たのむ 人
side-worker = 働く 人

## Hire
yes = はい
no = いいえ
hire-title = 小さい 仕事を¦ たのむ。
hire-lead = 家で はたらく 人に 仕事を たのめます。お金は ここで あずかります。
hire-begin = 仕事を¦ たのむ
hire-kinds = よく ある¦ 仕事
hire-cost = かかる¦ お金
hire-cost-text = 5時間の 仕事を ¥10,000で たのむとき。登録は お金が かかりません。
cost-price = 仕事の お金（税は 別）
cost-tax = 税金
cost-gross = たのむ 人が はらう
cost-fee = はたらく 人の 手数料
cost-net = はたらく 人が もらう
cost-other = ほかの お金で 計算する
hire-way = たのみかた
hire-way-write = 仕事を¦ 書く
hire-way-write-text = はじめから 書いて あります。5分くらいで できます。
hire-way-choose = 人を¦ えらぶ
hire-way-choose-text = お金と、終わる 日を くらべます。
hire-way-hold = お金を¦ あずける
hire-way-hold-text = お金を あずけると、仕事が はじまります。
hire-way-accept = たしかめる
hire-way-accept-text = できた ものを 見ます。よければ、お金が わたります。
hire-menu-home = あなたの 番
hire-menu-jobs = たのんだ 仕事
hire-menu-billing = はらった お金
hire-language-ja = 日本語
hire-language-en = 英語
ready-title = 何を¦ たのみますか。
ready-text = 近い ものを えらんで ください。あとで なおせます。
ready-begin = これに¦ する
ready-none = 仕事を えらんで ください。
ready-for = どこから たのみますか。
ready-size = {$minutes}くらい・{$price}
ready-example = たとえば：{$title}
ready-part = できた もの
ready-receipts = レシートの 入力
ready-receipts-title = レシート 60枚を 表に 入れる
ready-receipts-text =
    レシートの 写真を 見て、表に 入れて ください。

    - 日、店の 名前、お金、税を 入れます。
    - 読めない ところは「？」と 書いて ください。
    - 写真と 表は、契約の あとで わたします。
ready-receipts-done =
    60枚 ぜんぶ ある
    日・店の 名前・お金・税が ある
    読めない ところに「？」が ある
ready-transcription = 声を 文字に する
ready-transcription-title = 30分の 会議を 文字に する
ready-transcription-text =
    30分の 声を 聞いて、文字に して ください。

    - 「えー」「あのー」は 書きません。
    - 話す 人は 3人です。だれの 話か 書きます。
    - わからない ところは「●●」と 時間を 書いて ください。
ready-transcription-done =
    はじめから 終わりまで ある
    話す 人の 名前が ある
    わからない ところに 時間が ある
ready-products = 商品の 説明
ready-products-title = 商品 10こを 説明する（150字）
ready-products-text =
    写真を 見て、商品の 説明を 書いて ください。

    - 1こに 150字くらいです。
    - 色、大きさ、使いかたを 書きます。
    - 知らない ことは 書かないで ください。
ready-products-done =
    10こ ぜんぶ ある
    120字から 180字まで
    色・大きさ・使いかたが ある
ready-replies = お客さんへの 返事
ready-replies-title = メール 10通の 返事を 書く
ready-replies-text =
    お客さんの メールに、返事を 書いて ください。

    - よく ある 質問の 答えを わたします。
    - 答えが ない ときは、印を つけて ください。
    - メールは こちらで 送ります。
ready-replies-done =
    10通 ぜんぶ ある
    お客さんの 名前が 正しい
    答えが ない 質問に 印が ある
ready-survey = アンケートの 入力
ready-survey-title = 紙の アンケート 100枚を 入れる
ready-survey-text =
    アンケートの 写真を 見て、表に 入れて ください。

    - えらぶ 質問は 番号を 入れます。
    - 読めない 字は「？」と 書いて ください。
    - 名前や 住所は ありません。
ready-survey-done =
    100枚 ぜんぶ ある
    答えが ない 質問は 空に する
    書いて ある 字の とおりに する
ready-free = 自分で 書く
organisation-title = たのむ 人の¦ こと
organisation-text = 契約の 紙に 書きます。聞くのは 1回だけです。
organisation-name = 見せる 名前
organisation-name-hint = 店の 名前で いいです。
organisation-legal-name = 正しい 名前
organisation-legal-name-hint = 1人で 仕事を する 人は、自分の 名前です。
organisation-form = どれですか。
organisation-form-missing = どれか えらんで ください。
organisation-company = 会社
organisation-sole = 1人で 仕事を している
organisation-non-profit = NPOなど
organisation-public = 国・県・市・町・村
organisation-association = グループ
organisation-address = 住所
organisation-email = メール
organisation-email-hint = 契約した 人だけが 見ます。
organisation-employees = はたらく 人を やとって いますか。
organisation-employees-hint = 役員が 2人以上の ときも「はい」です。
organisation-employees-missing = 「はい」か「いいえ」を えらんで ください。
your-turn = あなたの 番
your-turn-none = いま、する ことは ありません。
turn-accept = とどきました
turn-accept-until = {$day}を すぎると、「よい」に なります。
turn-accept-go = 見る
turn-choose = 応募 {$count}件
turn-choose-go = くらべる
turn-fund = お金を まって います
turn-fund-go = お金を あずける
hire-running = つづいて いる¦ 契約
hire-running-none = いまは ありません。
hire-part-agreed = 「{$title}」は、お金を あずけると はじまります。
hire-part-working = 「{$title}」を して います。まって いて ください。
hire-part-delivered = 「{$title}」が とどきました。
hire-drafts = とちゅうの もの
hire-untitled = 名前が ない 仕事
style-leave = 子どもが 病気の とき、休めますか。
style-leave-any-time = いつでも いい
style-leave-same-day = その日に 言えば いい
style-leave-day-before = 前の 日に 言えば いい
style-leave-not-possible = 休めない
style-pause = とちゅうで とめられますか。
style-pause-any-moment = いつでも いい
style-pause-short = 15分ごと
style-pause-long = 1時間か 2時間ごと
style-pause-undisturbed = とめられない
style-hours = 時間は だれが きめますか。
style-hours-free = はたらく 人
style-hours-core = 少しだけ きまって いる
style-hours-fixed = たのむ 人
style-contact = 質問は いつ できますか。
style-contact-any-time = いつでも
style-contact-school = 9時から 14時ごろ
style-contact-office = 会社の 時間
style-contact-evenings = 夜
style-contact-agreed = はじめに きめる
style-answer = 返事は いつまでですか。
style-answer-same-day = その日
style-answer-one-day = 1日
style-answer-two-days = 2日
style-answer-three-days = 3日
style-meet = 会いますか。
style-meet-none = 会わない
style-meet-once = 1回、ネットで
style-meet-sometimes = ときどき、ネットで
style-meet-weekly = 毎週、ネットで
style-meet-in-person = 1回は 会う
style-tools = 何が いりますか。
style-tools-phone = スマホだけ
style-tools-computer = パソコン
style-tools-provided = パソコン。ほかは かします
style-tools-own = パソコンと 買った ソフト
style-experience = はじめての 人も いいですか。
style-experience-first = はじめてで いい
style-experience-some = 少し できると いい
style-experience-needed = した ことが ある 人
style-more = つづけて たのみますか。
style-more-no = 1回だけ
style-more-possible = たぶん
style-more-planned = つづける
style-lead = リーダーに なりますか。
style-lead-no = ならない
style-lead-possible = たぶん
style-lead-planned = なって ほしい
optional = 書かなくて いいです
draft-what = 何を たのみますか
draft-pay = 時間と お金
draft-when = いつまでですか
draft-who = どんな 仕事ですか
draft-check = 見せる 前に¦ たしかめる
draft-progress = 5つの 中の {$step}つめ
draft-is-open = いま 見せて います。なおすと、応募した 人が もう一度 たしかめます。
draft-stale = ほかの 人が 先に 変えました。下は あなたが 書いた ものです。
draft-stale-see = いまの ものを 見る
draft-next = つぎへ
draft-later = のこして、あとで
draft-reckon = 計算する
draft-reckon-hint = 変えたら「計算する」を おして ください。
draft-title = 題名
draft-title-hint = 何を どれくらいかを 書きます。
draft-description = 仕事の こと
draft-description-hint = わたす もの、やりかたを 書きます。
draft-checklist-hint = 1行に 1つ 書きます。これで たしかめます。
draft-minutes = かかる 時間（分）
draft-minutes-hint = はじめての 人の 時間を 書いて ください。
draft-minutes-unreadable = 「60」の ように 書いて ください。
draft-price-unreadable = 「1800」の ように 書いて ください。
draft-part = 名前
draft-part-number = {$number}回目
draft-split = 分けて はらう
draft-split-hint = 長い 仕事は、分けて はらえます。
draft-worker-sees = はたらく 人が 見る¦ お金
draft-deadline = ほしい 日
draft-deadline-hint = その日の 終わりまでです。
draft-day-unreadable = 「2026-12-01」の ように 書いて ください。
draft-after = とどいた¦ あと
draft-after-review = とどいたら、見て 返事を します。
draft-after-silence = 返事が ないと、「よい」に なります。
draft-after-pay = いつまでかは、お知らせに 書いて あります。
draft-who-hint = 応募する 人が 知りたい ことです。
draft-choose = えらんで ください
draft-language = 仕事の 言葉
draft-skills-hint = data-entryの ように 英語で 書きます。
draft-preview = はたらく 人が¦ 見る もの
draft-preview-whole = ぜんぶ 見る
draft-change = なおす
draft-to-job = 仕事の ページへ
draft-publish-text = みんなが 見ます。お金は まだ かかりません。
draft-publish = 見せる
how-title = ここの 使いかた
jobs-none = まだ ありません。
job-draft = とちゅう
job-open = 応募を まって います
job-contracted = 契約しました
job-closed = おわりました
job-now = いま
job-open-text = 応募を まって います。来たら 知らせます。
job-open-bids = 応募が {$count}件 あります。
job-contracted-text = 人が きまりました。
job-to-contract = 契約を 見る
job-expired = 時間が すぎて、おわりました。
job-withdrawn = やめました。
job-edit = なおす
job-close = やめる
job-facts = この 仕事
job-minutes = かかる 時間
close-title = これを¦ やめますか。
close-text = やめると、もどせません。
close-bids = 応募した {$count}人に 知らせます。もどせません。
applicants-title = 応募した 人を¦ くらべる
applicants-none = いまは ありません。
applicants-text = 早い 人から ならんで います。
applicants-others = 終わった¦ 応募
applicant-first = はじめての 仕事
applicant-finish = 終わる 日
applicant-week = 1週間の 時間
applicant-score = 評価（{$count}件）
applicant-old = なおす 前の 応募です。まって ください。
applicant-award = この 人に¦ たのむ
applicant-decline = ことわる
bid-awarded = 契約しました
bid-declined = ことわりました
bid-withdrawn = やめました
decline-title = 今回は¦ ことわる
decline-text = {$name}さんに 知らせます。
decline-why = どうしてですか
decline-missing = 1つ えらんで ください。
decline-price = お金が 高い
decline-finish = 日が おそい
decline-hours = 時間が 合わない
decline-skills = ほかの 力が いる
decline-unclear = 答えが なかった
decline-other = そのほか
decline-another = ほかの 人に きまった
decline-closed = おわった
decline-note = ひとこと
decline-note-hint = 「そのほか」の ときは 書いて ください。
decline-send = 知らせる
award-title = たのむ 前に¦ たしかめる
award-text = {$name}さんと 契約します。
award-terms = やくそく
award-done = できた と¦ わかる こと
award-said = 応募の¦ ことば
award-next = まだ お金は かかりません。つぎで あずけます。
award-go = 契約する
terms-client = たのむ 人
terms-worker = はたらく 人
terms-work = 仕事
terms-by = いつまで
terms-where = 場所
terms-anywhere = どこでも いい
terms-part = はらう とき
