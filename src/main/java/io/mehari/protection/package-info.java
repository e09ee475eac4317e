/**
 * What stands around a call to a tool: deadline, retry, circuit breaker and bulkhead, as policies that route files
 * put around their steps. None of them holds a thread.
 */
package io.mehari.protection;
