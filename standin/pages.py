"""What a person sees: the consent page, and what went wrong before it."""

from collections.abc import Callable
from html import escape

from standin.misbehave import GROUPS
from standin.personas import PERSONAS, Persona
from standin.wire import Answer, html_answer

HONEST = "Local test page: no request left this computer."
MARKS = {
    "google": '<path d="M18.6 6.3A8.7 8.7 0 1 0 20.7 12H12.5" fill="none"'
    ' stroke="currentColor" stroke-width="3.2"/>',
    "twitter_oauth2": '<path d="M22.5 6.1c-.8.3-1.6.6-2.5.7.9-.5 1.6-1.4 1.9-2.4-.8.5-1.8.9-2.8'
    " 1.1a4.3 4.3 0 0 0-7.4 3.9C8.1 9.2 4.9 7.5 2.8 4.9a4.3 4.3 0 0 0 1.4 5.8c-.7 0-1.4-.2-2-.5"
    " 0 2.1 1.5 3.9 3.5 4.3-.6.2-1.3.2-2 .1.6 1.7 2.2 3 4.1 3a8.7 8.7 0 0 1-6.4 1.8 12.3 12.3 0"
    ' 0 0 6.7 2c8 0 12.5-6.8 12.3-12.9.8-.6 1.5-1.4 2.1-2.4z"/>',
    "facebook": '<path d="M13.8 22v-8.7h3l.5-3.6h-3.5V7.5c0-1 .4-1.8 1.9-1.8h1.8V2.5c-.4-.1'
    '-1.4-.2-2.6-.2-2.8 0-4.6 1.7-4.6 4.8v2.6H7.2v3.6h3.1V22z"/>',
}


def page(title: str, matter: str, status: int = 200, form_action: str = "'none'") -> Answer:
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/standin.css">
</head>
<body>
<main class="page">
{matter}
</main>
</body>
</html>
"""
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
        f" frame-ancestors 'none'; form-action {form_action}"
    )
    return html_answer(html, status, Content_Security_Policy=policy, Referrer_Policy="same-origin")


def consent(
    provider: str,
    label: str,
    origin: str,
    asks: list[str],
    action: str,
    tell: Callable[[Persona], str],
) -> Answer:
    blog = escape(origin.partition("//")[2])
    people = "\n".join(person(persona, tell(persona)) for persona in PERSONAS.values())
    groups = "\n".join(misbehaviours(heading, provider) for heading in GROUPS)
    matter = f"""<header class="head">
<p class="honest"><svg class="mark" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">\
{MARKS[provider]}</svg><span><b>Stand-in for {label}.</b> {HONEST}</span></p>
<h1>Who signs in to <span class="blog">{blog}</span>?</h1>
<p class="asks">The blog asks to {escape(listed(asks))}.</p>
</header>
<form method="post" action="{escape(action)}">
<section class="band" aria-labelledby="people">
<div class="margin"><h2 id="people">Sign in as</h2>
<p>One press says yes for them and goes back to the blog.</p></div>
<ul class="people" role="list">
{people}
</ul>
</section>
<section class="band" aria-labelledby="misbehave">
<div class="margin"><h2 id="misbehave">Misbehave</h2>
<p>As Ada, with one thing going wrong.</p></div>
<div class="groups">
{groups}
</div>
</section>
</form>"""
    # The answer to the form is a redirect to the blog, and browsers check that too.
    return page(f"Stand-in for {label}", matter, form_action=f"'self' {origin}")


def person(persona: Persona, told: str) -> str:
    if persona.picture:
        address = f"/pictures/google/{persona.picture}=s192-c"
        face = f'<img class="face" src="{address}" alt="" width="48" height="48">'
    else:
        face = f'<span class="face" aria-hidden="true">{escape(persona.name[:1])}</span>'
    return f"""<li><button name="persona" value="{persona.key}">{face}
<span class="who"><bdi class="name">{escape(persona.name)}</bdi> <span class="told">{escape(told)}\
</span> <span class="note">{escape(persona.note)}</span></span></button></li>"""


def misbehaviours(heading: str, provider: str) -> str:
    buttons = "\n".join(
        f'<button class="btn" name="misbehave" value="{one.key}">{escape(one.label)}</button>'
        for one in GROUPS[heading]
        if provider in one.providers
    )
    if not buttons:
        return ""
    return f"<fieldset><legend>{heading}</legend>\n<div>{buttons}</div></fieldset>"


def listed(phrases: list[str]) -> str:
    *most, last = phrases
    return f"{', '.join(most)}, and {last}" if most else last


def fault(label: str, why: str, status: int = 400) -> Answer:
    matter = f"""<header class="head">
<p class="honest"><b>Stand-in for {escape(label)}.</b> {HONEST}</p>
<h1>The blog asked wrongly</h1>
<p class="asks">{escape(why)}</p>
</header>"""
    return page(f"Stand-in for {label}: the blog asked wrongly", matter, status)


def welcome() -> Answer:
    matter = f"""<header class="head">
<p class="honest"><b>Stand-in for Google, Twitter and Facebook.</b> {HONEST}</p>
<h1>Nobody is signing in</h1>
<p class="asks">Choose Google, Twitter or Facebook under a post of the blog, and you come here.</p>
</header>"""
    return page("Stand-in", matter)
