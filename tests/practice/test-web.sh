#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The web of the practice network, by independent programs (curl, openssl, kdig): each path does what it promises.
set -u
cd "$(dirname "$0")"
for program in curl openssl kdig; do
  command -v $program >/dev/null || { echo "1..0 # SKIP $program is missing"; exit 0; }
done
n=0 bad=0
ok () { n=$((n + 1)); if "${@:2}" >/dev/null 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi; }

base=$(mktemp -d) dir=$base/network body=$base/body head=$base/head
trap './practice stop --dir "$dir"; rm -rf "$base"' EXIT
./practice start --dir "$dir" >/dev/null || exit 1
port () { python3 -c "import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])" "$dir/ports.json" "$1"; }
web=$(port web)

# HOST/PATH OPTION...: leaves $head and $body; prints the status. Redirects need -L and stay on this machine.
get () {
  : >"$body" >"$head"
  curl -qsS --noproxy '*' --max-time "${seconds:-20}" --cacert "$dir/ca.pem" --connect-to "::127.0.0.1:$web" \
    -D "$head" -o "$body" -w '%{http_code}' "https://$1" "${@:2}" 2>"$base/error"
}
header () { sed -n "s/^$1: \(.*\)\r$/\1/Ip" "$head" | tail -n 1; }
is () { test "$(get "$1" "${@:3}")" = "$2"; }                       # PATH STATUS OPTION...
ends () { get "$1" "${@:3}"; test $? = "$2"; }                      # PATH EXIT-OF-CURL OPTION...
# What Python makes of the body, as `content` (None: no JSON in UTF-8).
holds () {
  python3 - "$body" "$1" <<'PYTHON'
import json, sys, xml.etree.ElementTree as xml
body = open(sys.argv[1], "rb").read()
try:
    content = json.loads(body.decode())
except (ValueError, RecursionError):
    content = None
sys.exit(0 if eval(sys.argv[2]) else 1)
PYTHON
}
gives () { is "list.example/$1" 200 && holds "$2"; }                # PATH CONDITION
list=list.example/providers-B.json

# Good lists.
ok "the list" gives providers-B.json '[p["jid"] for p in content] == sorted(p["jid"] for p in content) and all(len(p) == 31 for p in content)'
cp "$body" "$base/first"
ok "it is what the profile's list says" cmp "$base/first" "$dir/providers.json"
ok "its profile names it" grep -qx "catalogue-url=https://list.example:$web/providers-B.json" "$dir/profile.ini"
tag=$(header ETag) date=$(header Last-Modified)
ok "it has validators" test "$tag" -a "$date"
ok "304 for its tag" is $list 304 -H "If-None-Match: $tag"
ok "with no body" test ! -s "$body"
ok "304 for its tag among others" is $list 304 -H "If-None-Match: \"other\", W/$tag"
ok "304 for its date" is $list 304 -H "If-Modified-Since: $date"
ok "200 for an older date" is $list 200 -H "If-Modified-Since: Wed, 01 Jan 2020 00:00:00 GMT"
ok "200 for another tag, whatever the date" is $list 200 -H 'If-None-Match: "other"' -H "If-Modified-Since: $date"
ok "gzip for those who take it" is $list 200 -H "Accept-Encoding: gzip, br"
ok "it is gzip" bash -c "gzip -dc <$body | cmp - $base/first"
ok "and none for those who do not" is $list 200 -H "Accept-Encoding: gzip;q=0"
ok "it is none" cmp "$body" "$base/first"
ok "HEAD" is $list 200 --head
ok "POST is refused" is $list 405 -d x
later () {
  is list.example/providers-B-next.json 200 && python3 - "$base/first" "$body" <<'PYTHON'
import json, sys
first, later = ({p["jid"]: p for p in json.load(open(path))} for path in sys.argv[1:])
changed = {jid for jid in first.keys() & later.keys() if first[jid] != later[jid]}
newest = [max(p["latestChange"] for p in edition.values()) for edition in (first, later)]
assert first.keys() - later.keys() == {"pier.example"} and later.keys() - first.keys() == {"quay.example"}
assert changed == {"harbour.example", "open.example"} and newest[0] < newest[1]
assert first["harbour.example"]["inBandRegistration"] and not later["harbour.example"]["inBandRegistration"]
PYTHON
}
ok "the later edition" later
ok "it has another tag" test "$(header ETag)" != "$tag"
ok "domains only" gives providers-Ds.json 'len(content) == 6 and all(isinstance(d, str) for d in content)'
ok "the object form" gives providers.json 'content["open.example"]["since"]["content"] == "2015-03-01"'
ok "a source may be unknown" holds 'content["open.example"]["inBandRegistration"]["source"] == ""'
ok "the old format" gives v1.json 'content[0]["company"] is False and "onlineSince" in content[0] and "category" not in content[0]'

