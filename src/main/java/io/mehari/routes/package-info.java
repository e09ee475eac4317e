/**
 * Route files: where they are read from, how a set of them becomes a generation that serves calls, and what is
 * wrong with one that cannot.
 */
package io.mehari.routes;
