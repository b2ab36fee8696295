"""Write hostile_urls.json: image URLs as broken mail software and strangers send them.

A case is `{"why", "path", "extension"}` and, where it matters, `query`. A path is a list of texts
and `[text, times]`; each character is one byte of the request (Latin-1). `(M)`, `(S)` and `(B)`
stand for a message, a subscriber and a block that exist.
"""
# ruff: noqa: E501  # tables of cases read better wide

import json
from pathlib import Path
from urllib.parse import quote

from app.delivery.embed import merge_tag
from app.delivery.esps import ESPS

FILE = Path(__file__).with_name("hostile_urls.json")
Case = dict[str, object]

LEFTOVERS = (
    "%%_subscriberkey%%", "%%subscriberid%%", '%%=URLEncode(AttributeValue("_subscriberkey"),1,1)=%%',
    "$lookup(CUSTOMER_ID_)$", '<span class="eloquaemail">recipientid</span>',
    "~~eloqua..type--emailfield..syntax--recipientid..encodeFor--url~~", "<%= recipient.id %>",
    "{{profile.person.crmid}}", "{{${user_id}}}", "{{userId}}", "{{ person.KlaviyoID }}",
    "{{ customer.id }}", "*|EMAIL_UID|*", "__test_email__", "{{ contact.hs_object_id }}",
    "%SUBSCRIBERID%", "{{ contact.EXT_ID }}", "{{user_id}}", "{{ user.external_id }}",
    "{{lead.Id}}", "{{contact.<Field ID>}}", "%%RECIPIENT_ID%%", "<%${user['Identifier']}%>",
    "[[emailAddress]]", "$SUBSCRIBER.EMAIL$", "{{Email-Address}}", "$placeholder$",
    "{contactfield=id}", "{{ .Subscriber.UUID }}", "{$contact._id}", "{profile.id}", "@EMAIL@",
    "[email]",
)  # fmt: skip

TEXTS = {
    "zalgo": "Z\u0351\u036b\u0343a\u0334\u0310l\u0327g\u0361o\u0489" * 20,
    "right to left": "\u202eمرحبا שלום\u202c",
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "chinese": "门店",
    "combining": "e\u0301" * 300,
    "no-break space": "\u00a0\u2007\u202f",
    "byte order mark": "\ufeffkey",
    "fullwidth dots": "．．／",
}
SEGMENTS = {
    "empty": "", "dot": ".", "dots": "..", "dots encoded": "%2e%2e", "dots twice": "%252e%252e",
    "slash encoded": "a%2fb", "slash encoded upper": "..%2F..%2Fetc%2Fpasswd", "backslash": "..\\..",
    "backslash encoded": "%5c..%5c", "null": "%00", "null within": "abc%00def", "newline": "%0d%0aX:1",
    "tab": "%09", "delete": "%7f", "semicolon": "a;b=c", "semicolons": ";;;", "colon": "a:b",
    "at": "user@host", "plus": "a+b", "spaces encoded": "%20%20", "percent alone": "%",
    "percent broken": "%zz", "percent cut": "abc%2", "quote": "'\"", "tag": "<script>alert(1)</script>",
    "sql": "' OR 1=1 --", "template": "{{7*7}}", "format": "%s%n%x", "unicode escape": "%u0041",
    "invalid utf-8": "%ff%fe%80", "invalid utf-8 cut": "%e2%82", "overlong slash": "%c0%af",
    "surrogate": "%ed%a0%80", "anonymous upper": "ANONYMOUS", "key upper": "Z" * 26,
    "key unknown": "z" * 26, "key short": "z" * 25, "key long": "z" * 27, "digits": "0" * 26,
    "negative": "-1", "uuid": "123e4567-e89b-12d3-a456-426614174000", "email": "jane@example.com",
    "url": "https:%2F%2Fevil.example%2F", "caret": "^`|", "brackets": "[]{}", "tilde": "~root",
    "equals": "a=b&c=d", "exclamation": "!$&'()*,", "undefined": "undefined", "null word": "null",
    "object": "[object Object]", "nan": "NaN", "hash encoded": "a%23b", "question encoded": "a%3Fb",
}  # fmt: skip
CASES_OF_EXTENSION = {
    "PNG": "png", "Png": "png", "JPG": "jpg", "jpeg": "jpeg", "JPEG": "jpeg", "GIF": "gif",
    "gIf": "gif", "webp": "webp", "p%6Eg": "png", "%70%6e%67": "png", "png.jpg": "jpg",
    "jpg.png": "png", "php.png": "png", ".png": "png", "png.": "", "html.gif": "gif",
}  # fmt: skip


def cases() -> list[Case]:
    """Return every case."""
    found = [*_segments(), *_texts(), *_tags(), *_extensions(), *_long(), *_shapes(), *_queries()]
    paths = [json.dumps([case["path"], case.get("query", "")]) for case in found]
    assert len(paths) == len(set(paths))
    return found


def _segments() -> list[Case]:
    """Each broken segment as message, as subscriber and as block."""
    made = []
    for why, text in SEGMENTS.items():
        made += [
            _case(f"message: {why}", f"/o/{text}/(S)/(B).png", "png"),
            _case(f"subscriber: {why}", f"/o/(M)/{text}/(B).gif", "gif"),
            _case(f"block: {why}", f"/o/(M)/(S)/{text}.jpg", "jpg"),
        ]
    return [case for case in made if "?" not in str(case["path"])]


