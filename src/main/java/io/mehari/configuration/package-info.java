/**
 * What the command line says, and what ends a start because a file is wrong. The files themselves are read below:
 * {@code serversfile} and {@code settings}.
 */
package io.mehari.configuration;
