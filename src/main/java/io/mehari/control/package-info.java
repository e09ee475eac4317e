/**
 * What an operator does to single parts of the gateway while it runs: stops and starts routes and servers, adds servers; and
 * the way back, by itself, from route files that fail at calls.
 */
package io.mehari.control;
