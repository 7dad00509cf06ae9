-- SPDX-License-Identifier: GPL-3.0-or-later
-- Registration on a web page only: announces XEP-0077, answers the form request with instructions and an out-of-band URL
-- (XEP-0066, jabber:x:oob), and refuses every submit. Takes the place of register_ibr on one host.
local st = require "util.stanza";

local url = assert(module:get_option_string("registration_url"), "registration_url is not set");
local instructions = module:get_option_string("registration_instructions", "Please register on our web page: " .. url);

module:hook("stream-features", function (event)
	if event.origin.type == "c2s_unauthed" and event.origin.secure then
		event.features:tag("register", { xmlns = "http://jabber.org/features/iq-register" }):up();
	end
end);

module:hook("stanza/iq/jabber:iq:register:query", function (event)
	local session, iq = event.origin, event.stanza;
	if session.type ~= "c2s_unauthed" or not session.secure then
		return session.send(st.error_reply(iq, "cancel", "service-unavailable"));
	elseif iq.attr.type == "set" then
		return session.send(st.error_reply(iq, "cancel", "not-allowed", instructions));
	end
	return session.send(st.reply(iq):query("jabber:iq:register")
		:text_tag("instructions", instructions)
		:tag("x", { xmlns = "jabber:x:oob" }):text_tag("url", url));
end);
