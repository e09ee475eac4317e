/**
 * Several connections that serve as one server, as one upstream: each call goes to one that is well, a call that was not
 * sent goes to the next at once, and one that may have run is never sent again from here. Who fails rests for a while.
 */
package io.mehari.upstream.replica;
