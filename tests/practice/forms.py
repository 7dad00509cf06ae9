# SPDX-License-Identifier: GPL-3.0-or-later
"""Registration forms (XEP-0077, XEP-0004) of ill-behaved servers and of those that show off: puzzles (XEP-0158, XEP-0221, XEP-0231),
terms of use, every kind of field, and what no form should hold."""
import base64
import hashlib
import io
import struct
import wave
import zlib


def field(kind: str, name: str, label: str = "", value: str = "", more: str = "", optional: bool = False) -> str:
    """Required, unless it has a value."""
    return (f"<field type='{kind}' var='{name}'{f' label={chr(39)}{label}{chr(39)}' if label else ''}>{more}"
            + (f"<value>{value}</value>" if value else "" if optional else "<required/>") + "</field>")


def form(*fields: str, beside: str = "") -> str:
    always = (field("hidden", "FORM_TYPE", value="jabber:iq:register"), field("text-single", "username", "Username"),
              field("text-private", "password", "Password"))
    return (f"<query xmlns='jabber:iq:register'><instructions>Choose a name and a password.</instructions>{beside}"
            f"<x xmlns='jabber:x:data' type='form'>{''.join((*always, *fields))}</x></query>")


FORM = form(beside="<username/><password/>")
MAIL_FORM = ("<query xmlns='jabber:iq:register'><instructions>We need your e-mail address.</instructions><username/><password/>"
             "<email/></query>")
WEBSITE_ONLY = ("<query xmlns='jabber:iq:register'><x xmlns='jabber:x:oob'><url>https://oobform.example/register</url></x></query>")
# Three columns by five rows each, a row a number from 0 to 7.
DIGIT_ROWS = {"0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7), "4": (5, 5, 7, 1, 1),
              "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7)}
SCALE = 8
PUZZLE = "47105"


def digits_png(digits: str) -> bytes:
    """The digits in black on white (PNG, 8 bits of grey)."""
    lines = ["0".join(f"{DIGIT_ROWS[digit][row]:03b}" for digit in digits) for row in range(5)]
    dots = [b"".join((b"\0" if dot == "1" else b"\xff") * SCALE for dot in f"0{line}0") for line in lines]
    blank = b"\xff" * len(dots[0])
    rows = [row for dot in (blank, *dots, blank) for row in [dot] * SCALE]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", len(blank), len(rows), 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))) + chunk(b"IEND", b""))


# --- puzzles ---------------------------------------------------------------------------------------------------------

TONES = 4


def tones_wav(tones: int) -> bytes:
    """So many short tones with pauses between them (WAV, 8 bits, 8 kHz)."""
    rate, file = 8000, io.BytesIO()
    tone = bytes(168 if n // 8 % 2 else 88 for n in range(rate // 8))
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 1, rate, 0, "NONE", ""))
        sound.writeframes((tone + b"\x80" * (rate // 8)) * tones)
    return file.getvalue()


def cid_of(data: bytes) -> str:
    return f"sha1+{hashlib.sha1(data).hexdigest()}@bob.xmpp.org"


def bob(data: bytes, kind: str, cid: str = "") -> str:
    return (f"<data xmlns='urn:xmpp:bob' cid='{cid or cid_of(data)}' type='{kind}' max-age='0'>"
            f"{base64.b64encode(data).decode()}</data>")


def media(*uris: tuple[str, str]) -> str:
    """Kind and address of each."""
    return ("<media xmlns='urn:xmpp:media-element'>" + "".join(f"<uri type='{kind}'>{uri}</uri>" for kind, uri in uris) + "</media>")


def puzzle_form(*fields: str, data: str = "") -> str:
    """As ejabberd asks, with everything beside the puzzle."""
    whole = form(field("hidden", "challenge", value="practice-1"), field("hidden", "sid", value="practice"), *fields)
    return whole.replace("</query>", f"{data}</query>")


def seen(*uris: tuple[str, str], optional: bool = False) -> str:
    return field("text-single", "ocr", "Enter the digits you see", more=media(*uris), optional=optional)


def heard(optional: bool = False) -> str:
    return field("text-single", "audio_recog", "How many tones do you hear?", more=media((WAV, f"cid:{cid_of(SOUND)}")), optional=optional)


def asked(optional: bool = False) -> str:
    return field("text-single", "qa", "What is the colour of a ripe lemon?", optional=optional)


PICTURE, SOUND = digits_png(PUZZLE), tones_wav(TONES)
PNG, WAV = "image/png", "audio/x-wav"
PICTURE_URI = (PNG, f"cid:{cid_of(PICTURE)}")
ONE_ANSWER = field("hidden", "answers", value="1")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PICTURE_PATH = "/captcha.png"

PICTURE_FORM = puzzle_form(seen(PICTURE_URI), data=bob(PICTURE, PNG))
PICTURE_AND_SOUND = puzzle_form(ONE_ANSWER, seen(PICTURE_URI, optional=True), heard(optional=True),
                                data=bob(PICTURE, PNG) + bob(SOUND, WAV))
SOUND_ONLY = puzzle_form(heard(), data=bob(SOUND, WAV))
QUESTION = puzzle_form(asked())
PICTURE_TO_ASK_FOR = puzzle_form(seen(PICTURE_URI))
WRONG_HASH = puzzle_form(seen((PNG, f"cid:{cid_of(SOUND)}")), data=bob(PICTURE, PNG, cid_of(SOUND)))
ON_THE_WEB = puzzle_form(seen((PNG, f"https://picurl.example{PICTURE_PATH}")))
NO_PICTURE = puzzle_form(seen((PNG, f"cid:{cid_of(SVG)}")), data=bob(SVG, PNG))
CHOICE = puzzle_form(ONE_ANSWER, seen(PICTURE_URI, optional=True), asked(optional=True),
                     field("text-single", "SHA-256", "93c7a", optional=True), data=bob(PICTURE, PNG))

# --- fields ----------------------------------------------------------------------------------------------------------

TERMS = form(field("fixed", "", value="The rules: https://termsform.example/rules"),
             field("boolean", "terms", "I agree to https://termsform.example/terms"))


def options(*pairs: tuple[str, str]) -> str:
    return "".join(f"<option label='{label}'><value>{value}</value></option>" for label, value in pairs)


# Markup, control characters (XML 1.0 allows those from U+007F on), what turns the direction of writing; two fields of one name.
ODD = form(field("list-multi", "topics", "&lt;b&gt;Topics&lt;/b&gt; &#x202e;elif&#x202c;", value="a",
                 more=options(("A&#x9b;31m", "a"), ("&#x2066;B", "b"))),
           field("text-multi", "about", "About&#x7f;you", value="1&#10;2"), field("jid-multi", "friends", "Friends", value="a@b.example"),
           field("x-colour", "colour", "Colour", value="red"), field("text-single", "colour", "Colour again", value="blue"),
           "<field var='untyped'/><field type='text-single' label='Without a name'/>",
           "<field type='fixed'><value>&lt;script&gt;alert(1)&lt;/script&gt;</value></field>",
           "<x xmlns='jabber:x:data' type='form'><field var='inner'/></x><reported><field var='reported'/></reported>"
           ).replace("<field type='hidden' var='FORM_TYPE'><value>jabber:iq:register</value></field>", "")
FIELDS = 10_000
HUGE = form(*(f"<field var='f{number}'/>" for number in range(FIELDS)))
BOTH_KINDS = form(field("text-single", "email", "E-mail", optional=True), beside="<username/><password/><email/><key>practice-key</key>")
