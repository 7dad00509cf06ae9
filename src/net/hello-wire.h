/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of TLS that the writer and the reader of hellos share: RFC 5246 appendix A, RFC 8446
 * appendix B. */
#pragma once

enum { GW_TLS_1_0 = 0x0301, GW_TLS_1_1 = 0x0302, GW_TLS_1_2 = 0x0303 };

enum { GW_RECORD_ALERT = 21, GW_RECORD_HANDSHAKE = 22 };

enum { GW_HANDSHAKE_CLIENT_HELLO = 1, GW_HANDSHAKE_SERVER_HELLO = 2 };

enum { GW_COMPRESSION_NONE = 0, GW_COMPRESSION_DEFLATE = 1 };

enum {
  GW_EXT_SERVER_NAME = 0,
  GW_EXT_SUPPORTED_GROUPS = 10,
  GW_EXT_POINT_FORMATS = 11,
  GW_EXT_SIGNATURE_ALGORITHMS = 13,
  GW_EXT_ALPN = 16,
  GW_EXT_EXTENDED_MASTER_SECRET = 23,
  GW_EXT_SUPPORTED_VERSIONS = 43,
};
