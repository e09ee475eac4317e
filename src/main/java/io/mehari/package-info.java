/** The way in: the command line, and the start of the gateway. */
package io.mehari;
