-- SPDX-License-Identifier: GPL-3.0-or-later
-- Servers may call, and are answered; nothing of ours calls anybody. Whatever would leave for another server, a dialback question
-- (XEP-0220) among it, is refused before a name is resolved.
module:set_global();

function module.add_host(module)
	module:hook("route/remote", function (event)
		module:log("info", "not sent to %s: this network answers only", event.to_host);
		return false;
	end, 1000);
end
