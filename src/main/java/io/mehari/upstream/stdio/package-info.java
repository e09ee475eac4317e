/** Upstream servers that are child processes speaking newline-delimited JSON on stdin and stdout. */
package io.mehari.upstream.stdio;
