# SPDX-License-Identifier: GPL-3.0-or-later
"""What ill-behaved servers say: stream headers, features and errors (RFC 6120 and those named). Registration forms are in forms.py."""
import re

CLIENT_HEADER = ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
                 "id='practice' from='{}' version='1.0'>")
SERVER_HEADER = CLIENT_HEADER.replace("jabber:client", "jabber:server").replace(" id=", " xmlns:db='jabber:server:dialback' id=")

SASL, STREAMS, STANZAS = (f"urn:ietf:params:xml:ns:xmpp-{name}" for name in ("sasl", "streams", "stanzas"))
REGISTER = "<register xmlns='http://jabber.org/features/iq-register'/>"
STARTTLS_REQUIRED = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
STARTTLS_OPTIONAL = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
NO_TLS = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"
DIALBACK = "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
COMPRESSION = "<compression xmlns='http://jabber.org/features/compress'><method>zlib</method></compression>"  # XEP-0138
LIMITS = ("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>262144</max-bytes><idle-seconds>600</idle-seconds></limits>")  # XEP-0478
CHANNEL_BINDINGS = ("<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-exporter'/>"
                    "<channel-binding type='tls-server-end-point'/></sasl-channel-binding>")  # XEP-0440
BIDI = "<bidi xmlns='urn:xmpp:features:bidi'/>"  # XEP-0288


def features(*parts: str) -> str:
    return f"<stream:features>{''.join(parts)}</stream:features>"


def mechanisms(*names: str) -> str:
    return f"<mechanisms xmlns='{SASL}'>{''.join(f'<mechanism>{name}</mechanism>' for name in names)}</mechanisms>"


SECURE_FIRST = features(STARTTLS_REQUIRED)
# 1,024 bits (RFC 2409 section 6.2).
DH_PARAMETERS = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""
LOGIN = features(mechanisms("SCRAM-SHA-1", "PLAIN"), REGISTER)
# XEP-0388, XEP-0386, XEP-0484, XEP-0480: what one can have with a login in one step.
SASL2 = ("<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism><inline>"
         "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:carbons:2'/><feature var='urn:xmpp:csi:0'/>"
         "<feature var='urn:xmpp:sm:3'/></inline></bind><sm xmlns='urn:xmpp:sm:3'/>"
         "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-EXPR</mechanism></fast></inline>"
         "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-512</upgrade></authentication>")


def sasl2_login(header: bytes) -> str:
    """Only those who say who they are see SASL2, as ejabberd and Prosody have it."""
    named = re.search(rb"""\bfrom=['"][^'"@]+@""", header)
    return features(mechanisms("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"), REGISTER, SASL2 if named else "")


def stream_error(condition: str, content: str = "") -> str:
    return f"<stream:error><{condition} xmlns='{STREAMS}'>{content}</{condition}></stream:error></stream:stream>"


def stanza_error(kind: str, condition: str) -> str:
    return f"<error type='{kind}'><{condition} xmlns='{STANZAS}'/></error>"


REFUSED = stanza_error("cancel", "not-allowed")
TOO_BUSY = stanza_error("wait", "resource-constraint")
NOT_AUTHORIZED = f"<failure xmlns='{SASL}'><not-authorized/></failure>"
TIMED_OUT = (f"<stream:error><connection-timeout xmlns='{STREAMS}'/><text xmlns='{STREAMS}'>You took too long</text></stream:error>"
             "</stream:stream>")


# --- what no server should say ---------------------------------------------------------------------------------------

GARBAGE = b"220 mail.example ready\r\n" + bytes(range(256)) * 4
BOMB = ('<?xml version="1.0"?><!DOCTYPE stream [<!ENTITY a0 "practice">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>")
FOREIGN_FILE = '<?xml version="1.0"?><!DOCTYPE stream [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'
