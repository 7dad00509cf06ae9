# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts that scripted.py plays: what each is, the form that it shows, and what it wants to be answered."""
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "practice"))
import forms  # noqa: E402

PICTURE, SOUND = forms.digits_png("7"), forms.tones_wav(forms.TONES)
PICTURE_MEDIA = forms.media((forms.PNG, f"cid:{forms.cid_of(PICTURE)}"))
SOUND_MEDIA = forms.media((forms.WAV, f"cid:{forms.cid_of(SOUND)}"))
NAME_AND_PASSWORD = ("<field type='hidden' var='FORM_TYPE'><value>jabber:iq:register</value></field>"
                     "<field type='text-single' var='username' label='Name'><required/></field>"
                     "<field type='text-private' var='password' label='Password'><required/></field>")
CHALLENGE = "<field type='hidden' var='challenge'><value>{}</value></field>"
KEY = "practice &amp; key"


def data_form(*fields: str, data: str = "") -> str:
    return (f"<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'>{NAME_AND_PASSWORD}{''.join(fields)}</x>{data}"
            "</query>")


def ocr(optional: bool = False) -> str:
    return forms.field("text-single", "ocr", "Type what you see", more=PICTURE_MEDIA, optional=optional)


def qa(optional: bool = False) -> str:
    return forms.field("text-single", "qa", "What is the colour of a ripe lemon?", optional=optional)


@dataclass(frozen=True)
class Part:
    what: str
    form: str = data_form()  # {}: a number that is good for one answer
    wants: dict[str, str] = field(default_factory=dict)  # the right answers ...
    enough: int | None = None  # ... of which so many will do; None: all
    bits: dict[str, bytes] = field(default_factory=dict)  # given to those who ask by name (XEP-0231)

    def accepts(self, values: dict[str, str]) -> bool:
        right = sum(values.get(name) == answer for name, answer in self.wants.items())
        return right >= (len(self.wants) if self.enough is None else self.enough)


PUZZLE = Part("a picture puzzle", data_form(CHALLENGE, ocr(), data=forms.bob(PICTURE, forms.PNG)), {"ocr": "seven"})
PARTS = {
    "good": Part("nothing goes wrong"),
    # The connection.
    "cutmade": Part("makes the account and closes without an answer"),
    "cutlost": Part("closes without an answer and has made nothing"),
    "mute": Part("makes the account and does not answer for a minute"),
    "vanish": Part("closes without an answer, and nobody is there any more"),
    "slow": Part("ends the first stream behind its form"),
    # The answer.
    "otherid": Part("answers another question than that to register, and nobody is there any more"),
    "liar": Part("says that the account is made, and it is not"),
    "ghost": Part("says that it failed, and the account is made"),
    "weak": Part("refuses passwords of fewer than 10 letters"),
    "toofast": Part("says that one was too fast"),
    # The login.
    "noecho": Part("refuses messages to oneself"),
    "waiting": Part("lets nobody log in yet"),
    "twice": Part("bears no second try with the same password"),
    # The form.
    "puzzle": PUZZLE,
    "slowpuzzle": PUZZLE,
    "hastypuzzle": PUZZLE,
    "sound": Part("a puzzle that is a sound", data_form(
        CHALLENGE, forms.field("text-single", "audio_recog", "How many tones do you hear?", more=SOUND_MEDIA),
        data=forms.bob(SOUND, forms.WAV)), {"audio_recog": str(forms.TONES)}),
    "qa": Part("a puzzle that is a question", data_form(CHALLENGE, qa()), {"qa": "yellow"}),
    "bobask": Part("a picture that has to be asked for", data_form(CHALLENGE, ocr()), {"ocr": "seven"},
                   bits={forms.cid_of(PICTURE): PICTURE}),
    "choices": Part("a picture and a question, one of which has to be answered",
                    data_form(CHALLENGE, forms.field("hidden", "answers", value="1"), ocr(optional=True), qa(optional=True),
                              data=forms.bob(PICTURE, forms.PNG)), {"ocr": "seven", "qa": "yellow"}, enough=1),
    "terms": Part("terms to agree with", data_form(
        forms.field("fixed", "", value="The rules: https://terms.example/rules"),
        forms.field("boolean", "terms", "I agree to https://terms.example/terms")), {"terms": "1"}),
    "legacykey": Part("the old form, with a key to be sent back", "<query xmlns='jabber:iq:register'><instructions>Choose."
                      f"</instructions><username/><password/><key>{KEY}</key></query>", {"key": KEY}),
}
