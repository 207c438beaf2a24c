-- Asks for the lines of the file PATHS in turn: path|Accept|If-None-Match, the last two may be missing.
local requests = {}
for line in io.lines(os.getenv("PATHS")) do
  local path, accept, tag = line:match("^([^|]*)|?([^|]*)|?(.*)$")
  local headers = {}
  if accept ~= "" then headers["Accept"] = accept end
  if tag ~= "" then headers["If-None-Match"] = tag end
  requests[#requests + 1] = wrk.format("GET", (path:gsub(" ", "%%20")), headers)
end
local n = 0
function request()
  n = n % #requests + 1
  return requests[n]
end
