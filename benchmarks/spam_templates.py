"""Comments to measure the spam filter with: families, and of each several ways to say it.

All written for this purpose. `{a|b}` is one of the two, `{site}` an address, `{post}` a sentence of
the post. Of a family that is in both halves, one half has the templates with even numbers.
"""

# ruff: noqa: E501

GOOD = {
    "thanks": [
        "Thanks{!|.| a lot!}",
        "{Great|Lovely|Good} post{!|, thank you.}",
        "Thank you, that {helped|answered my question|was what I needed}.",
        "This {made my day|cheered me up}. {Thanks|Cheers}!",
        "Nice {one|write-up}, {Alice|as always}.",
        "{Brilliant|Wonderful}. I will {try it on Sunday|send it to my brother}.",
        "I {read|have read} every post here since {March|the beginning}. Keep going{!|.}",
        "{So true|Exactly}. {Thank you for saying it|I could not have said it better}.",
    ],
    "running": [
        "I tried it for {a week|two months} and my {calves|shins|hips} {hurt like never before|felt fine}.",
        "On the {towpath|hill behind our house} I met {a heron|a man with a spaniel} who {stared|laughed} at me.",
        "My physio says the {left|right} knee takes {twice|half} the load, which explains {the noise|a lot}.",
        "Does it count if I {only run downhill|stop at each gate}? Asking for {a friend|my dog}.",
        "We did the {lake|river} loop backwards last {winter|autumn} and {nobody fell|two of us fell}.",
        "The trick for me was {shorter steps|a mirror on a cap|counting aloud}, then the {fear|dizziness} went.",
        "After {forty|fifty} you start with {two|three} minutes, not twenty. I learnt it the {hard|slow} way.",
        "Has anybody here tried it on {snow|sand}? Mine is {too deep|frozen}, and I am {curious|afraid}.",
    ],
    "shoes": [
        "I bought the {blue|red} ones at a discount and the sole came off after {30|80} miles. Buy the older model.",
        "The best price I found was at the {outlet|shop} in town, {60|75} pounds, and they let you run in them first.",
        "Cheap shoes are {fine|all right} if you change them each {season|spring}. Mine cost {20|25} and I love them.",
        "Does size {44|46} run small? Ordering online is a {gamble|lottery} with feet like mine.",
        "These insoles are no magic pills. Mine {helped for a week|did nothing}, then the pain in the heel was back.",
        "My review after a year: {good|poor} grip when wet, {free|no} laces, and the box came without a return label.",
        "The shop gave me a {free|cheap} pair to review once. I gave them back: you cannot be honest for money.",
        "Loan a pair before you buy. The club does it for {free|a deposit}, and 100% of us are glad about that.",
    ],
    "links": [
        "There is a study on this: {site} ({table|figure} 3 is the one about knees).",
        "I wrote about the same hill {last year|in June}: {site}. You can see the {gate|bench} in the second picture.",
        "Somebody asked the same here: {site} and got a good answer here: {site}",
        "The map is at {site} if anybody wants the {route|heights}.",
        "You can see the film of it at {site}, from minute {four|nine} on.",
        "Compare {site} with {site}: the first measures the {pace|pulse}, the second only asks people.",
        "The club meets on {Tuesdays|Fridays}, {site} has the places. Beginners are {welcome|most of us}.",
        "What the paper really says ({site}) is that they had {12|19} people and no control group.",
    ],
    "angry": [
        "This is {nonsense|rubbish}. You {did not read|quote} the study and {call|sell} that an opinion.",
        "I HAVE SAID IT BEFORE: {DOGS|BIKES} DO NOT BELONG ON THIS PATH.",
        "You people are {unbelievable|the reason why I run alone}. Not one of you has {children|a job}, it seems.",
        "What a {stupid|lazy} argument. {Next time ask|Did you ask} somebody who works in a hospital?",
        "Deleted my comment again? {Coward.|Very brave.} It was {polite|true} and you know it.",
        "Unfollowed. {Three|Two} posts about gadgets in a row, this used to be about {running|the hills}.",
        "How much did they pay you for {this|that}? It reads like an advert, click here and buy now, {honestly|please}.",
        "No. {Wrong|Dangerous}, and I would say that to your face. {Take it down|Correct it}.",
    ],
    "spammy words": [
        "The {casino|betting shop} next to the track pays for the lights. I still do not want its {name|logo} on my shirt.",
        "My {uncle|neighbour} lost his house with {bitcoin|crypto}, so forgive me if I do not run for a {coin|token}.",
        "They gave us {Viagra|pills} for altitude in the {nineties|army}. Nobody ran {faster|slower}, I promise.",
        "I teach, and {half|a third} of the essays I get were bought from a writing service. One was about {this|your} post.",
        "Is it me or is each second comment here about {loans|weight loss}? The filter of my blog eats them: {casino|porn}, bang.",
        "The lottery money rebuilt the {stadium|bridge}; what it did to the {street|pub} is another story.",
        "A poker face helps in the last mile. Never show that you {suffer|count the bonus points}.",
        "My doctor said weight loss first, then {running|stairs}. No pills, no {diet|guru}, just less of everything.",
    ],
    "code": [
        "You can plot the pace with `plt.plot(t, {v|pace})`; the {gaps|spikes} are the gates.",
        "```\nfor lap in laps:\n    print(lap.{time|pulse})\n```\nprints {nonsense|zeros} for me since the update.",
        "The feed is broken: `GET /feed/` answers {500|404} when the title has an ampersand in it.",
        "Set `max_pulse = {185|190}` in the config, then it counts {right|as you do}.",
        "I export with `gpsbabel -i fit -o gpx` and then {cut|join} the parts by hand. A {script|tool} would be nice.",
        "Your regex `\\d+:\\d+` misses the {hours|tenths}. Try `(\\d+:)?\\d+:\\d+`.",
    ],
    "german": [
        "Danke für den {schönen|ehrlichen} Bericht, ich habe {sehr gelacht|viel gelernt}.",
        "Bei mir {knackt|zieht} seit Wochen das Knie, und der Arzt sagt nur: {weniger laufen|abwarten}.",
        "Wir treffen uns {dienstags|freitags} am Kanal, wer mag, kommt einfach {dazu|mit}. Kostenlos natürlich.",
        "Die Schuhe gibt es gerade {günstiger|im Angebot}, aber die Sohle taugt {nichts|wenig}.",
        "Rückwärts den {Berg|Deich} hinunter? {Niemals|Nur mit Helm}! Mein Nachbar lag danach im {Krankenhaus|Graben}.",
        "Gibt es dazu auch eine {Studie|Quelle}? Das würde ich {gern|wirklich} nachlesen.",
    ],
    "french": [
        "Merci pour cet article, j'ai {beaucoup ri|tout essayé} et mes genoux vont {mieux|bien}.",
        "Est-ce que quelqu'un a une {carte|idée} du parcours ? Je viens de {Lyon|Nantes} en {mai|juin}.",
        "Je ne suis pas d'accord : courir à reculons est {dangereux|inutile} dès qu'il {pleut|fait nuit}.",
        "Mon kiné dit {pareil|le contraire}, et il a {couru|marché} toute sa vie.",
    ],
    "russian": [
        "Спасибо, {очень|действительно} интересно. Попробую {завтра|летом} на даче.",
        "У меня после этого {болело|прошло} колено. Врач сказал {не бегать|ходить} месяц.",
        "А где можно посмотреть {карту|фото}? Мы живём {рядом|недалеко} и хотели бы приехать.",
        "Не согласен. Бегать спиной вперёд по {льду|снегу} — это {глупость|риск}.",
    ],
    "question": [
        "How long did you {rest|wait} between the {laps|hills}? I get dizzy after {two|three}.",
        "Which {watch|lamp} do you use? The one in the picture {looks|seems} older than my {car|son}.",
        "Could you write about {cramps|breathing} some day? There is so {little|much} about it that is wrong.",
        "Do you know whether the {gate|bridge} at the mill is open {again|on Sundays}?",
        "@{Grace|Bob} what was the name of that {oil|tape} you told us about? I forgot to {write it down|ask}.",
        "Is there a way to follow the comments by {mail|feed}? I always lose {track|the page}.",
    ],
}

