/** Results kept for a while: keys, limits, tiers in memory, Redis and the database, leases of calls that run. */
package io.mehari.cache;
