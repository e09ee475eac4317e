/**
 * What upstreams of every transport share: life cycle and back-off, calls that wait, handshake, requests and their
 * answers, the list of tools.
 */
package io.mehari.upstream.session;
