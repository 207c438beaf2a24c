-- Describes the establishments whose ids are the lines of the file IDS, in turn, each time with another width of the entrance.
local ids = {}
for id in io.lines(os.getenv("IDS")) do ids[#ids + 1] = id end
local headers = {
  ["Authorization"] = "Api-Key " .. os.getenv("KEY"),
  ["Content-Type"] = "application/merge-patch+json",
}
local n = 0
function request()
  n = n + 1
  local body = string.format('{"criteria":{"entree_largeur_mini":%d}}', 60 + (n + math.floor(n / #ids)) % 140)
  return wrk.format("PATCH", "/api/v1/establishments/" .. ids[(n - 1) % #ids + 1], headers, body)
end
