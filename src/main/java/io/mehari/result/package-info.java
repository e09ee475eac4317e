/** Results that are too large for their callers: the head that they get, and the whole that is kept to be read in parts. */
package io.mehari.result;
