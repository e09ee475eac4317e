/** How many calls a caller may make in a time: the limit, who is counted together, what is left. */
package io.mehari.ratelimit;