# Faulty ones.
ok "truncated: whole by HTTP, no JSON" gives truncated.json 'content is None and body.startswith(b"[")'
ok "cut: curl misses the rest" ends list.example/cut.json 18
ok "an empty list" gives empty.json 'content == []'
ok "nothing" gives nothing.json 'body == b""'
ok "a page" gives page.html 'b"<html>" in body'
ok "as a page" test "$(header Content-Type)" = "text/html; charset=utf-8"
ok "a hotspot's page" gives portal.json 'b"<html>" in body'
ok "as JSON" test "$(header Content-Type)" = application/json
ok "missing" is list.example/missing.json 404
ok "broken" is list.example/broken.json 500
slowly () { seconds=3 ends list.example/slow.json 28 && test "$(wc -c <"$body")" -ge 1 -a "$(wc -c <"$body")" -le 3; }
ok "slow" slowly
silence () { seconds=2 ends list.example/silent.json 28 && test ! -s "$body" -a ! -s "$head"; }
ok "silent" silence
ok "huge, and says so" gives huge.json 'len(body) > 4 * 2**20 and len(content) == 5000'
ok "its length" test "$(header Content-Length)" = "$(wc -c <"$body")"
ok "huge, and does not say so" gives huge-chunked.json 'len(body) > 4 * 2**20 and len(content) == 5000'
ok "no length" test -z "$(header Content-Length)"
ok "a bomb: small on the way" gives bomb.json 'len(body) < 2**20'
ok "large when unpacked" test "$(gzip -dc <"$body" | wc -c)" -gt $((64 * 1024 * 1024))
ok "ISO-8859-1" gives latin1.json 'content is None and "Häfen" in body.decode("iso-8859-1") and json.loads(body.decode("iso-8859-1"))'
ok "says so" test "$(header Content-Type)" = "application/json; charset=ISO-8859-1"
ok "UTF-16" gives utf16.json 'len(json.loads(body.decode("utf-16"))) == 6'
ok "a byte order mark" gives bom.json 'len(json.loads(body.decode("utf-8-sig"))) == 6 and body.startswith(b"\xef\xbb\xbf")'
ok "shrunken" gives shrunken.json 'len(content) == 2'
ok "deep" gives deep.json 'body == b"[" * 100000 + b"]" * 100000'
ok "many, under 4 MiB" gives many.json 'len(body) < 4 * 2**20 and len({p["jid"] for p in content}) == 100000'
ok "many, over 4 MiB" gives many-large.json 'len(body) > 4 * 2**20 and len(content) == 100000'
ok "duplicates" gives duplicates.json 'sum(p["jid"].lower() == "open.example" for p in content) == 3'
ok "wrong types" gives wrongtypes.json 'len(content) > 30 and content[-1]["jid"] == "pier.example" and None in content'

# Redirects.
ok "to another host" is list.example/redirect.json 302
ok "which has the list" is list.example/redirect.json 200 -L
ok "the same one" cmp "$body" "$base/first"
ok "to plain HTTP: curl refuses" ends list.example/redirect-plain.json 1 -L --proto-redir =https
ok "in a circle: curl gives up" ends list.example/redirect-loop.json 47 -L --max-redirs 5
ok "to a file: curl refuses" ends list.example/redirect-file.json 1 -L
ok "it asks for a file of the visitor's" test "$(header Location)" = file:///etc/passwd

# One address that changes its mind.
switch_to () { echo "$1" >"$dir/web-switch"; }
ok "switch: the good list at first" is list.example/switch.json 200
ok "that is it" cmp "$body" "$base/first"
switch_to /truncated.json
ok "then a truncated one" gives switch.json 'content is None'
switch_to /cut.json
ok "then one that is cut" ends list.example/switch.json 18
switch_to /providers-B-next.json
ok "then the later one, by the tag of the first" is list.example/switch.json 200 -H "If-None-Match: $tag"
switch_to /providers-B.json
ok "then it is unchanged" is list.example/switch.json 304 -H "If-None-Match: $tag"

