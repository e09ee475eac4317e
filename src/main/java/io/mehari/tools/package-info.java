/**
 * Tools that are routes: the runner of {@code ai-tool:} routes and the beans of the tools that ship with the
 * gateway.
 */
package io.mehari.tools;
