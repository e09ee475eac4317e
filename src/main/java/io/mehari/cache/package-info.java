/** Results kept for a while: key, policy and the L1 tier. */
package io.mehari.cache;
