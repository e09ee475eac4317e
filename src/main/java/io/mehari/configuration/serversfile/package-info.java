/**
 * Reads {@code mcp-servers.json}: each key is supported, known from another program and reported, or unknown and
 * refused; every problem is reported with its place.
 */
package io.mehari.configuration.serversfile;