# Families in both halves, with other templates in each.
SPAM = {
    "praise": [
        "{Great|Excellent|Amazing} {blog|article|post}! I {really|truly} enjoyed reading it, keep up the good work.",
        "Hello there, I found your {web site|page} by accident and I am {impressed|shocked} by the quality of the content.",
        "{I was|I am} very {pleased|happy} to find this website. I wanted to thank you for this wonderful read, I have bookmarked you.",
        "Fantastic beat! I wish to apprentice while you amend your {website|site}, how could I subscribe for a {blog|weblog}?",
        "Hi, I {log on to|check} your {new stuff|blogs} regularly. Your humoristic style is {witty|awesome}, keep doing what you do!",
        "Pretty nice post. I just stumbled upon your {weblog|blog} and wished to say that I have really enjoyed browsing your posts.",
        "It is appropriate time to make some plans for the {future|longer term}. I have read this publish and want to suggest you few things.",
        "What a {data|stuff} of un-ambiguity and preserveness of valuable {knowledge|experience} about unpredicted emotions.",
    ],
    "pharma": [
        "Buy {cheap|generic} {viagra|cialis} online without prescription, {fast|worldwide} delivery: {site}",
        "[url={site}]{tramadol|xanax} no prescription[/url] best price for pills, visa and mastercard accepted",
        "{Generic|Discount} pharmacy, lowest prices on {levitra|cialis}, order now and get free pills {site}",
        "My husband was helped by these {pills|tablets}, order them here {site} and save {50|70} % today",
        '<a href="{site}">{weight loss|diet} pills</a> that really work, doctors hate this trick',
        "canadian {pharmacy|drugstore} online {site} viagra pills overnight shipping, order cheap",
        "Lose {10|20} kilos in a month with this {keto|slim} supplement, free trial bottle at {site}",
        "{site} cialis {10|20} mg, viagra price, buy pills without doctor",
    ],
    "casino": [
        "Best online casino with {100|200} % deposit bonus and free spins, play now {site}",
        "I won {5000|8000} dollars on these slots yesterday, try your luck, no deposit bonus: {site}",
        "{site} {poker|roulette} jackpot bonus code, register today and get free spins",
        "Online {slots|betting} with the highest odds, bonus for new players {site} {site}",
        "Top {casino|bookmaker} reviews and bonus codes, {100|50} free spins here {site}",
        "Play {blackjack|baccarat} with live dealers and claim your welcome bonus at [the best casino]({site})",
        "казино онлайн {бонус|фриспины} за регистрацию {site} играть на деньги",
        "Jackpot! Everyone wins at this online casino, deposit {10|20} and play with {100|200}: {site}",
    ],
    "repeats": [
        "I have been {searching|looking} for {hours|days} for a {trustworthy|reliable} plumber in my {city|town} and these guys "
        "{fixed|repaired} everything within {one|two} {hours|days}, {really|truly} {recommended|recommendable}, ask for {Tom|Jim}",
        "Our {team|company} {offers|provides} {professional|expert} roof cleaning for {homes|houses} and {offices|shops} in the whole "
        "{region|county}, {call|ring} us {today|now} for a {quick|free} quote and a {fair|good} price without {waiting|delay}",
    ],
}

