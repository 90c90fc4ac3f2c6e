product = 縁側
product-about = 家でできる、短い時間のしごと。報酬は先にお預かりします。
unread-notices = お知らせ{$count}件
staff-room = 事務局
your-name = {$name}さん
work-skills = 使う力
skip-to-main = 本文へ進む
menu-label = おもなメニュー
menu-work = しごとをさがす
menu-hire = 仕事を頼む
sign-in = はじめる・入る
sign-out = 出る
sign-out-title = ここから¦出ますか。
sign-out-text = 書きかけのものは残ります。また入れば、つづきからできます。
stay = もどる
save = 保存する
go-on = つづける
foot-label = 案内
foot-help = 相談・よくある質問
foot-fees = 手数料
foot-safety = 安心のために
foot-open = この場所の数字
foot-display = 見やすさの設定
language-label = 言葉
tab-today = 今日
tab-work = さがす
tab-contracts = 契約
tab-money = お金
tab-help = 相談

minutes = {$minutes}分
hours = {$hours}時間
hours-and-minutes = {$hours}時間{$minutes}分
about-minutes = めやす{$minutes}
needed-by = {$day}まで
until-day = （{$day}まで）
net-pay = 手取り
per-hour-about = 1時間で{$hourly}くらい

landing-title = 15分から、¦家でできる¦しごと。
landing-lead = 報酬は、しごとの前にお預かりします。手取りと時間を、はじめからお見せします。
landing-door-work = 15分の¦しごとを見る
landing-door-hire = 仕事を¦頼む
landing-live = いま募集しているしごと
landing-more = ほかのしごとを見る
landing-promises = 3つの約束
promise-held = お金を¦預かってから¦はじまります
promise-held-text = 依頼者のお金をお預かりするまで、しごとははじまりません。納品が認められたら、あなたのものになります。
promise-net = 手取りが¦先に¦わかります
promise-net-text = 手数料と税を引いた金額と、1時間あたりの金額を、応募の前にお見せします。
promise-pause = 途中で¦止まっても¦だいじょうぶ
promise-pause-text = 書いたものは消えません。子どもが起きたら、そこで閉じてください。

work-title = しごとをさがす
time-question = いま、¦どのくらい¦時間が¦ありますか。
time-any = 決めない
work-words = ことばでさがす
work-search = さがす
work-found = {$count}件あります
work-none = この条件のしごとは、いまありません。
work-all = すべてのしごとを見る
work-next = つぎの20件
work-back = しごとの一覧へもどる
work-client = 依頼者：{$name}
work-bids = 応募{$count}件
work-what = しごとの内容
work-done-when = できあがりの条件
work-parts = 支払いの区切り
work-pay = あなたが受け取る金額
work-held = 契約のあと、依頼者のお金をお預かりしてからはじまります。
work-apply = 応募する
work-open-until = 募集は{$day}までです。
work-draft = まだ公開していません。
work-contracted = このしごとは、ほかの方に決まりました。
work-closed = 募集は終わりました。
pay-parts = 金額の内わけを見る
pay-gross = 報酬（税込）
pay-fee = 手数料
pay-fee-tax = 手数料の消費税
client-completed = 終わった契約
client-reviews = 評価の数
client-score = 評価（5点満点）

today-running = つづいている¦しごと
today-new = 新しいしごと
today-money = いまのお金
today-no-money = まだありません。はじめのしごとが認められると、ここに出ます。
money-available = 受け取れる
money-pending = 確認の期間
parts-done = {$all}のうち{$done}まで終わりました
part-waits-for-money = 「{$title}」は、お金をお預かりしてからはじまります。
part-to-do = つぎは「{$title}」の納品です。
part-waits-for-answer = 「{$title}」は検収まちです。することはありません。
part-disputed = 「{$title}」は話し合いの途中です。
tip-title = ひとことメモ
tip-outside = LINEなど、ここの外での連絡をたのまれたら、返事の前に相談してください。

start-title = メールで¦はじめる
start-text = はじめての方も、前に使った方も、ここから入ります。
email = メールアドレス
start-send = 番号を¦受け取る
start-next = つぎの画面で、メールに届いた6けたの番号を入れます。
start-email-missing = メールアドレスを書いてください。
code-title = 届いた番号を¦入れる
code-text = {$email}に6けたの番号を送りました。
code = 番号
code-nothing-came = 届かないときは、迷惑メールの場所も見てください。
code-again = もう一度送る
name-title = 表示する¦名前
name-text = ニックネームでかまいません。あとから変えられます。
name = 名前
name-to-come = はじめての人

