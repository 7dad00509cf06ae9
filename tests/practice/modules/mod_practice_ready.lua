-- SPDX-License-Identifier: GPL-3.0-or-later
-- Writes what Prosody really serves into a file, once every host is loaded: a line "SERVICE INTERFACE PORT" each.
-- An open port alone says little: Prosody listens before its last host is there, and a port that was taken is only a line in its log.
module:set_global();

local portmanager = require "core.portmanager";
local path = assert(module:get_option_string("practice_ready_file"), "practice_ready_file is not set");

module:hook("server-started", function ()
	local file = assert(io.open(path .. ".new", "w"));
	for service, interface, port in portmanager.get_active_services():iter(nil, nil, nil, nil) do
		file:write(service, " ", interface, " ", port, "\n");
	end
	assert(file:close());
	assert(os.rename(path .. ".new", path));
end);
