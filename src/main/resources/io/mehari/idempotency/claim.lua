-- Claims a call with an idempotency key for one gateway, or says who has.
-- KEYS[1]  what is known of the call: a hash of state (running, ran, lost), fingerprint, request, owner, token, answer
-- KEYS[2]  the lease of the gateway that asks
-- ARGV[1]  its id, ARGV[2] its number for this claim, which grows, ARGV[3] fingerprint, ARGV[4] request
-- ARGV[5]  how long its lease holds, ARGV[6] how long a call that runs is known, ARGV[7] one that was lost, in milliseconds
-- ARGV[8]  what the key of a lease begins with, ARGV[9] 1 if an older claim of this gateway is known to have run nothing
-- Returns what became of it (mine, running, ran, lost, foreign), and then fingerprint, request and answer of the other.
local kept = redis.pcall('HMGET', KEYS[1], 'state', 'fingerprint', 'request', 'owner', 'token', 'answer')
if kept.err then
  return {'foreign'}
end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[5])
local state, owner = kept[1], kept[4]
local token, mine = tonumber(kept[5]) or math.huge, tonumber(ARGV[2])
if state == 'running' and owner == ARGV[1] and token <= mine then
  state = (token == mine or ARGV[9] == '1') and 'free' or 'gone'
elseif not state and redis.call('EXISTS', KEYS[1]) == 0 then
  state = 'free'
end
if state == 'free' then
  redis.call('HSET', KEYS[1], 'state', 'running', 'fingerprint', ARGV[3], 'request', ARGV[4],
    'owner', ARGV[1], 'token', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  return {'mine'}
end
if not kept[2] or not kept[3] or not owner then
  return {'foreign'}
end
if state == 'running' and redis.call('EXISTS', ARGV[8] .. owner) == 0 then
  state = 'gone'
end
if state == 'gone' then
  redis.call('HSET', KEYS[1], 'state', 'lost')
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  state = 'lost'
end
if state == 'ran' or state == 'lost' or state == 'running' then
  return {state, kept[2], kept[3], kept[6] or ''}
end
return {'foreign'}
