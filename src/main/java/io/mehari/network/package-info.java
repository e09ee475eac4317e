/**
 * What both sides of the gateway need from the network: event loops that the data plane and the connections to
 * servers share, and PEM files.
 */
package io.mehari.network;
