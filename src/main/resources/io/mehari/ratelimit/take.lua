-- Counts calls of callers, each if it is within its limit: the generic cell rate algorithm by the clock of Redis. One after the other, as
-- if each had been asked for by itself; a caller may stand there more than once.
-- KEYS[i]  the number of the caller of call i: when its whole burst is there again, in microseconds after 2023-11-14
-- ARGV[2i - 1]  the time after which one more call is there, ARGV[2i] that of the whole burst, in microseconds
-- Returns of each call whether it is granted (1 or 0), and in how many microseconds the whole burst is there again.
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1700000000) * 1000000 + tonumber(time[2])
local owed, changed, answer = {}, {}, {}
for i, key in ipairs(KEYS) do
  local interval, span = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local debt = owed[key]
  if not debt then
    local kept = redis.pcall('GET', key)
    local held = type(kept) == 'string' and tonumber(kept) or now
    debt = held == held and held - now or 0 -- what somebody else has written there is no number
  end
  debt = math.min(math.max(debt, 0), span) -- nor is more than a whole burst ever owed
  local after = debt + interval
  if after > span + 0.02 then -- what is kept is rounded to a hundredth of a microsecond
    answer[2 * i - 1], answer[2 * i] = 0, math.ceil(debt)
  else
    owed[key], changed[key] = after, true
    answer[2 * i - 1], answer[2 * i] = 1, math.floor(after)
  end
end
for key in pairs(changed) do
  redis.call('SET', key, string.format('%.3f', now + owed[key]), 'PX', math.ceil(owed[key] / 1000))
end
return answer