# Families that are in the half for learning alone, and in the half for testing alone.
SPAM_LEARNT = {
    "seo": [
        "We bring your website to the first page of Google, {cheap|quality} backlinks from {site}, contact us",
        "I noticed your {site|page} has SEO problems, our experts can fix your ranking within {30|60} days {site}",
        "{1000|5000} real followers for your page, instant delivery, buy now at {site}",
        "Get more traffic to your website, buy {backlinks|visitors} here: {site} {site}",
    ],
    "loans": [
        "Do you need an urgent loan? We offer {business|personal} loans at {2|3} % interest, apply by mail or {site}",
        "Payday loan without credit check, money on your account in {10|15} minutes {site}",
        "I got my loan of {5000|90000} dollars from Mr {Smith|Brown}, a God fearing lender, contact him today {site}",
    ],
}
SPAM_TESTED = {
    "essays": [
        "No time for homework? Our writers do your {essay|thesis} in {6|12} hours, plagiarism free, order now {site}",
        "Thanks for the post. By the way, {students|pupils} who are in a hurry buy their papers at [this service]({site})",
        "{site} custom {dissertation|term paper} writing, {20|30} % discount for the first order",
        "Professional academic help: {essays|coursework} from {9|12} dollars a page, money back guarantee {site}",
    ],
    "crypto": [
        "I invested {500|1000} dollars with Mrs {Carol|Linda} and earned {6000|9000} in a week, write her on telegram {site}",
        "Recover your lost bitcoin! The best {hacker|recovery expert} got all my coins back, contact {site}",
        "New {token|coin} airdrop, connect your wallet and claim {100|300} USDT before midnight: {site}",
        "Trading signals with {95|98} % accuracy, join the {VIP|free} channel {site} and start earning",
    ],
    "copied": [
        "{post} {site}",
        "{post} [more about it]({site})",
    ],
    "look-alikes": [
        "Вest оnlinе саsinо bоnus {site}",
        "Cheap v1agra and c1alis pills, 0rder n0w {site}",
        "Bеst рriсе fоr rерliса wаtсhеs {site}",
        "c\u200ba\u200bsi\u200bno b\u200bo\u200bnus free spins {site}",
    ],
    "furniture": [
        "Luxury {replica|designer} {watches|handbags}, same quality, {80|90} % off today only {site}",
        "Our factory in {Foshan|Ningbo} makes {office|garden} furniture, wholesale price, visit {site} for catalogue",
        "{Garage door|Carpet} cleaning in {Dallas|Leeds}, licensed and insured, call now or visit {site} and {site}",
    ],
    "quiet praise": [
        "I agree with {most|all} of this. Waiting for the next {one|part}.",
        "This is {helpful|useful} information, I will share it with my {friends|colleagues}.",
        "Interesting point of view, {thanks for sharing|it made me think}.",
    ],
}

POST = [
    "The lane was empty but for a heron and the man with the spaniel.",
    "He asked again whether anything was lost and I said only my way.",
    "Some say that running backwards is good for the knees, and some say that it is not.",
    "By the third gate the rain had stopped and the whole valley smelled of wet stone.",
    "What nobody tells you about the long hill is that it begins behind the pub.",
    "I kept an eye on the path as I left it, and the path kept an eye on me.",
]
