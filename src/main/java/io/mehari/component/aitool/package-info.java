/** The {@code ai-tool:} Camel component: a route that is a tool. */
package io.mehari.component.aitool;