# Certificates and names.
for host in expired wronghost selfsigned; do
  ok "$host.example: curl refuses its certificate" ends $host.example/providers-B.json 60
done
for host in expired wronghost selfsigned cnonly; do
  ok "$host.example has the list, for those who do not look" is $host.example/providers-B.json 200 --insecure
done
cn_only () {
  timeout 10 openssl s_client -connect "127.0.0.1:$web" -servername cnonly.example </dev/null 2>/dev/null | openssl x509 -noout -text
}
ok "cnonly.example names itself in the subject" test "$(cn_only | grep 'Subject: CN = cnonly.example')"
ok "and nowhere else" test "$(cn_only | grep -c DNS:)" = 0
ok "an unknown name ends the handshake" ends unknown.example/ 35
ok "another host than the certificate's: misdirected" is list.example/providers-B.json 421 -H "Host: mirror.example"

# Well-known files.
meta=.well-known/host-meta
links='{"urn:xmpp:alt-connections:websocket", "urn:xmpp:alt-connections:xbosh"}'
ok "web.example: host-meta in XML" is web.example/$meta 200
ok "with both ways" holds "{link.get('rel') for link in xml.fromstring(body).findall('{http://docs.oasis-open.org/ns/xri/xrd-1.0}Link')} == $links"
ok "web.example: host-meta in JSON" is web.example/$meta.json 200
ok "with both ways, too" holds "{link['rel'] for link in content['links']} == $links"
ok "university.example: in JSON only" is university.example/$meta 404
ok "there it is" is university.example/$meta.json 200
for host in mailonly open harbour; do ok "$host.example: no host-meta" is $host.example/$meta.json 404; done
ok "mailonly.example is a site" is mailonly.example/ 200
ok "portal.example: a page instead" is portal.example/$meta 200
ok "it is a page" holds 'b"<html>" in body'
provider=.well-known/xmpp-provider-v2.json
ok "open.example describes itself" is open.example/$provider 200
ok "by 14 keys" holds 'len(content) == 14 and content["busFactor"] == 3'
ok "harbour.example boasts" is harbour.example/$provider 200
ok "and says what is not its own to say" holds 'content["jid"] == "open.example" and isinstance(content["organization"], int)'
ok "nobody else does" is web.example/$provider 404

