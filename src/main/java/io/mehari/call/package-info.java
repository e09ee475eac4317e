/** A tool call, its outcomes and the names of its state on a Camel exchange. */
package io.mehari.call;