def _texts() -> list[Case]:
    made = []
    for why, text in TEXTS.items():
        raw = text.encode().decode("latin-1")
        made += [
            _case(f"{why}, encoded", f"/o/(M)/{quote(text)}/(B).png", "png"),
            _case(f"{why}, raw", f"/o/(M)/{raw}/(B).png", "png"),
            _case(f"{why}, as a block", f"/s/(M)/{quote(text)}.gif", "gif"),
        ]
    return made


def _tags() -> list[Case]:
    """Merge tags that were not replaced: raw, encoded, encoded twice."""
    tags = dict.fromkeys([*LEFTOVERS, *(merge_tag(esp.name) for esp in ESPS)])
    made = []
    for tag in tags:
        once = quote(tag, safe="")
        made += [
            _case("unmerged, encoded", f"/o/(M)/{once}/(B).png", "png"),
            _case("unmerged, encoded twice", f"/o/(M)/{quote(once, safe='')}/(B).jpg", "jpg"),
        ]
        if tag not in ("__test_email__", once) and not set("?#") & set(tag):
            made.append(_case("unmerged, raw", f"/o/(M)/{tag}/(B).gif", "gif"))
    cut = ("{{", "%7B%7B", "${profile.CUSTOMER_ID_", "*%7CIF:", "%3C%25=", "%%=v(@id", "[[")
    made += [_case("unmerged, cut at ? or #", f"/o/(M)/{part}", "png") for part in cut]
    made.append(_case("unmerged message", "/o/*%7CCAMPAIGN_UID%7C*/*%7CUNIQID%7C*/(B).png", "png"))
    return made


def _extensions() -> list[Case]:
    return [
        _case(f"extension {said}", f"/{route}/(B).{said}", extension)
        for said, extension in CASES_OF_EXTENSION.items()
        for route in ("o/(M)/(S)", "s/(M)")
        if extension
    ]


def _long() -> list[Case]:
    return [
        _case("long message", ["/o/", ["m", 10_000], "/(S)/(B).png"], "png"),
        _case("long subscriber", ["/o/(M)/", ["s", 10_000], "/(B).jpg"], "jpg"),
        _case("long block", ["/o/(M)/(S)/", ["b", 10_000], ".gif"], "gif"),
        _case("long block shared", ["/s/(M)/", ["b", 10_000], ".png"], "png"),
        _case("path of 60 kB", ["/o/", ["x", 60_000], "/y.png"], "png"),
        _case("many slashes", ["/o", ["/", 5_000], "a.png"], "png"),
        _case("many segments", ["/o", ["/a", 5_000], "/b.jpg"], "jpg"),
        _case("many dots", ["/o/(M)/(S)/", ["..", 2_000], "/b.gif"], "gif"),
        _case("many percents", ["/o/(M)/", ["%25", 3_000], "/b.png"], "png"),
        _case("encoded deep", ["/o/(M)/%", ["25", 3_000], "2f/b.png"], "png"),
        _case("many semicolons", ["/o/(M)/", [";a=b", 2_000], "/b.png"], "png"),
        _case("just below the bound", ["/o/(M)/", ["s", 2_000], "/b.png"], "png"),
    ]


def _shapes() -> list[Case]:
    paths = {
        "/o/.png": "png", "/s/.png": "png", "/o//.png": "png", "/o/a.png": "png",
        "/o/(M)/(B).png": "png", "/o/(M)/(S)/x/(B).png": "png", "/s/(M)/(S)/(B).png": "png",
        "/o/(M)/(S)/(B)/.png": "png", "/o//(M)/(S)/(B).png": "png", "/o/(M)//(S)/(B).png": "png",
        "/o/(M)/(S)//(B).png": "png", "/o/../o/(M)/(S)/(B).png": "png", "/o/./(M)/(S)/(B).png": "png",
        "/o/(S)/(M)/(B).png": "png", "/o/(M)/(M)/(B).png": "png", "/s/anonymous/(B).png": "png",
        "/s/(B).gif": "gif", "/o/(M)/anonymous/(B).jpg": "jpg", "/o/(M)/(S)/no-such-block.jpg": "jpg",
        "/o/(M)/(S)/-(B).png": "png", "/o/(M)/(S)/(B)%20.png": "png", "/o/%20(M)/(S)/(B).png": "png",
        "/o/(M)/(S);jsessionid=1/(B).png": "png", "/o/(M)/(S)/(B);v=1.png": "png",
        "/o/(M)%2f(S)%2f(B).png": "png", "/o/(M)/(S)/(B).png%20": "png", "/o/(M)/(S)/(B).png%3Fu=1": "png",
        "/o/(M)/(S)/(B).png;v=1": "png", "/o/(M)/(S)/(B).png%22": "png", "/o/(M)/(S)/(B).png%00": "png",
    }  # fmt: skip
    return [_case(f"shape {path}", path, extension) for path, extension in paths.items()]


def _queries() -> list[Case]:
    texts = {
        "long": "x=" + "y" * 10_000, "many": "&".join(f"p{n}=1" for n in range(2_000)),
        "broken": "%%%&=&&?&a=%ff", "image": "f=b.gif", "unmerged": "u=*|UNIQID|*&k={{id}}",
        "sku": "sku=%3Cscript%3E", "sku long": "sku=" + "9" * 5_000, "raw bytes": "q=\xff\xfe",
    }  # fmt: skip
    return [
        {**_case(f"query {why}", "/o/(M)/(S)/(B).png", "png"), "query": text}
        for why, text in texts.items()
    ]


def _case(why: str, path: str | list[object], extension: str) -> Case:
    return {"why": why, "path": [path] if isinstance(path, str) else path, "extension": extension}


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(case) for case in cases())
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