error-title = エラー：
error-summary = 直すところがあります

display-title = 見やすさの¦設定
display-text = 文字の大きさ
display-text-normal = ふつう
display-text-large = 大きい
display-text-largest = とても大きい
display-theme = 画面の色
display-theme-auto = 端末に合わせる
display-theme-light = 明るい
display-theme-dark = 暗い
display-motion = 動き
display-still = 画面を動かさない

problem-not-found = 見つかりませんでした
problem-not-found-text = このページは、ないか、見られる人が決まっています。
problem-sign-in = はじめに入ってください
problem-sign-in-text = 時間がたったので、もう一度入ってください。書いたものは残っています。
problem-forbidden = 見られる人が決まっています
problem-forbidden-text = この操作は、別の役割の方ができます。
problem-unreadable = 読めませんでした
problem-unreadable-text = 送られたものが読めませんでした。何も変わっていません。もどって、もう一度どうぞ。
problem-cross-site = 送れませんでした
problem-cross-site-text = 別のサイトから送られたため、止めました。何も変わっていません。
problem-too-many = 少し待ってください
problem-too-many-text = 続けて何度も届きました。1分ほどたってから、もう一度どうぞ。
problem-unavailable = いまは開けません
problem-unavailable-text = 何も失われていません。数分あとに、もう一度どうぞ。
problem-defect = うまく動きませんでした
problem-defect-text = こちらの不具合です。何も失われていません。もう一度ためすか、相談してください。
problem-way-out = はじめのページへ

## Admin

admin-title = 今日、¦決めること
admin-queues = 順番待ちの種類
admin-none = いまは、待っている人がいません。
admin-what = 契約
admin-why = こまっていること
admin-due = 期限
admin-who = 担当
admin-held = お預かり
admin-case = 話し合い
admin-opened = {$side}から、{$day}
admin-nobody = まだいません
admin-more = つぎの50件
admin-back = 一覧へもどる
case-said = 双方の言い分
case-no-response = まだ返事がありません。
case-offer = {$side}からの提案（{$day}）：
case-split-worker = 働く人へ{$amount}
case-split-client = 依頼者へ{$amount}
case-decision = 事務局の判断
case-appeal = {$side}からの見直しの願い
case-terms = 取引条件のできあがりの条件
case-work = 納品されたもの：{$title}
case-delivery = {$number}回目、{$day}
case-ticks = できたと答えた条件：{$count}
case-no-delivery = まだ何も納品されていません。
case-messages = 双方のメッセージ
case-held = お預かりしているお金
case-owed = だれも決めなければ、働く人へ{$amount}が渡ります。
case-take = この件を担当する
decide-title = 判断を書く
decide-amount = 働く人に渡す金額（税込）
decide-rest = のこりは依頼者にもどります。
decide-amount-missing = 金額を数字で書いてください。
decide-reason = 理由
decide-reason-missing = 理由を1つ選んでください。
decide-text = 双方に読んでもらう説明
decide-text-hint = よかった点、足りなかった点、これからできることを書きます。
decide-send = 判断を送る
dispute-talking = 話し合いの途中
dispute-awaiting-decision = 事務局の判断まち
dispute-decided = 判断のあと、見直しの期間
dispute-appealed = 見直しまち
dispute-final = 終わり（判断）
dispute-settled = 終わり（合意）
reason-not-as-agreed = 約束したものとちがう
reason-not-delivered = 使えるものが届かない
reason-no-answer = 返事がない
reason-other = ほかのこと
reason-scope-changed = 約束にないことを頼まれた
reason-unfair-revision = 条件にない直しを頼まれた
ground-delivered-as-agreed = 約束どおりに納品された
ground-partly-as-agreed = 一部は約束どおりだった
ground-not-as-agreed = 約束どおりではなかった
ground-not-delivered = 使えるものが納品されなかった
ground-outside-terms = 頼まれたことが取引条件にない
ground-no-answer = 片方の返事がなかった
ground-other = ほかの理由
ground-undecided = 期限までに判断がなかった
side-client = 依頼者
side-worker = 働く人

