-- Says how a call that was claimed has ended, unless somebody else has it.
-- KEYS[1]  what is known of the call, as in claim.lua
-- ARGV[1]  the gateway that claimed it, ARGV[2] its number for the claim, ARGV[3] fingerprint, ARGV[4] request
-- ARGV[5]  how long it is known, in milliseconds; 0 if it did not run, and is to be forgotten
-- ARGV[6]  its answer; empty if that is not kept
-- Returns 1, or 0 if somebody else has it.
local kept = redis.pcall('HMGET', KEYS[1], 'owner', 'token')
if kept.err or kept[1] and (kept[1] ~= ARGV[1] or kept[2] ~= ARGV[2]) then
  return {0}
end
if ARGV[5] == '0' then
  redis.call('DEL', KEYS[1])
  return {1}
end
redis.call('HSET', KEYS[1], 'state', 'ran', 'fingerprint', ARGV[3], 'request', ARGV[4],
  'owner', ARGV[1], 'token', ARGV[2], 'answer', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return {1}