# Ways to XMPP, good and bad.
allowed () { test "$(header Access-Control-Allow-Origin)" = "*"; }
rel=urn:xmpp:alt-connections
hrefs="{link['href'] for link in content['links']}"
https=$(port https)
ok "full.example: host-meta leads to Prosody" is full.example/$meta.json 200
ok "to its port" holds "$hrefs == {'wss://full.example:$https/xmpp-websocket', 'https://full.example:$https/http-bind'}"
ok "for all sites" allowed
ok "in XML as well" is full.example/$meta 200
ok "full.example describes itself" is full.example/$provider 200
ok "metacors.example: host-meta" is metacors.example/$meta.json 200
ok "for no other site" test -z "$(header Access-Control-Allow-Origin)"
ok "metahttp.example: links without TLS" is metahttp.example/$meta.json 200
ok "all of them" holds "all(h.startswith(('http:', 'ws:')) for h in $hrefs)"
ok "metaxml.example: in XML" is metaxml.example/$meta 200
ok "only" is metaxml.example/$meta.json 404
ok "metajson.example: in JSON" is metajson.example/$meta.json 200
ok "only" is metajson.example/$meta 404
ok "meta2.example: a time to live" is meta2.example/$meta.json 200
ok "of 50 minutes" holds "content['xmpp'] == {'ttl': 3000}"
ok "and ports for TLS" holds "{'$rel:tls', '$rel:s2s-tls'} == {link['rel'] for link in content['links'] if link.get('port')}"
ok "with name and address each" holds "all(l['sni'] == 'meta2.example' and l['ips'] for l in content['links'])"
ok "metaloop.example: a circle" ends metaloop.example/$meta 47 -L --max-redirs 5
ok "metabomb.example: small on the way" is metabomb.example/$meta.json 200
ok "indeed" test "$(wc -c <"$body")" -lt 1000000
ok "large when unpacked" test "$(gzip -dc <"$body" | wc -c)" -gt $((64 * 1024 * 1024))
ok "metaentities.example: entities" is metaentities.example/$meta 200
ok "that grow" holds 'b"<!ENTITY a9 " in body and b"&a9;" in body'
ws=(-H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" -H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  -H "Sec-WebSocket-Protocol: xmpp")
ok "wslanding.example: a page instead of a WebSocket" is wslanding.example/xmpp-websocket 200 "${ws[@]}"
ok "wsmissing.example: none" is wsmissing.example/xmpp-websocket 404 "${ws[@]}"
seconds=1 is wssilent.example/xmpp-websocket 101 "${ws[@]}"
ok "wssilent.example: opens one" grep -q "101 Switching Protocols" "$head"
ok "for XMPP" test "$(header Sec-WebSocket-Protocol)" = xmpp -a "$(header Sec-WebSocket-Accept)" = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
ok "and says nothing" test ! -s "$body"
seconds=1 is wsother.example/xmpp-websocket 101 "${ws[@]}"
ok "wsother.example: opens one" grep -q "101 Switching Protocols" "$head"
ok "for nothing known" test -z "$(header Sec-WebSocket-Protocol)"
ok "bosherror.example ends the session" is bosherror.example/http-bind 200 -d "<body/>"
ok "with a reason" holds "xml.fromstring(body).attrib == {'type': 'terminate', 'condition': 'host-unknown'}"
ok "boshcors.example has a session" is boshcors.example/http-bind 200 -d "<body/>"
ok "with features" holds 'b"SCRAM-SHA-1" in body'
ok "for no other site" test -z "$(header Access-Control-Allow-Origin)"
ok "not even when asked" is boshcors.example/http-bind 200 -X OPTIONS
ok "indeed" test -z "$(header Access-Control-Allow-Origin)"
ok "and it ends" is boshcors.example/http-bind 200 -d "<body type='terminate'/>"
ok "properly" holds "xml.fromstring(body).attrib == {'type': 'terminate'}"
fingerprint () { # HOST: of the certificate that its XMPP server shows
  local at=$(python3 -c "import json, sys; print(json.load(open(sys.argv[1]))['ill'][sys.argv[2]]['xmpp-client'])" "$dir/ports.json" "$1")
  timeout 10 openssl s_client -connect "127.0.0.1:$at" -starttls xmpp -xmpphost "$1.example" </dev/null 2>/dev/null |
    openssl x509 -outform der | openssl dgst -sha256 -binary | base64 -w0
}
for service in client server; do
  ok "posh.example: a file for ${service}s" is posh.example/.well-known/posh/xmpp-$service.json 200
  ok "with the certificate that it shows" holds "content['fingerprints'][0]['sha-256'] == '$(fingerprint posh)' and content['expires'] > 0"
  ok "poshwrong.example: another" is poshwrong.example/.well-known/posh/xmpp-$service.json 200
  ok "than it shows" holds "content['fingerprints'][0]['sha-256'] != '$(fingerprint poshwrong)'"
done
ok "untested.example does not want to be tested" is untested.example/$provider 200
ok "and says so" holds 'content["serverTesting"] is False and len(content) == 14'
ok "fileloop.example: a circle" ends fileloop.example/$provider 47 -L --max-redirs 5
ok "filebroken.example: a file" is filebroken.example/$provider 200
ok "that breaks off" holds 'content is None and body.startswith(b"{")'
ok "filebomb.example: small on the way" is filebomb.example/$provider 200
ok "large when unpacked" test "$(gzip -dc <"$body" | wc -c)" -gt $((64 * 1024 * 1024))

# The zone.
dig () { kdig +short @127.0.0.1 -p "$(port dns)" "$@" 2>/dev/null; }
for host in list mirror university mailonly portal; do
  ok "$host.example has an address" test "$(dig $host.example A)" = 127.0.0.1
  ok "$host.example has no XMPP" test -z "$(dig _xmpp-client._tcp.$host.example SRV)"
done
ok "mailonly.example takes mail" test "$(dig mailonly.example MX)" = "10 mailonly.example."

if [ "$(python3 -c "import json, sys; print(json.load(open(sys.argv[1]))['ipv6'])" "$dir/ports.json")" = True ]; then
  ok "it listens on IPv6 as well" curl -qsS --noproxy '*' --max-time 10 --cacert "$dir/ca.pem" --connect-to "::[::1]:$web" -o "$body" \
    https://open.example/
fi
ok "what was asked is written down" grep -qx 'web: mailonly.example GET / HTTP/1.1' "$dir/web.log"
ok "with the validators" grep -qxF "web: list.example GET /switch.json HTTP/1.1 | if-none-match: $tag" "$dir/web.log"
echo "1..$n"
exit $bad