## Hire
yes = はい
no = いいえ
hire-title = 小さな仕事を、¦安心して¦頼む。
hire-lead = 家で働く人に、短い時間の仕事を頼めます。お金は検収までお預かりします。
hire-begin = 依頼を¦つくる
hire-kinds = よく頼まれる¦仕事
hire-cost = かかる¦お金
hire-cost-text = ¥10,000（税別）で5時間の仕事を頼むとき。登録や募集に、お金はかかりません。
cost-price = 報酬（税別）
cost-tax = 消費税
cost-gross = 依頼者が払う金額
cost-fee = 働く人が払う手数料
cost-net = 働く人の手取り
cost-other = ほかの金額で計算する
hire-way = 頼みかた
hire-way-write = 内容を¦書く
hire-way-write-text = ひな形を選ぶと、ほとんど書いてあります。5分ほどで公開できます。
hire-way-choose = 応募から¦選ぶ
hire-way-choose-text = 金額、終わる日、ことばをくらべて選びます。
hire-way-hold = お金を¦預ける
hire-way-hold-text = お預かりができると、しごとがはじまります。
hire-way-accept = 検収する
hire-way-accept-text = できあがりの条件とくらべます。認めると、働く人に渡ります。
hire-menu-home = あなたの番
hire-menu-jobs = 依頼の一覧
hire-menu-billing = 支払い
hire-language-ja = 日本語
hire-language-en = 英語
ready-title = 何を¦頼みますか。
ready-text = 近いものを選んでください。つぎの画面で、すべて直せます。
ready-begin = これで¦つくる
ready-none = 仕事の種類を選んでください。
ready-for = どこからの依頼ですか。
ready-size = めやす{$minutes}・{$price}
ready-example = 例：{$title}
ready-part = 納品
ready-receipts = 領収書の入力
ready-receipts-title = 領収書60枚を表に入力
ready-receipts-text =
    領収書の写真を見て、表に入力してください。

    - 日付、店の名前、金額、税率を入れます。
    - 読めないところは「？」と書いてください。考えて埋めなくてだいじょうぶです。
    - 写真と表は、契約のあとにお渡しします。
ready-receipts-done =
    60枚すべての行がある
    日付・店の名前・金額・税率が入っている
    読めないところに「？」がある
ready-transcription = 文字起こし
ready-transcription-title = 会議の音声30分の文字起こし
ready-transcription-text =
    30分の音声を聞いて、文字にしてください。

    - 「えー」「あのー」は書かなくてかまいません。
    - 話す人は3人です。だれの話かを行のはじめに書きます。
    - 聞き取れないところは「●●」と時刻を書いてください。
ready-transcription-done =
    音声のはじめから終わりまである
    話す人の名前がある
    聞き取れないところに時刻がある
ready-products = 商品の説明文
ready-products-title = 商品10点の説明文（各150字）
ready-products-text =
    写真と資料を見て、商品の説明を書いてください。

    - 1点につき150字くらいです。
    - 色、大きさ、使いみちを入れます。
    - 資料にないことは書かないでください。
ready-products-done =
    10点すべてにある
    どれも120字から180字まで
    色・大きさ・使いみちが入っている
ready-replies = お客さまへの返信
ready-replies-title = お客さまのメール10通の返信の下書き
ready-replies-text =
    お客さまのメールに、返信の下書きを書いてください。

    - よくある質問と答えの一覧をお渡しします。
    - 一覧にない質問は「確認します」として、印をつけてください。
    - 送るのはこちらで行います。
ready-replies-done =
    10通すべてに下書きがある
    お客さまの名前が合っている
    一覧にない質問に印がある
ready-survey = アンケートの入力
ready-survey-title = 紙のアンケート100枚の入力
ready-survey-text =
    紙のアンケートの画像を見て、表に入力してください。

    - 選ぶ質問は番号で、書く質問は書いてあるとおりに入れます。
    - 読めない字は「？」と書いてください。
    - 名前や住所はありません。
ready-survey-done =
    100枚すべての行がある
    答えのない質問は空のままである
    書く質問は、書いてあるとおりである
