-- A lease for one gateway, or its renewal. What is no lease counts as free: something else, or a value that would stay for ever.
-- KEYS[1]  the lease, "epoch token"; KEYS[2]  the last token that was given
-- ARGV[1]  epoch of the gateway, ARGV[2] time of the lease in milliseconds
-- Returns the token, empty if another gateway has it, and the epoch of who has it.
local holder = false
if redis.call('TYPE', KEYS[1])['ok'] == 'string' then holder = redis.call('GET', KEYS[1]) end
if holder and (not string.match(holder, '^%x+ %d+$') or redis.call('PTTL', KEYS[1]) < 0) then holder = false end
local last = false
if redis.call('TYPE', KEYS[2])['ok'] == 'string' then last = tonumber(redis.call('GET', KEYS[2])) end
if holder then
  local epoch, token = string.match(holder, '^(%x+) (%d+)$')
  if epoch ~= ARGV[1] then return {'', epoch} end
  if last == tonumber(token) then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return {token, epoch}
  end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if not (last and last >= 0 and last <= 9007199254740000) then last = 0 end
local token = string.format('%.0f', math.max(math.floor(last) + 1, now))
redis.call('SET', KEYS[2], token)
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. token, 'PX', ARGV[2])
return {token, ARGV[1]}
