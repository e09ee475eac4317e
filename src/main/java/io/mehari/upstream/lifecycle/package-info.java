/**
 * What a connection to a server is, whatever the protocol era and the transport: its states and the back-off
 * between attempts, calls that wait for it or are in flight, and the words in which their failures are reported.
 */
package io.mehari.upstream.lifecycle;