ready-free = 自分で書く
organisation-title = 依頼する方の¦こと
organisation-text = 契約の書面にのる内容です。はじめの1回だけお聞きします。
organisation-name = 表示する名前
organisation-name-hint = 店の名前や、よく使う呼び名でかまいません。
organisation-legal-name = 正式な名前
organisation-legal-name-hint = 個人の方は、お名前を書いてください。
organisation-form = どのような方ですか。
organisation-form-missing = どのような方かを選んでください。
organisation-company = 会社
organisation-sole = 個人で事業をしている
organisation-non-profit = NPO・一般社団など
organisation-public = 国・県・市町村
organisation-association = 任意の団体
organisation-address = 住所
organisation-email = 連絡先のメール
organisation-email-hint = 契約した相手の書面にだけのります。
organisation-employees = 従業員がいますか。
organisation-employees-hint = 役員が2人以上のときも「はい」です。法律で決まりが変わります。
organisation-employees-missing = 「はい」か「いいえ」を選んでください。
your-turn = あなたの番
your-turn-none = いま、することはありません。
turn-accept = 検収まち
turn-accept-until = {$day}をすぎると、検収したことになります。
turn-accept-go = 納品を見る
turn-choose = 応募{$count}件
turn-choose-go = くらべて選ぶ
turn-fund = お預かりまち
turn-fund-go = お金を預ける
hire-running = つづいている¦契約
hire-running-none = つづいている契約は、いまありません。
hire-part-agreed = 「{$title}」は、お金を預けるとはじまります。
hire-part-working = 「{$title}」をすすめています。待つだけでだいじょうぶです。
hire-part-delivered = 「{$title}」の納品がとどいています。
hire-drafts = 書きかけの依頼
hire-untitled = 題名のない依頼
style-leave = 子どもの急な熱のとき、休めますか。
style-leave-any-time = いつでも休める
style-leave-same-day = 当日の連絡で休める
style-leave-day-before = 前の日までの連絡で休める
style-leave-not-possible = 日にちは動かせない
style-pause = 途中で止められますか。
style-pause-any-moment = いつでも止められる
style-pause-short = 15分ごとに区切れる
style-pause-long = 1〜2時間ごとに区切れる
style-pause-undisturbed = 続けた時間がいる
style-hours = 働く時間はだれが決めますか。
style-hours-free = 働く人が自由に決める
style-hours-core = 決まった時間が少しある
style-hours-fixed = 依頼者が決める
style-contact = 質問と返事はいつですか。
style-contact-any-time = いつでも。すぐでなくてよい
style-contact-school = 学校の時間（9〜14時ごろ）
style-contact-office = 会社の時間
style-contact-evenings = 夜
style-contact-agreed = はじめに相談して決める
style-answer = 返事はいつまでに要りますか。
style-answer-same-day = その日のうち
style-answer-one-day = 1日以内
style-answer-two-days = 2日以内
style-answer-three-days = 3日以内
style-meet = 会ったり話したりしますか。
style-meet-none = ない。文字だけ
style-meet-once = はじめに1回、画面で
style-meet-sometimes = ときどき、画面で
style-meet-weekly = 毎週、画面で
style-meet-in-person = 1回は直接会う
style-tools = 何が要りますか。
style-tools-phone = スマートフォンだけ
style-tools-computer = パソコンと無料のソフト
style-tools-provided = パソコン。ほかは貸します
style-tools-own = パソコンと有料のソフト
style-experience = はじめての人に合いますか。
style-experience-first = はじめてでよい
style-experience-some = 少し慣れているとよい
style-experience-needed = 経験が要る
style-more = 続けて頼みますか。
style-more-no = 今回だけ
style-more-possible = 様子を見て頼む
style-more-planned = 続けて頼む予定
style-lead = まとめ役を頼みますか。
style-lead-no = 頼まない
style-lead-possible = 様子を見て頼む
style-lead-planned = まとめ役を探している
optional = 書かなくてもかまいません
draft-what = 何を頼みますか
draft-pay = 時間と報酬
draft-when = いつまでに要りますか
draft-who = どんな働き方ですか
draft-check = 公開の前に¦たしかめる
draft-progress = 5つのうち{$step}つめ
draft-is-open = 公開中です。直すと、いまの応募は働く人がたしかめるまで選べません。
draft-stale = ほかの画面で、先に変わりました。下は、いま書いた内容です。
draft-stale-see = いまの内容を見る
draft-next = つぎへ
draft-later = 保存して、あとで
draft-reckon = 手取りを計算する
draft-reckon-hint = 金額や時間を変えたら「手取りを計算する」を押してください。
draft-title = 題名
draft-title-hint = 何を、どれくらいかを書くと、応募が早く来ます。
draft-description = 仕事の内容
draft-description-hint = 渡すもの、手順、気をつけることを書きます。行のはじめの「-」は箇条書きになります。
draft-checklist-hint = 1行に1つ、見てわかることを書きます。検収では、これだけをくらべます。
draft-minutes = かかる時間（分）
draft-minutes-hint = はじめての人がする時間を書いてください。
draft-minutes-unreadable = 時間は「60」のように分で書いてください。
draft-price-unreadable = 金額は「1800」のように書いてください。
draft-part = 区切りの名前
draft-part-number = 支払い{$number}
draft-split = 支払いを分ける
draft-split-hint = 長い仕事は、区切りごとにお預かりして検収します。
draft-worker-sees = 働く人に¦見える金額
draft-deadline = 納品してほしい日
draft-deadline-hint = その日の終わりまでです。余裕のある日にすると、応募しやすくなります。
draft-day-unreadable = 日は「2026-12-01」のように書いてください。
draft-after = 納品の¦あとのこと
draft-after-review = 納品がとどいたら、できあがりの条件とくらべて返事をします。
draft-after-silence = 日にちをすぎても返事がないときは、検収したことになります。
draft-after-pay = 期限の日は、納品の知らせに書いてあります。
draft-who-hint = 応募する人が先に知りたいことです。ふつうの答えを選んであります。
draft-choose = 選んでください
draft-language = 仕事の言葉
draft-skills-hint = data-entryのような英字で、空白で区切ります。
draft-preview = 働く人には、¦こう見えます
draft-preview-whole = 働く人の画面で全体を見る
draft-change = 直す
draft-to-job = 依頼のページへ
draft-publish-text = 公開すると、だれでも見て応募できます。お金はまだかかりません。
draft-publish = 公開する
how-title = ここでの仕事の流れ
jobs-none = まだ依頼はありません。ひな形から5分でつくれます。
job-draft = 書きかけ
job-open = 募集中
job-contracted = 契約しました
job-closed = 終わりました
job-now = いまのようす
job-open-text = 募集中です。応募がとどいたら、お知らせします。
job-open-bids = 応募が{$count}件とどいています。
job-contracted-text = 働く人が決まりました。つづきは契約のページにあります。
job-to-contract = 契約を見る
job-expired = 期間が終わり、募集を閉じました。同じ内容でまたつくれます。
job-withdrawn = 募集をとりやめました。
job-edit = 内容を直す
job-close = 募集をとりやめる
job-facts = この依頼
job-minutes = かかる時間
close-title = この募集を¦とりやめますか。
close-text = とりやめると、もう応募できません。もとにはもどせません。
close-bids = 応募した{$count}人に、終わったことをお知らせします。もとにはもどせません。
applicants-title = 応募した¦方をくらべる
applicants-none = いま、答えを待っている応募はありません。
applicants-text = 早く応募した方から並んでいます。順位ではありません。
applicants-others = 答えの終わった¦応募
applicant-first = はじめてのしごと
applicant-finish = 終わる日
applicant-week = 1週間に使える時間
applicant-score = 評価（{$count}件・5点満点）
applicant-old = 内容を直す前の応募です。この方がたしかめるまで、頼めません。
applicant-award = この方に¦頼む
applicant-decline = 見送る
bid-awarded = 契約しました
bid-declined = 見送りました
bid-withdrawn = 取り下げ
decline-title = 今回は¦見送る
decline-text = {$name}さんに、理由をつけてお知らせします。つぎの応募の助けになります。
decline-why = 理由
decline-missing = 理由を1つ選んでください。
decline-price = 金額が予算をこえている
decline-finish = 終わる日が間に合わない
decline-hours = 時間帯が合わない
decline-skills = ほかの力が要る仕事である
decline-unclear = 聞いたことへの答えがなかった
decline-other = そのほか
decline-another = ほかの方に決まった
decline-closed = 募集が終わった
decline-note = ひとこと
decline-note-hint = 「そのほか」を選んだときは、書いてください。
decline-send = 理由を¦伝える
award-title = 頼む前に、¦条件を¦たしかめる
award-text = {$name}さんと、この条件で契約します。同じ書面が2人にとどきます。
award-terms = 取引条件
award-done = できあがりの¦条件
award-said = 応募の¦ことば
award-next = まだお金はかかりません。つぎの画面で預けると、しごとがはじまります。
award-go = この条件で¦契約する
terms-client = 頼む方
terms-worker = 働く方
terms-work = しごと
terms-by = 納品の期限
terms-where = 場所
terms-anywhere = どこでもよい。納品はこのサイトで行う
terms-part = 支払いの区切り
