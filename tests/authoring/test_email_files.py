"""Emails as files: one ESP's tags, copies that were sent, mended copies."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.email_files import check_parts, read_mail, with_html
from app.authoring.email_fixing import BlockLook, fixed_email
from app.authoring.email_html import check_email
from app.authoring.email_sending import Sending
from app.authoring.email_urls import live_blocks
from app.delivery.embed import esp_names, find_esp, merge_tag, snippet
from app.errors import Unacceptable
from app.model.keys import new_key

MESSAGE = new_key()
KLAVIYO = Sending(tag=merge_tag("klaviyo"), esp="Klaviyo")
LOOKS = {"hero": BlockLook(width=600, height=240, alt='Two "new" shops')}


def pasted(esp, base="https://live.example"):
    """Return what `opentime embed` prints for an ESP."""
    return snippet(
        esp, base_url=base, message_key=MESSAGE, block="hero", width=600, height=240, alt="x"
    )


def rules(html, sending=KLAVIYO):
    """Return the rules that an email breaks."""
    return {problem.rule for problem in check_email(html, sending=sending)}


def mail(html, *, plain="Hello", received=False, amp=""):
    """Return an email file."""
    message = EmailMessage()
    message["Subject"] = "Hallo 👋"
    if received:
        message["Received"] = "from a by b; Fri, 27 Nov 2026 12:00:00 +0000"
    if plain:
        message.set_content(plain)
        message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    if amp:
        message.add_alternative(amp, subtype="x-amp-html")
    return message.as_bytes()


@pytest.mark.parametrize("esp", [name for name in esp_names() if name != "raw"])
def test_what_embed_prints_is_right_for_its_esp(esp):
    """The tag of each ESP passes the check for that ESP."""
    sending = Sending(tag=merge_tag(esp), esp=find_esp(esp).title)
    assert "wrong-tag" not in rules(pasted(esp), sending)


def test_another_esps_tag_is_wrong():
    """Klaviyo does not replace Mailchimp's tags; the remedy is Klaviyo's own."""
    problems = check_email(pasted("mailchimp"), sending=KLAVIYO)
    wrong = [problem for problem in problems if problem.rule == "wrong-tag"]
    assert len(wrong) == 2
    assert all(KLAVIYO.tag in problem.remedy for problem in wrong)


def test_blanks_in_a_tag_do_not_matter():
    """`{{person|lookup:...}}` is the same tag without its blanks."""
    assert "wrong-tag" not in rules(pasted("klaviyo").replace("{{ ", "{{").replace(" }}", "}}"))


def test_a_copy_that_was_sent_holds_no_tag():
    """In a proof the tag should have become a key."""
    read = read_mail(mail(pasted("klaviyo"), received=True))
    assert read.is_sent
    assert "unmerged-tag" in rules(read.html, Sending(is_sent=True))
    merged = pasted("klaviyo").replace(KLAVIYO.tag, new_key())
    assert "unmerged-tag" not in rules(merged, Sending(is_sent=True))


@pytest.mark.parametrize(
    ("src", "rule"),
    [
        ("data:image/png;base64,AAAA", "data-picture"),
        ("https://a.example/logo.svg?v=1", "svg-picture"),
        ("https://a.example/logo.SVGZ#x", "svg-picture"),
    ],
)
def test_pictures_that_clients_do_not_show(src, rule):
    """Whoever's they are."""
    assert rule in rules(f'<img src="{src}" alt="">')


def test_the_html_of_a_mail_is_read_in_its_charset():
    """Whatever its transfer encoding."""
    message = EmailMessage()
    message.set_content("<p>Grüße, 東京</p>", subtype="html", charset="utf-16", cte="base64")
    assert "Grüße, 東京" in read_mail(message.as_bytes()).html


def test_a_mail_without_plain_text_or_with_a_large_amp_part():
    """Both are told."""
    found = check_parts(read_mail(mail("<p>x</p>", plain="", amp="")))
    assert [problem.rule for problem in found] == ["no-plain-text"]
    found = check_parts(read_mail(mail("<p>x</p>", amp="y" * 200_001)))
    assert [problem.rule for problem in found] == ["amp-large"]


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"Subject: x\n\nno html", b"x" * (20 * 2**20 + 1)]
)
def test_what_is_no_mail_is_refused_in_words(body):
    """With what to do."""
    with pytest.raises(Unacceptable) as refusal:
        read_mail(body, file="x.eml")
    assert refusal.value.remedy


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(body):
    """Garbage is refused or read, nothing else."""
    try:
        read = read_mail(b"Content-Type: text/html; charset=" + body)
    except Unacceptable:
        return
    check_email(read.html)


def test_a_mended_copy_has_no_fault_left():
    """Sizes, alt, tag and https, of our images alone."""
    bare = (
        f"<p>\n<a href='http://live.example/c/{MESSAGE}/*|OPENTIME_K|*/hero'>"
        f'<IMG SRC="http://live.example/o/{MESSAGE}/*|OPENTIME_K|*/hero.png"/></a>'
        '<img src="https://a.example/x.png">\n'
    )
    assert {"missing-alt", "wrong-tag", "not-https"} <= rules(bare)
    fixed = fixed_email(bare, sending=KLAVIYO, looks=LOOKS)
    assert rules(fixed.html) == set()
    assert '<img src="https://a.example/x.png">' in fixed.html
    assert 'alt="Two &quot;new&quot; shops"' in fixed.html
    assert {2} == {line for line, _ in fixed.done}


@pytest.mark.parametrize("other", ["data-src='{url}'", "title='src={url}'", "alt='a src=b'"])
def test_only_the_address_itself_is_written_anew(other):
    """Neither an attribute whose name ends alike nor the text of another is taken for it."""
    url = f"http://live.example/o/{MESSAGE}/*|X|*/hero.png"
    other = other.format(url=url)
    fixed = fixed_email(f"<img {other} src='{url}'>", sending=KLAVIYO, looks=LOOKS)
    assert f'<img {other} src="https://live.example' in fixed.html


def test_what_is_right_stays_byte_for_byte():
    """A mended copy of a good email is the email."""
    html = f"<!doctype html>\r\n<p>é{pasted('klaviyo')}</p>"
    fixed = fixed_email(html, sending=KLAVIYO, looks=LOOKS)
    assert (html, ()) == (fixed.html, fixed.done)


@given(st.text("<>ab=\"' /\n{}img", max_size=80))
def test_mending_twice_changes_nothing_more(text):
    """And what is not ours is left alone, however broken."""
    html = f"{text}<img src='http://live.example/o/{MESSAGE}/*|X|*/hero.png'>{text}"
    once = fixed_email(html, sending=KLAVIYO, looks=LOOKS).html
    assert once == fixed_email(once, sending=KLAVIYO, looks=LOOKS).html


def test_a_mended_mail_keeps_its_other_parts():
    """Subject, plain text, and the structure."""
    read = read_mail(mail("<p>old</p>"))
    again = message_from_bytes(with_html(read, "<p>new é</p>"), policy=policy.default)
    assert again["subject"] == "Hallo 👋"
    assert again.get_body(("plain",)).get_content().strip() == "Hello"
    assert again.get_body(("html",)).get_content().strip() == "<p>new é</p>"


def test_blocks_of_an_email_are_found():
    """Each once, in order."""
    html = pasted("klaviyo") + pasted("klaviyo").replace("hero", "doors")
    assert live_blocks(html) == ("hero", "doors")
