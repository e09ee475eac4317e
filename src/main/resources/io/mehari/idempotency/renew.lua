-- Renews the lease of a gateway: KEYS[1], for ARGV[1] milliseconds. Returns whether it still held (1 or 0).
local held = redis.call('EXISTS', KEYS[1])
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
return {held}
