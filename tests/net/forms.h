/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of which tests make forms, and readers of what is made of them. */
#pragma once

#include "net/form-field.h"

#define DOMAIN "a.example"

#define RESULT(query, beside)                                                                      \
  "<iq xmlns='jabber:client' type='result' id='form' from='" DOMAIN "'>"                           \
  "<query xmlns='jabber:iq:register'>" query "</query>" beside "</iq>"
#define DATA(inside)             "<x xmlns='jabber:x:data' type='form'>" inside "</x>"
#define FIELD(type, var, inside) "<field type='" type "' var='" var "'>" inside "</field>"
#define VALUE(text)              "<value>" text "</value>"
#define REQUIRED                 "<required/>"
#define FORM_TYPE                FIELD ("hidden", "FORM_TYPE", VALUE ("jabber:iq:register"))
#define NAME_AND_PASSWORD                                                                          \
  FIELD ("text-single", "username", REQUIRED) FIELD ("text-private", "password", REQUIRED)
#define OOB(url) "<x xmlns='jabber:x:oob'><url>" url "</url></x>"

/* The first 24 bytes of a PNG of 140 x 60, and of an Ogg; an SVG; and the names of these. */
#define PNG     "iVBORw0KGgoAAAANSUhEUgAAAIwAAAA8"
#define OGG     "T2dnUwAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define SVG     "PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnLz4="
#define CID     "sha1+e26adee1fba5d97dd432bd1ad8499075aeeddd45@bob.xmpp.org"
#define OGG_CID "sha1+226db0c0fc6a704ab1090b57138627eb117d4fa4@bob.xmpp.org"
#define SVG_CID "sha1+8ae14359f70909b24e8542905f9ca9ed07c40274@bob.xmpp.org"
#define OWN_CID "picture-17@" DOMAIN

#define BOB_NAMED(cid, base64) "<data xmlns='urn:xmpp:bob' cid='" cid "'>" base64 "</data>"
#define BOB(base64)            BOB_NAMED (CID, base64)
#define MEDIA(uri)             "<media xmlns='urn:xmpp:media-element'>" uri "</media>"
#define URI(type, uri)         "<uri type='" type "'>" uri "</uri>"
/* As ejabberd sends it. */
#define PUZZLE_FIELDS                                                                                 \
  FORM_TYPE NAME_AND_PASSWORD FIELD ("fixed", "captcha-fallback-text",                                \
                                     VALUE ("If you see no picture, visit the web page."))            \
      FIELD ("text-single", "captcha-fallback-url",                                                   \
             VALUE ("https://" DOMAIN "/captcha/1/image")) FIELD ("hidden", "from",                   \
                                                                  VALUE (DOMAIN))                     \
          FIELD ("hidden", "challenge", REQUIRED VALUE ("11")) FIELD (                                \
              "hidden", "sid",                                                                        \
              VALUE (                                                                                 \
                  "")) "<field type='text-single' var='ocr' label='Enter the text you see'>" REQUIRED \
          MEDIA (URI ("image/png", "cid:" CID)) "</field>"

#define EJABBERD_PUZZLE                                                                            \
  RESULT (DATA ("<instructions>Choose.</instructions>" PUZZLE_FIELDS)                              \
              BOB (PNG) "<instructions>You need a client that supports pictures</instructions>",   \
          "")
#define PROSODY                                                                                    \
  RESULT ("<instructions>Choose a name.</instructions><username/><password/>" DATA (               \
              "<title>New account</title><instructions>Choose.</instructions>" FORM_TYPE           \
                  NAME_AND_PASSWORD),                                                              \
          "")

/* Puzzles beside name and password. */
#define PUZZLES(inside) RESULT (DATA (NAME_AND_PASSWORD inside), "")
#define QUESTION(var)   "<field var='" var "'/>"
#define MUST(var)       "<field var='" var "'>" REQUIRED "</field>"
#define ANSWERS(n)      FIELD ("hidden", "answers", VALUE (n))

/* Of `text`; NULL and an error also when that is no XML. */
GwForm *forms_parse (const char *text, GError **error);
/* Never NULL: it must be a form. */
GwForm *forms_expect (const char *text);

/* "username:text!name password:secret!password ..." ("!": required) */
char *forms_describe (const GwForm *form);
