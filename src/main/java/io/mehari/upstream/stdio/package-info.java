/**
 * Servers that are child processes of the gateway and speak one message a line. Three threads for each process serve
 * its streams: a reader that splits lines, a writer behind a bounded queue, and one that copies its log. No other
 * thread ever waits for a process. A process is ended with all it started, step by step: its input is closed, then
 * SIGTERM, then SIGKILL.
 */
package io.mehari.upstream.stdio;
